extension StatementSpec {
  static let diagnose: StatementSpec = StatementSpec(
    "diagnose", .reading, "explains why the loss is where it is, and what to do about it",
    forms: ["diagnose [OPTIONS]"], options: LossOption.specs,
    notes: [
      "Every verdict is based on numbers that are shown, and ends with lines to paste.",
      "A `train` that is stuck, or misses its target for another reason, prints a short form.",
    ],
    example:
      "net 2 2 1\ndata xor\ninit xavier seed 11\ntrain adam lr 0.01 until loss<0.01 epochs 5000\ndiagnose",
    mistakes: [.alone("diagnose", .noNet)]
  ) { (parser, _) throws(Diagnostic) in
    // diagnose = "diagnose" { option } ;
    .diagnose(try parser.options(of: .diagnose, LossOption.self))
  }
}
