import Interpreter
import Synchronization

/// The events that a demo has shown, in order: the screen is drawn anew from them.
final class EventLog: Sendable {
  private let collected = Mutex<[Event]>([])

  var events: [Event] { collected.withLock { $0 } }
  var count: Int { collected.withLock { $0.count } }
  func append(_ event: Event) { collected.withLock { $0.append(event) } }
  func cut(to count: Int) { collected.withLock { $0.removeSubrange(min(count, $0.count)...) } }

  /// The speaker's note, if that was the last.
  var lastNote: String? {
    if case .speakerNote(let text)? = events.last { text } else { nil }
  }
}
