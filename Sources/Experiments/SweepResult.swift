import NeuralCore
import Statistics

/// All runs of a sweep: a value that tables and pictures are made from.
public struct SweepResult: Sendable {
  /// One of the things that are compared.
  public struct Variant: Sendable, Equatable {
    /// Its lines, only those that vary: `net 2 3 1 · init xavier`.
    public let name: String
    /// The lines of the sweep that make it, all of them.
    public let lines: [String]
    /// The most epochs that a run may have.
    public let budget: Int
    /// Whether its training has a condition.
    public let hasGoal: Bool
    /// The loss that its training makes small, as it is typed; nil where a ledger does not say it.
    public let loss: String?

    /// The name as a text of the language: `replay seed 3 of` this.
    public var quoted: String {
      let escaped = name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing(
        "{", with: "{{")
      return "\"\(escaped)\""
    }

    /// A variant under its name.
    public init(name: String, lines: [String], budget: Int, hasGoal: Bool, loss: String?) {
      (self.name, self.lines, self.budget, self.hasGoal, self.loss) = (name, lines, budget, hasGoal, loss)
    }
  }

  /// What was to be run.
  public let points: SweepPoints
  /// In the order of the sweep's lines.
  public let variants: [Variant]
  /// What they are compared by.
  public let outcome: SweepOutcome
  /// Those that were made, by ascending number.
  public let runs: [SweepRun]

  /// - Parameter runs: in any order.
  public init(points: SweepPoints, variants: [Variant], outcome: SweepOutcome, runs: [SweepRun]) {
    (self.points, self.variants, self.outcome) = (points, variants, outcome)
    self.runs = runs.inOrder
  }

  /// The runs of a sweep as its ledger tells of it.
  public init(points: SweepPoints, outline: SweepOutline, runs: [SweepRun]) {
    self.init(points: points, variants: outline.variants, outcome: outline.outcome, runs: runs)
  }

  /// Whether every run was made.
  public var isComplete: Bool { runs.count == points.count }

  /// The run of a number, if it was made; the first of several.
  public func run(_ number: Int) -> SweepRun? {
    var (low, high) = (0, runs.count)
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].number < number { low = middle + 1 } else { high = middle }
    }
    return low < runs.count && runs[low].number == number ? runs[low] : nil
  }

  /// The runs of a variant, by ascending number.
  public func runs(of variant: Int) -> [SweepRun] { runs.filter { $0.point.variant == variant } }

  /// The best of all runs; of equal ones the first.
  public var best: SweepRun? { runs.min { isLess(outcome.badness($0), outcome.badness($1)) } }

  /// The worst of all runs; of equal ones the last, so that it is not the best one, too.
  public var worst: SweepRun? { runs.reversed().max { isLess(outcome.badness($0), outcome.badness($1)) } }

  /// When the runs of a variant met their condition; nil without one.
  public func times(of variant: Int) -> CensoredTimes? {
    guard variants[variant].hasGoal else { return nil }
    let all = runs(of: variant)
    let seen = all.filter { $0.isSolved == true }.map(\.epochs)
    return CensoredTimes(seen: seen, censored: all.count - seen.count)
  }

  /// From an epoch on, which share of the runs had met the condition.
  public struct ShareStep: Sendable, Equatable {
    /// At which the share rose; 0 for the first.
    public let epoch: Int
    /// Of all runs.
    public let share: Double
    /// With 95 %.
    public let interval: ShareInterval
  }

  /// The share of a variant's runs that had met their condition, from epoch 0 on and from each epoch at which one did; empty
  /// without a condition. What a picture of a sweep draws.
  public func solvedShares(of variant: Int) -> [ShareStep] {
    guard let times = times(of: variant), times.count > 0 else { return [] }
    let steps = times.steps.filter { $0.time > 0 }
    let before = times.steps.first { $0.time == 0 }?.done ?? 0
    return ([(time: 0, done: before)] + steps).map { step in
      ShareStep(
        epoch: step.time, share: Double(step.done) / Double(times.count),
        interval: Wilson.interval(step.done, of: times.count))
    }
  }

  // MARK: Pairs

  /// Of more variants no pairs are made: so many tests tell nothing apart.
  public static let mostCompared = 200

  /// Every two variants on the seeds that both ran on, in the order of the variants; empty for more than `mostCompared`.
  public func comparisons() -> [PairedComparison] {
    comparisons(badnessBySeed(outcome.badness))
  }

  /// The same by nothing but whether the conditions were met; empty where a variant has none.
  public func solvedComparisons() -> [PairedComparison] {
    guard variants.count <= Self.mostCompared, variants.allSatisfy(\.hasGoal) else { return [] }
    return comparisons(badnessBySeed { runs in [Double(runs.count { $0.isSolved != true })] })
  }

  private func comparisons(_ badness: [[[Double]?]]) -> [PairedComparison] {
    guard variants.count <= Self.mostCompared else { return [] }
    var pairs: [PairedComparison] = []
    for first in variants.indices {
      for second in variants.indices where second > first {
        pairs.append(PairedComparison(first, second, badness[first], badness[second]))
      }
    }
    let corrected = Holm.corrected(pairs.map(\.p))
    return pairs.indices.map { pairs[$0].corrected(corrected[$0]) }
  }

  /// For each variant and place of a seed; nil where not all folds were run.
  private func badnessBySeed(_ badness: ([SweepRun]) -> [Double]) -> [[[Double]?]] {
    variants.indices.map { variant in
      (0..<points.seeds.count).map { place in
        let runs = (0..<(points.folds ?? 1)).compactMap { fold in
          run((variant * (points.folds ?? 1) + fold) * points.seeds.count + place)
        }
        return runs.count == points.folds ?? 1 ? badness(runs) : nil
      }
    }
  }
}

/// Two variants on the same seeds.
public struct PairedComparison: Sendable, Equatable {
  /// Places of the two variants.
  public let first: Int
  /// The later one.
  public let second: Int
  /// Seeds on which the first is better.
  public let wins: Int
  /// Seeds on which the second is better.
  public let losses: Int
  /// Seeds on which neither is.
  public let ties: Int
  /// Of the exact sign test, two-sided.
  public let p: Double
  /// The same corrected for the number of pairs (Holm).
  public private(set) var corrected: Double

  /// The level at which two variants are told apart.
  public static let level = 0.05

  init(_ first: Int, _ second: Int, _ badness: [[Double]?], _ other: [[Double]?]) {
    var (wins, losses, ties) = (0, 0, 0)
    for case (let one?, let two?) in zip(badness, other) {
      if isLess(one, two) { wins += 1 } else if isLess(two, one) { losses += 1 } else { ties += 1 }
    }
    (self.first, self.second, self.wins, self.losses, self.ties) = (first, second, wins, losses, ties)
    p = SignTest.p(wins: wins, losses: losses)
    corrected = p
  }

  func corrected(_ p: Double) -> PairedComparison {
    var result = self
    result.corrected = p
    return result
  }

  /// The better of the two; nil if these seeds do not tell them apart.
  public var better: Int? { corrected < Self.level ? (wins > losses ? first : second) : nil }
}
