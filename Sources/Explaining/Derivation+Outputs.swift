import NeuralCore

/// The forward pass of one row.
extension Derivation {
  /// Scaled inputs, then layer by layer the pre-activations and outputs. Every pre-activation is also worked out in the
  /// network's own precision and the documented order, to the last bit.
  ///
  /// - Parameter inputs: as the network sees them.
  /// - Parameter scaling: the inputs as given and their scaling, where the data is scaled.
  public mutating func addOutputs(
    of inputs: [Double], scaling: (raw: [Double], Scaling)? = nil, row: Int? = nil
  ) throws(DerivationFault) {
    let values = network.values(for: inputs)
    let precision = network.precision
    if let (raw, scaling) = scaling { try addInputs(raw, scaling, inputs, row) }
    for (k, input) in inputs.enumerated() where scaling == nil {
      give(Quantity(.output(NeuronName(layer: 0, index: k)), row: row), precision.decimal(input))
    }
    var before = Vector(inputs, precision)
    for (index, layer) in network.layers.enumerated() {
      begin(.layer(index + 1, layer.activation))
      for k in 0..<layer.outputs {
        let neuron = NeuronName(layer: index + 1, index: k)
        try checkBits(neuron, before, values[index].preActivations[k])
        begin(.neuron(neuron))
        try add(
          Quantity(.preActivation(neuron), row: row), network.preActivation(of: neuron, row: row),
          engine: values[index].preActivations[k])
        guard layer.activation.isElementwise else { continue }
        try addActivation(neuron, layer.activation, values[index].outputs[k], row)
      }
      if !layer.activation.isElementwise { try addSoftmax(index + 1, values[index].outputs, row) }
      before = values[index].outputs
    }
  }

  /// The outputs in the units of the data: (output − offset) · scale + shift.
  public mutating func addResults(_ scaling: Scaling, row: Int? = nil) throws(DerivationFault) {
    begin(.results)
    let outputs = (0..<network.outputs).map { NeuronName(layer: network.layers.count, index: $0) }
    let engine = scaling.inverted(outputs.map { value(Quantity(.output($0), row: row)) })
    for (k, neuron) in outputs.enumerated() {
      let output = QuantityFormula.of(.output(neuron), row: row)
      let distance = scaling.offset == 0 ? output : output - .number(scaling.offset)
      begin(.neuron(neuron))
      try add(
        Quantity(.result(k), row: row),
        .sum([distance * .number(scaling.scale.decimal(k)), .number(scaling.shift.decimal(k))]),
        engine: engine[k])
    }
  }

  /// Targets as the network sees them: (raw − shift) / scale + offset.
  mutating func addTargets(_ raw: [Double], _ scaling: Scaling, row: Int?) throws(DerivationFault) {
    begin(.scaledTargets)
    let engine = scaling.applied(to: raw)
    for k in raw.indices {
      begin(.neuron(NeuronName(layer: network.layers.count, index: k)))
      try add(Quantity(.target(k), row: row), scaled(raw[k], scaling, k), engine: engine[k])
    }
  }

  private func scaled(_ raw: Double, _ scaling: Scaling, _ k: Int) -> QuantityFormula {
    let difference: QuantityFormula =
      .number(network.precision.decimal(raw)) - .number(scaling.shift.decimal(k))
    let quotient = difference / .number(scaling.scale.decimal(k))
    return scaling.offset == 0 ? quotient : .sum([quotient, .number(scaling.offset)])
  }

  /// (raw − shift) / scale + offset.
  private mutating func addInputs(
    _ raw: [Double], _ scaling: Scaling, _ inputs: [Double], _ row: Int?
  ) throws(DerivationFault) {
    begin(.scaledInputs)
    for (k, input) in inputs.enumerated() {
      let name = NeuronName(layer: 0, index: k)
      begin(.neuron(name))
      try add(Quantity(.output(name), row: row), scaled(raw[k], scaling, k), engine: input)
    }
  }

  private mutating func addActivation(
    _ neuron: NeuronName, _ activation: Activation, _ output: Double, _ row: Int?
  ) throws(DerivationFault) {
    let quantity = Quantity(.output(neuron), row: row)
    guard activation != .linear else {
      return alias(quantity, of: Quantity(.preActivation(neuron), row: row))
    }
    try add(quantity, activation.formula.replacing { neuron.placed($0, row) }, engine: output)
  }

  /// As it is computed: m = max s, Σ = Σ e^(s − m), e^(s − m) / Σ.
  private mutating func addSoftmax(_ layer: Int, _ outputs: Vector, _ row: Int?) throws(DerivationFault) {
    let neurons = outputs.indices.map { NeuronName(layer: layer, index: $0) }
    let preActivations = neurons.map { QuantityFormula.of(.preActivation($0), row: row) }
    let largest = Quantity(.largest(layer: layer), row: row)
    let total = Quantity(.total(layer: layer), row: row)
    begin(.all)
    try add(largest, .call(.max, preActivations))
    try add(total, .sum(preActivations.map { .exp($0 - .quantity(largest)) }))
    for (k, neuron) in neurons.enumerated() {
      begin(.neuron(neuron))
      try add(
        Quantity(.output(neuron), row: row),
        .exp(preActivations[k] - .quantity(largest)) / .quantity(total), engine: outputs[k])
    }
  }

  /// The pre-activation in the precision of the network, term by term in the documented order: the engine's to the last
  /// bit.
  private func checkBits(
    _ neuron: NeuronName, _ before: Vector, _ engine: Double
  ) throws(DerivationFault) {
    let (layer, precision) = (network.layers[neuron.layer - 1], network.precision)
    let start = network.offset(ofLayer: neuron.layer - 1)
    func weight(_ i: Int) -> Double { network.parameters[start + neuron.index * layer.inputs + i] }
    var total = precision.rounded(weight(0) * before[0])
    for i in 1..<max(1, layer.inputs) {
      total = precision.rounded(total + precision.rounded(weight(i) * before[i]))
    }
    if layer.hasBias {
      total = precision.rounded(total + network.parameters[start + layer.weightCount + neuron.index])
    }
    guard total == engine || total.isNaN && engine.isNaN else {
      throw DerivationFault(message: "the sum of \(neuron) by hand and the engine's do not agree")
    }
  }
}

extension Network {
  /// Σ output · weight, and the bias.
  func preActivation(of neuron: NeuronName, row: Int?) -> QuantityFormula {
    let layer = layers[neuron.layer - 1]
    var terms = (0..<layer.inputs).map { i in
      let from = NeuronName(layer: neuron.layer - 1, index: i)
      let weight = WeightName(from: .neuron(from), to: neuron)
      return QuantityFormula.of(.output(from), row: row) * .of(.weight(weight))
    }
    if layer.hasBias {
      terms.append(.of(.weight(WeightName(from: .bias(layer: neuron.layer - 1), to: neuron))))
    }
    return .sum(terms)
  }
}
