import Language
import NeuralCore
import Standard
import Tabular

/// `data "FILE"`: delimited text as data.
extension Executor {
  mutating func useFile(
    _ file: Expression, _ options: GivenOptions<DataOption>
  ) throws(Diagnostic) {
    let name = try fileName(file)
    let table = try table(name, file.span)
    var choice = TableChoice(table: table, file: name, span: file.span)
    for (key, option) in options.keyed {
      switch key {
      case .target: choice.targets = try choice.places(of: option.names)
      case .leave: choice.left = try choice.places(of: option.names)
      case .missing: choice.missing = option.name.flatMap { MissingChoice(rawValue: $0.node) }
      case .noise, .seed:
        let own = DataOption.allCases.filter(\.isOfFiles).map(\.rawValue)
        throw Diagnostic(
          .settingMismatch, "data from a file takes no `\(option.word.node)`", at: option.span,
          help: ["It takes: " + own.joined(separator: ", ")])
      }
    }
    let data = try choice.dataset()
    emit(.table(choice.report(data)))
    use(data, isFallback: false)
  }

  /// A file as a table; a mistake names the row.
  func table(_ name: String, _ span: Span) throws(Diagnostic) -> Table {
    let reader = TableReader(isDouble: session.precision == .double)
    var fault: TableFault?
    do throws(Diagnostic) {
      try host.files.pieces(context.source.place(of: name)) { piece, total in
        do throws(TableFault) {
          try reader.feed(piece, total: total)
          return !host.input.isInterrupted()
        } catch {
          fault = error
          return false
        }
      }
    } catch {
      throw error.at(span).inSource(context.source)
    }
    if host.input.isInterrupted() {
      throw Diagnostic(.interrupted, "interrupted while reading \(name)", at: span)
    }
    do throws(TableFault) {
      if let fault { throw fault }
      return try reader.finish()
    } catch {
      let place = error.row.map { "row \($0): " } ?? ""
      throw Diagnostic(.badFile, "\"\(name)\" is not a valid table: \(place)\(error.message)", at: span)
    }
  }
}

/// Which columns of a table are inputs and which targets.
struct TableChoice {
  let table: Table
  let file: String
  let span: Span
  var targets: [Int]
  var left: [Int] = []
  var missing: MissingChoice?
  private(set) var dropped = 0

  init(table: Table, file: String, span: Span) {
    (self.table, self.file, self.span) = (table, file, span)
    targets = [table.columns.count - 1]
  }

  func places(of names: [Located<String>]) throws(Diagnostic) -> [Int] {
    var places: [Int] = []
    for name in names {
      guard let place = table.columns.firstIndex(where: { $0.name == name.node }) else {
        let all = table.columns.map(\.name)
        throw Diagnostic(
          .unknownColumn, "\"\(file)\" has no column called `\(name.node)`", at: name.span,
          label: suggestion(for: name.node, among: all).map { "did you mean `\($0)`?" },
          help: ["Its columns: " + all.prefix(30).joined(separator: ", ")])
      }
      places.append(place)
    }
    return places
  }

  private var inputs: [Int] { table.columns.indices.filter { !targets.contains($0) && !left.contains($0) } }

  mutating func dataset() throws(Diagnostic) -> Dataset {
    let inputs = self.inputs
    guard !inputs.isEmpty else {
      throw Diagnostic(.wrongCount, "\"\(file)\" has no column left for the inputs", at: span)
    }
    try checkColumns()
    let means = missing == .mean ? inputs.map(mean) : []
    let rows = missing == .drop ? completeRows : Array(0..<table.rows)
    guard !rows.isEmpty else { throw Diagnostic(.noData, "no row of \"\(file)\" is complete", at: span) }
    dropped = table.rows - rows.count
    try checkTargetCount(rows.count)
    let (names, classes) = targetNames
    let cells = table.cells
    let (x, y) =
      cells.isDouble
      ? (
        Vector(gathered(rows, cells.doubles, means)), Vector(gatheredTargets(rows, cells.doubles, classes))
      )
      : (
        Vector(gathered(rows, cells.singles, means)), Vector(gatheredTargets(rows, cells.singles, classes))
      )
    return Dataset(
      name: file, inputCount: inputs.count, targetCount: names.count, inputs: x, targets: y,
      columns: inputs.map { table.columns[$0].name }, classes: classes.isEmpty ? [] : names,
      targetColumns: classes.isEmpty ? names : [])
  }

  /// The words of a single target column are classes, in alphabetical order, one target each.
  private var targetNames: (names: [String], classes: [Int]) {
    guard targets.count == 1, case .words(let words) = table.columns[targets[0]].kind else {
      return (targets.map { table.columns[$0].name }, [])
    }
    let order = words.indices.sorted { words[$0] < words[$1] }
    var places = [Int](repeating: 0, count: words.count)
    for (place, word) in order.enumerated() { places[word] = place }
    return (order.map { words[$0] }, places)
  }

