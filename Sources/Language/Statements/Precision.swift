extension StatementSpec {
  static let precision = StatementSpec(
    "precision", .structure, "sets the floating-point precision of nets and data",
    forms: ["precision single | double"],
    notes: [
      "The default is single: float32, like PyTorch's default. double is float64.",
      "An existing net and its data are converted; the state of the optimizer is cleared.",
      "Data is read in the current precision, so `precision` comes before `data`.",
      "`init` draws the same weights in both.",
    ],
    example: "precision double\nnet 2 2 1\ninit torch seed 1\ndump layer 1", speaksOf: [.precision],
    effects: [.changesSession], mistakes: [.alone("precision float32", .unknownName)]
  ) { (parser, _) throws(Diagnostic) in
    // precision = "precision" PRECISION ;
    .precision(try parser.word(of: .precision))
  }
}
