import ArgumentParser
import Experiments
import Interpreter
import Language
import Standard

/// `nn sweep …`: sweeps in parts, which are put together again.
struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep", abstract: "Run the sweeps of a script in parts, on several machines.",
    discussion: """
      nn sweep FILE.nn --shard 3/8 makes the runs k of each sweep with k mod 8 = 3, and adds a line for each to a ledger. \
      The same command again makes those that are missing. Ledgers are put together by merge, which compares whatever two \
      of them have; missing says what is still to be run, and launch prints what a cluster needs for it: docs/clusters.md.
      """,
    subcommands: [SweepRuns.self, SweepMerge.self, SweepMissing.self, SweepLaunch.self],
    defaultSubcommand: SweepRuns.self)
}

/// `nn sweep FILE.nn`
struct SweepRuns: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Make the runs of a script's sweeps, or a part of them (the default).",
    discussion: """
      The script runs up to its last sweep, and what it leaves to chance begins with the same seed every time. SIGTERM lets \
      the runs in work end, for five seconds, and ends with status 75: the same command goes on.

      Exit status: 0 done; 1 a statement failed; 65 the script does not parse; 66 a file cannot be read; 73 the ledger \
      cannot be written; 75 ended by SIGTERM; 130 interrupted.
      """)

  @Argument(help: "The script.", completion: .file(extensions: ["nn"]))
  var file: String

  @Option(
    help: ArgumentHelp("Make shard i of N: the runs k with k mod N = i, counted from 0.", valueName: "i/N"),
    transform: { text in
      guard let share = SweepShare(shard: text) else {
        throw ValidationError("a shard is i/N with i below N, for example 0/8 to 7/8, not \(text)")
      }
      return share
    })
  var shard: SweepShare?

  @Option(
    help: ArgumentHelp("Make these runs, by their numbers, as missing prints them.", valueName: "17,44-49"),
    transform: { text in
      guard let share = SweepShare(numbers: text) else {
        throw ValidationError("points are numbers and ranges of them, for example 17,44-49, not \(text)")
      }
      return share
    })
  var points: SweepShare?

  @Option(
    help: ArgumentHelp("Of several sweeps of the script only this one, counted from 1.", valueName: "k"))
  var sweep: Int?

  @Option(
    help: ArgumentHelp("How many runs are made at a time (default: as many as processors).", valueName: "n"))
  var jobs: Int?

  @Option(
    help: ArgumentHelp(
      "The ledger (default: FILE.jsonl here, with a shard FILE.3-of-8.jsonl).", valueName: "file.jsonl"),
    completion: .file(extensions: ["jsonl"]))
  var ledger: String?

  @Option(parsing: .unconditional, help: "The seed of whatever the script leaves to chance (default: 0).")
  var seed: Int64 = 0

  @Flag(help: "Print events as JSON lines.")
  var json = false

  @Flag(help: "Print results only, no reports.")
  var quiet = false

  @OptionGroup var appearance: AppearanceOptions

  func validate() throws {
    guard shard == nil || points == nil else {
      throw ValidationError("--shard and --points exclude each other")
    }
    guard jobs ?? 1 > 0 else { throw ValidationError("--jobs is 1 or more") }
    guard sweep ?? 1 > 0 else { throw ValidationError("--sweep is 1 or more") }
    if let ledger, let problem = Files.misnamed(ledger) { throw ValidationError(problem) }
  }

  func run() throws {
    let console = Console(
      verbosity: quiet ? .quiet : .script, form: json ? .jsonLines : .text, appearance: appearance.given)
    Interrupts.install()
    Termination.install()
    let status: Int32
    do throws(Diagnostic) {
      status = try run(on: console)
    } catch {
      console.host.emit(.failure(error))
      status = error.code.exitStatus
    }
    console.finish()
    throw ExitCode(status)
  }

  private func run(on console: Console) throws(Diagnostic) -> Int32 {
    let source = try Files.script(file)
    try Files.refusePage(file)
    let program = Language.parse(source, .standard)
    guard program.problems.isEmpty || program.sweeps != nil else { return failed(program.problems, console) }
    guard let places = program.sweeps else { throw .noSweep(file) }
    let orders = SweepOrders(
      script: file, count: places.count, share: shard ?? points ?? .all, only: sweep, ledger: ledger)
    var host = console.host
    host.sweeps = orders.sweeps
    let chosen = seed
    host.entropy = Host.Entropy(chooseSeed: { chosen })
    if let jobs { host.processors.count = jobs }
    // What follows the last sweep is for whoever has all of its runs; a mistake there is told all the same.
    guard program.problems.isEmpty else { return failed(program.problems, console) }
    let whole = source.text(Span(0, places.end))
    let end = Interpreter(host: host).run(
      Source(name: source.name, text: whole), identity: Files.identity(of: file))
    if end == .interrupted, Termination.isPending { return Termination.exitStatus }
    if end == .done, let sweep, sweep > orders.asked { throw .noSuchSweep(sweep, orders.asked, file) }
    return end.exitStatus
  }

  private func failed(_ problems: [Diagnostic], _ console: Console) -> Int32 {
    for problem in problems { console.host.emit(.failure(problem)) }
    return problems.first?.code.exitStatus ?? 0
  }
}

extension Diagnostic {
  fileprivate static func noSweep(_ file: String) -> Diagnostic {
    Diagnostic(
      .nothingToRepeat, "\"\(file)\" has no sweep",
      help: ["A script without one is run by: nn \(file)", "What a sweep is: nn -e 'help sweep'"])
  }

  fileprivate static func noSuchSweep(_ number: Int, _ count: Int, _ file: String) -> Diagnostic {
    Diagnostic(
      .outOfRange,
      "\"\(file)\" has \(count == 1 ? "one sweep" : "\(count) sweeps"), so there is no --sweep \(number)")
  }
}
