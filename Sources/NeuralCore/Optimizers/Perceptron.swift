extension Optimizer {
  /// Rosenblatt's rule: after every row, w += lr (y − a) x, for a layer of step units.
  public static let perceptron = Optimizer(
    name: "perceptron", summary: "Rosenblatt's rule, row by row, for one layer of step units",
    source: "Rosenblatt 1958", settings: [.lr(1)], batch: 1, needs: "step",
    make: { settings, _, _ in Perceptron(lr: Float(settings["lr"])) })
}

/// p −= lr g, where g = (a − y) x from the loss `errors`.
struct Perceptron: UpdateRule {
  let lr: Float

  mutating func update(
    _ weights: UnsafeMutablePointer<Vector>, along gradient: UnsafePointer<Vector>, count: Int
  ) {
    for i in 0..<count { weights[i] -= lr * gradient[i] }
  }

  var memory: RuleMemory { RuleMemory() }
  mutating func restore(_ memory: RuleMemory) -> Bool { true }
}
