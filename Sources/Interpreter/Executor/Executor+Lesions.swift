import Language
import NeuralCore

/// Nets without some of their hidden units: `eval 0 1 without L1N0`.
extension Executor {
  /// The hidden units that `without` names.
  func lesions(_ option: GivenOption, _ network: Network) throws(Diagnostic) -> [NeuronName] {
    var names: [NeuronName] = []
    for expression in option.expressions {
      let name = try neuron(expression, network)
      guard name.layer < network.layers.count else {
        throw Diagnostic(
          .unknownWeight, "\(name) is an output, and the net can do without hidden units only",
          at: expression.span,
          help: network.layers.count > 1 ? ["For example: without L1N0"] : ["This net has no hidden units."])
      }
      names.append(name)
    }
    return names
  }

  /// Works on the session as if some hidden units gave 0, and says so.
  mutating func lesioned<Result>(
    _ option: GivenOption?, _ work: (inout Executor) throws(Diagnostic) -> Result
  ) throws(Diagnostic) -> Result {
    guard let option else { return try work(&self) }
    let network = try session.requireNetwork()
    let names = try lesions(option, network)
    session.model.network = network.without(names)
    defer { session.model.network = network }
    let words = names.map(\.description).joined(separator: ", ")
    emit(.note("without \(words): \(names.count == 1 ? "its output is" : "their outputs are") 0"))
    return try work(&self)
  }
}

extension Network {
  /// The same with these neurons giving 0: the weights out of them are 0.
  func without(_ neurons: [NeuronName]) -> Network {
    var copy = self
    for neuron in neurons where neuron.layer < layers.count {
      let (layer, start) = (layers[neuron.layer], offset(ofLayer: neuron.layer))
      for to in 0..<layer.outputs { copy.parameters[start + to * layer.inputs + neuron.index] = 0 }
    }
    return copy
  }

  /// The layers up to one (1 is the first after the inputs), which are a network too.
  func prefix(_ count: Int) -> Network {
    var copy = Network(layers: Array(layers.prefix(count)), precision)
    for k in copy.parameters.indices { copy.parameters[k] = parameters[k] }
    return copy
  }
}
