import NeuralCore

/// Reads nets of FANN, the Fast Artificial Neural Network Library 2.0 to 2.2, as `fann_save` writes them: a line a setting,
/// then the neurons and the connections of all layers, the bias of a layer as its last neuron.
struct FANNReader {
  private let fields: [String: Substring]
  private var neurons: [(inputs: Int, function: Int, steepness: Double)] = []
  private var connections: [(from: Int, weight: Double)] = []
  private var sizes: [Int] = []

  static func net(_ file: FileBytes, _ request: ImportRequest) throws(ExchangeFault) -> ImportedNet {
    guard request.activations.isEmpty else { throw .saysActivations }
    return try FANNReader(file, request.stop).imported()
  }

  private static let broken = ExchangeFault(
    "it is damaged, or was cut short", advice: ["Get the file again."])

  private init(_ file: FileBytes, _ stop: StopSignal) throws(ExchangeFault) {
    let text = String(decoding: file.map { $0 < 128 ? $0 : 63 }, as: UTF8.self)
    let lines = text.split(omittingEmptySubsequences: true) { $0.isNewline }
    guard let version = lines.first, version.hasPrefix("FANN_F") else {
      throw ExchangeFault("it does not begin as nets of FANN do")
    }
    guard version.hasPrefix("FANN_FLO_2.") else {
      throw ExchangeFault(
        "it is of the kind \(String(version.prefix(20)).shown), and nn reads FANN_FLO_2.0 to 2.2",
        advice: ["Save it with fann_save by a library with floating point numbers."])
    }
    var fields: [String: Substring] = [:]
    for line in lines.dropFirst() {
      guard let equals = line.firstIndex(of: "=") else { continue }
      let key = line[..<equals].prefix { $0 != " " }
      fields[String(key)] = line[line.index(after: equals)...]
    }
    self.fields = fields
    try check()
    try read(stop)
  }

  /// Kinds of nets that are no layers.
  private func check() throws(ExchangeFault) {
    if let type = fields["network_type"], type.first == "1" {
      throw ExchangeFault(
        "its layers are connected across others (a shortcut net), and layers of nn follow one another")
    }
    if let rate = fields["connection_rate"].flatMap({ Double($0) }), rate < 1 {
      throw ExchangeFault("it is sparse, and nets of nn have all connections between layers")
    }
  }

  private mutating func read(_ stop: StopSignal) throws(ExchangeFault) {
    sizes = (fields["layer_sizes"] ?? "").split(separator: " ").compactMap { Int($0) }
    guard sizes.count >= 2, sizes.count <= 1000, sizes.allSatisfy({ (2...10_000_000).contains($0) }),
      fields["num_layers"].flatMap({ Int($0.prefix { $0 != " " }) }) == sizes.count
    else { throw Self.broken }
    var count = 0
    for (a, b) in zip(sizes, sizes.dropFirst()) {
      let (product, isTooLarge) = a.multipliedReportingOverflow(by: b - 1)
      guard !isTooLarge, product <= Network.parameterLimit else { throw .tooLarge }
      count += product
    }
    guard count <= Network.parameterLimit else { throw .tooLarge }
    for group in Self.groups(fields["neurons"] ?? "") {
      guard group.count == 3, let inputs = Int(group[0]), let function = Int(group[1]),
        let steepness = Double(group[2])
      else { throw Self.broken }
      neurons.append((inputs, function, steepness))
    }
    for group in Self.groups(fields["connections"] ?? "") {
      guard connections.count & 0xffff != 0 || !stop.isGiven else { throw .interrupted }
      guard group.count == 2, let from = Int(group[0]), let weight = Double(group[1]) else {
        throw Self.broken
      }
      connections.append((from, weight))
    }
    guard neurons.count == sizes.reduce(0, +) else { throw Self.broken }
    guard connections.count == count else {
      throw ExchangeFault(
        "it has \(connections.count) connections, and all between its layers are \(count): it is sparse or was cut short"
      )
    }
  }

  /// `(0, 1.5) (1, 2)` → the texts between the parentheses.
  private static func groups(_ text: Substring) -> [[Substring]] {
    text.split(separator: "(").compactMap { part in
      part.firstIndex(of: ")").map { end in
        part[..<end].split(separator: ",").map { $0.drop { $0 == " " } }
      }
    }
  }

