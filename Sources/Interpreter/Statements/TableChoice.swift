import Language
import NeuralCore
import Standard
import Tabular

/// Which columns of a table are inputs and which targets.
struct TableChoice {
  let table: Table
  let file: String
  let span: Span
  private(set) var targets: [Int]
  /// Named as inputs; nil for all that are left.
  private(set) var named: [Int]?
  private(set) var left: [Int] = []
  private(set) var opened: [Int] = []
  private(set) var missing: MissingChoice?
  private(set) var hasClasses = false
  /// The options in the order of the text, for a line to paste.
  private(set) var given = GivenOptions<DataOption>()
  /// Columns with the number of their values that became means.
  private var filled: [(place: Int, cells: Int)] = []
  private var dropped = 0

  /// Whether it is a table that comes with the language, whose name stands without quotes.
  let isBuiltin: Bool

  init(table: Table, file: String, span: Span, isBuiltin: Bool = false) {
    (self.table, self.file, self.span, self.isBuiltin) = (table, file, span, isBuiltin)
    let values = table.columns.indices.filter { table.columns[$0].role == .values }
    targets = Array(values.suffix(table.origin.targets ?? 1))
  }

  mutating func take(_ options: GivenOptions<DataOption>) throws(Diagnostic) {
    given = options
    for (key, option) in options.keyed {
      switch key {
      case .target: targets = try places(of: option.names)
      case .inputs: named = try places(of: option.names)
      case .leave: left = try places(of: option.names)
      case .onehot: opened = try places(of: option.names)
      case .classes: hasClasses = true
      case .missing: missing = option.name.flatMap { MissingChoice(rawValue: $0.node) }
      case .header, .delimiter, .labels: break
      case .noise, .seed:
        let own = DataOption.allCases.filter(\.isOfFiles).map(\.rawValue)
        throw Diagnostic(
          .settingMismatch, "data from a file takes no `\(option.word.node)`", at: option.span,
          help: ["It takes: " + own.joined(separator: ", ")])
      }
    }
    try checkOptions()
  }

  /// As `data` names it.
  var source: String { isBuiltin ? file : "\"\(file)\"" }

  private func places(of names: [Located<String>]) throws(Diagnostic) -> [Int] {
    var places: [Int] = []
    for name in names {
      guard let place = table.columns.firstIndex(where: { $0.name == name.node }) else {
        throw .unknownColumn(name, table, source)
      }
      guard !places.contains(place) else {
        throw Diagnostic(.repeatedOption, "column `\(name.node)` is named twice", at: name.span)
      }
      places.append(place)
    }
    return places
  }

  /// Whether all columns are targets: they are the inputs, too, since nothing else is left.
  var isAutoencoder: Bool {
    guard named == nil, !targets.isEmpty, given.contains(.target) else { return false }
    // A single column of classes is nothing that a net takes in; beside row names it was to be told from something.
    if targets.count == 1, classWords(targets[0]) != nil || table.columns.count > 1 { return false }
    let chosen = Set(targets)
    return table.columns.indices.allSatisfy { chosen.contains($0) || table.columns[$0].role != .values }
  }

  var inputs: [Int] {
    if isAutoencoder { return targets }
    if let named { return named }
    let (others, opened) = (Set(targets + left), Set(opened))
    return table.columns.indices.filter {
      (table.columns[$0].role == .values || opened.contains($0)) && !others.contains($0)
    }
  }

  /// Columns that are left out although nobody said so.
  var ignored: [(name: String, isOfRowNames: Bool)] {
    let used = Set(inputs + targets + left)
    return table.columns.indices.filter { table.columns[$0].role != .values && !used.contains($0) }
      .map { (table.columns[$0].name, table.columns[$0].role == .rowNames) }
  }

