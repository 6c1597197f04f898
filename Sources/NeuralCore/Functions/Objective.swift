/// A loss together with what it takes besides outputs and targets.
public struct Objective: Sendable, Equatable {
  /// The loss itself.
  public let loss: Loss
  /// The weight of each class, one number an output; empty for all alike.
  public let weights: [Double]
  /// The share ε of every target that is spread evenly over the classes, from 0 to below 1.
  public let smoothing: Double

  /// A loss, with all classes alike and no smoothing by default.
  public init(_ loss: Loss, weights: [Double] = [], smoothing: Double = 0) {
    (self.loss, self.weights, self.smoothing) = (loss, weights, smoothing)
  }

  /// The target after smoothing over K classes: (1 − ε) t + ε / K, or t itself without smoothing.
  ///
  /// - Parameter outputs: of the network.
  public func smoothedTarget(outputs: Int) -> Formula<Loss.Variable> {
    guard smoothing != 0 else { return .t }
    let classes = loss.classes.count(outputs: outputs)
    return .t * .number(1 - smoothing) + .number(smoothing) / .number(Double(classes))
  }

  /// What the loss over these rows is divided by; 1 where that would be 0.
  ///
  /// - Parameter targets: `[rows][outputs]`, row by row.
  public func divisor(_ targets: [Double], outputs: Int) -> Double {
    switch loss.reduction {
    case .sum: return 1
    case .mean: return Double(targets.count)
    case .rows:
      guard !weights.isEmpty else { return Double(targets.count / outputs) }
      let whole = targets.indices.reduce(0) { $0 + weights[$1 % outputs] * targets[$1] }
      return whole == 0 ? 1 : whole
    }
  }
}
