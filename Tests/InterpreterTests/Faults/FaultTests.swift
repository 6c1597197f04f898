import Experiments
import Foundation
import Interpreter
import Language
import Testing

/// Every statement that turns to the world, in worlds where one thing goes wrong: the n-th write, reading, piece of a file,
/// addition to a file, look at the clock, question whether to stop, question to a person; for every n until the statement no
/// longer gets that far. After each:
///
/// - a file has its old content or all of the new one;
/// - a statement that failed left the session, its history and the ways back and forward as they were, and what comes next
///   comes out as if it had never been typed;
/// - it said why, with the name of the file, and ends with a documented status that is not 70;
/// - a statement that was interrupted changed nothing, or keeps what grammar.md promises: a training goes back to its last
///   whole epoch and says which that is, a loop keeps what was done, and `undo` takes that back.
struct FaultTests {
  @Test(arguments: FaultCase.listed) func everyFaultOfEveryListedStatement(_ one: FaultCase) throws {
    try Trial(one).run(most: one.most)
  }

  /// Statements of examples turn to the world more often than those that are made for this: of more than 24 times these many
  /// are looked at.
  @Test(arguments: FaultCase.examples) func everyFaultOfEveryExample(_ one: FaultCase) throws {
    try Trial(one).run(most: 24)
  }
}

/// What a fault leaves behind is gone on with.
struct TornLedgerTests {
  /// A ledger that lost its end when the disk was full: the runs that are missing are made, and it is then as the one that
  /// nothing happened to.
  @Test func aLedgerThatWasTornIsGoneOnWith() throws {
    let setup = "net 2 2 1\ndata xor\n"
    let sweep = "sweep seeds 1..4 to \"a.jsonl\"\n  init torch\n  train sgd lr 0.1 epochs 2\nend"
    let whole = FaultyWorld()
    whole.run(setup + sweep)
    let expected = Self.withoutTimes(whole.files["a.jsonl"] ?? [])
    #expect(whole.count(.append) == 4 && expected.count == 5)
    for number in 1...4 {
      let torn = FaultyWorld(fault: (.append, number))
      #expect(torn.run(setup + sweep) == .failed(73))
      #expect(torn.problems.first?.help.contains { $0.contains("sweep resume") } == true)
      let next = FaultyWorld(files: torn.files)
      #expect(next.run(setup + "sweep resume \"a.jsonl\"") == .done, "\(next.problems.map(\.message))")
      #expect(Self.withoutTimes(next.files["a.jsonl"] ?? []) == expected, "\(number)")
      #expect(next.count(.append) == 5 - number)
    }
  }

  private static func withoutTimes(_ bytes: [UInt8]) -> [String] {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n").map {
      String($0.replacing(/"seconds":[^,}]*/, with: ""))
    }.sorted()
  }
}

/// One case with all of its faults.
struct Trial {
  let one: FaultCase
  private let before: (state: Interpreter.State, files: [String: [UInt8]], probe: SessionProbe)
  private let after: (state: Interpreter.State, files: [String: [UInt8]], probe: SessionProbe)
  private let whole: FaultyWorld
  private let end: Interpreter.End

  init(_ one: FaultCase) throws {
    self.one = one
    let stage = FaultyWorld(files: one.files, exercises: one.exercises)
    stage.run(one.setup)
    #expect(stage.problems.isEmpty, "\(one.setup): \(stage.problems.map(\.message))")
    let (state, files) = (stage.interpreter.state, stage.files)
    let world = SessionProbe.World(files: files, exercises: one.exercises)
    before = (state, files, SessionProbe(state, world, names: one.names))
    whole = FaultyWorld(state, files: files, exercises: one.exercises, sharing: one.sharing)
    end = whole.run(one.line)
    #expect(whole.problems.isEmpty, "\(one.line): \(whole.problems.map(\.message))")
    let last = whole.interpreter.state
    after = (last, whole.files, SessionProbe(last, world, names: one.names))
  }

