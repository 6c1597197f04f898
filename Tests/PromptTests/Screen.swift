/// What a terminal of so many rows and columns shows after the bytes that it was sent: what a person sees. It is
/// xterm as terminfo describes `xterm-256color`; modes (`h`, `l`) do nothing, because no program here turns off
/// wrapping or needs the other screen back.
struct Screen {
  typealias Style = (color: Int?, isBold: Bool, isDim: Bool)
  /// A character with its combining marks; no text in the right half of a wide one.
  private typealias Cell = (text: String, style: Style)
  /// A full row has the cursor behind its last column: only the next character goes to the next row, so that a
  /// full row at the bottom scrolls nothing away.
  private typealias Pen = (row: Int, column: Int, style: Style)

  private static let blank: Cell = (" ", (nil, false, false))
  private var grid: [[Cell]]
  private var scrollback: [[Cell]] = []
  private var columns: Int
  private var region: Range<Int>
  private var pen: Pen = (0, 0, blank.style)
  private var saved: Pen = (0, 0, blank.style)
  /// The bytes of a character or a sequence that has not ended.
  private var pending: [UInt8] = []
  /// What `CSI b` repeats.
  private var last: Unicode.Scalar = " "

  init(rows: Int, columns: Int) {
    grid = Array(repeating: Array(repeating: Screen.blank, count: columns), count: rows)
    (region, self.columns) = (0..<rows, columns)
  }

  /// The visible rows, without the blanks at their ends.
  var lines: [String] { grid.map(line) }

  /// The visible rows as one text, without the empty ones at the end.
  var text: String { lines[...(lines.lastIndex { !$0.isEmpty } ?? -1)].joined(separator: "\n") }

  /// What has left at the top, and then the visible rows.
  var everything: [String] { scrollback.map(line) + lines }

  var cursor: (row: Int, column: Int) { (pen.row, min(pen.column, columns - 1)) }

  func style(row: Int, column: Int) -> Style { grid[row][column].style }

  private func line(_ cells: [Cell]) -> String {
    cells[...(cells.lastIndex { $0.text != " " } ?? -1)].map(\.text).joined()
  }

