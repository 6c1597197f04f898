/// A metric that is looked at after every epoch: what a look takes is allocated once.
///
/// It is confined to the task of its training.
public final class KeptMetric {
  /// What is looked at.
  public let watched: WatchedMetric
  let isLoss, isLossOrAccuracy: Bool
  private let rows: Int
  let classes: ClassLabels?
  /// Made for the first network; nil where a pass is too long for one.
  private var evaluator: Evaluator??
  private var precision = Precision.single

  /// Keeps what looks at this metric take.
  public init(_ watched: WatchedMetric) {
    (self.watched, rows) = (watched, watched.data.rows)
    isLoss = watched.metric.figure == .loss
    isLossOrAccuracy = isLoss || watched.metric.figure == .accuracy
    classes = watched.metric.figure == .accuracy ? ClassLabels(watched.data) : nil
  }

  /// As `WatchedMetric.value` has it.
  ///
  /// - Parameter trainer: of the same network each time, which is looked at as it is now.
  public func value(of trainer: AnyTrainer, _ stop: StopSignal = .never) throws(Interrupted) -> Double? {
    guard isLossOrAccuracy, let evaluator = kept(for: trainer) else {
      return try watched.value(of: trainer.trained, stop)
    }
    try stop.check()
    if let classes { return Double(evaluator.correct(of: trainer.weights, classes)) / Double(rows) }
    return isLoss ? precision.decimal(evaluator.loss(of: trainer.weights)) : nil
  }

  private func kept(for trainer: AnyTrainer) -> Evaluator? {
    if let evaluator { return evaluator }
    let network = trainer.trained
    let made = Evaluator(network, watched.objective, on: watched.data)
    (evaluator, precision) = (.some(made), network.precision)
    return made
  }

  /// Tells the plateau schedule of a trainer the value after an epoch, as `WatchedMetric.note` does.
  func note(_ trainer: AnyTrainer, _ stop: StopSignal) throws(Interrupted) {
    guard watched.metric != .loss else { return trainer.note(metric: trainer.lastLoss) }
    guard let value = try value(of: trainer, stop) else { return }
    trainer.note(metric: watched.metric.isBetterWhenLarger ? -value : value)
  }
}
