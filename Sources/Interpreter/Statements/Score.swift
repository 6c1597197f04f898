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
    if let file = statement.file { return try score(file, statement.options[.labels]) }
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
    show(reports)
  }

  /// Another file, with the columns, classes, means and scaling of the data.
  private mutating func score(_ file: Expression, _ labels: GivenOption?) throws(Diagnostic) {
    let network = try session.requireNetwork()
    guard let data = session.data.whole else {
      throw Diagnostic(
        .noData, "there is no data that says which columns of a file are inputs and which targets",
        at: file.span,
        help: ["Read what the net was trained on: data \"FILE\""])
    }
    _ = try session.networkAndData()
    let rows = try rows(of: file, labels: labels, network, needsTargets: true)
    if let missing = rows.targets.firstIndex(where: { $0 == nil }) {
      throw .noTarget(rows, missing, data, file.span)
    }
    let raw = rows.dataset(
      targets: network.outputs, classes: data.classes, targetColumns: data.targetColumns)
    try session.checkTargets(seen: scaled(raw), session.objective.loss)
    show([try report(network, raw, nil)])
  }

  private mutating func show(_ reports: [ScoreReport]) {
    session.recall.value = reports.first.map { .number($0.loss) }
    emit(.score(reports))
  }

  /// Errors and classes in the units of the data; the loss is of what the net sees.
  private func report(_ network: Network, _ raw: Dataset, _ part: Part?) throws(Diagnostic) -> ScoreReport {
    let seen = try scaled(raw)
    let (loss, seenOutputs) = try evaluation(of: network, on: seen)
    let outputs = seenOutputs.map(session.data.unscaled)
    return ScoreReport(
      data: raw.name, part: part, rows: raw.rows, lossName: session.objective.loss.name,
      isLossScaled: session.data.targetScaling(width: network.outputs) != nil,
      loss: loss,
      confusion: Confusion(outputs, raw), errors: ErrorSize(outputs, raw))
  }
}

extension Diagnostic {
  fileprivate static func noTarget(_ rows: FileRows, _ row: Int, _ data: Dataset, _ span: Span) -> Diagnostic
  {
    let names = data.recipe?.targets ?? data.targetColumns
    let what = names.isEmpty ? "the target" : names.map { "`\($0)`" }.joined(separator: ", ")
    return Diagnostic(
      .missingValue,
      rows.hasTargetColumns
        ? "\"\(rows.file)\" has no value for \(what) in row \(rows.table.fileRow(rows.places[row]))"
        : "\"\(rows.file)\" has no column for \(what), so there is nothing to compare the outputs with",
      at: span, help: ["To see the outputs alone: eval \"\(rows.file)\""])
  }
}
