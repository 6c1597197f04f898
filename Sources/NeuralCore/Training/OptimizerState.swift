/// An optimizer with its settings and what it remembers of its updates.
public struct OptimizerState: Sendable {
  /// The row of the table.
  public let optimizer: Optimizer
  /// Its settings, defaults included.
  public let settings: Settings
  /// What it remembers of its steps.
  public let memory: OptimizerMemory
  /// Taken in the middle of a training: its schedule goes on where it is, even past its length.
  public var isMidway = false

  /// An optimizer, at the end of a training by default.
  public init(optimizer: Optimizer, settings: Settings, memory: OptimizerMemory, isMidway: Bool = false) {
    (self.optimizer, self.settings, self.memory) = (optimizer, settings, memory)
    self.isMidway = isMidway
  }
}
