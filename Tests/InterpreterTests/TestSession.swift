import Foundation
import Interpreter
// Foundation has a Host too.
import struct Interpreter.Host
import Language
import NeuralCore
import Rendering
import Testing

/// A session in a test: it collects events, keeps written files in memory and has a clock that moves only when it is read.
final class TestSession: @unchecked Sendable {
  private let lock = NSLock()
  private var collected: [Event] = []
  private var asked = 0
  private var limit: Int
  private var files: [String: String] = [:]
  private var binaries: [String: [UInt8]] = [:]
  private var time = 0.0
  private var looks = 0
  private var told: [TrainProgress] = []

  private var answers: [String]
  private(set) var questions: [String] = []
  let interpreter: Interpreter

  /// - Parameters:
  ///   - bytes: files that are no text, by their names.
  ///   - patience: the number of polls for an interrupt before there is one.
  ///   - tick: seconds between two readings of the clock.
  ///   - chosenSeed: the seed where a script gives none.
  ///   - answers: what is typed when `guess` asks; without any it does not ask.
  ///   - processors: on how many threads the runs of a sweep are made.
  ///   - exercises: what an `exercise` is here.
  ///   - watches: whether progress is reported while a training runs.
  ///   - jumps: seconds by which readings of the clock differ in turn, in the place of `tick`.
  ///   - sweeps: how the runs of sweeps are shared.
  ///   - ignored: events that are not wanted, as most front ends do not want to know of what only worked.
  init(
    patience: Int = .max, scripts: [String: String] = [:], bytes: [String: [UInt8]] = [:], tick: Double = 0,
    answers: [String] = [],
    watches: Bool = false, chosenSeed: Int64 = 4711, processors: Int = 1,
    exercises: Host.Input.Exercises = .checked, jumps: [Double] = [], sweeps: Host.Sweeps = Host.Sweeps(),
    ignored: [Event.Interest] = []
  ) {
    let box = Box()
    self.answers = answers
    limit = patience
    let isAsked = !answers.isEmpty
    let tell: @Sendable (TrainProgress) -> Void = { box.session?.tell($0) }
    var host = Host(
      output: TestSink(
        collect: { box.session?.collect($0) }, progress: watches ? tell : nil, ignored: ignored),
      input: Host.Input(
        ask: { isAsked ? box.session?.answer($0) : nil },
        isInterrupted: { box.session?.poll() ?? false }, exercises: exercises),
      clock: Host.Clock(now: { box.session?.look(jumps.isEmpty ? [tick] : jumps) ?? 0 }),
      entropy: Host.Entropy(chooseSeed: { chosenSeed }),
      processors: Host.Processors(count: processors) { count, work in
        DispatchQueue.concurrentPerform(iterations: count, execute: work)
      }, sweeps: sweeps)
    host.files = Self.files(box, scripts, bytes)
    interpreter = Interpreter(host: host)
    box.session = self
  }

  /// Files that were written, and scripts by their names.
  private static func files(
    _ box: Box, _ scripts: [String: String], _ given: [String: [UInt8]]
  ) -> Host.Files {
    let text: @Sendable (String) throws(Diagnostic) -> String = { (path) throws(Diagnostic) in
      guard let text = box.session?.files[path] ?? scripts[path] else {
        throw Diagnostic(.fileMissing, "there is no \(path)")
      }
      return text
    }
    return Host.Files(
      write: { (path, content) throws(Host.WriteFailure) in
        try box.session?.write(path, content) ?? 0
      },
      create: { (path, text, isNothing) throws(Host.WriteFailure) in
        try box.session?.create(path, text, over: isNothing, given: scripts[path]) ?? false
      },
      append: { (path, text) throws(Host.WriteFailure) in box.session?.append(path, text, to: scripts[path])
      },
      beginning: { path in
        let binary = box.session?.binary(path).map { String(decoding: $0, as: UTF8.self) }
        return (binary ?? box.session?.files[path] ?? scripts[path]).flatMap { $0.isEmpty ? nil : $0 }
      },
      pieces: { (path, take) throws(Diagnostic) in
        if let known = box.session?.binary(path) ?? given[path] { return Self.hand(known, to: take) }
        Self.hand(Array(try text(path).utf8), to: take)
      },
      read: { (path) throws(Diagnostic) in try text(path) },
      script: { (path, _) throws(Diagnostic) in
        guard let text = scripts[path] else { throw Diagnostic(.fileMissing, "there is no \(path)") }
        return Host.Script(source: Source(name: path, text: text), identity: path)
      })
  }

