import NeuralCore

/// How one run of a sweep came out: a line of its ledger.
public struct SweepRun: Sendable, Equatable {
  /// Its number among the points.
  public let number: Int
  /// What was run.
  public let point: SweepPoints.Point
  /// Why the training ended.
  public let end: StopReason
  /// Whether its condition was met; nil for a training without one.
  public let isSolved: Bool?
  /// That it took.
  public let epochs: Int
  /// Of the last pass, before its update.
  public let loss: Double
  /// Over the training part, with the weights that the training left.
  public let training: Figures
  /// Over the validation part; nil without one.
  public let validation: Figures?
  /// Of network, weights and generator at the end.
  public let fingerprint: String
  /// That it took; no part of what is compared.
  public let seconds: Double
  /// The machine that made it, by its name; nil where nobody said. No part of what is compared.
  public let machine: String?

  /// All of it.
  public init(
    number: Int, point: SweepPoints.Point, end: StopReason, isSolved: Bool?, epochs: Int, loss: Double,
    training: Figures, validation: Figures? = nil, fingerprint: String, seconds: Double,
    machine: String? = nil
  ) {
    (self.number, self.point, self.end, self.isSolved) = (number, point, end, isSolved)
    (self.epochs, self.loss, self.training, self.validation) = (epochs, loss, training, validation)
    (self.fingerprint, self.seconds, self.machine) = (fingerprint, seconds, machine)
  }

  /// The loss with the weights that the training left.
  public var lossAfter: Double { training.loss }

  /// A metric of the run at its end; nil where it has none.
  public subscript(metric: TrainingMetric) -> Double? {
    (metric.isOfValidation ? validation : training)?[metric.figure]
  }

  /// Whether it is the same run with the same bits; how long it took, and where, is no part of that.
  public func isSame(as other: SweepRun) -> Bool {
    number == other.number && point == other.point && differences(from: other).isEmpty
  }

  /// What is not the same in another run of the same number, bit for bit: names of fields, and both values as a ledger has
  /// them. A figure that one of them does not have, as in a ledger of before it, is no difference.
  public func differences(from other: SweepRun) -> [(field: String, value: String, other: String)] {
    var found: [(field: String, value: String, other: String)] = []
    func compare(_ field: String, _ value: String, _ other: String) {
      if value != other { found.append((field, value, other)) }
    }
    func compare(_ field: String, _ value: Double?, _ other: Double?) {
      guard let value, let other, !value.isSame(as: other) else { return }
      found.append((field, value.text, other.text))
    }
    compare("end", end.rawValue, other.end.rawValue)
    compare("solved", isSolved.map { "\($0)" } ?? "null", other.isSolved.map { "\($0)" } ?? "null")
    compare("epochs", "\(epochs)", "\(other.epochs)")
    compare("loss", loss, other.loss)
    for metric in TrainingMetric.allCases { compare(metric.field, self[metric], other[metric]) }
    compare("fingerprint", fingerprint, other.fingerprint)
    return found
  }
}

extension [SweepRun] {
  /// By ascending number.
  var inOrder: [SweepRun] {
    if indices.dropFirst().allSatisfy({ self[$0 - 1].number < self[$0].number }) { return self }
    // A run is large: numbers are sorted, and each run is moved once.
    return indices.sorted { (self[$0].number, $0) < (self[$1].number, $1) }.map { self[$0] }
  }
}

extension Double {
  /// Equal, or both no numbers: a ledger has `null` for whatever is not finite.
  fileprivate func isSame(as other: Double) -> Bool { self == other || !isFinite && !other.isFinite }
}
