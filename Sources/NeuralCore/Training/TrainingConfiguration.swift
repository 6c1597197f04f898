/// Everything that decides what training does to the weights, besides network and data.
public struct TrainingConfiguration: Sendable, Equatable {
  /// The row of the table.
  public var optimizer: Optimizer
  /// Its settings, defaults included.
  public var settings: Settings
  /// The loss that is minimized.
  public var objective: Objective
  /// The batch size in rows; nil takes all.
  public var batch: Int?
  /// Whether each epoch takes the rows in a new order, as PyTorch's DataLoader draws it.
  public var shuffles = false
  /// The number of batches whose gradients are averaged for one update. A group ends with its epoch, even if it is smaller.
  public var accumulate = 1
  /// The probability with which each pass leaves out an output of a hidden layer.
  public var dropout = 0.0
  /// Gradient clipping; nil for none.
  public var clip: Clip?
  /// The largest Euclidean norm of the weights into a neuron, biases not counted: `torch.renorm(weight, 2, 0, maxnorm)`.
  public var maxNorm: Double?
  /// The learning rate schedule.
  public var rates = LearningRatePlan(nil)
  /// Indices of the parameters that no update changes.
  public var frozen: [Int] = []

  /// Full batches, a constant rate, nothing clipped, dropped or frozen.
  public init(_ optimizer: Optimizer, _ settings: Settings, _ objective: Objective) {
    (self.optimizer, self.settings, self.objective) = (optimizer, settings, objective)
  }

  /// The number of updates in an epoch of `rows` rows.
  func updates(ofRows rows: Int) -> Int {
    let size = max(1, min(batch ?? rows, rows))
    let batches = (rows + size - 1) / size
    return (batches + accumulate - 1) / accumulate
  }
}

extension TrainingConfiguration {
  /// Whether nothing but passes over the same batches and the rule's steps happens in an epoch.
  var isSteady: Bool {
    !shuffles && accumulate == 1 && dropout == 0 && rates == LearningRatePlan(nil) && clip == nil
      && maxNorm == nil && frozen.isEmpty && !optimizer.searches && !optimizer.takesJacobian
  }

  /// Whether an update comes after a batch of so many: every `accumulate` of them, and at the end of the epoch.
  func endsGroup(_ batch: Int, of batches: Int) -> Bool {
    (batch + 1) % accumulate == 0 || batch == batches - 1
  }

  /// Batches of the group that a batch is in, and whether it is its last.
  func group(with batch: Int, of batches: Int) -> (size: Int, isLast: Bool) {
    (min(accumulate, batches - batch / accumulate * accumulate), endsGroup(batch, of: batches))
  }
}
