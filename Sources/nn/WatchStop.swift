import Prompt
import Synchronization

/// Ends the run of a file that is watched: once the file is saved again, or by a key.
final class WatchStop: Sendable {
  /// Why it ended.
  enum Reason: Int {
    case saved = 1
    /// r
    case again
    /// q
    case leave
  }

  private let path: String
  private let version = Mutex<FileVersion?>(nil)
  /// The number of a reason; 0 for none.
  private let found = Atomic<Int>(0)
  /// When to look again, in nanoseconds since `start`. Whoever moves it on looks.
  private let due = Atomic<Int64>(0)
  private let start = ContinuousClock.now
  /// Nanoseconds between two looks.
  private static let pace: Int64 = 50_000_000

  init(path: String) { self.path = path }

  /// A run of the file as it is.
  func begin(_ version: FileVersion) {
    self.version.withLock { $0 = version }
    found.store(0, ordering: .relaxed)
  }

  /// nil if nothing ended it.
  var reason: Reason? { Reason(rawValue: found.load(ordering: .relaxed)) }

  /// Whether the run is to end. Asked often, and by several threads.
  func isAsked() -> Bool {
    if found.load(ordering: .relaxed) != 0 { return true }
    let (seconds, atto) = (ContinuousClock.now - start).components
    let now = seconds * 1_000_000_000 + atto / 1_000_000_000
    let moment = due.load(ordering: .relaxed)
    guard now >= moment,
      due.compareExchange(expected: moment, desired: now + Self.pace, ordering: .acquiringAndReleasing)
        .exchanged
    else { return false }
    guard let reason = look() else { return false }
    found.store(reason.rawValue, ordering: .relaxed)
    return true
  }

  private func look() -> Reason? {
    while let key = Keyboard.typed() {
      if key == "q" { return .leave }
      if key == "r" { return .again }
    }
    // An editor that writes a file anew may have removed it for a moment.
    guard let now = FileVersion(of: path) else { return nil }
    return version.withLock { $0 } == now ? nil : .saved
  }
}
