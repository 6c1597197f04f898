import Language
import NeuralCore

/// `reset`.
extension Executor {
  mutating func reset() throws(Diagnostic) {
    var network = try session.requireNetwork()
    guard let start = session.model.initialization else {
      throw Diagnostic(
        .nothingToRepeat, "there is no initialization to go back to: the weights were not drawn by `init`",
        help: ["Draw them: init xavier seed 1000"])
    }
    network.parameters = start.parameters
    session.model.network = network
    session.training = TrainingState()
    emit(.reset(weights: network.parameters.count))
  }
}
