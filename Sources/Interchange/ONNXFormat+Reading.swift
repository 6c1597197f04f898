import NeuralCore

/// Reads ONNX: what of the graph is a chain of products with matrices and of activations becomes the layers, lines in front
/// and behind become scaling.
struct ONNXReader {
  private let graph: ONNXChain
  private let output: Int
  private let stop: StopSignal
  private var remarks: [String] = []

  static func net(_ file: FileBytes, _ request: ImportRequest) throws(ExchangeFault) -> ImportedNet {
    guard request.activations.isEmpty else { throw .saysActivations }
    let model = try ONNXModel(file)
    var reader = try ONNXReader(model, request.stop)
    return try reader.imported(model.metadata, model.inputShape)
  }

  private init(_ model: ONNXModel, _ stop: StopSignal) throws(ExchangeFault) {
    self.stop = stop
    graph = try ONNXChain(model)
    output = try graph.output(model.outputs)
  }

  private typealias Line = ONNXTerms.Line

  /// A product and what is done to it up to the next one.
  private struct Part {
    let base: Int
    let end: Int
  }

  /// The input, and the products one after another.
  private func parts(_ inputShape: [Int?]) throws(ExchangeFault) -> [Part] {
    var parts: [Part] = []
    var end = output
    while true {
      let base = graph.terms[end].base
      parts.insert(Part(base: base, end: end), at: 0)
      guard case .product(let before, _, _, _) = graph.terms[base].operation else { break }
      end = before
    }
    guard parts.count > 1 else { throw ExchangeFault("there are no layers in it", advice: ONNXChain.advice) }
    try check(inputs(parts[1]), inputShape)
    return parts
  }

  /// The last axis of the input is that of the columns; one that is flattened has as many as its axes together.
  private func check(_ width: Int, _ shape: [Int?]) throws(ExchangeFault) {
    guard let last = shape.last, let last, last > 0, last != width else { return }
    let known = shape.dropFirst().compactMap { $0 }
    if known.count == shape.count - 1, NamedArray.count(known) == width { return }
    throw ExchangeFault("its input has \(last) columns, and its first layer takes \(width)")
  }

  private mutating func imported(
    _ metadata: [String: String], _ inputShape: [Int?]
  ) throws(ExchangeFault) -> ImportedNet {
    let parts = try parts(inputShape)
    let weights = parts.dropFirst().compactMap { part -> ONNXTensor? in
      if case .product(_, let weights, _, _) = graph.terms[part.base].operation { weights } else { nil }
    }
    let precision: Precision = weights.contains(where: \.isDouble) ? .double : .single
    var stack = LayerStack(precision)
    var (inputScaling, targetScaling): (Scaling?, Scaling?)
    var between = Line.identity
    for (k, part) in parts.enumerated() {
      guard k > 0 else {
        inputScaling = try scaling(ofInput: part, inputs(parts[1]), precision)
        continue
      }
      let cut = try cut(part, isLast: k == parts.count - 1)
      try add(part, cut, after: between, to: &stack)
      between = try line(from: cut.last, to: part.end, after: cut.after)
      guard k == parts.count - 1, between.gain != nil || between.offset != nil else { continue }
      targetScaling = try scaling(ofOutput: cut, part.end, stack.width ?? 0, precision)
    }
    var net = ExchangedNet(
      network: try stack.network(), inputScaling: inputScaling, targetScaling: targetScaling)
    takeClasses(&net)
    try OwnWeights(metadata).takeNames(&net)
    return ImportedNet(net, layers: stack.names, remarks: remarks)
  }

  private mutating func takeClasses(_ net: inout ExchangedNet) {
    let outputs = net.network.outputs
    if graph.classes.count == outputs || outputs == 1 && graph.classes.count == 2 {
      net.classes = graph.classes
    }
    guard !graph.leftOut.isEmpty else { return }
    remarks.append(
      "Left out behind the outputs: \(graph.leftOut.prefix(8).joined(separator: ", ")).")
  }

  // MARK: Layers

  private func inputs(_ part: Part) -> Int {
    guard case .product(_, let weights, let isTransposed, _) = graph.terms[part.base].operation else {
      return 0
    }
    return weights.shape[isTransposed ? 1 : 0]
  }

  /// Where a layer's sum ends and its activation does; the terms behind that are lines.
  private struct Cut {
    let first: Int
    let last: Int
    let activation: Activation
    /// A clipped line is hard-tanh between lines.
    var piece: ONNXFunctions.Piece?

