import Experiments
import Language
import NeuralCore
import Synchronization

extension Executor {
  /// Begins a run: weights, generator and fold as its seed decides them.
  mutating func begin(
    _ start: SweepStart, _ point: SweepPoints.Point, folds: Int?
  ) throws(Diagnostic) {
    switch start {
    case .draws(let draws):
      for (k, draw) in draws.enumerated() {
        var draw = draw
        if k == 0 { draw.seed = point.seed }
        try initialize(try session.requireNetwork(), draw, isImplied: false)
      }
    case .weights:
      session.random.restart(point.seed)
      session.training = TrainingState()
    }
    if let folds, let fold = point.fold { try hold(out: fold, of: folds, seed: point.seed) }
  }

  /// Cuts the rows into folds, which the seed decides, and makes one of them the validation part.
  mutating func hold(out fold: Int, of folds: Int, seed: Int64) throws(Diagnostic) {
    guard let whole = session.data.whole else { return }
    var own = MersenneTwister(seed: seed)
    let chosen = session.data.rowsToTrainOn
    try host.interruptibly { (stop) throws(Interrupted) in
      let dealt = try session.data.asPart(whole.selecting(chosen, stop), stop).foldsOfRows(
        folds, from: &own, stop)
      try session.data.hold(out: fold, of: dealt, stop)
    }
  }

  /// Begins a run on a session of its own; nil without data.
  mutating func begun(
    _ number: Int, _ place: Int, _ variant: PlannedVariant, _ points: SweepPoints
  ) throws(Diagnostic) -> BegunRun? {
    let (point, begun) = (points[number], host.clock.now())
    session = variant.session
    locals = [Frame(variant.values, session.scope.table)]
    try begin(variant.start, point, folds: points.folds)
    guard let data = session.data.training else { return nil }
    return BegunRun(
      place: place, number: number, point: point, variant: variant, session: session, data: data,
      seconds: host.clock.now() - begun)
  }

  /// Makes a run that has begun, alone; nil if it was interrupted.
  mutating func run(_ run: BegunRun) throws(Diagnostic) -> SweepRun? {
    let begun = host.clock.now()
    session = run.session
    guard let (loop, reason, _) = try trained(run.variant.request, run.data), reason != .interrupted else {
      return nil
    }
    session.random.go(to: loop.trainer.generator, seed: session.random.seed)
    let network = loop.trained
    return described(
      run, network, reason, epochs: loop.trainer.epochs, lastLoss: loop.trainer.lastLoss,
      try figures(of: network, on: run.data), try validation(of: network), since: begun)
  }

  /// What a run came to that was trained beside others.
  mutating func finished(
    _ run: BegunRun, _ end: LaneTrainer.Run, seconds: Double
  ) throws(Diagnostic) -> SweepRun {
    let begun = host.clock.now() - seconds + run.seconds
    session = run.session
    var end = end
    var training = try figures(of: end.trained, on: run.data)
    // The last update of a training is seen by no pass.
    if end.end != .diverged, end.epochs > 0, !end.trained.parameters.isFinite || !training.loss.isFinite {
      end = end.fallenBack
      training = try figures(of: end.trained, on: run.data)
    }
    return described(
      run, end.trained, end.end, epochs: end.epochs, lastLoss: end.lastLoss, training,
      try validation(of: end.trained), since: begun)
  }

  private mutating func described(
    _ run: BegunRun, _ network: Network, _ reason: StopReason, epochs: Int, lastLoss: Double,
    _ training: Figures, _ validation: Figures?, since begun: Double
  ) -> SweepRun {
    session.model.network = network
    return SweepRun(
      number: run.number, point: run.point, end: reason,
      isSolved: run.variant.request.condition == nil ? nil : reason == .until, epochs: epochs,
      loss: session.precision.decimal(lastLoss), training: training, validation: validation,
      fingerprint: session.fingerprint, seconds: max(0, host.clock.now() - begun + run.seconds),
      machine: host.sweeps.machine)
  }

  private func validation(of network: Network) throws(Diagnostic) -> Figures? {
    try session.data.validation.map { (data) throws(Diagnostic) in try figures(of: network, on: data) }
  }

  private func figures(of network: Network, on data: Dataset) throws(Diagnostic) -> Figures {
    let (loss, outputs) = try evaluation(of: network, on: data)
    return try host.interruptibly { (stop) throws(Interrupted) in
      try Figures(loss: loss, outputs, data, stop)
    }
  }
}

/// Makes the runs of a plan on all processors. Which processor makes which run, and when, changes nothing in it; runs are
/// told of in their own order.
final class SweepRunner: Sendable {
  private let plan: SweepPlan
  private let host: Host
  private let context: Context
  private let begun: Double
  /// The numbers of the runs to make, in the order in which they are begun.
  private let work: [Int]
  /// Runs of the share, those that are known among them.
  private let all: Int
  private let state: Mutex<State>
  private let groups: SweepWork
  /// Takes each run as soon as it is there, one at a time; false ends the sweep.
  private let note: @Sendable (SweepRun) -> Bool

  private struct State {
    var runs: [SweepRun] = []
    /// Those that were not told of yet, by their place in the work.
    var waiting: [Int: SweepRun] = [:]
    var told = 0
    /// The mistake of the earliest run that made one.
    var mistake: (place: Int, diagnostic: Diagnostic)?
    var isStopped = false
  }