  /// A character or a sequence may end in a later call.
  mutating func feed(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      // What another begins in has ended too soon, or is a string before its `ESC \`.
      if byte == 0x1b || pending.first.map({ $0 != 0x1b && byte & 0xc0 != 0x80 }) == true { takePending() }
      pending.append(byte)
      if isWhole(pending) { takePending() }
    }
  }

  private func isWhole(_ bytes: [UInt8]) -> Bool {
    let last = bytes[bytes.count - 1]
    switch (bytes[0], bytes.dropFirst().first.map { Character(Unicode.Scalar($0)) }) {
    case (0x1b, nil): return false
    case (0x1b, "["): return bytes.count > 2 && last >= 0x40
    case (0x1b, "]"), (0x1b, "P"), (0x1b, "X"), (0x1b, "^"), (0x1b, "_"): return last == 7
    case (0x1b, _): return last >= 0x30
    case (0xc2...0xf4, _): return bytes.count == (~bytes[0]).leadingZeroBitCount
    default: return true
    }
  }

  private mutating func takePending() {
    var scalars = String(decoding: pending, as: UTF8.self).unicodeScalars[...]
    pending = []
    if scalars.first != "\u{1b}" { return scalars.forEach { put($0) } }
    switch scalars.dropFirst().first {
    case "[": perform(Character(scalars.removeLast()), String(scalars.dropFirst(2)))
    case "7": saved = pen
    case "8": pen = saved
    case "D": feedLine(1)
    case "E": feedLine(1, isToStart: true)
    case "M": feedLine(-1)
    default: break
    }
  }

  /// A sequence with anything but numbers in it is private and changes nothing that is seen.
  private mutating func perform(_ final: Character, _ parameters: String) {
    guard parameters.allSatisfy({ $0.isWholeNumber || $0 == ";" }) else { return }
    let parts = parameters.split(separator: ";", omittingEmptySubsequences: false)
    let numbers = parts.map { Int($0.prefix(4)) ?? 0 }  // no screen is larger
    let (count, second) = (max(1, numbers[0]), numbers.count > 1 ? numbers[1] : 0)
    switch final {
    case "m": paint(numbers)
    case "s": saved = pen
    case "u": pen = saved
    case "b": for _ in 0..<count { put(last) }
    case "A", "F": moveRows(-count, isToStart: final == "F")
    case "B", "E": moveRows(count, isToStart: final == "E")
    case "C", "D": go(pen.row, cursor.column + (final == "C" ? count : -count))
    case "G": go(pen.row, count - 1)
    case "d": go(count - 1, cursor.column)
    case "H", "f": go(count - 1, second - 1)
    case "J", "K": erase(numbers[0], isScreen: final == "J")
    case "S", "T": scroll(final == "S" ? count : -count, from: region.lowerBound)
    case "r": setRegion(count, min(grid.count, second > 0 ? second : grid.count))
    case "X", "@", "P": edit(final, min(count, columns - cursor.column))
    case "L", "M":
      guard region.contains(pen.row) else { return }
      scroll(final == "M" ? count : -count, from: pen.row)
      pen.column = 0
    default: break
    }
  }

  private mutating func paint(_ numbers: [Int]) {
    var codes = numbers[...]
    while let code = codes.popFirst() {
      switch code {
      case 0: pen.style = Screen.blank.style
      case 1: pen.style.isBold = true
      case 2: pen.style.isDim = true
      case 22: (pen.style.isBold, pen.style.isDim) = (false, false)
      case 30...37, 90...97: pen.style.color = code < 40 ? code - 30 : code - 82
      case 39: pen.style.color = nil
      case 38, 48, 58:  // `5;n`, or `2;red;green;blue`
        let more = codes.prefix(codes.first == 2 ? 4 : 2)
        if code == 38 { pen.style.color = more.dropFirst().reduce(0) { $0 << 8 | $1 } }
        codes = codes.dropFirst(more.count)
      default: break
      }
    }
  }
}

// MARK: Rows and cells

extension Screen {
  private func blankRows(_ count: Int) -> [[Cell]] { Screen(rows: count, columns: columns).grid }

  private mutating func setRegion(_ first: Int, _ last: Int) {
    if first < last { (region, pen.row, pen.column) = (first - 1..<last, 0, 0) }
  }

  private mutating func go(_ row: Int, _ column: Int) {
    (pen.row, pen.column) = (max(0, min(row, grid.count - 1)), max(0, min(column, columns - 1)))
  }

  /// Stops at the end of the region if the cursor is not past it.
  private mutating func moveRows(_ count: Int, isToStart: Bool) {
    let top = pen.row < region.lowerBound ? 0 : region.lowerBound
    let bottom = pen.row < region.upperBound ? region.upperBound : grid.count
    go(min(max(pen.row + count, top), bottom - 1), isToStart ? 0 : cursor.column)
  }

  private mutating func feedLine(_ step: Int, isToStart: Bool = false) {
    let isAtEnd = pen.row == (step > 0 ? region.upperBound - 1 : region.lowerBound)
    if isAtEnd { scroll(step, from: region.lowerBound) }
    go(isAtEnd ? pen.row : pen.row + step, isToStart ? 0 : cursor.column)
  }

  /// Up, or down if the count is negative. What leaves at the top of the screen can be scrolled back to.
  private mutating func scroll(_ count: Int, from top: Int) {
    let size = min(abs(count), region.upperBound - top)
    let bottom = region.upperBound - size
    if count > 0, top == 0 { scrollback += grid[..<size] }
    grid.removeSubrange((count > 0 ? top : bottom)..<(count > 0 ? top : bottom) + size)
    grid.insert(contentsOf: blankRows(size), at: count > 0 ? bottom : top)
  }

