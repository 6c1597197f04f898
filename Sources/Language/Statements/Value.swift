extension Parser {
  /// value = expr | range ;   A line that is an expression shows its value.
  mutating func value() throws(Diagnostic) -> Item {
    let value = try item()
    guard isAtArgument, case .number = current.kind else { return value }
    if case .expression(let expression) = value, case .weight = expression.node {
      throw Diagnostic(
        .missingArgument, "a weight and its value need `=` between them", at: current.span,
        help: ["Write: \(source.text(expression.span)) = \(text(current))"])
    }
    throw .unexpected(self)
  }
}

/// The layout of an expression alone on its line.
struct ValueSyntax: LineSyntax {
  let item: Item

  var spec: StatementSpec? { nil }
  func visitExpressions(_ body: (Expression) -> Void) { item.visitExpressions(body) }

  func words(_ formatter: Formatter) -> [String] { [formatter.text(item)] }
}
