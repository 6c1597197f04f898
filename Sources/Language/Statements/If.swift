/// `if … else if … else … end`
public struct IfStatement: Sendable {
  /// `if` and each `else if`, in order.
  public let branches: [(condition: Expression, body: Body)]
  /// `else`; nil without one.
  public let otherwise: Body?
  /// Where that `else` stands.
  let elseWord: Span?
}

extension StatementSpec {
  static let `if` = StatementSpec(
    "if", .control, "runs statements if a condition holds, and else others",
    forms: ["if CONDITION ; … ; [else if CONDITION ; … ;] [else ; … ;] end"],
    example: "let x = 3\nif x > 2\n  print \"large\"\nelse\n  print \"small\"\nend",
    effects: [.changesSession], mistakes: [.alone("if loss<0.01", .missingEnd)]
  ) { (parser, verb) throws(Diagnostic) in try parser.conditional(verb) }
}

extension Parser {
  /// if = "if" expr NL body { "else" "if" expr NL body } [ "else" NL body ] "end" ;
  fileprivate mutating func conditional(_ verb: Token) throws(Diagnostic) -> Statement {
    var branches: [(condition: Expression, body: Body)] = []
    var (otherwise, elseWord): (Body?, Span?)
    repeat {
      let condition = head(or: Expression(.bool(false), verb.span)) { (p) throws(Diagnostic) in
        try p.expression()
      }
      branches.append((condition, try body(of: verb, mayHaveElse: true)))
    } while eatElseIf()
    let word = current.span
    if eat(.else) {
      elseWord = word
      expect(word: StatementSpec.if.word, StatementSpec.if.summary)
      head(or: ()) { (_) throws(Diagnostic) in }
      otherwise = try body(of: verb)
    }
    try closeBlock(verb)
    return .conditional(IfStatement(branches: branches, otherwise: otherwise, elseWord: elseWord))
  }

  private mutating func eatElseIf() -> Bool {
    guard current.isWord(.else), token(ahead: 1).isVerb(.if) else { return false }
    position += 2
    return true
  }
}

extension IfStatement: StatementSyntax {
  var spec: StatementSpec? { .if }
  func visitExpressions(_ body: (Expression) -> Void) { for branch in branches { body(branch.condition) } }
  var bodies: [Body] { branches.map(\.body) + (otherwise.map { [$0] } ?? []) }

  func write(to formatter: inout Formatter, _ span: Span) {
    for (index, branch) in branches.enumerated() {
      let head = (index == 0 ? "if " : "else if ") + formatter.text(branch.condition)
      let start = index == 0 ? span.start : branch.condition.span.start
      formatter.addHead(head, start, branch.body.first?.span.start ?? branch.condition.span.end)
      formatter.addBody(branch.body)
      if index < branches.count - 1 {
        formatter.addComments(before: branches[index + 1].condition.span.start)
        formatter.indentLess()
      }
    }
    if let otherwise, let elseWord {
      formatter.addDivision(Keyword.else.rawValue, elseWord)
      formatter.add(otherwise)
    }
    formatter.close(span)
  }
}
