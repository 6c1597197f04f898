/// How often each class was answered with which: `counts[target][answer]`.
///
/// The class of several outputs is the largest; that of one is above ½ for targets 0 and 1, above 0 for −1 and 1. An
/// output that is no number answers nothing and is never right.
public struct Confusion: Sendable, Equatable {
  public let names: [String]
  public let counts: [[Int]]
  /// Rows whose output was no number.
  public let unanswered: Int

  /// nil if the targets are no classes.
  public init?(_ outputs: [Vector], _ data: Dataset) {
    guard let (names, targets) = Self.classes(of: data) else { return nil }
    var counts = names.map { _ in names.map { _ in 0 } }
    var unanswered = 0
    for (row, output) in outputs.enumerated() {
      guard output.allSatisfy({ !$0.isNaN }) else {
        unanswered += 1
        continue
      }
      counts[targets[row]][Self.answer(output, names)] += 1
    }
    (self.names, self.counts, self.unanswered) = (names, counts, unanswered)
  }

  private static func answer(_ output: Vector, _ names: [String]) -> Int {
    if output.count > 1 { return largest(output) }
    return output[0] > (names[0] == "-1" ? 0 : 0.5) ? 1 : 0
  }

  /// The first place of the largest number.
  private static func largest(_ numbers: some RandomAccessCollection<Double>) -> Int {
    var best: (place: Int, value: Double)?
    for (place, value) in numbers.enumerated() where best.map({ value > $0.value }) ?? true {
      best = (place, value)
    }
    return best?.place ?? 0
  }

  private static func classes(of data: Dataset) -> (names: [String], targets: [Int])? {
    if data.targetCount == 1 {
      let isSigned = data.targets.allSatisfy { $0 == -1 || $0 == 1 }
      guard isSigned || data.targets.allSatisfy({ $0 == 0 || $0 == 1 }) else { return nil }
      return (isSigned ? ["-1", "1"] : ["0", "1"], data.targets.map { $0 == 1 ? 1 : 0 })
    }
    guard data.targets.allSatisfy({ $0 == 0 || $0 == 1 }),
      (0..<data.rows).allSatisfy({ row in data.target(row).count { $0 == 1 } == 1 })
    else { return nil }
    let names = data.classes.isEmpty ? (0..<data.targetCount).map(String.init) : data.classes
    return (names, (0..<data.rows).map { largest(data.target($0)) })
  }

  public var right: Int { counts.indices.reduce(0) { $0 + counts[$1][$1] } }

  /// Of the rows of a class, the share that was answered with it; nil for a class without rows.
  public func recall(_ k: Int) -> Double? { share(counts[k][k], of: counts[k].reduce(0, +)) }

  /// Of the rows answered with a class, the share that belongs to it; nil for a class that was never answered.
  public func precision(_ k: Int) -> Double? { share(counts[k][k], of: counts.reduce(0) { $0 + $1[k] }) }

  /// 2 p r / (p + r): the harmonic mean of precision and recall; nil where one of them is nil.
  public func f1(_ k: Int) -> Double? {
    guard let p = precision(k), let r = recall(k) else { return nil }
    return p + r == 0 ? 0 : 2 * p * r / (p + r)
  }

  private func share(_ part: Int, of whole: Int) -> Double? {
    whole == 0 ? nil : Double(part) / Double(whole)
  }
}
