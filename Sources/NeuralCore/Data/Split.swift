/// The parts of a data set.
public enum Part: String, Sendable, CaseIterable {
  case train, validation, test
}

extension Dataset {
  /// The rows with these numbers, in that order.
  public func selecting(_ rows: [Int]) -> Dataset {
    Dataset(
      name: name, inputCount: inputCount, targetCount: targetCount,
      inputs: Vector(rows.lazy.flatMap { input($0) }, precision),
      targets: Vector(rows.lazy.flatMap { target($0) }, precision), columns: columns, classes: classes)
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

  /// Where the parts of `count` rows end.
  private static func cuts(_ shares: [Double], _ count: Int) -> [Int] {
    let total = shares.reduce(0, +)
    var sum = 0.0
    return shares.indices.map { k in
      sum += shares[k]
      return k == shares.count - 1 ? count : Int((sum / total * Double(count)).rounded())
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

extension MersenneTwister {
  /// 0 ..< count in random order: `torch.randperm(count)`.
  public mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    permute(&order)
    return order
  }

  /// The order of one epoch of PyTorch's DataLoader with `shuffle=True`: two draws of 64 bits, a permutation from a
  /// generator of its own, which is seeded with the second.
  mutating func shuffle(_ order: inout [Int], with own: inout MersenneTwister) {
    _ = nextDoubleWord()
    own.reseed(Int64(nextDoubleWord() & (1 << 63 - 1)))
    for i in order.indices { order[i] = i }
    own.permute(&order)
  }

  /// A random order of what is there: the draws of `permutation`.
  mutating func permute(_ order: inout [Int]) {
    for i in 0..<max(0, order.count - 1) {
      order.swapAt(i, i + Int(nextWord() % UInt32(order.count - i)))
    }
  }
}
