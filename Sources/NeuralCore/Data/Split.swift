extension Dataset {
  /// The rows with these numbers, in that order.
  public func selecting(_ rows: [Int]) -> Dataset {
    replacing(
      inputs: Vector(rows.lazy.flatMap { input($0) }, precision),
      targets: Vector(rows.lazy.flatMap { target($0) }, precision))
  }

  /// Which rows go to which part: a permutation as `torch.randperm` draws it, cut at the shares.
  ///
  /// - Parameter isStratified: cuts every kind of target by itself, so that each part has its share of every class.
  public func rowsOfParts(
    _ shares: [Double], isStratified: Bool, from generator: inout MersenneTwister
  ) -> [[Int]] {
    let groups = isStratified ? rowsByTarget : [Array(0..<rows)]
    var parts = shares.map { _ in [Int]() }
    for group in groups {
      let order = generator.permutation(group.count).map { group[$0] }
      var start = 0
      for (k, end) in Self.cuts(shares, group.count).enumerated() {
        parts[k] += order[start..<end]
        start = end
      }
    }
    return isStratified ? parts.map { $0.sorted() } : parts
  }

  /// Which rows go to which part: all in their order, cut at the shares.
  public func rowsOfPartsInOrder(_ shares: [Double]) -> [[Int]] {
    var start = 0
    return Self.cuts(shares, rows).map { end in
      defer { start = end }
      return Array(start..<end)
    }
  }

  /// Where the parts of `count` rows end.
  private static func cuts(_ shares: [Double], _ count: Int) -> [Int] {
    let total = shares.reduce(0, +)
    var sum = 0.0
    return shares.indices.map { k in
      sum += shares[k]
      return k == shares.count - 1 ? count : Int(clamping: (sum / total * Double(count)).rounded())
    }
  }

  /// The rows of equal targets, in the order in which each is first seen.
  private var rowsByTarget: [[Int]] {
    var groups: [[Double]: Int] = [:]
    var result: [[Int]] = []
    for row in 0..<rows {
      let target = Array(target(row))
      if let group = groups[target] {
        result[group].append(row)
      } else {
        groups[target] = result.count
        result.append([row])
      }
    }
    return result
  }
}