    /// What goes into hard-tanh.
    var before: [ONNXTerms.Step] {
      piece.map {
        [
          ONNXTerms.Step(kind: .multiply, constant: [$0.slope / $0.half]),
          ONNXTerms.Step(kind: .add, constant: [($0.offset - $0.middle) / $0.half]),
        ]
      } ?? []
    }

    /// What comes out of it.
    var after: [ONNXTerms.Step] {
      piece.map {
        [
          ONNXTerms.Step(kind: .multiply, constant: [$0.half]),
          ONNXTerms.Step(kind: .add, constant: [$0.middle]),
        ]
      } ?? []
    }
  }

  private func cut(_ part: Part, isLast: Bool) throws(ExchangeFault) -> Cut {
    let chain = graph.terms.chain(to: part.end)
    guard chain.count <= ONNXTerms.longest else { throw unknownFunction(part) }
    let first = chain.lastIndex { graph.terms[$0].line != nil } ?? 0
    if first == chain.count - 1 {
      let sum = isLast ? biased(chain) : part.end
      return Cut(first: sum, last: sum, activation: .linear)
    }
    if case .softmax(let of) = graph.terms[chain[first + 1]].operation, of == chain[first],
      isLine(from: chain[first + 1], to: part.end)
    {
      return Cut(first: chain[first], last: chain[first + 1], activation: .softmax)
    }
    // What is done before a function may be a part of it: hard-sigmoid is a clipped s + 3.
    for start in (max(0, first - 3)...first).reversed() {
      for last in chain[(first + 1)...] where isLine(from: last, to: part.end) {
        if let function = graph.terms.function(from: chain[start], to: last),
          let activation = ONNXFunctions.activation(function)
        {
          return Cut(first: chain[start], last: last, activation: activation)
        }
      }
    }
    if case .function(let of, _, let piece?) = graph.terms[chain[first + 1]].operation,
      case .term(let term)? = of.first, term == chain[first], isLine(from: chain[first + 1], to: part.end)
    {
      return Cut(first: chain[first], last: chain[first + 1], activation: .hardTanh, piece: piece)
    }
    throw unknownFunction(part)
  }

  /// The sum of the last layer with its biases: what is done to it afterwards is scaling.
  private func biased(_ chain: [Int]) -> Int {
    let kinds = chain.dropFirst().map { term -> ONNXTerms.Step.Kind? in
      if case .step(_, let step) = graph.terms[term].operation { step.kind } else { nil }
    }
    return kinds.first == .add ? chain[1] : chain[0]
  }

  private func isLine(from start: Int, to end: Int) -> Bool { graph.terms.steps(from: start, to: end) != nil }

  private func unknownFunction(_ part: Part) -> ExchangeFault {
    var name = "a layer"
    if case .product(_, let weights, _, _) = graph.terms[part.base].operation {
      name = "the layer of \(weights.name.shown)"
    }
    return ExchangeFault(
      "what \(name) does behind its sums is no activation of nn",
      advice: ["There are: " + Activation.all.map(\.name).joined(separator: ", ")])
  }

  private func line(
    from start: Int, to end: Int, after steps: [ONNXTerms.Step] = []
  ) throws(ExchangeFault) -> Line {
    var line = Line.identity
    for step in steps { line = try line.followed(by: step) }
    for step in graph.terms.steps(from: start, to: end) ?? [] { line = try line.followed(by: step) }
    return line
  }

  /// w·(g·x + o) is (w·g)·x + w·o, and a line of the sum is one of weights and biases.
  private func add(
    _ part: Part, _ cut: Cut, after between: Line,
    to stack: inout LayerStack
  ) throws(ExchangeFault) {
    guard case .product(_, let tensor, let isTransposed, let outputs) = graph.terms[part.base].operation
    else {
      return
    }
    let inputs = inputs(part)
    guard inputs > 0, outputs > 0 else { throw ExchangeFault("\(tensor.name.shown) has no weights") }
    var weights = try tensor.numbers(stop)
    if !isTransposed { weights = try WeightArrays.transposed(weights, inputs, outputs, stop) }
    var biases: [Double]?
    if stack.count > 0, let offset = between.offset {
      let offset = try Self.columns(offset, inputs, tensor)
      biases = (0..<outputs).map { k in
        (0..<inputs).reduce(0) { $0 + weights[k * inputs + $1] * offset[$1] }
      }
    }
    if stack.count > 0, let gain = between.gain {
      let gain = try Self.columns(gain, inputs, tensor)
      for i in weights.indices { weights[i] *= gain[i % inputs] }
    }
    var line = graph.terms[cut.first].line ?? .identity
    for step in cut.before { line = try line.followed(by: step) }
    if let gain = line.gain {
      let gain = try Self.columns(gain, outputs, tensor)
      for i in weights.indices { weights[i] *= gain[i / inputs] }
      biases = biases.map { zip($0, gain).map { $0 * $1 } }
    }
    if let offset = line.offset {
      let offset = try Self.columns(offset, outputs, tensor)
      biases = biases.map { zip($0, offset).map { $0 + $1 } } ?? offset
    }
    try stack.add(
      weights, outputs: outputs, inputs: inputs, biases, cut.activation, named: tensor.name.shown,
      shape: tensor.shape)
  }

