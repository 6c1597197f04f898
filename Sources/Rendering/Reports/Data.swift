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
    var parts = [
      "read \"\(report.file)\": delimiter \(report.delimiter == "\t" ? "tab" : "`\(report.delimiter)`")"
    ]
    parts.append(report.hasHeader ? "with a header" : "without a header")
    parts.append("target \(report.targets.joined(separator: ", "))")
    if report.filled > 0 { parts.append("\(counted(report.filled, "missing value")) became the mean") }
    if report.dropped > 0 { parts.append("\(counted(report.dropped, "row")) left out") }
    return [self.report(Text(parts.joined(separator: " · ")))]
  }

  /// How many rows, inputs and targets.
  func shape(_ report: DataReport) -> String {
    let targets =
      report.classes.isEmpty
      ? counted(report.targets, "target") : "classes \(report.classes.joined(separator: ", "))"
    return "\(counted(report.rows, "row")) · \(counted(report.inputs, "input")), \(targets)"
  }

  func split(_ parts: [(part: Part, rows: Int)], _ seed: Int64, _ isChosen: Bool) -> [Block] {
    guard parts.count > 1 else { return [report("data in one part: \(counted(parts[0].rows, "row"))")] }
    return [report("split \(listed(parts)) · seed \(seed)\(isChosen ? " (chosen)" : "")")]
  }

  private func listed(_ parts: [(part: Part, rows: Int)]) -> String {
    parts.map { "\($0.part.rawValue) \($0.rows)" }.joined(separator: ", ")
  }

  func scale(_ report: ScaleReport) -> [Block] {
    guard let scaling = report.scaling else { return [self.report("inputs are not scaled")] }
    var table = Table([.leading, .leading], indent: 2, hang: 4)
    for (name, numbers) in zip(report.columns, zip(scaling.shift, scaling.scale)).prefix(12) {
      let shift = numbers.0.significant(5)
      let minus = shift.hasPrefix("-") ? "+ \(shift.dropFirst())" : "− \(shift)"
      table.rows.append([Text(name), "(\(name) \(minus)) / \(numbers.1.significant(5))"])
    }
    let rest = report.columns.count - 12
    return [
      self.report("inputs scaled (\(scaling.kind.rawValue)), fitted on the training set"), .table(table),
    ] + (rest > 0 ? [.paragraph("… \(rest) more", indent: 2)] : [])
  }

  func show(_ summary: DataSummary) -> [Block] {
    var blocks: [Block] = [.paragraph("data \(summary.report.name) · \(shape(summary.report))", hang: 2)]
    if summary.parts.count > 1 { blocks.append(report("parts: \(listed(summary.parts))", indent: 2)) }
    if let scaling = summary.scaling {
      blocks.append(report("scaled for the net: \(scaling); here as given", indent: 2))
    }
    if !summary.balance.isEmpty {
      let classes = summary.balance.map { "\($0.name) \($0.rows)" }.joined(separator: ", ")
      blocks.append(report("rows by class: \(classes)", indent: 2))
    }
    blocks.append(.table(columns(summary)))
    let more = summary.inputs.count + summary.targets.count - 20
    if more > 0 { blocks.append(.paragraph("… \(more) more columns", indent: 2)) }
    let rows = summary.first.map { row -> Text in
      "    \(numbers(row.inputs.map(\.text))) -> \(numbers((row.targets ?? []).map(\.text)))"
    }
    return blocks + [.paragraph("first rows", indent: 2), .preformatted(rows)]
  }

  private func columns(_ summary: DataSummary) -> Table {
    var table = Table(
      [.leading, .trailing, .trailing, .trailing, .trailing], head: ["", "min", "mean", "sd", "max"],
      indent: 2)
    table.rows = (summary.inputs + summary.targets).prefix(20).map { column in
      [
        Text(column.name), Text(column.least.text), Text(column.mean.significant(4)),
        Text(column.deviation.significant(4)), Text(column.most.text),
      ]
    }
    return table
  }

  /// At most twelve numbers with blanks between.
  func numbers(_ texts: [String]) -> String {
    texts.count > 12
      ? texts.prefix(10).joined(separator: " ") + " … " + texts[texts.count - 1]
      : texts.joined(separator: " ")
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
    Field("scaling", "`standard` or `minmax`; `null` without scaling") { $0.scaling }
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
    Field("delimiter", "the character between cells") { $0.delimiter }
    Field("header", "whether the first line has names") { $0.hasHeader }
    Field("targets", "names of the target columns") { $0.targets }
    Field("filled", "missing values that became the mean of their column") { $0.filled }
    Field("dropped", "rows left out for a missing value") { $0.dropped }
  }

  static let split = EventRow<(parts: [(part: Part, rows: Int)], seed: Int64)>(
    "split", "the data was split"
  ) {
    Part.allCases.map { part in
      Field(optional: part.rawValue, "rows of this part") { split in
        split.parts.first { $0.part == part }?.rows
      }
    }
    Field("seed", "of the permutation") { $0.seed }
  }

  static let scale = EventRow<ScaleReport>("scale", "inputs are scaled from now on") {
    Field(choice: "kind", "`null` if scaling was taken back") { $0.scaling?.kind }
    Field("columns", "names of the inputs") { $0.columns }
    Field("shift", "subtracted from each input") { $0.scaling?.shift.decimals ?? [] }
    Field("scale", "each difference is divided by it") { $0.scaling?.scale.decimals ?? [] }
  }
}
