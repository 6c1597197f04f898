import Diagnosing
import Language
import NeuralCore
import Standard

/// `train`.
extension Executor {
  mutating func run(
    _ statement: TrainStatement, _ source: Source, _ text: String?
  ) throws(Diagnostic) -> Flow {
    guard statement.optimizer != nil else {
      guard let last = session.recall.train else {
        throw Diagnostic(
          .nothingToRepeat, "`train` alone repeats the last train line, and there is none yet",
          help: ["For example: train adam lr 0.01 until loss<0.01"])
      }
      do throws(Diagnostic) {
        return try run(last.statement, last.source, last.text)
      } catch {
        throw error.inSource(last.source)
      }
    }
    let network = try session.requireNetwork()
    let request = try request(statement, source, network)
    let (data, isFallback) = try session.dataOrFallback(network)
    try check(request, data, statement)
    try checkCondition(request, network, data)
    if isFallback { try use(data, isFallback: true) }
    if !session.model.hasWeights {
      try initialize(network, Initialization.Step(initializer: .torch), isImplied: true)
    }
    recall(statement, source, text)
    try noteClasses(network, data)
    return try train(request, data) == .interrupted ? .interrupted : .normal
  }

  /// What `train` alone repeats and `save` keeps. A file knows no variables, so values are in their place; after a procedure
  /// those that were its own are gone, and the line has their values here, too.
  mutating func recall(_ statement: TrainStatement, _ source: Source, _ text: String?) {
    let names = statement.options.flatMap(\.expressions).flatMap(\.all).compactMap {
      if case .name(let name) = $0.node { name } else { nil }
    }
    guard text != nil, names.contains(where: { variable($0) != nil }) else {
      session.recall.train = (statement, source, text)
      return
    }
    let executor = self
    let line = Language.line(of: Located(.train(statement), Span(0, 0)), in: source) {
      executor.keptValue($0)
    }
    let isLocal = names.contains { locals.last?[$0] != nil }
    let written = Source(name: "train", text: line)
    if isLocal, case .train(let own)? = parse(written, .standard).statements.first?.node {
      session.recall.train = (own, written, line)
    } else {
      session.recall.train = (statement, source, line)
    }
  }

  /// What stands in the place of an expression in a line that is kept. It may be part of another one, so a sign is bracketed;
  /// a text has its value whatever is in it, and no name of a train line is that of an activation.
  private func keptValue(_ expression: Expression) -> String? {
    var probe = self
    switch expression.node {
    case .name(let name):
      guard let value = variable(name)?.written else { return nil }
      return value.hasPrefix("-") ? "(\(value))" : value
    case .string: return (try? probe.value(expression))?.written
    case .number, .bool, .list, .index, .negation, .not, .power, .chain, .conjunction, .disjunction,
      .comparison,
      .group, .weight, .neuron, .call:
      guard let value = writtenValue(expression) else { return nil }
      return value.hasPrefix("-") ? "(\(value))" : value
    }
  }

  /// Where a training begins that would learn classes with names as if they were numbers, it says what there is for them.
  private func noteClasses(_ network: Network, _ data: Dataset) throws(Diagnostic) {
    guard session.epoch == 0, !data.classes.isEmpty, trial == nil else { return }
    let found = try host.interruptibly { (stop) throws(Interrupted) in
      try network.outputForClasses(of: data, session.objective, stop)
    }
    guard let output = found else { return }
    let loss = output == .softmax ? "" : ", loss \(Loss.bce.name)"
    emit(
      .note(
        "(\(session.objective.loss.name) on \(network.output.name) outputs suits numbers; for classes: "
          + "\(network.statementText(output: output))\(loss))"))
  }

  /// The condition is tried once on the present state, so that a wrong name stops nothing half way.
  func checkCondition(
    _ request: TrainRequest, _ network: Network, _ data: Dataset
  ) throws(Diagnostic) {
    var probe = self
    if probe.session.data.whole == nil { probe.session.data = DataState(data) }
    if let watched = request.watched {
      guard case .number? = try MetricName(rawValue: watched.node)?.value(probe) else { return }
    }
    guard let condition = request.condition else { return }
    probe.progress = Progress(loss: try loss(of: network, on: data), epoch: session.epoch, seconds: 0)
    _ = try probe.truth(condition)
  }

