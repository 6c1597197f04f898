/// Training files of FANN: the counts of rows, inputs and outputs, then inputs and outputs in turn, with blanks and line ends
/// between, as `fann_read_train_from_file` takes them.
final class FANNRows: ByteSink {
  private let store: CellStore
  private let lines = LineCutter()
  private let rows: Int
  private let width: Int
  private var column = 0
  /// Numbers of the header that are still to come.
  private var headerLeft = 3
  private var read = 0

  /// nil if the file is of another kind: its first line is not three counts, or the lines after it do not have as many
  /// numbers as they say.
  init?(_ head: [UInt8], isWhole: Bool, _ store: CellStore) {
    let lines = head.split(whereSeparator: LineCutter.isEnd).prefix(isWhole ? .max : 3)
      .map { CellCutter.partedByBlanks(Array($0)) }.filter { !$0.isEmpty }
    guard lines.count >= 2 else { return nil }
    let counts = lines[0].compactMap { Int(String(decoding: $0, as: UTF8.self)) }
    guard lines[0].count == 3, counts.count == 3, counts.allSatisfy({ (1...1_000_000).contains($0) }) else {
      return nil
    }
    let (inputs, outputs) = (counts[1], counts[2])
    // Three columns of numbers look alike in the first lines; of a whole file all numbers can be counted.
    let isAlternating = lines.count >= 3 && lines[1].count == inputs && lines[2].count == outputs
    let numbers = lines.dropFirst().reduce(0) { $0 + $1.count }
    let isAsLong = isWhole && numbers == counts[0] * (inputs + outputs)
    guard isAsLong || isAlternating && (inputs != 3 || outputs != 3) else { return nil }
    (self.store, rows, width) = (store, counts[0], inputs + outputs)
    let names = (1...inputs).map { "input\($0)" } + (1...outputs).map { "output\($0)" }
    (store.cells.pointee.origin.format, store.cells.pointee.origin.targets) = (.fann, outputs)
    store.cells.pointee.open(names: names, kinds: names.map { _ in .numbers })
  }

  func take(_ piece: UnsafeRawBufferPointer) throws(TableFault) {
    try lines.take(piece) { (line) throws(TableFault) in try add(line) }
  }

  func end() throws(TableFault) {
    try lines.end { (line) throws(TableFault) in try add(line) }
    guard read == rows, column == 0 else {
      throw TableFault(
        line: nil,
        message: "its first line says \(rows) rows of \(width) numbers, and there are "
          + (column == 0 ? "\(read)" : "\(read) and a part of one"))
    }
  }

  private func add(_ line: [UInt8]) throws(TableFault) {
    for cell in CellCutter.partedByBlanks(line) {
      if headerLeft > 0 {
        headerLeft -= 1
        continue
      }
      store.cells.pointee.add(cell)
      column += 1
      guard column == width else { continue }
      store.cells.pointee.endRow()
      (column, read) = (0, read + 1)
      try store.check()
    }
  }
}
