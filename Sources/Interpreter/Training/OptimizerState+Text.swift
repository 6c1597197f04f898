import Language
import NeuralCore

extension OptimizerState {
  /// As typed after `train`, with what differs from the defaults.
  var text: String { TrainLine(optimizer, settings).arguments }
}
