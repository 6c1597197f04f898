/// The seeds of a sweep: known by how they are counted, so that there may be many.
public enum SeedList: Sendable, Equatable {
  /// `first`, `first + step`, …: so many.
  case range(first: Int64, step: Int64, count: Int)
  /// One by one.
  case list([Int64])

  /// How many there are.
  public var count: Int {
    switch self {
    case .range(_, _, let count): count
    case .list(let seeds): seeds.count
    }
  }

  /// The seed at a place, from 0.
  public subscript(place: Int) -> Int64 {
    switch self {
    case .range(let first, let step, _): first &+ Int64(place) &* step
    case .list(let seeds): seeds[place]
    }
  }

  /// The place of a seed; nil if it is none of these.
  public func place(of seed: Int64) -> Int? {
    switch self {
    case .range(let first, let step, let count):
      let (distance, isFar) = seed.subtractingReportingOverflow(first)
      guard !isFar, step != 0, distance % step == 0, let place = Int(exactly: distance / step) else {
        return nil
      }
      return (0..<count).contains(place) ? place : nil
    case .list(let seeds): return seeds.firstIndex(of: seed)
    }
  }

  /// As typed after `seeds`: `0..199`, `[1, 5, 7]`.
  public var text: String {
    switch self {
    case .range(let first, let step, let count):
      let by = step == 1 || count < 2 ? "" : " by \(step)"
      return "\(first)..\(self[count - 1])\(by)"
    case .list(let seeds): return "[" + seeds.map { "\($0)" }.joined(separator: ", ") + "]"
    }
  }
}

/// The runs of a sweep, each a number: k = (variant · folds + fold) · seeds + place of the seed, as it stands in a ledger.
/// Nothing is listed: what a run is follows from its number alone, on whatever machine.
public struct SweepPoints: Sendable, Equatable {
  /// One run.
  public struct Point: Sendable, Equatable {
    /// Place of the variant, from 0.
    public let variant: Int
    /// From 1; nil without cross-validation.
    public let fold: Int?
    /// Of the start, of shuffling, and of the folds.
    public let seed: Int64
  }

  /// The most runs of a sweep: their results are all in memory.
  public static let limit = 1_000_000

  /// The seeds that every variant runs on.
  public let seeds: SeedList
  /// Of a cross-validation; nil for none.
  public let folds: Int?
  /// How many variants there are.
  public let variants: Int

  /// All runs of so many variants; their number must fit an Int.
  public init(seeds: SeedList, folds: Int?, variants: Int) {
    (self.seeds, self.folds, self.variants) = (seeds, folds, variants)
  }

  /// How many runs there are; nil if that is no number of a machine.
  public static func count(seeds: SeedList, folds: Int?, variants: Int) -> Int? {
    let (some, isFar) = seeds.count.multipliedReportingOverflow(by: folds ?? 1)
    let (all, isFarther) = some.multipliedReportingOverflow(by: variants)
    return isFar || isFarther ? nil : all
  }

  /// How many runs there are.
  public var count: Int { seeds.count * (folds ?? 1) * variants }

  /// The run of a number.
  public subscript(k: Int) -> Point {
    let rest = k / seeds.count
    return Point(
      variant: rest / (folds ?? 1), fold: folds.map { rest % $0 + 1 }, seed: seeds[k % seeds.count])
  }

  /// The number of a run; nil if there is no such run.
  public func number(variant: Int, fold: Int?, seed: Int64) -> Int? {
    guard let place = seeds.place(of: seed), (0..<variants).contains(variant) else { return nil }
    guard (fold == nil) == (folds == nil), fold.map({ (1...(folds ?? 1)).contains($0) }) ?? true else {
      return nil
    }
    return (variant * (folds ?? 1) + (fold ?? 1) - 1) * seeds.count + place
  }

  /// The number of the run that is made as the `place`-th: seed by seed, each through all variants and folds, so that a
  /// sweep that is stopped has tried every variant about as often.
  public func number(inOrder place: Int) -> Int {
    let each = (folds ?? 1) * variants
    return place % each * seeds.count + place / each
  }
}
