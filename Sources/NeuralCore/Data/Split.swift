extension Dataset {
  /// The rows with these numbers, in that order.
  public func selecting(_ rows: [Int]) -> Dataset {
    part(
      inputs: inputs.gathering(rows[...], width: inputCount),
      targets: targets.gathering(rows[...], width: targetCount))
  }

  /// The same for many rows, which may be stopped.
  public func selecting(_ rows: [Int], _ stop: StopSignal) throws(Interrupted) -> Dataset {
    part(
      inputs: try inputs.gathering(rows, width: inputCount, stop),
      targets: try targets.gathering(rows, width: targetCount, stop))
  }

  /// Which rows go to which part: a permutation as `torch.randperm` draws it, cut at the shares.
  ///
  /// - Parameter isStratified: cuts every kind of target by itself, so that each part has its share of every class.
  public func rowsOfParts(
    _ shares: [Double], isStratified: Bool, from generator: inout MersenneTwister, _ stop: StopSignal = .never
  ) throws(Interrupted) -> [[Int]] {
    let groups = isStratified ? try rowsByTarget(stop) : [Array(0..<rows)]
    var parts = shares.map { _ in [Int]() }
    for group in groups {
      let order = try generator.permutation(group.count, stop)
      var start = 0
      for (k, end) in Self.cuts(shares, group.count).enumerated() {
        for place in start..<end { parts[k].append(group[order[place]]) }
        start = end
      }
      try stop.check()
    }
    guard isStratified else { return parts }
    var sorted: [[Int]] = []
    for part in parts { sorted.append(try inOrder(part, stop)) }
    return sorted
  }

  /// The same rows in the order of the data: by marks, in one pass, which takes less time than sorting.
  private func inOrder(_ part: [Int], _ stop: StopSignal) throws(Interrupted) -> [Int] {
    var isIn = [Bool](repeating: false, count: rows)
    for row in part { isIn[row] = true }
    try stop.check()
    return (0..<rows).filter { isIn[$0] }
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
  private func rowsByTarget(_ stop: StopSignal) throws(Interrupted) -> [[Int]] {
    var groups: [[Double]: Int] = [:]
    var result: [[Int]] = []
    // Rows of one class often stand together, and a look at the row before is quicker than one into the table.
    var last: (target: [Double], group: Int)?
    for row in 0..<rows {
      if row & (StopSignal.rowsBetweenLooks - 1) == 0 { try stop.check() }
      if let last, last.target.indices.allSatisfy({ targets[row * targetCount + $0] == last.target[$0] }) {
        result[last.group].append(row)
        continue
      }
      let target = Array(target(row))
      let group = groups[target] ?? result.count
      if group == result.count {
        groups[target] = group
        result.append([])
      }
      result[group].append(row)
      last = (target, group)
    }
    return result
  }
}

extension Vector {
  /// The numbers of these rows, each `width` numbers wide, one row after the other.
  fileprivate func gathering(_ rows: ArraySlice<Int>, width: Int) -> Vector {
    var result = Vector(zeros: 0, precision)
    result.append(rows: rows, of: self, width: width)
    return result
  }

  fileprivate func gathering(_ rows: [Int], width: Int, _ stop: StopSignal) throws(Interrupted) -> Vector {
    var result = Vector(zeros: 0, precision)
    for start in stride(from: 0, to: rows.count, by: StopSignal.rowsBetweenLooks) {
      try stop.check()
      let end = Swift.min(start + StopSignal.rowsBetweenLooks, rows.count)
      result.append(rows: rows[start..<end], of: self, width: width)
    }
    return result
  }
}
