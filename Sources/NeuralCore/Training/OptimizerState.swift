/// An optimizer with its settings and what it remembers of its updates.
public struct OptimizerState: Sendable {
  public let optimizer: Optimizer
  public let settings: Settings
  public let memory: OptimizerMemory
  /// Taken in the middle of a training: its schedule goes on where it is, even past its length.
  public var isMidway = false

  public init(optimizer: Optimizer, settings: Settings, memory: OptimizerMemory, isMidway: Bool = false) {
    (self.optimizer, self.settings, self.memory) = (optimizer, settings, memory)
    self.isMidway = isMidway
  }
}
