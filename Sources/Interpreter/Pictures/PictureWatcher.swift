import Charts
import Language
import NeuralCore

/// The pictures that are shown while a training runs: at most so many a second, and in at most a part of its time.
struct PictureWatcher {
  /// Seconds between two pictures at least, and how many times as long as a picture takes.
  private static let (between, share) = (0.1, 50.0)

  private var executor: Executor
  private let pictures: [Picture]
  private let show: @Sendable (Chart) -> Void
  private var next = between

  /// nil where nobody watches.
  init?(_ executor: Executor) {
    let pictures = executor.preferences.watched
    guard !pictures.isEmpty, let show = executor.host.output.pictures else { return nil }
    (self.executor, self.pictures, self.show) = (executor, pictures, show)
  }

  /// Shows the pictures of this moment, if it is time.
  mutating func look(_ progress: TrainingProgress) {
    guard progress.seconds >= next else { return }
    let begin = executor.host.clock.now()
    draw(progress.network, at: progress.epoch, progress.loss, progress.losses, of: progress.epochs)
    let cost = executor.host.clock.now() - begin
    next = progress.seconds + cost + max(Self.between, Self.share * cost)
  }

  /// Shows the pictures of the end, where they are to stay.
  func end(_ network: Network, at epoch: Int, _ trainer: AnyTrainer) {
    guard executor.preferences.keepsPictures else { return }
    var watcher = self
    // Whoever stopped the training wants to see how it ended, unless that takes long.
    if !executor.session.passIsLong { watcher.executor.world.input.isInterrupted = { false } }
    watcher.draw(network, at: epoch, trainer.lastLoss, trainer.losses, of: trainer.epochs)
  }

  /// - Parameters:
  ///   - losses: of the training that runs, counted from its first epoch.
  ///   - epochs: of that training so far.
  private func draw(_ network: Network, at epoch: Int, _ loss: Double, _ losses: [LossPoint], of epochs: Int)
  {
    let charts = pictures.compactMap { picture -> Chart? in
      guard picture == .loss else { return try? executor.chart(picture, network, at: epoch, nil) }
      // The epochs before this training are those of the session.
      var run = executor.session.presentRun
      let before = executor.session.epochsGivenUp + max(0, epoch - (losses.last?.epoch ?? 0))
      run.parts.append(
        losses.map { LossPoint(epoch: $0.epoch + before, loss: executor.session.precision.decimal($0.loss)) })
      return .losses(of: [run], title: "Loss", isLogarithmic: true)
    }
    guard !charts.isEmpty else { return }
    show(.joined(charts, title: "epoch \(epoch) · loss \(loss.brief)"))
  }
}
