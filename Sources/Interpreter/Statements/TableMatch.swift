import Language
import NeuralCore
import Standard
import Tabular

/// Rows of a file that was read as that of the data was, not scaled.
struct FileRows {
  /// As the statement names it.
  let file: String
  /// [rows, inputs], row by row.
  let inputs: Vector
  /// Names of the inputs.
  let names: [String]
  /// nil for a row whose targets the file does not have.
  let targets: [[Double]?]
  /// Whether the file has the columns of the targets.
  let hasTargetColumns: Bool
  /// All of the file.
  let table: Table
  /// The rows of the table that these are: those that have a value for every input.
  let places: [Int]

  func inputs(_ row: Int) -> Slice<Vector> { inputs[row * names.count..<(row + 1) * names.count] }

  /// The rows as data, with 0 for targets that are not there.
  ///
  /// - Parameter targets: so many a row.
  func dataset(targets count: Int, classes: [String] = [], targetColumns: [String] = []) -> Dataset {
    var numbers = [Double](repeating: 0, count: targets.count * count)
    for (row, given) in targets.enumerated() {
      for (k, number) in (given ?? []).enumerated() { numbers[row * count + k] = number }
    }
    return Dataset(
      name: file, inputCount: names.count, targetCount: count, inputs: inputs,
      targets: Vector(numbers, inputs.precision), columns: names, classes: classes,
      targetColumns: targetColumns)
  }
}

extension Executor {
  /// The rows of another file, read as that of the data was: the same columns by name, or else by their order, the words of
  /// columns that were opened, means for missing values, and classes.
  /// Rows without a value that no mean stands for are left out, which is said.
  ///
  /// - Parameters:
  ///   - isExact: numbers are kept as float64, so that they can be written as they came.
  ///   - needsTargets: rows without a target are left out, too, unless all are.
  mutating func rows(
    of file: Expression, labels option: GivenOption?, _ network: Network, isExact: Bool = false,
    needsTargets: Bool = false
  ) throws(Diagnostic) -> FileRows {
    let name = try fileName(file)
    let data = session.data.whole.flatMap { $0.inputCount == network.inputs ? $0 : nil }
    var reading = TableOptions()
    reading.leastWidth = network.inputs
    func match(_ table: Table) -> TableMatch {
      TableMatch(
        table: table, file: name, span: file.span, data: data, outputs: network.outputs,
        precision: network.precision)
    }
    let table = try table(name, file.span, reading, isExact: isExact) { (table) throws(Diagnostic) in
      var again = reading
      again.names = try match(table).mistakenNames(network.inputs)
      // Codes that are only copied keep their digits.
      if isExact { again.words = try match(table).copiedCodes(network.inputs) }
      return again.names.isEmpty && again.words.isEmpty ? nil : again
    }
    let match = match(table)
    let (recipe, places) = try match.inputs(network.inputs)
    if match.isByOrder, session.data.whole != nil, table.hasHeader {
      emit(.note("(no column is called as an input of the data: the columns are taken in their order)"))
    }
    let rows = TableRows(table: table, recipe: recipe, places: places)
    try match.check(rows)
    let kept = try complete(match, rows)
    var targets = try match.targets(host.input.stop)
    if let option {
      let labels = try self.labels(option, of: table, name)
      targets = try labels.map { (label) throws(Diagnostic) in try match.target(label.text, in: name) }
    }
    let chosen = needsTargets ? withTargets(kept, targets, match) : kept
    return FileRows(
      file: name, inputs: rows.inputs(chosen).converted(to: network.precision), names: recipe.inputNames,
      targets: chosen.map { targets?[$0] }, hasTargetColumns: targets != nil, table: table, places: chosen)
  }

  /// Those of some rows that have targets; all of them if none has.
  private mutating func withTargets(_ rows: [Int], _ targets: [[Double]?]?, _ match: TableMatch) -> [Int] {
    guard let targets else { return rows }
    let scored = rows.filter { targets[$0] != nil }
    guard !scored.isEmpty, scored.count < rows.count else { return rows }
    emit(.note("(\(count(rows.count - scored.count, "row")) of \"\(match.file)\" left out: no target)"))
    return scored
  }

