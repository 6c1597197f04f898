extension StatementSpec {
  static let score: StatementSpec = StatementSpec(
    "score", .reading, "shows loss and accuracy over the data, and the size of the errors",
    forms: ["score [OPTIONS]"],
    options: LossOption.specs,
    example: "net 2 2 1\ninit torch seed 1\ndata xor\nscore",
    mistakes: [.after("net 3 2 1\ninit torch seed 1", "score", .noData)]
  ) { (parser, _) throws(Diagnostic) in
    // score = "score" { option } ;
    .score(try parser.options(of: .score, LossOption.self))
  }
}
