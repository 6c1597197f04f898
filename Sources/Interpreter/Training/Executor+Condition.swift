import Language
import NeuralCore

/// The condition of a training and the weights that it leaves. `until` looks at a pass before its update; the weights after
/// that are others.
extension Executor {
  /// Whether a condition holds for the weights as they are; false without a network that fits the data.
  func holds(_ condition: Expression) -> Bool {
    guard let network = session.network, let data = session.data.training, session.fits(network, data) else {
      return false
    }
    var probe = self
    probe.progress = Progress(
      loss: (try? loss(of: network, on: data)) ?? .nan, epoch: session.epoch, seconds: 0)
    return (try? probe.truth(condition)) ?? false
  }

  /// Whether the last pass met a condition that the weights it left do not meet: with units dropped, or between steps that
  /// throw the loss about, some pass does in time. A loss that is hardly above that of the pass is no matter of chance.
  func isMetByChance(_ condition: Expression) -> Bool {
    guard !holds(condition), let network = session.network, let data = session.data.training,
      let seen = session.training.history.losses.last?.loss,
      let left = try? loss(of: network, on: data)
    else { return false }
    return left > 1.1 * seen
  }
}
