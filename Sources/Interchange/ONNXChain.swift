import NeuralCore

/// Goes through the nodes of an ONNX graph in their order, from the input on.
struct ONNXChain {
  private enum Value {
    case constant(ONNXTensor)
    /// Numbers that were computed of constants.
    case numbers([Double])
    case term(Int)
    /// Lengths of values, and what is computed of them.
    case shape
    /// What is done with outputs behind the net.
    case leftOut
    /// An input that a node may have and does not.
    case absent
  }

  private(set) var terms = ONNXTerms()
  /// Operations behind the net, in their order.
  private(set) var leftOut: [String] = []
  /// Names of classes that they have.
  private(set) var classes: [String] = []
  private var values: [String: Value] = [:]
  /// Terms that operations behind the net take.
  private var ends: [Int] = []
  private var parameters = 0

  init(_ model: ONNXModel) throws(ExchangeFault) {
    guard model.inputs.count == 1, let input = model.inputs.first else {
      throw ExchangeFault("it has \(model.inputs.count) inputs, and nets of nn have one: a row of numbers")
    }
    for (name, tensor) in model.constants { values[name] = .constant(tensor) }
    values[input] = .term(terms.addBase(.input))
    for node in model.nodes { try add(node) }
  }

  /// The term that is the output of the net: the last output that is one, else what the operations behind it are of.
  func output(_ names: [String]) throws(ExchangeFault) -> Int {
    let outputs = names.compactMap { if case .term(let term)? = values[$0] { term } else { nil } }
    if let last = outputs.max() { return last }
    guard var common = ends.first else { throw ExchangeFault("none of its outputs is computed of its input") }
    for end in ends.dropFirst() {
      guard let dominator = terms.commonDominator(common, end) else {
        throw ExchangeFault("its outputs are those of several layers", advice: Self.advice)
      }
      common = dominator
    }
    return common
  }

  static let advice = ["Nets of nn are a chain of dense layers with an activation each."]

  // MARK: Nodes

  private mutating func add(_ node: ONNXModel.Node) throws(ExchangeFault) {
    guard let output = node.outputs.first else { return }
    if node.operation == "Constant", node.domain.isEmpty {
      values[output] = try constant(node)
      return
    }
    var arguments: [Value] = []
    for name in node.inputs.prefix((node.inputs.lastIndex { !$0.isEmpty } ?? -1) + 1) {
      guard let value = name.isEmpty ? .absent : values[name] else {
        throw ExchangeFault("node \(node.text) takes \(name.shown), which no node before it gives")
      }
      arguments.append(value)
    }
    if case .absent? = arguments.first { throw ExchangeFault("node \(node.text) has no first input") }
    for name in node.outputs { values[name] = .leftOut }
    values[output] = try value(node, arguments)
  }

  private func constant(_ node: ONNXModel.Node) throws(ExchangeFault) -> Value {
    if let tensor = try node.tensor("value") { return .constant(tensor) }
    if let number = node.float("value_float") { return .numbers([number]) }
    if let numbers = node.floats("value_floats"), !numbers.isEmpty { return .numbers(numbers) }
    if let number = node.int("value_int") { return .numbers([Double(number)]) }
    return .numbers(try node.ints("value_ints")?.map(Double.init) ?? [])
  }

  private mutating func value(_ node: ONNXModel.Node, _ arguments: [Value]) throws(ExchangeFault) -> Value {
    let own = arguments.compactMap { if case .term(let term) = $0 { term } else { nil } }
    let isBehind = arguments.contains { if case .leftOut = $0 { true } else { false } }
    let isOfShapes = arguments.contains { if case .shape = $0 { true } else { false } }
    switch (node.domain, node.operation) {
    case ("", let operation) where ONNXTensor.arranging.contains(operation):
      if let value = try arranged(node, arguments) { return value }
    case ("", "Cast"):
      // To floats of any kind, of what is 0 or 1 as well.
      if let value = arguments.first, own.isEmpty || [1, 10, 11, 16].contains(node.int("to") ?? 1) {
        return value
      }
    case ("", "Shape"): return .shape
    case _ where isOfShapes && own.isEmpty && !isBehind: return .shape
    case ("", "Transpose"):
      if case .constant(let tensor)? = arguments.first { return .constant(try turned(tensor, node)) }
    case _ where isBehind || own.isEmpty && Self.heads.contains(node.operation): break
    case ("", "Gemm"), ("", "MatMul"): return .term(try product(node, arguments))
    case ("", "Softmax"):
      if case .term(let term)? = arguments.first { return .term(terms.addSoftmax(of: term)) }
    case ("ai.onnx.ml", "Scaler"):
      if let term = own.first { return .term(try scaled(node, term)) }
    case ("", "BatchNormalization"):
      if let term = own.first { return .term(try normalized(node, term, arguments)) }
    default: if let value = try computed(node, arguments, own) { return value }
    }
    return try behind(node, arguments, own)
  }

