/// A metric that is looked at after every epoch: what a look takes is allocated once.
///
/// It is confined to the task of its training.
public final class KeptMetric {
  /// What is looked at.
  public let watched: WatchedMetric
  private let classes: ClassLabels?
  /// Made for the first network; nil where a pass is too long for one.
  private var evaluator: Evaluator??

  /// Keeps what looks at this metric take.
  public init(_ watched: WatchedMetric) {
    self.watched = watched
    classes = watched.metric.figure == .accuracy ? ClassLabels(watched.data) : nil
  }

  /// As `WatchedMetric.value` has it.
  ///
  /// - Parameter network: one of the same layers each time.
  public func value(of network: Network, _ stop: StopSignal = .never) throws(Interrupted) -> Double? {
    let figure = watched.metric.figure
    guard figure == .loss || figure == .accuracy, let evaluator = kept(for: network) else {
      return try watched.value(of: network, stop)
    }
    try stop.check()
    if figure == .loss { return network.precision.decimal(evaluator.loss(of: network)) }
    return classes.map { Double(evaluator.correct(of: network, $0)) / Double(watched.data.rows) }
  }

  private func kept(for network: Network) -> Evaluator? {
    if let evaluator { return evaluator }
    let made = Evaluator(network, watched.objective, on: watched.data)
    evaluator = .some(made)
    return made
  }

  /// Tells the plateau schedule of a trainer the value after an epoch, as `WatchedMetric.note` does.
  func note(_ trainer: AnyTrainer, _ stop: StopSignal) throws(Interrupted) {
    guard watched.metric != .loss else { return trainer.note(metric: trainer.lastLoss) }
    guard let value = try value(of: trainer.trained, stop) else { return }
    trainer.note(metric: watched.metric.isBetterWhenLarger ? -value : value)
  }
}