  /// In small pieces, so that cells are cut everywhere.
  private static func hand(_ bytes: [UInt8], to take: (UnsafeRawBufferPointer, Int?) -> Bool) {
    for start in stride(from: 0, to: bytes.count, by: 7) {
      let piece = Array(bytes[start..<min(start + 7, bytes.count)])
      guard piece.withUnsafeBytes({ take($0, bytes.count) }) else { return }
    }
  }

  private func checkFolder(of path: String) throws(Host.WriteFailure) {
    guard !path.hasPrefix("no-such-folder/") else {
      throw Host.WriteFailure(reason: "no such file or directory")
    }
  }

  private func write(_ path: String, _ content: Host.FileContent) throws(Host.WriteFailure) -> Int {
    try checkFolder(of: path)
    guard let text = content.text else {
      keep(path, content.bytes)
      return 0
    }
    files[path] = text
    return text.utf8.count { $0 == 10 }
  }

  /// What a watcher was told.
  var progress: [TrainProgress] { lock.withLock { told } }

  private final class Box: @unchecked Sendable { weak var session: TestSession? }

  private func create(
    _ path: String, _ text: String, over isNothing: (String) -> Bool, given: String?
  ) throws(Host.WriteFailure) -> Bool {
    try checkFolder(of: path)
    return lock.withLock {
      guard (files[path] ?? given).map(isNothing) ?? true else { return false }
      files[path] = text
      return true
    }
  }

  private func keep(_ path: String, _ bytes: [UInt8]) { lock.withLock { binaries[path] = bytes } }

  /// A file that was written and is no text.
  func binary(_ path: String) -> [UInt8]? { lock.withLock { binaries[path] } }

  private func append(_ path: String, _ text: String, to given: String?) {
    lock.withLock { files[path, default: given ?? ""] += text }
  }

  private func tell(_ progress: TrainProgress) { lock.withLock { told.append(progress) } }

  private func look(_ jumps: [Double]) -> Double {
    lock.withLock {
      time += jumps[looks % jumps.count]
      looks += 1
      return time
    }
  }

  private func answer(_ question: String) -> String {
    lock.withLock {
      questions.append(question)
      return answers.isEmpty ? "" : answers.removeFirst()
    }
  }

  private func collect(_ event: Event) { lock.withLock { collected.append(event) } }
  private func poll() -> Bool {
    lock.withLock {
      asked += 1
      return asked > limit
    }
  }

  /// The number of polls of the running text before there is an interrupt.
  var patience: Int {
    get { lock.withLock { limit } }
    set { lock.withLock { limit = newValue } }
  }

  /// Polls since the last text began.
  var polls: Int { lock.withLock { asked } }

  var events: [Event] { lock.withLock { collected } }
  var session: Session { interpreter.session }
  func file(_ name: String) -> String? { files[name] }

  @discardableResult
  func run(_ text: String, keepsGoing: Bool = false) -> Interpreter.End {
    lock.withLock { asked = 0 }
    return interpreter.run(Source(name: "test", text: text), keepsGoing: keepsGoing)
  }

  /// As at the prompt.
  @discardableResult
  func type(_ text: String) -> Interpreter.End {
    interpreter.run(Source(name: "prompt", text: text, isTyped: true))
  }

  var problems: [Diagnostic] {
    events.compactMap { if case .failure(let diagnostic) = $0 { diagnostic } else { nil } }
  }

  /// The epochs of all logs.
  var logged: [EpochReport] {
    events.flatMap { event -> [EpochReport] in if case .logged(let all) = event { all } else { [] } }
  }

  var reports: [TrainReport] {
    events.compactMap { if case .train(let report) = $0 { report } else { nil } }
  }

  /// The lines that a script would print.
  var lines: [String] {
    events.flatMap { TextRenderer(verbosity: .script).lines($0) }.filter { $0.stream == .output }.map(\.text)
  }
}

/// Hands on what a session shows.
private struct TestSink: EventSink {
  let collect: @Sendable (Event) -> Void
  let progress: (@Sendable (TrainProgress) -> Void)?
  let ignored: [Event.Interest]

  func receive(_ event: Event) { collect(event) }
  func ignores(_ interest: Event.Interest) -> Bool { ignored.contains(interest) }
}

/// Numbers of a net or of data beside a list written down.
func == (numbers: Vector?, list: [Double]) -> Bool { numbers.map { Array($0) == list } ?? false }
