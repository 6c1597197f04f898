/// What the epochs themselves look at, where they can: one look costs as much as an epoch of a small net, and a call for it
/// as much again. `Tests/NeuralCoreTests/Training/EpochWatchTests` compares it with looks from here.
extension TrainingLoop {
  /// Leaves it to the epochs, if nothing else is asked after each.
  mutating func watchInEpochs(hasCondition: Bool) {
    guard rules.gradientTolerance == nil, let watch = watch(hasCondition)
    else { return }
    epochsWatch = trainer.watch(watch)
  }

  private func watch(_ hasCondition: Bool) -> EpochWatch? {
    guard let patience = rules.patience else {
      guard hasCondition, rules.gate == nil, let gate = rules.accuracyGate else { return nil }
      return EpochWatch(KeptMetric(gate.metric), .correct(gate.correct))
    }
    guard !hasCondition, rules.restartEvery == nil, rules.leastImprovement == 0, let best else { return nil }
    return EpochWatch(
      metric, .best(patience: patience, since: epochsSinceImprovement, value: best.value))
  }

  /// What they have seen.
  mutating func takeWatched() {
    guard epochsWatch, rules.patience != nil, let watched = trainer.watched else { return }
    epochsSinceImprovement = watched.since
    if let new = watched.best { best = (new.network, epochsBefore + new.epochs, new.value) }
  }
}
