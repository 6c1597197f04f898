/// The loss of one epoch, before its update.
public struct LossPoint: Sendable, Equatable {
  public let epoch: Int
  public let loss: Double

  public init(epoch: Int, loss: Double) { (self.epoch, self.loss) = (epoch, loss) }
}
