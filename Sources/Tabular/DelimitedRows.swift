import CCSV

/// Rows whose cells are parted by one byte; through libcsv where there are quotes.
final class DelimitedRows: ByteSink {
  private var parser = csv_parser()
  /// No quote has come yet.
  private var isPlain = true
  /// The beginning of a row whose end has not come yet.
  private var carry: [UInt8] = []
  private let store: CellStore
  private let cells: UnsafeMutablePointer<TableCells>
  /// A row has begun, and goes on in the next line.
  private var isInRow = false
  /// Bytes since a row ended.
  private var openBytes = 0

  init(_ delimiter: UInt8, _ store: CellStore) throws(TableFault) {
    (self.store, cells) = (store, store.cells)
    guard csv_init(&parser, UInt8(CSV_STRICT | CSV_STRICT_FINI)) == 0 else {
      throw TableFault(line: nil, message: "there is not enough memory for it")
    }
    csv_set_delim(&parser, delimiter)
  }

  deinit { csv_free(&parser) }

  func take(_ piece: UnsafeRawBufferPointer) throws(TableFault) {
    let rows = cells.pointee.row
    try cut(piece)
    try store.check()
    openBytes = cells.pointee.row == rows ? openBytes + piece.count : 0
    guard openBytes <= LineCutter.mostBytes else {
      throw TableFault(
        place: isInRow ? cells.pointee.placeOfNext : "line \(cells.pointee.lineCount.line)",
        message: "it has no end within \(LineCutter.mostBytes / 1_000_000) MB")
    }
  }

  func end() throws(TableFault) {
    if !carry.isEmpty {
      carry.append(10)
      carry.withUnsafeBytes { cells.pointee.addRows($0) }
    }
    try check(csv_fini(&parser, Self.onField, Self.onRow, cells) == 0)
  }

  /// Rows without quotes need no state from byte to byte and are cut here; from the first quote on libcsv reads.
  private func cut(_ piece: UnsafeRawBufferPointer) throws(TableFault) {
    guard isPlain else { return try parse(piece) }
    guard let quote = piece.firstIndex(of: UInt8(ascii: "\"")) else { return takePlain(piece) }
    isPlain = false
    let rows = piece[..<quote].lastIndex(where: LineCutter.isEnd).map { $0 + 1 } ?? 0
    takePlain(.init(rebasing: piece[..<rows]))
    let rest = UnsafeRawBufferPointer(rebasing: piece[rows...])
    if carry.isEmpty { return try parse(rest) }
    let joined = carry + rest
    carry = []
    var fault: TableFault?
    joined.withUnsafeBytes { bytes in
      do throws(TableFault) { try parse(bytes) } catch { fault = error }
    }
    if let fault { throw fault }
  }

  /// Whole rows at once; what follows the last row end waits for the next piece.
  private func takePlain(_ piece: UnsafeRawBufferPointer) {
    guard let last = piece.lastIndex(where: LineCutter.isEnd) else { return carry += piece }
    var start = 0
    if !carry.isEmpty, let first = piece.firstIndex(where: LineCutter.isEnd) {
      carry += piece[...first]
      carry.withUnsafeBytes { cells.pointee.addRows($0) }
      start = first + 1
    }
    cells.pointee.addRows(.init(rebasing: piece[start..<max(start, last + 1)]))
    carry = Array(piece[max(start, last + 1)...])
  }

  /// Line by line, so that it is known in which line a row begins: one with quotes may go over several.
  private func parse(_ piece: UnsafeRawBufferPointer) throws(TableFault) {
    var start = 0
    while start < piece.count {
      let end = piece[start...].firstIndex(where: LineCutter.isEnd).map { $0 + 1 } ?? piece.count
      let part = UnsafeRawBufferPointer(rebasing: piece[start..<end])
      let isBlank = part.allSatisfy { LineCutter.isEnd($0) || $0 == 32 }
      if !isInRow, !isBlank { cells.pointee.beginRow(line: cells.pointee.lineCount.line) }
      let rows = cells.pointee.row
      let read = csv_parse(&parser, part.baseAddress, part.count, Self.onField, Self.onRow, cells)
      try check(read == part.count)
      isInRow = cells.pointee.row == rows && (isInRow || !isBlank)
      if let last = part.last, LineCutter.isEnd(last) {
        cells.pointee.lineCount.pass(end: last, isDirectlyBehind: part.count == 1)
      }
      start = end
    }
  }

  private func check(_ isGood: Bool) throws(TableFault) {
    try store.check()
    if !isGood {
      throw TableFault(
        place: cells.pointee.placeOfNext, message: "a quote `\"` is where none is allowed, or is never closed"
      )
    }
  }

  private static let onField:
    @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = {
      bytes, count, context in
      guard let cells = context?.assumingMemoryBound(to: TableCells.self) else { return }
      cells.pointee.add(UnsafeBufferPointer(start: bytes?.assumingMemoryBound(to: UInt8.self), count: count))
    }

  private static let onRow: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = { _, context in
    context?.assumingMemoryBound(to: TableCells.self).pointee.endRow()
  }
}

/// Rows whose cells are parted by blanks and tabs, as many as it pleases.
final class BlankRows: ByteSink {
  private let lines = LineCutter()
  private let store: CellStore

  init(_ store: CellStore) { self.store = store }

  func take(_ piece: UnsafeRawBufferPointer) throws(TableFault) {
    try lines.take(piece) { (line) throws(TableFault) in try add(line) }
  }

  func end() throws(TableFault) { try lines.end { (line) throws(TableFault) in try add(line) } }

  private func add(_ line: [UInt8]) throws(TableFault) {
    let cells = CellCutter.partedByBlanks(line)
    guard !cells.isEmpty else { return }
    store.cells.pointee.beginRow(line: store.cells.pointee.lineCount.line - 1 + lines.number)
    for cell in cells { store.cells.pointee.add(cell) }
    store.cells.pointee.endRow()
    try store.check()
  }
}
