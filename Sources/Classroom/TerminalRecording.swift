import Language

/// What a terminal showed, from all that was sent to it, as `script` and other programs record it: what was wiped or
/// written over is gone, and no escape sequence is left.
struct TerminalRecording {
  private typealias Row = [Unicode.Scalar]

  private var rows: [Row] = [[]]
  private var (row, column) = (0, 0)
  /// No row is made longer by moving to the right.
  private static let mostColumns = 400

  /// A text without escape sequences is left as it is, and so is what shows no prompt of ours.
  static func played(_ source: Source) -> Source {
    guard source.bytes.contains(0x1b) else { return source }
    var recording = TerminalRecording()
    recording.play(source.text(Span(0, source.bytes.count)))
    let text = recording.rows.map { String(String.UnicodeScalarView($0)) }.joined(separator: "\n")
    let shown = Source(name: source.name, text: text, firstLine: source.firstLine, margin: source.margin)
    return CopiedSession.isOne(shown) ? shown : source
  }

  private mutating func play(_ text: String) {
    var rest = text.unicodeScalars[...]
    while let next = rest.popFirst() {
      switch next {
      case "\u{1b}": obey(&rest)
      case "\r": column = 0
      case "\n": lineFeed()
      case "\u{8}": column = max(0, column - 1)
      case "\t": for _ in 0..<(8 - column % 8) { put(" ") }
      case _ where next.value >= 0x20 && next.value != 0x7f: put(next)
      default: break
      }
    }
  }

  private mutating func lineFeed() {
    (row, column) = (row + 1, 0)
    if row == rows.count { rows.append([]) }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    pad()
    if column < rows[row].count { rows[row][column] = scalar } else { rows[row].append(scalar) }
    column += 1
  }

  private mutating func pad() {
    let missing = column - rows[row].count
    if missing > 0 { rows[row] += Row(repeating: " ", count: missing) }
  }

  /// `ESC [ numbers letter`, `ESC ] text BEL`, or one character.
  private mutating func obey(_ rest: inout Substring.UnicodeScalarView) {
    guard let kind = rest.popFirst() else { return }
    if kind == "]" {
      while let next = rest.popFirst(), next != "\u{7}", next != "\u{1b}" {}
      return
    }
    guard kind == "[" else {
      if "()*+#%".unicodeScalars.contains(kind) { _ = rest.popFirst() }
      return
    }
    var numbers = ""
    while let next = rest.popFirst() {
      if (0x40...0x7e).contains(next.value) { return obey(next, numbers) }
      numbers.unicodeScalars.append(next)
    }
  }

  private mutating func obey(_ letter: Unicode.Scalar, _ numbers: String) {
    let first = numbers.split(separator: ";").first.flatMap { UInt16($0) }.map { Int(clamping: $0) }
    let count = max(1, first ?? 1)
    switch letter {
    case "A": row = max(0, row - count)
    case "B": row = min(rows.count - 1, row + count)
    case "C": column = min(Self.mostColumns, column + count)
    case "D": column = max(0, column - count)
    case "G": column = min(Self.mostColumns, count - 1)
    case "K": erase(first ?? 0)
    case "J":
      // A screen that is wiped as a whole stays above what comes.
      guard (first ?? 0) == 0 else { return beginPage() }
      erase(0)
      rows.removeSubrange((row + 1)...)
    case "H": beginPage()
    case "P": rows[row].removeSubrange(min(column, rows[row].count)..<min(column + count, rows[row].count))
    case "@":
      pad()
      rows[row].insert(contentsOf: Row(repeating: " ", count: min(count, Self.mostColumns)), at: column)
    default: break
    }
  }

  private mutating func erase(_ part: Int) {
    switch part {
    case 0: rows[row].removeSubrange(min(column, rows[row].count)...)
    case 1: for k in 0..<min(column + 1, rows[row].count) { rows[row][k] = " " }
    default: rows[row] = []
    }
  }

  private mutating func beginPage() {
    row = rows.count - 1
    if !rows[row].isEmpty { lineFeed() }
    column = 0
  }
}
