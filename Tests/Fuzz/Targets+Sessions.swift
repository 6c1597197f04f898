import Foundation
import Interpreter
// Foundation has a Host too.
import struct Interpreter.Host
import Language
import Lessons
import Rendering
import Standard
import Synchronization

/// Statements on sessions, however they come.
extension FuzzTarget {
  /// Whoever counts polls wants to be asked often.
  private static func input(_ isInterrupted: @escaping @Sendable () -> Bool) -> Host.Input {
    var input = Host.Input(ask: { _ in "0.5" }, isInterrupted: isInterrupted)
    input.longestStretch = 100
    return input
  }

  static func run(_ text: String) {
    let (plain, hurried) = (Onlooker(isHurried: false), Onlooker(isHurried: true))
    let (interpreter, isWhole) = session(text, plain)
    guard isWhole, ["for", "repeat", "while"].contains(where: text.contains) else { return }
    let (other, isOtherWhole) = session(text, hurried)
    guard isOtherWhole else { return }
    demand(
      fingerprint(other.session) == fingerprint(interpreter.session),
      "a loop leaves what its statements leave")
    let names = text.matches(of: /let +([A-Za-z_][A-Za-z0-9_]*)/).map { String($0.1) }
    for name in Set(names).sorted().prefix(20) {
      guard let value = plain.printed(name, interpreter), let same = hurried.printed(name, other) else {
        continue
      }
      demand(value == same, "a loop leaves the same `\(name)`: \(value) \(same)")
    }
  }

  /// Looks at the first events as they come, and keeps none: those of a loop may hold a large net each.
  private final class Onlooker: EventSink {
    /// Loops of numbers are computed as one where nobody hears of each `let`.
    private let isHurried: Bool
    private let seen = Atomic<Int>(0)
    private let printed = Mutex("")

    init(isHurried: Bool) { self.isHurried = isHurried }

    func ignores(_ interest: Event.Interest) -> Bool { isHurried && interest == .acknowledgment }

    func receive(_ event: Event) {
      if seen.add(1, ordering: .relaxed).newValue <= 200 { FuzzTarget.look(at: event) }
      if case .print(let text) = event { printed.withLock { $0 = text } }
    }

    /// Empty for a name without a value; nil where patience is over.
    func printed(_ name: String, _ interpreter: Interpreter) -> String? {
      printed.withLock { $0 = "" }
      let end = interpreter.run(Source(name: "fuzz", text: "print \(name)"))
      return end == .done || end == .failed(1) ? printed.withLock { $0 } : nil
    }
  }

  /// Whether one who made up the input would still wait: so many times it is asked of each statement whether to go on, and
  /// so long the whole may take of a processor.
  private final class Patience: Sendable {
    private let polls = Atomic<Int>(0)
    private let begin = clock()

    func renew() { polls.store(0, ordering: .relaxed) }
    func ask() -> Bool {
      polls.add(1, ordering: .relaxed)
      return isOver
    }
    var isOver: Bool {
      polls.load(ordering: .relaxed) > 200 || (clock() - begin) / (CLOCKS_PER_SEC / 10) > 3
    }
  }

  /// nil for the largest nets, of which a mistake leaves no less than of others: each look at all weights would take longer
  /// than the statement.
  private static func fingerprint(_ session: Session) -> String? {
    (session.network?.parameters.count ?? 0) < 1_000_000 ? session.fingerprint : nil
  }

  /// - Returns: what is left, and whether no statement was interrupted.
  private static func session(
    _ text: String, _ output: any EventSink
  ) -> (interpreter: Interpreter, isWhole: Bool) {
    let files = FilesInMemory(others: FilesInMemory.usual)
    let patience = Patience()
    let host = Host(output: output, input: input { patience.ask() }, files: files.host)
    let interpreter = Interpreter(host: host)
    let source = Source(name: "fuzz", text: text)
    let program = Language.parse(source, .standard)
    var isWhole = true
    for statement in program.problems.isEmpty ? program.statements[...] : [] {
      patience.renew()
      let before = fingerprint(interpreter.session)
      if case .failed(let status) = interpreter.run(statement, of: source) {
        let isInterrupted = status == 130 && patience.isOver
        demand(
          isInterrupted || [1, 65, 66, 73].contains(status),
          "no exit status but those of mistakes: \(status)")
        demand(fingerprint(interpreter.session) == before, "a mistake leaves the session as it was")
      }
      isWhole = isWhole && !patience.isOver
    }
    return (interpreter, isWhole)
  }

  /// All that is shown of an event is there, and every line of JSON is one.
  private static func look(at event: Event) {
    _ = TextRenderer(verbosity: .prompt).lines(event)
    // Foundation takes a second for the elements of the longest list.
    for line in JSONLines.lines(event) where line.utf8.count < 1_000_000 {
      demand(
        (try? JSONSerialization.jsonObject(with: Data(line.utf8))) != nil, "every line is JSON: \(line)")
    }
  }

