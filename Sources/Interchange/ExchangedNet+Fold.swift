import NeuralCore

/// Scaling that a net brings along, as a part of its weights.
extension ExchangedNet {
  /// The network that does the same between inputs and outputs that a session has scaled: with the same scaling that of the
  /// file as it is, else with what lies between the two folded into the weights.
  ///
  /// With x̂ = a·x + b between the two scalings of an input, w·x̂ + c = (w·a)·x + (c + w·b): the first layer takes the
  /// inputs as the session has them. A linear output layer takes the other side likewise; behind any other stands a layer
  /// of its own, without activation, a weight an output.
  ///
  /// - Returns: the network, in double precision where something was folded into it, so that numbers are rounded once; and
  ///   what was done: whole sentences.
  /// - Throws: `tooLarge` where that layer had more weights than a net has, or `interrupted`.
  public func refitted(
    inputs: Scaling?, targets: Scaling?, _ stop: StopSignal = .never
  ) throws(ExchangeFault) -> (network: Network, remarks: [String]) {
    var (network, remarks) = (self.network, [String]())
    if !Self.areSame(inputScaling, inputs) {
      let lines = (0..<network.inputs).map { k in
        Line(unscaling: inputs, k).followed(by: Line(scaling: inputScaling, k))
      }
      network = network.foldingInputs(lines)
      remarks.append("The scaling of the inputs became a part of the weights of layer 1.")
    }
    if !Self.areSame(targetScaling, targets) {
      let lines = (0..<network.outputs).map { k in
        Line(unscaling: targetScaling, k).followed(by: Line(scaling: targets, k))
      }
      let advice = targetScaling == nil ? ["Write before it: scale targets none"] : []
      let isFolded = network.output.name == Activation.linear.name
      network =
        isFolded ? network.foldingOutputs(lines) : try network.addingLayer(lines, advice: advice, stop)
      remarks.append(
        isFolded
          ? "The scaling of the outputs became a part of the weights of the last layer."
          : "The scaling of the outputs became a layer of its own, the last one.")
    }
    return (network, remarks)
  }

  /// None is the same as one that changes nothing.
  private static func areSame(_ a: Scaling?, _ b: Scaling?) -> Bool {
    guard let width = a?.shift.count ?? b?.shift.count else { return true }
    return (0..<width).allSatisfy { Line(scaling: a, $0) == Line(scaling: b, $0) }
  }
}

/// x ↦ gain · x + offset.
private struct Line: Equatable {
  let gain: Double
  let offset: Double

  init(_ gain: Double, _ offset: Double) { (self.gain, self.offset) = (gain, offset) }

  /// What a scaling does to a number of a column.
  init(scaling: Scaling?, _ column: Int) {
    guard let scaling else {
      self.init(1, 0)
      return
    }
    self.init(
      1 / scaling.scale[column], scaling.offset - scaling.shift[column] / scaling.scale[column])
  }

  /// The inverse.
  init(unscaling scaling: Scaling?, _ column: Int) {
    guard let scaling else {
      self.init(1, 0)
      return
    }
    self.init(scaling.scale[column], scaling.shift[column] - scaling.offset * scaling.scale[column])
  }

  func followed(by other: Line) -> Line { Line(gain * other.gain, other.gain * offset + other.offset) }
}

extension Network {
  /// Layers in the place of its own, in double precision.
  private func with(_ layers: [Layer], _ parameters: [Double]) -> Network {
    var network = Network(layers: layers, .double)
    network.parameters = Vector(parameters, .double)
    return network
  }

  fileprivate func foldingInputs(_ lines: [Line]) -> Network {
    let first = layers[0]
    var (weights, biases) = ([Double](), [Double]())
    for k in 0..<first.outputs {
      let row = (0..<first.inputs).map { parameters[k * first.inputs + $0] }
      weights += zip(row, lines).map { $0 * $1.gain }
      let bias = first.hasBias ? parameters[first.weightCount + k] : 0
      biases.append(zip(row, lines).reduce(bias) { $0 + $1.0 * $1.1.offset })
    }
    let layer = Layer(
      inputs: first.inputs, outputs: first.outputs, activation: first.activation, hasBias: true)
    return with(
      [layer] + layers.dropFirst(), weights + biases + parameters.dropFirst(first.parameterCount))
  }

  fileprivate func foldingOutputs(_ lines: [Line]) -> Network {
    let (last, start) = (layers[layers.count - 1], offset(ofLayer: layers.count - 1))
    var (weights, biases) = ([Double](), [Double]())
    for (k, line) in lines.enumerated() {
      weights += (0..<last.inputs).map { parameters[start + k * last.inputs + $0] * line.gain }
      let bias = last.hasBias ? parameters[start + last.weightCount + k] : 0
      biases.append(bias * line.gain + line.offset)
    }
    let layer = Layer(inputs: last.inputs, outputs: last.outputs, activation: .linear, hasBias: true)
    return with(layers.dropLast() + [layer], parameters.prefix(start) + weights + biases)
  }

  fileprivate func addingLayer(
    _ lines: [Line], advice: [String], _ stop: StopSignal
  ) throws(ExchangeFault) -> Network {
    let (weights, isTooLarge) = outputs.multipliedReportingOverflow(by: outputs)
    guard !isTooLarge, weights <= Network.parameterLimit - parameters.count - outputs else {
      throw ExchangeFault(
        "the scaling of its outputs became a layer of \(outputs) × \(outputs) weights, and a net has "
          + "\(Network.parameterLimit / 1_000_000) million parameters at most",
        advice: advice)
    }
    let layer = Layer(inputs: outputs, outputs: outputs, activation: .linear, hasBias: true)
    var numbers = Array(parameters)
    numbers.reserveCapacity(numbers.count + weights + outputs)
    for (k, line) in lines.enumerated() {
      guard !stop.isGiven else { throw .interrupted }
      numbers += repeatElement(0, count: k)
      numbers.append(line.gain)
      numbers += repeatElement(0, count: outputs - 1 - k)
    }
    return with(layers + [layer], numbers + lines.map(\.offset))
  }
}
