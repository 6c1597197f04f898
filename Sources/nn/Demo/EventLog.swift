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

/// Shows events on a console and keeps them. A tour within a demo is only mentioned: one stage is enough.
struct DemoSink: EventSink {
  let log: EventLog
  let console: Console

  func receive(_ event: Event) {
    log.append(event)
    console.show(event)
  }

  var showsPrompts: Bool { console.showsPrompts }
  var progress: (@Sendable (TrainProgress) -> Void)? { console.progress }
}
