import Language

/// `expect`.
extension Executor {
  mutating func expect(_ condition: Expression, _ source: Source) throws(Diagnostic) {
    let text = source.oneLine(condition.span)
    guard try truth(condition) else {
      throw Diagnostic(
        .expectationFailed, "expected \(text)", at: condition.span,
        help: try sides(condition.bare, source))
    }
    acknowledge(.expect(text))
  }

  /// Of a condition that is no comparison.
  static let saysNothing = "It is false."

  /// Why a condition did not hold: both sides of a comparison with their values, the first part that is false.
  ///
  /// - Parameter isBrief: whether numbers have no more digits than are read.
  mutating func sides(
    _ condition: Expression, _ source: Source, isBrief: Bool = false
  ) throws(Diagnostic) -> [String] {
    if case .conjunction(let parts) = condition.node {
      for part in parts where !(try truth(part)) {
        return ["\(source.oneLine(part.span)) does not hold"]
          + (try sides(part.bare, source, isBrief: isBrief))
      }
    }
    guard case .comparison(let relation, let left, let right, let tolerance) = condition.node else {
      return [Self.saysNothing]
    }
    var lines: [String] = []
    for (side, other) in [(left, right), (right, left)] where !side.isLiteral {
      let value = try value(side)
      let text = isBrief ? value.brief(besides: try? number(other)) : value.shown
      lines.append("\(source.text(side.span)) is \(text)")
    }
    if let x = try? number(left), let y = try? number(right), lines.count > 0, x.isFinite,
      y.isFinite
    {
      lines.append("the two sides are \((x - y).magnitude.significant(4)) apart")
    }
    // An exercise does not say where: that would be half of its answer.
    if !isBrief, relation == .equal {
      let distance = try tolerance.map { (expression) throws(Diagnostic) in try number(expression) }
      lines += [try value(left).firstDifference(from: value(right), within: distance)].compactMap { $0 }
    }
    return lines
  }
}

extension Expression {
  fileprivate var isLiteral: Bool {
    switch bare.node {
    case .number, .bool: true
    case .string: children.isEmpty
    case .negation(let operand): operand.isLiteral
    case .list: children.allSatisfy(\.isLiteral)
    case .weight, .neuron, .name, .call, .index, .not, .power, .chain, .conjunction,
      .disjunction, .comparison, .group:
      false
    }
  }
}
