import Foundation
import Interpreter
import struct Interpreter.Host
import Language
import Rendering
import Synchronization

/// A world in memory that says no after a while, and keeps what was told.
final class World: EventSink, Sendable {
  private let events = Mutex<[Event]>([])
  private let files: Mutex<[String: String]>
  private let deadline = Mutex(0.0)

  /// Times that are told differ from run to run, so a clock stands still where runs are compared.
  private let isTimed: Bool

  init(files: [String: String] = [:], isTimed: Bool = true) {
    self.files = Mutex(files)
    self.isTimed = isTimed
  }

  /// Seconds of this process.
  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  func receive(_ event: Event) { events.withLock { $0.append(event) } }

  /// What was told since it was asked last.
  func told() -> [Event] {
    events.withLock { events in
      defer { events = [] }
      return events
    }
  }

  /// From now on a statement may take so long before it is interrupted.
  func allow(seconds: Double) { deadline.withLock { $0 = Self.now + seconds } }

  func file(_ name: String) -> String? { files.withLock { $0[name] } }

  var host: Host {
    Host(
      output: self,
      input: Host.Input(isInterrupted: { [self] in Self.now > deadline.withLock { $0 } }),
      files: Host.Files(
        write: { [self] (path, content) throws(Host.WriteFailure) in
          guard !path.contains("/") else { throw Host.WriteFailure(reason: "there is no such folder") }
          let text = (content.text ?? "")
          files.withLock { $0[path] = text }
          return text.utf8.count { $0 == 10 }
        },
        create: { [self] (path, text, isNothing) throws(Host.WriteFailure) in
          files.withLock { files in
            guard files[path].map(isNothing) ?? true else { return false }
            files[path] = text
            return true
          }
        },
        append: { [self] (path, text) throws(Host.WriteFailure) in
          files.withLock { $0[path, default: ""] += text }
        },
        read: { [self] (path) throws(Diagnostic) in
          guard let text = file(path) else { throw Diagnostic(.fileMissing, "there is no \(path)") }
          return text
        },
        script: { [self] (path, _) throws(Diagnostic) in
          guard let text = file(path) else { throw Diagnostic(.fileMissing, "there is no \(path)") }
          return Host.Script(source: Source(name: path, text: text), identity: path)
        }),
      clock: Host.Clock(now: { [self] in isTimed ? World.now : 0 }),
      entropy: Host.Entropy(chooseSeed: { 4711 }))
  }
}
