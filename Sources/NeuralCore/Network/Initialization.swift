/// How the weights of a network were drawn, and the weights that came of it.
public struct Initialization: Sendable {
  /// One drawing of layers.
  public struct Step: Sendable {
    /// The scheme.
    public let initializer: Initializer
    /// Form, fan, gain and numbers of the scheme.
    public var options = Initializer.Options()
    /// Layers that are drawn, counted from 0; nil for all.
    public var layers: Range<Int>?
    /// As given; nil if it was chosen, or the generator simply went on.
    public var seed: Int64?

    /// All layers by default, from where the generator is.
    public init(
      initializer: Initializer, options: Initializer.Options = Initializer.Options(),
      layers: Range<Int>? = nil, seed: Int64? = nil
    ) {
      (self.initializer, self.options, self.layers, self.seed) = (initializer, options, layers, seed)
    }
  }

  /// One for the whole network, or for single layers one after the other, the first with the seed.
  public let draws: [Step]
  /// Of the first draw; nil where that went on from where the generator was.
  public let seed: Int64?
  /// The weights that were drawn.
  public let parameters: Vector
  /// Whether drawing all of it again, from its seeds, gives these parameters.
  public let isWhole: Bool

  /// What was drawn from which seed, and what came of it.
  public init(draws: [Step], seed: Int64?, parameters: Vector, isWhole: Bool) {
    (self.draws, self.seed, self.parameters, self.isWhole) = (draws, seed, parameters, isWhole)
  }

  /// The same, its parameters in the precision asked for.
  public func converted(to precision: Precision, _ stop: StopSignal) throws(Interrupted) -> Initialization {
    Initialization(
      draws: draws, seed: seed, parameters: try parameters.converted(to: precision, stop), isWhole: isWhole)
  }

  /// Whether some layer was drawn by chance.
  public var isDrawn: Bool { draws.contains { $0.initializer.isDrawn } }

  /// Whether another seed gives other weights: some layer was last drawn by chance, and not from a seed of its own.
  public func varies(layers: Int) -> Bool {
    (0..<layers).contains { layer in
      let last = draws.lastIndex { $0.layers?.contains(layer) ?? true }
      return last.map { draws[$0].initializer.isDrawn && ($0 == 0 || draws[$0].seed == nil) } ?? false
    }
  }

  /// Draws all of it anew from a seed, or on from where the generator is.
  public func redraw(
    _ network: inout Network, seed: Int64?, from generator: inout MersenneTwister
  ) {
    if let seed { generator.reseed(seed) }
    for (k, draw) in draws.enumerated() {
      if k > 0, let own = draw.seed { generator.reseed(own) }
      network.initialize(draw.initializer, draw.options, only: draw.layers, from: &generator)
    }
  }
}
