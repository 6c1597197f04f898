/// The cells of a table as they come, one number each.
struct TableCells {
  var delimiter = UInt8(ascii: ",")
  /// Where `;` parts the cells, a comma may be the decimal point.
  private var point = UInt8(ascii: ".")
  private var names: [String] = []
  private var hasHeader = false
  /// The cells of the first row until it is known whether they are names.
  private var firstRow: [[UInt8]] = []
  private var width = 0
  private(set) var row = 0
  private var column = 0
  private var values: Cells
  private var columns: [ColumnState] = []
  /// What each column holds; apart from the rest, since every cell asks.
  private var kinds: [Kind] = []
  private(set) var fault: TableFault?
  /// Numbers from here on round to infinity in the precision of the cells: for float32 2¹²⁸ less half a last place.
  private let bound: Double

  /// A table takes no more memory than these allow, however long its text: 400 million numbers (1.6 GB as float32), and
  /// 200 MB of different words. A file that only claims to be long gets room for the first.
  private static let (mostCells, mostReserved, mostWordBytes) = (400_000_000, 100_000_000, 200_000_000)
  private var wordBytes = 0

  private enum Kind { case unknown, numbers, words }

  /// What else is known of a column so far.
  private struct ColumnState {
    var words: [String: Int] = [:]
    var order: [String] = []
    var missing = 0
    var firstMissing: Int?
    var strayWord: (row: Int, text: String)?
  }

  init(isDouble: Bool) {
    values = Cells(isDouble: isDouble)
    bound = isDouble ? .infinity : 0x1.ffffffp127
  }

  /// Room for about as many numbers as the text will hold, from its first lines.
  mutating func reserve(_ piece: UnsafeRawBufferPointer, _ total: Int?) {
    guard let total, piece.count > 0 else { return }
    let cells = piece.count { $0 == delimiter || $0 == 10 }
    let expected = Double(cells) / Double(piece.count) * Double(total) * 1.05
    // The length that a file claims may be far from what is in it.
    values.reserveCapacity(min(Self.mostReserved, Int(exactly: expected.rounded()) ?? 0) + 16)
  }

  func finished() throws(TableFault) -> Table {
    if let fault { throw fault }
    guard width > 0, values.count > 0 else { throw TableFault(row: nil, message: "it has no rows") }
    let described = columns.enumerated().map { k, state in
      Table.Column(
        name: names[k], kind: kinds[k] == .words ? .words(state.order) : .numbers,
        firstMissing: state.firstMissing, missing: state.missing, strayWord: state.strayWord)
    }
    return Table(
      columns: described, cells: values, rows: values.count / width, hasHeader: hasHeader,
      delimiter: delimiter)
  }

  /// Whole rows without quotes. As libcsv has it: blanks around a cell do not count, a row without anything is none.
  mutating func addRows(_ rows: UnsafeRawBufferPointer) {
    let (bytes, delimiter) = (rows.bindMemory(to: UInt8.self), self.delimiter)
    var start = 0
    for i in bytes.indices {
      let byte = bytes[i]
      guard byte == delimiter || byte == 10 || byte == 13 else { continue }
      let isRowEnd = byte != delimiter
      let cell = trimmed(bytes, start, i)
      start = i + 1
      if isRowEnd, column == 0, cell.isEmpty { continue }
      add(cell)
      if isRowEnd { endRow() }
    }
  }