  /// The rows that have a value for every input, or for each that lacks one a mean.
  private mutating func complete(_ match: TableMatch, _ rows: TableRows) throws(Diagnostic) -> [Int] {
    let table = match.table
    let gaps = zip(rows.recipe.inputs, rows.places)
      .filter { $0.means.isEmpty && table.columns[$1].missing > 0 }.map { $1 }
    guard !gaps.isEmpty else { return Array(0..<table.rows) }
    let kept = (0..<table.rows).filter { row in gaps.allSatisfy { !table.value(row, $0).isNaN } }
    let names = gaps.prefix(8).map { "`\(table.columns[$0].name)`" }.joined(separator: ", ")
    let left = "\(count(table.rows - kept.count, "row")) of \"\(match.file)\""
    guard !kept.isEmpty else {
      throw Diagnostic(
        .missingValue, "every row of \"\(match.file)\" lacks a value in \(names)", at: match.span)
    }
    guard kept.count < table.rows else { return kept }
    emit(
      .note(
        "(\(left) left out: no value in \(names). Where the data is read with `missing mean`, means take the place)"
      ))
    return kept
  }
}

/// A table beside the data that a net was trained on.
struct TableMatch {
  let table: Table
  let file: String
  let span: Span
  /// nil where the data does not fit the net.
  let data: Dataset?
  let outputs: Int
  /// Of the net: numbers that are names of classes are compared as it sees them.
  let precision: Precision

  private var names: [String] { table.columns.map(\.name) }

  private var recipe: Recipe? {
    data.map { data in
      data.recipe
        ?? Recipe(
          inputs: data.columnNames.map { Recipe.Input(name: $0) },
          targets: data.classes.isEmpty ? data.targetNames : [], columns: [])
    }
  }

  // MARK: Columns

  /// How the inputs are made, and the column of each.
  func inputs(_ width: Int) throws(Diagnostic) -> (Recipe, [Int]) {
    guard let recipe else {
      guard names.count >= width else { throw wrongCount(width) }
      let inputs = names.prefix(width).map { Recipe.Input(name: $0) }
      return (Recipe(inputs: inputs, targets: [], columns: []), Array(0..<width))
    }
    guard !isByOrder else { return (recipe, try byOrder(recipe)) }
    let places = recipe.inputs.map { names.firstIndex(of: $0.name) }
    if let missing = places.firstIndex(where: { $0 == nil }) {
      throw noColumn(recipe.inputs[missing].name, "an input")
    }
    return (recipe, places.compactMap { $0 })
  }

  /// Whether no column is called as an input.
  var isByOrder: Bool {
    guard let recipe else { return true }
    return !table.hasHeader || !recipe.inputs.contains { names.contains($0.name) }
  }

  /// The columns that hold values: row names are none.
  private var values: [Int] { table.columns.indices.filter { table.columns[$0].role == .values } }

  /// A file without names has either all columns of the first one, or the inputs alone.
  private func byOrder(_ recipe: Recipe) throws(Diagnostic) -> [Int] {
    if values.count == recipe.columns.count {
      return recipe.inputs.compactMap { input in
        recipe.columns.firstIndex(of: input.name).map { values[$0] }
      }
    }
    let isEnough = recipe.columns.isEmpty && values.count >= recipe.inputs.count
    guard isEnough || values.count == recipe.inputs.count else { throw wrongCount(recipe.inputs.count) }
    return Array(values.prefix(recipe.inputs.count))
  }

  /// Columns of numbers that are words in the data, and that its words are not found among as numbers.
  func mistakenNames(_ width: Int) throws(Diagnostic) -> Set<String> {
    let (recipe, places) = try inputs(width)
    var named = zip(recipe.inputs, places).filter { !$0.0.words.isEmpty }.map(\.1)
    if let data, !data.classes.isEmpty { named += targetPlaces ?? [] }
    return Set(
      named.filter { table.columns[$0].strayWord != nil || table.hasLongNumbers($0) }.map { names[$0] })
  }

  /// Columns beside inputs and targets with numbers that are written as only names are.
  func copiedCodes(_ width: Int) throws(Diagnostic) -> Set<String> {
    let used = Set(try inputs(width).1 + (targetPlaces ?? []))
    return Set(
      table.columns.indices.filter { table.columns[$0].hasCodes && !used.contains($0) }.map { names[$0] })
  }

  private var targetPlaces: [Int]? {
    guard let recipe, !recipe.targets.isEmpty, data?.targetCount == outputs else { return nil }
    if !table.hasHeader, values.count != recipe.columns.count { return nil }
    let found = recipe.targets.compactMap { name in
      isByOrder && values.count == recipe.columns.count
        ? recipe.columns.firstIndex(of: name).map { values[$0] } : names.firstIndex(of: name)
    }
    return found.count == recipe.targets.count ? found : nil
  }

  private func wrongCount(_ columns: Int) -> Diagnostic {
    Diagnostic(
      .wrongCount,
      "\"\(file)\" has \(count(names.count, "column")), and this net takes \(count(columns, recipe == nil ? "input" : "column"))",
      at: span,
      help: recipe.map {
        ["The columns of the data were: " + $0.inputs.map(\.name).prefix(30).joined(separator: ", ")]
      }
        ?? [])
  }

