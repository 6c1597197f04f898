import Interpreter
import NeuralCore

/// `eval`, `score`, `guess`, `check gradient`.
extension Reporter {
  func eval(_ rows: EvalRows, _ classes: [String], _ digits: Int) -> [Block] {
    if rows.count == 1, rows[0].targets == nil {
      let outputs = numbers(rows[0].outputs.map { $0.fixed(digits) })
      let name = EvalLayout.name(of: rows[0].outputs, classes).map { "   \($0)" } ?? ""
      return [.line("\(numbers(rows[0].inputs.map(\.text))) -> \(outputs)\(name)")]
    }
    return [.table(EvalLayout(rows, classes, digits).table(rows[...], isInterrupted))]
  }

  func score(_ reports: [ScoreReport]) -> [Block] {
    reports.flatMap { score($0, isOne: reports.count == 1) }
  }

  private func score(_ report: ScoreReport, isOne: Bool) -> [Block] {
    var table = Table([.leading, .leading], indent: 2)
    // Weights and smoothing stand after the number: there may be many of them.
    let words = report.lossName.split(separator: " ", maxSplits: 1)
    let options = words.count > 1 ? "   " + words[1] : ""
    table.rows.append([
      "loss (\(words.first ?? "")\(report.isLossScaled ? ", of scaled targets" : ""))",
      Text(report.loss.shown + options),
    ])
    if let correct = report.confusion?.correct {
      let share = (100 * Double(correct) / Double(report.rows)).significant(3)
      table.rows.append(["accuracy", "\(share)%   \(correct) of \(report.rows) right"])
    }
    table.rows.append(["RMSE", Text(report.errors.rmse.significant(5))])
    table.rows.append(["MAE", Text(report.errors.mae.significant(5))])
    if let r2 = report.errors.r2 {
      // What is left of a difference of two equal sums is no number to read.
      table.rows.append(["R²", Text((r2.magnitude < 1e-9 ? 0 : r2).significant(5).withMinusSign)])
    }
    table.rows.append(["largest error", Text(report.errors.largest.significant(5))])
    let part = report.part.map { isOne ? "" : ", \($0.rawValue) part" } ?? ""
    return [.paragraph("score on \(report.data)\(part), \(counted(report.rows, "row"))"), .table(table)]
      + (report.confusion.map(matrix) ?? [])
  }

  /// Classes down, answers across; recall after each row, precision and F1 below.
  private func matrix(_ confusion: Confusion) -> [Block] {
    let names = confusion.names
    let averages = macroAverages(confusion)
    guard names.count <= 10 else {
      return [.paragraph("(\(names.count) classes: no matrix)", indent: 2), averages]
    }
    // Columns are three apart, a share has five digits, and "recall" six letters.
    let width =
      max(14, names.map(\.columns).max() ?? 0) + names.reduce(0) { $0 + 3 + max(5, $1.columns) } + 11
    let unanswered = confusion.unanswered
    return [.blank] + (width > 80 ? numbered(confusion) : [.table(named(confusion))]) + [averages]
      + (unanswered > 0
        ? [.paragraph("\(unanswered) rows have no answer: their outputs are nan", indent: 2)] : [])
  }

  private func shown(_ share: Double?) -> Text { Text(share.map { $0.fixed(3) } ?? "–") }

  private func named(_ confusion: Confusion) -> Table {
    let names = confusion.names
    var table = Table(
      [.leading] + names.map { _ in .trailing } + [.trailing],
      head: ["class \\ answer"] + names.map { Text($0) } + ["recall"], indent: 2)
    table.rows = names.enumerated().map { k, name in
      [Text(name)] + confusion.counts[k].map { Text("\($0)") } + [shown(confusion.recall(k))]
    }
    table.rows.append(["precision"] + names.indices.map { shown(confusion.precision($0)) } + [""])
    table.rows.append(["F1"] + names.indices.map { shown(confusion.f1($0)) } + [""])
    return table
  }

  /// The same where the names are too long, or too many, to stand side by side: answers by number, and the shares below.
  private func numbered(_ confusion: Confusion) -> [Block] {
    let names = confusion.names.enumerated().map { "\($0 + 1) \($1)" }
    var counts = Table(
      [.leading] + names.map { _ in .trailing },
      head: ["class \\ answer"] + names.indices.map { Text("\($0 + 1)") }, indent: 2)
    counts.rows = names.enumerated().map { k, name in
      [Text(name)] + confusion.counts[k].map { Text("\($0)") }
    }
    var shares = Table(
      [.leading, .trailing, .trailing, .trailing], head: ["class", "precision", "recall", "F1"], indent: 2)
    shares.rows = names.enumerated().map { k, name in
      [Text(name), shown(confusion.precision(k)), shown(confusion.recall(k)), shown(confusion.f1(k))]
    }
    return [.table(counts), .blank, .table(shares)]
  }

  /// The means over the classes.
  private func macroAverages(_ confusion: Confusion) -> Block {
    let shares = [
      ("precision", confusion.macro(confusion.precision)), ("recall", confusion.macro(confusion.recall)),
      ("F1", confusion.macro(confusion.f1)),
    ]
    let listed = shares.map { "\($0) \($1.fixed(3))" }.joined(separator: ", ")
    return .paragraph("macro average: \(listed)", indent: 2)
  }

