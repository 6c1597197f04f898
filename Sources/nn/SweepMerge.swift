import ArgumentParser
import Experiments
import Interpreter
import Language

/// `nn sweep merge F…`
struct SweepMerge: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Put ledgers together: the table, and the ledger, that one machine would have made.",
    discussion: """
      A run that two ledgers have is compared, bit for bit: the same run is the same on every machine, so a difference is a \
      fault of a file or of a machine, and is told. Ledgers of another sweep are refused; those of several sweeps of one \
      script are put together sweep by sweep.

      Exit status: 0 every run is there; 1 runs are missing, or came out differently, or a ledger is of another sweep; 65, 66 \
      a ledger cannot be read; 73 the ledger cannot be written.
      """)

  @Argument(help: "The ledgers.", completion: .file(extensions: ["jsonl"]))
  var files: [String]

  @Option(
    help: ArgumentHelp("Write the runs of all of them here, by ascending number.", valueName: "file.jsonl"),
    completion: .file(extensions: ["jsonl"]))
  var ledger: String?

  @Flag(help: "Print events as JSON lines.")
  var json = false

  @OptionGroup var appearance: AppearanceOptions

  func run() throws {
    let console = Console(verbosity: .script, form: json ? .jsonLines : .text, appearance: appearance.given)
    throw LedgerFiles.exit(files, console) { (union, isOne) throws(Diagnostic) in
      try merge(union, isOne: isOne, console)
    }
  }

  private func merge(_ ledgers: LedgerUnion, isOne: Bool, _ console: Console) throws(Diagnostic) -> Int32 {
    let written = ledger.map {
      SweepLedgerName(script: "", given: $0, sweep: isOne ? nil : ledgers.header.origin?.number, share: .all)
        .text
    }
    var union = ledgers
    let had = try written.flatMap { (written) throws(Diagnostic) in
      try LedgerFiles.add(written, to: &union)
    }
    guard union.findings.isEmpty else {
      tell(union.findings, console)
      return 1
    }
    let runs = union.ordered
    if let written { try LedgerFiles.write(Ledger.text(union.header, runs), to: written) }
    console.host.emit(.ledgers(union.report(ledgers.files.count, written: written, had: had, command: nil)))
    if let outline = union.header.outline {
      console.host.emit(
        .sweep(SweepReport(union.header, outline, runs, ledger: union.isComplete ? written : nil)))
    } else {
      console.say("These ledgers are of an nn whose ledgers did not say what a table needs.")
    }
    guard !union.isComplete else { return 0 }
    let count = union.header.points.count
    console.host.emit(
      .failure(
        Diagnostic(
          .dataMismatch,
          "this sweep is not whole: of its \(count) runs \(count - union.runs.count) are missing",
          help: [
            union.command == nil
              ? union.advice
              : "The line that makes them is printed by: nn sweep missing \(ShellWord.quoted(union.files[0]))"
                + (union.files.count > 1 ? " …" : "")
          ])))
    return 1
  }

  private func tell(_ findings: [LedgerUnion.Finding], _ console: Console) {
    for finding in findings.prefix(Self.mostFindings) {
      console.host.emit(.failure(finding.difference.mistake(finding.first, finding.second)))
    }
    let rest = findings.count - Self.mostFindings
    if rest > 0 { console.say("… and \(rest) more runs that came out differently") }
  }

  /// More are counted, not shown.
  private static let mostFindings = 10
}

/// `nn sweep missing F…`
struct SweepMissing: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "missing",
    abstract: "Print which runs are in none of the ledgers, and the line that makes them.",
    discussion: "Exit status: 0 none is missing; 1 some are; 65, 66 a ledger cannot be read.")

  @Argument(help: "The ledgers.", completion: .file(extensions: ["jsonl"]))
  var files: [String]

  @Flag(help: "Print events as JSON lines.")
  var json = false

  @OptionGroup var appearance: AppearanceOptions

  func run() throws {
    let console = Console(verbosity: .script, form: json ? .jsonLines : .text, appearance: appearance.given)
    throw LedgerFiles.exit(files, console) { (union, _) throws(Diagnostic) in
      console.host.emit(.ledgers(union.report(union.files.count, written: nil, command: union.command)))
      if !union.isComplete, union.command == nil { console.say(union.advice) }
      return union.isComplete ? 0 : 1
    }
  }
}

/// Ledgers as the command names them.
enum LedgerFiles {
  /// Does something with each sweep of these files; the first exit status that is not 0 is that of the command.
  static func exit(
    _ files: [String], _ console: Console,
    _ work: (LedgerUnion, _ isOne: Bool) throws(Diagnostic) -> Int32
  ) -> ExitCode {
    var status: Int32 = 0
    do throws(Diagnostic) {
      let sweeps = try unions(of: files, console)
      for union in sweeps {
        let problem = try work(union, sweeps.count == 1)
        if status == 0 { status = problem }
      }
    } catch {
      console.host.emit(.failure(error))
      status = error.code.exitStatus
    }
    console.finish()
    return ExitCode(status)
  }

