/// What a training keeps for the way back.
extension TrainingLoop {
  /// A stretch of epochs begins with a state.
  mutating func beginStretch(from state: EpochHistory.State) {
    history.begin(EpochHistory.Stretch(configuration, on: data, watching: metric.watched, from: state))
  }

  /// Keeps a state now and then, so that no more than a 50th of the time goes into it.
  ///
  /// - Parameter before: what the clock says.
  /// - Returns: what it says after that.
  mutating func keepState(_ before: Double) -> Double {
    guard before - lastKept > max(2 * Self.stretchSeconds, 50 * costOfKeeping) else { return before }
    history.keep(presentState)
    lastKept = now()
    costOfKeeping = max(costOfKeeping, lastKept - before)
    return lastKept
  }

  var optimizerState: OptimizerState {
    OptimizerState(
      optimizer: configuration.optimizer, settings: configuration.settings, memory: trainer.memory,
      isMidway: true)
  }

  private var presentState: EpochHistory.State {
    EpochHistory.State(
      epoch: presentEpoch, network: trainer.trained, optimizer: optimizerState, generator: trainer.generator,
      seed: seed)
  }

  mutating func endStretch() {
    let begin = epochsBefore + attemptBegin
    if trainer.epochs > attemptBegin { history.keep(presentState) }
    history.end(
      at: presentEpoch, trainer.losses.map { LossPoint(epoch: begin + $0.epoch, loss: $0.loss) })
  }
}
