import Experiments

/// A sweep is over: what came of it.
public struct SweepReport: Sendable {
  /// All runs.
  public let result: SweepResult
  /// What its table says besides its runs.
  public let outline: SweepOutline
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
      result: sweep.result, outline: sweep.outline, known: known, seconds: sweep.seconds,
      isInterrupted: isInterrupted, ledger: sweep.ledger)
  }

  /// What ledgers come to, without the session that made them.
  ///
  /// - Parameter ledger: the file that has all runs; nil for none.
  public init(_ header: Ledger.Header, _ outline: SweepOutline, _ runs: [SweepRun], ledger: String?) {
    self.init(
      result: SweepResult(points: header.points, outline: outline, runs: runs), outline: outline, known: 0,
      seconds: runs.reduce(0) { $0 + $1.seconds }, isInterrupted: false, ledger: ledger)
  }
}

/// A part of a sweep is over, whose other runs another process makes.
public struct SweepShareReport: Sendable {
  /// Which part.
  public let share: SweepShare
  /// How many runs the whole sweep has.
  public let points: Int
  /// Runs of the part that are in the ledger now.
  public let done: Int
  /// Of these, the ones that it had already.
  public let known: Int
  /// That it took.
  public let seconds: Double
  /// Whether somebody stopped it.
  public let isInterrupted: Bool
  /// The file with a line for each run.
  public let ledger: String

  /// A part that is over.
  public init(
    share: SweepShare, points: Int, done: Int, known: Int, seconds: Double, isInterrupted: Bool,
    ledger: String
  ) {
    (self.share, self.points, self.done, self.known) = (share, points, done, known)
    (self.seconds, self.isInterrupted, self.ledger) = (seconds, isInterrupted, ledger)
  }

  /// Runs of the part.
  public var runs: Int { share.count(of: points) }
}

/// What ledgers of one sweep have together.
public struct LedgersReport: Sendable {
  /// How many ledgers there are.
  public let files: Int
  /// Runs of the whole sweep.
  public let points: Int
  /// Runs that are there.
  public let runs: Int
  /// Lines that repeat a run, with the same bits.
  public let repeated: Int
  /// Lines that are torn, and left out.
  public let torn: Int
  /// Runs that are not there.
  public let missing: SweepShare
  /// The machines that made the runs, by name.
  public let machines: [String]
  /// The file that has all of them now; nil for none.
  public let written: String?
  /// Runs that this file had before, which are among them; nil where it was not there, or is one of the ledgers.
  public let had: Int?
  /// The command line that makes those that are missing; nil where none is, or the script is not known.
  public let command: String?

  /// What ledgers have.
  public init(
    files: Int, points: Int, runs: Int, repeated: Int, torn: Int, missing: SweepShare, machines: [String],
    written: String? = nil, had: Int? = nil, command: String? = nil
  ) {
    (self.files, self.points, self.runs, self.repeated) = (files, points, runs, repeated)
    (self.torn, self.missing, self.machines) = (torn, missing, machines)
    (self.written, self.had, self.command) = (written, had, command)
  }

  /// How many runs are not there.
  public var missingCount: Int { points - runs }
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