  /// - Parameter most: so many numbers of turns are tried at most, evenly among all.
  func run(most: Int) throws {
    for kind in Fault.allCases {
      let turns = whole.count(kind.part)
      let step = max(1, (turns + most - 1) / most)
      for number in stride(from: 1, through: turns, by: step) {
        check(kind, number, looksBack: number <= 2 || number + step > turns)
      }
    }
  }

  /// - Parameter looksBack: whether history and the ways back and forward are looked at too, which takes long.
  private func check(_ kind: Fault, _ number: Int, looksBack: Bool) {
    let stage = FaultyWorld(
      before.state, files: before.files, exercises: one.exercises, sharing: one.sharing,
      fault: (kind, number))
    let end = stage.run(one.line)
    let place = "\(one.line): \(kind) \(number): \(end), \(stage.problems.map(\.message))"
    checkFiles(stage, kind, place)
    checkStatus(end, place)
    switch end {
    case .done, .quit: checkDone(stage, kind, number, place, looksBack)
    case .failed, .failedAndQuit: checkFailed(stage, kind, place, looksBack)
    case .interrupted: checkInterrupted(stage, place, looksBack)
    }
  }

  // MARK: What has to hold

  /// The session is one that is known.
  private func expect(_ stage: FaultyWorld, _ known: SessionProbe, _ looksBack: Bool, _ place: String) {
    let state = stage.interpreter.state
    let core = SessionProbe.core(state, world, one.names)
    if let what = SessionProbe.difference(known.core, core) { Issue.record("\(what): \(place)") }
    guard looksBack else { return }
    let way = SessionProbe.way(state, world, one.names)
    if let what = SessionProbe.difference(known.way, way) { Issue.record("\(what): \(place)") }
  }

  private var world: SessionProbe.World {
    SessionProbe.World(files: before.files, exercises: one.exercises)
  }

  private func checkStatus(_ end: Interpreter.End, _ place: String) {
    guard case .failed(let status) = end else { return }
    #expect([1, 64, 65, 66, 73, 74, 130].contains(status), "\(place)")
  }

