/// A neuron by its notebook name, `L1N0`: layer 0 holds the inputs.
public struct NeuronName: Sendable, Hashable, CustomStringConvertible {
  /// 0 for the inputs.
  public let layer: Int
  /// Counted from 0 within its layer.
  public let index: Int

  /// L`layer`N`index`.
  public init(layer: Int, index: Int) { (self.layer, self.index) = (layer, index) }

  /// `L0N0`.
  public var description: String { "L\(layer)N\(index)" }
}

/// A weight by its notebook name: `L0N0 -> L1N0`, or `0B -> L1N0` for the bias into a neuron.
public struct WeightName: Sendable, Hashable, CustomStringConvertible {
  /// Where a weight comes from.
  public enum Endpoint: Sendable, Hashable, CustomStringConvertible {
    case neuron(NeuronName)
    /// The bias of the layer before: `0B` feeds layer 1.
    case bias(layer: Int)

    /// `L0N0`, `0B`.
    public var description: String {
      switch self {
      case .neuron(let neuron): neuron.description
      case .bias(let layer): "\(layer)B"
      }
    }
  }

  /// A neuron of the layer before, or the bias.
  public let from: Endpoint
  /// The neuron that it leads into.
  public let to: NeuronName

  /// The weight from one end to the other.
  public init(from: Endpoint, to: NeuronName) { (self.from, self.to) = (from, to) }

  /// `L0N0 -> L1N0`, `0B -> L1N0`.
  public var description: String { "\(from) -> \(to)" }
  /// Whether it comes from no neuron.
  public var isBias: Bool { if case .bias = from { true } else { false } }

  /// From and to exchanged, as a dump of PyTorch's `[out, in]` matrices has them: `L0N0 -> L1N1` for `L0N1 -> L1N0`.
  public var transposed: WeightName {
    guard case .neuron(let neuron) = from else { return self }
    return WeightName(
      from: .neuron(NeuronName(layer: neuron.layer, index: to.index)),
      to: NeuronName(layer: to.layer, index: neuron.index))
  }
}

extension Network {
  /// Whether the network has this neuron, inputs included.
  public func has(_ neuron: NeuronName) -> Bool {
    guard (0...layers.count).contains(neuron.layer) else { return false }
    return neuron.index < (neuron.layer == 0 ? inputs : layers[neuron.layer - 1].outputs)
  }

  /// The place of a weight among the parameters; nil where the network has no such weight.
  public func index(of name: WeightName) -> Int? {
    guard name.to.layer > 0, has(name.to) else { return nil }
    let layer = layers[name.to.layer - 1]
    let start = offset(ofLayer: name.to.layer - 1)
    switch name.from {
    case .neuron(let neuron):
      guard has(neuron), neuron.layer == name.to.layer - 1 else { return nil }
      return start + name.to.index * layer.inputs + neuron.index
    case .bias(let from):
      guard layer.hasBias, from == name.to.layer - 1 else { return nil }
      return start + layer.weightCount + name.to.index
    }
  }

  /// The names of the weights into one layer (1 is the first after the inputs) in the order of a dump: biases,
  /// then the weights by where they come from.
  public func weightNames(into layer: Int) -> [WeightName] {
    (0..<layers[layer - 1].parameterCount).map { weightName($0, into: layer) }
  }

  /// One of these names, without making the others; the place is below the number of the layer's parameters.
  public func weightName(_ place: Int, into layer: Int) -> WeightName {
    layers[layer - 1].dumped(place, layer).name
  }

  /// The name of each parameter, in the order of the parameters.
  public var names: [WeightName] {
    (1...layers.count).flatMap { layer -> [WeightName] in
      let shape = layers[layer - 1]
      let targets = (0..<shape.outputs).map { NeuronName(layer: layer, index: $0) }
      let weights = targets.flatMap { target in
        (0..<shape.inputs).map {
          WeightName(from: .neuron(NeuronName(layer: layer - 1, index: $0)), to: target)
        }
      }
      return weights
        + (shape.hasBias ? targets.map { WeightName(from: .bias(layer: layer - 1), to: $0) } : [])
    }
  }

  /// All names, in the order of a dump.
  public var weightNames: [WeightName] { (1...layers.count).flatMap(weightNames(into:)) }
}

extension Layer {
  /// The parameter at a place in a dump of the layer: biases, then the weights by where they come from.
  ///
  /// - Parameter number: of the layer; 1 is the first after the inputs.
  /// - Returns: its name, and its place among the parameters of the layer.
  public func dumped(_ place: Int, _ number: Int) -> (name: WeightName, place: Int) {
    let biases = hasBias ? outputs : 0
    if place < biases {
      return (
        WeightName(from: .bias(layer: number - 1), to: NeuronName(layer: number, index: place)),
        weightCount + place
      )
    }
    let (source, target) = (place - biases).quotientAndRemainder(dividingBy: outputs)
    return (
      WeightName(
        from: .neuron(NeuronName(layer: number - 1, index: source)),
        to: NeuronName(layer: number, index: target)),
      target * inputs + source
    )
  }
}