  private func checkOptions() throws(Diagnostic) {
    if let option = given[.classes], targets.count != 1 {
      throw Diagnostic(
        .settingMismatch, "classes come from one target column, and there are \(targets.count)",
        at: option.span,
        help: ["Name one: target COLUMN classes"])
    }
    for name in given[.onehot]?.names ?? [] {
      guard let place = table.columns.firstIndex(where: { $0.name == name.node }), !inputs.contains(place)
      else {
        continue
      }
      throw Diagnostic(
        .settingMismatch,
        "`onehot` is for inputs, and column `\(name.node)` is "
          + (targets.contains(place) ? "the target" : "left out"), at: name.span,
        help: targets.contains(place) ? ["A target of words makes classes by itself."] : [])
    }
    if let name = (given[.inputs]?.names ?? []).first(where: { name in
      left.contains { table.columns[$0].name == name.node }
    }) {
      throw Diagnostic(.settingMismatch, "column `\(name.node)` is an input and left out, too", at: name.span)
    }
    if let refusal = lastColumnAsInput { throw refusal }
    if let name = (given[.leave]?.names ?? []).first(where: { name in
      targets.contains { table.columns[$0].name == name.node }
    }) {
      throw Diagnostic(
        .settingMismatch, "column `\(name.node)` is the target and left out, too", at: name.span,
        help: given.contains(.target)
          ? [] : ["The last column is the target unless another is named: target COLUMN"])
    }
  }

  // MARK: The data set

  mutating func dataset() throws(Diagnostic) -> Dataset {
    let inputs = self.inputs
    guard !inputs.isEmpty else { throw noInputs }
    try checkColumns(inputs)
    let rows = rows(inputs)
    guard !rows.isEmpty else { throw Diagnostic(.noData, "no row of \(source) is complete", at: span) }
    dropped = table.rows - rows.count
    var gaps: [[Int]]?
    if missing == .mean {
      try checkMeans(inputs, rows)
      let found = inputs.map { place in rows.indices.filter { table.value(rows[$0], place).isNaN } }
      filled = zip(inputs, found.map(\.count)).filter { $1 > 0 }.map { ($0, $1) }
      gaps = found
    }
    let words = targets.count == 1 ? classWords(targets[0]) : nil
    if let words {
      try Self.checkTargetCount(column(targets[0]).name, words: words.count, rows: rows.count, at: span)
    }
    let used = Set(inputs + targets)
    let recipe = Recipe(
      inputs: inputs.map(inputRecipe), targets: targets.map { column($0).name },
      columns: table.columns.indices.filter {
        column($0).role == .values || used.contains($0)
      }.map { column($0).name })
    try checkInputCount(recipe, rows.count)
    let gathering = TableRows(table: table, recipe: recipe, places: inputs)
    let classes = words?.map(\.text)
    return Dataset(
      name: file, inputCount: recipe.width, targetCount: classes?.count ?? targets.count,
      inputs: gathering.inputs(rows),
      targets: gathering.targets(rows, targets, classes: words.map { $0.map(\.value) }),
      columns: recipe.inputNames, classes: classes ?? [],
      targetColumns: classes == nil ? recipe.targets : [], recipe: recipe, gaps: gaps,
      fileRows: dropped > 0 ? rows.map { $0 + 1 } : nil)
  }

  func column(_ place: Int) -> Table.Column { table.columns[place] }

  private func inputRecipe(_ place: Int) -> Recipe.Input {
    let words = opened.contains(place) ? self.words(place) : nil
    return Recipe.Input(name: column(place).name, words: words?.map(\.text) ?? [])
  }

  /// The words of a column in alphabetical order, or its numbers in ascending order: text and cell.
  private func words(_ place: Int) -> [(text: String, value: Double)] {
    if case .words(let words) = column(place).kind {
      let cells = words.indices.map { (text: words[$0], value: Double($0)) }
      let numbers = words.compactMap(Double.init)
      guard numbers.count == words.count else { return cells.sorted { $0.text < $1.text } }
      // Numbers that are names; those that a float64 cannot tell apart by their texts.
      return zip(cells, numbers).sorted { ($0.1, $0.0.text) < ($1.1, $1.0.text) }.map(\.0)
    }
    let precision: Precision = table.cells.isDouble ? .double : .single
    let numbers = Set((0..<table.rows).lazy.map { table.value($0, place) }.filter { !$0.isNaN })
    return numbers.sorted().map { (text: precision.decimal($0).text, value: $0) }
  }

