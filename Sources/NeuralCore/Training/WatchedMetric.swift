/// The metric that early stopping and a plateau schedule watch.
public enum TrainingMetric: String, Sendable, CaseIterable {
  case loss, accuracy
  case f1 = "train.f1"
  case rmse = "train.rmse"
  case mae = "train.mae"
  case r2 = "train.r2"
  case largestError = "largest.error"
  case validationLoss = "val.loss"
  case validationAccuracy = "val.accuracy"
  case validationF1 = "val.f1"
  case validationRMSE = "val.rmse"
  case validationMAE = "val.mae"
  case validationR2 = "val.r2"
  case validationLargestError = "val.largest.error"

  /// Where none is named: the loss, over the validation part if there is one.
  public static func standard(hasValidation: Bool) -> TrainingMetric {
    hasValidation ? .validationLoss : .loss
  }

  /// What is computed.
  public var figure: Figure {
    switch self {
    case .loss, .validationLoss: .loss
    case .accuracy, .validationAccuracy: .accuracy
    case .f1, .validationF1: .f1
    case .rmse, .validationRMSE: .rmse
    case .mae, .validationMAE: .mae
    case .r2, .validationR2: .r2
    case .largestError, .validationLargestError: .largestError
    }
  }

  /// Whether it is computed over the validation part.
  public var isOfValidation: Bool {
    switch self {
    case .loss, .accuracy, .f1, .rmse, .mae, .r2, .largestError: false
    case .validationLoss, .validationAccuracy, .validationF1, .validationRMSE, .validationMAE, .validationR2,
      .validationLargestError:
      true
    }
  }

  /// Whether a larger value is better.
  public var isBetterWhenLarger: Bool { figure.isBetterWhenLarger }
}

/// A metric over the data of a training: the one implementation of what patience, plateau and replay watch.
public struct WatchedMetric: Sendable {
  /// What is watched.
  public let metric: TrainingMetric
  let data: Dataset
  let objective: Objective
  /// Whether the rows are those of the training.
  let isOfTraining: Bool

  /// - Parameter validation: nil where there is none; the training part then takes its place.
  public init(_ metric: TrainingMetric, training: Dataset, validation: Dataset?, objective: Objective) {
    (self.metric, self.objective) = (metric, objective)
    isOfTraining = !metric.isOfValidation || validation == nil
    data = metric.isOfValidation ? validation ?? training : training
  }

  /// Its value; losses as the shortest decimal, as the language sees them. nil where the targets have no such figure: no
  /// classes for the accuracy and F1, none that varies for R².
  public func value(of network: Network, _ stop: StopSignal = .never) throws(Interrupted) -> Double? {
    if metric.figure == .loss {
      return network.precision.decimal(try network.loss(objective, on: data, stop))
    }
    return metric.figure.value(try network.outputs(for: data, stop), data)
  }

  /// Whether one value is better than another, by more than `least`.
  public func isBetter(_ value: Double, than other: Double, by least: Double = 0) -> Bool {
    metric.isBetterWhenLarger ? value > other + least : value < other - least
  }

  /// Tells the plateau schedule of a trainer the value after an epoch, negated where larger is better. For the loss, that
  /// is the loss of the epoch itself, before its updates.
  public func note(_ trainer: AnyTrainer, _ stop: StopSignal = .never) throws(Interrupted) {
    guard metric != .loss else { return trainer.note(metric: trainer.lastLoss) }
    guard let value = try value(of: trainer.trained, stop) else { return }
    trainer.note(metric: metric.isBetterWhenLarger ? -value : value)
  }
}
