/// A training from start to stop: runs a trainer in stretches of epochs and, between them, checks the clock, conditions
/// and interrupts, keeps states for the way back, stops early and restarts.
///
/// It is confined to the task that runs it; what it is made of and what it leaves are values, so that many loops can run
/// on many cores.
public struct TrainingLoop {
  /// When to stop and when to restart.
  public let rules: TrainingRules
  /// What a training does to the weights.
  public let configuration: TrainingConfiguration
  /// The epochs themselves.
  public let trainer: AnyTrainer
  let data: Dataset
  let metric: KeptMetric
  let now: @Sendable () -> Double
  let stop: StopSignal
  private let start: EpochHistory.State
  private let begin: Double

  /// The loss of the first epoch, before its updates; NaN if there was none.
  public internal(set) var firstLoss = Double.nan
  /// Epochs that may pass between two looks at the clock.
  private var stretch = 1

  // Restarts.

  /// The attempts that have ended, if there are restarts.
  public internal(set) var attempts: [TrainingAttempt] = []
  /// How the present weights were drawn; nil if that is not known.
  public internal(set) var initialization: Initialization?
  /// What the generator was last seeded with.
  public internal(set) var seed: Int64?
  /// Whether the weights were those of the initialization when the training began.
  public let beganAtInitialization: Bool
  /// Epochs before this training since the weights were drawn; negative after a restart, which counts anew.
  var epochsBefore: Int
  var attemptBegin = 0
  /// A diverged attempt gives its epochs back, so attempts have a limit of their own.
  private static let attemptLimit = 10_000

  // The way back.

  /// Brings back the epochs of this training, and those before it.
  public internal(set) var history: EpochHistory
  var lastKept: Double
  /// Seconds that keeping a state took.
  var costOfKeeping = 0.0

  // Early stopping.

  /// With patience: the best weights so far, their epoch and their value of the metric.
  public internal(set) var best: (network: Network, epoch: Int, value: Double)?
  /// Whether the epochs themselves look at what patience or the condition asks for.
  var epochsWatch = false
  /// The value that patience compares with, and how long ago it was: better ones that are too near are not taken.
  private var reference = 0.0
  var epochsSinceImprovement = 0

  /// Longer than any look at the clock takes, shorter than anyone notices.
  static let stretchSeconds = 0.005

  /// - Parameters:
  ///   - state: where the training begins; its optimizer's memory goes on if the optimizer is the same.
  ///   - validation: what `val.loss` and `val.accuracy` are computed over; nil for none.
  ///   - initialization: how the weights were drawn, for restarts; nil draws them as `torch` does.
  ///   - history: of the epochs before.
  ///   - now: seconds since some fixed moment; a clock that stands still ends no training by time.
  ///   - stop: asked between stretches of epochs, and within epochs if the rules say so.
  ///   - machine: what the epochs run on.
  public init(
    _ rules: TrainingRules, _ configuration: TrainingConfiguration, from state: EpochHistory.State,
    on data: Dataset, validation: Dataset? = nil, initialization: Initialization? = nil,
    history: EpochHistory = EpochHistory(), now: @escaping @Sendable () -> Double = { 0 },
    stop: StopSignal = .never, machine: Machine = Machine()
  ) {
    (self.rules, self.configuration, self.data, start) = (rules, configuration, data, state)
    (self.initialization, seed, self.history) = (initialization, state.seed, history)
    (self.now, self.stop, epochsBefore) = (now, stop, state.epoch)
    let optimizer = state.optimizer.flatMap { $0.optimizer == configuration.optimizer ? $0 : nil }
    trainer = state.network.training(
      configuration, on: data, continuing: optimizer?.memory, goesOn: optimizer?.isMidway == true,
      generator: state.generator, machine: machine)
    metric = KeptMetric(
      WatchedMetric(
        rules.watched, training: data, validation: validation, objective: configuration.objective))
    beganAtInitialization = initialization?.parameters == state.network.parameters
    begin = now()
    lastKept = begin
    if rules.pollsWithinEpochs { trainer.stop(when: { stop.isGiven }) }
  }

  /// Seconds since the training began.
  public var elapsed: Double { now() - begin }

