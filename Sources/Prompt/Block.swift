/// Moving in an entry of several lines.
extension HistoryCursor.Position {
  private static let newline = UInt8(ascii: "\n")

  /// The cursor at the start of its line.
  var atLineStart: Self {
    let head = Array(text.utf8.prefix(cursor))
    return Self(text: text, cursor: head.lastIndex(of: Self.newline).map { $0 + 1 } ?? 0)
  }

  /// The cursor at the end of its line.
  var atLineEnd: Self {
    let rest = text.utf8.dropFirst(cursor)
    return Self(text: text, cursor: cursor + rest.prefix { $0 != Self.newline }.count)
  }

  /// True when no line comes below the cursor's.
  var isOnLastLine: Bool { !text.utf8.dropFirst(cursor).contains(Self.newline) }

  /// The cursor one line up, nil on the first line.
  var above: Self? {
    let start = atLineStart
    guard start.cursor > 0 else { return nil }
    return Self(text: text, cursor: start.cursor - 1).atLineStart.moved(by: column)
  }

  /// The cursor one line down, nil on the last line.
  var below: Self? {
    let end = atLineEnd
    guard end.cursor < text.utf8.count else { return nil }
    return Self(text: text, cursor: end.cursor + 1).moved(by: column)
  }

  /// With a text put in at the cursor.
  func inserting(_ addition: String) -> Self {
    let bytes = Array(text.utf8)
    let all = bytes[..<min(cursor, bytes.count)] + Array(addition.utf8) + bytes[min(cursor, bytes.count)...]
    return Self(text: String(decoding: all, as: UTF8.self), cursor: cursor + addition.utf8.count)
  }

  /// The cells before the cursor in its line.
  private var column: Int {
    let head = text.utf8.prefix(cursor).dropFirst(atLineStart.cursor)
    return Columns.displayWidth(String(decoding: Array(head), as: UTF8.self))
  }

  /// From the start of a line to the right, not beyond its end.
  private func moved(by cells: Int) -> Self {
    var (left, place) = (cells, cursor)
    let rest = text.utf8.dropFirst(cursor).prefix { $0 != Self.newline }
    let line = String(decoding: Array(rest), as: UTF8.self)
    for character in line {
      left -= Columns.displayWidth(String(character))
      if left < 0 { break }
      place += character.utf8.count
    }
    return Self(text: text, cursor: place)
  }
}
