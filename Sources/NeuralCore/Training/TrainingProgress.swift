/// How a training goes, after an epoch.
public struct TrainingProgress {
  let trainer: AnyTrainer
  /// Since the weights were drawn.
  public let epoch: Int
  /// Of this training, in all attempts.
  public let epochs: Int
  let precision: Precision
  let clock: () -> Double

  /// Of the last epoch before its updates.
  public var exactLoss: Double { trainer.lastLoss }
  /// The same as the shortest decimal.
  public var loss: Double { precision.decimal(trainer.lastLoss) }
  /// Since the training began.
  public var seconds: Double { clock() }

  /// The network as it is now; a copy of all parameters.
  public var network: Network { trainer.trained }
  /// A metric of it.
  public func value(_ metric: KeptMetric, _ stop: StopSignal) throws(Interrupted) -> Double? {
    try metric.value(of: trainer, stop)
  }
  /// The losses of the epochs of this attempt so far, thinned to at most 1024.
  public var losses: [LossPoint] { trainer.losses }
  /// The learning rate of the last update.
  public var rate: Double { trainer.rate }
}

/// One start of a training with restarts.
public struct TrainingAttempt: Sendable {
  /// nil where it drew on from the running generator, so that no seed replays it.
  public let seed: Int64?
  /// Epochs of this attempt.
  public let epochs: Int
  /// Of its last epoch, before the updates.
  public let loss: Double
  /// Why the attempt ended.
  public let end: StopReason
  /// Of its epochs, counted from its first; thinned to at most 1024.
  public let losses: [LossPoint]
}

/// What a training loop tells its observer.
public enum TrainingNews {
  /// An epoch that `TrainingRules.logEvery` asks for.
  case epoch(TrainingProgress)
  /// Some of them that follow each other, where their losses are all that is reported; these as shortest decimals.
  case epochs([LossPoint])
  /// Some epochs have passed: a few milliseconds, or one epoch.
  case progress(TrainingProgress)
  /// An attempt of a training with restarts has ended; counted from 1.
  case attempt(TrainingAttempt, number: Int)
}