  /// Epochs since the weights were drawn, of the weights that the training leaves.
  public var epoch: Int { best?.epoch ?? presentEpoch }

  var presentEpoch: Int { epochsBefore + trainer.epochs }

  /// The network that the training leaves: the best one with patience, else the last; the last
  /// where the condition held.
  public var trained: Network { best?.network ?? trainer.trained }

  /// Runs until a rule or the condition stops it.
  ///
  /// - Parameters:
  ///   - condition: looked at after every epoch; nil for none. What it throws ends the training.
  ///   - observe: told what happens.
  /// - Returns: why it stopped; `until` for the threshold and for the condition.
  public mutating func run<Failure: Error>(
    until condition: ((TrainingProgress) throws(Failure) -> Bool)?,
    observe: (TrainingNews) -> Void = { _ in }
  ) throws(Failure) -> StopReason {
    beginStretch(from: start)
    defer { endStretch() }
    if rules.patience != nil, !look() { return .interrupted }
    watchInEpochs(hasCondition: condition != nil)
    if reportsRuns { trainer.noteLosses() }
    while true {
      let reason = try runAttempt(until: condition, observe)
      // A condition speaks of the last weights, whichever were the best for patience.
      if reason == .until { best = nil }
      guard rules.restartEvery != nil else { return reason }
      note(reason, observe)
      guard reason.isWorthARestart, trainer.epochs < rules.budget, attempts.count < Self.attemptLimit else {
        return reason
      }
      restart()
    }
  }

  /// Runs until a rule stops it.
  public mutating func run(observe: (TrainingNews) -> Void = { _ in }) -> StopReason {
    let condition: ((TrainingProgress) throws(Never) -> Bool)? = nil
    return run(until: condition, observe: observe)
  }

  private mutating func runAttempt<Failure: Error>(
    until condition: ((TrainingProgress) throws(Failure) -> Bool)?, _ observe: (TrainingNews) -> Void
  ) throws(Failure) -> StopReason {
    var time = now()
    while trainer.epochs < attemptEnd {
      if let seconds = rules.seconds, time - begin >= seconds { return .seconds }
      let (before, done) = (time, trainer.epochs)
      let reason = try runStretch(of: stretch, until: condition, observe)
      if let reason { return reason }
      time = now()
      adapt(to: time - before, epochs: trainer.epochs - done)
      time = keepState(time)
      observe(.progress(progress))
    }
    return .epochs
  }

  /// Epochs between two looks at the clock.
  ///
  /// - Returns: why the attempt ends with them; nil if it does not.
  private mutating func runStretch<Failure: Error>(
    of length: Int, until condition: ((TrainingProgress) throws(Failure) -> Bool)?,
    _ observe: (TrainingNews) -> Void
  ) throws(Failure) -> StopReason? {
    let end = trainer.epochs + min(length, attemptEnd - trainer.epochs)
    while trainer.epochs < end {
      if stop.isGiven { return .interrupted }
      let report = nextReport
      let next = reportsRuns ? trainer.epochs + Self.mostReports : max(report, trainer.epochs + 1)
      let most = isWatched(condition != nil) ? 1 : min(end, next) - trainer.epochs
      let begin = presentEpoch
      let stop = trainer.run(
        most, until: condition == nil ? rules.threshold : rules.gate,
        gradientTolerance: rules.gradientTolerance)
      if reportsRuns { reportRun(after: begin, observe) }
      if let reason = try seen(stop, report, condition, observe) { return reason }
    }
    return nil
  }

  /// What comes of the epochs that the trainer has just run, up to a report at the latest.
  private mutating func seen<Failure: Error>(
    _ end: AnyTrainer.End, _ report: Int, _ condition: ((TrainingProgress) throws(Failure) -> Bool)?,
    _ observe: (TrainingNews) -> Void
  ) throws(Failure) -> StopReason? {
    takeWatched()
    if end == .diverged { return .diverged }
    if end == .stopped { return .interrupted }

    if firstLoss.isNaN, trainer.epochs > 0 { firstLoss = trainer.firstLoss }
    if trainer.epochs == report, !reportsRuns { observe(.epoch(progress)) }
    let isNoted = !configuration.rates.isAdaptive || noteMetric()
    if end == .bound, condition == nil { return .until }
    guard isNoted else { return .interrupted }
    if let condition, !isGated || end == .bound, try condition(progress) { return .until }
    if end == .flat { return .mingrad }
    if epochsWatch { return end == .patience ? .patience : nil }
    guard let isPatient = staysPatient() else { return .interrupted }
    return isPatient ? nil : .patience
  }

