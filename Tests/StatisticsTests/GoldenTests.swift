import Foundation
import NeuralCore
import Statistics
import TestSupport
import Testing

/// Golden values of SciPy, statsmodels and scikit-learn, made by make_golden.py.
struct GoldenTests {
  struct Golden: Decodable {
    struct Interval: Decodable { let count, trials: Int; let low, high: Double }
    struct Sign: Decodable { let wins, losses: Int; let p: Double }
    struct Corrected: Decodable { let p, corrected: [Double] }
    struct Times: Decodable { let seen: [Int]; let censored: Int; let quantiles: [String: Int?] }
    struct Folds: Decodable { let labels: [Int]; let k: Int; let counts: [[Int]] }
    struct Plain: Decodable { let rows, k: Int; let counts: [Int] }
    struct Scores: Decodable { let values: [Double]; let mean, deviation: Double; let quartiles: [Double] }

    struct Density: Decodable {
      let kind: String
      let numbers, x, density: [Double]
      let deviation, kurtosis: Double
    }

    let wilson: [Interval]
    let sign: [Sign]
    let holm: [Corrected]
    let censored: [Times]
    let folds: [Folds]
    let plain: [Plain]
    let scores: [Scores]
    let densities: [Density]
  }

  static let golden: Golden? = try? JSONDecoder().decode(
    Golden.self, from: Data(contentsOf: Documents.root.appending(path: "Tests/StatisticsTests/golden.json")))

  private func near(_ one: Double, _ other: Double, _ error: Double = 1e-12) -> Bool {
    (one - other).magnitude <= error * max(1e-300, other.magnitude)
  }

  @Test func intervalsAreSciPys() throws {
    let cases = try #require(Self.golden).wilson
    #expect(cases.count == 20)
    for row in cases {
      let interval = Wilson.interval(row.count, of: row.trials)
      #expect((interval.low - row.low).magnitude < 1e-13, "\(row.count) of \(row.trials)")
      #expect((interval.high - row.high).magnitude < 1e-13, "\(row.count) of \(row.trials)")
    }
    #expect(Wilson.interval(0, of: 0) == Wilson.interval(0, of: -1))
  }

  @Test func signTestsAreSciPys() throws {
    let cases = try #require(Self.golden).sign
    #expect(cases.count == 20)
    for row in cases {
      let p = SignTest.p(wins: row.wins, losses: row.losses)
      #expect(near(p, row.p, 1e-9), "\(row.wins), \(row.losses): \(p), \(row.p)")
      #expect(p == SignTest.p(wins: row.losses, losses: row.wins))
    }
  }

  /// The exact sums, by whole numbers: Σ C(n, j) / 2ⁿ⁻¹ for j up to the smaller count.
  @Test func signTestsAreExact() {
    for n in 1...60 {
      var (term, sum) = (1, 0)
      for k in 0..<(n + 1) / 2 {
        sum += term
        let exact = Double(sum) / Double(1 << (n - 1))
        #expect(near(SignTest.p(wins: k, losses: n - k), min(1, exact), 1e-14), "\(k) of \(n)")
        term = term * (n - k) / (k + 1)
      }
    }
  }

  @Test func manyPairsNeitherOverflowNorVanishTooEarly() {
    #expect(SignTest.p(wins: 500_000, losses: 500_000) == 1)
    for n in 0..<200 {
      #expect(SignTest.p(wins: n + 1, losses: n) == 1 && SignTest.p(wins: n, losses: n) == 1)
    }
    let p = SignTest.p(wins: 499_000, losses: 501_000)
    #expect(near(p, 0.0456082998653896, 1e-9))
    #expect(SignTest.p(wins: 0, losses: 1000) > 0)
    #expect(SignTest.p(wins: 0, losses: 2000) == 0)
  }

  @Test func soFewPairsCannotTell() {
    #expect(SignTest.fewestPairs(below: 0.05) == 6)
    #expect(SignTest.fewestPairs(below: 0.05 / 3) == 7)
    #expect(SignTest.p(wins: 5, losses: 0) > 0.05)
  }

