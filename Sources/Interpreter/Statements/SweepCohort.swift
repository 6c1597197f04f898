import Experiments
import NeuralCore

/// Runs of one variant, and of one fold, that are trained beside each other, a lane each. Whatever is beside it, and
/// whenever it joins, a run has the bits that it has alone.
///
/// One thread at a time has it: whoever took it out of the work of its sweep.
final class SweepCohort: @unchecked Sendable {
  /// The variant and the fold.
  let group: Int
  private let trainer: LaneTrainer
  private let rows: Int
  private let ownRows: Bool
  private var lanes: [Lane?]
  /// Epochs between two looks at the clock.
  private var stretch = 64

  private struct Lane {
    let begun: BegunRun
    /// The share of the time that this run had.
    var seconds: Double
  }

  /// Seconds between two looks at what was interrupted.
  private static var stretchSeconds: Double { 0.002 }

  /// nil where such runs are made one by one.
  init?(_ first: BegunRun, group: Int, _ executor: Executor) {
    let session = first.session
    guard let network = session.network, !executor.host.input.isCounted, session.training.optimizer == nil,
      let rules = executor.rulesForLanes(first.variant.request)
    else { return nil }
    ownRows = first.point.fold != nil
    guard
      let trainer = LaneTrainer(
        network, first.variant.request.configuration, on: first.data, ownRows: ownRows,
        until: rules.threshold, machine: Machine())
    else { return nil }
    (self.group, self.trainer, rows) = (group, trainer, first.data.rows)
    lanes = Array(repeating: nil, count: trainer.lanes)
  }

  /// What it takes of memory.
  var bytes: Int { trainer.bytes }
  var isEmpty: Bool { lanes.allSatisfy { $0 == nil } }
  var isFull: Bool { lanes.allSatisfy { $0 != nil } }
  /// The earliest of its runs, by their places in the work; nil where there is none.
  var earliest: Int? { lanes.compactMap { $0?.begun.place }.min() }
  /// So many runs are worth it: with fewer, each is quicker alone.
  var leastRuns: Int { max(2, lanes.count / 2) }

  /// Whether a run can be one of these: a fold may have another number of rows.
  func takes(_ run: BegunRun) -> Bool { run.data.rows == rows }

  /// Takes a run, if there is a free lane.
  func add(_ run: BegunRun) {
    guard let network = run.session.network, let lane = lanes.firstIndex(where: { $0 == nil }) else { return }
    trainer.begin(
      network, budget: run.variant.request.budget, on: ownRows ? run.data : nil, in: lane)
    lanes[lane] = Lane(begun: run, seconds: run.seconds)
  }

  /// Trains all of them for a moment.
  ///
  /// - Returns: those that are done.
  func train(_ clock: Host.Clock) -> [(begun: BegunRun, run: LaneTrainer.Run, seconds: Double)] {
    let begun = clock.now()
    let done = trainer.run(stretch)
    let seconds = clock.now() - begun
    if done.isEmpty, seconds < Self.stretchSeconds / 2 { stretch = min(2 * stretch, 4096) }
    if seconds > 2 * Self.stretchSeconds { stretch = max(1, stretch / 2) }
    let share = seconds / Double(max(1, lanes.count { $0 != nil }))
    for lane in lanes.indices { lanes[lane]?.seconds += share }
    return done.compactMap { lane, run in
      defer { lanes[lane] = nil }
      return lanes[lane].map { ($0.begun, run, $0.seconds) }
    }
  }
}

/// A run of a sweep whose weights are drawn.
struct BegunRun {
  /// In the work of its sweep.
  let place: Int
  let number: Int
  let point: SweepPoints.Point
  let variant: PlannedVariant
  let session: Session
  let data: Dataset
  /// That it took so far.
  let seconds: Double
}

extension Host.Input {
  /// Somebody counts how often is asked: then each run is made by itself, since how many go into a vector depends on the
  /// processor.
  var isCounted: Bool { longestStretch != Host.Input().longestStretch }
}
