extension StatementSpec {
  static let seed = StatementSpec(
    "seed", .session, "seeds the session's generator, which weights and rand draw from", forms: ["seed N"],
    notes: ["Any 64-bit integer; the low 32 bits are used, as in PyTorch."],
    example: "seed 1000\nprint rand(0, 1)", effects: [.changesSession],
    mistakes: [.alone("seed 1.5", .outOfRange)], bound: .seed
  ) { (parser, _) throws(Diagnostic) in
    // seed = "seed" prim ;
    .seed(try parser.argument("a whole number"))
  }
}
