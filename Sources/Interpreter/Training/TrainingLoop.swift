import Language
import NeuralCore

/// A training from start to stop: runs the trainer in stretches of epochs and, between them, watches the clock, the
/// condition and interrupts, and reports epochs.
struct TrainingLoop {
  let order: TrainRequest
  let trainer: AnyTrainer
  let host: Host
  private let begin: Double
  /// A copy in which conditions are computed.
  var probe: Executor
  private let bound: LossThreshold?
  private let needsWeights: Bool
  /// An epoch takes some milliseconds or more.
  let isLong: Bool

  /// The weights were those of the start.
  let beganAtStart: Bool
  /// The loss of the first epoch.
  private(set) var firstLoss = Double.nan
  /// Epochs that may pass between two looks at the clock.
  private var stretch = 1

  // Restarts.
  var attempts: [TrainReport.Attempt] = []
  var start: Initialization?
  var seed: Int64?
  var attemptBegin = 0
  /// A diverged attempt gives its epochs back, so attempts have a limit of their own.
  private static let attemptLimit = 10_000

  // The way back.
  var history: EpochHistory
  var lastKept: Double
  var lastProgress = 0.0

  /// Seconds that keeping a state took.
  var costOfKeeping = 0.0

  // Patience.

  var best: (network: Network, epoch: Int, value: Double)?
  var epochsSinceBest = 0

  /// Longer than any look at the clock costs, shorter than anyone notices.
  static let stretchSeconds = 0.005

  init(order: TrainRequest, trainer: AnyTrainer, executor: Executor) {
    let session = executor.session
    (self.order, self.trainer, host, probe) = (order, trainer, executor.host, executor)
    (start, seed, history) = (
      session.model.initialization, session.random.seed, session.training.history
    )
    begin = host.clock.now()
    lastKept = begin

    beganAtStart = start.map { $0.parameters == session.network?.parameters } ?? false
    (bound, needsWeights) = Self.analyzed(order.condition, executor)
    isLong = session.passIsLong
    if isLong { trainer.stop(when: host.input.isInterrupted) }
  }

  var elapsed: Double { host.clock.now() - begin }

  /// Epochs since `init`: a restart is one, unless it keeps the optimizer.
  var epoch: Int { best?.epoch ?? probe.session.epoch + trainer.epochs }

  mutating func untilStopped() throws(Diagnostic) -> StopReason {
    beginStretch(from: probe.session)
    defer { endStretch() }

    if order.patience != nil { try look() }
    while true {
      let reason = try untilAttemptEnds()
      guard order.restartEvery != nil else { return reason }
      note(reason)
      let isInVain = [.epochs, .diverged, .mingrad].contains(reason)
      guard isInVain, trainer.epochs < order.budget, attempts.count < Self.attemptLimit else { return reason }
      restart()
    }
  }

  private mutating func untilAttemptEnds() throws(Diagnostic) -> StopReason {
    while trainer.epochs < attemptEnd {
      if host.input.isInterrupted() { return .interrupted }
      if let seconds = order.seconds, elapsed >= seconds { return .seconds }
      let (before, done, due) = (host.clock.now(), trainer.epochs, nextReport)
      let end = trainer.run(nextStretch, until: bound, gradientTolerance: order.slopeLimit)
      if end == .diverged { return .diverged }
      if end == .stopped { return .interrupted }

      if done == 0, trainer.epochs > 0, firstLoss.isNaN { firstLoss = trainer.firstLoss }
      report(due)
      try noteMetric()
      if end == .bound { return .until }
      adapt(to: host.clock.now() - before, epochs: trainer.epochs - done)
      keepState()
      showProgress()

      if bound == nil, let condition = order.condition, try holds(condition) { return .until }
      if end == .flat { return .mingrad }
      if try losesPatience() { return .patience }
    }
    return .epochs
  }

  /// A bound on the loss is watched by the trainer itself; any other condition after every epoch.
  private var nextStretch: Int {
    let isWatched = order.patience != nil || order.plan.rates.schedule?.isAdaptive == true
    if order.condition != nil && bound == nil || isWatched { return 1 }
    let untilReport = max(1, nextReport - trainer.epochs)
    return min(stretch, untilReport, attemptEnd - trainer.epochs)
  }

