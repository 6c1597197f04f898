import Language
import NeuralCore
import Standard

/// The values of expressions. A mistake is given the place of the innermost expression that it concerns.
extension Executor {
  /// The most elements that a range may have.
  static let rangeLimit = 1_000_000

  mutating func value(_ expression: Expression) throws(Diagnostic) -> Value {
    do throws(Diagnostic) {
      return try valueOfNode(expression)
    } catch {
      throw error.at(expression.span)
    }
  }

  private mutating func valueOfNode(_ expression: Expression) throws(Diagnostic) -> Value {
    switch expression.node {
    case .number(let literal): return .number(literal.value)
    case .string(let parts): return .string(try text(of: parts))
    case .bool(let value): return .bool(value)
    case .weight(let reference): return .number(try weight(reference))
    case .neuron(let neuron): return .number(try output(of: neuron))
    case .name(let name): return try named(name)
    case .call(let name, let items): return try call(name, items)
    case .list(let items): return try Value.checkedList(try elements(items))
    case .index(let base, let indices): return try element(base, indices)
    case .negation(let operand): return .number(-(try number(operand)))
    case .not(let operand): return .bool(!(try truth(operand)))
    case .power(let base, let exponent):
      let (x, y) = (try number(base), try number(exponent))
      return try finite(Elementary.power(x, y), of: x, y)
    case .chain(let first, let rest): return try chain(first, rest)
    case .conjunction(let all):
      for operand in all where !(try truth(operand)) { return .bool(false) }
      return .bool(true)
    case .disjunction(let all):
      for operand in all where try truth(operand) { return .bool(true) }
      return .bool(false)
    case .comparison(let relation, let left, let right, let within):
      return .bool(try compare(relation, left, right, within))
    case .group(let inner): return try value(inner)
    }
  }

  mutating func number(_ expression: Expression) throws(Diagnostic) -> Double {
    let value = try value(expression)
    guard case .number(let number) = value else {
      let isText = if case .string = value { true } else { false }
      throw Diagnostic(
        .wrongType, "a number is needed here, and this is \(value.kind)", at: expression.span,
        help: isText ? ["A text takes values in with braces: \"the loss is {loss}\""] : [])
    }
    return number
  }

  mutating func truth(_ expression: Expression) throws(Diagnostic) -> Bool {
    let value = try value(expression)
    guard case .bool(let truth) = value else {
      throw Diagnostic(
        .wrongType, "a condition is needed here, and this is \(value.kind)", at: expression.span,
        help: ["For example: loss < 0.01"])
    }
    return truth
  }

  mutating func text(_ expression: Expression) throws(Diagnostic) -> String {
    try value(expression).text
  }

  /// The text of `say` and `section`; a bare word there is most likely a text without its quotes.
  mutating func words(_ expression: Expression) throws(Diagnostic) -> String {
    if case .name(let name) = expression.node, !hasValue(name) {
      throw Diagnostic(
        .unknownMetric, "there is no variable called `\(name)`", at: expression.span,
        help: ["Text needs quotes: \"\(name)\""])
    }
    return try text(expression)
  }

  /// The elements of a list that is written out. A range gives its numbers and a list its elements, so that `[xs, x]` is
  /// xs with x appended.
  private mutating func elements(_ items: [Item]) throws(Diagnostic) -> [Value] {
    var result: [Value] = []
    for item in items {
      switch item {
      case .expression(let expression):
        let value = try value(expression)
        if case .list(let elements) = value { result += elements } else { result.append(value) }
      case .range(let range): result += try numbers(of: range).map(Value.number)
      }
    }
    return result
  }

  mutating func value(_ item: Item) throws(Diagnostic) -> Value {
    switch item {
    case .expression(let expression): try value(expression)
    case .range(let range): .list(try numbers(of: range).map(Value.number))
    }
  }

  /// The numbers of a range as a list.
  mutating func numbers(of range: RangeExpression) throws(Diagnostic) -> [Double] {
    let numbers = try progression(range)
    guard numbers.count <= Self.rangeLimit else {
      throw Diagnostic(
        .outOfRange, "this range has more than 1,000,000 numbers", at: range.span)
    }
    return numbers.all
  }

