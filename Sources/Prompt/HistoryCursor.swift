/// Navigates the history with Up and Down.
///
/// From text the user typed, Up finds entries that begin with it. Once something else was done to a recalled
/// entry, even only moving in it, Up goes on entry by entry: a search that stays on after a recall irritates.
struct HistoryCursor {
  /// The text and the position of the cursor in it, both as the editor has them.
  struct Position: Equatable {
    var text: String
    var cursor: Int

    /// The end of a text.
    init(endOf text: String) { self.init(text: text, cursor: text.utf8.count) }

    init(text: String, cursor: Int) {
      self.text = text
      self.cursor = cursor
    }
  }

  private var place: Int?
  private var prefix = ""
  private var draft = Position(endOf: "")
  private var shown: Position?

  /// The entry before, nil when there is none.
  mutating func older(from position: Position, in entries: [String]) -> Position? {
    prepare(position)
    let before = entries[..<min(place ?? entries.count, entries.count)]
    let found = before.lastIndex { $0.hasUTF8Prefix(prefix) && $0 != position.text }
    return found.map { show($0, of: entries) }
  }

  /// The entry after; after the newest, what the user had typed. Nil when there is neither.
  mutating func newer(from position: Position, in entries: [String]) -> Position? {
    guard let place else { return nil }
    prepare(position)
    let after = entries[min(place + 1, entries.count)...]
    if let found = after.firstIndex(where: { $0.hasUTF8Prefix(prefix) && $0 != position.text }) {
      return show(found, of: entries)
    }
    let typed = draft
    self = HistoryCursor()
    return typed
  }

  /// Goes on from an entry that was found in another way.
  mutating func jump(to index: Int, from typed: Position) {
    place = index
    prefix = ""
    draft = typed
    shown = nil
  }

  /// Sees whether the last step was one of ours, and if not what the user did since.
  private mutating func prepare(_ position: Position) {
    if place == nil {
      prefix = String(decoding: position.text.utf8.prefix(position.cursor), as: UTF8.self)
      draft = position
    } else if position != shown {
      prefix = ""
      if let shown, position.text != shown.text { draft = position }
    }
  }

  private mutating func show(_ index: Int, of entries: [String]) -> Position {
    place = index
    let position = Position(endOf: entries[index])
    shown = position
    return position
  }
}

extension String {
  /// Whether the bytes begin alike: `hasPrefix` would not find é from a typed e and an accent.
  func hasUTF8Prefix(_ prefix: String) -> Bool { utf8.starts(with: prefix.utf8) }
}
