import NeuralCore

extension Objective {
  /// As typed after `loss`.
  var text: String {
    loss.name + (weights.isEmpty ? "" : " weights [\(weights.map(\.text).joined(separator: ", "))]")
      + (smoothing == 0 ? "" : " smoothing \(smoothing.text)")
  }
}