  /// The most targets that the words of a column may become: 200 MB as float32.
  private static let mostClassTargets = 50_000_000

  /// A column of names rather than classes has about as many words as rows, and the square of that many targets.
  private func checkTargetCount(_ rows: Int) throws(Diagnostic) {
    guard targets.count == 1, case .words(let words) = table.columns[targets[0]].kind,
      words.count.multipliedReportingOverflow(by: rows).overflow
        || words.count * rows > Self.mostClassTargets
    else { return }
    let column = table.columns[targets[0]].name
    throw Diagnostic(
      .netTooLarge,
      "column `\(column)` has \(words.count) different words, and \(rows) rows with an output for each word "
        + "are too many targets",
      at: span,
      help: [
        "If it holds names, learn another column: target COLUMN leave \(column)",
        "At most \(Double(Self.mostClassTargets).grouped) targets (rows times words) are allowed.",
      ])
  }

  @inline(__always)
  private func gathered<Cell: BinaryFloatingPoint>(_ rows: [Int], _ cells: [Cell], _ means: [Double])
    -> [Cell]
  {
    let columns = inputs
    var numbers: [Cell] = []
    numbers.reserveCapacity(rows.count * columns.count)
    cells.withUnsafeBufferPointer { cells in
      for row in rows {
        for (k, column) in columns.enumerated() {
          let value = cells[row * table.columns.count + column]
          numbers.append(value.isNaN && !means.isEmpty ? Cell(means[k]) : value)
        }
      }
    }
    return numbers
  }

  @inline(__always)
  private func gatheredTargets<Cell: BinaryFloatingPoint>(_ rows: [Int], _ cells: [Cell], _ classes: [Int])
    -> [Cell]
  {
    var numbers: [Cell] = []
    numbers.reserveCapacity(rows.count * max(classes.count, targets.count))
    for row in rows {
      let start = row * table.columns.count
      guard !classes.isEmpty else {
        for column in targets { numbers.append(cells[start + column]) }
        continue
      }
      let place = classes[Int(clamping: Double(cells[start + targets[0]]))]
      for k in classes.indices { numbers.append(k == place ? 1 : 0) }
    }
    return numbers
  }

  /// Inputs are numbers, and so are several targets; nothing is missing unless it was said what becomes of it.
  private func checkColumns() throws(Diagnostic) {
    for place in inputs + targets {
      let column = table.columns[place]
      if let word = column.strayWord {
        throw Diagnostic(
          .wrongType,
          "column `\(column.name)` holds numbers, and in row \(word.row) the word \"\(word.text)\"",
          at: span, help: ["Correct the file, or leave the column out: leave \(column.name)"])
      }
      if case .words(let words) = column.kind, inputs.contains(place) || targets.count > 1 {
        throw Diagnostic(
          .wrongType,
          "column `\(column.name)` holds words (\"\(words.first ?? "")\"), and inputs are numbers",
          at: span,
          help: ["Learn it instead: target \(column.name)     or leave it out: leave \(column.name)"])
      }
    }
    try checkMissing()
  }

  private func checkMissing() throws(Diagnostic) {
    for place in inputs + targets {
      let column = table.columns[place]
      guard let row = column.firstMissing, missing == nil || missing == .mean && targets.contains(place)
      else {
        continue
      }
      throw Diagnostic(
        .missingValue,
        "column `\(column.name)` has no value in row \(row)"
          + (column.missing > 1 ? ", nor in \(column.missing - 1) others" : ""),
        at: span, help: ["Leave such rows out: missing drop     or, for inputs, take the mean: missing mean"])
    }
  }

  private var completeRows: [Int] {
    let used = inputs + targets
    return (0..<table.rows).filter { row in
      used.allSatisfy { !table.value(row, $0).isNaN }
    }
  }

  private func mean(_ column: Int) -> Double {
    var (sum, count) = (0.0, 0)
    for row in 0..<table.rows {
      let value = table.value(row, column)
      if !value.isNaN { (sum, count) = (sum + value, count + 1) }
    }
    guard sum.isFinite else { return scaledMean(column, count) }
    return count == 0 ? 0 : sum / Double(count)
  }

  /// The mean where the sum is beyond float64: every number is divided first.
  private func scaledMean(_ column: Int, _ count: Int) -> Double {
    (0..<table.rows).reduce(0.0) { sum, row in
      let value = table.value(row, column)
      return value.isNaN ? sum : sum + value / Double(count)
    }
  }

  func report(_ data: Dataset) -> TableReport {
    TableReport(
      file: file, rows: data.rows, delimiter: table.delimiterText, hasHeader: table.hasHeader,
      targets: targets.map { table.columns[$0].name },
      filled: missing == .mean ? inputs.reduce(0) { $0 + table.columns[$1].missing } : 0, dropped: dropped)
  }
}
