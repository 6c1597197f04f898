import Interpreter
import Language
import Synchronization

/// Keeps what a work shows that may show things without end: the last events of it, and the first mistakes.
final class WorkLog: EventSink {
  /// What is kept.
  struct Kept: Sendable {
    /// The last ones, in order.
    var events: [Event] = []
    /// How many came before them.
    var dropped = 0
    /// The first ones.
    var problems: [Diagnostic] = []

    /// More than any screen holds.
    static let most = 1000
    private static let mostProblems = 100

    fileprivate mutating func add(_ event: Event) {
      if case .statement = event { return }
      if case .unshown = event { return }
      if case .failure(let problem) = event {
        if problems.count < Self.mostProblems { problems.append(problem) }
        return
      }
      events.append(event)
      if events.count >= 2 * Self.most { cut() }
    }

    /// With what came after it.
    mutating func add(_ next: Kept) {
      // What came between is gone.
      if next.dropped > 0 { (dropped, events) = (dropped + events.count + next.dropped, []) }
      events += next.events
      problems = Array((problems + next.problems).prefix(Self.mostProblems))
      cut()
    }

    private mutating func cut() {
      let more = max(0, events.count - Self.most)
      dropped += more
      events.removeFirst(more)
    }
  }

  private let kept = Mutex(Kept())

  func receive(_ event: Event) { kept.withLock { $0.add(event) } }

  func ignores(_ interest: Event.Interest) -> Bool { interest == .echo }

  /// What is kept since the last call.
  func take() -> Kept {
    kept.withLock { kept in
      defer { kept = Kept() }
      return kept
    }
  }
}