  mutating func train(
    _ request: TrainRequest, _ data: Dataset
  ) throws(Diagnostic) -> StopReason {
    let continues = session.training.optimizer?.optimizer == request.configuration.optimizer
    emit(.trainStarted(TrainStarted(optimizer: request.configuration.optimizer.name, continues: continues)))
    if request.isDrawn { seedIfNeeded() }
    let request = try bounded(request, data)
    guard let (run, reason, loss) = try trained(request, data) else { return .epochs }
    PictureWatcher(self)?.end(run.trained, at: run.epoch, run.trainer)
    finish(run, reason, request, data, loss: loss)
    if let network = session.network {
      trial?.spend(run.trainer.epochs, request.configuration, network, data)
    }
    if reason != .interrupted, trial == nil { explainEnd(request, epochs: run.trainer.epochs) }
    return reason
  }

  /// Why a goal was missed, or reached without having been one.
  private func explainEnd(_ request: TrainRequest, epochs: Int) {
    let isMissed = session.training.reached == false
    if isMissed || session.training.reached == true && epochs == 1, let turned = request.turnedCondition {
      emit(.note("  A loss falls as a net learns. To wait for a small one: until \(turned)"))
    } else if isMissed {
      diagnoseShortly()
    }
  }

  /// Trains from where the session is and says why that ended, and the loss of what it left where that is known; the session
  /// stays as it was. nil without a network.
  func trained(
    _ request: TrainRequest, _ data: Dataset
  ) throws(Diagnostic) -> (loop: TrainingLoop, reason: StopReason, loss: Double?)? {
    guard var run = trainingLoop(request, data) else { return nil }
    let reason = try self.run(&run, request)
    let trainer = run.trainer
    guard run.best == nil, reason != .diverged, trainer.epochs > 0 else { return (run, reason, nil) }
    // The last update of a training is seen by no pass.
    let loss = isHasty(reason) ? nil : try? loss(of: trainer.trained, on: data)
    if trainer.trained.parameters.isFinite, loss?.isFinite ?? true {
      return (run, reason, loss)
    }
    trainer.fallBack()
    return (run, .diverged, nil)
  }

  /// Whoever stops a long training does not wait for another pass.
  private func isHasty(_ reason: StopReason) -> Bool { reason == .interrupted && session.passIsLong }

  /// In a trial: with as many epochs as the work left allows, and without a clock, so that the same comes out every time.
  private mutating func bounded(_ request: TrainRequest, _ data: Dataset) throws(Diagnostic) -> TrainRequest {
    guard trial != nil, let network = session.network else { return request }
    var request = request
    request.epochs = trial?.allowed(
      request.seconds == nil ? request.budget : TrainOption.defaultEpochs, request.configuration,
      network, data)
    request.seconds = nil
    guard request.epochs != 0 else { throw Diagnostic(.outOfRange, "there is no work left for a trial") }
    return request
  }

  private mutating func finish(
    _ run: TrainingLoop, _ reason: StopReason, _ request: TrainRequest, _ data: Dataset,
    loss known: Double?
  ) {
    let (trainer, before) = (run.trainer, (network: session.network, epoch: session.epoch))
    session.model.network = run.trained
    session.model.initialization = run.initialization
    session.random.go(to: trainer.generator, seed: run.seed)
    let reached = request.condition == nil ? nil : reason == .until
    let (earlier, restarts) = restarts(of: run, request)
    session.training = TrainingState(
      optimizer: reason == .diverged
        ? nil
        : OptimizerState(
          optimizer: request.configuration.optimizer, settings: request.configuration.settings,
          memory: trainer.memory),
      epoch: run.epoch, history: run.history, earlier: earlier, restarts: restarts, reached: reached,
      end: reason)
    session.training.sawScaledData = session.data.isScaled
    if reason == .diverged { standOnFiniteWeights(before) }
    if let name = request.name, trial == nil { keepRun(name) }
    trace.epochs = trainer.epochs
    trace.isTimed = trace.isTimed || request.watchesClock || reason == .interrupted
    let lossAfter = isHasty(reason) ? nil : known ?? session.network.flatMap { try? loss(of: $0, on: data) }
    session.recall.value = lossAfter.map { .number($0) }

    let best = run.best.map { (epoch: $0.epoch, metric: run.rules.watched.rawValue, value: $0.value) }
    var report = TrainReport(
      reason: reason, attempts: run.attempts, replay: replay(run, request), best: best,
      patience: request.patience.map { ($0, request.least) },
      epochs: trainer.epochs, epoch: session.epoch, loss: session.precision.decimal(trainer.lastLoss),
      lossAfter: lossAfter, condition: request.conditionText, reached: reached,
      firstLoss: session.precision.decimal(run.firstLoss),
      isBudgetImplied: request.epochs == nil && request.seconds == nil, seconds: run.elapsed,
      seed: session.model.initialization?.seed, gradientTolerance: request.gradientTolerance,
      overflow: reason == .diverged || isHasty(reason) ? nil : overflow(trainer))
    report.penalties = request.configuration.penalties
    report.dropsUnits = request.configuration.dropout > 0
    emit(.train(report))
  }

