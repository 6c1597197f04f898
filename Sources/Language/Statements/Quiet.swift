/// `quiet` … `end`: statements whose reports are not shown.
public struct QuietStatement: Sendable {
  /// The statements inside, up to `end`.
  public let body: Body
}

extension StatementSpec {
  static let quiet = StatementSpec(
    "quiet", .session, "runs statements without their reports",
    forms: ["quiet ; … ; end", "quiet on|off"],
    notes: [
      "Mistakes, narration and what was asked for are shown all the same: print, eval, score, dump, a value.",
      "`quiet on` holds until `quiet off`, also in the next line of a script; the block until its `end`.",
      "`--json` writes every event as before: whoever reads lines picks those it wants.",
    ],
    example: "quiet\n  net 2 2 1\n  init torch seed 1\n  train adam lr 0.05 epochs 100\nend\nprint loss",
    speaksOf: [.quiet], effects: [.untimed], mistakes: [.alone("quiet please ; end", .unknownName)]
  ) { (parser, verb) throws(Diagnostic) in try parser.quiet(verb) }
}

extension Parser {
  /// quiet = "quiet" ( WORD | NL body "end" ) ;
  fileprivate mutating func quiet(_ verb: Token) throws(Diagnostic) -> Statement {
    expect(.named(.quiet))
    if case .word = current.kind { return .command(.quiet(try word(of: .quiet))) }
    head(or: ()) { (_) throws(Diagnostic) in }
    let statements = try self.body(of: verb)
    try closeBlock(verb)
    return .quiet(QuietStatement(body: statements))
  }
}

extension QuietStatement: StatementSyntax {
  var spec: StatementSpec? { .quiet }
  var bodies: [Body] { [body] }
  var effects: Set<Effect> { [.changesSession] }

  func write(to formatter: inout Formatter, _ span: Span) { formatter.addBlock("quiet", body, span) }
}