  private func trimmed(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> UnsafeBufferPointer<
    UInt8
  > {
    func isBlank(_ byte: UInt8) -> Bool { (byte == 32 || byte == 9) && byte != delimiter }
    var (start, end) = (start, end)
    while start < end, isBlank(bytes[start]) { start += 1 }
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    return UnsafeBufferPointer(rebasing: bytes[start..<end])
  }

  @inline(__always)
  mutating func add(_ cell: UnsafeBufferPointer<UInt8>) {
    if row == 0 {
      firstRow.append(Array(cell))
    } else if column < width {
      values.append(value(cell, column))
    }
    column += 1
  }

  mutating func endRow() {
    let isFirst = row == 0
    defer { column = 0 }
    if isFirst {
      width = column
      names = firstRow.map { String(decoding: $0, as: UTF8.self) }
      columns = names.map { _ in ColumnState() }
      kinds = names.map { _ in .unknown }
      // Whether these are names is decided by the first cells after them.
      let isHeader = firstRow.allSatisfy { cell in
        cell.withUnsafeBufferPointer {
          Decimal.parse($0, point: UInt8(ascii: ".")) == nil && !Self.isMissing($0)
        }
      }
      takeFirstRow(isHeader: isHeader)
    }
    row += 1
    if !isFirst, column != width, fault == nil {
      fault = TableFault(row: row, message: "it has \(column) cells, the first has \(width)")
    } else if values.count > Self.mostCells, fault == nil {
      fault = TableFault(
        row: row, message: "more than \(Self.mostCells / 1_000_000) million cells are too many to be kept")
    }
  }

  private mutating func takeFirstRow(isHeader: Bool) {
    hasHeader = isHeader
    guard !isHeader else { return }
    names = (1...max(1, width)).map { "column\($0)" }
    for (k, cell) in firstRow.enumerated() {
      let number = cell.withUnsafeBufferPointer { value($0, k) }
      values.append(number)
    }
  }

  private mutating func value(_ cell: UnsafeBufferPointer<UInt8>, _ k: Int) -> Double {
    if kinds[k] != .words {
      if let number = Decimal.parse(cell, point: point) {
        if kinds[k] == .unknown { kinds[k] = .numbers }
        if !(number.magnitude < bound) { tooLarge(cell, k) }
        return number
      }
      if delimiter == UInt8(ascii: ";"), let number = Decimal.parse(cell, point: UInt8(ascii: ",")) {
        point = UInt8(ascii: ",")
        kinds[k] = .numbers
        if !(number.magnitude < bound) { tooLarge(cell, k) }
        return number
      }
    }
    return wordOrMissing(cell, k)
  }

  private mutating func tooLarge(_ cell: UnsafeBufferPointer<UInt8>, _ k: Int) {
    guard fault == nil else { return }
    let text = String(decoding: cell.prefix(40), as: UTF8.self) + (cell.count > 40 ? "…" : "")
    let end = values.isDouble ? "a float64, which ends at 1.8e308" : "a float32, which ends at 3.4e38"
    fault = TableFault(
      row: row + 1, message: "in column `\(names[k])` the number \(text) is too large for \(end)")
  }

  private mutating func wordOrMissing(_ cell: UnsafeBufferPointer<UInt8>, _ k: Int) -> Double {
    if Self.isMissing(cell) {
      columns[k].missing += 1
      if columns[k].firstMissing == nil { columns[k].firstMissing = row + 1 }
      return .nan
    }
    let word = String(decoding: cell, as: UTF8.self)
    if kinds[k] == .numbers {
      if columns[k].strayWord == nil { columns[k].strayWord = (row + 1, word) }
      return .nan
    }
    kinds[k] = .words
    if let place = columns[k].words[word] { return Double(place) }
    columns[k].words[word] = columns[k].order.count
    columns[k].order.append(word)
    wordBytes += cell.count
    if wordBytes > Self.mostWordBytes, fault == nil {
      fault = TableFault(
        row: row + 1,
        message: "more than \(Self.mostWordBytes / 1_000_000) MB of different words are too many to be kept")
    }
    return Double(columns[k].order.count - 1)
  }

  /// What pandas takes for missing, too.
  private static let missingWords: Set<String> = [
    "", "NA", "N/A", "n/a", "NaN", "nan", "NULL", "null", "None", "<NA>", "#N/A", "#NA", "-nan", "-NaN", "?",
  ]

  private static func isMissing(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    cell.count <= 5 && missingWords.contains(String(decoding: cell, as: UTF8.self))
  }
}
