/// One layer: the weights into it, their biases, its activation.
public struct Layer: Sendable, Equatable {
  public let inputs: Int
  public let outputs: Int
  public let activation: Activation
  public let hasBias: Bool

  public init(inputs: Int, outputs: Int, activation: Activation, hasBias: Bool) {
    (self.inputs, self.outputs) = (inputs, outputs)
    (self.activation, self.hasBias) = (activation, hasBias)
  }

  public var weightCount: Int { inputs * outputs }
  public var parameterCount: Int { weightCount + (hasBias ? outputs : 0) }
}

/// A feed-forward network: its layers and all its parameters in one flat array.
///
/// Layer after layer from the input: first the weights, `[outputs][inputs]` row by row as PyTorch stores them,
/// then the biases.
public struct Network: Sendable, Equatable {
  /// The most parameters that a network may have: 400 MB of weights, 1.6 GB while adam trains them.
  public static let parameterLimit = 100_000_000

  public let layers: [Layer]
  public var parameters: [Float]

  /// All weights 0. `layers` must not be empty and must fit each other.
  public init(layers: [Layer]) {
    self.layers = layers
    parameters = Array(repeating: 0, count: layers.reduce(0) { $0 + $1.parameterCount })
  }

  public var inputs: Int { layers[0].inputs }
  public var outputs: Int { layers[layers.count - 1].outputs }
  public var output: Activation { layers[layers.count - 1].activation }
  /// Neurons by layer, the inputs first.
  public var sizes: [Int] { [inputs] + layers.map(\.outputs) }

  /// Where the parameters of layer `index` begin; layers count from 0 here.
  public func offset(ofLayer index: Int) -> Int {
    layers[..<index].reduce(0) { $0 + $1.parameterCount }
  }

  /// Draws every layer anew, from the input to the output, weights before biases.
  ///
  /// - Returns: the distributions used, layer by layer.
  @discardableResult
  public mutating func initialize(
    _ initializer: Initializer, _ options: Initializer.Options, from generator: inout MersenneTwister
  ) -> [(weights: Initializer.Distribution, biases: Initializer.Distribution?)] {
    var drawn: [Float] = []
    drawn.reserveCapacity(parameters.count)
    let used = distributions(initializer, options)
    for (layer, distribution) in zip(layers, used) {
      drawn += distribution.weights.draw(layer.weightCount, from: &generator)
      guard layer.hasBias else { continue }
      drawn +=
        distribution.biases?.draw(layer.outputs, from: &generator)
        ?? Array(repeating: 0, count: layer.outputs)
    }
    parameters = drawn
    return used
  }

  /// What `initialize` would draw from, layer by layer.
  public func distributions(
    _ initializer: Initializer, _ options: Initializer.Options
  ) -> [(weights: Initializer.Distribution, biases: Initializer.Distribution?)] {
    layers.map { initializer.distributions($0.inputs, $0.outputs, options) }
  }
}
