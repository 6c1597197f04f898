extension StatementSpec {
  static let guess = StatementSpec(
    "guess", .reading, "asks you to guess the output, then shows both numbers",
    forms: ["guess INPUTS"],
    notes: ["Press Enter to skip the guess. In a script it does not ask."],
    example: "net 2 2 1\ninit torch seed 1\nguess 0 1", effects: [.untimed],
    mistakes: [.afterXor("guess 0", .wrongCount)]
  ) { (parser, _) throws(Diagnostic) in
    // guess = "guess" prim { prim } ;
    .guess(try parser.inputs(of: "guess", OptionTable([])))
  }
}

/// The layout of `guess`.
struct GuessSyntax: LineSyntax {
  let inputs: [Item]

  var spec: StatementSpec? { .guess }
  func visitExpressions(_ body: (Expression) -> Void) {
    for item in inputs { item.visitExpressions(body) }
  }

  func words(_ formatter: Formatter) -> [String] { ["guess"] + inputs.map { formatter.text($0) } }
}
