import Language
import Standard

/// `let`.
extension Executor {
  mutating func bind(_ statement: LetStatement) throws(Diagnostic) {
    if grows(statement) { return }
    let value = try value(statement.value)
    setVariable(statement.name.node, value)
    acknowledge(.bound(name: statement.name.node, value))
  }
}

/// `let xs = append(xs, x)` and `let xs = [xs, x]`: what comes of it is the list with more at its end, which is put there.
extension Executor {
  /// - Returns: false if the statement is another, or fails: then it is computed as any other, and says why.
  private mutating func grows(_ statement: LetStatement) -> Bool {
    let name = statement.name.node
    guard locals.isEmpty, let added = statement.added, case .list? = session.scope.variables[name],
      let values = try? values(of: added)
    else { return false }
    if !session.scope.variables.grow(name, by: values) {
      guard case .list(let list)? = session.scope.variables[name],
        let longer = try? Value.checkedList(list + values)
      else { return false }
      setVariable(name, longer)
    }
    if acknowledges, let value = session.scope.variables[name] { emit(.bound(name: name, value)) }
    return true
  }

  private mutating func values(of expressions: [Expression]) throws(Diagnostic) -> [Value] {
    var values: [Value] = []
    for expression in expressions {
      let value = try value(expression)
      if case .list(let elements) = value { values += elements } else { values.append(value) }
    }
    return values
  }
}

extension LetStatement {
  /// A list of more items is computed as any other.
  private static let mostItems = 100

  /// What is added to the list that has the name; nil if the statement does not add to it.
  fileprivate var added: [Expression]? {
    guard case .expression(let value) = value else { return nil }
    let items: [Item]
    switch value.node {
    case .call(let function, let arguments) where function.node == FunctionName.append.rawValue:
      items = arguments
    case .list(let elements): items = elements
    case .number, .string, .bool, .weight, .neuron, .name, .call, .index, .negation, .not, .power, .chain,
      .conjunction, .disjunction, .comparison, .group:
      return nil
    }
    guard (2...Self.mostItems).contains(items.count), case .expression(let first) = items[0],
      case .name(name.node) = first.node
    else {
      return nil
    }
    let rest = items.dropFirst().compactMap { item -> Expression? in
      if case .expression(let expression) = item { expression } else { nil }
    }
    return rest.count == items.count - 1 ? rest : nil
  }
}