  /// Columns of numbers that are names by what was said of them, and are none as numbers: in some rows there are words, or
  /// they are too long to be told apart.
  var mistakenNames: Set<String> {
    let places = opened + (hasClasses ? targets : [])
    return Set(
      places.filter {
        column($0).strayWord != nil || table.hasLongNumbers($0) || table.hasNumbersWrittenOtherwise($0)
      }.map { column($0).name })
  }

  /// The classes of the target: its words, or its numbers where that was said.
  private func classWords(_ place: Int) -> [(text: String, value: Double)]? {
    if case .numbers = column(place).kind, !hasClasses { return nil }
    return words(place)
  }

  /// The most numbers that the words of a column may become: 200 MB as float32.
  private static let mostOfWords = 50_000_000

  /// A column of names rather than classes has about as many words as rows, and the square of that many targets.
  static func checkTargetCount(_ column: String, words: Int, rows: Int, at span: Span) throws(Diagnostic) {
    let (product, isTooLarge) = words.multipliedReportingOverflow(by: rows)
    guard isTooLarge || product > mostOfWords else { return }
    throw Diagnostic(
      .netTooLarge,
      "column `\(column)` has \(words) different values, and \(rows) rows with an output for each of them "
        + "are too many targets",
      at: span,
      help: [
        "If it holds names, learn another column: target COLUMN leave \(column.asColumn)",
        "At most \(Double(mostOfWords).grouped) targets (rows times values) are allowed.",
      ])
  }

  private func checkInputCount(_ recipe: Recipe, _ rows: Int) throws(Diagnostic) {
    let (product, isTooLarge) = recipe.width.multipliedReportingOverflow(by: rows)
    guard isTooLarge || product > Self.mostOfWords,
      let widest = recipe.inputs.max(by: { $0.width < $1.width }),
      widest.width > 1
    else { return }
    throw Diagnostic(
      .netTooLarge,
      "column `\(widest.name)` has \(widest.width) different values, and \(rows) rows with an input for each of "
        + "them are too many inputs",
      at: span, help: ["If it holds names, leave it out: leave \(widest.name.asColumn)"])
  }

  private func rows(_ inputs: [Int]) -> [Int] {
    guard let missing else { return Array(0..<table.rows) }
    // A target is never made up.
    let used = missing == .drop ? inputs + targets : targets
    return (0..<table.rows).filter { row in
      used.allSatisfy { !table.value(row, $0).isNaN }
    }
  }

  /// What may not be meant as it was read.
  func hints(_ data: Dataset) -> [String] {
    [classesHint(data), wordAmongClasses, firstRowAlone, targetAmongInputs].compactMap { $0 }
      + inputs.compactMap(lostDigits)
      + (isBuiltin ? [] : (opened + targets).flatMap { [spellings($0), dash($0)] }.compactMap(\.self))
  }

  /// Numbers that a word has made classes, if nobody said so.
  private var wordAmongClasses: String? {
    guard !isBuiltin, !hasClasses, targets.count == 1, case .words(let words) = column(targets[0]).kind,
      words.count(where: { table.number($0) != nil }) * 2 >= words.count,
      let word = words.first(where: { table.number($0) == nil })
    else { return nil }
    let header = table.hasHeader ? "" : "; if the first row names the columns: header on"
    return
      "(`\(column(targets[0]).name)` has the word \"\(word)\" among numbers, so all of them are classes\(header))"
  }

