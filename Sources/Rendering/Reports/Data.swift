import Interpreter
import NeuralCore

/// `data`, `table`, `split`, `scale`, `show data`.
extension Reporter {
  func data(_ report: DataReport) -> [Block] {
    if report.isFallback {
      return [self.report("no data given: using \(report.name) (\(counted(report.rows, "row")))")]
    }
    let seed = report.seed.map { " · seed \($0)" + (report.isSeedChosen ? " (chosen)" : "") } ?? ""
    return [.paragraph("data \(report.name) · \(shape(report))\(seed)", hang: 2)]
  }

  func table(_ report: TableReport) -> [Block] {
    var parts = ["read \"\(report.file)\": \(origin(report))"]
    if ["text", "xlsx"].contains(report.format) {
      parts.append(report.hasHeader ? "with a header" : "without a header")
    }
    parts.append(
      report.isAutoencoder
        ? "all columns are inputs and targets (an autoencoder)"
        : "target \(report.targets.joined(separator: ", "))")
    for column in report.ignored {
      parts.append("\(column.name) left out (\(column.isOfRowNames ? "row names" : "empty"))")
    }
    if !report.sharedNames.isEmpty {
      let names = report.sharedNames.map { "\($0).1, \($0).2 …" }.joined(separator: ", ")
      parts.append("equal names told apart: \(names)")
    }
    for column in report.written.prefix(3) {
      parts.append("\(column.name): \(column.text) is read as \(column.number.text.withMinusSign)")
    }
    let missing = shortened(report.missing.map { "\($0.name) \($0.cells)" }, 8)
    if !report.filled.isEmpty {
      let cells = report.filled.reduce(0) { $0 + $1.cells }
      let columns = shortened(report.filled.map { "\($0.name) \($0.cells)" }, 8)
      parts.append("\(counted(cells, "missing value")) became the mean (\(columns))")
    }
    if report.dropped > 0 {
      parts.append("\(counted(report.dropped, "row")) left out for missing values (\(missing))")
    }
    return [self.report(Text(parts.joined(separator: " · ")))]
  }

  /// What kind of file it is; of delimited text, what parts the cells.
  private func origin(_ report: TableReport) -> String {
    let delimiter =
      switch report.delimiter {
      case "\t": "tab"
      case " ": "blanks"
      default: "`\(report.delimiter)`"
      }
    let kind =
      switch report.format {
      case "text": "delimiter \(delimiter)"
      case "xlsx": "the first sheet of an Excel workbook"
      default: "\(report.format.uppercased()) file"
      }
    return ([report.isCompressed ? "gzip" : nil, report.encoding].compactMap { $0 } + [kind]).joined(
      separator: ", ")
  }

  /// How many rows, inputs and targets.
  func shape(_ report: DataReport) -> String {
    let targets =
      report.classes.isEmpty
      ? counted(report.targets, "target")
      : (report.classes.count > 10 ? "\(report.classes.count) " : "")
        + "classes \(shortened(report.classes, 10))"
    return "\(counted(report.rows, "row")) · \(counted(report.inputs, "input")), \(targets)"
  }

  func split(_ report: SplitReport) -> [Block] {
    let parts = report.parts
    let order =
      report.seed.map { "seed \($0)\(report.isSeedChosen ? " (chosen)" : "")" } ?? "in the order of the data"
    var text =
      parts.count > 1
      ? "split \(listed(parts)) · \(order)" : "data in one part: \(counted(parts[0].rows, "row"))"
    if !report.means.isEmpty {
      let means = shortened(report.means.map { "\($0.name) \($0.mean.significant(5).withMinusSign)" }, 8)
      text += " · means of the training set for missing values (\(means))"
    }
    return [self.report(Text(text))]
  }

  func listed(_ parts: [(part: Part, rows: Int)]) -> String {
    parts.map { "\($0.part.rawValue) \($0.rows)" }.joined(separator: ", ")
  }

