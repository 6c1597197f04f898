import NeuralCore
import Statistics

/// One variant of a sweep in numbers: a row of its table.
public struct VariantSummary: Sendable {
  /// Lower quartile, median and upper quartile.
  public struct Quartiles<Number: Sendable>: Sendable {
    /// A quarter is below it.
    public let low: Number
    /// Half is below it.
    public let median: Number
    /// Three quarters are below it.
    public let high: Number
  }

  /// Its place among the variants.
  public let variant: Int
  /// Its lines, only those that vary.
  public let name: String
  /// Runs that were made.
  public let runs: Int
  /// Runs that met their condition; nil without one.
  public let solved: Int?
  /// The 95 % interval of their share (Wilson); nil without a condition.
  public let solvedShare: ShareInterval?
  /// Epochs after which more than a quarter, a half, three quarters of all runs had met their condition; nil where so many
  /// never did.
  public let epochs: Quartiles<Int?>
  /// Runs whose loss was not finite.
  public let diverged: Int
  /// Of the losses with the weights that the trainings left.
  public let loss: Quartiles<Double>
  /// Medians of metrics that the runs have.
  public let medians: [TrainingMetric: Double]
  /// Means of them.
  public let means: [TrainingMetric: Double]
  /// Standard deviations of them, with n − 1.
  public let deviations: [TrainingMetric: Double]
  /// Of one run, on average.
  public var secondsOfRun: Double { seconds / Double(runs) }
  /// The best run, by what variants are compared by; of equal ones the first.
  public let best: SweepRun
  /// The worst one; of equal ones the last.
  public let worst: SweepRun
  /// That all its runs took together.
  public let seconds: Double
}

extension SweepResult {
  /// A row for each variant that was run at all.
  public func summaries() -> [VariantSummary] { variants.indices.compactMap(summary) }

  private func summary(_ variant: Int) -> VariantSummary? {
    let runs = runs(of: variant)
    guard let best = runs.min(by: { isLess(outcome.badness($0), outcome.badness($1)) }),
      let worst = runs.reversed().max(by: { isLess(outcome.badness($0), outcome.badness($1)) })
    else { return nil }
    let times = times(of: variant)
    let solved = times.map { times in runs.count { $0.isSolved == true } }
    let values = values(runs)
    return VariantSummary(
      variant: variant, name: variants[variant].name, runs: runs.count, solved: solved,
      solvedShare: solved.map { Wilson.interval($0, of: runs.count) },
      epochs: VariantSummary.Quartiles(
        low: times?.quantile(percent: 25), median: times?.quantile(percent: 50),
        high: times?.quantile(percent: 75)),
      diverged: runs.count { $0.end == .diverged }, loss: Self.quartiles(runs.map(\.lossAfter)),
      medians: values.compactMapValues { Ordered($0).median },
      means: values.compactMapValues(Sample.mean), deviations: values.compactMapValues(Sample.deviation),
      best: best, worst: worst, seconds: runs.reduce(0) { $0 + $1.seconds })
  }

  /// The values of each metric that every one of these runs has.
  private func values(_ runs: [SweepRun]) -> [TrainingMetric: [Double]] {
    var values: [TrainingMetric: [Double]] = [:]
    for metric in TrainingMetric.allCases {
      let found = runs.compactMap { $0[metric] }
      if found.count == runs.count { values[metric] = found }
    }
    return values
  }

  private static func quartiles(_ values: [Double]) -> VariantSummary.Quartiles<Double> {
    let ordered = Ordered(values)
    func at(_ share: Double) -> Double { ordered.quantile(share) ?? .nan }
    return VariantSummary.Quartiles(low: at(0.25), median: at(0.5), high: at(0.75))
  }
}
