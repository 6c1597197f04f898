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
      initialization: session.model.initialization,
      history: session.training.history, now: host.clock.now, stop: host.input.stop,
      machine: machine)
  }

  private func rules(_ request: TrainRequest) -> TrainingRules {
    var rules = TrainingRules(
      budget: request.budget,
      watched: request.watched.flatMap { TrainingMetric(rawValue: $0.node) }
        ?? .standard(hasValidation: session.data.validation != nil))
    (rules.seconds, rules.gradientTolerance, rules.patience) = (
      request.seconds, request.gradientTolerance, request.patience
    )
    rules.leastImprovement = request.least
    rules.longestStretch = host.input.longestStretch
    (rules.restartEvery, rules.keepsOptimizer) = (request.restartEvery, request.keepsOptimizer)
    (rules.logEvery, rules.pollsWithinEpochs) = (
      request.logEvery, session.passIsLong || request.configuration.optimizer.takesJacobian
    )
    rules.reportsLossesOnly = request.keepsRate && loggedNames(request).isEmpty
    let condition = request.condition.map { StopCondition($0, self) }
    rules.threshold = condition?.threshold
    // Who watches the gradient too has to see every epoch.
    rules.gate = request.gradientTolerance == nil ? condition?.gate : nil
    rules.accuracyGate = condition?.accuracyGate
    return rules
  }

  /// nil where a training looks at more than its loss after an epoch, so that it cannot be beside others.
  func rulesForLanes(_ request: TrainRequest) -> TrainingRules? {
    let rules = rules(request)
    let isPlain =
      rules.seconds == nil && rules.gradientTolerance == nil && rules.patience == nil
      && rules.restartEvery == nil && !rules.pollsWithinEpochs
    return isPlain && (request.condition == nil || rules.threshold != nil) ? rules : nil
  }

  /// What the log shows besides the loss: loss and accuracy over a validation set, and what the training stops on or watches.
  private func loggedMetrics(_ request: TrainRequest) -> [KeptMetric] {
    guard let data = session.data.training else { return [] }
    return loggedNames(request).map { metric in
      KeptMetric(
        WatchedMetric(
          metric, training: data, validation: session.data.validation,
          objective: request.configuration.objective))
    }
  }

  private func loggedNames(_ request: TrainRequest) -> [TrainingMetric] {
    TrainingMetric.allCases.filter { metric in
      let isAsked =
        request.condition?.mentions(name: metric.rawValue) == true || request.watched?.node == metric.rawValue
      let isUsual = metric == .validationLoss || metric == .validationAccuracy
      return metric != .loss && (isAsked || isUsual && session.data.validation != nil)
    }
  }

  /// Runs it until it stops.
  func run(_ loop: inout TrainingLoop, _ request: TrainRequest) throws(Diagnostic) -> StopReason {
    var observer = TrainingObserver(
      host: host, request: request, metrics: loggedMetrics(request), watcher: PictureWatcher(self))
    guard let expression = request.condition, loop.rules.threshold == nil else {
      return loop.run { observer.observe($0) }
    }
    var condition = StopCondition(expression, self)
    do throws(Diagnostic) {
      return try loop.run(
        until: { (progress) throws(Diagnostic) in try condition.holds(progress) },
        observe: { observer.observe($0) })
    } catch {
      // The epoch before the condition was whole, and stays.
      guard error.code == .interrupted else { throw error }
      return .interrupted
    }
  }
}

/// Turns the news of a training into events, and shows its progress.
private struct TrainingObserver {
  let host: Host
  let request: TrainRequest
  let metrics: [KeptMetric]
  var watcher: PictureWatcher?
  private var lastProgress = 0.0

  /// Seconds before progress is first shown, and between two showings.
  private static let progressSeconds = (first: 0.3, between: 0.1)

  init(host: Host, request: TrainRequest, metrics: [KeptMetric], watcher: PictureWatcher?) {
    (self.host, self.request, self.metrics, self.watcher) = (host, request, metrics, watcher)
  }

  mutating func observe(_ news: TrainingNews) {
    switch news {
    case .epoch(let progress):
      let rate = request.keepsRate ? nil : progress.rate
      let values = metrics.compactMap { metric in
        ((try? progress.value(metric, host.input.stop)) ?? nil)
          .map { (metric: metric.watched.metric, value: $0) }
      }
      host.emit(
        .logged([EpochReport(epoch: progress.epoch, loss: progress.loss, rate: rate, metrics: values)]))
    case .epochs(let points):
      host.emit(
        .logged(points.map { EpochReport(epoch: $0.epoch, loss: $0.loss, rate: nil, metrics: []) }))
    case .attempt(let attempt, let number): host.emit(.attempt(attempt, number: number))
    case .progress(let progress):
      show(progress)
      watcher?.look(progress)
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