  /// The shape of a reshaped value may be computed: it is one row a case all the same. That of a constant is applied.
  private func arranged(_ node: ONNXModel.Node, _ arguments: [Value]) throws(ExchangeFault) -> Value? {
    let tensor: ONNXTensor
    switch arguments.first {
    case .constant(let constant)?: tensor = constant
    case .numbers?, .term?, .shape?, .leftOut?, .absent?, nil: return arguments.first
    }
    let lengths = arguments.count > 1 ? try numbers(arguments[1]) : nil
    guard let other = try tensor.arranged(by: node, lengths, isOpen: arguments.count > 1) else {
      throw ExchangeFault(
        "node \(node.text) gives the constant \(tensor.name.shown) \(tensor.shape.shapeText) a shape that cannot be told"
      )
    }
    return .constant(other)
  }

  /// Without axes the other way round, with those of a matrix in their order as it is.
  private func turned(_ tensor: ONNXTensor, _ node: ONNXModel.Node) throws(ExchangeFault) -> ONNXTensor {
    if let axes = try node.ints("perm"), axes == Array(axes.indices) { return tensor }
    return try tensor.transposed()
  }

  // MARK: Behind the net

  /// What is done with outputs once they are there: classes of them, tables of them.
  private static let heads: Set<String> = [
    "ArgMax", "ArgMin", "TopK", "ZipMap", "ArrayFeatureExtractor", "Concat", "LabelEncoder", "Binarizer",
    "OneHot",
    "Cast", "Gather", "Slice", "Transpose", "ReduceMax", "ReduceSum", "Round", "LogSoftmax", "Normalizer",
  ]

  /// What may be done with them further: classes are found by comparing, probabilities by differences and shares.
  private static let decisions: Set<String> = [
    "Sub", "Div", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "Equal", "Not", "And", "Or", "Where",
  ]

  private var leftOutText: String { leftOut.first.map { ", by \($0)" } ?? "" }

  private mutating func behind(
    _ node: ONNXModel.Node, _ arguments: [Value], _ own: [Int]
  ) throws(ExchangeFault) -> Value {
    let isBehind = arguments.contains { if case .leftOut = $0 { true } else { false } }
    guard Self.heads.contains(node.operation) || isBehind && Self.decisions.contains(node.operation) else {
      throw ExchangeFault(
        isBehind
          ? "node \(node.text) goes on with values that nn leaves out behind the outputs\(leftOutText)"
          : "node \(node.text) does what no layer of nn does", advice: Self.advice)
    }
    ends += own
    if !own.isEmpty || isBehind, !leftOut.contains(node.operation.shown), node.operation != "Cast" {
      leftOut.append(node.operation.shown)
    }
    let labels = node.texts("classlabels_strings") ?? []
    if !labels.isEmpty {
      classes = labels
    } else if let numbers = try node.ints("classlabels_int64s"), !numbers.isEmpty {
      classes = numbers.map(String.init)
    } else if node.operation == "ArrayFeatureExtractor", case .constant(let names)? = arguments.first,
      names.count <= 10_000, classes.isEmpty
    {
      classes = try names.texts()
    }
    return .leftOut
  }

  // MARK: Layers

  private mutating func product(_ node: ONNXModel.Node, _ arguments: [Value]) throws(ExchangeFault) -> Int {
    guard arguments.count >= 2, case .term(let term) = arguments[0],
      case .constant(let weights) = arguments[1],
      weights.shape.count == 2, node.int("transA") ?? 0 == 0
    else {
      throw ExchangeFault(
        "node \(node.text) is no product of a row with constant weights of two dimensions",
        advice: Self.advice)
    }
    guard weights.count <= Network.parameterLimit - parameters else { throw .tooLarge }
    parameters += weights.count
    let isTransposed = node.operation == "Gemm" && node.int("transB") ?? 0 != 0
    var result = terms.addBase(
      .product(
        of: term, weights: weights, isTransposed: isTransposed, outputs: weights.shape[isTransposed ? 0 : 1]))
    let (alpha, beta) = (node.float("alpha") ?? 1, node.float("beta") ?? 1)
    if node.operation == "Gemm", alpha != 1 {
      result = try terms.addStep(of: result, ONNXTerms.Step(kind: .multiply, constant: [alpha]))
    }
    if arguments.count > 2 {
      guard let biases = try numbers(arguments[2]) else {
        throw ExchangeFault("the biases of node \(node.text) are no constants", advice: Self.advice)
      }
      result = try terms.addStep(
        of: result, ONNXTerms.Step(kind: .add, constant: beta == 1 ? biases : biases.map { $0 * beta }))
    }
    return result
  }

