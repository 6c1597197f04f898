extension Formatter {
  func text(_ item: Item) -> String {
    switch item {
    case .expression(let expression): text(expression)
    case .range(let range):
      "\(text(range.start))..\(text(range.end))" + (range.step.map { " by \(text($0))" } ?? "")
    }
  }

  /// Numbers and texts stay as they were typed; operators have blanks around them, except `^`.
  func written(_ expression: Expression) -> String {
    switch expression.node {
    case .number, .string, .bool, .neuron: source.text(expression.span)
    case .name(let name): name
    case .weight(let weight): text(weight).filter { $0 != " " }
    case .call(let name, let items): "\(name.node)(\(items.map { text($0) }.joined(separator: ", ")))"
    case .list(let items): "[\(items.map { text($0) }.joined(separator: ", "))]"
    case .index(let base, let indices): text(base) + indices.map { "[\(text($0))]" }.joined()
    case .negation(let operand): "-" + text(operand)
    case .not(let operand): "not " + text(operand)
    case .power(let base, let exponent): "\(text(base))^\(text(exponent))"
    case .chain(let first, let rest):
      text(first) + rest.map { " \($0.operation.rawValue) \(text($0.operand))" }.joined()
    case .conjunction(let all): all.map { text($0) }.joined(separator: " and ")
    case .disjunction(let all): all.map { text($0) }.joined(separator: " or ")
    case .comparison(let relation, let left, let right, let within):
      "\(text(left)) \(relation.rawValue) \(text(right))" + (within.map { " within \(text($0))" } ?? "")
    case .group(let inner): "(\(text(inner)))"
    }
  }

  /// `L0N0 -> L1N0`, `0B -> L1N0`
  func text(_ weight: WeightReference) -> String {
    switch weight.from {
    case .neuron(let neuron): "\(neuron.text) -> \(weight.to.text)"
    case .bias(let layer): "\(layer)B -> \(weight.to.text)"
    }
  }
}
