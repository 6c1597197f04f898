import Language
import NeuralCore

/// `score`.
extension Executor {
  mutating func run(_ statement: ScoreStatement) throws(Diagnostic) {
    try lesioned(statement.options[.without]) { (executor) throws(Diagnostic) in try executor.score(statement)
    }
  }

  private mutating func score(_ statement: ScoreStatement) throws(Diagnostic) {
    try choose(
      { option in statement.options.all.first { $0.word.node == option.rawValue } },
      try session.requireNetwork())
    if let file = statement.file { return try score(file, statement.options) }
    if let labels = statement.options[.labels] {
      throw Diagnostic(
        .settingMismatch, "`labels` belongs to a file of pictures", at: labels.span,
        help: ["For example: score \"IMAGES\" labels \"LABELS\""])
    }
    let (network, data) = try networkAndDataOrFallback()
    try session.checkTargets(of: data)
    var reports: [ScoreReport] = []
    for part in Part.allCases {
      guard let raw = try unscaled(part) else { continue }
      reports.append(try report(network, raw, part))
    }
    try show(reports, statement.options)
  }

  /// Another file, with the columns, classes, means and scaling of the data.
  private mutating func score(_ file: Expression, _ options: GivenOptions<ScoreOption>) throws(Diagnostic) {
    let network = try session.requireNetwork()
    guard let data = session.data.whole else {
      throw Diagnostic(
        .noData, "there is no data that says which columns of a file are inputs and which targets",
        at: file.span,
        help: ["Read what the net was trained on: data \"FILE\""])
    }
    _ = try session.networkAndData()
    let rows = try rows(of: file, labels: options[.labels], network, needsTargets: true)
    if let missing = rows.targets.firstIndex(where: { $0 == nil }) {
      throw .noTarget(rows, missing, data, file.span)
    }
    let given = rows.dataset(
      targets: network.outputs, classes: data.classes, targetColumns: data.targetColumns)
    let raw = try host.interruptibly { (stop) throws(Interrupted) in try session.data.asPart(given, stop) }
    try session.checkTargets(seen: scaled(raw), session.objective.loss)
    try show([try report(network, raw, nil)], options)
  }

  private mutating func show(
    _ reports: [ScoreReport], _ options: GivenOptions<ScoreOption>
  ) throws(Diagnostic) {
    session.recall.value = reports.first.map { .number($0.loss) }
    guard let file = options[.to]?.expression else { return emit(.score(reports)) }
    let name = try fileName(file)
    let text = TableText.whole(TableForm(of: name), ScoreReport.columns, reports.map(\.row))
    try write(.text(text), to: Located(name, file.span), .table, replaces: options.contains(.replace))
  }

  /// Errors and classes in the units of the data; the loss is of what the net sees.
  private func report(_ network: Network, _ raw: Dataset, _ part: Part?) throws(Diagnostic) -> ScoreReport {
    let seen = try scaled(raw)
    let (loss, seenOutputs) = try evaluation(of: network, on: seen)
    var outputs: [Vector] = []
    outputs.reserveCapacity(seenOutputs.count)
    for output in seenOutputs {
      try checkInterrupt(at: outputs.count)
      outputs.append(session.data.unscaled(outputs: output))
    }
    let (confusion, errors) = try host.interruptibly { (stop) throws(Interrupted) in
      (try Confusion(outputs, raw, stop), try ErrorSize(outputs, raw, stop))
    }
    return ScoreReport(
      data: raw.name, part: part, rows: raw.rows, lossName: session.objective.text,
      isLossScaled: session.data.targetScaling(width: network.outputs) != nil,
      loss: loss, confusion: confusion, errors: errors)
  }
}

/// As a row of a file; columns are named as the fields of JSON lines.
extension ScoreReport {
  fileprivate static let columns = [
    "data", "part", "rows", "loss_name", "loss", "accuracy", "rmse", "mae", "r2", "largest_error",
    "macro_precision", "macro_recall", "macro_f1",
  ]

  fileprivate var row: [TableText.Cell?] {
    let accuracy = confusion.map { Double($0.correct) / Double(rows) }
    let shares = [accuracy, errors.rmse, errors.mae, errors.r2, errors.largest]
    let macros = confusion.map { [$0.macro($0.precision), $0.macro($0.recall), $0.macro($0.f1)] }
    let texts: [TableText.Cell?] = [.text(data), part.map { .text($0.rawValue) }, .number(Double(rows))]
    return texts + [.text(lossName), .number(loss)]
      + (shares + (macros ?? [nil, nil, nil])).map { share in share.map { .number($0) } }
  }
}

extension Diagnostic {
  fileprivate static func noTarget(_ rows: FileRows, _ row: Int, _ data: Dataset, _ span: Span) -> Diagnostic
  {
    let names = data.recipe?.targets ?? data.targetColumns
    let lacking = names.filter { name in !rows.table.columns.contains { $0.name == name } }
    let told = rows.hasTargetColumns || lacking.isEmpty ? names : lacking
    let what = told.isEmpty ? "the target" : told.map { "`\($0)`" }.joined(separator: ", ")
    return Diagnostic(
      .missingValue,
      rows.hasTargetColumns
        ? "\"\(rows.file)\" has no value for \(what) in \(rows.table.place(ofRow: rows.places[row]))"
        : "\"\(rows.file)\" has no column for \(what), so there is nothing to compare the outputs with",
      at: span, help: ["To see the outputs alone: eval \"\(rows.file)\""])
  }
}
