/// The loss of one epoch, before its update.
public struct LossPoint: Sendable, Equatable {
  /// Counted from 1.
  public let epoch: Int
  /// Of the pass before the epoch's update.
  public let loss: Double

  /// A point of a loss curve.
  public init(epoch: Int, loss: Double) { (self.epoch, self.loss) = (epoch, loss) }
}
