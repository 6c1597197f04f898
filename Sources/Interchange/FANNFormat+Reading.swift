import NeuralCore

/// Reads nets of FANN, the Fast Artificial Neural Network Library 2.0 to 2.2, as `fann_save` writes them: a line a setting,
/// then the neurons and the connections of all layers, the bias of a layer as its last neuron.
struct FANNReader {
  private let fields: [String: ArraySlice<UInt8>]
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
    let version = file.prefix { $0 != 10 && $0 != 13 }.prefix(100).ascii
    guard version.hasPrefix("FANN_F") else {
      throw ExchangeFault("it does not begin as nets of FANN do")
    }
    guard version.hasPrefix("FANN_FLO_2.") else {
      throw ExchangeFault(
        "it is of the kind \(String(version.prefix(20)).shown), and nn reads FANN_FLO_2.0 to 2.2",
        advice: ["Save it with fann_save by a library with floating point numbers."])
    }
    var fields: [String: ArraySlice<UInt8>] = [:]
    try file.forEachLine(stop) { (line) throws(ExchangeFault) in
      guard let equals = line.prefix(200).firstIndex(of: UInt8(ascii: "=")) else { return }
      let key = line[..<equals].prefix { $0 != 32 }.ascii
      if Self.keys.contains(key) { fields[key] = line[(equals + 1)...] }
    }
    self.fields = fields
    try check()
    try read(stop)
  }

  /// Settings that are looked at.
  private static let keys: Set<String> = [
    "network_type", "connection_rate", "layer_sizes", "num_layers", "neurons", "connections",
    "scale_included",
    "scale_mean_in", "scale_deviation_in", "scale_new_min_in", "scale_factor_in", "scale_mean_out",
    "scale_deviation_out", "scale_new_min_out", "scale_factor_out",
  ]

  /// A setting of one line or so; empty if there is none, or it is too long for one.
  private func text(_ key: String) -> String {
    fields[key].flatMap { $0.count <= FileBytes.longestLine ? $0.ascii : nil } ?? ""
  }

  /// Numbers of a setting, between blanks.
  private func words(_ key: String) -> [Substring] { text(key).split(separator: " ") }

  /// Kinds of nets that are no layers.
  private func check() throws(ExchangeFault) {
    if text("network_type").first == "1" {
      throw ExchangeFault(
        "its layers are connected across others (a shortcut net), and layers of nn follow one another")
    }
    if let rate = Double(text("connection_rate")), rate < 1 {
      throw ExchangeFault("it is sparse, and nets of nn have all connections between layers")
    }
  }

  private mutating func read(_ stop: StopSignal) throws(ExchangeFault) {
    sizes = words("layer_sizes").compactMap { Int($0) }
    guard sizes.count >= 2, sizes.count <= 1000, sizes.allSatisfy({ (2...10_000_000).contains($0) }),
      words("num_layers").first.flatMap({ Int($0) }) == sizes.count
    else { throw Self.broken }
    var count = 0
    for (a, b) in zip(sizes, sizes.dropFirst()) {
      let (product, isTooLarge) = a.multipliedReportingOverflow(by: b - 1)
      guard !isTooLarge, product <= Network.parameterLimit else { throw .tooLarge }
      count += product
    }
    guard count <= Network.parameterLimit else { throw .tooLarge }
    let units = sizes.reduce(0, +)
    try Self.groups(fields["neurons"], stop) { (group) throws(ExchangeFault) in
      guard group.count == 3, let inputs = Int(group[0]), let function = Int(group[1]),
        let steepness = Double(group[2]), neurons.count < units
      else { throw Self.broken }
      neurons.append((inputs, function, steepness))
    }
    try Self.groups(fields["connections"], stop) { (group) throws(ExchangeFault) in
      guard group.count == 2, let from = Int(group[0]), let weight = Double(group[1]) else {
        throw Self.broken
      }
      connections.append((from, weight))
    }
    guard neurons.count == units else { throw Self.broken }
    guard connections.count == count else {
      throw ExchangeFault(
        "it has \(connections.count) connections, and all between its layers are \(count): it is sparse or was cut short"
      )
    }
  }

  /// `(0, 1.5) (1, 2)`: the texts between the parentheses, one pair after the other.
  private static func groups(
    _ text: ArraySlice<UInt8>?, _ stop: StopSignal, _ take: ([Substring]) throws(ExchangeFault) -> Void
  ) throws(ExchangeFault) {
    var (rest, taken) = (text ?? [], 0)
    while let start = rest.firstIndex(of: UInt8(ascii: "(")) {
      guard let end = rest[start...].prefix(Self.longestGroup).firstIndex(of: UInt8(ascii: ")")) else {
        throw broken
      }
      try take(rest[(start + 1)..<end].ascii.split(separator: ",").map { $0.drop { $0 == " " } })
      rest = rest[(end + 1)...]
      taken += 1
      guard taken & 0xfff != 0 || !stop.isGiven else { throw .interrupted }
    }
  }

  /// A number of FANN has about twenty digits.
  private static let longestGroup = 200

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
    guard text("scale_included").first == "1" else { return nil }
    let parts = ["mean", "deviation", "new_min", "factor"].map { part in
      words("scale_\(part)_\(side)").compactMap { Double($0) }
    }
    guard parts.allSatisfy({ $0.count == width && $0.allSatisfy(\.isFinite) }), !parts[1].contains(0),
      !parts[3].contains(0)
    else { throw Self.broken }
    let scale = (0..<width).map { parts[1][$0] / parts[3][$0] }
    let shift = (0..<width).map { parts[0][$0] - parts[1][$0] - parts[2][$0] * scale[$0] }
    return Scaling(shift: Vector(shift, .double), scale: Vector(scale, .double))
  }
}