  /// - Parameters:
  ///   - share: the runs that are made here.
  ///   - known: numbers of runs that are there already.
  ///   - note: takes each run as soon as it is there, one at a time; false ends the sweep.
  init(
    _ plan: SweepPlan, _ host: Host, _ context: Context, _ share: SweepShare = .all,
    without known: Set<Int>,
    note: @escaping @Sendable (SweepRun) -> Bool = { _ in true }
  ) {
    (self.plan, self.host, self.context, self.note) = (plan, host, context, note)
    work = (0..<plan.points.count).map(plan.points.number(inOrder:))
      .filter { share.contains($0) && !known.contains($0) }
    all = share.count(of: plan.points.count)
    groups = SweepWork(work.map { $0 / plan.points.seeds.count })
    state = Mutex(State())
    begun = host.clock.now()
  }

  /// Processors that there is work for.
  private var processors: Int { min(host.processors.count, max(1, work.count)) }

  /// Makes all runs, or as many as it may until it is interrupted.
  func run() throws(Diagnostic) -> [SweepRun] {
    host.processors.run(processors) { self.work(on: $0) }
    tell()
    let (runs, mistake) = state.withLock { ($0.runs, $0.mistake) }
    if let mistake { throw mistake.diagnostic }
    return runs
  }

  private func work(on processor: Int) {
    var lastShown = -1.0
    var executor = Executor(Session(), processors > 1 ? host.silent.onOneProcessor : host.silent, context)
    while !isOver {
      switch groups.next(begins: !host.sweeps.isEnding()) {
      case .run(let place): make(place, with: &executor)
      case .cohort(let cohort):
        train(cohort, with: &executor)
        groups.giveBack(cohort)
      case nil: return
      }
      guard processor == 0 else { continue }
      tell()
      show(&lastShown)
    }
  }

  private var isOver: Bool { host.input.isInterrupted() || state.withLock { $0.isStopped } }

  /// Makes a run, or begins a cohort with it.
  private func make(_ place: Int, with executor: inout Executor) {
    guard let begun = begin(place, with: &executor) else { return }
    if groups.mayFormCohort(with: place),
      let cohort = SweepCohort(begun, group: groups.group(of: place), executor),
      groups.waiting(cohort.group) + 1 >= cohort.leastRuns
    {
      cohort.add(begun)
      groups.giveBack(cohort)
    } else {
      groups.noteAlone(place)
      noting(place) { () throws(Diagnostic) in try executor.run(begun) }
    }
  }

  private func begin(_ place: Int, with executor: inout Executor) -> BegunRun? {
    let number = work[place]
    let variant = plan.variants[plan.points[number].variant]
    do throws(Diagnostic) {
      return try executor.begun(number, place, variant, plan.points)
    } catch {
      note(error, place)
      return nil
    }
  }

  /// Trains a cohort for a moment, and fills the lanes that get free.
  private func train(_ cohort: SweepCohort, with executor: inout Executor) {
    let end = host.clock.now() + Self.secondsOfTurn
    repeat {
      while !cohort.isFull, !host.sweeps.isEnding(), let place = groups.next(of: cohort.group) {
        guard let begun = begin(place, with: &executor) else { return }
        if cohort.takes(begun) {
          cohort.add(begun)
        } else {
          noting(place) { () throws(Diagnostic) in try executor.run(begun) }
        }
      }
      for (begun, run, seconds) in cohort.train(host.clock) {
        noting(begun.place) { () throws(Diagnostic) in
          try executor.finished(begun, run, seconds: seconds)
        }
      }
      // Those that began together are done together, and what the cohort has serves the next ones.
    } while !(cohort.isEmpty && groups.waiting(cohort.group) < cohort.leastRuns) && !isOver
      && host.clock.now() < end
  }

  /// Then whoever has the earliest run is next.
  private static let secondsOfTurn = 0.02

  private func noting(_ place: Int, _ make: () throws(Diagnostic) -> SweepRun?) {
    do throws(Diagnostic) {
      guard let run = try make() else { return }
      state.withLock { state in
        guard !state.isStopped else { return }
        state.runs.append(run)
        state.waiting[place] = run
        if !note(run) { state.isStopped = true }
      }
    } catch {
      note(error, place)
    }
  }

  private func note(_ mistake: Diagnostic, _ place: Int) {
    guard mistake.code != .interrupted else { return }
    state.withLock { state in
      state.isStopped = true
      if state.mistake.map({ place < $0.place }) ?? true { state.mistake = (place, mistake) }
    }
  }

  /// Tells of the runs that are next in their order, on the thread of the statement.
  private func tell() {
    let ready = state.withLock { state in
      var ready: [SweepRun] = []
      while let run = state.waiting.removeValue(forKey: state.told) {
        ready.append(run)
        state.told += 1
      }
      return ready
    }
    for run in ready { host.emit(.run(SweepRunReport(run: run, variant: plan.name(of: run)))) }
  }

  private func show(_ last: inout Double) {
    guard let show = host.output.sweepProgress else { return }
    let seconds = host.clock.now() - begun
    guard seconds > 0.3, seconds - last >= 0.1 else { return }
    last = seconds
    let made = state.withLock { $0.runs.count }
    show(
      SweepProgress(
        done: all - work.count + made, all: all, made: made, seconds: seconds))
  }
}

extension SweepPlan {
  fileprivate func name(of run: SweepRun) -> String { variants[run.point.variant].name }
}
