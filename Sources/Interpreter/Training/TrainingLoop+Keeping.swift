import Language
import NeuralCore

/// What a training tells and keeps while it runs.
extension TrainingLoop {
  // MARK: Progress

  /// Seconds before the first look, and between two.
  private static let progressSeconds = (first: 0.3, between: 0.1)

  mutating func showProgress() {
    guard let progress = host.output.progress else { return }
    let now = elapsed
    guard now > Self.progressSeconds.first, now - lastProgress >= Self.progressSeconds.between else { return }
    lastProgress = now
    progress(
      TrainProgress(
        epoch: probe.session.epoch + trainer.epochs, epochs: trainer.epochs, budget: order.budget,
        loss: trainer.lastLoss, losses: trainer.losses, seconds: now, secondsAllowed: order.seconds))
  }

  // MARK: The way back

  /// A stretch of epochs begins with the state of a session.
  mutating func beginStretch(from session: Session) {
    guard let network = session.network, let data = session.data.training else { return }
    history.begin(
      EpochHistory.Stretch(
        plan: order.plan, data: data, watched: session.watched(watched, order.plan, data),
        states: [session.state(network)], end: session.epoch))
  }

  /// Keeps a state now and then, so that no more than a 50th of the time goes into it.
  mutating func keepState() {
    let now = host.clock.now()
    guard now - lastKept > max(2 * Self.stretchSeconds, 50 * costOfKeeping) else { return }
    history.keep(presentState)
    lastKept = host.clock.now()
    costOfKeeping = max(costOfKeeping, lastKept - now)
  }

  private var presentState: EpochHistory.State {
    EpochHistory.State(
      epoch: probe.session.epoch + trainer.epochs, network: trainer.trained,
      optimizer: OptimizerState(
        optimizer: order.plan.optimizer, settings: order.plan.settings, memory: trainer.memory,
        isMidway: true), generator: trainer.generator)
  }

  mutating func endStretch() {
    let begin = probe.session.epoch + attemptBegin
    if trainer.epochs > attemptBegin { history.keep(presentState) }
    history.end(
      at: probe.session.epoch + trainer.epochs,
      trainer.losses.map { LossPoint(epoch: begin + $0.epoch, loss: $0.loss) })
  }
}
