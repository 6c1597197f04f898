import NeuralCore

/// A training begins.
public struct TrainStarted: Sendable {
  /// The optimizer's name.
  public let optimizer: String
  /// Whether it goes on with what the optimizer remembers of the last training.
  public let continues: Bool
}

/// An epoch that the log shows.
public struct EpochReport: Sendable {
  /// Since the weights were drawn.
  public let epoch: Int
  /// Of its pass, before its update.
  public let loss: Double
  /// The learning rate, where a schedule changes it.
  public let rate: Double?
  /// After its update: those over a validation set, and what the training stops on or watches.
  public let metrics: [(metric: TrainingMetric, value: Double)]

  /// The value of a metric, if it is shown.
  public subscript(metric: TrainingMetric) -> Double? { metrics.first { $0.metric == metric }?.value }
}

/// How a training goes while it runs. Not an event: it is gone when the training ends.
public struct TrainProgress: Sendable {
  /// Since the weights were drawn.
  public let epoch: Int
  /// Of this training, and the most that it may have.
  public let epochs: Int
  /// The most epochs that this training may have.
  public let budget: Int
  /// Of the last epoch.
  public let loss: Double
  /// Losses of this training so far, thinned.
  public let losses: [LossPoint]
  /// Since the training began.
  public let seconds: Double
  /// nil where no time limit was given.
  public let secondsAllowed: Double?

  /// All of it, as it is shown.
  public init(
    epoch: Int, epochs: Int, budget: Int, loss: Double, losses: [LossPoint], seconds: Double,
    secondsAllowed: Double?
  ) {
    (self.epoch, self.epochs, self.budget, self.loss) = (epoch, epochs, budget, loss)
    (self.losses, self.seconds, self.secondsAllowed) = (losses, seconds, secondsAllowed)
  }
}

/// A training is over.
public struct TrainReport: Sendable {
  /// One of several starts of a training with restarts.
  public typealias Attempt = TrainingAttempt

  /// Why the training stopped.
  public let reason: StopReason
  /// All attempts, if there were restarts.
  public let attempts: [Attempt]
  /// The line that replays the last attempt alone; nil where none can.
  public let replay: String?
  /// With `patience`: the epoch whose weights came back, and its value of the watched metric.
  public let best: (epoch: Int, metric: String, value: Double)?
  /// Epochs that may pass without improvement, and what counts as one at least; nil without `patience`.
  public let patience: (epochs: Int, least: Double)?

  /// Epochs of this statement.
  public let epochs: Int
  /// Epochs since the weights were drawn.
  public let epoch: Int
  /// The loss of the last pass, before its update.
  public let loss: Double
  /// The loss with the weights as they are now; nil where a long training was interrupted.
  public let lossAfter: Double?

  /// The condition as written; nil if there was none.
  public let condition: String?
  /// Whether it was met; nil if there was none.
  public let reached: Bool?
  /// The loss of the first pass, of the last attempt if there were restarts.
  public let firstLoss: Double
  /// Whether the budget of epochs was the default one.
  public let isBudgetImplied: Bool
  /// How long it took.
  public let seconds: Double
  /// The seed of the initialization.
  public let seed: Int64?
  /// The largest gradient component that `mingrad` allows, if that was given.
  public let gradientTolerance: Double?
  /// What became too large for the precision, so that weights no longer move; nil as a rule.
  public var overflow: Overflow?
  /// What in the line draws weights away from those with the lowest loss, as it is typed: `l2 0.01`.
  public var penalties: [String] = []
  /// Whether the losses of epochs are those of a net with units left out.
  public var dropsUnits = false

  /// Numbers that grew beyond the precision while the loss stayed finite.
  public struct Overflow: Sendable {
    /// Of the network.
    public let precision: Precision
    /// What the optimizer keeps of each weight: of so many it is infinite. 0 if it was the length of the gradient.
    public let weights: Int
    /// All weights of the network.
    public let all: Int
    /// The optimizer that divides by it.
    public let optimizer: String
  }
}

/// What `show epochs` shows.
public struct EpochsReport: Sendable {
  /// The first and the last epoch that `goto` can go to, and the present one.
  public let first: Int
  /// The last epoch that `goto` can go to.
  public let last: Int
  /// The present epoch.
  public let here: Int
  /// Losses on the way, each of the pass before the update.
  public let losses: [LossPoint]
  /// The most bytes that kept states take.
  public let bound: Int
  /// Over the validation set after each of these epochs; empty without one.
  public let validation: [(loss: Double, accuracy: Double?)]
}

/// Where `goto` or `back` went.
public struct TravelReport: Sendable {
  /// The epoch that is present now.
  public let epoch: Int
  /// The last epoch that can be gone to.
  public let last: Int
  /// Over the training data; nil where there is none that fits.
  public let loss: Double?
  /// What the epoch is the best of, and its value; nil where it was gone to by number.
  public var best: (metric: TrainingMetric, value: Double)?
}

/// What `compare epoch` shows.
public struct ComparisonReport: Sendable {
  /// The network as it was at the first of the two epochs.
  public let network: Network
  /// The two epochs.
  public let epochs: (Int, Int)
  /// Over the training data; nil where there is none that fits.
  public let losses: (Double, Double)?
  /// Every parameter at the first of them.
  public let first: WeightValues
  /// The same at the second.
  public let second: WeightValues
}
