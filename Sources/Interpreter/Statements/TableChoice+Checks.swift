import Language
import NeuralCore
import Standard
import Tabular

/// What is wrong with the columns of a table, and the line that takes them all.
extension TableChoice {
  /// Inputs are numbers, and so are several targets; nothing is missing unless it was said what becomes of it.
  func checkColumns(_ inputs: [Int]) throws(Diagnostic) {
    try checkFirstRow(inputs + targets)
    for place in inputs + targets {
      let column = table.columns[place]
      // There may be a million columns, most of which are as they should be.
      var without: String {
        targets.contains(place)
          ? "name another target: target COLUMN" : "leave the column out: leave \(column.name.asColumn)"
      }
      if let word = column.strayWord {
        throw Diagnostic(
          .wrongType,
          "column `\(column.name)` holds numbers, and in \(table.unit) \(word.row) the word \"\(word.text)\"",
          at: span,
          help: Self.ifMissing([word.text], isStray: true) + ["Correct the file, or \(without)"]
            + ifNames(place, inputs)
            + (targets.contains(place) ? [] : wholeLine))
      }
      if let number = column.tooLarge {
        let end =
          table.cells.isDouble ? "a float64, which ends at 1.8e308" : "a float32, which ends at 3.4e38"
        throw Diagnostic(
          .outOfRange,
          "in column `\(column.name)` the number \(number.text) of \(table.unit) \(number.row) is too large for \(end)",
          at: span,
          help: ["Write it otherwise, or \(without)"]
            + (table.cells.isDouble ? [] : ["or take float64 first: precision double"]))
      }
      if column.missing == table.rows {
        throw Diagnostic(
          .missingValue, "column `\(column.name)` has no value in any row", at: span,
          help: ["Fill it in, or \(without)"] + wholeLine)
      }
    }
    try checkWords(inputs)
    try checkMissing(inputs)
  }

  /// A word above numbers in the first row, which was not taken for a header since others of its cells are numbers.
  private func checkFirstRow(_ places: [Int]) throws(Diagnostic) {
    guard !table.hasHeader, !given.contains(.header), table.rows > 0 else { return }
    let first = table.number(ofRow: 0)
    guard let place = places.first(where: { column($0).strayWord?.row == first }) else { return }
    let word = column(place).strayWord?.text ?? ""
    throw Diagnostic(
      .wrongType,
      "column `\(column(place).name)` holds numbers, and in \(table.unit) \(first) the word \"\(word)\"",
      at: span,
      help: [
        "If the first row names the columns: data \(source) header on",
        targets.contains(place)
          ? "If it is a row like all others, correct it, or name another target: target COLUMN"
          : "If it is a row like all others, correct it, or leave the column out: leave \(column(place).name.asColumn)",
      ] + ifNames(place, self.inputs))
  }

  /// Where the numbers of a column with a word in it are names as well: lines of a bus, 4, 7 and N2.
  private func ifNames(_ place: Int, _ inputs: [Int]) -> [String] {
    let name = column(place).name.asColumn
    if targets == [place] { return ["If its numbers are names, too: target \(name) classes"] }
    return inputs.contains(place) ? ["If its numbers are names, too: onehot \(name)"] : []
  }

  private func checkWords(_ inputs: [Int]) throws(Diagnostic) {
    // Of an autoencoder the inputs are the targets, which are numbers.
    let isAutoencoder = self.isAutoencoder
    for (place, isInput) in inputs.map({ ($0, !isAutoencoder) }) + targets.map({ ($0, false) }) {
      let column = table.columns[place]
      guard case .words(let words) = column.kind else { continue }
      guard isInput ? !opened.contains(place) : targets.count > 1 else { continue }
      let name = column.name.asColumn
      throw Diagnostic(
        .wrongType,
        "column `\(column.name)` holds words (\"\(words.first ?? "")\"), and \(isInput ? "inputs are" : "several targets are") numbers",
        at: span,
        help: isInput
          ? (Self.hint(words) ?? Self.ifMissing(words, isStray: false)) + [
            "An input for each word: onehot \(name)     or without the column: leave \(name)"
          ] + ifHeader(place) + wholeLine
          : ["A target of words stands alone: target \(name)"])
    }
  }

