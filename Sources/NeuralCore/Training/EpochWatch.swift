/// What is looked at after every epoch of a small net, by the epochs themselves: what would otherwise be a call and a pass
/// an epoch for whoever looks.
struct EpochWatch {
  /// When the epochs end.
  enum Aim: Equatable {
    /// As soon as so many rows are classified correctly.
    case correct(ClosedRange<Int>)
    /// After so many epochs without a value better than the best so far.
    case best(patience: Int, since: Int, value: Double)
  }

  /// What came of it.
  struct Outcome {
    /// The best value in these epochs, if it was the best so far: after how many epochs of the training, and the weights.
    let best: (epochs: Int, value: Double, network: Network)?
    /// Epochs since the best one.
    let since: Int
  }

  /// Whether rows are classified correctly; nil where the loss is looked at.
  let classes: ClassLabels?
  /// nil for the rows that the training learns from.
  let rows: Dataset?
  let aim: Aim

  /// The figure of all rows is the loss of a training, or the accuracy.
  ///
  /// - Returns: nil for other figures, and where the targets are no classes.
  init?(_ metric: KeptMetric, _ aim: Aim) {
    guard metric.isLossOrAccuracy, metric.isLoss || metric.classes != nil else { return nil }
    (classes, rows, self.aim) = (metric.classes, metric.watched.isOfTraining ? nil : metric.watched.data, aim)
  }
}

/// A bound of the accuracy after an epoch, as numbers of rows.
///
/// The language compares the share of the rows that are classified correctly with a double; these are the numbers of rows
/// whose share passes.
public struct AccuracyGate: Sendable {
  let metric: WatchedMetric
  /// The numbers of rows that pass.
  public let correct: ClosedRange<Int>

  /// nil where the metric is not an accuracy, where there are no classes, and where the numbers are none or are not next to
  /// each other.
  ///
  /// - Parameter holds: the comparison of a share with the bound.
  public init?(_ metric: WatchedMetric, _ holds: (Double) -> Bool) {
    let rows = metric.data.rows
    guard metric.metric.figure == .accuracy, rows <= Evaluator.most else { return nil }
    let passing = (0...rows).filter { holds(Double($0) / Double(rows)) }
    guard let first = passing.first, let last = passing.last, last - first + 1 == passing.count
    else { return nil }
    (self.metric, correct) = (metric, first...last)
  }
}
