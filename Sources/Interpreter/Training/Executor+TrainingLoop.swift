import Language
import NeuralCore

/// A training loop of this session: its rules from a `train` line, its news as events.
extension Executor {
  /// nil without a network.
  func trainingLoop(_ request: TrainRequest, _ data: Dataset) -> TrainingLoop? {
    guard let network = session.network else { return nil }
    return TrainingLoop(
      rules(request), request.configuration, from: session.state(network), on: data,
      validation: session.data.validation,
      initialization: session.model.initialization, seed: session.random.seed,
      history: session.training.history, now: host.clock.now, isInterrupted: host.input.isInterrupted)
  }

  private func rules(_ request: TrainRequest) -> TrainingRules {
    var rules = TrainingRules(
      budget: request.budget,
      watched: request.watched.flatMap { TrainingMetric(rawValue: $0.node) }
        ?? .standard(hasValidation: session.data.validation != nil))
    (rules.seconds, rules.gradientTolerance, rules.patience) = (
      request.seconds, request.gradientTolerance, request.patience
    )
    (rules.restartEvery, rules.keepsOptimizer) = (request.restartEvery, request.keepsOptimizer)
    (rules.logEvery, rules.pollsWithinEpochs) = (request.logEvery, session.passIsLong)
    rules.threshold = request.condition.flatMap { StopCondition($0, self).threshold }
    return rules
  }

  /// Runs it until it stops.
  func run(_ loop: inout TrainingLoop, _ request: TrainRequest) throws(Diagnostic) -> StopReason {
    var observer = TrainingObserver(host: host, request: request)
    guard let expression = request.condition, loop.rules.threshold == nil else {
      return loop.run { observer.observe($0) }
    }
    var condition = StopCondition(expression, self)
    return try loop.run(
      until: { (progress) throws(Diagnostic) in try condition.holds(progress) },
      observe: { observer.observe($0) })
  }
}

/// Turns the news of a training into events, and shows its progress.
private struct TrainingObserver {
  let host: Host
  let request: TrainRequest
  private var lastProgress = 0.0

  /// Seconds before progress is first shown, and between two showings.
  private static let progressSeconds = (first: 0.3, between: 0.1)

  init(host: Host, request: TrainRequest) { (self.host, self.request) = (host, request) }

  mutating func observe(_ news: TrainingNews) {
    switch news {
    case .epoch(let progress):
      let rate = request.configuration.rates == LearningRatePlan(nil) ? nil : progress.rate
      host.emit(.epoch(progress.epoch, loss: progress.loss, rate: rate))
    case .attempt(let attempt, let number): host.emit(.attempt(attempt, number: number))
    case .progress(let progress): show(progress)
    }
  }

  private mutating func show(_ now: TrainingProgress) {
    guard let show = host.output.progress, now.seconds > Self.progressSeconds.first,
      now.seconds - lastProgress >= Self.progressSeconds.between
    else { return }
    lastProgress = now.seconds
    show(
      TrainProgress(
        epoch: now.epoch, epochs: now.epochs, budget: request.budget, loss: now.loss, losses: now.losses,
        seconds: now.seconds, secondsAllowed: request.seconds))
  }
}
