extension StatementSpec {
  static let reset = StatementSpec(
    "reset", .weights, "repeats the last init exactly; clears epochs and optimizer",
    forms: ["reset"], example: "net 2 2 1\ninit torch seed 1\ntrain adam lr 0.01 epochs 5\nreset",
    effects: [.changesSession], mistakes: [.after("net 2 2 1", "reset", .nothingToRepeat)]
  ) { (_, _) throws(Diagnostic) in .reset }
}
