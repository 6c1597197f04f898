/// How gradients are kept from growing too large.
public enum Clip: Sendable, Equatable {
  /// No slope is further from 0 than this.
  case value(Double)
  /// The whole gradient, as a vector of all parameters, is no longer than this: `torch.nn.utils.clip_grad_norm_`.
  case norm(Double)
}

/// Everything that decides what a training does to the weights, besides network and data.
public struct TrainingConfiguration: Sendable, Equatable {
  public var optimizer: Optimizer
  public var settings: Settings
  public var objective: Objective
  /// Rows a batch; nil takes all.
  public var batch: Int?
  /// Each epoch takes the rows in a new order, as PyTorch's DataLoader draws it.
  public var shuffles = false
  /// Batches whose gradients are averaged for one update. A group ends with its epoch, smaller if it must be.
  public var accumulate = 1
  /// The share of the outputs of hidden layers that each pass leaves out by chance.
  public var dropout = 0.0
  public var clip: Clip?
  /// The greatest length of the weights into a neuron, biases not counted: `torch.renorm(weight, 2, 0, maxnorm)`.
  public var maxNorm: Double?
  public var rates = LearningRatePlan(nil)
  /// Parameters, by place, that no update changes.
  public var frozen: [Int] = []

  public init(_ optimizer: Optimizer, _ settings: Settings, _ objective: Objective) {
    (self.optimizer, self.settings, self.objective) = (optimizer, settings, objective)
  }

  /// Updates an epoch of so many rows has.
  func updates(ofRows rows: Int) -> Int {
    let size = max(1, min(batch ?? rows, rows))
    let batches = (rows + size - 1) / size
    return (batches + accumulate - 1) / accumulate
  }
}

/// What an optimizer and a schedule remember of the steps so far.
public struct OptimizerMemory: Sendable, Equatable {
  public var scalars: [String: Double] = [:]
  /// By slot.
  public var arrays: [String: Vector] = [:]
  /// What the rule keeps besides, in its own order.
  public var history: [Vector] = []
  /// The schedule that the clock belongs to, and how many updates an epoch had.
  public var rates = LearningRatePlan(nil)
  public var updatesPerEpoch = 0
  public var clock = ScheduleClock()

  public init() {}
}
