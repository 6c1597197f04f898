import NeuralCore

import Interchange

/// Nets whose files are kept.
enum WrittenNets {
  /// Weights that floats have exactly, of both signs.
  static func network(
    _ inputs: Int, _ layers: [(Int, Activation)], bias: Bool = true, _ precision: Precision = .single
  ) -> Network {
    let sizes = [inputs] + layers.map(\.0)
    var network = Network(
      layers: zip(sizes, layers).map {
        Layer(inputs: $0, outputs: $1.0, activation: $1.1, hasBias: bias)
      }, precision)
    for k in network.parameters.indices { network.parameters[k] = Double((k * 37 + 11) % 41 - 20) / 16 }
    return network
  }

  /// Without names or scaling.
  static let plain = ExchangedNet(name: "xor", network: network(2, [(2, .sigmoid), (1, .linear)]))

  /// Words, a missing value, scaling, classes whose names no language takes as they are.
  static let birds = ExchangedNet(
    name: "birds", network: network(3, [(4, .relu), (3, .softmax)]),
    columns: [
      Recipe.Input(name: "bill (mm)", means: [44.5]),
      Recipe.Input(name: "sex", words: ["f\"x", "möwe */ ??/"]),
    ],
    inputScaling: Scaling(shift: Vector([43.5, 0, 0], .single), scale: Vector([5.25, 1, 1], .single)),
    classes: ["Adelie", "Chin\\strap\n\"", "日本 */ ${x} \\(y)"])

  /// In float64, without biases, its targets scaled.
  static let double = ExchangedNet(
    name: "double", network: network(2, [(3, .gelu), (2, .softplus), (2, .tanh)], bias: false, .double),
    targetScaling: Scaling(shift: Vector([0.1, -7], .double), scale: Vector([2.5, 3], .double), offset: -1),
    outputNames: ["height", "weight"])

  /// One output for two classes.
  static let pair = ExchangedNet(
    name: "pair", network: network(2, [(3, .tanh), (1, .sigmoid)]), classes: ["no", "yes"])

  static let all = [plain, birds, double, pair]

  /// Two rows that fit a net.
  static func rows(_ net: ExchangedNet) -> ExchangedRows {
    let row = net.columns.isEmpty ? [0.5, -1] : [39.5, 0, 1]
    let other = net.columns.isEmpty ? [1, 0.25] : [44.5, 1, 0]
    return ExchangedRows(inputs: Vector(row + other, net.network.precision))
  }
}
