import Interpreter
import Language
import Rendering
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Host {
  /// The world of this process: its clock, files and interrupts; events go to `emit`.
  static func system(emit: @escaping @Sendable (Event) -> Void) -> Host {
    Host(
      emit: emit, isInterrupted: { Interrupts.isPending }, now: now,
      chooseSeed: {
        var source = SystemRandomNumberGenerator()
        return Int64(source.next() % 100_000)
      },
      write: Files.write, page: ExplanationPage.text,
      pieces: { (path, take) throws(Diagnostic) in try Files.pieces(path, take) },
      read: Files.text, script: Files.script(_:from:))
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

/// Keeps the events of a session for whoever asks.
final class Recorder: Sendable {
  private let collected = Mutex<[Event]>([])

  var host: Host { .system { [self] event in collected.withLock { $0.append(event) } } }

  /// The events since the last call.
  func take() -> [Event] {
    collected.withLock { events in
      defer { events = [] }
      return events
    }
  }
}
