/// Which runs of a sweep one process makes, by their numbers: all of them, or a part that others complete.
public enum SweepShare: Sendable, Equatable {
  /// All runs.
  case all
  /// Those with k mod `count` = `index`.
  case shard(index: Int, count: Int)
  /// Those that are named, by ascending number, without gaps or overlaps between neighbors.
  case numbers([ClosedRange<Int>])

  /// Reads `3/8`: shard 3 of 8, counted from 0; nil for anything else.
  public init?(shard text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let index = Self.number(parts[0]), let count = Self.number(parts[1]),
      index < count
    else { return nil }
    self = .shard(index: index, count: count)
  }

  /// Reads `17,44-49,60-90:10`, in any order; nil for anything else. Behind a colon stands a step, as SLURM writes it.
  public init?(numbers text: String) {
    var ranges: [ClosedRange<Int>] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: ":", omittingEmptySubsequences: false)
      let ends = pieces[0].split(separator: "-", omittingEmptySubsequences: false)
      guard pieces.count == 1 || pieces.count == 2 && ends.count == 2, ends.count < 3,
        let step = pieces.count == 2 ? Self.number(pieces[1]) : 1, step > 0,
        let first = Self.number(ends[0]), let last = Self.number(ends[ends.count - 1]), first <= last,
        step == 1 || (last - first) / step < Self.mostSteps
      else { return nil }
      ranges += step == 1 ? [first...last] : stride(from: first, through: last, by: step).map { $0...$0 }
    }
    self = .numbers(Self.joined(ranges))
  }

  /// Of one piece with a step: as many as a sweep can have runs.
  private static let mostSteps = 1_000_000

  /// So many numbers, by ascending number.
  public init(numbers: some Sequence<Int>) { self = .numbers(Self.joined(numbers.map { $0...$0 })) }

  /// Digits only, so that no two texts mean the same shard.
  private static func number(_ text: Substring) -> Int? {
    !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
  }

  private static func joined(_ ranges: [ClosedRange<Int>]) -> [ClosedRange<Int>] {
    var result: [ClosedRange<Int>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      guard let last = result.last, range.lowerBound - 1 <= last.upperBound else {
        result.append(range)
        continue
      }
      result[result.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
    }
    return result
  }

  /// Whether a run is one of these.
  public func contains(_ number: Int) -> Bool {
    switch self {
    case .all: return true
    case .shard(let index, let count): return number % count == index
    case .numbers(let ranges):
      var (low, high) = (0, ranges.count)
      while low < high {
        let middle = (low + high) / 2
        if ranges[middle].upperBound < number { low = middle + 1 } else { high = middle }
      }
      return low < ranges.count && ranges[low].contains(number)
    }
  }

  /// How many of so many runs these are.
  public func count(of runs: Int) -> Int {
    switch self {
    case .all: runs
    case .shard(let index, let count): index < runs ? (runs - 1 - index) / count + 1 : 0
    case .numbers(let ranges):
      ranges.reduce(0) { $0 + max(0, min($1.upperBound, runs - 1) - $1.lowerBound + 1) }
    }
  }

  /// The largest number that is named; nil where none is.
  public var largest: Int? { if case .numbers(let ranges) = self { ranges.last?.upperBound } else { nil } }

  /// As it stands in a command: `3/8`, `17,44-49`, `3-995:8`; empty for all.
  public var text: String {
    switch self {
    case .all: ""
    case .shard(let index, let count): "\(index)/\(count)"
    case .numbers(let ranges): Self.text(ranges)
    }
  }

  /// With the step that makes it short: what one of N tasks did not do are numbers N apart.
  private static func text(_ ranges: [ClosedRange<Int>]) -> String {
    let singles = ranges.lazy.filter { $0.count == 1 }.count
    guard singles > 3, let last = ranges.last?.upperBound, last < mostSteps else { return plain(ranges) }
    var isNamed = [Bool](repeating: false, count: last + 1)
    for range in ranges { for number in range { isNamed[number] = true } }
    func begins(_ number: Int, _ step: Int) -> Bool { number < step || !isNamed[number - step] }
    let numbers = isNamed.indices.filter { isNamed[$0] }
    var best = (step: 1, pieces: ranges.count)
    for step in 2...mostShards {
      let pieces = numbers.count { begins($0, step) }
      if pieces < best.pieces { best = (step, pieces) }
    }
    guard best.step > 1 else { return plain(ranges) }
    return numbers.lazy.filter { begins($0, best.step) }.map { first in
      var end = first
      while end + best.step <= last, isNamed[end + best.step] { end += best.step }
      switch (end - first) / best.step {
      case 0: return "\(first)"
      case 1: return "\(first),\(end)"
      default: return "\(first)-\(end):\(best.step)"
      }
    }.joined(separator: ",")
  }

  /// Steps that are tried for a short text.
  private static let mostShards = 128

  private static func plain(_ ranges: [ClosedRange<Int>]) -> String {
    ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      .joined(separator: ",")
  }
}
