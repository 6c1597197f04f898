import Language
import NeuralCore
import Standard

/// A function of expressions: one row of the table of functions.
struct Function: Sendable {
  let signature: FunctionSignature
  let apply: @Sendable (inout Executor, [Value]) throws(Diagnostic) -> Value
  /// A name of the net as an argument: the thing itself, and not its value.
  enum NetworkName: Sendable {
    case neuron(NeuronName)
    case weight(WeightName)
  }

  /// What it makes of one number, for a function of which that is all; its result may be infinite.
  private(set) var ofNumber: (@Sendable (Double) -> Double)?

  /// What it makes of names, for a function that takes them and not their values.
  var ofNames: (@Sendable (Executor, [NetworkName]) throws(Diagnostic) -> Value)?

  init(
    _ signature: FunctionSignature,
    ofNames: (@Sendable (Executor, [NetworkName]) throws(Diagnostic) -> Value)? = nil,
    apply: @escaping @Sendable (inout Executor, [Value]) throws(Diagnostic) -> Value
  ) {
    (self.signature, self.ofNames, self.apply) = (signature, ofNames, apply)
  }

  var name: String { signature.name }
  var summary: String { signature.summary }
  /// The fewest and the most arguments.
  var arity: ClosedRange<Int> { signature.arity }

  /// The function of this name; nil if there is none.
  static func named(_ name: String) -> Function? { byName[name] }

