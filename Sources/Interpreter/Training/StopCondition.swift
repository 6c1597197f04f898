import Language
import NeuralCore
import Standard

/// The condition of a `train … until`, evaluated in a copy of the session as the training goes.
struct StopCondition {
  private let test: StopTest
  private let needsWeights: Bool
  private let readsClock: Bool
  private var probe: Executor
  private let stop: StopSignal
  /// Those of the test, with what computing them takes.
  private let metrics: [(name: TrainingMetric, kept: KeptMetric)]

  init(_ expression: Expression, _ executor: Executor) {
    probe = executor
    needsWeights = expression.mentions { node in
      switch node {
      case .weight, .neuron, .call: true
      case .name(let name): !["loss", "epoch", "seconds"].contains(name) && !executor.isFixed(name)
      case .number, .string, .bool, .list, .index, .negation, .not, .power, .chain, .conjunction,
        .disjunction,
        .comparison, .group:
        false
      }
    }
    // What draws random numbers is computed after every epoch, whatever the rest says.
    let isDrawn = expression.mentions { if case .call = $0 { true } else { false } }
    test =
      isDrawn
      ? .expression(expression)
      : StopTest(expression, executor.session.precision) { Self.bound($0, executor) }
    readsClock = expression.mentions(.seconds)
    metrics = test.metrics.compactMap { name in executor.kept(name).map { (name, $0) } }
    stop = executor.host.input.stop
  }

  /// Whether it holds after an epoch.
  mutating func holds(_ progress: TrainingProgress) throws(Diagnostic) -> Bool {
    let (metrics, stop) = (metrics, stop)
    return try test.holds(progress.exactLoss, progress.epoch) { name in
      metrics.first { $0.name == name }.flatMap { (try? progress.value($0.kept, stop)) ?? nil }
    } _: { (expression) throws(Diagnostic) in
      probe.progress = Executor.Progress(
        loss: progress.loss, epoch: progress.epoch, seconds: readsClock ? progress.seconds : 0)
      if needsWeights { probe.session.model.network = progress.network }
      return try probe.truth(expression)
    }
  }

  /// `loss < x` with an x that training does not change: the trainer itself watches it. nil for other conditions.
  var threshold: LossThreshold? { test.threshold }

  /// The same for a part without which the condition cannot hold.
  var gate: LossThreshold? { test.gate }

  /// The same for the accuracy.
  var accuracyGate: AccuracyGate? {
    guard let (metric, comparison, bound) = test.metricGate,
      let kept = metrics.first(where: { $0.name == metric })?.kept
    else { return nil }
    return AccuracyGate(kept.watched) { comparison.holds($0, bound) }
  }

  /// What training does not change, computed once; nil for what it may change, and for what has no value.
  private static func bound(_ expression: Expression, _ executor: Executor) -> Double? {
    guard !expression.mentions({ $0.isChanging(executor) }) else { return nil }
    var probe = executor
    return try? probe.number(expression)
  }
}

extension Executor {
  /// A metric of the data of the session; nil where it has none.
  fileprivate func kept(_ metric: TrainingMetric) -> KeptMetric? {
    guard let data = session.data.training else { return nil }
    guard !metric.isOfValidation || session.data.validation != nil else { return nil }
    return KeptMetric(
      WatchedMetric(
        metric, training: data, validation: session.data.validation, objective: session.objective))
  }
}

extension Expression {
  /// Whether a metric stands in it.
  func mentions(_ metric: MetricName) -> Bool { mentions(name: metric.rawValue) }

  /// `loss < x` and `val.loss < x`: the x.
  var upperBound: Expression? {
    guard case .comparison(let relation, let left, let right, within: nil) = bare.node,
      case .name(let name) = left.bare.node, relation == .less || relation == .lessOrEqual,
      [MetricName.loss, .validationLoss].contains(where: { $0.rawValue == name })
    else { return nil }
    return right
  }

  /// `loss < x`: how the loss is compared, and with what; nil for other conditions.
  var lossComparison: (relation: Comparison, bound: Expression)? {
    guard case .comparison(let relation, let left, let right, within: nil) = bare.node,
      case .name(MetricName.loss.rawValue) = left.bare.node
    else { return nil }
    return (relation, right)
  }
}

extension Expression.Node {
  /// Whether training or chance can change its value.
  fileprivate func isChanging(_ executor: Executor) -> Bool {
    switch self {
    case .weight, .neuron, .call: true
    case .name(let name): !executor.isFixed(name)
    case .number, .string, .bool, .list, .index, .negation, .not, .power, .chain, .conjunction, .disjunction,
      .comparison, .group:
      false
    }
  }
}