  /// Where units are saturated, the loss may stay finite with weights that are not: then the last epoch with finite ones is
  /// what is left, or what was there before.
  private mutating func standOnFiniteWeights(_ before: (network: Network?, epoch: Int)) {
    guard session.network?.parameters.isFinite == false else { return }
    let history = session.training.history
    func finite(_ epoch: Int) -> EpochHistory.State? {
      (try? history.state(at: epoch)).flatMap { $0 }.flatMap { $0.network.parameters.isFinite ? $0 : nil }
    }
    // Weights that are not finite stay so: the last finite ones are found by halving.
    var (low, high, last) = (history.first ?? session.epoch, session.epoch, EpochHistory.State?.none)
    while low < high {
      let middle = (low + high) / 2
      if let state = finite(middle) { (low, last) = (middle + 1, state) } else { high = middle }
    }
    if let last {
      (session.model.network, session.training.epoch) = (last.network, last.epoch)
      session.random.go(to: last.generator, seed: last.seed)
    } else {
      (session.model.network, session.training.epoch) = before
    }
    session.training.history.forget(after: session.epoch)
  }

  /// The attempts that were given up, and the epochs at which others began; without restarts those of before.
  private func restarts(
    of run: TrainingLoop, _ request: TrainRequest
  ) -> (earlier: [TrainingAttempt], epochs: [Int]) {
    guard !run.attempts.isEmpty else { return (session.training.earlier, session.training.restarts) }
    let given = run.attempts.dropLast()
    var (epochs, sum) = ([Int](), request.keepsOptimizer ? session.epoch : 0)
    for attempt in given {
      sum += attempt.epochs
      epochs.append(sum)
    }
    // Keeping the optimizer, the history goes on over the restarts.
    return (request.keepsOptimizer ? [] : Array(given), epochs)
  }

  /// What the optimizer divides by has become infinite, or the length of the gradient: the weights stand still though
  /// every loss is finite.
  private func overflow(_ trainer: AnyTrainer) -> TrainReport.Overflow? {
    guard let network = session.network, let optimizer = session.training.optimizer else { return nil }
    // Most often none, and a look at each number of a large net by itself takes long.
    let arrays = optimizer.memory.arrays.values.filter { !$0.isFinite }
    guard !arrays.isEmpty || trainer.gradientOverflows else { return nil }
    let weights = network.parameters.indices.count { k in arrays.contains { $0[k].isInfinite } }
    guard weights > 0 || trainer.gradientOverflows else { return nil }
    return TrainReport.Overflow(
      precision: network.precision, weights: weights, all: network.parameters.count,
      optimizer: optimizer.optimizer.name)
  }

  /// The lines that repeat the last attempt alone.
  private func replay(_ run: TrainingLoop, _ request: TrainRequest) -> String? {
    // A single attempt may have begun with weights that were set; frozen ones are in no line.
    guard !run.attempts.isEmpty, !request.keepsOptimizer, session.model.frozen.isEmpty,
      let start = run.initialization, start.seed != nil,
      run.attempts.count > 1 || run.beganAtInitialization, request.condition != nil
    else { return nil }
    return "\(start.lines(seed: start.seed)) ; \(request.line.text)"
  }
}

extension TrainingConfiguration {
  /// What draws weights away from those with the lowest loss, as it is typed.
  fileprivate var penalties: [String] {
    let ofOptimizer = optimizer.settings.filter { setting in
      [.l2, .l1, .decay].contains(setting.key) && settings[setting.key] != setting.fallback
    }.map { "\($0.key.word) \(settings[$0.key].text)" }
    return ofOptimizer + (maxNorm.map { ["maxnorm \($0.text)"] } ?? [])
  }
}