  private static let byName = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }

  /// Every function, in the order of help: those of the language, then every activation under its own name.
  static let all: [Function] = FunctionName.allCases.map(builtin) + Activation.all.map(activation)

  private static func builtin(_ name: FunctionName) -> Function {
    let signature = FunctionSignature(name)
    switch name {
    case .abs: return onNumbers(signature) { $0.magnitude }
    case .sqrt: return onNumbers(signature) { $0.squareRoot() }
    case .exp: return onNumbers(signature) { Elementary.exp($0) }
    case .log, .ln: return onNumbers(signature) { Elementary.log($0) }
    case .erf: return onNumbers(signature) { Elementary.erf($0) }
    case .sin: return onNumbers(signature) { Elementary.sin($0) }
    case .cos: return onNumbers(signature) { Elementary.cos($0) }
    case .round: return round
    case .min: return onAll(signature) { $0.min() ?? .nan }
    case .max: return onAll(signature) { $0.max() ?? .nan }
    case .sum: return onAll(signature) { $0.reduce(0, +) }
    case .mean: return onAll(signature) { $0.reduce(0, +) / Double($0.count) }
    case .median: return onAll(signature) { median($0) }
    case .quantile: return quantile
    case .std: return onAll(signature) { $0.isEmpty ? .nan : standardDeviation($0) }
    case .len: return length
    case .sort: return sort
    case .reverse: return reverse
    case .append: return append
    case .argmax: return onAll(signature) { $0.isEmpty ? .nan : Double($0.argmax) }
    case .argmin: return onAll(signature) { $0.isEmpty ? .nan : Double($0.map { -$0 }.argmax) }
    case .rand: return uniform
    case .randn: return normal
    case .out: return outputs
    case .gradient: return gradient
    }
  }

  private static let round = Function(FunctionSignature(.round)) {
    (executor, values) throws(Diagnostic) in
    let places = values.count == 2 ? try number(values[1], "round") : 0
    guard places == places.rounded(), (0...15).contains(places) else {
      throw Diagnostic(.outOfRange, "`round` takes 0 to 15 decimals, not \(places.text)")
    }
    return try each(values[0], "round", executor) { $0.rounded(toDecimals: Int(clamping: places)) }
  }

  /// √(Σ (x − mean)² / (n − 1))
  private static func standardDeviation(_ numbers: [Double]) -> Double {
    let mean = numbers.reduce(0, +) / Double(numbers.count)
    let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(numbers.count - 1)).squareRoot()
  }

  /// NaN, which has no order, comes last.
  private static func sorted(_ numbers: [Double]) -> [Double] {
    numbers.sorted { $0 < $1 || !$0.isNaN && $1.isNaN }
  }

  /// Of an even number of numbers the mean of the middle two; NaN if one is NaN, as the mean.
  private static func median(_ numbers: [Double]) -> Double {
    guard !numbers.isEmpty, !numbers.contains(where: \.isNaN) else { return .nan }
    let (sorted, half) = (sorted(numbers), numbers.count / 2)
    guard numbers.count.isMultiple(of: 2) else { return sorted[half] }
    return sorted[half - 1] / 2 + sorted[half] / 2
  }

  private static let sort = Function(FunctionSignature(.sort)) { (_, values) throws(Diagnostic) in
    guard let numbers = Value.list(values).numbers else { throw .notNumbers("`sort`", values) }
    return .list(sorted(numbers).map(Value.number))
  }

  /// What is appended gives its elements if it is a list, as in a list that is written out.
  private static let append = Function(FunctionSignature(.append)) { (_, values) throws(Diagnostic) in
    guard case .list(var list) = values[0] else {
      throw .type("`append`", "a list first", values[0])
    }
    for value in values.dropFirst() {
      if case .list(let elements) = value { list += elements } else { list.append(value) }
    }
    return try Value.checkedList(list)
  }

  /// NumPy's default: of n numbers in their order the one at place (n − 1) · share, counted from 0, on a line between its
  /// neighbors; NaN if one is NaN.
  private static let quantile = Function(FunctionSignature(.quantile)) { (_, values) throws(Diagnostic) in
    let share = try number(values[1], "quantile")
    guard let numbers = values[0].numbers else { throw .notNumbers("`quantile`", [values[0]]) }
    guard (0...1).contains(share) else {
      let meant = (0...100).contains(share) ? ["Per cent are hundredths: \((share / 100).text)"] : []
      throw Diagnostic(.outOfRange, "a share is from 0 to 1, not \(share.text)", help: meant)
    }
    guard !numbers.isEmpty else { throw Diagnostic(.notFinite, "`quantile` has no value for 0 numbers") }
    if numbers.contains(where: \.isNaN) { return .number(.nan) }
    let (sorted, place) = (sorted(numbers), Double(numbers.count - 1) * share)
    let low = Int(clamping: place.rounded(.down))
    let (a, b, t) = (sorted[low], sorted[min(low + 1, sorted.count - 1)], place - Double(low))
    return .number(t < 0.5 ? a + (b - a) * t : b - (b - a) * (1 - t))
  }

  private static let reverse = Function(FunctionSignature(.reverse)) { (_, values) throws(Diagnostic) in
    guard case .list(let list) = values[0] else { throw .type("`reverse`", "a list", values[0]) }
    return .list(list.reversed())
  }

  private static let length = Function(FunctionSignature(.len)) {
    (_, values) throws(Diagnostic) in
    switch values[0] {
    case .list(let list): return .number(Double(list.count))
    case .string(let text): return .number(Double(text.count))
    case .number, .bool: throw .type("`len`", "a list or a text", values[0])
    }
  }

  private static let uniform = Function(FunctionSignature(.rand)) {
    (executor, values) throws(Diagnostic) in
    let (low, high) = try twoNumbers(values, "rand", 0, 1)
    guard low <= high else { throw Diagnostic(.outOfRange, "`rand` takes the lower end first") }
    guard (high - low).isFinite else { throw Diagnostic(.outOfRange, "these ends are too far apart") }
    executor.seedIfNeeded()
    return .number(low + (high - low) * executor.session.random.draw { $0.nextDouble() })
  }

  private static let normal = Function(FunctionSignature(.randn)) {
    (executor, values) throws(Diagnostic) in
    let (mean, deviation) = try twoNumbers(values, "randn", 0, 1)
    guard deviation >= 0 else { throw Diagnostic(.outOfRange, "a standard deviation is not negative") }
    executor.seedIfNeeded()
    return .number(executor.session.random.draw { $0.standardNormal() } * deviation + mean)
  }

  private static let outputs = Function(FunctionSignature(.out)) {
    (executor, values) throws(Diagnostic) in
    let session = executor.session
    let network = try session.requireNetwork()
    guard let numbers = Value.list(values).numbers else { throw .notNumbers("`out`", values) }
    let inputs = try session.checkedInputs(
      numbers, network,
      example: [
        "Give them with commas between, for example: out(\(network.exampleRow.replacing(" ", with: ", ")))"
      ])
    let outputs = network.outputs(for: session.data.scaled(inputs))
    let results = session.data.unscaled(outputs: outputs).decimals.map { Value.number($0) }
    return results.count == 1 ? results[0] : .list(results)
  }

  private static let gradient = Function(
    FunctionSignature(.gradient),
    ofNames: { (executor, names) throws(Diagnostic) in
      switch (names[0], names.count > 1 ? names[1] : nil) {
      case (.weight(let weight), nil): try executor.derivative(by: weight)
      case (.neuron(let neuron), nil): try executor.session.outputDerivatives(by: neuron)
      case (.neuron(let neuron), let by?): try executor.session.derivative(of: neuron, by: by)
      case (.weight, _?): throw .gradientOfNoName
      }
    },
    apply: { (_, _) throws(Diagnostic) in throw .gradientOfNoName })

  private static func activation(_ activation: Activation) -> Function {
    guard let value = activation.value else { return softmax(activation) }
    return onNumbers(FunctionSignature(activation)) { value($0) }
  }

  private static func softmax(_ activation: Activation) -> Function {
    Function(FunctionSignature(activation)) {
      (_, values) throws(Diagnostic) in
      guard let numbers = Value.list(values).numbers, !numbers.isEmpty else {
        throw .type("`\(activation.name)`", "a list of numbers", values[0])
      }
      return .list(activation.outputs(for: numbers).map { .number($0) })
    }
  }

  private static func onNumbers(
    _ signature: FunctionSignature, _ f: @escaping @Sendable (Double) -> Double
  ) -> Function {
    var function = Function(signature) { (executor, values) throws(Diagnostic) in
      try each(values[0], signature.name, executor, f)
    }
    function.ofNumber = f
    return function
  }

  /// f of a number, or of each number of a list.
  private static func each(
    _ value: Value, _ name: String, _ executor: Executor, _ f: (Double) -> Double
  ) throws(Diagnostic) -> Value {
    switch value {
    case .number(let x):
      let result = f(x)
      guard result.isFinite || !x.isFinite else {
        throw Diagnostic(.notFinite, "`\(name)(\(x.text))` is not a finite number")
      }
      return .number(result)
    case .list(let values):
      var results: [Value] = []
      for (k, value) in values.enumerated() {
        results.append(try each(value, name, executor, f))
        try executor.checkInterrupt(at: k)
      }
      return .list(results)
    case .string, .bool: throw .type("`\(name)`", "a number", value)
    }
  }

  private static func onAll(
    _ signature: FunctionSignature, _ f: @escaping @Sendable ([Double]) -> Double
  ) -> Function {
    let name = signature.name
    return Function(signature) { (_, values) throws(Diagnostic) in
      guard let numbers = Value.list(values).numbers else { throw .notNumbers("`\(name)`", values) }
      let result = f(numbers)
      guard result.isFinite || !numbers.allSatisfy(\.isFinite) else {
        throw Diagnostic(.notFinite, "`\(name)` has no value for \(count(numbers.count, "number"))")
      }
      return .number(result)
    }
  }

  private static func number(_ value: Value, _ name: String) throws(Diagnostic) -> Double {
    guard case .number(let number) = value else { throw .type("`\(name)`", "a number", value) }
    return number
  }

  private static func twoNumbers(
    _ values: [Value], _ name: String, _ first: Double, _ second: Double
  ) throws(Diagnostic) -> (Double, Double) {
    guard values.count != 1 else {
      throw Diagnostic(.wrongCount, "`\(name)` takes two numbers or none")
    }
    guard values.count == 2 else { return (first, second) }
    return (try number(values[0], name), try number(values[1], name))
  }
}