  @Test func correctionsAreStatsmodels() throws {
    let cases = try #require(Self.golden).holm
    #expect(cases.count == 20)
    for row in cases {
      for (ours, theirs) in zip(Holm.corrected(row.p), row.corrected) { #expect(near(ours, theirs)) }
    }
    #expect(Holm.corrected([]).isEmpty)
  }

  @Test func quantilesOfCensoredTimesAreStatsmodels() throws {
    let cases = try #require(Self.golden).censored
    #expect(cases.count == 20)
    for row in cases {
      let times = CensoredTimes(seen: row.seen.reversed(), censored: row.censored)
      for percent in [25, 50, 75] {
        let wanted = row.quantiles["\(percent)"] ?? nil
        #expect(times.quantile(percent: percent) == wanted, "\(percent) % of \(row)")
      }
    }
  }

  @Test func sharesOfCensoredTimes() {
    let times = CensoredTimes(seen: [5, 3, 3, 9], censored: 2)
    #expect(times.steps.map(\.time) == [3, 5, 9] && times.steps.map(\.done) == [2, 3, 4])
    #expect([0, 2, 3, 4, 9, 100].map(times.done(by:)) == [0, 0, 2, 2, 4, 4])
    let none = CensoredTimes(seen: [], censored: 0)
    #expect(none.steps.isEmpty && none.quantile(percent: 50) == nil)
    #expect(CensoredTimes(seen: [], censored: 7).quantile(percent: 0) == nil)
  }

  @Test func scoresAreNumPys() throws {
    for row in try #require(Self.golden).scores {
      #expect(near(try #require(Sample.mean(row.values)), row.mean))
      #expect(near(try #require(Sample.deviation(row.values)), row.deviation, 1e-10))
      for (share, wanted) in zip([0.25, 0.5, 0.75], row.quartiles) {
        #expect(near(try #require(Ordered(row.values).quantile(share)), wanted))
      }
    }
    #expect(Sample.mean([]) == nil && Sample.deviation([1]) == nil && Ordered([]).median == nil)
    #expect(Ordered([.nan, 1, .infinity]).median == .infinity && Ordered([2]).quantile(0.75) == 2)
  }

  // MARK: Folds

  /// A row for each label, as one-hot targets.
  private func data(_ labels: [Int]) -> Dataset {
    let classes = (labels.max() ?? 0) + 1
    return Dataset(
      name: "labels",
      rows: labels.map { label in ([Double(label)], (0..<classes).map { $0 == label ? 1 : 0 }) }, .single)
  }

  /// As many rows of each class in each fold as scikit-learn deals, whatever the seed; and every row in one fold.
  @Test func foldsAreThoseOfStratifiedKFold() throws {
    for row in try #require(Self.golden).folds {
      let order = row.labels.reduce(into: [Int]()) { if !$0.contains($1) { $0.append($1) } }
      for seed in [0, 1, 77] as [Int64] {
        var generator = MersenneTwister(seed: seed)
        let folds = try data(row.labels).foldsOfRows(row.k, from: &generator)
        let counts = (0..<row.k).map { fold in
          order.map { label in folds.indices.count { folds[$0] == fold && row.labels[$0] == label } }
        }
        #expect(counts == row.counts, "\(row.labels) in \(row.k)")
      }
    }
  }

  @Test func foldsOfNumbersAreThoseOfKFold() throws {
    for row in try #require(Self.golden).plain {
      let data = Dataset(name: "numbers", rows: (0..<row.rows).map { ([1], [Double($0) / 7]) }, .single)
      var generator = MersenneTwister(seed: 5)
      let folds = try data.foldsOfRows(row.k, from: &generator)
      #expect((0..<row.k).map { fold in folds.count { $0 == fold } } == row.counts)
    }
  }

  @Test func anotherSeedGivesOtherFolds() throws {
    let data = data((0..<30).map { $0 % 3 })
    var (one, two) = (MersenneTwister(seed: 1), MersenneTwister(seed: 2))
    let (first, second) = (try data.foldsOfRows(5, from: &one), try data.foldsOfRows(5, from: &two))
    #expect(first != second)
  }

  /// What `plot start` draws behind what was drawn, and the spread that `explain init` promises.
  @Test func densitiesAreThoseOfSciPy() throws {
    let rows = try #require(Self.golden).densities
    #expect(Set(rows.map(\.kind)) == ["normal", "uniform", "truncated"])
    for row in rows {
      let n = row.numbers
      let law: Initializer.Distribution =
        switch row.kind {
        case "normal": .normal(mean: n[0], deviation: n[1])
        case "uniform": .uniform(low: n[0], high: n[1])
        default: .truncated(mean: n[0], deviation: n[1], low: n[2], high: n[3])
        }
      let density = try #require(law.density)
      for (x, expected) in zip(row.x, row.density) {
        #expect(near(density(x), expected, 1e-9), "\(law) at \(x)")
      }
      #expect(near(try #require(law.deviation), row.deviation, 1e-9), "\(law)")
      #expect(near(law.kurtosis, row.kurtosis, 1e-6), "\(law)")
    }
  }
}
