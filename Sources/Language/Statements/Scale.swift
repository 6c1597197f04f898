extension StatementSpec {
  static let scale = StatementSpec(
    "scale", .data, "scales all inputs to a common range", forms: ["scale standard | minmax | none"],
    notes: [
      "The scaling is computed from the training set and remembered: `eval` takes raw inputs and scales them.",
      "`scale none` undoes it.",
    ],
    example: "data iris\nscale standard\nshow data", speaksOf: [.scaling], effects: [.changesSession],
    mistakes: [.after("data xor", "scale normal", .unknownName)]
  ) { (parser, _) throws(Diagnostic) in
    // scale = "scale" SCALING ;
    .scale(try parser.word(of: .scaling))
  }
}
