/// The metric that early stopping and a plateau schedule watch.
public enum TrainingMetric: String, Sendable, CaseIterable {
  case loss, accuracy
  case largestError = "largest.error"
  case validationLoss = "val.loss"
  case validationAccuracy = "val.accuracy"

  /// Where none is named: the loss, over the validation part if there is one.
  public static func standard(hasValidation: Bool) -> TrainingMetric {
    hasValidation ? .validationLoss : .loss
  }

  /// Whether a larger value is better.
  public var isBetterWhenLarger: Bool {
    switch self {
    case .loss, .largestError, .validationLoss: false
    case .accuracy, .validationAccuracy: true
    }
  }

  /// Whether it is a share of rows whose class is predicted.
  var isOfClasses: Bool { isBetterWhenLarger }

  /// Whether it is computed over the validation part.
  public var isOfValidation: Bool {
    switch self {
    case .loss, .accuracy, .largestError: false
    case .validationLoss, .validationAccuracy: true
    }
  }
}

/// A metric over the data of a training: the one implementation of what patience, plateau and replay watch.
public struct WatchedMetric: Sendable {
  /// What is watched.
  public let metric: TrainingMetric
  let data: Dataset
  let objective: Objective

  /// - Parameter validation: nil where there is none; the training part then takes its place.
  public init(_ metric: TrainingMetric, training: Dataset, validation: Dataset?, objective: Objective) {
    (self.metric, self.objective) = (metric, objective)
    data = metric.isOfValidation ? validation ?? training : training
  }

  /// Its value; losses as the shortest decimal, as the language sees them. nil for the accuracy of targets that are not
  /// classes.
  public func value(of network: Network, _ stop: StopSignal = .never) throws(Interrupted) -> Double? {
    switch metric {
    case .loss, .validationLoss: network.precision.decimal(try network.loss(objective, on: data, stop))
    case .accuracy, .validationAccuracy: accuracy(try network.outputs(for: data, stop), data)
    case .largestError:
      network.precision.decimal(ErrorSize(try network.outputs(for: data, stop), data).largest)
    }
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
