import Archives

/// Reads a table out of a file as it comes, piece by piece.
///
/// What the file is, is found from its first bytes: compressed by gzip or not, UTF-8, Latin-1 or UTF-16, delimited text, an
/// ARFF, FANN, LIBSVM, SNNS, IDX or NumPy file, or a workbook of Excel. Where the first row is a header and what parts the cells is found from the first lines,
/// unless options say it. A column whose first value is a number holds numbers, any other words. Every cell is kept as one
/// float32, so that memory is little more than that of the numbers.
public final class TableReader {
  private let store: CellStore
  private let sink: any ByteSink
  private var isEmpty = true

  /// - Parameter options: what is known beforehand.
  public init(_ options: TableOptions = TableOptions()) {
    store = CellStore(options)
    sink = Self.decompressed(store)
  }

  /// Takes the next piece of the file; `total` is how long all of it will be, if that is known.
  public func feed(_ bytes: UnsafeRawBufferPointer, total: Int?) throws(TableFault) {
    if !bytes.isEmpty { isEmpty = false }
    store.total = total
    try sink.take(bytes)
  }

  /// Takes a text that is there as a whole.
  public func feed(_ text: String) throws(TableFault) {
    isEmpty = text.isEmpty
    try sink.take(Array(text.utf8))
  }

  /// The table, once all pieces were fed.
  public func finish() throws(TableFault) -> Table {
    guard !isEmpty else { throw TableFault(line: nil, message: "it is empty") }
    try sink.end()
    return try store.cells.pointee.finished()
  }

  // MARK: Stages

  private static func decompressed(_ store: CellStore) -> any ByteSink {
    Sniffer { (head, _) throws(TableFault) in
      guard head.starts(with: [0x1f, 0x8b]) else { return decoded(store) }
      store.cells.pointee.origin.isCompressed = true
      // The length of the file says little about that of its text.
      store.total = nil
      return try Inflater(into: decoded(store), store)
    }
  }

  private static func decoded(_ store: CellStore) -> any ByteSink {
    Sniffer { (head, isWhole) throws(TableFault) in
      if let idx = try IDXRows(head, isWhole: isWhole, store) { return idx }
      if let encoding = UTF16Decoder.Order(head) {
        store.cells.pointee.origin.encoding = "UTF-16"
        return UTF16Decoder(encoding, into: rows(store))
      }
      if head.starts(with: ForeignFile.archiveMark) { return WorkbookRows(store) }
      if head.starts(with: NPYArray.mark) { return NumPyRows(store) }
      if let fault = ForeignFile.fault(head) { throw fault }
      return rows(store)
    }
  }

  private static func rows(_ store: CellStore) -> any ByteSink {
    Sniffer { (head, isWhole) throws(TableFault) in
      let mark: [UInt8] = [0xef, 0xbb, 0xbf]
      if head.starts(with: mark) { return BytesLeftOut(mark.count, before: rows(store)) }
      if store.cells.pointee.options.delimiter == nil {
        if ARFFRows.isMeant(head) { return ARFFRows(store) }
        if let fann = FANNRows(head, isWhole: isWhole, store) { return fann }
        if SNNSRows.isMeant(head) { return SNNSRows(store) }
        if LIBSVMRows.isMeant(head, isWhole: isWhole) { return LIBSVMRows(store) }
      }
      let opening = Opening(head, isWhole: isWhole)
      let rest = Array(head.dropFirst(opening.count))
      store.cells.pointee.lineCount.pass(head.prefix(opening.count))
      let rows = try delimited(rest, isWhole, store, opening.delimiter)
      return opening.count == 0 ? rows : BytesLeftOut(opening.count, before: rows)
    }
  }

  private static func delimited(
    _ head: [UInt8], _ isWhole: Bool, _ store: CellStore, _ said: Delimiter?
  ) throws(TableFault) -> any ByteSink {
    let delimiter =
      store.cells.pointee.options.delimiter ?? said
      ?? head.withUnsafeBytes { DelimiterGuess($0, isWhole: isWhole).delimiter }
    store.cells.pointee.delimiter = delimiter
    if !store.cells.pointee.origin.isCompressed {
      head.withUnsafeBytes { store.cells.pointee.reserve($0, store.total) }
    }
    switch delimiter {
    case .byte(let byte): return try DelimitedRows(byte, store)
    case .blank: return BlankRows(store)
    }
  }
}

/// Leaves out the first bytes of a text: a mark that says it is UTF-8, or comments.
private final class BytesLeftOut: ByteSink {
  private var left: Int
  private let next: any ByteSink

  init(_ count: Int, before next: any ByteSink) { (left, self.next) = (count, next) }

  func take(_ piece: UnsafeRawBufferPointer) throws(TableFault) {
    let count = min(left, piece.count)
    left -= count
    try next.take(UnsafeRawBufferPointer(rebasing: piece[count...]))
  }

  func end() throws(TableFault) { try next.end() }
}
