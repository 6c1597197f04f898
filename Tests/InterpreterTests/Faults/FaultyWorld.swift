import Charts
import Experiments
import Foundation
import Interpreter
// Foundation has a Host too.
import struct Interpreter.Host
import Language
import Rendering

/// What goes wrong in a world: the n-th time that a statement turns to one of its parts.
enum Fault: CaseIterable, Sendable {
  /// The n-th file to be written is not: the disk is full, and what was there stays.
  case write
  /// The n-th file that is begun, where none may be yet, is not: the disk is full.
  case create
  /// Of the n-th text that is added to a file one half arrives, and then the disk is full.
  case append
  /// The n-th file to be read as a whole, a script or a saved session or a ledger, cannot be read.
  case read
  /// The n-th piece of the files that are read in pieces cannot be read.
  case piece
  /// From its n-th reading the clock is an hour behind.
  case clockBack
  /// From its n-th reading the clock is a year ahead.
  case clockForward
  /// From its n-th reading the clock stands still.
  case clockStill
  /// Whoever asks whether to stop is told so the n-th time, and never again.
  case stopOnce
  /// The same, and from then on.
  case stop
  /// From the n-th question on nobody answers.
  case noAnswer

  /// What a person reads of it, where a file is concerned.
  static let reasons = (write: "no space left on this disk", read: "this disk has a bad sector")

  /// What it happens to.
  enum Part: CaseIterable, Sendable { case write, create, append, read, piece, clock, poll, question }

  var part: Part {
    switch self {
    case .write: .write
    case .create: .create
    case .append: .append
    case .read: .read
    case .piece: .piece
    case .clockBack, .clockForward, .clockStill: .clock
    case .stopOnce, .stop: .poll
    case .noAnswer: .question
    }
  }
}

/// A world in memory that is all right but for one fault, and counts what is asked of it. Its clock moves a millisecond a
/// reading.
final class FaultyWorld: @unchecked Sendable {
  private let lock = NSLock()
  private let fault: (kind: Fault, number: Int)?
  private var counts: [Fault.Part: Int] = [:]
  private var (time, shift) = (0.0, 0.0)
  private var collected: [Event] = []
  private var kept: [String: [UInt8]]
  private var changes: [String] = []

  let interpreter: Interpreter

  /// - Parameters:
  ///   - state: the session that its interpreter begins with.
  ///   - files: those that are there, by their names.
  ///   - exercises: what an `exercise` is here.
  ///   - sharing: who else works here.
  ///   - fault: what goes wrong, counted from 1; nil for nothing.
  init(
    _ state: Interpreter.State = Interpreter.State(), files: [String: [UInt8]] = [:],
    exercises: Host.Input.Exercises = .checked, sharing: Sharing = Sharing(),
    fault: (kind: Fault, number: Int)? = nil
  ) {
    (self.fault, kept) = (fault, files)
    let box = Box()
    var host = Host(
      output: Sink(box: box),
      input: Host.Input(
        ask: { _ in box.world?.answer() }, isInterrupted: { box.world?.poll() ?? false }, exercises: exercises
      ),
      clock: Host.Clock(now: { box.world?.look() ?? 0 }),
      entropy: Host.Entropy(chooseSeed: { 4711 }), processors: sharing.host)
    host.files = Self.files(box)
    if let share = sharing.share { host.sweeps = Self.sweeps(share) }
    interpreter = Interpreter(host: host)
    interpreter.go(back: state)
    box.world = self
  }

  private final class Box: @unchecked Sendable { weak var world: FaultyWorld? }

  /// Other processors, and other processes.
  struct Sharing: Sendable {
    var processors = 1
    /// Which runs of a sweep are made here, into the ledger `share.jsonl`; nil for what its statement says.
    var share: SweepShare?

    fileprivate var host: Host.Processors {
      guard processors > 1 else { return Host.Processors() }
      return Host.Processors(count: processors) { count, work in
        DispatchQueue.concurrentPerform(iterations: count) { work($0) }
      }
    }
  }

  private static func sweeps(_ share: SweepShare) -> Host.Sweeps {
    Host.Sweeps(
      machine: "one",
      order: { _ in
        .share(share, ledger: "share.jsonl", origin: SweepOrigin(file: "test.nn", number: nil))
      })
  }

  /// Somebody watches all that can be watched.
  private struct Sink: EventSink {
    let box: Box

    func receive(_ event: Event) { box.world?.collect(event) }
    var pictures: (@Sendable (Chart) -> Void)? { { _ in } }
    var progress: (@Sendable (TrainProgress) -> Void)? { { _ in } }
    var sweepProgress: (@Sendable (SweepProgress) -> Void)? { { _ in } }
  }

  private static func files(_ box: Box) -> Host.Files {
    Host.Files(
      write: { (path, content) throws(Host.WriteFailure) in
        try box.world?.write(path, content.bytes) ?? 0
      },
      create: { (path, text, isNothing) throws(Host.WriteFailure) in
        try box.world?.create(path, text, over: isNothing) ?? false
      },
      append: { (path, text) throws(Host.WriteFailure) in try box.world?.append(path, text) },
      beginning: { path in box.world?.text(path).map { String($0.prefix(1 << 16)) } },
      pieces: { (path, take) throws(Diagnostic) in try box.world?.pieces(path, take) },
      read: { (path) throws(Diagnostic) in try box.world?.read(path) ?? "" },
      script: { (path, from) throws(Diagnostic) in
        let text = try box.world?.read(path) ?? ""
        return Host.Script(source: Source(name: path, text: text), identity: path)
      })
  }

