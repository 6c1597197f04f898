import NeuralCore

/// An update that the engine made, with everything before and after it.
public struct UpdateMade: Sendable {
  /// How the update was made.
  public let configuration: TrainingConfiguration
  /// The network before and after it.
  public let before, after: Network
  /// What the optimizer remembered before and after it.
  public let memoryBefore, memoryAfter: OptimizerMemory
  /// The batch, its loss and its gradient.
  public let update: AnyTrainer.Update
  /// The learning rate that the schedule gave.
  public let rate: Double

  /// An update with everything before and after it.
  public init(
    configuration: TrainingConfiguration, before: Network, after: Network, memoryBefore: OptimizerMemory,
    memoryAfter: OptimizerMemory, update: AnyTrainer.Update, rate: Double
  ) {
    (self.configuration, self.before, self.after) = (configuration, before, after)
    (self.memoryBefore, self.memoryAfter, self.update) = (memoryBefore, memoryAfter, update)
    self.rate = rate
  }

  /// The formulas of the update; nil for rules that search.
  public var formulas: UpdateFormulas? {
    configuration.optimizer.formulas?(configuration.settings, memoryBefore.scalars)
  }

  /// Counted from 1 since the optimizer began.
  public var number: Int {
    Int(clamping: memoryBefore.scalars[.steps] ?? Double(memoryBefore.clock.updates)) &+ 1
  }
}
