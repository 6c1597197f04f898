import Language
import NeuralCore

extension Network {
  /// The calculation of one row. Every sum is worked out again here, in the documented order, and every activation in
  /// double precision; a number that the engine does not have too is a fault of nn, and nothing is shown.
  func explanation(
    of inputs: [Float], raw: [(value: Float, shift: Float, scale: Float)], targets: [Float]?,
    only: NeuronName?, digits: Int
  ) throws(Diagnostic) -> Explanation {
    let values = values(for: inputs)
    var (layers, before) = ([Explanation.Layer](), inputs)
    for (index, layer) in self.layers.enumerated() {
      var neurons: [Explanation.Neuron] = []
      for k in 0..<layer.outputs {
        neurons.append(neuron(k, ofLayer: index, before, values[index]))
      }
      try check(neurons, layer.activation)
      layers.append(Explanation.Layer(number: index + 1, activation: layer.activation, neurons: neurons))
      before = values[index].outputs
    }
    return Explanation(
      inputs: inputs, raw: raw, layers: layers, outputs: before, targets: targets,
      rounded: roundedOutputs(layers, inputs, digits), only: only, digits: digits)
  }

  private func neuron(
    _ k: Int, ofLayer index: Int, _ before: [Float], _ values: (sums: [Float], outputs: [Float])
  ) -> Explanation.Neuron {
    let layer = layers[index]
    let start = offset(ofLayer: index)
    let terms = (0..<layer.inputs).map { i in
      Explanation.Term(
        from: NeuronName(layer: index, index: i), input: before[i],
        weight: parameters[start + k * layer.inputs + i])
    }
    return Explanation.Neuron(
      name: NeuronName(layer: index + 1, index: k), terms: terms,
      bias: layer.hasBias ? parameters[start + layer.weightCount + k] : nil,
      sum: values.sums[k], output: values.outputs[k])
  }

  private func check(_ neurons: [Explanation.Neuron], _ activation: Activation) throws(Diagnostic) {
    let expected = activated(neurons.map { Double($0.sum) }, activation)
    for (neuron, value) in zip(neurons, expected) {
      let sum = neuron.terms.reduce(neuron.bias ?? 0) { $0 + $1.weight * $1.input }
      let isSame = sum == neuron.sum || sum.isNaN && neuron.sum.isNaN
      let isNear = (Double(neuron.output) - value).magnitude <= 1e-6 * max(1, value.magnitude)
      guard isSame, isNear || !value.isFinite || !neuron.sum.isFinite else {
        throw Diagnostic(
          .internalFault, "the calculation of \(neuron.name) by hand and the engine's do not agree")
      }
    }
  }

  /// The outputs when every number is rounded to `digits` decimals before it is used again, as on paper.
  private func roundedOutputs(
    _ layers: [Explanation.Layer], _ inputs: [Float], _ digits: Int
  ) -> [Double] {
    func cut(_ x: Double) -> Double { x.rounded(toDecimals: digits) }
    var before = inputs.map { cut(Double($0)) }
    for layer in layers {
      let sums = layer.neurons.map { neuron in
        let products = zip(neuron.terms, before).reduce(0.0) { $0 + cut(Double($1.0.weight)) * $1.1 }
        return cut(products + cut(Double(neuron.bias ?? 0)))
      }
      before = activated(sums, layer.activation).map(cut)
    }
    return before
  }

  private func activated(_ sums: [Double], _ activation: Activation) -> [Double] {
    if let value = activation.value { return sums.map(value) }
    let top = sums.max() ?? 0
    let powers = sums.map { Elementary.exp($0 - top) }
    let total = powers.reduce(0, +)
    return powers.map { $0 / total }
  }
}
