import Language
import NeuralCore

/// `train`.
extension Session {
  mutating func run(
    _ statement: TrainStatement, _ source: Source, _ text: String?, _ host: Host
  ) throws(Diagnostic) -> Flow {
    guard statement.optimizer != nil else {
      guard let last = lastTrain else {
        throw Diagnostic(
          .nothingToRepeat, "`train` alone repeats the last train line, and there is none yet",
          help: ["For example: train adam lr 0.01 until loss<0.01"])
      }
      do throws(Diagnostic) {
        return try run(last.statement, last.source, last.text, host)
      } catch {
        throw error.inSource(last.source)
      }
    }
    let network = try requireNetwork()
    let order = try order(statement, source, network, host)
    let (data, isFallback) = try dataOrFallback(network)
    try check(order, data, statement)
    try checkCondition(order, network, data, host)
    if isFallback { use(data, isFallback: true, host) }
    if !hasWeights { initialize(network, Initialization.Step(initializer: .torch), isImplied: true, host) }
    lastTrain = (statement, source, text)
    return try train(order, data, host) == .interrupted ? .interrupted : .normal
  }

  /// The condition is tried once on the present state, so that a wrong name stops nothing half way.
  private func checkCondition(
    _ order: TrainRequest, _ network: Network, _ data: Dataset, _ host: Host
  ) throws(Diagnostic) {
    var probe = self
    probe.network = network
    probe.parts[.train] = data
    if let watched = order.watched {
      guard case .number? = try Metric.named(watched.node)?.value(probe) else { return }
    }
    guard let condition = order.condition else { return }
    probe.progress = Progress(loss: loss(of: network, on: data), epoch: epoch, seconds: 0)
    _ = try probe.truth(condition, host)
  }

  private mutating func train(
    _ order: TrainRequest, _ data: Dataset, _ host: Host
  ) throws(Diagnostic) -> TrainReport.Reason {
    guard let network else { return .epochs }
    let old = optimizer.flatMap { $0.optimizer == order.plan.optimizer ? $0.memory : nil }
    host.emit(.trainStarted(TrainStarted(optimizer: order.plan.optimizer.name, continues: old != nil)))
    if order.isDrawn { seedIfNeeded(host) }
    let trainer = network.training(
      order.plan, on: data, continuing: old, goesOn: optimizer?.isMidway == true, generator: generator)

    var run = TrainingLoop(order: order, trainer: trainer, session: self, host: host)
    var reason = try run.untilStopped()
    // Whoever stops a long training does not wait for another pass.
    let isHasty = reason == .interrupted && run.isLong
    if run.best == nil, reason != .diverged, trainer.epochs > 0,
      !isSound(trainer.trained, isHasty ? nil : data)
    {
      trainer.fallBack()
      reason = .diverged
    }
    finish(run, reason, order, data, isHasty: isHasty, host)

    if reached == false, reason != .interrupted { diagnoseShortly(host) }

    return reason
  }

  /// Whether weights and loss are finite: the last update of a training is seen by no pass.
  private func isSound(_ network: Network, _ data: Dataset?) -> Bool {
    network.parameters.allSatisfy(\.isFinite) && data.map { network.loss(objective, on: $0).isFinite } ?? true
  }

  private mutating func finish(
    _ run: TrainingLoop, _ reason: TrainReport.Reason, _ order: TrainRequest, _ data: Dataset,
    isHasty: Bool, _ host: Host
  ) {
    let trainer = run.trainer
    let trained = run.best?.network ?? trainer.trained
    network = trained
    (start, seed, epoch, stepping) = (run.start, run.seed, run.epoch, nil)
    (generator, history) = (trainer.generator, run.history)

    optimizer =
      reason == .diverged
      ? nil
      : OptimizerInUse(
        optimizer: order.plan.optimizer, settings: order.plan.settings, memory: trainer.memory)
    reached = order.condition == nil ? nil : reason == .until
    (lastEnd, epochsOfLastTrain) = (reason, trainer.epochs)
    let watchesClock = order.seconds != nil || order.conditionText?.contains("seconds") == true
    trace.isTimed = trace.isTimed || watchesClock || reason == .interrupted
    let lossAfter = isHasty ? nil : loss(of: trained, on: data)
    lastValue = lossAfter.map { .number($0) }

    let best = run.best.map { (epoch: $0.epoch, metric: run.watched, value: $0.value) }
    host.emit(
      .train(
        TrainReport(
          reason: reason, attempts: run.attempts, replay: replay(run, order), best: best,
          epochs: trainer.epochs, epoch: epoch, loss: precision.decimal(trainer.lastLoss),
          lossAfter: lossAfter, condition: order.conditionText,
          reached: reached,
          firstLoss: precision.decimal(run.firstLoss),
          isBudgetImplied: order.epochs == nil && order.seconds == nil, seconds: run.elapsed,
          seed: start?.seed, slopeLimit: order.slopeLimit)))
  }

  /// The lines that repeat the last attempt alone.
  private func replay(_ run: TrainingLoop, _ order: TrainRequest) -> String? {
    // A single attempt may have begun with weights that were set; frozen ones are in no line.
    guard !run.attempts.isEmpty, !order.keepsOptimizer, frozen.isEmpty, let start = run.start,
      run.attempts.count > 1 || run.beganAtStart, let condition = order.conditionText
    else { return nil }
    let use = OptimizerInUse(
      optimizer: order.plan.optimizer, settings: order.plan.settings, memory: OptimizerMemory())
    return "\(start.lines(seed: start.seed)) ; train \(use.text)\(order.text) until \(condition)"
  }
}