  /// start, start + step, …: each as start + k · step, the end included where it is hit within a rounding error.
  mutating func progression(_ range: RangeExpression) throws(Diagnostic) -> Progression {
    let (start, end) = (try number(range.start), try number(range.end))
    let step = try range.step.map { (e) throws(Diagnostic) in try number(e) } ?? (start <= end ? 1 : -1)
    guard step != 0, step.isFinite, start.isFinite, end.isFinite else {
      throw Diagnostic(.outOfRange, "a range needs finite ends and a step other than 0", at: range.span)
    }
    let count = ((end - start) / step + 1e-9).rounded(.down) + 1
    // Not through Int first: the way to an end beyond the reach of doubles is infinite.
    return Progression(start: start, step: step, count: count >= 1 ? Int(clamping: count) : 0)
  }

  // MARK: Names

  /// Whether a name is that of a variable, a metric or a constant.
  func hasValue(_ name: String) -> Bool {
    variable(name) != nil || MetricName(rawValue: name) != nil || ConstantName(rawValue: name) != nil
  }

  /// Whether neither training nor chance can change the value of a name: a variable or a constant.
  func isFixed(_ name: String) -> Bool {
    variable(name) != nil || MetricName(rawValue: name) == nil && ConstantName(rawValue: name) != nil
  }

  private func named(_ name: String) throws(Diagnostic) -> Value {
    if let value = variable(name) { return value }
    if let metric = MetricName(rawValue: name) { return try metric.value(self) }
    if let constant = ConstantName(rawValue: name) { return .number(constant.value) }
    throw .unknownMetric(name, self)
  }

  private mutating func call(
    _ name: Located<String>, _ items: [Item]
  ) throws(Diagnostic) -> Value {
    guard let function = Function.named(name.node) else { throw .unknownFunction(name, self) }
    if let ofNames = function.ofNames, function.arity.contains(items.count), let names = names(items) {
      return try ofNames(self, names)
    }
    var arguments: [Value] = []
    for item in items { arguments.append(try value(item)) }
    guard function.arity.contains(arguments.count) else {
      throw Diagnostic(
        .wrongCount, "`\(name.node)` does not take \(arguments.count) values", at: name.span,
        help: ["\(name.node): \(function.summary)"])
    }
    // An expression of many long lists is one statement.
    let isLong = arguments.contains { if case .list(let items) = $0 { items.count > 10_000 } else { false } }
    if isLong { try checkInterrupt() }
    return try function.apply(&self, arguments)
  }

  /// The names of neurons and weights that these are; nil if one is anything else.
  private func names(_ items: [Item]) -> [Function.NetworkName]? {
    let names = items.compactMap { item -> Function.NetworkName? in
      guard case .expression(let expression) = item else { return nil }
      switch expression.bare.node {
      case .weight(let reference): return .weight(WeightName(reference))
      case .neuron(let reference): return .neuron(NeuronName(reference))
      case .number, .string, .bool, .name, .call, .list, .index, .negation, .not, .power, .chain,
        .conjunction,
        .disjunction, .comparison, .group:
        return nil
      }
    }
    return names.count == items.count ? names : nil
  }

  private func weight(_ reference: WeightReference) throws(Diagnostic) -> Double {
    let network = try session.requireNetwork()
    guard let index = network.index(of: WeightName(reference)) else {
      throw .unknownWeight(WeightName(reference), network)
    }
    return network.parameters.decimal(index)
  }

  /// A neuron's output at the last inputs that eval, explain or out() saw; an input as the net sees it, scaled with the data.
  private func output(of reference: NeuronReference) throws(Diagnostic) -> Double {
    let (network, neuron) = (try session.requireNetwork(), NeuronName(reference))
    guard network.has(neuron) else { throw .unknownNeuron(neuron, network) }
    guard let inputs = session.model.lastInputs, inputs.count == network.inputs else {
      throw Diagnostic(
        .unavailableMetric, "`\(neuron)` is the output at the last inputs, and there were none yet",
        help: ["Type first, for example: eval " + network.exampleRow])
    }
    let seen = session.data.scaled(inputs)
    return neuron.layer == 0
      ? network.precision.decimal(seen[neuron.index])
      : network.values(for: seen)[neuron.layer - 1].outputs.decimal(neuron.index)
  }

