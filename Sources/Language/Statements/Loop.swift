/// `repeat N`, `for x in …`, `while …`
public struct LoopStatement: Sendable {
  /// What decides how often the body runs.
  public enum Head: Sendable {
    case times(Expression)
    case each(Located<String>, Item)
    case whileTrue(Expression)
  }

  /// What decides how often the body runs.
  public let head: Head
  /// The statements inside, up to `end`.
  public let body: Body
}

extension StatementSpec {
  static let `repeat` = StatementSpec(
    "repeat", .control, "runs statements a number of times", forms: ["repeat N ; … ; end"],
    example: "repeat 3\n  print rand()\nend", effects: [.changesSession],
    mistakes: [.alone("repeat -1 ; end", .outOfRange)]
  ) { (parser, verb) throws(Diagnostic) in
    // repeat = "repeat" prim NL body "end" ;
    try parser.loop(verb) { (p) throws(Diagnostic) in .times(try p.argument("how many times")) }
  }

  static let `for` = StatementSpec(
    "for", .control, "runs statements for every number of a range or element of a list",
    forms: ["for NAME in RANGE ; … ; end", "for NAME in LIST ; … ; end"],
    notes: ["The variable keeps its last value."], example: "for s in 1..3\n  print s^2\nend",
    effects: [.changesSession], mistakes: [.alone("for s in 3 ; end", .wrongType)]
  ) { (parser, verb) throws(Diagnostic) in
    // for = "for" NAME "in" (range | expr) NL body "end" ;
    try parser.loop(verb) { (p) throws(Diagnostic) in
      let name = try p.freeName("a name for the variable")
      guard p.eat(.in) else { throw .missing("`in`", p) }
      return .each(name, try p.item())
    }
  }

  static let `while` = StatementSpec(
    "while", .control, "runs statements as long as a condition holds", forms: ["while CONDITION ; … ; end"],
    notes: ["Ctrl-C ends any loop."], example: "let x = 1\nwhile x < 100\n  let x = 2 * x\nend\nprint x",
    effects: [.changesSession]
  ) { (parser, verb) throws(Diagnostic) in
    // while = "while" expr NL body "end" ;
    try parser.loop(verb) { (p) throws(Diagnostic) in .whileTrue(try p.expression()) }
  }
}

extension Parser {
  /// loop = head NL body "end" ;
  fileprivate mutating func loop(
    _ verb: Token, _ readHead: (inout Parser) throws(Diagnostic) -> LoopStatement.Head
  ) throws(Diagnostic) -> Statement {
    let head = head(or: .whileTrue(Expression(.bool(false), verb.span)), readHead)
    let body = try body(of: verb)
    try closeBlock(verb)
    return .loop(LoopStatement(head: head, body: body))
  }
}

extension LoopStatement: StatementSyntax {
  func visitExpressions(_ body: (Expression) -> Void) {
    switch head {
    case .times(let expression), .whileTrue(let expression): body(expression)
    case .each(_, let item): item.visitExpressions(body)
    }
  }

  func visitBoundNames(_ body: (String) -> Void) {
    switch head {
    case .each(let name, _): body(name.node)
    case .times, .whileTrue: break
    }
  }

  var spec: StatementSpec? {
    switch head {
    case .times: .repeat
    case .each: .for
    case .whileTrue: .while
    }
  }

  var bodies: [Body] { [body] }

  func checkLiterals(_ check: inout LiteralCheck) {
    switch head {
    case .times(let times): check.check(times, .times)
    case .each(_, .expression(let elements)):
      if elements.literal != nil { check.add(.noElements(in: "a number", at: elements.span)) }
    case .each(_, .range), .whileTrue: break
    }
  }

  func write(to formatter: inout Formatter, _ span: Span) {
    formatter.addBlock(headText(formatter), body, span)
  }

  private func headText(_ formatter: Formatter) -> String {
    switch head {
    case .times(let times): "repeat " + formatter.text(times)
    case .each(let name, let item): "for \(name.node) in \(formatter.text(item))"
    case .whileTrue(let condition): "while " + formatter.text(condition)
    }
  }
}

extension Diagnostic {
  /// `for s in 3`
  public static func noElements(in what: String, at span: Span) -> Diagnostic {
    Diagnostic(
      .wrongType, "`for` goes through a range or a list, and this is \(what)", at: span,
      help: ["For example: for s in 1..10"])
  }
}
