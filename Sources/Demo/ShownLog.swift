import Interpreter
import Rendering
import Synchronization

/// What was shown on a stage, in order.
final class ShownLog: Sendable {
  /// An event of the session, or prose of a page.
  enum Shown: Sendable {
    case event(Event)
    case prose(Document)

    /// The event, if it is one.
    var event: Event? { if case .event(let event) = self { event } else { nil } }
  }

  private let all = Mutex<[Shown]>([])

  var entries: [Shown] { all.withLock { $0 } }
  var count: Int { all.withLock { $0.count } }
  var last: Event? { all.withLock { $0.last?.event } }
  func add(_ shown: Shown) { all.withLock { $0.append(shown) } }
  func cut(to count: Int) { all.withLock { $0.removeSubrange(min(count, $0.count)...) } }
}
