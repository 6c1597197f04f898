import Language
import NeuralCore

/// `let`, `print`, `expect`, `seed`.
extension Session {
  mutating func bind(_ statement: LetStatement, _ host: Host) throws(Diagnostic) {
    let value = try value(statement.value, host)
    setVariable(statement.name.node, value)
    host.emit(.bound(name: statement.name.node, value))
  }

  mutating func print(_ items: [Item], _ host: Host) throws(Diagnostic) {
    var texts: [String] = []
    for item in items { texts.append(try value(item, host).text) }
    host.emit(.print(texts.joined(separator: " ")))
  }

  mutating func expect(_ condition: Expression, _ source: Source, _ host: Host) throws(Diagnostic) {
    let text = source.text(condition.span)
    guard try truth(condition, host) else {
      throw Diagnostic(
        .expectationFailed, "expected \(text)", at: condition.span,
        help: try sides(condition.bare, source, host))
    }
    host.emit(.expect(text))
  }

  /// Why a condition did not hold: both sides of a comparison with their values, the first part that is false.
  private mutating func sides(
    _ condition: Expression, _ source: Source, _ host: Host
  ) throws(Diagnostic) -> [String] {
    if case .conjunction(let parts) = condition.node {
      for part in parts where !(try truth(part, host)) {
        return ["\(source.text(part.span)) does not hold"] + (try sides(part.bare, source, host))
      }
    }
    guard case .comparison(_, let left, let right, _) = condition.node else {
      return ["It is false."]
    }
    var lines: [String] = []
    for side in [left, right] where !side.isLiteral {
      lines.append("\(source.text(side.span)) is \(try value(side, host).text)")
    }
    if let x = try? number(left, host), let y = try? number(right, host), lines.count > 0, x.isFinite,
      y.isFinite
    {
      lines.append("the two sides are \((x - y).magnitude.significant(4)) apart")
    }
    return lines
  }

  mutating func setSeed(_ expression: Expression, _ host: Host) throws(Diagnostic) {
    let seed = try seedValue(expression, host)
    restartGenerator(seed)
    isFreshlySeeded = true
    host.emit(.seeded(seed))
  }
}

extension Expression {
  fileprivate var isLiteral: Bool {
    switch bare.node {
    case .number, .bool: true
    case .negation(let operand): operand.isLiteral
    default: false
    }
  }
}
