extension Expression {
  /// Whether this expression or one inside it is such.
  public func mentions(_ test: (Node) -> Bool) -> Bool {
    if test(node) { return true }
    var isFound = false
    visitChildren { if !isFound { isFound = $0.mentions(test) } }
    return isFound
  }

  /// Whether it reads this name: `loss < x and seconds < 10` reads `loss`, `x` and `seconds`.
  public func mentions(name: String) -> Bool {
    mentions { if case .name(let other) = $0 { other == name } else { false } }
  }

  /// It and all expressions inside it.
  public var all: [Expression] {
    var all: [Expression] = []
    visit { all.append($0) }
    return all
  }

  /// The expressions directly inside it.
  public var children: [Expression] {
    var children: [Expression] = []
    visitChildren { children.append($0) }
    return children
  }

  /// Shows it and all expressions inside it, each before those inside it.
  public func visit(_ body: (Expression) -> Void) {
    body(self)
    visitChildren { $0.visit(body) }
  }

  /// Shows the expressions directly inside it, in the order of the text.
  public func visitChildren(_ body: (Expression) -> Void) {
    switch node {
    case .number, .bool, .weight, .neuron, .name: break
    case .string(let parts):
      for case .expression(let expression, _) in parts { body(expression) }
    case .call(_, let items), .list(let items):
      for item in items { item.visitExpressions(body) }
    case .index(let base, let indices):
      body(base)
      indices.forEach(body)
    case .negation(let operand), .not(let operand), .group(let operand): body(operand)
    case .power(let base, let exponent):
      body(base)
      body(exponent)
    case .chain(let first, let rest):
      body(first)
      for part in rest { body(part.operand) }
    case .conjunction(let all), .disjunction(let all): all.forEach(body)
    case .comparison(_, let left, let right, let within):
      body(left)
      body(right)
      within.map(body)
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

  /// Shows the expressions directly inside it.
  func visitExpressions(_ body: (Expression) -> Void) {
    switch self {
    case .expression(let expression): body(expression)
    case .range(let range):
      body(range.start)
      body(range.end)
      range.step.map(body)
    }
  }
}
