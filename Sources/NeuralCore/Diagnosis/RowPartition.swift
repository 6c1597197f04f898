/// A partition of the rows into groups that a net no longer tells apart, and the plateau that this predicts: the least loss
/// of any net that gives one answer to each group. It follows from the groups and the targets alone.
public struct RowPartition: Sendable {
  /// Rows, counted from 0; groups by their first row.
  public let groups: [[Int]]
  public let plateau: Double
  /// The answer that each group demands, an output each; where all of an interval are as good, one of them.
  public let answers: [[Double]]
  /// The largest distance of an output from what its group demands, in ranges of the targets.
  let deviation: Double

  /// Outputs of a group are at most so far apart, and from what the group demands; in ranges of the targets.
  static let close = 0.05
  /// Two groups are so many times further apart than any group is wide.
  static let apart = 3.0
  /// Rows that are compared with each other.
  static let mostRows = 400

  /// Groups whose targets differ.
  public func conflicts(_ targets: [[Double]]) -> [[Int]] {
    groups.filter { group in group.contains { targets[$0] != targets[group[0]] } }
  }

  /// The partition whose demands the outputs meet best, among those of a single linkage in which all groups stay narrow and
  /// clearly apart. nil if none is met.
  ///
  /// - Parameter locked: outputs that stand still, by row and output; nil where they move.
  init?(
    outputs: [[Double]], targets: [[Double]], _ answer: ConstantPredictor, locked: [[Double?]]? = nil
  ) {
    guard outputs.count > 1, outputs.count <= Self.mostRows else { return nil }
    let unit = targets.ranges
    var best: RowPartition?
    for rung in Self.ladder(outputs, unit) where rung.gap > 0 && rung.gap >= Self.apart * rung.width {
      let found = RowPartition(rung.groups, outputs, targets, unit, answer, locked)
      guard let old = best else {
        best = found
        continue
      }
      let isNearer = found.deviation < old.deviation - 1e-12
      if isNearer || (found.plateau - old.plateau).magnitude < 1e-9 { best = found }
    }
    guard let best, best.deviation <= Self.close else { return nil }
    self = best
  }

  private init(
    _ groups: [[Int]], _ outputs: [[Double]], _ targets: [[Double]], _ unit: [Double],
    _ answer: ConstantPredictor, _ locked: [[Double?]]?
  ) {
    let width = targets[0].count
    var demanded = targets.map { _ in [Double](repeating: 0, count: width) }
    var deviation = 0.0
    for group in groups {
      for k in 0..<width {
        let free = group.filter { locked?[$0][k] == nil }
        let best = free.isEmpty ? (0, 0) : answer.best(free.map { targets[$0][k] }, k, of: width)
        for row in group {
          let (low, high) = locked?[row][k].map { ($0, $0) } ?? best
          let output = outputs[row][k]
          demanded[row][k] = low.isFinite ? low : high
          deviation = max(deviation, max(low - output, output - high, 0) / unit[k])
        }
      }
    }
    (self.groups, self.deviation, answers) = (groups, deviation, groups.map { demanded[$0[0]] })
    plateau = answer.loss(demanded, targets)
  }

  private struct LinkageLevel {
    let groups: [[Int]]
    let width, gap: Double
  }

  /// From every row alone upwards, the nearest groups joined first, as long as the widest group is narrow.
  private static func ladder(_ outputs: [[Double]], _ unit: [Double]) -> [LinkageLevel] {
    let rows = outputs.indices
    func distance(_ i: Int, _ j: Int) -> Double {
      unit.indices.reduce(0) { max($0, (outputs[i][$1] - outputs[j][$1]).magnitude / unit[$1]) }
    }
    var edges: [(length: Double, i: Int, j: Int)] = []
    for i in rows { for j in rows where j > i { edges.append((distance(i, j), i, j)) } }
    edges.sort { ($0.length, $0.i, $0.j) < ($1.length, $1.i, $1.j) }
    var group = Array(rows)
    var members = Dictionary(uniqueKeysWithValues: rows.map { ($0, [$0]) })
    var (width, rungs) = (0.0, [LinkageLevel(groups: rows.map { [$0] }, width: 0, gap: edges[0].length)])
    for (k, edge) in edges.enumerated() {
      let (a, b) = (min(group[edge.i], group[edge.j]), max(group[edge.i], group[edge.j]))
      guard a != b, let first = members[a], let second = members[b] else { continue }
      for p in first { for q in second { width = max(width, distance(p, q)) } }
      guard width <= close else { break }
      for row in second { group[row] = a }
      members[a] = (first + second).sorted()
      members[b] = nil
      let next = edges[k...].first { group[$0.i] != group[$0.j] }
      rungs.append(
        LinkageLevel(
          groups: members.keys.sorted().compactMap { members[$0] }, width: width,
          gap: next?.length ?? .infinity))
    }
    return rungs
  }
}

extension [[Double]] {
  /// For each column the distance from its least to its greatest number; 1 where that is 0.
  var ranges: [Double] {
    self[0].indices.map { k in
      let column = map { $0[k] }
      let range = (column.max() ?? 0) - (column.min() ?? 0)
      return range == 0 ? 1 : range
    }
  }
}
