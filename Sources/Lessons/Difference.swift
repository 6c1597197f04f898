/// Expected and seen lines side by side, with as few differences as possible.
public enum Difference {
  /// A part of the way from what was expected to what was seen.
  enum Step: Equatable {
    /// An expected line and the one that it matches, by their places.
    case same(Int, Int)
    /// An expected line `…` that stands for these lines.
    case skipped(Int, Range<Int>)
    /// An expected line that was not seen.
    case missing(Int)
    /// A line that was not expected.
    case added(Int)

    var isMissing: Bool { if case .missing = self { true } else { false } }
  }

  /// All lines in order: those that match with two blanks in front, `-` for what is missing, `+` for what is there instead.
  public static func lines(_ expected: [String], _ actual: [String]) -> [String] {
    steps(expected, actual).flatMap { step in
      switch step {
      case .same(_, let j): ["  " + actual[j]]
      case .skipped(let i, _): ["  " + expected[i]]
      case .missing(let i): ["- " + expected[i]]
      case .added(let j): ["+ " + actual[j]]
      }
    }
  }

  /// More cells than this are not compared one by one.
  private static let limit = 1_000_000

  static func steps(_ expected: [String], _ actual: [String]) -> [Step] {
    let (n, m) = (expected.count, actual.count)
    guard n * m < limit else {
      return (0..<n).map { .missing($0) } + (0..<m).map { .added($0) }
    }
    let (patterns, lines) = (expected.map(LinePattern.init), actual.map(LinePattern.init))
    var cells = Table(rows: n, columns: m)
    for i in stride(from: n - 1, through: 0, by: -1) where !patterns[i].isAnyLines {
      for j in 0..<m { cells.isMatch[i * (m + 1) + j] = patterns[i].matches(lines[j]) }
    }
    cells.fill(isWild: patterns.map(\.isAnyLines))
    return narrowed(cells.steps(isWild: patterns.map(\.isAnyLines)))
  }

  /// A `…` next to lines that are missing leaves as many of its own to be shown in their place.
  private static func narrowed(_ steps: [Step]) -> [Step] {
    var (result, place) = ([Step](), 0)
    while place < steps.count {
      let before = steps[place...].prefix(while: \.isMissing)
      result += before
      place = before.endIndex
      guard place < steps.count else { break }
      guard case .skipped(let i, var range) = steps[place] else {
        result.append(steps[place])
        place += 1
        continue
      }
      result += range.prefix(before.count).map { .added($0) }
      range = range.dropFirst(before.count)
      let after = steps[(place + 1)...].prefix(while: \.isMissing)
      result += [.skipped(i, range.dropLast(after.count))] + after
      result += range.suffix(after.count).map { .added($0) }
      place = after.endIndex
    }
    return result
  }

  /// The fewest differences between the ends of both texts, from every pair of places.
  private struct Table {
    let rows: Int
    let columns: Int
    var isMatch: [Bool]
    private var cost: [Int]

    init(rows: Int, columns: Int) {
      (self.rows, self.columns) = (rows, columns)
      isMatch = Array(repeating: false, count: (rows + 1) * (columns + 1))
      cost = Array(repeating: 0, count: (rows + 1) * (columns + 1))
    }

    private func place(_ i: Int, _ j: Int) -> Int { i * (columns + 1) + j }

    mutating func fill(isWild: [Bool]) {
      for i in stride(from: rows, through: 0, by: -1) {
        for j in stride(from: columns, through: 0, by: -1) {
          var best = i == rows && j == columns ? 0 : Int.max
          if i < rows { best = min(best, cost[place(i + 1, j)] + (isWild[i] ? 0 : 1)) }
          if j < columns { best = min(best, cost[place(i, j + 1)] + (i < rows && isWild[i] ? 0 : 1)) }
          if i < rows, j < columns, isMatch[place(i, j)] { best = min(best, cost[place(i + 1, j + 1)]) }
          cost[place(i, j)] = best
        }
      }
    }

    func steps(isWild: [Bool]) -> [Step] {
      var (steps, i, j) = ([Step](), 0, 0)
      while i < rows || j < columns {
        let left = cost[place(i, j)]
        if i < rows, isWild[i] {
          let start = j
          while j < columns, cost[place(i + 1, j)] != left { j += 1 }
          steps.append(.skipped(i, start..<j))
          i += 1
        } else if i < rows, j < columns, isMatch[place(i, j)], cost[place(i + 1, j + 1)] == left {
          steps.append(.same(i, j))
          (i, j) = (i + 1, j + 1)
        } else if i < rows, cost[place(i + 1, j)] + 1 == left {
          steps.append(.missing(i))
          i += 1
        } else {
          steps.append(.added(j))
          j += 1
        }
      }
      return steps
    }
  }
}