  func scale(_ report: ScaleReport) -> [Block] {
    let what = report.side == .inputs ? "inputs" : "targets"
    guard let scaling = report.scaling else { return [self.report("\(what) are not scaled")] }
    let offset = scaling.offset
    let added =
      offset == 0
      ? ""
      : offset < 0
        ? " − \((-offset).significant(5).withMinusSign)" : " + \(offset.significant(5).withMinusSign)"
    var table = Table([.leading, .leading], indent: 2, hang: 4)
    for (name, numbers) in zip(report.columns, zip(scaling.shift, scaling.scale)).prefix(12) {
      let shift = numbers.0.magnitude.significant(5).withMinusSign
      let minus = (numbers.0 < 0 ? "+ " : "− ") + shift
      table.rows.append([
        Text(name), "(\(name) \(minus)) / \(numbers.1.significant(5).withMinusSign)\(added)",
      ])
    }
    let rest = report.columns.count - 12
    let origin =
      report.isOfClasses
      ? "from the numbers of the classes" : "fitted \(report.isAnew ? "anew " : "")on the training set"
    return [
      self.report(
        "\(what) scaled (\(scaling.kind.rawValue)), \(origin)"
          + (report.side == .targets
            ? "; the loss is of these, all else is shown in the units of the data" : "")), .table(table),
    ] + (rest > 0 ? [.paragraph("… \(rest) more", indent: 2)] : [])
  }

  func show(_ summary: DataSummary) -> [Block] {
    // Not the line of `data` again, below which it often stands.
    let rows = counted(summary.report.rows, "row")
    var blocks: [Block] = [.paragraph("\(summary.report.name), \(rows), column by column", hang: 2)]
    if summary.parts.count > 1 { blocks.append(report("parts: \(listed(summary.parts))", indent: 2)) }
    if let scaling = summary.scaling {
      blocks.append(report("scaled for the net: \(scaling); here as given", indent: 2))
    }
    if let scaling = summary.targetScaling {
      blocks.append(report("targets scaled for the net: \(scaling); here as given", indent: 2))
    }
    if !summary.balance.isEmpty {
      let classes = shortened(summary.balance.map { "\($0.name) \($0.rows)" }, 20)
      blocks.append(report("rows by class: \(classes)", indent: 2))
    }
    blocks.append(.table(columns(summary)))
    let more = summary.inputs.count + summary.targets.count - 20
    if more > 0 { blocks.append(.paragraph("… \(more) more columns", indent: 2)) }
    let first = summary.first.map { row -> Text in
      "    \(numbers(row.inputs.map(\.text))) -> \(numbers((row.targets ?? []).map(\.text)))"
    }
    return blocks + [.paragraph("first rows", indent: 2), .preformatted(first)]
  }

  private func columns(_ summary: DataSummary) -> Table {
    var table = Table(
      [.leading, .trailing, .trailing, .trailing, .trailing], head: ["", "min", "mean", "sd", "max"],
      indent: 2)
    table.rows = (summary.inputs + summary.targets).prefix(20).map { column in
      [
        Text(column.name), Text(column.least.text.withMinusSign),
        Text(column.mean.significant(4).withMinusSign),
        Text(column.deviation.significant(4).withMinusSign), Text(column.most.text.withMinusSign),
      ]
    }
    return table
  }

  /// The first of a list, and the last where there are more.
  private func shortened(_ names: [String], _ most: Int) -> String {
    guard names.count > most + 1, let last = names.last else { return names.joined(separator: ", ") }
    return names.prefix(most).joined(separator: ", ") + " … " + last
  }
}

extension EventTable {
  static let data = EventRow<DataReport>("data", "data was chosen") {
    Field("name", "of the data set or the file") { $0.name }
    Field("rows", "of the data") { $0.rows }
    Field("inputs", "per row") { $0.inputs }
    Field("targets", "per row") { $0.targets }
    Field("fallback", "whether nn chose xor because there was no data") { $0.isFallback }
    Field("classes", "their names; empty if the targets are numbers") { $0.classes }
    Field("seed", "that the points were drawn from; `null` if none were drawn") { $0.seed }
  }

