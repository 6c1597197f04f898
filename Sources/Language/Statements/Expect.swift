extension StatementSpec {
  static let expect = StatementSpec(
    "expect", .control, "fails unless a condition holds, and shows both sides", forms: ["expect CONDITION"],
    example: "expect 1/3 == 0.333 within 0.001", mistakes: [.alone("expect 1 == 2", .expectationFailed)]
  ) { (parser, _) throws(Diagnostic) in
    // expect = "expect" expr ;
    .expect(try parser.expression())
  }
}