  func noColumn(_ name: String, _ what: String) -> Diagnostic {
    Diagnostic(
      .unknownColumn, "\"\(file)\" has no column called `\(name)`, which is \(what) of the data", at: span,
      help: ["Its columns: " + names.prefix(30).map(\.asColumn).joined(separator: ", ")])
  }

  // MARK: Cells

  /// Every cell is what the column was in the data.
  func check(_ rows: TableRows) throws(Diagnostic) {
    for (input, place) in zip(rows.recipe.inputs, rows.places) {
      try checkNumbers(place, isOfWords: !input.words.isEmpty)
      let column = table.columns[place]
      guard !input.words.isEmpty else { continue }
      let known = rows.known(input, place)
      for row in 0..<table.rows {
        let value = table.value(row, place)
        guard !value.isNaN, known[value] == nil else { continue }
        throw Diagnostic(
          .unknownName,
          "column `\(column.name)` of \"\(file)\" has \"\(text(value, place))\" in \(table.place(ofRow: row)), which the data does not have",
          at: span, help: ["The data has: " + input.words.prefix(30).joined(separator: ", ")])
      }
    }
  }

  private func checkNumbers(_ place: Int, isOfWords: Bool) throws(Diagnostic) {
    let column = table.columns[place]
    if let word = column.strayWord ?? firstWord(place, isOfWords) {
      throw Diagnostic(
        .wrongType,
        "column `\(column.name)` of \"\(file)\" holds numbers in the data, and here in \(table.unit) \(word.row) the word \"\(word.text)\"",
        at: span)
    }
    if let number = column.tooLarge ?? beyondNet(place) {
      throw Diagnostic(
        .outOfRange,
        "in column `\(column.name)` of \"\(file)\" the number \(number.text) of \(table.unit) \(number.row) is too large",
        at: span, help: precision == .single ? ["Take float64 first: precision double"] : [])
    }
  }

  /// The first number that the net's precision does not hold, in a table whose numbers are kept as they came.
  private func beyondNet(_ place: Int) -> Table.Place? {
    guard table.cells.isDouble, precision == .single else { return nil }
    for row in 0..<table.rows {
      let value = table.value(row, place)
      if !value.isNaN, !precision.isFinite(value) { return (table.number(ofRow: row), value.text) }
    }
    return nil
  }

  private func firstWord(_ place: Int, _ isOfWords: Bool) -> Table.Place? {
    guard !isOfWords, case .words(let words) = table.columns[place].kind else { return nil }
    let row = (0..<table.rows).first { table.value($0, place) == 0 } ?? 0
    return (table.number(ofRow: row), words.first ?? "")
  }

  private func text(_ value: Double, _ place: Int) -> String {
    if case .words(let words) = table.columns[place].kind { return words[Int(clamping: value)] }
    return precision.decimal(value).text
  }

  /// The class that a cell names: a number may be written otherwise there.
  private func className(_ value: Double, _ place: Int, _ data: Dataset) -> String {
    let text = text(value, place)
    guard !data.classes.contains(text), let number = table.number(text) else { return text }
    return data.classes.first { Double($0) == number } ?? text
  }

  // MARK: Targets

  /// The targets of every row that has them; nil if the file does not have their columns.
  func targets(_ stop: StopSignal) throws(Diagnostic) -> [[Double]?]? {
    guard let places = targetPlaces, let data else { return nil }
    for place in places { try checkNumbers(place, isOfWords: !data.classes.isEmpty) }
    var targets: [[Double]?] = []
    targets.reserveCapacity(table.rows)
    for row in 0..<table.rows {
      if row & 0x3ff == 0x3ff, stop.isGiven { throw .interrupted }
      let values = places.map { table.value(row, $0) }
      if values.contains(where: \.isNaN) {
        targets.append(nil)
      } else if data.classes.isEmpty {
        targets.append(values)
      } else {
        targets.append(try target(className(values[0], places[0], data), in: file, row: row))
      }
    }
    return targets
  }

  /// The targets of a class.
  func target(_ name: String, in file: String, row: Int? = nil) throws(Diagnostic) -> [Double] {
    guard let data, let place = data.classes.firstIndex(of: name) else {
      throw Diagnostic(
        .unknownName,
        "\"\(file)\" has the class \"\(name)\"" + (row.map { " in \(table.place(ofRow: $0))" } ?? "")
          + ", which the data does not have", at: span,
        help: data.map { ["The data has: " + $0.classes.prefix(30).joined(separator: ", ")] } ?? [])
    }
    if data.hasOneTargetForTwoClasses { return [place == 1 ? 1 : 0] }
    return data.classes.indices.map { $0 == place ? 1 : 0 }
  }
}
