/// The confusion matrix: how often each class was predicted as which, `counts[target][prediction]`.
///
/// The class of several outputs is the largest; that of one is above ½ for targets 0 and 1, above 0 for −1 and 1. NaN
/// predicts nothing and is never correct.
public struct Confusion: Sendable, Equatable {
  /// Of the classes.
  public let names: [String]
  /// `[target][prediction]`.
  public let counts: [[Int]]
  /// Rows of each class whose output was NaN.
  private let unansweredByClass: [Int]

  /// nil if the targets are not classes.
  ///
  /// - Parameter outputs: of the rows of the data, in their order.
  public init?(_ outputs: [Vector], _ data: Dataset) {
    guard let counted = try? Confusion(outputs, data, .never) else { return nil }
    self = counted
  }

  /// The same for data of any size.
  public init?(_ outputs: [Vector], _ data: Dataset, _ stop: StopSignal) throws(Interrupted) {
    guard let classes = try ClassLabels(data, stop) else { return nil }
    try self.init(classes, stop) { row in (outputs[row], outputs[row].indices) }
  }

  /// The same of outputs that are one array, row by row.
  public init?(rows outputs: Vector, _ data: Dataset, _ stop: StopSignal) throws(Interrupted) {
    guard let classes = try ClassLabels(data, stop) else { return nil }
    let width = outputs.count / max(1, data.rows)
    try self.init(classes, stop) { row in (outputs, row * width..<(row + 1) * width) }
  }

  /// - Parameter outputs: of a row, as places of a vector.
  private init(
    _ classes: ClassLabels, _ stop: StopSignal, _ outputs: (Int) -> (Vector, Range<Int>)
  ) throws(Interrupted) {
    var counts = classes.names.map { _ in classes.names.map { _ in 0 } }
    var unanswered = classes.names.map { _ in 0 }
    for (row, label) in classes.labels.enumerated() {
      try stop.check(at: row)
      let (numbers, places) = outputs(row)
      if places.contains(where: { numbers[$0].isNaN }) {
        unanswered[label] += 1
      } else {
        counts[label][classes.prediction(numbers, places)] += 1
      }
    }
    (names, self.counts, unansweredByClass) = (classes.names, counts, unanswered)
  }

  /// Rows whose output was NaN.
  public var unanswered: Int { unansweredByClass.reduce(0, +) }
  /// Rows of which the class was predicted: the trace.
  public var correct: Int { counts.indices.reduce(0) { $0 + counts[$1][$1] } }

  // Shares as scikit-learn's `precision_recall_fscore_support` has them by default: 0 / 0 counts as 0.

  /// Recall: of the rows of class `k`, the share that was predicted as it; nil for a class that no row has and none is
  /// predicted as.
  public func recall(_ k: Int) -> Double? { isThere(k) ? share(counts[k][k], of: rows(of: k)) : nil }

  /// Precision: of the rows answered with class `k`, the share that belongs to it; nil as for recall.
  public func precision(_ k: Int) -> Double? {
    isThere(k) ? share(counts[k][k], of: predictions(of: k)) : nil
  }

  /// F1 = 2 p r / (p + r), the harmonic mean of precision and recall, as twice the correct predictions divided by rows and
  /// predictions; nil as for recall.
  public func f1(_ k: Int) -> Double? {
    isThere(k) ? share(2 * counts[k][k], of: rows(of: k) + predictions(of: k)) : nil
  }

  /// The mean of a share over the classes that some row has or is predicted as, each counted once: the macro average.
  public func macro(_ share: (Int) -> Double?) -> Double {
    let shares = names.indices.compactMap(share)
    return shares.isEmpty ? 0 : shares.reduce(0, +) / Double(shares.count)
  }

  private func rows(of k: Int) -> Int { counts[k].reduce(0, +) + unansweredByClass[k] }
  private func predictions(of k: Int) -> Int { counts.reduce(0) { $0 + $1[k] } }
  private func isThere(_ k: Int) -> Bool { rows(of: k) + predictions(of: k) > 0 }

  private func share(_ part: Int, of whole: Int) -> Double {
    whole == 0 ? 0 : Double(part) / Double(whole)
  }
}