  // MARK: The parts

  /// Counts a turn to a part.
  ///
  /// - Returns: what goes wrong this time, and what has gone wrong from some time on.
  private func turn(to part: Fault.Part) -> (now: Fault?, since: Fault?) {
    counts[part, default: 0] += 1
    guard let fault, fault.kind.part == part else { return (nil, nil) }
    let number = counts[part, default: 0]
    return (number == fault.number ? fault.kind : nil, number >= fault.number ? fault.kind : nil)
  }

  private func write(_ path: String, _ bytes: [UInt8]) throws(Host.WriteFailure) -> Int {
    guard lock.withLock({ turn(to: .write).now }) == nil else {
      throw Host.WriteFailure(reason: Fault.reasons.write)
    }
    lock.withLock {
      kept[path] = bytes
      changes.append(path)
    }
    return bytes.count { $0 == 10 }
  }

  private func create(
    _ path: String, _ text: String, over isNothing: (String) -> Bool
  ) throws(Host.WriteFailure) -> Bool {
    let isMade: Bool? = lock.withLock {
      guard turn(to: .create).now == nil else { return nil }
      guard kept[path].map({ isNothing(String(decoding: $0, as: UTF8.self)) }) ?? true else { return false }
      kept[path] = Array(text.utf8)
      changes.append(path)
      return true
    }
    guard let isMade else { throw Host.WriteFailure(reason: Fault.reasons.write) }
    return isMade
  }

  private func append(_ path: String, _ text: String) throws(Host.WriteFailure) {
    let fails = lock.withLock {
      let fails = turn(to: .append).now != nil
      let bytes = Array(text.utf8)
      kept[path, default: []] += fails ? bytes.prefix(bytes.count / 2) : bytes[...]
      changes.append(path)
      return fails
    }
    if fails { throw Host.WriteFailure(reason: Fault.reasons.write) }
  }

  private func text(_ path: String) -> String? {
    lock.withLock { kept[path] }.flatMap { $0.isEmpty ? nil : String(decoding: $0, as: UTF8.self) }
  }

  private func bytes(_ path: String, _ part: Fault.Part) throws(Diagnostic) -> [UInt8] {
    let (fails, bytes) = lock.withLock { (part == .read && turn(to: part).now != nil, kept[path]) }
    guard let bytes, !fails else {
      let reason = fails ? Fault.reasons.read : "there is no such file"
      throw Diagnostic(.fileMissing, "I cannot read \"\(path)\": \(reason)")
    }
    return bytes
  }

  private func read(_ path: String) throws(Diagnostic) -> String {
    String(decoding: try bytes(path, .read), as: UTF8.self)
  }

  /// In small pieces, so that what is in them is cut everywhere.
  private func pieces(
    _ path: String, _ take: (UnsafeRawBufferPointer, Int?) -> Bool
  ) throws(Diagnostic) {
    let bytes = try bytes(path, .piece)
    for start in stride(from: 0, to: bytes.count, by: 11) {
      guard lock.withLock({ turn(to: .piece).now }) == nil else {
        throw Diagnostic(.fileMissing, "I cannot read \"\(path)\": \(Fault.reasons.read)")
      }
      let piece = Array(bytes[start..<min(start + 11, bytes.count)])
      guard piece.withUnsafeBytes({ take($0, bytes.count) }) else { return }
    }
  }

  private func look() -> Double {
    lock.withLock {
      let (now, since) = turn(to: .clock)
      if since != .clockStill { time += 0.001 }
      if now == .clockBack { shift = -3600 }
      if now == .clockForward { shift = 3.15e7 }
      return time + shift
    }
  }

  private func poll() -> Bool {
    lock.withLock {
      let (now, since) = turn(to: .poll)
      return now == .stopOnce || since == .stop
    }
  }

  private func answer() -> String? {
    lock.withLock { turn(to: .question).since == nil ? "what is it?" : nil }
  }

  private func collect(_ event: Event) { lock.withLock { collected.append(event) } }

  // MARK: What came of it

  /// How often a part was turned to.
  func count(_ part: Fault.Part) -> Int { lock.withLock { counts[part] ?? 0 } }
  /// All files.
  var files: [String: [UInt8]] { lock.withLock { kept } }
  /// The files that were changed, in order, each as often as it was.
  var changed: [String] { lock.withLock { changes } }
  var events: [Event] { lock.withLock { collected } }

  var problems: [Diagnostic] {
    events.compactMap { if case .failure(let problem) = $0 { problem } else { nil } }
  }

  /// The last training that was told of.
  var report: TrainReport? {
    events.lazy.compactMap { if case .train(let report) = $0 { report } else { nil } }.last
  }

  /// The lines that a script would print.
  var lines: [String] {
    events.flatMap { TextRenderer(verbosity: .script).lines($0) }.map(\.text)
  }

  @discardableResult
  func run(_ text: String, keepsGoing: Bool = false) -> Interpreter.End {
    interpreter.run(Source(name: "test", text: text), keepsGoing: keepsGoing)
  }
}
