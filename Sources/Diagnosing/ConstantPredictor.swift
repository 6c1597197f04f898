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
  func loss(_ outputs: RowMatrix, _ targets: RowMatrix) -> Double {
    let (width, smoothed) = (targets.width, objective.smoothedTarget(outputs: targets.width))
    var total = 0.0
    for row in targets.indices {
      for k in 0..<width {
        total += objective.loss.elementLoss(
          outputs[row, k], smoothed.value { _ in targets[row, k] }, weight(k))
      }
    }
    return total / objective.divisor(targets.numbers, outputs: targets.width)
  }
}
