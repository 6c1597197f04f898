import Language
import NeuralCore
import Standard

/// A metric of the session that expressions can use by name: one row of the table of metrics.
public struct Metric: Sendable {
  /// Its row in the table of names.
  public let metric: MetricName
  /// Throws why the metric has no value now.
  let value: @Sendable (Executor) throws(Diagnostic) -> Value

  /// The metric of this name; nil if there is none.
  public static func named(_ name: String) -> Metric? { all.first { $0.name == name } }

  /// As expressions use it.
  public var name: String { metric.rawValue }

  /// Every metric, in the order of help.
  public static let all: [Metric] = [
    Metric(metric: .loss) {
      (executor) throws(Diagnostic) in
      if let progress = executor.progress { return .number(progress.loss) }
      let (network, data) = try executor.session.networkAndData()
      return .number(executor.session.loss(of: network, on: data))
    },
    Metric(metric: .epoch) { (executor) in
      .number(Double(executor.progress?.epoch ?? executor.session.epoch))
    },
    Metric(metric: .accuracy) {
      (executor) throws(Diagnostic) in
      let (network, data) = try executor.session.networkAndData()
      return .number(try accuracy(network, data))
    },
    Metric(metric: .validationLoss) { (executor) throws(Diagnostic) in
      let (network, data) = try executor.session.networkAndValidation("val.loss")
      return .number(executor.session.loss(of: network, on: data))
    },
    Metric(metric: .validationAccuracy) {
      (executor) throws(Diagnostic) in
      let (network, data) = try executor.session.networkAndValidation("val.accuracy")
      return .number(try accuracy(network, data))
    },
    Metric(metric: .seconds) { (executor) throws(Diagnostic) in
      guard let progress = executor.progress else {
        throw .unavailable("seconds", "is there only while `train` runs, in its `until`")
      }
      return .number(progress.seconds)
    },
    Metric(metric: .reached) {
      (executor) throws(Diagnostic) in
      guard let reached = executor.session.training.reached else {
        throw .unavailable("reached", "needs a `train` with an `until` first")
      }
      return .bool(reached)
    },
    Metric(metric: .seed) { (executor) throws(Diagnostic) in
      guard let seed = executor.session.random.seed else {
        throw .unavailable("seed", "needs an `init` or a `seed` first")
      }
      return .number(Double(seed))
    },
    Metric(metric: .parameters) {
      (executor) throws(Diagnostic) in
      .number(Double(try executor.session.requireNetwork().parameters.count))
    },
    Metric(metric: .last) {
      (executor) throws(Diagnostic) in
      guard let value = executor.session.recall.value else {
        throw .unavailable("_", "is the last value that was shown, and none was shown yet")
      }
      return value
    },
  ]

  /// The share of the rows whose class is right.
  private static func accuracy(_ network: Network, _ data: Dataset) throws(Diagnostic) -> Double {
    guard let share = NeuralCore.accuracy(network.outputs(for: data), data) else {
      throw Diagnostic(
        .unavailableMetric, "these targets are not classes, so there is no accuracy",
        help: ["`score` gives the RMSE, the usual size of an error."])
    }
    return share
  }
}

extension Session {
  fileprivate func networkAndValidation(_ metric: String) throws(Diagnostic) -> (Network, Dataset) {
    let (network, _) = try networkAndData()
    guard let data = data.validation else { throw .noValidation(metric) }
    return (network, data)
  }
}

extension Diagnostic {
  static func unavailable(_ metric: String, _ why: String) -> Diagnostic {
    Diagnostic(.unavailableMetric, "`\(metric)` \(why)")
  }

  fileprivate static func noValidation(_ metric: String) -> Diagnostic {
    Diagnostic(
      .unavailableMetric, "`\(metric)` needs data with a validation part, and this data has none",
      help: ["Part it first, for example: split 0.8 seed 1"])
  }
}
