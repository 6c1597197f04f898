import NeuralCore
import Tabular

/// What `eval` worked out for rows: some typed inputs, those of the data, or those of a file.
struct EvalTable {
  /// What was given in a row.
  enum Given {
    /// The inputs.
    case inputs
    /// All columns of a file, so that a row is known by its name or number.
    case columns(of: Table)
  }

  let given: Given
  /// Names of the inputs, or of the columns.
  let head: [String]
  /// Those that were worked out.
  let rows: EvalRows
  /// Which rows of the file these are; nil for all.
  let places: [Int]?
  let classes: [String]
  /// Whether the targets are not among what was given.
  let addsTargets: Bool
}

/// As a table in a file.
extension EvalTable {
  /// nil if it was interrupted.
  func text(_ form: TableForm, _ stop: StopSignal, on processors: Host.Processors) -> String? {
    let (columns, bytes) = (columns, ByteText())
    guard !rows.isEmpty, let columns else { return "" }
    var lines = TableText(to: bytes, form, columns.names)
    lines.begin(columns.names)
    let isWhole = processors.write(rowsOfFile, to: bytes) { write($0, form, columns, to: $1, stop) }
    lines.end()
    return isWhole ? bytes.taken() : nil
  }

  /// Some rows of the file.
  ///
  /// - Returns: false if it was interrupted.
  private func write(
    _ rows: Range<Int>, _ form: TableForm, _ columns: Columns, to bytes: ByteText, _ stop: StopSignal
  ) -> Bool {
    var lines = TableText(to: bytes, form, columns.names)
    var next = places.map { $0.firstIndex { $0 >= rows.lowerBound } ?? $0.count } ?? rows.lowerBound
    for place in rows {
      if place & 0x3ff == 0x3ff, stop.isGiven { return false }
      let isWorkedOut = places.map { next < $0.count && $0[next] == place } ?? true
      write(isWorkedOut ? next : nil, at: place, columns, to: &lines)
      if isWorkedOut { next += 1 }
    }
    return true
  }

  /// What the rows hold.
  private struct Columns {
    /// All of them, no two of the same name.
    let names: [String]
    /// The outputs say a class.
    let isOfClasses: Bool
    /// Names of the columns of the targets; none if they are not written.
    let targets: [String]
  }

  private var columns: Columns? {
    guard !rows.isEmpty else { return nil }
    let isOfClasses = Dataset.className(of: rows.outputs(of: 0), among: classes) != nil
    let names =
      isOfClasses || rows.outputCount == 1 ? ["target"] : (0..<rows.outputCount).map { "target\($0)" }
    let targets = addsTargets && rows.haveTargets ? names : []
    let all = head + outputNames(isOfClasses) + (isOfClasses ? ["predicted"] : []) + targets
    return Columns(names: Self.distinct(all), isOfClasses: isOfClasses, targets: targets)
  }

  private func outputNames(_ isOfClasses: Bool) -> [String] {
    (0..<rows.outputCount).map { k in
      rows.outputCount == 1 ? "output" : isOfClasses ? "output_\(classes[k])" : "output\(k)"
    }
  }

  private var rowsOfFile: Int { if case .columns(let table) = given { table.rows } else { rows.count } }

  /// - Parameters:
  ///   - row: nil for one that has no outputs, since a value is missing.
  ///   - place: its place in the file.
  private func write(_ row: Int?, at place: Int, _ columns: Columns, to lines: inout TableText) {
    lines.beginRow(place)
    switch given {
    case .inputs: lines.add(rows.inputs, place * rows.inputCount..<(place + 1) * rows.inputCount)
    case .columns(let table): table.write(place, to: &lines)
    }
    if let row {
      lines.add(rows.outputs, row * rows.outputCount..<(row + 1) * rows.outputCount)
    } else {
      for _ in 0..<rows.outputCount { lines.addNothing() }
    }
    if columns.isOfClasses {
      add(row.flatMap { Dataset.className(of: rows.outputs(of: $0), among: classes) }, to: &lines)
    }
    if !columns.targets.isEmpty { writeTargets(row, columns, to: &lines) }
    lines.endRow()
  }

  private func writeTargets(_ row: Int?, _ columns: Columns, to lines: inout TableText) {
    guard let row, let own = rows.targets(of: row) else {
      for _ in columns.targets { lines.addNothing() }
      return
    }
    if columns.isOfClasses {
      add(Dataset.className(of: own, among: classes), to: &lines)
    } else if case .all(let numbers, let width) = rows.targets {
      lines.add(numbers, row * width..<(row + 1) * width)
    } else {
      for target in own { lines.add(target, .double) }
    }
  }

  private func add(_ name: String?, to lines: inout TableText) {
    if let name { lines.add(name) } else { lines.addNothing() }
  }

  /// A name that a column before has gets a number: `output.2`.
  private static func distinct(_ names: [String]) -> [String] {
    var taken: Set<String> = []
    return names.map { name in
      var (own, number) = (name, 1)
      while !taken.insert(own).inserted {
        number += 1
        own = "\(name).\(number)"
      }
      return own
    }
  }
}
