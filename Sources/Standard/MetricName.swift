import NeuralCore

/// The metrics that expressions can read by name: `loss<0.01`, `print val.accuracy`. The raw value is the word of the
/// language. How each is computed is the interpreter's, in a switch over this enum.
public enum MetricName: String, Sendable, CaseIterable {
  case loss, epoch, accuracy
  case largestError = "largest.error"
  case validationLoss = "val.loss"
  case validationAccuracy = "val.accuracy"
  case seconds, reached, seed, parameters
  /// The last value shown.
  case last = "_"

  /// One line for help, without a final stop.
  public var summary: String {
    switch self {
    case .loss: "loss over the data; in `until`, that of the pass before the update"
    case .epoch: "epochs of training since init"
    case .accuracy: "fraction of the rows that are classified correctly"
    case .largestError: "largest difference of an output from its target, over the data"
    case .validationLoss: "loss over the validation set"
    case .validationAccuracy: "accuracy over the validation set"
    case .seconds: "seconds since the running train began; for its until"
    case .reached: "whether the last train met its condition"
    case .seed: "what the generator was last seeded with"
    case .parameters: "number of weights and biases of the net"
    case .last: "the last value shown: of an expression, eval, score or train"
    }
  }

  /// Whether it measures how good the weights are, so that `patience` and `schedule plateau` can monitor it.
  public var isMonitored: Bool {
    TrainingMetric(rawValue: rawValue) != nil
  }
}
