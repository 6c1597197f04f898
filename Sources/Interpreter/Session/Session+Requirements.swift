import Language
import NeuralCore
import Standard

/// What statements need of a session, and the mistakes when it is not there.
extension Session {
  func requireNetwork() throws(Diagnostic) -> Network {
    guard let network else {
      throw Diagnostic(
        .noNet, "there is no net yet", help: ["Make one first, for example: \(lineOfFittingNet)"])
    }
    return network
  }

  /// A line that makes a net for the data, or for xor where there is none.
  var lineOfFittingNet: String {
    data.whole.map { lineOfNet($0.inputCount, $0.targetCount, $0.classes) } ?? "net 2 2 1"
  }

  func networkAndData() throws(Diagnostic) -> (Network, Dataset) {
    let network = try requireNetwork()
    guard let data = data.training else { throw .noData(network) }
    try checkFit(network, data)
    return (network, data)
  }

  /// The data, or xor for a net of its shape, with whether it fell back.
  func dataOrFallback(_ network: Network) throws(Diagnostic) -> (Dataset, isFallback: Bool) {
    if let data = data.training {
      try checkFit(network, data)
      return (data, false)
    }
    guard network.inputs == 2, network.outputs == 1, let xor = BuiltinData.named("xor") else {
      throw .noData(network)
    }
    return (xor.dataset(network.precision), true)
  }

  /// Gives two classes the form that the network takes, if there is one.
  ///
  /// - Returns: whether that is another form than before.
  mutating func fitClasses(_ stop: StopSignal) throws(Interrupted) -> Bool {
    guard let network else { return false }
    return try data.fitClasses(outputs: network.outputs, stop)
  }

  /// The most memory that one pass over the data may take.
  private static let passLimit = 2_000_000_000.0

  private func checkFit(_ network: Network, _ data: Dataset) throws(Diagnostic) {
    guard !fits(network, data) else { return try checkMemory(network, rows: data.rows) }
    throw Diagnostic(
      .dataMismatch,
      "the data `\(data.name)` has \(count(data.inputCount, "input")) and \(count(data.targetCount, "target")) a row, "
        + "and this net takes \(network.inputs) and gives \(network.outputs)",
      help: data.forms(of: network) + [
        "Make a net that fits: " + lineOfNet(data.inputCount, data.targetCount, data.classes),
        "or give other data: data ; \(network.exampleInputs) -> \(network.exampleTargets) ; … ; end",
      ])
  }

  /// Sums, outputs and errors of every neuron for every row, and four partial sums a parameter.
  func checkMemory(_ network: Network, rows: Int) throws(Diagnostic) {
    let neurons = network.layers.reduce(0.0) { $0 + Double($1.outputs) }
    let numbers = 3 * neurons * Double(rows + 3) + 4 * Double(network.parameters.count)
    let bytes = Double(network.precision.bytes) * numbers
    guard bytes > Self.passLimit else { return }
    throw Diagnostic(
      .netTooLarge,
      "one pass of this net over \(rows) rows takes \(bytes.bytes) of memory, more than \(Self.passLimit.bytes)",
      help: ["Take a smaller net, or fewer rows (split 0.1 leaves a tenth to train on)."])
  }

  /// As float32, if there are as many as the net has inputs and each is finite.
  ///
  /// - Parameter example: how they are given, for a message.
  func checkedInputs(
    _ numbers: [Double], _ network: Network, example: @autoclosure () -> [String]
  ) throws(Diagnostic) -> [Double] {
    guard numbers.count == network.inputs else {
      throw Diagnostic(
        .wrongCount,
        "this net takes \(count(network.inputs, "input")), and \(numbers.count) \(numbers.count == 1 ? "is" : "are") given",
        help: example())
    }
    for number in numbers where !network.precision.isFinite(number) {
      throw Diagnostic(.outOfRange, "\(number.text) is too large for an input (a float32)")
    }
    return numbers.map(network.precision.rounded)
  }
}

extension Dataset {
  /// How the same data fits a net with several outputs, where the numbers of its target may be classes.
  fileprivate func forms(of network: Network) -> [String] {
    guard recipe != nil, inputCount == network.inputs, targetCount == 1, targetColumns.count == 1,
      network.outputs > 1, Set(targets).count == network.outputs
    else { return [] }
    return [
      "If the numbers of `\(targetColumns[0])` are classes: data \"\(name)\" target \(targetColumns[0].asColumn) classes"
    ]
  }
}

