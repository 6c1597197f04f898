import Language
import NeuralCore

extension Network {
  /// The calculation of one row. Every sum is worked out again here, in the documented order, and every activation in
  /// double precision; a number that the engine does not have too is a fault of nn, and nothing is shown.
  func explanation(
    of inputs: [Double], raw: [(value: Double, shift: Double, scale: Double)], targets: [Double]?,
    only: NeuronName?, digits: Int
  ) throws(Diagnostic) -> Explanation {
    let values = values(for: inputs)
    var (layers, before) = ([Explanation.Layer](), Numbers(inputs, precision))
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
      inputs: inputs.map(precision.decimal), raw: raw, layers: layers.map { $0.decimals(precision) },
      outputs: before.decimals, targets: targets, rounded: roundedOutputs(layers, inputs, digits), only: only,
      digits: digits)
  }

  private func neuron(
    _ k: Int, ofLayer index: Int, _ before: Numbers, _ values: (sums: Numbers, outputs: Numbers)
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
    let expected = activated(neurons.map(\.sum), activation)
    let tolerance = precision == .single ? 1e-6 : 1e-12
    for (neuron, value) in zip(neurons, expected) {
      let products = neuron.terms.map { precision.rounded($0.weight * $0.input) }
      let terms = products + (neuron.bias.map { [$0] } ?? [])
      let sum = terms.dropFirst().reduce(terms[0]) { precision.rounded($0 + $1) }
      let isSame = sum == neuron.sum || sum.isNaN && neuron.sum.isNaN
      let isNear = (neuron.output - value).magnitude <= tolerance * max(1, value.magnitude)
      guard isSame, isNear || !value.isFinite || !neuron.sum.isFinite else {
        throw Diagnostic(
          .internalFault, "the calculation of \(neuron.name) by hand and the engine's do not agree")
      }
    }
  }

  /// The outputs when every number is rounded to `digits` decimals before it is used again, as on paper.
  private func roundedOutputs(
    _ layers: [Explanation.Layer], _ inputs: [Double], _ digits: Int
  ) -> [Double] {
    func cut(_ x: Double) -> Double { x.rounded(toDecimals: digits) }
    var before = inputs.map(cut)
    for layer in layers {
      let sums = layer.neurons.map { neuron in
        let products = zip(neuron.terms, before).reduce(0.0) { $0 + cut($1.0.weight) * $1.1 }
        return cut(products + cut(neuron.bias ?? 0))
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

extension Explanation.Layer {
  /// With every number as the shortest decimal that reads back, as the language sees it.
  fileprivate func decimals(_ precision: Precision) -> Explanation.Layer {
    let neurons = neurons.map { neuron in
      Explanation.Neuron(
        name: neuron.name,
        terms: neuron.terms.map { term in
          Explanation.Term(
            from: term.from, input: precision.decimal(term.input), weight: precision.decimal(term.weight))
        },
        bias: neuron.bias.map(precision.decimal), sum: precision.decimal(neuron.sum),
        output: precision.decimal(neuron.output))
    }
    return Explanation.Layer(number: number, activation: activation, neurons: neurons)
  }
}
