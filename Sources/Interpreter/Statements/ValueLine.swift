import Language
import Standard

/// Lines that are an expression.
extension Executor {
  /// A line that is an expression: its value is shown. A name alone may be a procedure without parameters.
  @inline(never)
  mutating func run(_ item: Item) throws(Diagnostic) -> Flow {
    if case .expression(let expression) = item, case .name(let name) = expression.node,
      variable(name) == nil, let procedure = session.scope.procedures[name]
    {
      return try run(procedure, named: Located(name, expression.span), [])
    }
    if case .expression(let expression) = item, case .name(let name) = expression.node,
      !hasValue(name)
    {
      throw .unknownWord(Located(name, expression.span), self)
    }
    let value = try value(item)
    session.recall.value = value
    emit(.value(value))
    return .normal
  }
}
