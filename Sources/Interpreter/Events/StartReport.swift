import NeuralCore

/// What `explain init` shows: how the weights of each layer were drawn, and what came of it.
public struct StartReport: Sendable {
  /// One layer.
  public struct LayerReport: Sendable {
    /// 1 is the first layer after the inputs.
    public let number: Int
    /// Neurons of the layer before.
    public let inputs: Int
    /// Neurons of this layer.
    public let outputs: Int
    /// What the weights were drawn from.
    public let weights: Initializer.Distribution
    /// nil for a layer without biases.
    public let biases: Initializer.Distribution?
    /// How the spread follows from the size of the layer; nil where its numbers were given.
    public let formula: Initializer.SpreadFormula?
    /// Where the initializer comes from.
    public let source: String
    /// The initializer with its numbers.
    public let name: String
    /// Of the weights that were drawn.
    public let found: Spread
    /// Of the biases.
    public let foundBiases: Spread
  }

  /// The initialization as typed after `init`.
  public let name: String
  /// nil if nothing is drawn.
  public let seed: Int64?
  /// In order.
  public let layers: [LayerReport]
}

/// Mean, standard deviation and ends of some numbers.
public struct Spread: Sendable, Equatable {
  /// How many.
  public let count: Int
  /// The arithmetic mean; 0 of none.
  public let mean: Double
  /// √(Σ (x − mean)² / n).
  public let deviation: Double
  /// The smallest; 0 of none.
  public let least: Double
  /// The largest; 0 of none.
  public let most: Double

  /// Of some numbers.
  public init(_ numbers: [Double], _ stop: StopSignal) throws(Interrupted) {
    count = numbers.count
    var (sum, squares, least, most) = (0.0, 0.0, numbers.first ?? 0, numbers.first ?? 0)
    for (place, number) in numbers.enumerated() {
      try stop.check(at: place)
      sum += number
      if number < least { least = number }
      if number > most { most = number }
    }
    let mean = sum / Double(max(1, numbers.count))
    for (place, number) in numbers.enumerated() {
      try stop.check(at: place)
      squares += (number - mean) * (number - mean)
    }
    deviation = (squares / Double(max(1, numbers.count))).squareRoot()
    (self.mean, self.least, self.most) = (mean, least, most)
  }
}