  func guess(_ report: GuessReport) -> [Block] {
    let outputs = report.row.outputs
    let names = outputs.indices.map { outputs.count == 1 ? "the output" : "output \($0 + 1)" }
    guard let guesses = report.guesses else {
      return zip(names, outputs).map { .paragraph("\($0) is \($1.minus(report.digits))") }
    }
    return zip(zip(names, outputs), guesses).map { pair, guess in
      let gap = (guess - pair.1).magnitude
      let verdict =
        gap < 0.5 / Double(sign: .plus, exponent: 0, significand: Elementary.power(10, Double(report.digits)))
        ? "exactly, to the digits shown" : "\(gap.significant(2)) too \(guess > pair.1 ? "much" : "little")"
      return .paragraph(
        "you say \(guess.text.withMinusSign); \(pair.0) is \(pair.1.minus(report.digits)): \(verdict)")
    }
  }

  func check(_ report: GradientReport) -> [Block] {
    let check = report.check
    let verdict = check.agrees ? Text("agree", .good) : Text("DO NOT AGREE", .error)
    var table = Table(
      [.leading, .trailing, .trailing, .trailing], head: ["the worst", "gradient", "difference", "error"],
      indent: 2)
    table.rows = check.worst.map { entry in
      [
        Text(report.network.names[entry.place].description),
        Text(entry.gradient.significant(10).withMinusSign),
        Text(entry.difference.significant(10).withMinusSign), Text(entry.error.significant(2).withMinusSign),
      ]
    }
    let all = report.network.parameters.count
    let of = check.count < all ? " of \(all), evenly spread" : ""
    let head: Text =
      "gradient of \(report.loss) over \(counted(report.rows, "row")), in double precision: \(counted(check.count, "parameter"))\(of), backward pass and differences \(verdict)"
    return [.paragraph(head, hang: 2), .table(table)] + corners(check.corners)
  }

  private func corners(_ count: Int) -> [Block] {
    guard count > 0 else { return [] }
    let verb = count == 1 ? "is" : "are"
    return [
      .paragraph(
        "\(counted(count, "parameter")) \(verb) at a corner of an activation or of the loss, where two one-sided derivatives differ; the gradient takes one.",
        indent: 2)
    ]
  }
}

extension EventTable {
  static let eval = EventRow<(row: EvalRow, classes: [String])>("eval", "`eval`, a line a row") {
    Field(optional: "row", "number of the row in the data or the file, from 1") { $0.row.number }
    Field(optional: "file_row", "its number in the file of the data, where rows of that were left out") {
      $0.row.fileNumber
    }
    Field(optionalChoice: "part", "that the row belongs to, of data that is split") { $0.row.part }
    Field("inputs", "as given") { $0.row.inputs }
    Field("outputs", "of the network") { $0.row.outputs }
    Field(optional: "class", "with the largest output, where classes have names") { eval in
      Dataset.className(of: eval.row.outputs, among: eval.classes)
    }
    Field(optional: "targets", "of a row of the data") { $0.row.targets }
  }

  static let score = EventRow<ScoreReport>("score", "`score`, a line a part of the data") {
    Field("data", "name of the data") { $0.data }
    Field(choice: "part", "of the data; `null` for a file") { $0.part }
    Field("rows", "of the part") { $0.rows }
    Field("loss_name", "the loss as typed after `loss`") { $0.lossName }
    Field(
      optional: "loss_scaled",
      "true where the loss is of scaled targets, and the rest in the units of the data"
    ) {
      $0.isLossScaled ? true : nil
    }
    Field("loss", "over the part") { $0.loss }
    Field("accuracy", "share of rows with the right class, 0 to 1; `null` without classes") { report in
      report.confusion.map { Double($0.correct) / Double(report.rows) }
    }
    Field("rmse", "root of the mean squared error") { $0.errors.rmse }
    Field("mae", "mean absolute error") { $0.errors.mae }
    Field("r2", "coefficient of determination, the mean over the targets; `null` if none varies") {
      $0.errors.r2
    }
    Field("largest_error", "the largest absolute error") { $0.errors.largest }
    Field("classes", "their names") { $0.confusion?.names ?? [] }
    Field("confusion", "a list for each class: how often each class was answered") {
      $0.confusion?.counts ?? []
    }
    Field("macro_precision", "mean of the precision of the classes; `null` without classes") {
      $0.confusion.map { $0.macro($0.precision) }
    }
    Field("macro_recall", "mean of their recall") { $0.confusion.map { $0.macro($0.recall) } }
    Field("macro_f1", "mean of their F1") { $0.confusion.map { $0.macro($0.f1) } }
  }

  static let guess = EventRow<GuessReport>("guess", "`guess`") {
    Field("inputs", "as given") { $0.row.inputs }
    Field("outputs", "of the network") { $0.row.outputs }
    Field("guesses", "that were typed; `null` if none were") { $0.guesses }
    Field("passed_by", "whether there was nobody to ask") { $0.isPassedBy }
  }

  static let gradientCheck = EventRow<GradientReport>("gradient_check", "`check gradient`") {
    Field("parameters", "that were checked") { $0.check.count }
    Field("corners", "parameters at a corner of the loss, where two derivatives meet") { $0.check.corners }
    Field("agrees", "whether all others agree") { $0.check.agrees }
    Field("worst", "name of the parameter with the largest error") { report in
      report.check.worst.first.map { report.network.names[$0.place].description }
    }
    Field("gradient", "of that parameter, by the backward pass") { $0.check.worst.first?.gradient }
    Field("difference", "the quotient of differences for it") { $0.check.worst.first?.difference }
    Field("error", "the relative error of the two") { $0.check.worst.first?.error }
    Field("loss_name", "the loss as typed after `loss`") { $0.loss }
    Field("rows", "of the data") { $0.rows }
  }
}