/// A line that makes a net for data: with as many hidden neurons as inputs, within 2 to 100.
func lineOfNet(_ inputs: Int, _ targets: Int, _ classes: [String]) -> String {
  "net \(inputs) \(min(100, max(2, inputs))) \(targets)"
    + (targets > 1 && classes.count == targets ? " softmax" : "")
}

/// "1 input", "2 inputs".
func count(_ n: Int, _ noun: String) -> String { "\(n) \(noun)\(n == 1 ? "" : "s")" }

extension Network {
  /// As many inputs as the net takes, for examples in messages.
  public var exampleInputs: String {
    (0..<min(inputs, 8)).map { "\($0 % 2)" }.joined(separator: " ") + (inputs > 8 ? " …" : "")
  }
  /// The same for `eval` and what else opens ranges: it can be typed, however many there are.
  var exampleRow: String { inputs > 8 ? "1..\(inputs)" : exampleInputs }
  /// As many targets as the net has outputs, for examples in messages.
  public var exampleTargets: String {
    (0..<min(outputs, 200)).map { $0 == 0 ? "1" : "0" }.joined(separator: " ")
  }

  /// As its statement would be typed.
  public var statementText: String { statementText(output: output) }

  /// The same with another activation of the output layer.
  func statementText(output: Activation) -> String {
    var words = ["net", "\(inputs)"]
    for (index, layer) in layers.enumerated() {
      words.append("\(layer.outputs)")
      let isLast = index == layers.count - 1
      let activation = isLast ? output : layer.activation
      if activation != .standard(isOutput: isLast) { words.append(activation.name) }
    }
    return words.joined(separator: " ") + (layers[0].hasBias ? "" : " without bias")
  }

  /// `2-2-1`
  public var sizesText: String { sizes.map(String.init).joined(separator: "-") }
}

extension WeightName {
  init(_ reference: WeightReference) {
    let from: WeightName.Endpoint =
      switch reference.from {
      case .neuron(let neuron): .neuron(NeuronName(neuron))
      case .bias(let layer): .bias(layer: layer)
      }
    self.init(from: from, to: NeuronName(reference.to))
  }
}

extension NeuronName {
  init(_ reference: NeuronReference) { self.init(layer: reference.layer, index: reference.index) }
}

extension Diagnostic {
  static func noData(_ network: Network) -> Diagnostic {
    var help = ["Type rows: data ; \(network.exampleInputs) -> \(network.exampleTargets) ; … ; end"]
    let fitting = BuiltinData.all.filter { !$0.isDrawn }.filter {
      let data = $0.dataset()
      return data.inputCount == network.inputs && data.targetCount == network.outputs
    }
    if !fitting.isEmpty {
      help.append(
        "or take a set that fits this net: " + fitting.map { "data " + $0.name }.joined(separator: ", "))
    }
    return Diagnostic(.noData, "there is no data to work on", help: help)
  }

  static func unknownNeuron(_ neuron: NeuronName, _ network: Network) -> Diagnostic {
    Diagnostic(.unknownWeight, network.whyNot(neuron))
  }

  static func unknownWeight(_ name: WeightName, _ network: Network) -> Diagnostic {
    Diagnostic(.unknownWeight, network.whyNot(name))
  }
}

extension Network {
  /// Why a neuron is not in this net.
  func whyNot(_ neuron: NeuronName) -> String {
    guard sizes.indices.contains(neuron.layer) else {
      return "this net has the layers 0 (the inputs) to \(layers.count); there is no \(neuron)"
    }
    let size = sizes[neuron.layer]
    let place = neuron.layer == 0 ? "the input layer" : "layer \(neuron.layer)"
    let names =
      size == 1
      ? "one neuron, L\(neuron.layer)N0" : "the neurons L\(neuron.layer)N0 to L\(neuron.layer)N\(size - 1)"
    return "\(place) of this net has \(names); there is no \(neuron)"
  }

  /// Why a weight is not in this net.
  func whyNot(_ name: WeightName) -> String {
    guard has(name.to) else { return whyNot(name.to) }
    switch name.from {
    case .neuron(let neuron):
      guard has(neuron) else { return whyNot(neuron) }
      return "a weight leads from one layer to the next: there is no \(name)"
    case .bias(let layer):
      guard name.to.layer > 0 else { return "the inputs have no bias: there is no \(name)" }
      guard layers[name.to.layer - 1].hasBias else { return "this net is without bias: there is no \(name)" }
      return "the bias into \(name.to) is \(name.to.layer - 1)B, not \(layer)B"
    }
  }
}
