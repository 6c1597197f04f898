import NeuralCore

/// A partition of the rows into groups that a network no longer tells apart, and the plateau that it predicts: the least
/// loss of any network that gives constant outputs to each group. It follows from the groups and the targets alone.
public struct RowPartition: Sendable {
  /// Rows, counted from 0; groups are ordered by their first row.
  public let groups: [[Int]]
  /// The least loss with one output for all rows of a group.
  public let plateau: Double
  /// The best constant outputs of each group, `[groups][outputs]`; where all numbers of an interval are as good, one of
  /// them.
  public let answers: [[Double]]
  /// The largest distance of an output from the best of its group, in ranges of the targets.
  let deviation: Double

  /// The largest distance between outputs of a group, and from the best of the group, in ranges of the targets.
  static let close = 0.05
  /// Two groups are at least this many times further apart than any group is wide.
  static let apart = 3.0
  /// With more rows there is no partition.
  static let mostRows = 400

  /// Groups whose targets differ.
  public func conflicts(_ targets: RowMatrix) -> [[Int]] {
    groups.filter { group in group.contains { targets[$0] != targets[group[0]] } }
  }

  /// The partition whose best outputs are nearest to the present ones, among the levels of a single-linkage clustering in
  /// which all groups are narrow and clearly apart. nil if none is near enough.
  ///
  /// - Parameter locked: outputs that cannot move, `[rows][outputs]`; nil where they can.
  init?(
    outputs: RowMatrix, targets: RowMatrix, _ predictor: ConstantPredictor, locked: [[Double?]]? = nil
  ) {
    guard outputs.count > 1, outputs.count <= Self.mostRows else { return nil }
    let unit = targets.ranges
    var best: RowPartition?
    for level in Self.levels(outputs, unit) where level.gap > 0 && level.gap >= Self.apart * level.width {
      guard
        let found = try? RowPartition(level.groups, outputs, targets, unit, predictor, locked, .never)
      else { continue }
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

  /// The rows by their inputs: those that no network can tell apart. nil where all rows differ.
  init?(
    inputs: RowMatrix, outputs: RowMatrix, targets: RowMatrix, _ predictor: ConstantPredictor,
    _ stop: StopSignal
  ) throws(Interrupted) {
    var (places, groups): ([RowMatrix.Row: Int], [[Int]]) = ([:], [])
    for (row, values) in inputs.enumerated() {
      try stop.check(at: row)
      if let place = places[values] {
        groups[place].append(row)
      } else {
        places[values] = groups.count
        groups.append([row])
      }
    }
    guard groups.count < inputs.count else { return nil }
    try self.init(groups, outputs, targets, targets.ranges, predictor, nil, stop)
  }

  private init(
    _ groups: [[Int]], _ outputs: RowMatrix, _ targets: RowMatrix, _ unit: [Double],
    _ predictor: ConstantPredictor, _ locked: [[Double?]]?, _ stop: StopSignal
  ) throws(Interrupted) {
    let width = targets.width
    var demanded = targets
    var deviation = 0.0
    for (place, group) in groups.enumerated() {
      try stop.check(at: place)
      let free = (0..<width).map { k in group.filter { locked?[$0][k] == nil }.map { targets[$0, k] } }
      let best = predictor.best(free)
      for k in 0..<width {
        for row in group {
          let wanted = locked?[row][k].map { $0...$0 } ?? best[k]
          let (low, high, output) = (wanted.lowerBound, wanted.upperBound, outputs[row, k])
          demanded[row, k] = low.isFinite ? low : high
          deviation = max(deviation, max(low - output, output - high, 0) / unit[k])
        }
      }
    }
    (self.groups, self.deviation, answers) = (groups, deviation, groups.map { Array(demanded[$0[0]]) })
    plateau = predictor.loss(demanded, targets)
  }

  private struct LinkageLevel {
    let groups: [[Int]]
    let width, gap: Double
  }

  /// Single linkage from every row alone upwards, the nearest groups joined first, as long as the widest group is narrow.
  private static func levels(_ outputs: RowMatrix, _ unit: [Double]) -> [LinkageLevel] {
    let rows = outputs.indices
    func distance(_ i: Int, _ j: Int) -> Double {
      unit.indices.reduce(0) { max($0, (outputs[i, $1] - outputs[j, $1]).magnitude / unit[$1]) }
    }
    var edges: [(length: Double, i: Int, j: Int)] = []
    for i in rows { for j in rows where j > i { edges.append((distance(i, j), i, j)) } }
    edges.sort { ($0.length, $0.i, $0.j) < ($1.length, $1.i, $1.j) }
    var group = Array(rows)
    var members = Dictionary(uniqueKeysWithValues: rows.map { ($0, [$0]) })
    var (width, levels) = (0.0, [LinkageLevel(groups: rows.map { [$0] }, width: 0, gap: edges[0].length)])
    for (k, edge) in edges.enumerated() {
      let (a, b) = (min(group[edge.i], group[edge.j]), max(group[edge.i], group[edge.j]))
      guard a != b, let first = members[a], let second = members[b] else { continue }
      for p in first { for q in second { width = max(width, distance(p, q)) } }
      guard width <= close else { break }
      for row in second { group[row] = a }
      members[a] = (first + second).sorted()
      members[b] = nil
      let next = edges[k...].first { group[$0.i] != group[$0.j] }
      levels.append(
        LinkageLevel(
          groups: members.keys.sorted().compactMap { members[$0] }, width: width,
          gap: next?.length ?? .infinity))
    }
    return levels
  }
}
