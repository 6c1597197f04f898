/// One layer: the weights into it, their biases, its activation.
public struct Layer: Sendable, Equatable {
  /// Neurons of the layer before.
  public let inputs: Int
  /// Neurons of this layer.
  public let outputs: Int
  /// Applied to every pre-activation of the layer.
  public let activation: Activation
  /// Whether its neurons have biases.
  public let hasBias: Bool

  /// A dense layer.
  public init(inputs: Int, outputs: Int, activation: Activation, hasBias: Bool) {
    (self.inputs, self.outputs) = (inputs, outputs)
    (self.activation, self.hasBias) = (activation, hasBias)
  }

  /// Without the biases.
  public var weightCount: Int { inputs * outputs }
  /// Weights and biases.
  public var parameterCount: Int { weightCount + (hasBias ? outputs : 0) }
}

/// A feed-forward network: its layers and all its parameters in one flat array.
///
/// Layer after layer from the input: first the weights, `[outputs][inputs]` row by row as PyTorch stores them,
/// then the biases.
public struct Network: Sendable, Equatable {
  /// The most parameters that a network may have: 400 MB of weights, 1.6 GB while adam trains them.
  public static let parameterLimit = 100_000_000

  /// From the first after the inputs to the output layer.
  public let layers: [Layer]
  /// All of them, layer by layer: the weights [out, in], then the biases.
  public var parameters: Vector

  /// All weights 0. `layers` must not be empty and must fit each other.
  public init(layers: [Layer], _ precision: Precision = .single) {
    self.layers = layers
    parameters = Vector(zeros: layers.reduce(0) { $0 + $1.parameterCount }, precision)
  }

  /// Of its parameters.
  public var precision: Precision { parameters.precision }

  /// The same network, its parameters in the precision asked for.
  public func converted(to precision: Precision) -> Network {
    var result = self
    result.parameters = parameters.converted(to: precision)
    return result
  }

  /// The same of a network that may be large.
  public func converted(to precision: Precision, _ stop: StopSignal) throws(Interrupted) -> Network {
    var result = self
    result.parameters = try parameters.converted(to: precision, stop)
    return result
  }

  /// Neurons of layer 0.
  public var inputs: Int { layers[0].inputs }
  /// Neurons of the last layer.
  public var outputs: Int { layers[layers.count - 1].outputs }
  /// The activation of the output layer.
  public var output: Activation { layers[layers.count - 1].activation }
  /// Neurons by layer, the inputs first.
  public var sizes: [Int] { [inputs] + layers.map(\.outputs) }

  /// Where the parameters of layer `index` begin; layers count from 0 here.
  public func offset(ofLayer index: Int) -> Int {
    layers[..<index].reduce(0) { $0 + $1.parameterCount }
  }

  /// Draws layers anew, from the input to the output, weights before biases. Numbers are drawn as float32 whatever the
  /// precision, so that both precisions start from the same weights.
  ///
  /// - Parameter only: the layers to draw, counted from 0; nil for all.
  /// - Returns: what was drawn from, for each of them.
  @discardableResult
  public mutating func initialize(
    _ initializer: Initializer, _ options: Initializer.Options, only: Range<Int>? = nil,
    from generator: inout MersenneTwister
  ) -> [Initializer.Distributions] {
    initialize(initializer, options, only: only, from: &generator, stops: { false })
  }

  /// The same for a network that may be large. One that was stopped is left half drawn.
  @discardableResult
  public mutating func initialize(
    _ initializer: Initializer, _ options: Initializer.Options, only: Range<Int>? = nil,
    from generator: inout MersenneTwister, _ stop: StopSignal
  ) throws(Interrupted) -> [Initializer.Distributions] {
    let drafts = initialize(
      initializer, options, only: only, from: &generator, stops: { stop.isGiven })
    try stop.check()
    return drafts
  }

  private mutating func initialize(
    _ initializer: Initializer, _ options: Initializer.Options, only: Range<Int>?,
    from generator: inout MersenneTwister, stops: () -> Bool
  ) -> [Initializer.Distributions] {
    let chosen = only ?? layers.indices
    let drafts = drafts(initializer, options, only: chosen)
    for (index, draft) in zip(chosen, drafts) {
      let layer = layers[index]
      var place = offset(ofLayer: index)
      let weights = draft.weights.draw(
        layer.inputs, layer.outputs, from: &generator, stops: stops)
      if stops() { return drafts }
      let biases = layer.hasBias ? draft.biases.draw(1, layer.outputs, from: &generator) : []
      for number in weights + biases {
        if place & 0xf_ffff == 0, stops() { return drafts }
        parameters[place] = Double(number)
        place += 1
      }
    }
    return drafts
  }

  /// What `initialize` would draw from, for each of the layers.
  public func drafts(
    _ initializer: Initializer, _ options: Initializer.Options, only: Range<Int>? = nil
  ) -> [Initializer.Distributions] {
    layers[only ?? layers.indices].map { initializer.draft($0.inputs, $0.outputs, options) }
  }
}
