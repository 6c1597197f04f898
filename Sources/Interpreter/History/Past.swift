import NeuralCore

/// The sessions before the last statements that changed something, each with the text of its statement: what `undo` goes
/// back to. The last hundred are kept, fewer where they are large.
///
/// The bytes are counted as sessions come and go, each with what it does not share with the one before it, so that this
/// takes no longer when they are many and large.
struct Past: Sendable {
  struct Entry: Sendable {
    let session: Session
    let text: String
    /// What it takes besides what the entry before it has too; of the first one, all. At most: see `Session.bytes(besides:)`.
    fileprivate(set) var bytes: Int
  }

  private(set) var entries: [Entry] = []
  /// The bytes of all entries.
  private(set) var bytes = 0
  /// Of long lists in the entries, when they were last counted exactly; empty once one of the entries is gone.
  private var lists: [CountedLists.Place: Int] = [:]

  /// Whether some that were kept had to go.
  private(set) var isCut = false

  static let mostEntries = 100
  /// What is kept takes no more, but for the last one.
  var mostBytes = 500_000_000

  /// Keeps a session, and lets the oldest ones go if that are too many.
  mutating func add(_ session: Session, _ text: String) {
    append(session, text)
    if entries.count > Self.mostEntries { removeFirst(1) }
    if bytes > mostBytes, entries.count > 1 { trim() }
  }

  /// Keeps a session that was there before.
  mutating func append(_ session: Session, _ text: String) {
    let own = session.bytes(besides: entries.last?.session)
    entries.append(Entry(session: session, text: text, bytes: own))
    bytes += own
  }

  mutating func popLast() -> Entry? {
    let last = entries.popLast()
    lists = [:]
    bytes -= last?.bytes ?? 0
    return last
  }

  private mutating func removeFirst(_ count: Int) {
    if count > 0 { isCut = true }
    if count > 0 { lists = [:] }
    for entry in entries.prefix(count) { bytes -= entry.bytes }
    entries.removeFirst(count)
    guard let first = entries.first else { return }
    // Nothing is shared any more.
    entries[0].bytes = first.session.bytes(besides: nil)
    bytes += entries[0].bytes - first.bytes
  }

  /// What is counted is too much at most: before a session is let go, all are counted exactly, the last one first.
  private mutating func trim() {
    var (sum, seen) = (0, Session.Seen(lists))
    let kept = entries.reversed().prefix { entry in
      sum += entry.session.bytes(notIn: &seen)
      return sum <= mostBytes
    }.count
    removeFirst(entries.count - max(1, kept))
    // All that are kept were counted just now.
    seen = Session.Seen(seen.lists.bytes)
    for k in entries.indices { entries[k].bytes = entries[k].session.bytes(notIn: &seen) }
    lists = seen.lists.bytes
    bytes = entries.reduce(0) { $0 + $1.bytes }
  }
}

extension Past {
  /// The bytes of all entries, counted anew.
  var recounted: Int {
    entries.indices.reduce(0) {
      $0 + entries[$1].session.bytes(besides: $1 == 0 ? nil : entries[$1 - 1].session)
    }
  }
}

extension Session {
  /// What sessions share and is counted once.
  struct Seen {
    fileprivate var states: Set<ObjectIdentifier> = []
    /// Where the values of variables are.
    fileprivate var leaves: Set<UnsafeRawPointer> = []
    fileprivate var lists: CountedLists

    init(_ lists: [CountedLists.Place: Int] = [:]) { self.lists = CountedLists(before: lists) }
  }

  /// About how many bytes it takes, counting what `seen` does not have yet.
  func bytes(notIn seen: inout Seen) -> Int {
    var (bytes, lists) = (size, CountedLists())
    swap(&lists, &seen.lists)
    scope.variables.visitLeaves(&seen.leaves) { bytes += $0.bytes(notIn: &lists) }
    bytes += recall.value?.bytes(notIn: &lists) ?? 0
    swap(&lists, &seen.lists)
    return training.history.states.reduce(bytes) {
      seen.states.insert(ObjectIdentifier($1)).inserted ? $0 + $1.bytes : $0
    }
  }

  /// About how many bytes it takes besides what it shares with the session that it came from, or more: as many statements as
  /// there are variables may come after each other, so this does not look at each of them.
  fileprivate func bytes(besides older: Session?) -> Int {
    let (own, before) = (scope.variables, older?.scope.variables)
    // After a new beginning all are new.
    let isOneOut = older.map {
      $0.scope.table === scope.table && $0.scope.variables.everGiven <= own.everGiven
    }
    let given = isOneOut == true ? own.everGiven - (before?.everGiven ?? 0) : .max
    return size + min(own.bytes, given) + (recall.value?.roughBytes ?? 0)
      + (older.map(hasTraining(of:)) == true
        ? 0 : training.history.bytes(besides: older?.training.history))
  }
}

extension EpochHistory {
  /// Of the states that another one does not have, or more.
  fileprivate func bytes(besides other: EpochHistory?) -> Int {
    guard let other, stateCount > 0 else { return bytes }
    let (own, before) = (states, other.states)
    var (bytes, k) = (0, 0)
    for state in own {
      while k < before.count, before[k].epoch < state.epoch { k += 1 }
      if k < before.count, before[k] === state { k += 1 } else { bytes += state.bytes }
    }
    return bytes
  }
}
