import CCSV

/// Reads delimited text as it comes, piece by piece, through libcsv where it has quotes.
///
/// The delimiter is guessed from the first piece; the first row is a header if none of its cells is a number. A column whose
/// first value is a number holds numbers, any other words. Every cell is kept as one float32, so that memory is little
/// more than that of the numbers.
public final class TableReader {
  private var parser = csv_parser()
  private var isOpen = false
  /// No quote has come yet.
  private var isPlain = true
  /// The beginning of a row whose end has not come yet.
  private var carry: [UInt8] = []
  /// After a pointer: libcsv calls back for every cell, and a class's own properties would be checked for exclusive
  /// access each time.
  private let cells: UnsafeMutablePointer<TableCells>

  /// - Parameter isDouble: keeps numbers as float64; else as float32.
  public init(isDouble: Bool = false) {
    cells = .allocate(capacity: 1)
    cells.initialize(to: TableCells(isDouble: isDouble))
  }

  deinit {
    if isOpen { csv_free(&parser) }
    cells.deinitialize(count: 1)
    cells.deallocate()
  }

  /// The most bytes of a row: a file without line ends would be kept whole.
  private static let mostRowBytes = 16_000_000
  /// Bytes since a row ended.
  private var openBytes = 0

  /// Takes the next piece of the text; `total` is how long all of it will be, if that is known.
  public func feed(_ bytes: UnsafeRawBufferPointer, total: Int?) throws(TableFault) {
    var piece = bytes
    if !isOpen {
      if piece.starts(with: [0xef, 0xbb, 0xbf]) { piece = .init(rebasing: piece.dropFirst(3)) }
      try open(piece)
      cells.pointee.reserve(piece, total)
    }
    let rows = cells.pointee.row
    try take(piece)
    if let fault = cells.pointee.fault { throw fault }
    openBytes = cells.pointee.row == rows ? openBytes + piece.count : 0
    guard openBytes <= Self.mostRowBytes else {
      throw TableFault(
        row: cells.pointee.row + 1, message: "it has no end within \(Self.mostRowBytes / 1_000_000) MB")
    }
  }

  /// Rows without quotes need no state from byte to byte and are cut here; from the first quote on libcsv reads.
  private func take(_ piece: UnsafeRawBufferPointer) throws(TableFault) {
    guard isPlain else { return try parse(piece) }
    guard let quote = piece.firstIndex(of: UInt8(ascii: "\"")) else { return takePlain(piece) }
    isPlain = false
    let rows = piece[..<quote].lastIndex(where: Self.isRowEnd).map { $0 + 1 } ?? 0
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

  private static func isRowEnd(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }

  /// Whole rows at once; what follows the last row end waits for the next piece.
  private func takePlain(_ piece: UnsafeRawBufferPointer) {
    guard let last = piece.lastIndex(where: Self.isRowEnd) else { return carry += piece }
    var start = 0
    if !carry.isEmpty, let first = piece.firstIndex(where: Self.isRowEnd) {
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

  /// The table, once all pieces were fed.
  public func finish() throws(TableFault) -> Table {
    guard isOpen else { throw TableFault(row: nil, message: "it is empty") }
    if !carry.isEmpty {
      carry.append(10)
      carry.withUnsafeBytes { cells.pointee.addRows($0) }
    }
    try check(csv_fini(&parser, Self.onField, Self.onRow, cells) == 0)
    return try cells.pointee.finished()
  }

  private func open(_ piece: UnsafeRawBufferPointer) throws(TableFault) {
    guard csv_init(&parser, UInt8(CSV_STRICT | CSV_STRICT_FINI)) == 0 else {
      throw TableFault(row: nil, message: "there is not enough memory for it")
    }
    cells.pointee.delimiter = Self.guess(piece)
    csv_set_delim(&parser, cells.pointee.delimiter)
    isOpen = true
  }

  private func check(_ isGood: Bool) throws(TableFault) {
    if let fault = cells.pointee.fault { throw fault }
    if !isGood {
      throw TableFault(
        row: cells.pointee.row + 1, message: "a quote `\"` is where none is allowed, or is never closed")
    }
  }

  /// The most frequent delimiter of the first line, outside quotes.
  private static func guess(_ piece: UnsafeRawBufferPointer) -> UInt8 {
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    for byte in piece.prefix(65_536) {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted, byte == 10 || byte == 13, !counts.isEmpty { break }
      if !isQuoted, [44, 59, 9, 124].contains(byte) { counts[byte, default: 0] += 1 }
    }
    let order: [UInt8] = [44, 59, 9, 124]
    return order.max { (counts[$0] ?? 0, -Int($0 == 44 ? 0 : 1)) < (counts[$1] ?? 0, -Int($1 == 44 ? 0 : 1)) }
      ?? 44
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