  /// (x − offset) · scale, of scikit-learn.
  private mutating func scaled(_ node: ONNXModel.Node, _ term: Int) throws(ExchangeFault) -> Int {
    var result = term
    if let offset = node.floats("offset"), !offset.isEmpty {
      result = try terms.addStep(of: result, ONNXTerms.Step(kind: .subtract, constant: offset))
    }
    guard let scale = node.floats("scale"), !scale.isEmpty else { return result }
    return try terms.addStep(of: result, ONNXTerms.Step(kind: .multiply, constant: scale))
  }

  /// (x − mean) / √(variance + ε) · scale + bias.
  private mutating func normalized(
    _ node: ONNXModel.Node, _ term: Int, _ arguments: [Value]
  ) throws(ExchangeFault) -> Int {
    var constants: [[Double]] = []
    for argument in arguments.dropFirst() { constants.append(try numbers(argument) ?? []) }
    guard constants.count >= 4, !constants.contains(where: \.isEmpty) else {
      throw ExchangeFault("the numbers of node \(node.text) are no constants", advice: Self.advice)
    }
    let epsilon = node.float("epsilon") ?? 1e-5
    let divisor = constants[3].map { ($0 + epsilon).squareRoot() }
    var result = term
    for (kind, constant) in [
      (ONNXTerms.Step.Kind.subtract, constants[2]), (.divide, divisor), (.multiply, constants[0]),
      (.add, constants[1]),
    ] {
      result = try terms.addStep(of: result, ONNXTerms.Step(kind: kind, constant: constant))
    }
    return result
  }

  // MARK: Functions

  /// A constant as numbers that are applied to the columns: all dimensions but the last are 1.
  private func numbers(_ value: Value) throws(ExchangeFault) -> [Double]? {
    switch value {
    case .numbers(let numbers): return numbers.isEmpty ? nil : numbers
    case .constant(let tensor):
      guard tensor.count > 0, tensor.count <= 1_000_000, tensor.shape.dropLast().allSatisfy({ $0 == 1 })
      else { return nil }
      return try tensor.numbers(.never)
    case .term, .shape, .leftOut, .absent: return nil
    }
  }

  private mutating func computed(
    _ node: ONNXModel.Node, _ arguments: [Value], _ own: [Int]
  ) throws(ExchangeFault) -> Value? {
    var constants: [[Double]?] = []
    for argument in arguments { constants.append(try numbers(argument)) }
    let isOne = constants.map { $0?.count == 1 ? $0?[0] : nil }
    if node.domain.isEmpty, own.count == 1, let step = Self.step(node.operation, constants) {
      return .term(try terms.addStep(of: own[0], step))
    }
    guard let rule = ONNXFunctions.rule(node, isOne),
      arguments.count >= ONNXFunctions.operands(node.operation)
    else { return nil }
    let isClip = node.operation == "Clip"
    let taken = isClip ? Array(arguments.prefix(1)) : arguments
    // A bound that is no number is none that an activation has.
    let isKnown = zip(arguments, isOne).dropFirst().allSatisfy { argument, number in
      if case .absent = argument { true } else { number != nil }
    }
    guard !isClip || isKnown else { return nil }
    if own.isEmpty {
      let numbers = isOne.prefix(taken.count).compactMap { $0 }
      return numbers.count == taken.count ? .numbers([rule(numbers)]) : nil
    }
    var operands: [ONNXTerms.Argument] = []
    for (k, argument) in taken.enumerated() {
      if case .term(let term) = argument {
        operands.append(.term(term))
      } else if let number = isOne[k] ?? Self.same(constants[k]) {
        operands.append(.number(number))
      } else {
        return nil
      }
    }
    guard let term = terms.addFunction(of: operands, rule, piece: ONNXFunctions.piece(node, isOne)) else {
      throw ExchangeFault(
        "node \(node.text) joins values of different layers, and layers of nn follow one another")
    }
    return .term(term)
  }

  /// A number that all columns have.
  private static func same(_ numbers: [Double]?) -> Double? {
    guard let first = numbers?.first, numbers?.allSatisfy({ $0 == first }) == true else { return nil }
    return first
  }

  /// A term and a constant.
  private static func step(_ operation: String, _ constants: [[Double]?]) -> ONNXTerms.Step? {
    guard constants.count == 2 || operation == "Neg" else { return nil }
    if operation == "Neg" { return ONNXTerms.Step(kind: .multiply, constant: [-1]) }
    guard let constant = constants[0] ?? constants[1] else { return nil }
    switch operation {
    case "Add", "Sum": return ONNXTerms.Step(kind: .add, constant: constant)
    case "Mul": return ONNXTerms.Step(kind: .multiply, constant: constant)
    case "Sub":
      return ONNXTerms.Step(kind: constants[0] == nil ? .subtract : .subtractFrom, constant: constant)
    case "Div": return constants[0] == nil ? ONNXTerms.Step(kind: .divide, constant: constant) : nil
    default: return nil
    }
  }
}
