/// Pattern files of the Stuttgart Neural Network Simulator, `SNNS pattern definition file V3.2`: counts of patterns, inputs
/// and outputs, then the numbers of a pattern after the other, inputs before outputs. What follows `#` is a comment.
final class SNNSRows: ByteSink {
  private let store: CellStore
  private let lines = LineCutter()
  private var counts: [String: Int] = [:]
  private var (rows, width) = (0, 0)
  private var (column, read) = (0, 0)

  init(_ store: CellStore) { self.store = store }

  private static let mark = "SNNS pattern definition file"

  static func isMeant(_ head: [UInt8]) -> Bool { head.starts(with: mark.utf8) }

  func take(_ piece: UnsafeRawBufferPointer) throws(TableFault) {
    try lines.take(piece) { (line) throws(TableFault) in try add(line) }
  }

  func end() throws(TableFault) {
    try lines.end { (line) throws(TableFault) in try add(line) }
    guard width > 0 else { throw Self.noCounts }
    guard read == rows, column == 0 else {
      throw TableFault(
        line: nil,
        message: "it says \(rows) patterns of \(width) numbers, and there are "
          + (column == 0 ? "\(read)" : "\(read) and a part of one"))
    }
  }

  private static let noCounts = TableFault(
    line: nil, message: "it does not say how many patterns, inputs and outputs it has",
    help: ["Get the file again."])

  private func add(_ line: [UInt8]) throws(TableFault) {
    let line = Array(line.prefix { $0 != UInt8(ascii: "#") })
    guard width > 0 else { return try addHeader(line) }
    for cell in CellCutter.partedByBlanks(line) {
      guard read < rows else {
        throw TableFault(line: nil, message: "there are more numbers than the \(rows) patterns that it says")
      }
      guard cell.first != UInt8(ascii: "[") else {
        throw TableFault(
          line: lines.number,
          message: "its patterns have sizes of their own, and rows of a table are equally long")
      }
      store.cells.pointee.add(cell)
      column += 1
      guard column == width else { continue }
      store.cells.pointee.endRow()
      (column, read) = (0, read + 1)
      try store.check()
    }
  }

  /// `No. of input units : 2`, until numbers begin.
  private func addHeader(_ line: [UInt8]) throws(TableFault) {
    let text = String(decoding: line, as: UTF8.self)
    let parts = text.split(separator: ":", maxSplits: 1)
    if parts.count == 2, text.hasPrefix("No. of "),
      let count = Int(parts[1].filter { $0 != " " && $0 != "\t" })
    {
      counts[parts[0].dropFirst("No. of ".count).split(separator: " ").joined(separator: " ")] = count
      return
    }
    guard let first = CellCutter.partedByBlanks(line).first,
      first.withUnsafeBufferPointer({ Decimal.parse($0, point: UInt8(ascii: ".")) }) != nil
    else { return }
    guard let rows = counts["patterns"], let inputs = counts["input units"] else { throw Self.noCounts }
    let outputs = counts["output units"] ?? 0
    guard rows > 0, (1...TableCells.mostColumns).contains(inputs),
      (0...TableCells.mostColumns).contains(outputs)
    else { throw Self.noCounts }
    (self.rows, width) = (rows, inputs + outputs)
    let names = (1...inputs).map { "input\($0)" } + (0..<outputs).map { "output\($0 + 1)" }
    store.cells.pointee.origin.format = .snns
    if outputs > 0 { store.cells.pointee.origin.targets = outputs }
    store.cells.pointee.open(names: names, kinds: names.map { _ in .numbers })
    try add(line)
  }
}
