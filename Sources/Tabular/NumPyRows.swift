import Archives

/// An array of NumPy, `.npy`: its first dimension is the rows, the others make one row. Columns have no names.
final class NumPyRows: ByteSink {
  private let store: CellStore
  private var bytes: [UInt8] = []
  /// All numbers that a table may have, as float64, and a header.
  static let mostBytes = 2_000_000_000

  init(_ store: CellStore) { self.store = store }

  func take(_ piece: UnsafeRawBufferPointer) throws(TableFault) {
    bytes += piece
    guard bytes.count <= Self.mostBytes else { throw .largeArray }
  }

  func end() throws(TableFault) {
    let array: NPYArray
    do throws(NPYArray.Fault) { array = try NPYArray(bytes[...]) } catch {
      throw TableFault(line: nil, message: error.message, help: error.help.map { [$0] } ?? [])
    }
    store.cells.pointee.origin.format = .npy
    try NumPyTable([(name: "", array: array)], targets: 0).fill(store)
  }
}

/// Arrays of NumPy as columns of one table.
struct NumPyTable {
  private let parts: [(name: String, array: NPYArray)]
  /// Columns at the end that are targets; 0 where that is not said.
  private let targets: Int

  init(_ parts: [(name: String, array: NPYArray)], targets: Int) {
    (self.parts, self.targets) = (parts, targets)
  }

  private static let inputNames: Set<String> = ["x", "data", "inputs", "input", "features"]
  private static let targetNames: Set<String> = [
    "y", "t", "target", "targets", "labels", "label", "outputs", "output",
  ]

  /// Of an archive, `.npz`: `X` and `y`, arrays of one dimension as columns, or one array alone.
  init(_ archive: ZipArchive) throws(TableFault) {
    var arrays: [(name: String, array: NPYArray)] = []
    // A small archive may claim much, in many parts: what is unpacked is counted.
    var (bytesSoFar, numbersSoFar) = (0, 0)
    for entry in archive.order where entry.hasSuffix(".npy") {
      guard let bytes = archive.file(entry) else {
        throw TableFault(
          line: nil, message: "its part \(entry.prefix(60)) is damaged", help: ["Get the file again."])
      }
      do throws(NPYArray.Fault) {
        arrays.append((String(entry.dropLast(4)), try NPYArray(bytes[...])))
      } catch {
        throw TableFault(
          line: nil, message: "of its part \(entry.prefix(60)): \(error.message)",
          help: error.help.map { [$0] } ?? [])
      }
      bytesSoFar += bytes.count
      numbersSoFar += arrays.last?.array.count ?? 0
      guard bytesSoFar <= NumPyRows.mostBytes else { throw .largeArray }
      guard numbersSoFar <= TableCells.mostCells else { throw .manyNumbers }
    }
    let inputs = arrays.filter { Self.inputNames.contains($0.name.lowercased()) }
    let outputs = arrays.filter { Self.targetNames.contains($0.name.lowercased()) }
    if arrays.count == 2, inputs.count == 1, outputs.count == 1 {
      self.init(inputs + outputs, targets: Self.width(outputs[0].array))
    } else if arrays.count == 1 || arrays.allSatisfy({ $0.array.shape.count == 1 }) {
      self.init(arrays, targets: 0)
    } else {
      let list = arrays.prefix(8).map { "\($0.name.prefix(40)) \($0.array.shape.prefix(8))" }
      throw TableFault(
        line: nil,
        message: "it has the arrays \(list.joined(separator: ", ")), and a table is X and y, or columns",
        help: [
          "In Python: a = numpy.load(\"FILE\"); numpy.savez(\"table.npz\", X=a[\"NAME\"], y=a[\"NAME\"])"
        ])
    }
  }

  /// Columns that an array makes.
  private static func width(_ array: NPYArray) -> Int {
    guard let rows = array.shape.first, rows > 0 else { return 1 }
    return array.count / rows
  }

  /// `X1`, `X2` …; the name itself for one column, none where the array has none.
  private static func names(_ name: String, _ width: Int) -> [String] {
    width == 1 ? [name] : (1...width).map { name.isEmpty ? "" : "\(name)\($0)" }
  }

  func fill(_ store: CellStore) throws(TableFault) {
    let rows = parts[0].array.shape.first ?? 1
    var width = 0
    for (name, array) in parts {
      guard array.shape.first ?? 1 == rows else {
        throw TableFault(
          line: nil,
          message: "\(parts[0].name) has \(rows) rows, and \(name.prefix(60)) has \(array.shape.first ?? 1)")
      }
      width += max(1, Self.width(array))
    }
    guard rows > 0, parts.allSatisfy({ $0.array.count > 0 }) else {
      throw TableFault(line: nil, message: "it has no rows")
    }
    guard width <= TableCells.mostColumns, rows <= TableCells.mostCells / width else {
      throw .manyNumbers
    }
    let isNamed = parts.contains { !$0.name.isEmpty }
    let isOfTexts = parts.map { if case .numbers = $0.array.content { false } else { true } }
    store.cells.pointee.open(
      names: parts.flatMap { Self.names($0.name, Self.width($0.array)) },
      kinds: zip(parts, isOfTexts).flatMap { part, isOfTexts in
        Array(repeating: isOfTexts ? .words : .numbers, count: Self.width(part.array))
      }, hasHeader: isNamed)
    if isNamed { store.cells.pointee.origin.format = .npz }
    if targets > 0 { store.cells.pointee.origin.targets = targets }
    try add(rows, to: store)
  }

  private func add(_ rows: Int, to store: CellStore) throws(TableFault) {
    let columns = parts.map { part in
      (numbers: part.array.numbers ?? [], texts: part.array.texts ?? [], width: Self.width(part.array))
    }
    for row in 0..<rows {
      for (numbers, texts, width) in columns {
        for k in row * width..<(row + 1) * width {
          if !texts.isEmpty {
            store.cells.pointee.add(Array(texts[k].utf8))
          } else if numbers[k].isNaN {
            // What pandas and NumPy have for a missing value.
            store.cells.pointee.add(Array("nan".utf8))
          } else if numbers[k].isFinite {
            store.cells.pointee.take(number: numbers[k])
          } else {
            throw TableFault(place: "row \(row + 1)", message: "it holds numbers that are not finite")
          }
        }
      }
      store.cells.pointee.endRow()
      try store.check()
    }
  }
}

extension TableFault {
  fileprivate static var largeArray: TableFault {
    TableFault(
      line: nil, message: "an array of more than \(NumPyRows.mostBytes / 1_000_000) MB is too large")
  }

  fileprivate static var manyNumbers: TableFault {
    TableFault(
      line: nil,
      message: "more than \(TableCells.mostCells / 1_000_000) million numbers are too many to be kept")
  }
}
