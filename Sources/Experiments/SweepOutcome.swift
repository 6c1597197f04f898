import NeuralCore

/// What variants of a sweep are compared by.
public enum SweepOutcome: Sendable, Equatable {
  /// Whether the condition was met, and then after how many epochs.
  case epochs
  /// A metric at the end of each training.
  case metric(TrainingMetric)

  /// As it is named in reports.
  public var name: String {
    switch self {
    case .epochs: "epochs"
    case .metric(let metric): metric.rawValue
    }
  }

  /// That of a name in reports; nil for no such one.
  init?(_ name: String) {
    if name == SweepOutcome.epochs.name {
      self = .epochs
    } else {
      guard let metric = TrainingMetric(rawValue: name) else { return nil }
      self = .metric(metric)
    }
  }

  /// How bad the runs of one variant on one seed are together, one or all folds: the less the better, the first number
  /// first. The folds of one seed share their rows, so they are one result and not several.
  func badness(_ runs: [SweepRun]) -> [Double] {
    switch self {
    case .epochs:
      let solved = runs.filter { $0.isSolved == true }
      return [Double(runs.count - solved.count), Double(solved.reduce(0) { $0 + $1.epochs })]
    case .metric(let metric):
      return [runs.reduce(0) { $0 + badness($1, metric) } / Double(runs.count)]
    }
  }

  /// How bad one run is, so that of two no two that differ are equal: for the best and the worst.
  func badness(_ run: SweepRun) -> [Double] {
    let loss = run.lossAfter.isFinite ? run.lossAfter : .infinity
    switch self {
    case .epochs:
      let isSolved = run.isSolved == true
      return [isSolved ? 0 : 1, isSolved ? Double(run.epochs) : loss]
    case .metric(let metric): return [badness(run, metric), Double(run.epochs)]
    }
  }

  /// A training that diverged is worse than any other, whatever weights it fell back on.
  private func badness(_ run: SweepRun, _ metric: TrainingMetric) -> Double {
    guard run.end != .diverged, let value = run[metric], value.isFinite else { return .infinity }
    return metric.isBetterWhenLarger ? -value : value
  }
}

/// Less in the first number that differs.
func isLess(_ one: [Double], _ other: [Double]) -> Bool { one.lexicographicallyPrecedes(other) }
