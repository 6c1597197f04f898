import Language
import NeuralCore

/// The outputs for one row.
extension Derivation {
  /// Scaled inputs, layer by layer sums and activations. Every sum is also worked out in the net's own precision and the
  /// documented order, to the last bit.
  ///
  /// - Parameter scaling: of the raw inputs, where the data is scaled.
  mutating func addOutputs(
    of inputs: [Double], scaling: (raw: [Double], Scaling)? = nil, row: Int? = nil
  ) throws(Diagnostic) {
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
        try checkBits(neuron, before, values[index].sums[k])
        begin(.neuron(neuron))
        try add(
          Quantity(.sum(neuron), row: row), network.sum(of: neuron, row: row), engine: values[index].sums[k])
        guard layer.activation.isElementwise else { continue }
        try addActivation(neuron, layer.activation, values[index].outputs[k], row)
      }
      if !layer.activation.isElementwise { try addSoftmax(index + 1, values[index].outputs, row) }
      before = values[index].outputs
    }
  }

  /// (raw − shift) / scale.
  private mutating func addInputs(
    _ raw: [Double], _ scaling: Scaling, _ inputs: [Double], _ row: Int?
  ) throws(Diagnostic) {
    begin(.scaledInputs)
    let precision = network.precision
    for (k, input) in inputs.enumerated() {
      let name = NeuronName(layer: 0, index: k)
      let (shift, scale) = (scaling.shift.decimal(k), scaling.scale.decimal(k))
      let difference = Formula.number(precision.decimal(raw[k])) - .number(shift)
      begin(.neuron(name))
      try add(Quantity(.output(name), row: row), difference / .number(scale), engine: input)
    }
  }

  private mutating func addActivation(
    _ neuron: NeuronName, _ activation: Activation, _ output: Double, _ row: Int?
  ) throws(Diagnostic) {
    let (sum, quantity) = (Quantity(.sum(neuron), row: row), Quantity(.output(neuron), row: row))
    guard activation != .linear else { return alias(quantity, of: sum) }
    let formula = activation.formula.replacing { $0.kind == .local("s") ? .quantity(sum) : nil }
    try add(quantity, formula, engine: output)
  }

  /// As it is computed: m = max s, Σ = Σ e^(s − m), e^(s − m) / Σ.
  private mutating func addSoftmax(_ layer: Int, _ outputs: Vector, _ row: Int?) throws(Diagnostic) {
    let neurons = outputs.indices.map { NeuronName(layer: layer, index: $0) }
    let sums = neurons.map { Formula.quantity(Quantity(.sum($0), row: row)) }
    let (top, total) = (Quantity(.top(layer: layer), row: row), Quantity(.total(layer: layer), row: row))
    begin(.all)
    try add(top, .call(.max, sums))
    try add(total, .sum(sums.map { .exp($0 - .quantity(top)) }))
    for (k, neuron) in neurons.enumerated() {
      begin(.neuron(neuron))
      try add(
        Quantity(.output(neuron), row: row), .exp(sums[k] - .quantity(top)) / .quantity(total),
        engine: outputs[k])
    }
  }

  /// The sum in the precision of the net, term by term in the documented order: the engine's to the last bit.
  private func checkBits(_ neuron: NeuronName, _ before: Vector, _ sum: Double) throws(Diagnostic) {
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
    guard total == sum || total.isNaN && sum.isNaN else {
      throw Diagnostic(.internalFault, "the sum of \(neuron) by hand and the engine's do not agree")
    }
  }
}

extension Network {
  /// Σ output · weight, and the bias.
  func sum(of neuron: NeuronName, row: Int?) -> Formula {
    let layer = layers[neuron.layer - 1]
    var terms = (0..<layer.inputs).map { i in
      let from = NeuronName(layer: neuron.layer - 1, index: i)
      let weight = WeightName(from: .neuron(from), to: neuron)
      return Formula.quantity(Quantity(.output(from), row: row)) * .quantity(Quantity(.weight(weight)))
    }
    if layer.hasBias {
      terms.append(.quantity(Quantity(.weight(WeightName(from: .bias(layer: neuron.layer - 1), to: neuron)))))
    }
    return .sum(terms)
  }
}
