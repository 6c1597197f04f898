import NeuralCore

/// Operations of ONNX that are done to each number by itself.
enum ONNXFunctions {
  /// The function of a node; nil where it is none of these.
  static func rule(
    _ node: ONNXModel.Node, _ numbers: [Double?]
  ) -> (@Sendable ([Double]) -> Double)? {
    guard node.domain.isEmpty else { return nil }
    if let rule = simple(node.operation) { return rule }
    if let activation = named[node.operation] { return of(activation) }
    switch node.operation {
    case "LeakyRelu":
      let slope = node.float("alpha") ?? 0.01
      return { $0[0] < 0 ? slope * $0[0] : $0[0] }
    case "Elu", "Celu":
      let alpha = node.float("alpha") ?? 1
      let divisor = node.operation == "Celu" ? alpha : 1
      return { $0[0] < 0 ? alpha * Elementary.expm1($0[0] / divisor) : $0[0] }
    case "Selu":
      let (alpha, gamma) = (
        node.float("alpha") ?? 1.6732632423543772, node.float("gamma") ?? 1.0507009873554805
      )
      return { gamma * ($0[0] < 0 ? alpha * Elementary.expm1($0[0]) : $0[0]) }
    case "HardSigmoid":
      let (alpha, beta) = (node.float("alpha") ?? 0.2, node.float("beta") ?? 0.5)
      return { max(0, min(1, alpha * $0[0] + beta)) }
    case "Gelu": return of(node.text("approximate") == "tanh" ? .geluTanh : .gelu)
    case "Clip":
      let low = numbers.count > 1 ? numbers[1] : nil
      let high = numbers.count > 2 ? numbers[2] : nil
      let bounds = (low ?? node.float("min") ?? -.infinity, high ?? node.float("max") ?? .infinity)
      return { min(bounds.1, max(bounds.0, $0[0])) }
    default: return nil
    }
  }

  private static func of(_ activation: Activation) -> (@Sendable ([Double]) -> Double)? {
    guard let value = activation.value else { return nil }
    return { value($0[0]) }
  }

  private static let named: [String: Activation] = [
    "Sigmoid": .sigmoid, "Tanh": .tanh, "Relu": .relu, "Softplus": .softplus, "Softsign": .softsign,
  ]

  private typealias Rule = @Sendable ([Double]) -> Double

  private static func simple(_ operation: String) -> Rule? {
    unary(operation) ?? sums(operation) ?? compared(operation)
  }

  private static func unary(_ operation: String) -> Rule? {
    switch operation {
    case "Neg": { -$0[0] }
    case "Abs": { abs($0[0]) }
    case "Exp": { Elementary.exp($0[0]) }
    case "Log": { Elementary.log($0[0]) }
    case "Sqrt": { $0[0].squareRoot() }
    case "Reciprocal": { 1 / $0[0] }
    case "Erf": { Elementary.erf($0[0]) }
    // tf2onnx leaves this one of TensorFlow's where Keras has gelu.
    case "Erfc": { 1 - Elementary.erf($0[0]) }
    case "Sign": { $0[0] > 0 ? 1 : $0[0] < 0 ? -1 : 0 }
    case "Not": { $0[0] == 0 ? 1 : 0 }
    case "Floor": { $0[0].rounded(.down) }
    case "Ceil": { $0[0].rounded(.up) }
    default: nil
    }
  }

  private static func sums(_ operation: String) -> Rule? {
    switch operation {
    case "Add", "Sum": { $0.reduce(0) { $0 + $1 } }
    case "Sub": { $0[0] - $0[1] }
    case "Mul": { $0.reduce(1) { $0 * $1 } }
    case "Div": { $0[0] / $0[1] }
    case "Pow": { Elementary.power($0[0], $0[1]) }
    case "Min": { $0.min() ?? .nan }
    case "Max": { $0.max() ?? .nan }
    case "PRelu": { $0[0] < 0 ? $0[1] * $0[0] : $0[0] }
    default: nil
    }
  }

  private static func compared(_ operation: String) -> Rule? {
    switch operation {
    case "Greater": { $0[0] > $0[1] ? 1 : 0 }
    case "GreaterOrEqual": { $0[0] >= $0[1] ? 1 : 0 }
    case "Less": { $0[0] < $0[1] ? 1 : 0 }
    case "LessOrEqual": { $0[0] <= $0[1] ? 1 : 0 }
    case "Equal": { $0[0] == $0[1] ? 1 : 0 }
    case "And": { $0[0] != 0 && $0[1] != 0 ? 1 : 0 }
    case "Or": { $0[0] != 0 || $0[1] != 0 ? 1 : 0 }
    case "Where": { $0[0] != 0 ? $0[1] : $0[2] }
    default: nil
    }
  }

  /// How many operands an operation takes at least.
  static func operands(_ operation: String) -> Int {
    switch operation {
    case "Sub", "Div", "Pow", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "Equal", "PRelu", "And",
      "Or":
      2
    case "Where": 3
    default: 1
    }
  }

  /// The activation that a function is, by its values; nil where it is none of nn's.
  static func activation(_ function: (Double) -> Double) -> Activation? {
    var candidates = Activation.all.compactMap { activation in activation.value.map { (activation, $0) } }
    for sample in samples where !candidates.isEmpty {
      let value = function(sample)
      candidates.removeAll { _, own in
        let expected = own(sample)
        // Constants of decompositions are float32 numbers.
        return !(abs(expected - value) <= 1e-6 * (1 + abs(expected)))
      }
    }
    return candidates.first?.0
  }

  /// Every piece of every activation has some of these.
  private static let samples: [Double] = [
    -40, -20.5, -6, -3.5, -3, -2.5, -1.5, -1, -0.75, -0.1, -0.001, 0, 0.001, 0.1, 0.5, 1, 1.5, 1.7, 2.5, 3,
    3.5,
    4, 6.3, 20.5, 40,
  ]
}

extension ONNXFunctions {
  /// s ↦ min(high, max(low, slope · s + offset)).
  struct Piece {
    let slope, offset, low, high: Double
    var middle: Double { (low + high) / 2 }
    var half: Double { (high - low) / 2 }
  }

  /// Of a clipped line that is no activation of nn by itself, but hard-tanh between lines.
  static func piece(_ node: ONNXModel.Node, _ numbers: [Double?]) -> Piece? {
    guard node.domain.isEmpty else { return nil }
    switch node.operation {
    case "Clip":
      guard let low = numbers.count > 1 ? numbers[1] : node.float("min"),
        let high = numbers.count > 2 ? numbers[2] : node.float("max"), (low, high) != (-1, 1), high > low,
        low.isFinite, high.isFinite
      else { return nil }
      return Piece(slope: 1, offset: 0, low: low, high: high)
    case "HardSigmoid":
      let (alpha, beta) = (node.float("alpha") ?? 0.2, node.float("beta") ?? 0.5)
      guard abs(alpha - 1 / 6) > 1e-7 || beta != 0.5, alpha.isFinite, beta.isFinite else { return nil }
      return Piece(slope: alpha, offset: beta, low: 0, high: 1)
    default: return nil
    }
  }
}
