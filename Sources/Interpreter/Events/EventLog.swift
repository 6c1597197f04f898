import Synchronization

/// Keeps events, in order, for whoever asks: a test, a lesson, a screen that is drawn anew.
public final class EventLog: EventSink {
  private let collected = Mutex<[Event]>([])

  /// An empty log.
  public init() {}

  /// Keeps the event.
  public func receive(_ event: Event) { collected.withLock { $0.append(event) } }

  /// All events that are kept.
  public var events: [Event] { collected.withLock { $0 } }

  /// How many events are kept.
  public var count: Int { collected.withLock { $0.count } }

  /// The events since the last call; they are kept no longer.
  public func take() -> [Event] {
    collected.withLock { events in
      defer { events = [] }
      return events
    }
  }

  /// Forgets all events but the first ones.
  public func cut(to count: Int) { collected.withLock { $0.removeSubrange(min(count, $0.count)...) } }
}