  static let dataSummary = EventRow<DataSummary>("data_summary", "`show data`") {
    data.fields.map { $0.of { $0.report } }
    Field("parts", "rows of each part") {
      JSONMap(pairs: $0.parts.map { ($0.part.rawValue, $0.rows) })
    }
    Field("scaling", "of the inputs, as typed after `scale`; `null` without scaling") { $0.scaling }
    Field("target_scaling", "the same of the targets") { $0.targetScaling }
    Field("columns", "names of inputs and targets") { ($0.inputs + $0.targets).map(\.name) }
    Field("least", "of each column") { ($0.inputs + $0.targets).map(\.least) }
    Field("mean", "of each column") { ($0.inputs + $0.targets).map(\.mean) }
    Field("sd", "standard deviation of each column, divided by the number of rows") {
      ($0.inputs + $0.targets).map(\.deviation)
    }
    Field("most", "of each column") { ($0.inputs + $0.targets).map(\.most) }
    Field("balance", "rows of each class; empty if the targets are numbers") {
      JSONMap(pairs: $0.balance.map { ($0.name, $0.rows) })
    }
  }

  static let table = EventRow<TableReport>("table", "a file was read; `data` follows") {
    Field("file", "its name as typed") { $0.file }
    Field("rows", "that were kept") { $0.rows }
    Field("format", "`text`, `arff`, `fann`, `libsvm`, `idx` or `xlsx`") { $0.format }
    Field("encoding", "`Latin-1` or `UTF-16`; `null` for UTF-8") { $0.encoding }
    Field("compressed", "whether by gzip") { $0.isCompressed }
    Field("delimiter", "the character between cells; a blank for any number of blanks") { $0.delimiter }
    Field("header", "whether the first line has names") { $0.hasHeader }
    Field("targets", "names of the target columns") { $0.targets }
    Field("autoencoder", "whether all columns are inputs and targets, since nothing else was left") {
      $0.isAutoencoder
    }
    Field("ignored", "columns left out without being named: row names, and columns without name and value") {
      $0.ignored.map(\.name)
    }
    Field("shared_names", "names that several columns have; they are told apart by numbers") {
      $0.sharedNames
    }
    Field("filled", "missing values that became the mean of their column") {
      $0.filled.reduce(0) { $0 + $1.cells }
    }
    Field("filled_columns", "the same, by column") {
      JSONMap(pairs: $0.filled.map { ($0.name, $0.cells) })
    }
    Field("dropped", "rows left out for a missing value") { $0.dropped }
    Field("missing", "cells without a value, by column for which rows were left out") {
      JSONMap(pairs: $0.missing.map { ($0.name, $0.cells) })
    }
    Field("written", "columns whose numbers have a currency or groups of digits, and the first as read") {
      JSONMap(pairs: $0.written.map { ($0.name, $0.number) })
    }
  }

  static let split = EventRow<SplitReport>("split", "the data was split") {
    Part.allCases.map { part in
      Field(optional: part.rawValue, "rows of this part") { split in
        split.parts.first { $0.part == part }?.rows
      }
    }
    Field("seed", "of the permutation; `null` if the rows kept their order") { $0.seed }
    Field(optional: "means", "what stands for missing values, by input: means of the training set") {
      $0.means.isEmpty ? nil : JSONMap(pairs: $0.means.map { ($0.name, $0.mean) })
    }
  }

  static let scale = EventRow<ScaleReport>("scale", "inputs or targets are scaled from now on") {
    Field("of", "`inputs` or `targets`") { $0.side == .inputs ? "inputs" : "targets" }
    Field(choice: "kind", "`null` if scaling was taken back") { $0.scaling?.kind }
    Field("columns", "their names") { $0.columns }
    Field("shift", "subtracted from each") { $0.scaling?.shift.decimals ?? [] }
    Field("scale", "each difference is divided by it") { $0.scaling?.scale.decimals ?? [] }
    Field("anew", "whether `split` fitted it to another training set") { $0.isAnew }
    Field("offset", "added to each quotient: the low end of a range") { $0.scaling?.offset ?? 0 }
  }
}
