/// `expect loss < 0.01`
public struct ExpectStatement: Sendable {
  /// What has to hold.
  public let condition: Expression
  /// As a criterion of an exercise: the points that were written; nil for one.
  let givenPoints: Int?

  /// As a criterion of an exercise: what it counts.
  public var points: Int { givenPoints ?? 1 }
}

extension StatementSpec {
  static let expect = StatementSpec(
    "expect", .control, "fails unless a condition holds, and shows both sides", forms: ["expect CONDITION"],
    notes: ["Right in an `exercise` it is a criterion, and `points 2` may follow."],
    example: "expect 1/3 == 0.333 within 0.001", mistakes: [.alone("expect 1 == 2", .expectationFailed)]
  ) { (parser, _) throws(Diagnostic) in
    .expect(try parser.criterion())
  }
}

extension ExpectStatement: LineSyntax {
  var spec: StatementSpec? { .expect }
  func visitExpressions(_ body: (Expression) -> Void) { body(condition) }

  func words(_ formatter: Formatter) -> [String] {
    ["expect", formatter.text(condition)] + (givenPoints.map { ["points \($0)"] } ?? [])
  }
}
