extension StatementSpec {
  static let print = StatementSpec(
    "print", .control, "prints values, separated by blanks", forms: ["print VALUE, VALUE …"],
    notes: ["In a text, {…} is replaced by the value of an expression: \"loss is {loss}\"."],
    example: "print \"1/3 is {1/3}\", 2^10",
    mistakes: [.alone("print 2x", .missingBlank), .alone("print hello", .unknownMetric)]
  ) { (parser, _) throws(Diagnostic) in
    // print = "print" item { "," item } ;
    var items = [try parser.item()]
    while parser.eat(.comma) { items.append(try parser.item()) }
    return .print(items)
  }
}

/// The layout of `print`.
struct PrintSyntax: LineSyntax {
  let items: [Item]

  var spec: StatementSpec? { .print }
  func visitExpressions(_ body: (Expression) -> Void) {
    for item in items { item.visitExpressions(body) }
  }

  func words(_ formatter: Formatter) -> [String] {
    ["print", items.map { formatter.text($0) }.joined(separator: ", ")]
  }
}
