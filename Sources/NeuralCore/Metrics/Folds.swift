extension Dataset {
  /// The fold of each row, from 0, for cross-validation: every fold has its share of every class, and no two folds differ
  /// by more than one row or, of a class, by more than one.
  ///
  /// How many rows of a class go to which fold is dealt as scikit-learn's `StratifiedKFold` deals it: the rows sorted by
  /// class, in the order in which each is first seen, go to the folds in turn. Which rows these are, a permutation of each
  /// class decides, as `torch.randperm` draws it. Targets that are no classes are one class: scikit-learn's `KFold`.
  public func foldsOfRows(
    _ folds: Int, from generator: inout MersenneTwister, _ stop: StopSignal = .never
  ) throws(Interrupted) -> [Int] {
    var (result, place) = ([Int](repeating: 0, count: rows), 0)
    for group in try rowsByClass(stop) {
      let order = try generator.permutation(group.count, stop)
      // The places of the group go to the folds in turn, and are then sorted: so many to the first, and so on.
      var next = 0
      for fold in 0..<folds {
        let first = (fold - place % folds + folds) % folds
        for _ in stride(from: first, to: group.count, by: folds) {
          try stop.check(at: next)
          result[group[order[next]]] = fold
          next += 1
        }
      }
      place += group.count
    }
    return result
  }

  /// The rows of each class, in the order in which each is first seen.
  private func rowsByClass(_ stop: StopSignal) throws(Interrupted) -> [[Int]] {
    guard let labels = try ClassLabels(self, stop)?.labels else { return [Array(0..<rows)] }
    var (groups, order): ([[Int]], [Int]) = ([], [])
    for (row, label) in labels.enumerated() {
      try stop.check(at: row)
      while groups.count <= label { groups.append([]) }
      if groups[label].isEmpty { order.append(label) }
      groups[label].append(row)
    }
    return order.map { groups[$0] }
  }
}
