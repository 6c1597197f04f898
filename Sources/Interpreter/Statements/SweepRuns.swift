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
    let rows = whole.selecting(session.data.rowsToTrainOn)
    let dealt = rows.foldsOfRows(folds, from: &own)
    try host.interruptibly { (stop) throws(Interrupted) in try session.data.hold(out: fold, of: dealt, stop) }
  }

  /// Makes one run, on a session of its own; nil if it was interrupted.
  mutating func sweepRun(
    _ number: Int, _ variant: PlannedVariant, _ points: SweepPoints
  ) throws(Diagnostic) -> SweepRun? {
    let (point, begun) = (points[number], host.clock.now())
    session = variant.session
    locals = [Frame(variant.values, session.scope.table)]
    try begin(variant.start, point, folds: points.folds)
    guard let data = session.data.training, let (loop, reason, _) = try trained(variant.request, data) else {
      return nil
    }
    guard reason != .interrupted else { return nil }
    session.model.network = loop.trained
    session.random.generator = loop.trainer.generator
    return try described(number, point, variant, loop, reason, data, since: begun)
  }

  private func described(
    _ number: Int, _ point: SweepPoints.Point, _ variant: PlannedVariant, _ loop: TrainingLoop,
    _ reason: StopReason, _ data: Dataset, since begun: Double
  ) throws(Diagnostic) -> SweepRun {
    let network = loop.trained
    return SweepRun(
      number: number, point: point, end: reason,
      isSolved: variant.request.condition == nil ? nil : reason == .until, epochs: loop.trainer.epochs,
      loss: session.precision.decimal(loop.trainer.lastLoss), training: try figures(of: network, on: data),
      validation: try session.data.validation.map { (data) throws(Diagnostic) in
        try figures(of: network, on: data)
      },
      fingerprint: session.fingerprint, seconds: host.clock.now() - begun)
  }

  private func figures(of network: Network, on data: Dataset) throws(Diagnostic) -> Figures {
    let (loss, outputs) = try evaluation(of: network, on: data)
    return Figures(loss: loss, outputs, data)
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
  private let state: Mutex<State>
  private let next = Atomic<Int>(0)
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
  ///   - known: numbers of runs that are there already.
  ///   - note: takes each run as soon as it is there, one at a time; false ends the sweep.
  init(
    _ plan: SweepPlan, _ host: Host, _ context: Context, without known: Set<Int>,
    note: @escaping @Sendable (SweepRun) -> Bool = { _ in true }
  ) {
    (self.plan, self.host, self.context, self.note) = (plan, host, context, note)
    work = (0..<plan.points.count).map(plan.points.number(inOrder:)).filter { !known.contains($0) }
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
      let place = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard place < work.count else { return }
      make(place, with: &executor)
      guard processor == 0 else { continue }
      tell()
      show(&lastShown)
    }
  }

  private var isOver: Bool { host.input.isInterrupted() || state.withLock { $0.isStopped } }

  private func make(_ place: Int, with executor: inout Executor) {
    let number = work[place]
    let variant = plan.variants[plan.points[number].variant]
    do throws(Diagnostic) {
      guard let run = try executor.sweepRun(number, variant, plan.points) else { return }
      state.withLock { state in
        guard !state.isStopped else { return }
        state.runs.append(run)
        state.waiting[place] = run
        if !note(run) { state.isStopped = true }
      }
    } catch {
      guard error.code != .interrupted else { return }
      state.withLock { state in
        state.isStopped = true
        if state.mistake.map({ place < $0.place }) ?? true { state.mistake = (place, error) }
      }
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
        done: plan.points.count - work.count + made, all: plan.points.count, made: made, seconds: seconds))
  }
}

extension SweepPlan {
  fileprivate func name(of run: SweepRun) -> String { variants[run.point.variant].name }
}