  /// One number for each column.
  private static func columns(
    _ numbers: [Double], _ width: Int, _ tensor: ONNXTensor
  ) throws(ExchangeFault) -> [Double] {
    if numbers.count == width { return numbers }
    guard numbers.count == 1 else {
      throw ExchangeFault(
        "constants of \(numbers.count) numbers belong to the \(width) columns beside \(tensor.name.shown)")
    }
    return Array(repeating: numbers[0], count: width)
  }

  // MARK: Scaling

  private static let notALine = ExchangeFault(
    "what it does to its inputs is no scaling", advice: ["nn takes sums and products with constants there."])

  /// (x − shift) / scale + offset; as the file has it where it has just that.
  private func scaling(
    ofInput part: Part, _ width: Int, _ precision: Precision
  ) throws(ExchangeFault) -> Scaling? {
    guard let steps = graph.terms.steps(from: part.base, to: part.end) else { throw Self.notALine }
    if steps.isEmpty { return nil }
    var rest = steps[...]
    var (shift, scale, offset) = ([0.0], [1.0], 0.0)
    if let step = rest.first, step.kind == .subtract { shift = rest.removeFirst().constant }
    if let step = rest.first, step.kind == .divide { scale = rest.removeFirst().constant }
    if let step = rest.first, step.kind == .add, let low = step.uniform {
      offset = low
      rest.removeFirst()
    }
    if !rest.isEmpty {
      let line = try line(from: part.base, to: part.end)
      (scale, offset) = ((line.gain ?? [1]).map { 1 / $0 }, 0)
      shift = try Line.joined(line.offset, scale) { -$0 * $1 } ?? [0]
    }
    return try Self.scaling(shift, scale, offset, width, precision)
  }

  /// (y − offset) · scale + shift.
  private func scaling(
    ofOutput cut: Cut, _ end: Int, _ width: Int, _ precision: Precision
  ) throws(ExchangeFault) -> Scaling? {
    var rest = (cut.after + (graph.terms.steps(from: cut.last, to: end) ?? []))[...]
    var (shift, scale, offset) = ([0.0], [1.0], 0.0)
    if let step = rest.first, step.kind == .subtract, let low = step.uniform {
      offset = low
      rest.removeFirst()
    }
    if let step = rest.first, step.kind == .multiply { scale = rest.removeFirst().constant }
    if let step = rest.first, step.kind == .add { shift = rest.removeFirst().constant }
    if !rest.isEmpty {
      let line = try line(from: cut.last, to: end, after: cut.after)
      (shift, scale, offset) = (line.offset ?? [0], line.gain ?? [1], 0)
    }
    return try Self.scaling(shift, scale, offset, width, precision)
  }

  private static func scaling(
    _ shift: [Double], _ scale: [Double], _ offset: Double, _ width: Int, _ precision: Precision
  ) throws(ExchangeFault) -> Scaling {
    func spread(_ numbers: [Double]) -> [Double] {
      numbers.count == 1 ? Array(repeating: numbers[0], count: width) : numbers
    }
    let (shift, scale) = (spread(shift), spread(scale))
    guard shift.count == width, scale.count == width else {
      throw ExchangeFault(
        "its scaling is of \(max(shift.count, scale.count)) columns, and \(width) are needed")
    }
    guard (shift + scale + [offset]).allSatisfy({ precision.isFinite($0) }), !scale.contains(0) else {
      throw ExchangeFault("its scaling has numbers that are infinite, no numbers, or 0")
    }
    return Scaling(shift: Vector(shift, precision), scale: Vector(scale, precision), offset: offset)
  }
}

extension ONNXTerms.Step {
  /// The number that all columns have.
  fileprivate var uniform: Double? {
    guard let first = constant.first, constant.allSatisfy({ $0 == first }) else { return nil }
    return first
  }
}
