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

  /// All of it.
  public init(
    number: Int, point: SweepPoints.Point, end: StopReason, isSolved: Bool?, epochs: Int, loss: Double,
    training: Figures, validation: Figures? = nil, fingerprint: String, seconds: Double
  ) {
    (self.number, self.point, self.end, self.isSolved) = (number, point, end, isSolved)
    (self.epochs, self.loss, self.training, self.validation) = (epochs, loss, training, validation)
    (self.fingerprint, self.seconds) = (fingerprint, seconds)
  }

  /// The loss with the weights that the training left.
  public var lossAfter: Double { training.loss }

  /// A metric of the run at its end; nil where it has none.
  public subscript(metric: TrainingMetric) -> Double? {
    (metric.isOfValidation ? validation : training)?[metric.figure]
  }

  /// Whether it is the same run with the same bits; how long it took is no part of that.
  public func isSame(as other: SweepRun) -> Bool {
    number == other.number && point == other.point && end == other.end && isSolved == other.isSolved
      && epochs == other.epochs && loss.isSame(as: other.loss) && lossAfter.isSame(as: other.lossAfter)
      && fingerprint == other.fingerprint
  }
}

extension Double {
  /// Equal, or both no numbers: a ledger has `null` for whatever is not finite.
  fileprivate func isSame(as other: Double) -> Bool { self == other || !isFinite && !other.isFinite }
}
