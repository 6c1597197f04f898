import Experiments

/// A sweep is over: what came of it.
public struct SweepReport: Sendable {
  /// All runs.
  public let result: SweepResult
  /// What all variants share, as it is typed: the net, the start, the training.
  public let shared: [String]
  /// The name of the data and its rows; nil where variants have their own.
  public let data: (name: String, rows: Int)?
  /// Of the runs, those that a ledger had already.
  public let known: Int
  /// That it took.
  public let seconds: Double
  /// Whether somebody stopped it: the table is of what was done until then.
  public let isInterrupted: Bool
  /// The file with a line for each run; nil for none.
  public let ledger: String?
}

extension SweepReport {
  init(of sweep: Sweep, known: Int, isInterrupted: Bool) {
    self.init(
      result: sweep.result, shared: sweep.shared, data: sweep.data, known: known, seconds: sweep.seconds,
      isInterrupted: isInterrupted, ledger: sweep.ledger)
  }
}

/// One run of a sweep, as it is told while the sweep goes on.
public struct SweepRunReport: Sendable {
  /// How it came out.
  public let run: SweepRun
  /// The variant's name.
  public let variant: String
}

/// How a sweep goes while it runs. Not an event: it is gone when the sweep ends.
public struct SweepProgress: Sendable {
  /// Runs that are done, of how many.
  public let done: Int
  /// All runs of this sweep.
  public let all: Int
  /// Of those done, the ones that this statement made itself.
  public let made: Int
  /// Since it began.
  public let seconds: Double
}
