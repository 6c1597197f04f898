extension StatementSpec {
  static let digits = StatementSpec(
    "digits", .reading, "sets how many decimals explain, eval and others show", forms: ["digits N"],
    notes: ["From 0 to 9; the default is 4. `dump` always prints all of them."], example: "digits 2",
    effects: [.changesSession], mistakes: [.alone("digits 12", .outOfRange)], bound: .digits
  ) { (parser, _) throws(Diagnostic) in
    // digits = "digits" prim ;
    .digits(try parser.argument("how many decimals"))
  }
}