  /// The epoch of this run that is shown next: every n-th since `init` if asked for, else the first and those since
  /// `init` that are powers of ten.
  private var nextReport: Int {
    let (before, now) = (probe.session.epoch, probe.session.epoch + trainer.epochs)
    if let every = order.logEvery { return (now / every + 1) * every - before }
    guard trainer.epochs > 0 else { return 1 }
    var power = 10
    while power <= now { power *= 10 }
    return power - before
  }

  private func report(_ dueReport: Int) {
    if trainer.epochs == dueReport { emitEpoch() }
  }

  private func emitEpoch() {
    let rate = order.plan.rates == LearningRatePlan(nil) ? nil : trainer.rate
    host.emit(
      .epoch(
        probe.session.epoch + trainer.epochs, loss: probe.session.precision.decimal(trainer.lastLoss),
        rate: rate))
  }

  private mutating func adapt(to seconds: Double, epochs: Int) {
    if seconds < Self.stretchSeconds / 2, epochs == stretch { stretch = min(stretch * 2, 1_000_000) }
    if seconds > Self.stretchSeconds * 2 { stretch = max(1, stretch / 2) }
  }

  private mutating func holds(_ condition: Expression) throws(Diagnostic) -> Bool {
    probe.progress = Executor.Progress(
      loss: probe.session.precision.decimal(trainer.lastLoss), epoch: probe.session.epoch + trainer.epochs,
      seconds: elapsed)
    if needsWeights { probe.session.model.network = trainer.trained }
    return try probe.truth(condition)
  }

  /// `loss < x` with an x that training does not change becomes a bound; for others, whether they look at the weights.
  private static func analyzed(
    _ condition: Expression?, _ executor: Executor
  ) -> (LossThreshold?, needsWeights: Bool) {
    guard let condition else { return (nil, false) }
    let needsWeights = condition.mentions { node in
      switch node {
      case .weight, .neuron, .call: true
      case .name(let name): !["loss", "epoch", "seconds"].contains(name) && executor.variable(name) == nil
      default: false
      }
    }
    guard case .comparison(let relation, let left, let right, within: nil) = condition.bare.node,
      case .name("loss") = left.bare.node, let relation = LossThreshold.Relation(relation),
      !right.mentions({ $0.isChanging(executor) })
    else { return (nil, needsWeights) }
    var probe = executor
    guard let limit = try? probe.number(right) else { return (nil, needsWeights) }
    return (LossThreshold(relation, limit), needsWeights)
  }
}

extension LossThreshold.Relation {
  fileprivate init?(_ comparison: Comparison) {
    switch comparison {
    case .less: self = .less
    case .lessOrEqual: self = .lessOrEqual
    case .greater: self = .greater
    case .greaterOrEqual: self = .greaterOrEqual
    case .equal, .unequal: return nil
    }
  }
}

extension Expression.Node {
  /// Whether training or chance can change its value.
  fileprivate func isChanging(_ executor: Executor) -> Bool {
    switch self {
    case .weight, .neuron, .call: true
    case .name(let name): executor.variable(name) == nil
    default: false
    }
  }
}

extension Expression {
  /// Whether this expression or one within it is such.
  func mentions(_ test: (Node) -> Bool) -> Bool {
    if test(node) { return true }
    return children.contains { $0.mentions(test) }
  }

  private var children: [Expression] {
    switch node {
    case .number, .bool, .weight, .neuron, .name: []
    case .string(let parts):
      parts.compactMap { if case .expression(let expression) = $0 { expression } else { nil } }
    case .call(_, let items), .list(let items): items.flatMap(\.expressions)
    case .index(let base, let indices): [base] + indices
    case .negation(let operand), .not(let operand), .group(let operand): [operand]
    case .power(let base, let exponent): [base, exponent]
    case .chain(let first, let rest): [first] + rest.map(\.operand)
    case .conjunction(let all), .disjunction(let all): all
    case .comparison(_, let left, let right, let within): [left, right] + (within.map { [$0] } ?? [])
    }
  }
}

extension Item {
  fileprivate var expressions: [Expression] {
    switch self {
    case .expression(let expression): [expression]
    case .range(let range): [range.start, range.end] + (range.step.map { [$0] } ?? [])
    }
  }
}
