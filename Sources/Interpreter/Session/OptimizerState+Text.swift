import NeuralCore

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