  /// Where the first word of a column is that of the first row alone, and others of its cells are numbers.
  private func ifHeader(_ place: Int) -> [String] {
    guard !table.hasHeader, !given.contains(.header), table.origin.format == .text,
      (0..<table.rows).count(where: { table.value($0, place) == 0 }) == 1
    else { return [] }
    return ["If the first row names the columns: data \(source) header on"]
  }

  /// Where words are numbers with something in them that numbers do not have: commas, or signs.
  private static func hint(_ words: [String]) -> [String]? {
    guard let word = words.first else { return nil }
    // Of thousands every comma has three digits behind it: one that has not says it for all.
    let isDecimal = words.contains {
      $0.contains(/^[-+]?\d+,\d+$/) && !$0.contains(/^[-+]?\d{1,3}(?:,\d{3})+$/)
    }
    if isDecimal, words.allSatisfy({ $0.contains(/^[-+]?\d+(?:[,.]\d+)?$/) }) {
      let written = words.first { $0.contains(",") } ?? word
      return [
        "Numbers have a decimal point: \(written.replacing(",", with: ".")) instead of \(written)",
        "A file with decimal commas is read where `;` parts its cells",
      ]
    }
    let bare = word.filter { !",' _%$€£".contains($0) }
    guard bare != word, Double(bare) != nil else { return nil }
    return ["Numbers are written without signs and separators: \(bare) instead of \(word)"]
  }

  /// Among numbers a word stands for a missing value as often as it is a slip: `abs` of a pupil who was not there.
  ///
  /// - Parameter isStray: whether all else in the column is numbers.
  private static func ifMissing(_ words: [String], isStray: Bool) -> [String] {
    let others = words.filter { Double($0) == nil }
    guard isStray || others.count * 2 < words.count, let word = others.first,
      !others.contains(where: { $0.contains(where: \.isNumber) })
    else { return [] }
    let all = others.prefix(3).map { "\"\($0)\"" }.joined(separator: ", ")
    return ["If \(others.count == 1 ? "\"\(word)\"" : all) means a missing value, write NA or nothing"]
  }

  private func checkMissing(_ inputs: [Int]) throws(Diagnostic) {
    for place in inputs + targets {
      let column = table.columns[place]
      // Rows without a target are left out by both ways.
      guard let row = column.firstMissing, missing == nil else { continue }
      throw Diagnostic(
        .missingValue,
        "column `\(column.name)` has no value in \(table.unit) \(row) of the file"
          + (table.hasHeader && table.origin.format == .xlsx ? " (the header is row 1)" : "")
          + (column.missing > 1 ? ", nor in \(column.missing - 1) others" : ""),
        at: span,
        help: ["Leave such rows out: missing drop     or, for inputs, take the mean: missing mean"]
          + wholeLine)
    }
  }

  /// Rows without a target are left out, and may have been all those in which a column has a value.
  func checkMeans(_ inputs: [Int], _ rows: [Int]) throws(Diagnostic) {
    for place in inputs where rows.allSatisfy({ table.value($0, place).isNaN }) {
      let name = table.columns[place].name
      throw Diagnostic(
        .missingValue, "column `\(name)` has no value in any row that has a target, and so no mean", at: span,
        help: inputs.count > 1 ? ["Without the column: leave \(name.asColumn)"] : [])
    }
  }

  /// Nothing is left to be an input.
  var noInputs: Diagnostic {
    let columns = table.columns.filter { $0.role == .values }
    var help: [String] = []
    if columns.count == 1 {
      help = [
        "Its rows have one cell, parted by "
          + (table.delimiter.text == " " ? "blanks" : "`\(table.delimiter.text)`")
          + ". Another delimiter is given as: delimiter \";\"     or tab, or blank"
      ]
    } else if targets.count == columns.count {
      let names = columns.map(\.name.asColumn).joined(separator: " ")
      help = ["For an autoencoder: data \(source) inputs \(names) target \(names)"]
    }
    return Diagnostic(.wrongCount, "\(source) has no column left for the inputs", at: span, help: help)
  }