extension Executor {
  /// dE/dw over the training part, as `explain gradient data` has it.
  fileprivate func derivative(by name: WeightName) throws(Diagnostic) -> Value {
    let network = try session.requireNetwork()
    guard let place = network.index(of: name) else { throw .unknownWeight(name, network) }
    let (data, _) = try session.dataOrFallback(network)
    try session.checkTargets(of: data)
    let gradient = try host.interruptibly { (stop) throws(Interrupted) in
      try network.gradient(of: session.objective, on: data, stop)
    }
    return .number(gradient.decimal(place))
  }
}

extension Diagnostic {
  fileprivate static let gradientOfNoName = Diagnostic(
    .wrongType, "`gradient` takes names of the net, not numbers",
    help: [
      "Of the loss by a weight: gradient(L0N0->L1N0)",
      "Of the outputs by an input, at the last inputs: gradient(L0N0)",
      "Of a neuron by an input, a neuron or a weight: gradient(L1N0, L0N0)",
    ])

  /// The first thing that is not a number, in lists too.
  fileprivate static func notNumbers(_ who: String, _ values: [Value]) -> Diagnostic {
    for value in values where value.numbers == nil {
      guard case .list(let elements) = value else { return .type(who, "numbers", value) }
      return .notNumbers(who, elements)
    }
    return .type(who, "numbers", .list(values))
  }

  static func type(_ who: String, _ what: String, _ value: Value) -> Diagnostic {
    Diagnostic(.wrongType, "\(who) takes \(what), not \(value.kind)")
  }
}
