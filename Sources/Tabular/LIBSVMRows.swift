/// Files of LIBSVM and SVMlight: a label, then `index:value` for what is not 0, in each line. The columns are `x1`, `x2` …
/// and last `label`.
final class LIBSVMRows: ByteSink {
  private let store: CellStore
  private let lines = LineCutter()
  private var labels: [Double] = []
  /// Where the entries of each row begin.
  private var starts: [Int] = []
  private var entries: [(index: Int, value: Double)] = []
  private var isCountedFrom0 = false
  private var width: Int

  init(_ store: CellStore) {
    self.store = store
    width = store.cells.pointee.options.leastWidth
    store.cells.pointee.origin.format = .libsvm
    store.cells.pointee.origin.targets = 1
  }

  /// Whether the first lines are a number and then pairs.
  static func isMeant(_ head: [UInt8], isWhole: Bool) -> Bool {
    let lines = head.split(maxSplits: 20, whereSeparator: LineCutter.isEnd)
      .map { CellCutter.partedByBlanks(withoutComment(Array($0))) }.filter { !$0.isEmpty }
    let whole = isWhole || lines.count < 2 ? lines : Array(lines.dropLast())
    return whole.prefix(5).contains { $0.count > 1 }
      && whole.prefix(5).allSatisfy { cells in
        number(cells[0][...], false) != nil
          && cells.dropFirst().allSatisfy { pair($0, false) != nil || isQuery($0) }
      }
  }

  private static func withoutComment(_ line: [UInt8]) -> [UInt8] {
    Array(line.prefix { $0 != UInt8(ascii: "#") })
  }

  private static func isQuery(_ cell: [UInt8]) -> Bool { cell.starts(with: Array("qid:".utf8)) }

  private static func number(_ cell: ArraySlice<UInt8>, _ forSingle: Bool) -> Double? {
    cell.withUnsafeBufferPointer { Decimal.parse($0, point: UInt8(ascii: "."), forSingle: forSingle) }
  }

  private static func pair(_ cell: [UInt8], _ forSingle: Bool) -> (index: Int, value: Double)? {
    guard let colon = cell.firstIndex(of: UInt8(ascii: ":")),
      let index = Int(String(decoding: cell[..<colon], as: UTF8.self)), index >= 0,
      let value = number(cell[(colon + 1)...], forSingle)
    else { return nil }
    return (index, value)
  }

  func take(_ piece: UnsafeRawBufferPointer) throws(TableFault) {
    try lines.take(piece) { (line) throws(TableFault) in try add(line) }
  }

  private func add(_ line: [UInt8]) throws(TableFault) {
    let cells = CellCutter.partedByBlanks(Self.withoutComment(line))
    guard let first = cells.first else { return }
    let forSingle = store.cells.pointee.options.isForSingle
    guard let label = Self.number(first[...], forSingle) else { throw fault(first) }
    labels.append(label)
    starts.append(entries.count)
    for cell in cells.dropFirst() where !Self.isQuery(cell) {
      guard let pair = Self.pair(cell, forSingle) else { throw fault(cell) }
      guard pair.index <= TableCells.mostColumns else {
        throw TableFault(
          line: lines.number,
          message: "more than \(TableCells.mostColumns / 1_000_000) million columns are too many to be kept")
      }
      if pair.index == 0 { isCountedFrom0 = true }
      width = max(width, pair.index)
      entries.append(pair)
    }
    try TableCells.check(
      rows: labels.count, width: width + 1, values: entries.count + labels.count,
      place: "line \(lines.number)")
  }

  private func fault(_ cell: [UInt8]) -> TableFault {
    TableFault(
      line: lines.number,
      message: "it is a LIBSVM file, and `\(String(decoding: cell.prefix(40), as: UTF8.self))` is no number "
        + "and no index:value")
  }

  func end() throws(TableFault) {
    try lines.end { (line) throws(TableFault) in try add(line) }
    guard !labels.isEmpty else { throw TableFault(line: nil, message: "it has no rows") }
    let first = isCountedFrom0 ? 0 : 1
    let names = (first...max(first, width)).map { "x\($0)" } + ["label"]
    store.cells.pointee.open(names: names, kinds: names.map { _ in .numbers })
    var numbers = [Double](repeating: 0, count: names.count)
    for (row, label) in labels.enumerated() {
      for k in numbers.indices { numbers[k] = 0 }
      let end = row + 1 < starts.count ? starts[row + 1] : entries.count
      for entry in entries[starts[row]..<end] { numbers[entry.index - first] = entry.value }
      numbers[numbers.count - 1] = label
      for number in numbers { store.cells.pointee.add(number: number) }
    }
    try store.check()
  }
}