  /// A first row of numbers, whose class no other row has: it may hold names all the same.
  private var firstRowAlone: String? {
    guard !isBuiltin, !table.hasHeader, targets.count == 1, table.rows > 3,
      case .words(let words) = column(targets[0]).kind
    else { return nil }
    let first = table.value(0, targets[0])
    let others = (1..<table.rows).lazy.map { table.value($0, targets[0]) }.filter { !$0.isNaN }
    guard let place = Int(exactly: first), words.indices.contains(place), !others.contains(first),
      words.count > 2, words.count - 1 < others.count
    else { return nil }
    return "(only the first row has the class `\(words[place])`; if that row names the columns: header on)"
  }

  /// What is to be learned is given.
  private var targetAmongInputs: String? {
    guard !isAutoencoder, Set(inputs) != Set(targets), let place = targets.first(where: inputs.contains)
    else {
      return nil
    }
    return "(`\(column(place).name)` is an input and a target: the net is given what it is to learn)"
  }

  /// Numbers that differ by less than a float32 tells apart: the time in milliseconds, of one day.
  private func lostDigits(_ place: Int) -> String? {
    guard !table.cells.isDouble, !opened.contains(place), table.rows > 1,
      table.value(0, place).magnitude >= 0x1p24,
      case .numbers = column(place).kind
    else { return nil }
    var (least, most) = (Double.infinity, -Double.infinity)
    for row in 0..<table.rows {
      let value = table.value(row, place)
      if !value.isNaN { (least, most) = (min(least, value), max(most, value)) }
    }
    guard most - least < 1e-3 * max(least.magnitude, most.magnitude) else { return nil }
    return
      "(the numbers of `\(column(place).name)` are nearly the same, and a float32 keeps seven digits of each: "
      + "`precision double` before `data` keeps sixteen)"
  }

  /// Words of a column that are the same but for capital letters: one person's `yes` and another's `Yes`.
  private func spellings(_ place: Int) -> String? {
    guard case .words(let words) = column(place).kind else { return nil }
    let alike = Dictionary(grouping: words) { $0.lowercased() }.values.filter { $0.count > 1 }
    guard let first = alike.map({ $0.sorted() }).min(by: { $0[0] < $1[0] }) else { return nil }
    let list = first.map { "\"\($0)\"" }.joined(separator: " and ")
    return "(`\(column(place).name)` has \(list), which are different words to nn: "
      + "if they mean the same, write them the same)"
  }

  /// A dash among words may be one, or stand for what is missing.
  private func dash(_ place: Int) -> String? {
    guard case .words(let words) = column(place).kind, words.count > 2,
      let dash = words.first(where: { ["-", "--", "–", "—"].contains($0) })
    else { return nil }
    return
      "(`\(column(place).name)` has the word \"\(dash)\": if that means a missing value, write NA or nothing)"
  }

  /// A column of few whole numbers as the target: classes, most likely, if nobody said so.
  private func classesHint(_ data: Dataset) -> String? {
    guard !isBuiltin, !hasClasses, data.classes.isEmpty, targets.count == 1, ClassLabels(data) == nil else {
      return nil
    }
    let numbers = Set(data.targets.map { $0 }).sorted()
    guard (3...10).contains(numbers.count), data.rows >= 5 * numbers.count,
      numbers.allSatisfy({ $0 == $0.rounded() })
    else { return nil }
    let list = numbers.map(\.text).joined(separator: ", ")
    return "(`\(column(targets[0]).name)` is only ever \(list): if these are classes, add `classes`)"
  }

  func report(_ data: Dataset) -> TableReport {
    let (inputs, chosen) = (Set(inputs), Set(targets))
    return TableReport(
      data, table, file: file, targets: targets.map { column($0).name }, isAutoencoder: isAutoencoder,
      ignored: ignored, filled: filled.map { (column($0.place).name, $0.cells) }, dropped: dropped,
      lacking: table.columns.indices.filter { place in
        chosen.contains(place) || missing == .drop && inputs.contains(place)
      }, used: table.columns.indices.filter { inputs.contains($0) || chosen.contains($0) })
  }
}