  /// Old or new, byte for byte, and written once. Only a ledger grows: it has whole lines, and half of one where the disk
  /// was full.
  private func checkFiles(_ stage: FaultyWorld, _ kind: Fault, _ place: String) {
    let ledger = one.line.hasPrefix("sweep")
    for (name, bytes) in stage.files {
      if bytes == before.files[name] || bytes == after.files[name] { continue }
      guard ledger, let new = after.files[name] else {
        Issue.record("\(name) is neither old nor new: \(place)")
        continue
      }
      // What was gone on with is still there, and whatever came to it are runs of the whole sweep.
      if one.line.hasPrefix("sweep resume"), let old = before.files[name] {
        #expect(bytes.starts(with: old), "\(name): \(place)")
      }
      let text = String(decoding: bytes, as: UTF8.self)
      let (mine, whole) = (
        try? Ledger(reading: text), try? Ledger(reading: String(decoding: new, as: UTF8.self))
      )
      #expect(mine != nil && mine?.header == whole?.header, "\(name): \(place)")
      let runs = Dictionary(uniqueKeysWithValues: (whole?.runs ?? []).map { ($0.number, $0) })
      #expect(
        mine?.runs.allSatisfy { run in runs[run.number].map(run.isSame) ?? false } == true,
        "\(name): \(place)")
      #expect(bytes.last == 10 || kind == .append, "\(name): \(place)")
    }
    for name in before.files.keys { #expect(stage.files[name] != nil, "\(place)") }
    if !ledger { #expect(Set(stage.changed).count == stage.changed.count, "\(stage.changed): \(place)") }
    let told = stage.events.compactMap { event in
      if case .wrote(let file, _) = event { return file }
      if case .exported(let report) = event { return report.file }
      return nil
    }
    #expect(ledger || told == stage.changed, "\(told) and \(stage.changed): \(place)")
  }

  /// All of it was done in spite of the fault.
  private func checkDone(
    _ stage: FaultyWorld, _ kind: Fault, _ number: Int, _ place: String, _ looksBack: Bool
  ) {
    // How often several processors ask is not the same twice.
    if kind.part == .poll, stage.count(.poll) >= number { Issue.record("not stopped: \(place)") }
    if one.isTimed { return checkEpochs(stage, place, looksBack) }
    #expect(stage.problems.isEmpty, "\(place)")
    expect(stage, after.probe, looksBack, place)
  }

  /// It says so once, and nothing has changed.
  private func checkFailed(_ stage: FaultyWorld, _ kind: Fault, _ place: String, _ looksBack: Bool) {
    #expect(stage.problems.count == 1, "\(place)")
    if let problem = stage.problems.last { checkWords(problem, kind, place) }
    expect(stage, before.probe, looksBack, place)
  }

  /// The reason, and the file as it was typed.
  private func checkWords(_ problem: Diagnostic, _ kind: Fault, _ place: String) {
    let code: DiagnosticCode
    switch kind {
    case .write, .create, .append: code = .cannotWrite
    case .read, .piece: code = .fileMissing
    case .stop, .stopOnce: code = .interrupted
    case .clockBack, .clockForward, .clockStill, .noAnswer:
      Issue.record("a mistake for no reason: \(place)")
      return
    }
    #expect(problem.code == code, "\(place)")
    guard code != .interrupted else {
      #expect(problem.message.hasPrefix("interrupted"), "\(place)")
      return
    }
    let reason = code == .cannotWrite ? Fault.reasons.write : Fault.reasons.read
    #expect(problem.message.contains(reason), "\(place)")
    let names = Set(before.files.keys).union(after.files.keys)
    #expect(names.contains { problem.message.contains("\"\($0)\"") }, "\(place)")
  }

  // MARK: What was interrupted

  private func checkInterrupted(_ stage: FaultyWorld, _ place: String, _ looksBack: Bool) {
    let core = SessionProbe.core(stage.interpreter.state, world, one.names)
    if core == after.probe.core, stage.report?.reason != .interrupted { return }
    switch one.kept {
    case .nothing: expect(stage, before.probe, looksBack, place)
    case .epochs: checkEpochs(stage, place, looksBack)
    case .states(let texts):
      #expect(core == before.probe.core || texts.contains { known(after: $0) == core }, "\(place)")
      if looksBack { checkWayBack(stage, core, place) }
    case .anything: if looksBack { checkWayBack(stage, core, place) }
    }
  }

  private func known(after text: String) -> [String] {
    if let known = texts.known[text] { return known }
    let other = FaultyWorld(before.state, files: before.files, exercises: one.exercises)
    other.run(text)
    #expect(other.problems.isEmpty, "\(text): \(other.problems.map(\.message))")
    let core = SessionProbe.core(other.interpreter.state, world, one.names)
    texts.known[text] = core
    return core
  }

  /// What texts lead to, looked at once.
  private final class Texts { var known: [String: [String]] = [:] }
  private let texts = Texts()

  /// The session is that of as many epochs as it says.
  private func checkEpochs(_ stage: FaultyWorld, _ place: String, _ looksBack: Bool) {
    guard case .epochs(let text) = one.kept, let report = stage.report else {
      Issue.record("no word of it: \(place)")
      return
    }
    let core = SessionProbe.core(stage.interpreter.state, world, one.names)
    if report.epochs > 0 {
      let expected = known(after: text.replacing("EPOCHS", with: "\(report.epochs)"))
      if let what = SessionProbe.difference(expected, core) {
        Issue.record("\(report.epochs) epochs: \(what): \(place)")
      }
    }
    if looksBack { checkWayBack(stage, core, place) }
  }

  /// `undo` leads back to the session before, whatever was kept, and `redo` to that.
  private func checkWayBack(_ stage: FaultyWorld, _ core: [String], _ place: String) {
    guard core != before.probe.core else { return }
    let back = FaultyWorld(stage.interpreter.state, files: before.files, exercises: one.exercises)
    #expect(back.run("undo") == .done, "\(place)")
    let undone = SessionProbe.core(back.interpreter.state, world, one.names)
    if let what = SessionProbe.difference(before.probe.core, undone) { Issue.record("\(what): \(place)") }
    #expect(back.run("redo") == .done, "\(place)")
    #expect(SessionProbe.core(back.interpreter.state, world, one.names) == core, "\(place)")
  }
}
