import NeuralCore

/// Layers as a reader finds them, one upon another: what each has to fit is checked as it comes, before anything is taken.
struct LayerStack {
  private let precision: Precision
  private var layers: [Layer] = []
  private var parameters: [Double] = []
  /// What each was called in its file, with its shape there.
  private(set) var names: [String] = []

  init(_ precision: Precision) { self.precision = precision }

  var count: Int { layers.count }
  /// Neurons of the last layer so far; nil before the first.
  var width: Int? { layers.last?.outputs }

  /// Adds a layer.
  ///
  /// - Parameters:
  ///   - weights: [out, in], one after another.
  ///   - name: as the file has it.
  ///   - shape: of the weights in the file; nil for [out, in].
  mutating func add(
    _ weights: [Double], outputs: Int, inputs: Int, _ biases: [Double]?, _ activation: Activation,
    named name: String, shape: [Int]? = nil
  ) throws(ExchangeFault) {
    if let width, width != inputs {
      throw ExchangeFault("\(name) takes \(inputs) inputs, and the layer before has \(width) neurons")
    }
    if let biases, biases.count != outputs {
      throw ExchangeFault("\(name) has \(outputs) neurons and \(biases.count) biases")
    }
    guard weights.allSatisfy(\.isFinite), biases?.allSatisfy(\.isFinite) ?? true else {
      throw ExchangeFault("\(name) has weights that are infinite or no numbers")
    }
    guard parameters.count + weights.count + (biases?.count ?? 0) <= Network.parameterLimit else {
      throw ExchangeFault("it has more than \(Network.parameterLimit) parameters")
    }
    layers.append(Layer(inputs: inputs, outputs: outputs, activation: activation, hasBias: biases != nil))
    parameters += weights
    parameters += biases ?? []
    names.append("\(name) \((shape ?? [outputs, inputs]).shapeText)")
  }

  /// The whole.
  func network() throws(ExchangeFault) -> Network {
    guard !layers.isEmpty else { throw ExchangeFault("there are no layers in it") }
    var network = Network(layers: layers, precision)
    network.parameters = Vector(parameters, precision)
    guard network.parameters.isFinite else {
      throw ExchangeFault("it has weights that are too large for float32")
    }
    return network
  }
}
