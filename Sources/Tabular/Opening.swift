/// What stands before the rows of a delimited text: comments, as instruments and NumPy write them, or Excel's `sep=;`.
struct Opening {
  /// Bytes to leave out.
  private(set) var count = 0
  /// What the file says parts its cells.
  private(set) var delimiter: Delimiter?

  init(_ head: [UInt8], isWhole: Bool) {
    let mark = Array("sep=".utf8)
    if head.starts(with: mark), head.count > 5, LineCutter.isEnd(head[5]) {
      (count, delimiter) = (6, .byte(head[4]))
    } else if head.first == UInt8(ascii: "#") {
      count = Self.comments(head, isWhole)
    }
  }

  /// Up to the first row; a last comment with as many cells as that row holds the names, and only its sign is left out.
  private static func comments(_ head: [UInt8], _ isWhole: Bool) -> Int {
    var (start, last) = (0, 0)
    while start < head.count, head[start] == UInt8(ascii: "#") {
      last = start
      start = head[start...].firstIndex(where: LineCutter.isEnd) ?? head.count
      while start < head.count, LineCutter.isEnd(head[start]) { start += 1 }
    }
    guard start < head.count else { return 0 }
    let names = head[last...].drop { $0 == UInt8(ascii: "#") || $0 == 32 || $0 == 9 }
    let delimiter = head[start...].withUnsafeBytes { DelimiterGuess($0, isWhole: isWhole).delimiter }
    func cells(_ line: ArraySlice<UInt8>) -> Int {
      CellCutter.cells(of: Array(line.prefix { !LineCutter.isEnd($0) }), delimiter).count
    }
    let width = cells(head[start...])
    return width > 1 && cells(names) == width ? names.startIndex : start
  }
}
