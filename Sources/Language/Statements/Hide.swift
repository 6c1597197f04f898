/// `hide` … `end`: statements that an audience does not see.
public struct HideStatement: Sendable {
  /// The statements inside, up to `end`.
  public let body: Body
}

extension StatementSpec {
  static let hide = StatementSpec(
    "hide", .teaching, "runs statements that a demo does not show",
    forms: ["hide ; … ; end"],
    notes: [
      "On a stage and in a recording neither the statements nor what they show are seen; mistakes are.",
      "Elsewhere the statements run as if they stood alone.",
    ],
    example: "hide\n  data moons 200 seed 3\n  split 0.8 seed 1\nend", effects: [.untimed],
    mistakes: [.alone("hide data xor ; end", .unexpectedWord)]
  ) { (parser, verb) throws(Diagnostic) in try parser.hide(verb) }
}

extension Parser {
  /// hide = "hide" NL body "end" ;
  fileprivate mutating func hide(_ verb: Token) throws(Diagnostic) -> Statement {
    head(or: ()) { (_) throws(Diagnostic) in }
    let statements = try self.body(of: verb)
    try closeBlock(verb)
    return .hide(HideStatement(body: statements))
  }
}

extension HideStatement: StatementSyntax {
  var spec: StatementSpec? { .hide }
  var bodies: [Body] { [body] }
  var effects: Set<Effect> { [.changesSession] }

  func write(to formatter: inout Formatter, _ span: Span) { formatter.addBlock("hide", body, span) }
}
