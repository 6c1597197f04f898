/// When a training stops, restarts and reports. Together with a `TrainingConfiguration` and a seed it decides every bit of
/// a training that no clock and no interrupt ends.
public struct TrainingRules: Sendable {
  /// The most epochs, of all attempts together.
  public var budget: Int
  /// The most seconds; nil for no limit.
  public var seconds: Double?
  /// Reached when it holds for the loss of an epoch; the trainer itself compares, at no cost. nil for none.
  public var threshold: LossThreshold?
  /// Where it does not hold for the loss of an epoch, the condition of a training does not hold either, and is not asked.
  /// nil if nothing is known of it.
  public var gate: LossThreshold?
  /// The same for the accuracy after an epoch. Not looked at where there is a bound of the loss.
  public var accuracyGate: AccuracyGate?
  /// Stops when no derivative of an epoch is above this; nil for no limit.
  public var gradientTolerance: Double?
  /// Stops when the watched metric has not improved for so many epochs, and brings back the best weights; nil for never.
  public var patience: Int?
  /// What the watched metric has to improve by, to count for patience.
  public var leastImprovement = 0.0
  /// What patience and a plateau schedule watch.
  public var watched: TrainingMetric
  /// Draws new weights after so many epochs without success; nil for never.
  public var restartEvery: Int?
  /// A restart keeps the optimizer's memory and draws on from the running generator, instead of seed S + 1, S + 2, ….
  public var keepsOptimizer = false
  /// Reports every n-th epoch; nil reports the first and those that are powers of ten.
  public var logEvery: Int?
  /// Nothing but the loss is reported of an epoch, so that several can be reported at once.
  public var reportsLossesOnly = false
  /// Rows times parameters of a pass that takes some milliseconds: from there on it is asked within epochs whether to stop.
  public static let longPass = 2_000_000

  /// Whether interrupts are polled within epochs: for epochs that take some milliseconds or more.
  public var pollsWithinEpochs = false
  /// The most epochs between two polls.
  public var longestStretch = 1_000_000

  /// Stops after so many epochs, and for no other reason.
  public init(budget: Int, watched: TrainingMetric = .loss) {
    (self.budget, self.watched) = (budget, watched)
  }
}