  /// Those of each sweep together: of several sweeps of a script by their numbers.
  static func unions(of files: [String], _ console: Console) throws(Diagnostic) -> [LedgerUnion] {
    var unions: [(number: Int?, union: LedgerUnion)] = []
    for file in files {
      guard let ledger = try begunLedger(file) else {
        console.say("(\(file) is empty, and left out)")
        continue
      }
      let number = ledger.header.origin?.number
      guard let place = unions.firstIndex(where: { $0.number == number }) else {
        unions.append((number, LedgerUnion(ledger, file)))
        continue
      }
      guard unions[place].union.takes(ledger) else {
        throw .otherSweep(file, ledger.header, unions[place].union)
      }
      unions[place].union.add(ledger, file)
    }
    guard !unions.isEmpty else { throw Diagnostic(.badFile, "none of these files has a ledger in it") }
    return unions.sorted { $0.number ?? 0 < $1.number ?? 0 }.map(\.union)
  }

  /// nil where nobody got as far as its first line.
  private static func begunLedger(_ file: String) throws(Diagnostic) -> Ledger? {
    let text = try Files.text(file)
    return Ledger.isUnbegun(text) ? nil : try ledger(text, file)
  }

  private static func ledger(_ text: String, _ file: String) throws(Diagnostic) -> Ledger {
    do throws(Ledger.Fault) { return try Ledger(reading: text) } catch {
      throw Diagnostic(
        .badFile, "\"\(file)\" is no ledger that a sweep wrote: line \(error.line): \(error.message)")
    }
  }

  /// What the file that is to be written has already belongs to it, if it is a ledger of the same sweep; any other file
  /// stays as it is.
  ///
  /// - Returns: how many runs it has; nil where it is not there, or one of the ledgers.
  static func add(_ file: String, to union: inout LedgerUnion) throws(Diagnostic) -> Int? {
    let advice = ["Take another name: --ledger FILE.jsonl"]
    if Files.isForeign(file, [Ledger.mark]) {
      throw Diagnostic(.cannotWrite, "\"\(file)\" exists, and it is no ledger that nn wrote", help: advice)
    }
    let known = union.files.map(Files.identity)
    guard Files.beginning(of: file) != nil, !known.contains(Files.identity(of: file)),
      let old = try begunLedger(file)
    else { return nil }
    guard union.takes(old) else {
      throw Diagnostic(.cannotWrite, "\"\(file)\" is the ledger of another sweep", help: advice)
    }
    union.add(old, file)
    return old.runs.count
  }

  static func write(_ text: String, to file: String) throws(Diagnostic) {
    if let problem = Files.misnamed(file) { throw Diagnostic(.cannotWrite, problem) }
    do throws(Host.WriteFailure) { try Files.write(file, text) } catch {
      throw Diagnostic(.cannotWrite, "I cannot write \"\(file)\": \(error.reason)")
    }
  }
}

extension LedgerUnion {
  /// What the ledgers have, as a line about them says it.
  func report(_ files: Int, written: String?, had: Int? = nil, command: String?) -> LedgersReport {
    LedgersReport(
      files: files, points: header.points.count, runs: runs.count, repeated: repeated, torn: torn,
      missing: missing, machines: machines, written: written, had: had,
      command: command)
  }

  /// The line that makes the runs that are missing; nil where none is, or the script is not known.
  var command: String? {
    guard !isComplete, let origin = header.origin else { return nil }
    let name = SweepLedgerName(
      script: origin.file, given: nil, sweep: origin.number,
      share: .numbers([]))
    let sweep = origin.number.map { " --sweep \($0)" } ?? ""
    return "nn sweep \(ShellWord.quoted(origin.file))\(sweep) --points \(missing.text) --ledger "
      + ShellWord.quoted(name.text)
  }

  /// Where no command makes them.
  var advice: String {
    "To make them, run what came before this sweep, then: sweep resume \"\(files[0])\""
  }
}

extension Diagnostic {
  fileprivate static func otherSweep(
    _ file: String, _ header: Ledger.Header, _ union: LedgerUnion
  ) -> Diagnostic {
    let changes = header.changes(from: union.header).map {
      $0.replacing("The ledger has", with: "\(union.files[0]) has").replacing(
        "Now there is", with: "\(file) has")
    }
    return Diagnostic(
      .dataMismatch, "\"\(file)\" is of another sweep than \"\(union.files[0])\"",
      help: changes.isEmpty
        ? ["Their data or weights are not the same, or what `train` had by default."] : changes)
  }
}
