import NeuralCore

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
    let given = optimizer.settings.filter { settings[$0.key] != $0.fallback || $0.key == .lr }
    return
      ([optimizer.name]
      + given.map { $0.range == .flag ? $0.name : "\($0.name) \(settings[$0.key].text)" })
      .joined(separator: " ")
  }
}
