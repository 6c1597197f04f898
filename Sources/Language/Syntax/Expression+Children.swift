extension Expression {
  /// Whether this expression or one inside it is such.
  public func mentions(_ test: (Node) -> Bool) -> Bool {
    test(node) || children.contains { $0.mentions(test) }
  }

  /// Whether it reads this name: `loss < x and seconds < 10` reads `loss`, `x` and `seconds`.
  public func mentions(name: String) -> Bool {
    mentions { if case .name(let other) = $0 { other == name } else { false } }
  }

  /// It and all expressions inside it.
  public var all: [Expression] { [self] + children.flatMap(\.all) }

  /// The expressions directly inside it.
  public var children: [Expression] {
    switch node {
    case .number, .bool, .weight, .neuron, .name: []
    case .string(let parts):
      parts.compactMap { if case .expression(let expression, _) = $0 { expression } else { nil } }
    case .call(_, let items), .list(let items): items.flatMap(\.expressions)
    case .index(let base, let indices): [base] + indices
    case .negation(let operand), .not(let operand), .group(let operand): [operand]
    case .power(let base, let exponent): [base, exponent]
    case .chain(let first, let rest): [first] + rest.map(\.operand)
    case .conjunction(let all), .disjunction(let all): all
    case .comparison(_, let left, let right, let within): [left, right] + (within.map { [$0] } ?? [])
    }
  }
}

extension Item {
  /// The expressions directly inside it: one, or the ends and the step of a range.
  public var expressions: [Expression] {
    switch self {
    case .expression(let expression): [expression]
    case .range(let range): [range.start, range.end] + (range.step.map { [$0] } ?? [])
    }
  }
}