  private mutating func text(of parts: [StringPart]) throws(Diagnostic) -> String {
    var text = ""
    for part in parts {
      switch part {
      case .text(let piece): text += piece
      case .expression(let expression, let format): text += try self.text(expression, format)
      }
      guard text.utf8.count <= Value.sizeLimit else {
        throw .textTooLong
      }
    }
    return text
  }

  private mutating func text(_ expression: Expression, _ format: TextFormat?) throws(Diagnostic) -> String {
    if case .name(let name) = expression.bare.node, !hasValue(name), Function.named(name) == nil {
      let unknown = Diagnostic.unknownMetric(name, self).at(expression.span)
      let braces = "Braces in a text take in a value; a brace itself is written twice: {{\(name)}}"
      throw unknown.advising([braces] + unknown.help.suffix(1))
    }
    let value = try value(expression)
    guard let format else { return try text(of: value) }
    do throws(Diagnostic) {
      return try value.text(format)
    } catch {
      throw error.at(expression.span)
    }
  }

  // MARK: Operators

  private mutating func chain(
    _ first: Expression, _ rest: [(operation: Operation, operand: Expression)]
  ) throws(Diagnostic) -> Value {
    var result = try number(first)
    for (operation, operand) in rest {
      let y = try number(operand)
      let x = result
      guard let next = operation.result(x, y) else {
        let why =
          !x.isFinite || !y.isFinite
          ? "\(x.text) and \(y.text) have no such result"
          : y == 0 ? "a division by 0 has no value" : "the result is too large for a number"
        throw Diagnostic(.notFinite, why, at: operand.span)
      }
      result = next
    }
    return .number(result)
  }

  private func finite(_ result: Double, of x: Double, _ y: Double) throws(Diagnostic) -> Value {
    guard result.isFinite || !x.isFinite || !y.isFinite else {
      throw Diagnostic(.notFinite, "\(x.text) ^ \(y.text) is not a finite number")
    }
    return .number(result)
  }

  private mutating func element(
    _ base: Expression, _ indices: [Expression]
  ) throws(Diagnostic) -> Value {
    var result = try value(base)
    for index in indices {
      guard case .list(let list) = result else {
        throw Diagnostic(.wrongType, "only a list has elements, and this is \(result.kind)", at: base.span)
      }
      let place = try number(index)
      guard let exact = Int(exactly: place), list.indices.contains(exact) else {
        throw Diagnostic(
          .outOfRange, "there is no element \(place.text): the list has \(list.count), counted from 0",
          at: index.span)
      }
      result = list[exact]
    }
    return result
  }

  private mutating func compare(
    _ relation: Comparison, _ left: Expression, _ right: Expression, _ within: Expression?
  ) throws(Diagnostic) -> Bool {
    let (a, b) = (try value(left), try value(right))
    let tolerance = try within.map { (e) throws(Diagnostic) in try number(e) }
    if let tolerance { return try near(relation, a, b, tolerance, at: right.span) }
    func ordered() throws(Diagnostic) -> Bool {
      guard case .number(let x) = a, case .number(let y) = b else {
        let wrong = if case .number = a { right } else { left }
        throw Diagnostic(.wrongType, "only numbers have an order", at: wrong.span)
      }
      return relation.holds(x, y)
    }
    switch relation {
    case .equal: return a == b
    case .unequal: return a != b
    case .less, .lessOrEqual, .greater, .greaterOrEqual: return try ordered()
    }
  }

  /// `a == b within t`: |a − b| ≤ t, for numbers or for lists of them element by element.
  private func near(
    _ relation: Comparison, _ a: Value, _ b: Value, _ tolerance: Double, at span: Span
  ) throws(Diagnostic) -> Bool {
    guard relation == .equal || relation == .unequal else {
      throw Diagnostic(.wrongType, "`within` goes with `==` and `!=` only", at: span)
    }
    guard let x = a.numbers, let y = b.numbers else {
      throw Diagnostic(.wrongType, "`within` compares numbers", at: span)
    }
    let isNear = x.count == y.count && zip(x, y).allSatisfy { ($0 - $1).magnitude <= tolerance }
    return isNear == (relation == .equal)
  }
}
