import NeuralCore

/// Whether a straight line (a plane) has all points of one kind on one side and all of the other on the other: whether their
/// convex hulls lie apart.
public enum Separation: Sendable {
  case apart
  /// A mixture of the first that is also one of the second, so that no line parts them: rows with their shares.
  case mixed(first: [(row: Int, share: Double)], second: [(row: Int, share: Double)])

  /// The nearest points of the two hulls, by Wolfe's algorithm (1976) on the differences of their corners, with every
  /// column scaled to the range from −1 to 1, which moves no point across a line.
  ///
  /// - Returns: nil if neither is certain: two mixtures that are not the same number in every column prove nothing.
  public init?(_ first: [[Double]], _ second: [[Double]]) {
    let (middles, halves) = Separation.columns(first + second)
    func scaled(_ points: [[Double]]) -> [[Double]] {
      points.map { point in point.indices.map { (point[$0] - middles[$0]) / halves[$0] } }
    }
    let (a, b) = (scaled(first), scaled(second))
    let nearest = NearestPoint(a, b)
    guard !nearest.isApart else {
      self = .apart
      return
    }
    let left = Separation.shares(nearest.corral.map { ($0.i, $0.share) })
    let right = Separation.shares(nearest.corral.map { ($0.j, $0.share) })
    let isProven = middles.indices.allSatisfy { k in
      let gap =
        left.reduce(0) { $0 + $1.share * a[$1.row][k] } - right.reduce(0) { $0 + $1.share * b[$1.row][k] }
      return gap.magnitude <= 1e-6
    }
    guard isProven else { return nil }
    self = .mixed(first: left, second: right)
  }

  /// The middle and half the width of each column; a width of 0 counts as 2.
  private static func columns(_ points: [[Double]]) -> (middles: [Double], halves: [Double]) {
    var (middles, halves): ([Double], [Double]) = ([], [])
    for k in points[0].indices {
      let low = points.reduce(.infinity) { min($0, $1[k]) }
      let high = points.reduce(-.infinity) { max($0, $1[k]) }
      middles.append((low + high) / 2)
      halves.append(high > low ? (high - low) / 2 : 1)
    }
    return (middles, halves)
  }

  private static func shares(_ pairs: [(Int, Double)]) -> [(row: Int, share: Double)] {
    var total: [Int: Double] = [:]
    for (row, share) in pairs { total[row, default: 0] += share }
    return total.filter { $0.value > 1e-6 }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}

/// The point of a hull of differences that is nearest to the origin.
private struct NearestPoint {
  struct Corner {
    let i, j: Int
    let point: [Double]
    var share: Double
  }

  private(set) var corral: [Corner]
  private var x: [Double]
  private let scale: Double

  init(_ first: [[Double]], _ second: [[Double]]) {
    let start = Self.difference(first, second, 0, 0)
    (corral, x) = ([Corner(i: 0, j: 0, point: start, share: 1)], start)
    scale = (first + second).reduce(1e-300) { max($0, $1.reduce(0) { max($0, $1.magnitude) }) }
    for _ in 0..<500 {
      let direction = x
      let i =
        first.indices.min { LeastSquares.dot(direction, first[$0]) < LeastSquares.dot(direction, first[$1]) }
        ?? 0
      let j =
        second.indices.max {
          LeastSquares.dot(direction, second[$0]) < LeastSquares.dot(direction, second[$1])
        } ?? 0
      let next = Self.difference(first, second, i, j)
      let gain = LeastSquares.dot(x, x) - LeastSquares.dot(x, next)
      if gain <= 1e-12 * scale * scale || corral.contains(where: { $0.i == i && $0.j == j }) { break }
      corral.append(Corner(i: i, j: j, point: next, share: 0))
      shrink()
    }
  }

  private static func difference(_ a: [[Double]], _ b: [[Double]], _ i: Int, _ j: Int) -> [Double] {
    zip(a[i], b[j]).map { $0 - $1 }
  }

  /// To the nearest point of the corral's own hull; corners that it does not need go.
  private mutating func shrink() {
    while true {
      let ones = [Double](repeating: 1, count: corral.count)
      let gram = corral.map { a in corral.map { 1 + LeastSquares.dot(a.point, $0.point) } }
      let raw = LeastSquares.solved(gram, ones)
      let total = raw.reduce(0, +)
      let shares = raw.map { $0 / total }
      if shares.allSatisfy({ $0 > 1e-12 }) {
        for k in corral.indices { corral[k].share = shares[k] }
        break
      }
      let step =
        corral.indices.filter { shares[$0] <= 1e-12 }
        .map { corral[$0].share / max(corral[$0].share - shares[$0], 1e-300) }.min() ?? 0
      for k in corral.indices { corral[k].share += min(1, step) * (shares[k] - corral[k].share) }
      let count = corral.count
      corral.removeAll { $0.share <= 1e-12 }
      if corral.count == count || corral.count == 1 { break }
    }
    x = x.indices.map { k in corral.reduce(0) { $0 + $1.share * $1.point[k] } }
  }

  var isApart: Bool { LeastSquares.dot(x, x).squareRoot() > 1e-7 * scale }
}

extension ModelAnalysis {
  /// Two classes that no line parts, with the rows that show it; nil if there are none, or the targets are no classes.
  public func inseparableClasses() -> (Separation, names: (String, String))? {
    guard let classes = rowsByClass, inputs.count <= 2000 else { return nil }
    for a in classes.indices {
      for b in classes.indices where b > a {
        let (first, second) = (classes[a].rows, classes[b].rows)
        let found = Separation(first.map { Array(inputs[$0]) }, second.map { Array(inputs[$0]) })
        guard case .mixed(let left, let right)? = found else { continue }
        return (
          .mixed(
            first: left.map { (first[$0.row], $0.share) }, second: right.map { (second[$0.row], $0.share) }),
          (classes[a].name, classes[b].name)
        )
      }
    }
    return nil
  }

  /// Rows by their targets, where there are few different ones.
  private var rowsByClass: [(name: String, rows: [Int])]? {
    var groups: [(name: String, target: RowMatrix.Row, rows: [Int])] = []
    for row in targets.indices {
      if let k = groups.firstIndex(where: { $0.target == targets[row] }) {
        groups[k].rows.append(row)
      } else {
        groups.append((name(of: Array(targets[row])), targets[row], [row]))
        if groups.count > 20 { return nil }
      }
    }
    return groups.count > 1 && groups.count <= max(2, targets.count / 2)
      ? groups.map { ($0.name, $0.rows) } : nil
  }

  private func name(of target: [Double]) -> String {
    Dataset.className(of: target, among: data.classes) ?? target.map(\.plainText).joined(separator: " ")
  }
}
