import NeuralCore

/// How far a model has been trained, and everything needed to go on: `net`, `init` and `reset` begin anew.
public struct TrainingState: Sendable {
  /// The optimizer in use with what it remembers; nil before the first training.
  var optimizer: OptimizerState?
  /// Epochs since the weights were drawn.
  public internal(set) var epoch = 0
  /// Brings back the epochs since the weights were drawn.
  var history = EpochHistory()
  /// Where in its epoch `step` is; nil between epochs.
  var stepping: AnyTrainer.Place?
  /// Whether the last `train` met its condition; nil if it had none.
  var reached: Bool?
  /// How the last `train` ended; nil once something has changed weights or data since.
  var end: TrainReport.Reason?
}

/// An optimizer with its settings and what it remembers of its steps.
struct OptimizerState: Sendable {
  let optimizer: Optimizer
  let settings: Settings
  let memory: OptimizerMemory
  /// Taken in the middle of a training: its schedule goes on where it is, even past its length.
  var isMidway = false
}

extension OptimizerState {
  /// As typed after `train`, with what differs from the defaults.
  var text: String {
    let given = optimizer.settings.filter { settings[$0.name] != $0.fallback || $0.name == "lr" }
    return
      ([optimizer.name]
      + given.map { $0.range == .flag ? $0.name : "\($0.name) \(settings[$0.name].text)" })
      .joined(separator: " ")
  }
}
