/// Ledgers of one sweep together: the runs of all of them, compared bit for bit where two have the same.
public struct LedgerUnion: Sendable {
  /// A run that came out differently in two ledgers, or in one.
  public struct Finding: Sendable {
    /// The run, as both have it.
    public let difference: Ledger.Difference
    /// The ledger that has the first.
    public let first: String
    /// The ledger that has the second.
    public let second: String
  }

  /// Of the first ledger.
  public let header: Ledger.Header
  /// The names of the ledgers.
  public private(set) var files: [String] = []
  /// Each run once, as the first ledger had it that has it.
  public private(set) var runs: [SweepRun] = []
  /// Lines that repeat a run, with the same bits.
  public private(set) var repeated = 0
  /// Lines that are torn, and left out.
  public private(set) var torn = 0
  /// Runs that came out differently.
  public private(set) var findings: [Finding] = []
  /// The place among the runs and the ledger of each number.
  private var places: [Int: (run: Int, file: Int)] = [:]

  /// The ledgers of a sweep, of which there is one so far.
  public init(_ ledger: Ledger, _ name: String) {
    header = ledger.header
    places.reserveCapacity(ledger.runs.count)
    add(ledger, name)
  }

  /// Whether another ledger is one of the same sweep.
  public func takes(_ ledger: Ledger) -> Bool { ledger.header.script == header.script }

  /// Adds the runs of another ledger of the same sweep.
  public mutating func add(_ ledger: Ledger, _ name: String) {
    let file = files.count
    files.append(name)
    torn += ledger.torn
    repeated += ledger.repeated - ledger.differences.count
    findings += ledger.differences.map { Finding(difference: $0, first: name, second: name) }
    for run in ledger.runs {
      guard let place = places[run.number] else {
        places[run.number] = (runs.count, file)
        runs.append(run)
        continue
      }
      let known = runs[place.run]
      if known.isSame(as: run) {
        repeated += 1
      } else {
        findings.append(
          Finding(
            difference: Ledger.Difference(first: known, second: run), first: files[place.file], second: name))
      }
    }
  }

  /// Whether every run is there.
  public var isComplete: Bool { runs.count == header.points.count }

  /// The numbers of the runs that are not there.
  public var missing: SweepShare {
    isComplete
      ? SweepShare(numbers: EmptyCollection())
      : SweepShare(numbers: (0..<header.points.count).lazy.filter { places[$0] == nil })
  }

  /// By ascending number.
  public var ordered: [SweepRun] { runs.inOrder }

  /// The names of the machines that made the runs.
  public var machines: [String] { Set(runs.compactMap(\.machine)).sorted() }

  /// The ledger of all of them, as one machine that made them all would have left it.
  public var text: String { Ledger.text(header, runs) }
}
