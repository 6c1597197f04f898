import NeuralCore

/// How far a model has been trained, and everything needed to go on: `net`, `init` and `reset` begin anew.
public struct TrainingState: Sendable {
  /// The optimizer in use with what it remembers; nil before the first training.
  var optimizer: OptimizerState?
  /// Epochs since the weights were drawn.
  public internal(set) var epoch = 0
  /// Brings back the epochs since the weights were drawn.
  var history = EpochHistory()
  /// Attempts of the last `train` that were given up, whose epochs nothing brings back.
  var earlier: [TrainingAttempt] = []
  /// Epochs at which the weights were drawn anew, counted over all attempts.
  var restarts: [Int] = []
  /// Where in its epoch `step` is; nil between epochs.
  var stepping: AnyTrainer.Place?
  /// Whether the last `train` met its condition; nil if it had none.
  var reached: Bool?
  /// How the last `train` ended; nil once something has changed weights or data since.
  var end: StopReason?
  /// Whether the data was scaled when the weights were last trained.
  var sawScaledData = false
}
