extension StatementSpec {
  static let check: StatementSpec = StatementSpec(
    "check", verb: "check gradient", .reading,
    "compares the gradient with finite differences of the loss", forms: ["check gradient [OPTIONS]"],
    options: LossOption.specs,
    notes: [
      "Computed in double precision, with the current weights and the training set, for every parameter.",
      "A difference is (loss(w + h) − loss(w − h)) / 2h; the parameters with the largest errors are shown.",
    ],
    example: "net 2 2 1\ninit torch seed 1\ndata xor\ncheck gradient"
  ) { (parser, _) throws(Diagnostic) in
    // check = "check" "gradient" { option } ;
    guard parser.eat("gradient") else { throw .missing("`gradient`", parser) }
    return .checkGradient(try parser.options(of: .check, LossOption.self))
  }
}
