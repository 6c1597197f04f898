import NeuralCore

extension Scaling.Request {
  /// As typed after `scale`.
  var text: String {
    kind.rawValue + (kind == .minmax && hasRange ? " \(low.text) \(high.text)" : "")
  }
}
