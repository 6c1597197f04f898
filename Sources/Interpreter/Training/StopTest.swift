import Language
import NeuralCore
import Standard

/// The condition of a `train … until`, laid out so that what is cheap is asked first: a bound of the loss, the number of
/// the epoch. The rest is computed as any expression, where that still matters.
indirect enum StopTest: Sendable {
  case loss(LossThreshold, @Sendable (Double) -> Bool)
  case epoch(Comparison, Double)
  /// `accuracy == 1`: what is computed anew after every epoch, and the same as an expression.
  case metric(TrainingMetric, Comparison, Double, Expression)
  case all([StopTest])
  case any([StopTest])
  case expression(Expression)

  /// - Parameter bound: the value of an expression that training does not change; nil for any other.
  init(_ expression: Expression, _ precision: Precision, bound: (Expression) -> Double?) {
    func parts(_ all: [Expression]) -> [StopTest] {
      let tests = all.map { StopTest($0, precision, bound: bound) }
      return tests.filter { !$0.isExpensive } + tests.filter(\.isExpensive)
    }
    switch expression.bare.node {
    case .conjunction(let all): self = .all(parts(all))
    case .disjunction(let all): self = .any(parts(all))
    case .comparison(let comparison, let left, let right, within: nil):
      self = .comparison(expression, comparison, left.bare, right, precision, bound)
    case .number, .string, .bool, .weight, .neuron, .name, .call, .list, .index, .negation, .not, .power,
      .chain, .comparison, .group:
      self = .expression(expression)
    }
  }

  private static func comparison(
    _ whole: Expression, _ comparison: Comparison, _ left: Expression, _ right: Expression,
    _ precision: Precision, _ bound: (Expression) -> Double?
  ) -> StopTest {
    guard case .name(let name) = left.node, let value = bound(right) else { return .expression(whole) }
    if name == MetricName.epoch.rawValue { return .epoch(comparison, value) }
    if let metric = TrainingMetric(rawValue: name), metric != .loss {
      return .metric(metric, comparison, value, whole)
    }
    guard name == MetricName.loss.rawValue, let relation = LossThreshold.Relation(comparison) else {
      return .expression(whole)
    }
    let threshold = LossThreshold(relation, value)
    return .loss(threshold, threshold.test(precision))
  }

  private var isExpensive: Bool {
    switch self {
    case .loss, .epoch: false
    case .all(let parts), .any(let parts): parts.contains(where: \.isExpensive)
    case .metric, .expression: true
    }
  }

  /// The metrics that it is about.
  var metrics: [TrainingMetric] {
    switch self {
    case .metric(let metric, _, _, _): [metric]
    case .all(let parts), .any(let parts): parts.flatMap(\.metrics)
    case .loss, .epoch, .expression: []
    }
  }

  /// The condition is this bound and nothing else.
  var threshold: LossThreshold? { if case .loss(let threshold, _) = self { threshold } else { nil } }

  /// A bound without which it cannot hold.
  var gate: LossThreshold? {
    switch self {
    case .loss(let threshold, _): threshold
    case .all(let parts): parts.lazy.compactMap(\.gate).first
    case .epoch, .metric, .any, .expression: nil
    }
  }

  /// A metric, and how it compares, without which it cannot hold, if before it nothing is computed that may be a mistake.
  var metricGate: (metric: TrainingMetric, comparison: Comparison, bound: Double)? {
    switch self {
    case .metric(let metric, let comparison, let bound, _): (metric, comparison, bound)
    case .all(let parts): parts.first(where: \.isExpensive)?.metricGate
    case .loss, .epoch, .any, .expression: nil
    }
  }

  /// - Parameters:
  ///   - metric: computes a metric; nil if it has no value, which the expression says why.
  ///   - truth: computes an expression.
  func holds(
    _ loss: Double, _ epoch: Int, _ metric: (TrainingMetric) -> Double?,
    _ truth: (Expression) throws(Diagnostic) -> Bool
  ) throws(Diagnostic) -> Bool {
    switch self {
    case .loss(_, let test): return test(loss)
    case .epoch(let comparison, let bound): return comparison.holds(Double(epoch), bound)
    case .all(let parts):
      for part in parts where !(try part.holds(loss, epoch, metric, truth)) { return false }
      return true
    case .any(let parts):
      for part in parts where try part.holds(loss, epoch, metric, truth) { return true }
      return false
    case .metric(let name, let comparison, let bound, let expression):
      guard let value = metric(name) else { return try truth(expression) }
      return comparison.holds(value, bound)
    case .expression(let expression): return try truth(expression)
    }
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
