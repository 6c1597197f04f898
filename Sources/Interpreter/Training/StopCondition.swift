import Language
import NeuralCore
import Standard

/// The condition of a `train … until`, evaluated in a copy of the session as the training goes.
struct StopCondition {
  /// `loss < x` with an x that training does not change: the trainer itself watches it. nil for other conditions.
  let threshold: LossThreshold?
  private let expression: Expression
  private let needsWeights: Bool
  private var probe: Executor

  init(_ expression: Expression, _ executor: Executor) {
    (self.expression, probe) = (expression, executor)
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
    threshold = Self.threshold(expression, executor)
  }

  /// Whether it holds after an epoch.
  mutating func holds(_ progress: TrainingProgress) throws(Diagnostic) -> Bool {
    probe.progress = Executor.Progress(
      loss: progress.loss, epoch: progress.epoch, seconds: progress.seconds)
    if needsWeights { probe.session.model.network = progress.network }
    return try probe.truth(expression)
  }

  private static func threshold(_ expression: Expression, _ executor: Executor) -> LossThreshold? {
    guard let (relation, bound) = expression.lossComparison, let relation = LossThreshold.Relation(relation),
      !bound.mentions({ $0.isChanging(executor) })
    else { return nil }
    var probe = executor
    return (try? probe.number(bound)).map { LossThreshold(relation, $0) }
  }
}

extension LossThreshold.Relation {
  fileprivate init?(_ comparison: Comparison) {
    switch comparison {
    case .less: self = .less
    case .lessOrEqual: self = .lessOrEqual
    case .greater: self = .greater
    case .greaterOrEqual: self = .greaterOrEqual
    case .equal, .unequal: return nil
    }
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