  private var progress: TrainingProgress {
    let (now, begin) = (now, begin)
    return TrainingProgress(
      trainer: trainer, epoch: presentEpoch, epochs: trainer.epochs, precision: data.precision,
      clock: { now() - begin })
  }

  // MARK: Stretches

  /// The trainer itself compares the loss with a threshold; anything else is looked at after every epoch.
  private func isWatched(_ hasCondition: Bool) -> Bool {
    !epochsWatch
      && (hasCondition && rules.gate == nil || rules.patience != nil || configuration.rates.isAdaptive)
  }

  /// Whether the condition cannot hold where the trainer goes on.
  private var isGated: Bool { rules.gate != nil || epochsWatch }

  /// The epoch of this run that is reported next: every n-th since the weights were drawn if asked for, else the first and
  /// those that are powers of ten.
  private var nextReport: Int {
    let (before, now) = (epochsBefore, presentEpoch)
    if let every = rules.logEvery { return (now / every + 1) * every - before }
    guard trainer.epochs > 0 else { return 1 }
    var power = 10
    while power <= now { power *= 10 }
    return power - before
  }

  /// Epochs of a log that are reported at once.
  private static let mostReports = 4096

  /// Whether epochs are reported after they were run, several at once: a call an epoch takes as long as the epoch of a small
  /// net.
  private var reportsRuns: Bool { rules.logEvery != nil && rules.reportsLossesOnly }

  /// The epochs of the last run that the log asks for.
  private func reportRun(after begin: Int, _ observe: (TrainingNews) -> Void) {
    guard let every = rules.logEvery else { return }
    let (losses, first) = (trainer.lossesOfRun, (begin / every + 1) * every)
    let points = stride(from: first, through: begin + losses.count, by: every).map {
      LossPoint(epoch: $0, loss: data.precision.decimal(losses[$0 - begin - 1]))
    }
    if !points.isEmpty { observe(.epochs(points)) }
  }

  private mutating func adapt(to seconds: Double, epochs: Int) {
    if seconds < Self.stretchSeconds / 2, epochs == stretch {
      stretch = min(stretch * 2, rules.longestStretch)
    }
    if seconds > Self.stretchSeconds * 2 { stretch = max(1, stretch / 2) }
  }

  // MARK: Early stopping

  /// Tells an adaptive schedule the metric after an epoch.
  ///
  /// - Returns: false if that was interrupted.
  private func noteMetric() -> Bool {
    unlessInterrupted { () throws(Interrupted) in try metric.note(trainer, stop) } != nil
  }

  /// nil if the look at the metric was interrupted.
  private mutating func staysPatient() -> Bool? {
    guard let patience = rules.patience else { return true }
    guard look() else { return nil }
    return epochsSinceImprovement < patience
  }

  /// Computes the watched metric of the present weights and keeps them if it is the best so far.
  ///
  /// - Returns: false if it was interrupted.
  private mutating func look() -> Bool {
    guard let seen = unlessInterrupted({ () throws(Interrupted) in try metric.value(of: trainer, stop) })
    else { return false }
    guard let value = seen else { return true }
    let isImproved =
      best == nil || metric.watched.isBetter(value, than: reference, by: rules.leastImprovement)
    epochsSinceImprovement = isImproved ? 0 : epochsSinceImprovement + 1
    if isImproved { reference = value }
    if best.map({ metric.watched.isBetter(value, than: $0.value) }) ?? true {
      best = (trainer.trained, presentEpoch, value)
    }
    return true
  }

  /// What a piece of work gives; nil if it was interrupted.
  private func unlessInterrupted<Result>(_ work: () throws(Interrupted) -> Result) -> Result? {
    do throws(Interrupted) { return try work() } catch { return nil }
  }
}
