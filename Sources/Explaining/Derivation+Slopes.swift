import NeuralCore

/// The derivatives of one neuron's output, and those by the inputs.
extension Derivation {
  /// The chain rule from a neuron's output back, of one row whose outputs are there: δ of every neuron that leads to it, and
  /// the derivative by every weight, layer by layer, or by every input.
  ///
  /// - Parameters:
  ///   - neuron: of any layer after the inputs.
  ///   - inputs: as the network sees them.
  ///   - isByInputs: the derivatives by the inputs in place of those by the weights.
  public mutating func addBackwardPass(
    of neuron: NeuronName, at inputs: [Double], isByInputs: Bool, row: Int? = nil
  ) throws(DerivationFault) {
    differentiated = neuron
    let slopes = network.slopes(of: neuron, at: inputs)
    begin(.slope(of: neuron))
    // A softmax output depends on every sum of its layer, so the others begin with 0.
    let isLinear = network.layers[neuron.layer - 1].activation == .linear
    for other in neurons(ofLayer: neuron.layer) {
      begin(.neuron(other))
      try add(
        slope(isLinear ? .byPreActivation(other) : .byOutput(other), row), other == neuron ? 1 : 0)
    }
    for layer in (1...neuron.layer).reversed() {
      try addErrors(ofLayer: layer, comesFromLoss: false, row)
      if !isByInputs { try addGradient(slopes.byParameters, ofLayer: layer, rows: [row]) }
    }
    if isByInputs { try addInputs(engine: slopes.byOutputs[0], row) }
  }

  /// The derivatives by the inputs: of the loss after its backward pass, or of a neuron.
  ///
  /// - Parameter engine: the engine's, for comparison.
  public mutating func addInputs(engine: Vector?, _ row: Int? = nil) throws(DerivationFault) {
    begin(.byInputs)
    for k in 0..<network.inputs {
      let input = NeuronName(layer: 0, index: k)
      begin(.neuron(input))
      try add(
        slope(.byOutput(input), row), backpropagated(to: input, row), engine: engine?[k], keepsEngine: false)
    }
  }

  /// The same by the inputs as given: a step of 1 there is a step of 1 / scale here.
  ///
  /// - Parameters:
  ///   - scaling: of the inputs; nil where they are as given.
  ///   - outputScale: of the targets, where what is differentiated is an output: a step of 1 there is one of the scale in
  ///     the units of the data.
  public mutating func addGivenInputs(
    _ scaling: Scaling?, outputScale: Double? = nil, row: Int? = nil
  ) throws(DerivationFault) {
    begin(.byGivenInputs(isOfOutput: outputScale != nil))
    for k in 0..<network.inputs {
      let input = NeuronName(layer: 0, index: k)
      begin(.neuron(input))
      let inner = Formula.quantity(slope(.byOutput(input), row))
      let outer = outputScale.map { inner * .number($0) } ?? inner
      try add(
        slope(.byGivenInput(k), row), scaling.map { outer / .number($0.scale.decimal(k)) } ?? outer)
    }
  }

  /// The neurons of a layer that what is differentiated depends on.
  func neurons(ofLayer number: Int) -> [NeuronName] {
    let layer = network.layers[number - 1]
    if let neuron = differentiated, neuron.layer == number, layer.activation.isElementwise { return [neuron] }
    return (0..<layer.outputs).map { NeuronName(layer: number, index: $0) }
  }
}