  static func load(_ text: String) {
    // Whoever writes a false file writes its hash too.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    let body = text.hasSuffix("\n") ? text : text + "\n"
    for byte in body.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let digits = String(hash, radix: 16)
    let saved = body + "end " + String(repeating: "0", count: 16 - digits.count) + digits + "\n"
    let files = FilesInMemory(["a.nnet": Array(saved.utf8)])
    let polls = Atomic<Int>(0)
    let host = Host(
      output: EventLog(), input: input { polls.add(1, ordering: .relaxed).newValue > 2000 },
      files: files.host)
    let interpreter = Interpreter(host: host)
    func run(_ line: String) -> Interpreter.End {
      polls.store(0, ordering: .relaxed)
      return interpreter.run(Source(name: "fuzz", text: line))
    }
    guard run("load \"a.nnet\"") == .done else { return }
    for line in ["show", "step", "train epochs 2", "eval", "explain 1", "goto epoch 0", "undo"] {
      if case .failed(let status) = run(line) { demand(status != 70, "no fault of nn's own: \(line)") }
    }
    guard run("save \"b.nnet\"") == .done else { return }
    let counters = files.written("b.nnet").split(separator: "\n").filter { $0.hasPrefix("scalar.") }
    demand(counters.allSatisfy { !$0.contains("nan") }, "what an optimizer counts is a number")
    let before = interpreter.session.fingerprint
    let end = run("load \"b.nnet\"")
    demand(end == .interrupted || end == .done, "what is saved is loaded")
    if end == .done { demand(interpreter.session.fingerprint == before, "as the same session") }
  }

  /// As a test, with what it prints put in, on a stage and as a handout.
  static func lesson(_ text: String) {
    let runner = LessonRunner(world: { output in
      let polls = Atomic<Int>(0)
      return Host(
        output: output,
        input: input { polls.add(1, ordering: .relaxed).newValue > 400 })
    })
    let source = Source(name: "fuzz.md", text: text)
    demand(!JUnit.text(runner.run(lesson: source)).isEmpty, "outcomes are a report")
    let (_, renewed) = runner.update(lesson: source)
    if let renewed {
      let again = runner.update(lesson: Source(name: "fuzz.md", text: renewed))
      demand(again.text == nil || again.text == renewed, "what is up to date stays as it is")
    }
    _ = Talk(source).parts.count
    let handout = Handout(source, with: runner) { _ in nil }
    demand(!handout.html.isEmpty, "a handout is a page")
    let site = Site(
      source, with: runner, read: { _ in source }, encloses: { _, _ in .along }, address: { _ in nil })
    demand(site.isInterrupted || !site.files.isEmpty, "a page is a site")
    demand(Set(site.files.map(\.name)).count == site.files.count, "whose files have different names")
  }
}

/// Files that are not on any disk.
final class FilesInMemory: Sendable {
  private let files: Mutex<[String: [UInt8]]>
  /// What is in a file that nobody wrote; nil for nothing.
  private let others: @Sendable (String) -> [UInt8]?

  init(_ files: [String: [UInt8]] = [:], others: @escaping @Sendable (String) -> [UInt8]? = { _ in nil }) {
    self.files = Mutex(files)
    self.others = others
  }

  /// A small table with words and a gap.
  static let table = "x,y,kind\n1,0.5,a\n2,,b\n3,0.25,a\n4,1,b\n"

  /// By its name a table, or a script.
  @Sendable static func usual(_ path: String) -> [UInt8]? {
    path.hasSuffix(".csv")
      ? Array(table.utf8) : path.hasSuffix(".nn") ? Array("let x = 1\nprint x\n".utf8) : nil
  }

  func put(_ path: String, _ bytes: [UInt8]) { files.withLock { $0[path] = bytes } }

  /// What somebody wrote; empty for nothing.
  func written(_ path: String) -> String {
    String(decoding: files.withLock { $0[path] } ?? [], as: UTF8.self)
  }

  private func bytes(_ path: String) throws(Diagnostic) -> [UInt8] {
    guard let bytes = files.withLock({ $0[path] }) ?? others(path) else {
      throw Diagnostic(.fileMissing, "there is no \"\(path)\"")
    }
    return bytes
  }

  private func text(_ path: String) throws(Diagnostic) -> String {
    String(decoding: try bytes(path), as: UTF8.self)
  }

  var host: Host.Files {
    Host.Files(
      write: { [self] (path, content) throws(Host.WriteFailure) in
        let bytes = content.bytes
        files.withLock { $0[path] = bytes }
        return bytes.count { $0 == 10 }
      },
      create: { [self] (path, text, isNothing) throws(Host.WriteFailure) in
        files.withLock { files in
          guard files[path].map({ isNothing(String(decoding: $0, as: UTF8.self)) }) ?? true else {
            return false
          }
          files[path] = Array(text.utf8)
          return true
        }
      },
      append: { [self] (path, text) throws(Host.WriteFailure) in
        files.withLock { $0[path, default: []] += text.utf8 }
      },
      beginning: { [self] path in
        files.withLock { $0[path] }.map { String(decoding: $0.prefix(1 << 16), as: UTF8.self) }
      },
      pieces: { [self] (path, take) throws(Diagnostic) in
        let bytes = try bytes(path)
        _ = bytes.withUnsafeBytes { take($0, bytes.count) }
      },
      read: { [self] (path) throws(Diagnostic) in try text(path) },
      script: { [self] (path, _) throws(Diagnostic) in
        Host.Script(source: Source(name: path, text: try text(path)), identity: path)
      })
  }
}
