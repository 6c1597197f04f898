import NeuralCore

/// The metrics that expressions can read by name: `loss<0.01`, `print val.accuracy`. The raw value is the word of the
/// language. How each is computed is the interpreter's, in a switch over this enum.
public enum MetricName: String, Sendable, CaseIterable {
  case loss, epoch, accuracy
  case largestError = "largest.error"
  case validationLoss = "val.loss"
  case validationAccuracy = "val.accuracy"
  case f1 = "train.f1"
  case validationF1 = "val.f1"
  case rmse = "train.rmse"
  case validationRMSE = "val.rmse"
  case mae = "train.mae"
  case validationMAE = "val.mae"
  case r2 = "train.r2"
  case validationR2 = "val.r2"
  case validationLargestError = "val.largest.error"
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
    case .f1: "mean of the classes' F1 over the training set"
    case .validationF1: "mean of the classes' F1 over the validation set"
    case .rmse: "root mean square error over the training set, in the units of the data"
    case .validationRMSE: "root mean square error over the validation set"
    case .mae: "mean absolute error over the training set, in the units of the data"
    case .validationMAE: "mean absolute error over the validation set"
    case .r2: "R² over the training set: the share of the variance that is explained"
    case .validationR2: "R² over the validation set"
    case .validationLargestError: "largest.error over the validation set"
    case .seconds: "seconds since the running train began; for its until"
    case .reached: "whether the last train met its condition"
    case .seed: "what the generator was last seeded with"
    case .parameters: "number of weights and biases of the net"
    case .last: "the last value shown: of an expression, eval, score or train"
    }
  }

  /// Whether it measures how good the weights are, so that `patience` and `schedule plateau` can monitor it.
  public var isMonitored: Bool {
    training != nil
  }

  /// The same as a metric of the core, if it measures how good the weights are.
  public var training: TrainingMetric? { TrainingMetric(rawValue: rawValue) }
}
