import Language
import NeuralCore
import Standard

extension MetricName {
  /// The metric as it is now: of the epoch that is running, in a `train`; else of the session.
  ///
  /// - Throws: why it has no value now.
  func value(_ executor: Executor) throws(Diagnostic) -> Value {
    let (session, progress) = (executor.session, executor.progress)
    switch self {
    case .loss:
      if let progress { return .number(progress.loss) }
      let (network, data) = try session.networkAndData()
      try session.checkTargets(of: data)
      return .number(try executor.loss(of: network, on: data))
    case .epoch: return .number(Double(progress?.epoch ?? session.epoch))
    case .validationLoss:
      let (network, data) = try session.networkAndValidation(self)
      // A training checked them when it began.
      if progress == nil { try session.checkTargets(of: data) }
      return .number(try executor.loss(of: network, on: data))
    case .accuracy, .f1, .rmse, .mae, .r2, .largestError, .validationAccuracy, .validationF1, .validationRMSE,
      .validationMAE, .validationR2, .validationLargestError:
      return .number(try figure(executor))
    case .seconds:
      return .number(try available(progress?.seconds, "exists only while `train` runs, in its `until`"))
    case .reached:
      return .bool(try available(session.training.reached, "needs a `train` with an `until` first"))
    case .seed:
      let seed = try available(session.random.seed, "needs an `init` or a `seed` first")
      guard seed.magnitude <= UInt64(Executor.mostExact) else {
        throw Diagnostic(
          .unavailableMetric, "the seed \(seed) is beyond 2^53, up to which a number is exact",
          help: ["As the seed of a statement it is: init torch seed (seed)"])
      }
      return .number(Double(seed))
    case .parameters: return .number(Double(try session.requireNetwork().parameters.count))
    case .last:
      return try available(session.recall.value, "is the last value that was shown, and none was shown yet")
    }
  }

  private func available<Metric>(_ value: Metric?, _ why: String) throws(Diagnostic) -> Metric {
    guard let value else { throw Diagnostic(.unavailableMetric, "`\(rawValue)` \(why)") }
    return value
  }

  /// One that outputs and targets have.
  private func figure(_ executor: Executor) throws(Diagnostic) -> Double {
    guard let metric = training else { return .nan }
    let session = executor.session
    let (network, data) =
      metric.isOfValidation ? try session.networkAndValidation(self) : try session.networkAndData()
    guard let value = metric.figure.value(try executor.outputs(of: network, for: data), data) else {
      throw .without(metric)
    }
    return value
  }
}

extension Session {
  fileprivate func networkAndValidation(_ metric: MetricName) throws(Diagnostic) -> (Network, Dataset) {
    let (network, _) = try networkAndData()
    guard let data = data.validation else { throw .noValidation(metric) }
    return (network, data)
  }
}

extension Diagnostic {
  fileprivate static func noValidation(_ metric: MetricName) -> Diagnostic {
    Diagnostic(
      .unavailableMetric, "`\(metric.rawValue)` needs data with a validation set, and this data has none",
      help: ["Split it first, for example: split 0.8 seed 1"])
  }

  /// The targets have no such figure.
  static func without(_ metric: TrainingMetric, at span: Span? = nil) -> Diagnostic {
    guard metric.figure == .r2 else {
      let name = metric.figure == .f1 ? "F1" : "accuracy"
      return Diagnostic(
        .unavailableMetric, "these targets are not classes, so there is no \(name)", at: span,
        help: ["`score` gives the RMSE, the usual size of an error."])
    }
    return Diagnostic(
      .unavailableMetric, "no target varies here, so there is no R²", at: span,
      help: [
        "It is the share of their variance that is explained. Use "
          + (metric.isOfValidation ? "val.rmse" : "train.rmse") + "."
      ])
  }
}
