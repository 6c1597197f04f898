import Experiments
import Foundation
import Interpreter
import struct Interpreter.Host
import Language
import Lessons
import Rendering
import Standard
import Synchronization

/// What a fuzzer feeds with bytes: each must neither trap nor hang, whatever they are. A promise that is broken traps.
enum FuzzTarget: String, CaseIterable {
  /// Parser, messages, formatter, completion.
  case parse
  /// Statements on a session.
  case run
  /// Tables: delimited text, workbooks, ARFF, FANN, LIBSVM, IDX.
  case table
  /// A saved session whose hash is right.
  case load
  /// A Markdown page as a test.
  case lesson
  /// A ledger of a sweep.
  case ledger

  func feed(_ bytes: [UInt8]) {
    guard bytes.count <= 100_000 else { return }
    switch self {
    case .parse: Self.parse(String(decoding: bytes, as: UTF8.self))
    case .run: Self.run(String(decoding: bytes, as: UTF8.self))
    case .table: Self.table(bytes)
    case .load: Self.load(String(decoding: bytes, as: UTF8.self))
    case .lesson: Self.lesson(String(decoding: bytes, as: UTF8.self))
    case .ledger: Self.ledger(String(decoding: bytes, as: UTF8.self))
    }
  }

  /// A promise that has to hold.
  private static func demand(_ holds: Bool, _ promise: String) {
    guard !holds else { return }
    FileHandle.standardError.write(Data("broken: \(promise)\n".utf8))
    abort()
  }

  /// Whoever counts polls wants to be asked often.
  private static func input(_ isInterrupted: @escaping @Sendable () -> Bool) -> Host.Input {
    var input = Host.Input(isInterrupted: isInterrupted)
    input.longestStretch = 100
    return input
  }

  private static func parse(_ text: String) {
    let source = Source(name: "fuzz", text: text)
    let program = Language.parse(source, .standard)
    for problem in program.problems.prefix(3) {
      _ = TextRenderer(verbosity: .script).lines(.failure(problem))
    }
    if let once = formatted(source, .standard) {
      let twice = formatted(Source(name: "fuzz", text: once), .standard)
      demand(once == twice, "what is formatted is formatted the same again")
    }
    let names = KnownNames()
    for cursor in [text.utf8.count, text.utf8.count / 2] {
      _ = completions(of: text, at: cursor, .standard, names)
    }
  }

  private static func run(_ text: String) {
    let log = EventLog()
    let polls = Atomic<Int>(0)
    // So many times is asked whether to go on that nothing takes long.
    let host = Host(
      output: log,
      input: input { polls.add(1, ordering: .relaxed).newValue > 200 })
    let interpreter = Interpreter(host: host)
    let source = Source(name: "fuzz", text: text)
    let program = Language.parse(source, .standard)
    for statement in program.problems.isEmpty ? program.statements[...] : [] {
      polls.store(0, ordering: .relaxed)
      let before = interpreter.session.fingerprint
      if case .failed(let status) = interpreter.run(statement, of: source) {
        demand([1, 65, 66, 73].contains(status), "no exit status but those of mistakes: \(status)")
        demand(interpreter.session.fingerprint == before, "a mistake leaves the session as it was")
      }
    }
    let renderer = TextRenderer(verbosity: .prompt)
    for event in log.events.prefix(200) {
      _ = renderer.lines(event)
      for line in JSONLines.lines(event) {
        demand(
          (try? JSONSerialization.jsonObject(with: Data(line.utf8))) != nil, "every line is JSON: \(line)")
      }
    }
  }

  /// A file of each kind that reads tables by its name.
  private static func table(_ bytes: [UInt8]) {
    for name in ["a.csv", "a.xlsx", "a.arff", "a.data", "a.svm", "a.idx"] {
      let log = EventLog()
      let host = Host(
        output: log,
        files: Host.Files(
          pieces: { (_, take) throws(Diagnostic) in _ = bytes.withUnsafeBytes { take($0, bytes.count) } },
          read: { (_) throws(Diagnostic) in String(decoding: bytes, as: UTF8.self) }))
      let interpreter = Interpreter(host: host)
      _ = interpreter.run(Source(name: "fuzz", text: "data \"\(name)\"\nshow data\n"))
      for event in log.events { _ = TextRenderer(verbosity: .prompt).lines(event) }
    }
  }

  private static func load(_ text: String) {
    // Whoever writes a false file writes its hash too.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    let body = text.hasSuffix("\n") ? text : text + "\n"
    for byte in body.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let digits = String(hash, radix: 16)
    let saved = body + "end " + String(repeating: "0", count: 16 - digits.count) + digits + "\n"
    let polls = Atomic<Int>(0)
    let written = Mutex("")
    let host = Host(
      output: EventLog(),
      input: input { polls.add(1, ordering: .relaxed).newValue > 2000 },
      files: Host.Files(
        write: { (_, content) throws(Host.WriteFailure) in
          if case .text(let text) = content { written.withLock { $0 = text } }
          return 1
        },
        read: { (name) throws(Diagnostic) in name == "a.nnet" ? saved : written.withLock { $0 } }))
    let interpreter = Interpreter(host: host)
    guard interpreter.run(Source(name: "fuzz", text: "load \"a.nnet\"\n")) == .done else { return }
    for line in ["show", "step", "train epochs 2", "eval", "explain 1", "goto epoch 0", "undo"] {
      polls.store(0, ordering: .relaxed)
      if case .failed(let status) = interpreter.run(Source(name: "fuzz", text: line)) {
        demand(status != 70, "no fault of nn's own: \(line)")
      }
    }
    polls.store(0, ordering: .relaxed)
    guard interpreter.run(Source(name: "fuzz", text: "save \"b.nnet\"\n")) == .done else { return }
    let before = interpreter.session.fingerprint
    polls.store(0, ordering: .relaxed)
    let end = interpreter.run(Source(name: "fuzz", text: "load \"b.nnet\"\n"))
    demand(end == .interrupted || end == .done, "what is saved is loaded")
    if end == .done { demand(interpreter.session.fingerprint == before, "as the same session") }
  }

  private static func lesson(_ text: String) {
    let runner = LessonRunner(world: { output in
      let polls = Atomic<Int>(0)
      return Host(
        output: output,
        input: input { polls.add(1, ordering: .relaxed).newValue > 400 })
    })
    _ = runner.run(lesson: Source(name: "fuzz.md", text: text))
  }

  private static func ledger(_ text: String) {
    guard let ledger = try? Ledger(reading: text) else { return }
    demand(ledger.differences.count <= ledger.repeated, "only what is repeated can differ")
    let written = Ledger.text(ledger.header, ledger.runs)
    let again = try? Ledger(reading: written)
    demand(again?.header == ledger.header, "the header comes back")
    demand(again?.runs.count == ledger.runs.count && again?.torn == 0, "the runs come back")
    if let again { demand(Ledger.text(again.header, again.runs) == written, "and are written the same") }
    if let outline = ledger.header.outline, ledger.header.points.count < 10_000 {
      let report = SweepReport(ledger.header, outline, ledger.runs, ledger: nil)
      _ = TextRenderer(verbosity: .script).lines(.sweep(report))
    }
  }
}
