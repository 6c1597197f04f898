extension Dataset {
  /// The fold of each row, from 0, for cross-validation: every fold has its share of every class, and no two folds differ
  /// by more than one row or, of a class, by more than one.
  ///
  /// How many rows of a class go to which fold is dealt as scikit-learn's `StratifiedKFold` deals it: the rows sorted by
  /// class, in the order in which each is first seen, go to the folds in turn. Which rows these are, a permutation of each
  /// class decides, as `torch.randperm` draws it. Targets that are no classes are one class: scikit-learn's `KFold`.
  public func foldsOfRows(_ folds: Int, from generator: inout MersenneTwister) -> [Int] {
    var (result, place) = ([Int](repeating: 0, count: rows), 0)
    for group in rowsByClass {
      let dealt = (place..<place + group.count).map { $0 % folds }.sorted()
      place += group.count
      for (k, row) in generator.permutation(group.count).enumerated() { result[group[row]] = dealt[k] }
    }
    return result
  }

  /// Rows of the smallest class; all rows where the targets are no classes.
  public var rowsOfRarestClass: Int { rowsByClass.map(\.count).min() ?? 0 }

  /// The rows of each class, in the order in which each is first seen.
  private var rowsByClass: [[Int]] {
    guard let labels = ClassLabels(self)?.labels else { return [Array(0..<rows)] }
    var (groups, order): ([Int: [Int]], [Int]) = ([:], [])
    for (row, label) in labels.enumerated() {
      if groups[label] == nil { order.append(label) }
      groups[label, default: []].append(row)
    }
    return order.compactMap { groups[$0] }
  }
}
