import Experiments
import NeuralCore
import Testing

struct ResultTests {
  static let seeds = SeedList.range(first: 0, step: 1, count: 8)

  /// nil for a run that never met its condition.
  static func result(_ epochs: [[Int?]], folds: Int? = nil, outcome: SweepOutcome = .epochs) -> SweepResult {
    let variants = epochs.indices.map {
      SweepResult.Variant(name: "v\($0)", lines: [], budget: 100, hasGoal: true, loss: "mse")
    }
    let seeds = epochs[0].count / (folds ?? 1)
    let points = SweepPoints(
      seeds: .range(first: 0, step: 1, count: seeds), folds: folds, variants: epochs.count)
    let runs = epochs.joined().enumerated().map { number, epochs in
      SweepRun(
        number: number, point: points[number], end: epochs == nil ? .epochs : .until,
        isSolved: epochs != nil, epochs: epochs ?? 100, loss: 0.5,
        training: Figures(
          loss: epochs == nil ? 0.5 : 0.01, accuracy: Double(epochs ?? 0) / 100, largestError: 1),
        fingerprint: "", seconds: 1)
    }
    return SweepResult(points: points, variants: variants, outcome: outcome, runs: runs.reversed())
  }

  @Test func unsolvedRunsAreCensoredAndNeverAveraged() throws {
    let summary = try #require(Self.result([[10, 20, nil, nil]]).summaries().first)
    #expect(summary.solved == 2 && summary.runs == 4)
    #expect(summary.epochs.low == 20 && summary.epochs.median == nil && summary.epochs.high == nil)
    #expect(summary.best.number == 0 && summary.worst.number == 3)
  }

  @Test func pairsMeetOnTheirSeeds() {
    let pair = Self.result([[10, nil, nil, 30, 40], [20, 50, nil, 30, nil]]).comparisons()[0]
    #expect(pair.wins == 2 && pair.losses == 1 && pair.ties == 2 && pair.p == 1 && pair.better == nil)
  }

  @Test func aClearWinnerIsTold() {
    let (fast, slow) = ([Int?](repeating: 10, count: 12), [Int?](repeating: 20, count: 12))
    let pairs = Self.result([slow, fast, fast]).comparisons()
    #expect(pairs.map(\.better) == [1, 2, nil])
    // 2 / 2¹² times three tests, and as it is the second smallest of equals, no less.
    #expect(pairs.map(\.corrected) == [6 / 4096.0, 6 / 4096.0, 1])
  }

  /// Five folds of one seed are one result: they share their rows.
  @Test func foldsCountOnce() {
    let folds = 5
    let pair = Self.result(
      [[Int?](repeating: 90, count: 5), [Int?](repeating: 80, count: 5)], folds: folds,
      outcome: .metric(.accuracy)
    ).comparisons()[0]
    #expect(pair.wins == 1 && pair.losses == 0 && pair.p == 1)
  }

  @Test func aSeedThatOnlyOneRanCountsForNone() {
    let whole = Self.result([[10, 10], [20, 20]])
    let part = SweepResult(
      points: whole.points, variants: whole.variants, outcome: .epochs,
      runs: whole.runs.filter { $0.number != 3 })
    let pair = part.comparisons()[0]
    #expect(pair.wins == 1 && pair.ties == 0 && !part.isComplete)
  }

  @Test func theCurveOfShares() {
    let shares = Self.result([[10, 20, 20, nil]]).solvedShares(of: 0)
    #expect(shares.map(\.epoch) == [0, 10, 20] && shares.map(\.share) == [0, 0.25, 0.75])
    #expect(shares.dropFirst().allSatisfy { $0.interval.low < $0.share && $0.share < $0.interval.high })
    #expect(shares[0].interval.low == 0 && shares[0].interval.high > 0.3)
  }

  @Test func nothingWasRun() {
    let whole = Self.result([[10]])
    let none = SweepResult(points: whole.points, variants: whole.variants, outcome: .epochs, runs: [])
    #expect(none.summaries().isEmpty && none.best == nil && none.worst == nil)
    #expect(none.solvedShares(of: 0).isEmpty)
  }
}
