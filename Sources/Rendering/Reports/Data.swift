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
    var parts = ["read \"\(report.file)\": cells parted by \(report.delimiter)"]
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
    guard let scaling = report.scaling else { return [self.report("inputs as they are")] }
    var table = Table([.leading, .leading], indent: 2, hang: 4)
    for (name, numbers) in zip(report.columns, zip(scaling.shift, scaling.scale)).prefix(12) {
      let shift = numbers.0.significant(5)
      let minus = shift.hasPrefix("-") ? "+ \(shift.dropFirst())" : "− \(shift)"
      table.rows.append([Text(name), "(\(name) \(minus)) / \(numbers.1.significant(5))"])
    }
    let rest = report.columns.count - 12
    return [
      self.report("inputs scaled (\(scaling.kind.rawValue)), by the training part"), .table(table),
    ] + (rest > 0 ? [.line("  … \(rest) more")] : [])
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
    if more > 0 { blocks.append(.line("  … \(more) more columns")) }
    let rows = summary.first.map { row -> Text in
      "    \(numbers(row.inputs.map(\.text))) -> \(numbers((row.targets ?? []).map(\.text)))"
    }
    return blocks + [.line("  first rows"), .preformatted(rows)]
  }

  private func columns(_ summary: DataSummary) -> Table {
    var table = Table(
      [.leading, .trailing, .trailing, .trailing], head: ["", "least", "mean", "most"], indent: 2)
    table.rows = (summary.inputs + summary.targets).prefix(20).map { column in
      [
        Text(column.name), Text(column.least.text), Text(column.mean.significant(4)), Text(column.most.text),
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
