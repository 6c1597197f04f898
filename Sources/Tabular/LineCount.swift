/// Counts the lines of a text as its bytes pass: CR LF is one end, as CR and LF alone are.
struct LineCount {
  /// The line that the next byte belongs to, from 1.
  private(set) var line = 1
  private var isAfterReturn = false

  /// A byte that ends a line has passed. Others may be left out, but for one that follows a CR.
  @inline(__always)
  mutating func pass(end byte: UInt8, isDirectlyBehind: Bool = true) {
    let isSecond = byte == 10 && isAfterReturn && isDirectlyBehind
    isAfterReturn = byte == 13
    if !isSecond { line += 1 }
  }

  /// All bytes of a piece have passed.
  mutating func pass(_ bytes: some Collection<UInt8>) {
    for byte in bytes {
      if LineCutter.isEnd(byte) { pass(end: byte) } else { isAfterReturn = false }
    }
  }
}

/// The lines of a file that the rows of a table stand in: those after which it is not simply the next.
struct RowLines: Sendable, Equatable {
  private var starts: [(row: Int, line: Int)] = []

  /// Rows come in their order.
  mutating func note(row: Int, line: Int) {
    if let last = starts.last, line - last.line == row - last.row { return }
    starts.append((row, line))
  }

  /// nil for a row before the first that was noted.
  func line(of row: Int) -> Int? {
    var (low, high) = (0, starts.count)
    while low < high {
      let middle = (low + high) / 2
      if starts[middle].row <= row { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : starts[low - 1].line + row - starts[low - 1].row
  }

  static func == (a: RowLines, b: RowLines) -> Bool { a.starts.elementsEqual(b.starts) { $0 == $1 } }
}
