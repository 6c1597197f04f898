/// The confusion matrix: how often each class was answered with which, `counts[target][answer]`.
///
/// The class of several outputs is the largest; that of one is above ½ for targets 0 and 1, above 0 for −1 and 1. NaN
/// answers nothing and is never right.
public struct Confusion: Sendable, Equatable {
  /// Of the classes.
  public let names: [String]
  /// `[target][answer]`.
  public let counts: [[Int]]
  /// Rows whose output was NaN.
  public let unanswered: Int

  /// nil if the targets are not classes.
  ///
  /// - Parameter outputs: of the rows of the data, in their order.
  public init?(_ outputs: [Vector], _ data: Dataset) {
    guard let classes = ClassLabels(data) else { return nil }
    var counts = classes.names.map { _ in classes.names.map { _ in 0 } }
    var unanswered = 0
    for (row, output) in outputs.enumerated() {
      guard output.allSatisfy({ !$0.isNaN }) else {
        unanswered += 1
        continue
      }
      counts[classes.labels[row]][classes.answer(output)] += 1
    }
    (names, self.counts, self.unanswered) = (classes.names, counts, unanswered)
  }

  /// Rows whose class was answered right: the trace.
  public var right: Int { counts.indices.reduce(0) { $0 + counts[$1][$1] } }

  /// Recall: of the rows of class `k`, the share that was answered with it; nil for a class without rows.
  public func recall(_ k: Int) -> Double? { share(counts[k][k], of: counts[k].reduce(0, +)) }

  /// Precision: of the rows answered with class `k`, the share that belongs to it; nil for a class that was never answered.
  public func precision(_ k: Int) -> Double? { share(counts[k][k], of: counts.reduce(0) { $0 + $1[k] }) }

  /// F1 = 2 p r / (p + r), the harmonic mean of precision and recall; nil where one of them is nil.
  public func f1(_ k: Int) -> Double? {
    guard let p = precision(k), let r = recall(k) else { return nil }
    return p + r == 0 ? 0 : 2 * p * r / (p + r)
  }

  private func share(_ part: Int, of whole: Int) -> Double? {
    whole == 0 ? nil : Double(part) / Double(whole)
  }
}