  private func imported() throws(ExchangeFault) -> ImportedNet {
    let isSingle = connections.allSatisfy { Double(Float($0.weight)) == $0.weight }
    var chain = LineChain(isSingle ? .single : .double)
    var (neuron, connection) = (sizes[0], 0)
    for (k, size) in sizes.enumerated().dropFirst() {
      let (inputs, outputs, first) = (sizes[k - 1] - 1, size - 1, neuron - sizes[k - 1])
      var (weights, biases) = ([Double](), [Double]())
      let unit = neurons[neuron]
      for row in neurons[neuron..<neuron + outputs] {
        guard row.function == unit.function, row.steepness == unit.steepness else {
          throw ExchangeFault(
            "neurons of its layer \(k) have different activations, and those of a layer of nn have one")
        }
        guard row.inputs == inputs + 1 else {
          throw ExchangeFault("it is sparse, and nets of nn have all connections between layers")
        }
        let own = connections[connection..<connection + inputs + 1]
        guard own.enumerated().allSatisfy({ $0.element.from == first + $0.offset }) else {
          throw ExchangeFault("its connections do not lead from one layer to the next in their order")
        }
        weights += own.dropLast().map(\.weight)
        biases.append(own.last?.weight ?? 0)
        connection += inputs + 1
      }
      try chain.add(
        weights, biases, inputs: inputs, outputs: outputs, try Self.curve(unit.function, unit.steepness),
        named: "layer \(k)")
      neuron += size
    }
    return try chain.imported(try scaling("in", sizes[0] - 1), try scaling("out", sizes[sizes.count - 1] - 1))
  }

  /// What a unit does to its sum (fann_activation.h): steepness · s goes into the function.
  private static func curve(_ function: Int, _ steepness: Double) throws(ExchangeFault) -> LineChain.Curve {
    switch function {
    case 0: return LineChain.Curve(.linear, gain: steepness)
    case 1: return LineChain.Curve(.heaviside, gain: steepness)
    case 2: return LineChain.Curve(.heaviside, gain: steepness, outGain: 2, outOffset: -1)
    case 3: return LineChain.Curve(.sigmoid, gain: 2 * steepness)
    case 4: return LineChain.Curve(.sigmoid, gain: 2 * steepness, remark: stepwise)
    case 5: return LineChain.Curve(.tanh, gain: steepness)
    case 6: return LineChain.Curve(.tanh, gain: steepness, remark: stepwise)
    case 10: return LineChain.Curve(.softsign, gain: steepness, outGain: 0.5, outOffset: 0.5)
    case 11: return LineChain.Curve(.softsign, gain: steepness)
    // 0 … 1 is hard-sigmoid of 6 s − 3.
    case 12: return LineChain.Curve(.hardSigmoid, gain: 6 * steepness, offset: -3)
    case 13: return LineChain.Curve(.hardTanh, gain: steepness)
    case 18: return LineChain.Curve(.relu, gain: steepness)
    case 19: return LineChain.Curve(.leakyRelu, gain: steepness)
    default:
      let names = [
        7: "FANN_GAUSSIAN", 8: "FANN_GAUSSIAN_SYMMETRIC", 9: "FANN_GAUSSIAN_STEPWISE",
        14: "FANN_SIN_SYMMETRIC",
        15: "FANN_COS_SYMMETRIC", 16: "FANN_SIN", 17: "FANN_COS",
      ]
      throw ExchangeFault("it has the activation \(names[function] ?? "\(function)"), which no row of nn is")
    }
  }

  private static let stepwise =
    "FANN draws its stepwise sigmoids by six lines; here they are curves, and outputs differ by some hundredths."

  /// ((x − mean) / deviation + 1) · factor + new_min, as (x − shift) / scale: `fann_scale_input`.
  private func scaling(_ side: String, _ width: Int) throws(ExchangeFault) -> Scaling? {
    guard fields["scale_included"]?.first == "1" else { return nil }
    let parts = ["mean", "deviation", "new_min", "factor"].map { part in
      (fields["scale_\(part)_\(side)"] ?? "").split(separator: " ").compactMap { Double($0) }
    }
    guard parts.allSatisfy({ $0.count == width && $0.allSatisfy(\.isFinite) }), !parts[1].contains(0),
      !parts[3].contains(0)
    else { throw Self.broken }
    let scale = (0..<width).map { parts[1][$0] / parts[3][$0] }
    let shift = (0..<width).map { parts[0][$0] - parts[1][$0] - parts[2][$0] * scale[$0] }
    return Scaling(shift: Vector(shift, .double), scale: Vector(scale, .double))
  }
}