  /// Inputs are named, and among them the column that is the target because nobody named another.
  var lastColumnAsInput: Diagnostic? {
    guard let named, !given.contains(.target),
      let name = given[.inputs]?.names.first(where: { name in
        targets.contains { table.columns[$0].name == name.node }
      })
    else { return nil }
    let values = table.columns.indices.filter { table.columns[$0].role == .values && !left.contains($0) }
    let others = values.filter { !targets.contains($0) && (named.count == 1 || named.contains($0)) }
    let target = values.first { !named.contains($0) }
    return Diagnostic(
      .settingMismatch, "column `\(name.node)` is an input and, as the last column, the target too",
      at: name.span,
      help: (others.isEmpty
        ? [] : ["Without it: data \(source) inputs \(names(others).joined(separator: " "))"])
        + (target.map { place in
          let inputs = names(named).joined(separator: " ")
          return ["With another target: data \(source) inputs \(inputs) target \(names([place])[0])"]
        } ?? [])
        + ["To give the net what it is to learn, name it as the target: target \(name.node.asColumn)"])
  }

  // MARK: The line that takes them all

  /// With so many words a column is more likely a name than a category.
  private static let mostCategories = 20

  /// The whole line, with what becomes of every column that is no input as it is; empty if it would not help.
  private var wholeLine: [String] {
    let inputs = self.inputs
    var (open, leave): ([Int], [Int]) = ([], [])
    for place in inputs where !opened.contains(place) && !targets.contains(place) {
      let column = table.columns[place]
      if column.missing * 2 > table.rows || column.strayWord != nil {
        leave.append(place)
      } else if case .words(let words) = column.kind {
        if words.count <= Self.mostCategories, words.count < table.rows - column.missing {
          open.append(place)
        } else {
          leave.append(place)
        }
      }
    }
    let kept = inputs.filter { !leave.contains($0) }
    guard !kept.isEmpty, named == nil else { return [] }
    let isTargetMissing = targets.contains { table.columns[$0].missing > 0 }
    let isMissing = kept.contains { table.columns[$0].missing > 0 }
    let treatment: MissingChoice? = missing ?? (isTargetMissing ? .drop : isMissing ? .mean : nil)
    var words = ["data", source]
    if given.contains(.target) { words += ["target"] + names(targets) }
    if hasClasses { words.append(DataOption.classes.rawValue) }
    if !(opened + open).isEmpty { words += ["onehot"] + names(opened + open) }
    if !(left + leave).isEmpty { words += ["leave"] + names(left + leave) }
    if let treatment { words += ["missing", treatment.rawValue] }
    if let header = given[.header]?.name?.node { words += ["header", header] }
    return words.count > 60 || given.contains(.delimiter) ? [] : ["The whole file:"] + Self.pasted(words)
  }

  /// A statement in lines that can be pasted together: all but the last end with `\`.
  private static func pasted(_ words: [String]) -> [String] {
    var lines = [""]
    for word in words {
      let longer = lines[lines.count - 1] + (lines[lines.count - 1].isEmpty ? "" : " ") + word
      if longer.count > 70 { lines.append(word) } else { lines[lines.count - 1] = longer }
    }
    return lines.enumerated().map { "    " + $1 + ($0 < lines.count - 1 ? " \\" : "") }
  }

  private func names(_ places: [Int]) -> [String] { places.map { table.columns[$0].name.asColumn } }
}

extension Diagnostic {
  static func unknownColumn(_ name: Located<String>, _ table: Table, _ source: String) -> Diagnostic {
    let all = table.columns.map(\.name)
    if table.origin.sharedNames.contains(name.node) {
      let apart = all.filter { $0.hasPrefix(name.node + ".") }.map(\.asColumn)
      return Diagnostic(
        .unknownColumn, "\(source) has several columns called `\(name.node)`", at: name.span,
        help: ["They are told apart as \(apart.joined(separator: ", "))"])
    }
    return Diagnostic(
      .unknownColumn, "\(source) has no column called `\(name.node)`", at: name.span,
      // A file of a few bytes may have a million columns.
      label: suggestion(for: name.node, among: Array(all.prefix(10_000))).map { "did you mean `\($0)`?" },
      help: ["Its columns: " + all.prefix(30).map(\.asColumn).joined(separator: ", ")]
        + (table.hasHeader || table.origin.format != .text ? [] : ["If the first row names them: header on"]))
  }
}
