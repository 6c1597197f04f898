import NeuralCore

/// What `net` made.
public struct NetReport: Sendable {
  /// The network, its weights all 0.
  public let network: Network
}

/// The session in short: what `show` shows.
public struct SessionReport: Sendable {
  /// nil before the first `net`.
  public let network: Network?
  /// The initialization as typed after `init`; nil if the weights were not drawn.
  public let start: String?
  /// The seed of the initialization, else what the generator was last seeded with.
  public let seed: Int64?
  /// nil without data.
  public let data: DataReport?
  /// Rows of each part, where the data was split.
  public let parts: [(part: Part, rows: Int)]
  /// How inputs and targets are scaled, as typed after `scale`.
  public let scaling: String?
  /// The same of the targets.
  public let targetScaling: String?
  /// The loss with its class weights and smoothing, as typed after `loss`.
  public let loss: String
  /// The loss over the training data; nil where there is no data that fits.
  public let lossValue: Double?
  /// The optimizer in use with its settings, as typed after `train`.
  public let optimizer: String?
  /// Epochs since the weights were drawn.
  public let epoch: Int
  /// Of the networks and data made from now on.
  public let precision: Precision
}

/// How weights were drawn.
public struct InitializationReport: Sendable {
  /// One layer: what its weights and biases were drawn from, and the extremes that came out.
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
    /// The smallest weight that was drawn.
    public let least: Double
    /// The largest weight that was drawn.
    public let most: Double
  }

  /// The initializer with its numbers.
  public let name: String
  /// `normal` or `uniform`, for initializers that have both.
  public let form: String?
  /// nil for an initializer that draws nothing.
  public let seed: Int64?
  /// Whether the seed was not given but chosen.
  public let isSeedChosen: Bool
  /// Whether nobody asked for it: `train` came first.
  public let isImplied: Bool
  /// The layers that were drawn, in order.
  public let layers: [LayerReport]
  /// Layers that were left as they were.
  public let others: Int
}

/// The parameters of some layers in the order of a dump. There may be millions, so each is named when it is asked for.
public struct WeightValues: RandomAccessCollection, Sendable {
  private let layers: ArraySlice<Layer>
  /// Where each of the layers begins, and the end.
  private let starts: [Int]
  /// Of these layers only.
  private let parameters: Vector

  /// - Parameter layers: 1 is the first after the inputs; nil for all.
  init(_ network: Network, _ layers: ClosedRange<Int>? = nil) {
    self.layers = layers.map { network.layers[$0.lowerBound - 1..<$0.upperBound] } ?? network.layers[...]
    starts = self.layers.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.parameterCount) }
    let start = network.offset(ofLayer: self.layers.startIndex)
    parameters = network.parameters.part(start..<start + starts[starts.count - 1])
  }

  /// Parameters count from 0.
  public var startIndex: Int { 0 }
  /// The number of parameters.
  public var endIndex: Int { starts[starts.count - 1] }

  /// A parameter by its place.
  public subscript(place: Int) -> WeightValue {
    // The last layer that begins there or before.
    var (low, high) = (0, layers.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= place { low = middle } else { high = middle }
    }
    let layer = layers.startIndex + low
    let dumped = layers[layer].dumped(place - starts[low], layer + 1)
    return WeightValue(name: dumped.name, value: parameters.decimal(starts[low] + dumped.place))
  }
}

/// A weight or a bias by its name.
public struct WeightValue: Sendable, Equatable {
  /// Where it leads from and to.
  public let name: WeightName
  /// The shortest decimal that reads back as the parameter.
  public let value: Double
}