  /// As xterm does, and unlike terminals that rewrap: rows are cropped or padded at their ends. Rows leave at the
  /// top if else the cursor would be below the bottom, and come back when there is room.
  mutating func resize(rows: Int, columns: Int) {
    let back = max(min(rows - grid.count, scrollback.count), min(0, rows - 1 - pen.row))
    let (all, top) = (scrollback + grid, scrollback.count - back)
    (scrollback, grid) = (Array(all[..<top]), Array(all[top...].prefix(rows)))
    for row in grid.indices { split(row, columns) }
    self.columns = columns
    grid = (grid + blankRows(rows)).prefix(rows).map { ($0 + blankRows(1)[0]).prefix(columns) + [] }
    region = 0..<rows
    saved = (min(saved.row, rows - 1), min(saved.column, columns - 1), saved.style)
    go(pen.row + back, cursor.column)
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\u{8}": go(pen.row, cursor.column - 1)
    case "\t": if pen.column < columns { go(pen.row, (pen.column / 8 + 1) * 8) }
    case "\n", "\u{b}", "\u{c}": feedLine(1)
    case "\r": pen.column = 0
    default: scalar.cells > 0 ? write(scalar, min(scalar.cells, columns)) : join(scalar)
    }
  }

  private mutating func write(_ scalar: Unicode.Scalar, _ width: Int) {
    if pen.column + width > columns { feedLine(1, isToStart: true) }
    let cells = pen.column..<pen.column + width
    erase(cells)
    for column in cells { grid[pen.row][column] = (column == pen.column ? String(scalar) : "", pen.style) }
    pen.column += width
    last = scalar
  }

  /// A combining mark belongs to the character before the cursor; other characters without a width do nothing.
  private mutating func join(_ scalar: Unicode.Scalar) {
    guard pen.column > 0, scalar.value >= 0x300 else { return }
    let isWide = grid[pen.row][pen.column - 1].text.isEmpty
    grid[pen.row][pen.column - (isWide ? 2 : 1)].text.unicodeScalars.append(scalar)
  }

  /// Blanks a wide character that has its right half at the column, and of which only a half is about to change.
  private mutating func split(_ row: Int, _ column: Int) {
    guard grid[row].indices.contains(column), grid[row][column].text.isEmpty else { return }
    grid[row].replaceSubrange(column - 1...column, with: [Screen.blank, Screen.blank])
  }

  private mutating func erase(_ range: Range<Int>) {
    for column in [range.lowerBound, range.upperBound] { split(pen.row, column) }
    for column in range { grid[pen.row][column] = Screen.blank }
  }

  private mutating func erase(_ part: Int, isScreen: Bool) {
    if isScreen, part == 3 { scrollback = [] }
    guard part < 3 else { return }
    go(pen.row, cursor.column)
    erase([pen.column..<columns, 0..<pen.column + 1, 0..<columns][part])
    let rows = [pen.row + 1..<grid.count, 0..<pen.row, 0..<grid.count][part]
    if isScreen { grid.replaceSubrange(rows, with: blankRows(rows.count)) }
  }

  /// Erases, inserts or deletes cells at the cursor: the last two are one taken away and one put in elsewhere.
  private mutating func edit(_ final: Character, _ count: Int) {
    go(pen.row, cursor.column)
    if final == "X" { return erase(pen.column..<pen.column + count) }
    let (from, to) = final == "P" ? (pen.column, columns - count) : (columns - count, pen.column)
    for column in [pen.column, from, from + count] { split(pen.row, column) }
    grid[pen.row].removeSubrange(from..<from + count)
    grid[pen.row].insert(contentsOf: Array(repeating: Screen.blank, count: count), at: to)
  }
}

extension Unicode.Scalar {
  /// Columns that a terminal gives it.
  fileprivate var cells: Int {
    switch (value, properties.generalCategory) {
    case (_, .nonspacingMark), (_, .enclosingMark), (_, .control), (_, .format): 0
    case (0x1100...0x115f, _), (0x2e80...0x303e, _), (0x3041...0xa4cf, _), (0xac00...0xd7a3, _): 2
    case (0xf900...0xfaff, _), (0xfe30...0xfe6f, _), (0xff01...0xff60, _), (0xffe0...0xffe6, _): 2
    case (0x1f1e6...0x1f1ff, _): 1
    default: properties.isEmojiPresentation || value >= 0x20000 ? 2 : 1
    }
  }
}
