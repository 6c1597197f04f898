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
  /// Bytes since a row ended.
  private var openBytes = 0

  init(_ delimiter: UInt8, _ store: CellStore) throws(TableFault) {
    (self.store, cells) = (store, store.cells)
    guard csv_init(&parser, UInt8(CSV_STRICT | CSV_STRICT_FINI)) == 0 else {
      throw TableFault(row: nil, message: "there is not enough memory for it")
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
        row: cells.pointee.row + 1, message: "it has no end within \(LineCutter.mostBytes / 1_000_000) MB")
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

  private func parse(_ piece: UnsafeRawBufferPointer) throws(TableFault) {
    let read = csv_parse(&parser, piece.baseAddress, piece.count, Self.onField, Self.onRow, cells)
    try check(read == piece.count)
  }

  private func check(_ isGood: Bool) throws(TableFault) {
    try store.check()
    if !isGood {
      throw TableFault(
        row: cells.pointee.row + 1, message: "a quote `\"` is where none is allowed, or is never closed")
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
    for cell in cells { store.cells.pointee.add(cell) }
    store.cells.pointee.endRow()
    try store.check()
  }
}
