import Language
import NeuralCore

/// Derivatives of outputs at the inputs that `eval` or `explain` saw last.
extension Session {
  /// Of every output by a neuron or an input, both in the units of the data: with scaled inputs divided by their scale, with
  /// scaled targets times theirs. One number if there is one output.
  func outputDerivatives(by neuron: NeuronName) throws(Diagnostic) -> Value {
    let network = try requireNetwork()
    guard network.has(neuron) else { throw .unknownNeuron(neuron, network) }
    let given = neuron.layer == 0 ? data.scaling(width: network.inputs)?.scale[neuron.index] ?? 1 : 1
    var values: [Value] = []
    for k in 0..<network.outputs {
      let scale = data.targetScaling(width: network.outputs)?.scale[k] ?? 1
      values.append(
        try derivative(
          of: NeuronName(layer: network.layers.count, index: k), by: .neuron(neuron), times: scale / given))
    }
    return values.count == 1 ? values[0] : .list(values)
  }

  /// Of a neuron's output by an input, by the output of a neuron before it, or by a weight, all as the net sees them: scaled,
  /// where the data is.
  func derivative(
    of neuron: NeuronName, by name: Function.NetworkName, times factor: Double = 1
  ) throws(Diagnostic) -> Value {
    let network = try requireNetwork()
    guard network.has(neuron) else { throw .unknownNeuron(neuron, network) }
    guard let inputs = model.lastInputs, inputs.count == network.inputs else {
      throw Diagnostic(
        .unavailableMetric, "a derivative of `\(neuron)` is at the last inputs, and there were none yet",
        help: ["Type first, for example: eval " + network.exampleRow])
    }
    let slopes = network.slopes(of: neuron, at: data.scaled(inputs))
    switch name {
    case .weight(let weight):
      guard let place = network.index(of: weight) else { throw .unknownWeight(weight, network) }
      return .number(slopes.byParameters.decimal(place))
    case .neuron(let other):
      guard network.has(other) else { throw .unknownNeuron(other, network) }
      return .number(network.precision.decimal(factor * slopes.by(other)))
    }
  }
}
