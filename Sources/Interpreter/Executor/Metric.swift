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
    case .accuracy:
      let (network, data) = try session.networkAndData()
      return .number(try Self.accuracy(network, data, executor))
    case .largestError:
      let (network, data) = try session.networkAndData()
      let outputs = try executor.outputs(of: network, for: data)
      return .number(network.precision.decimal(ErrorSize(outputs, data).largest))
    case .validationLoss:
      let (network, data) = try session.networkAndValidation(self)
      // A training checked them when it began.
      if progress == nil { try session.checkTargets(of: data) }
      return .number(try executor.loss(of: network, on: data))
    case .validationAccuracy:
      let (network, data) = try session.networkAndValidation(self)
      return .number(try Self.accuracy(network, data, executor))
    case .seconds:
      return .number(try available(progress?.seconds, "exists only while `train` runs, in its `until`"))
    case .reached:
      return .bool(try available(session.training.reached, "needs a `train` with an `until` first"))
    case .seed:
      return .number(Double(try available(session.random.seed, "needs an `init` or a `seed` first")))
    case .parameters: return .number(Double(try session.requireNetwork().parameters.count))
    case .last:
      return try available(session.recall.value, "is the last value that was shown, and none was shown yet")
    }
  }

  private func available<Metric>(_ value: Metric?, _ why: String) throws(Diagnostic) -> Metric {
    guard let value else { throw Diagnostic(.unavailableMetric, "`\(rawValue)` \(why)") }
    return value
  }

  /// The fraction of the rows that are classified correctly.
  private static func accuracy(
    _ network: Network, _ data: Dataset, _ executor: Executor
  ) throws(Diagnostic) -> Double {
    guard let share = NeuralCore.accuracy(try executor.outputs(of: network, for: data), data) else {
      throw Diagnostic(
        .unavailableMetric, "these targets are not classes, so there is no accuracy",
        help: ["`score` gives the RMSE, the usual size of an error."])
    }
    return share
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
}
