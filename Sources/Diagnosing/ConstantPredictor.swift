import NeuralCore

/// The best that constant outputs can do for groups of rows: what a network reaches that no longer tells them apart.
struct ConstantPredictor {
  let objective: Objective
  /// The outputs that the activation of the output layer can give.
  let range: ClosedRange<Double>

  init(_ objective: Objective, _ activation: Activation) {
    (self.objective, range) = (objective, activation.range)
  }

  /// The best constant outputs for rows with these targets; every number of an interval is as good. Ends are infinite
  /// where ever larger outputs are better.
  ///
  /// - Parameter targets: `[outputs][rows]`; outputs may have different rows, or none.
  func best(_ targets: [[Double]]) -> [ClosedRange<Double>] {
    let counted = targets.map { $0.map { smoothed($0, outputs: targets.count) } }
    return objective.loss.bestConstants(counted, objective.weights)
      .map { clamped($0.lowerBound)...clamped($0.upperBound) }
  }

  private func clamped(_ x: Double) -> Double { min(max(x, range.lowerBound), range.upperBound) }

  private func smoothed(_ target: Double, outputs: Int) -> Double {
    objective.smoothedTarget(outputs: outputs).value { _ in target }
  }

  private func weight(_ k: Int) -> Double { objective.weights.isEmpty ? 1 : objective.weights[k] }

  /// The loss of outputs for the rows with these targets, both `[rows][outputs]`.
  func loss(_ outputs: [[Double]], _ targets: [[Double]]) -> Double {
    let width = targets[0].count
    var total = 0.0
    for (a, t) in zip(outputs, targets) {
      for k in 0..<width {
        total += objective.loss.elementLoss(a[k], smoothed(t[k], outputs: width), weight(k))
      }
    }
    return total / objective.divisor(targets)
  }
}
