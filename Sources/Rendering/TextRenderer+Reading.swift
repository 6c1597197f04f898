import Interpreter
import NeuralCore

/// Outputs, scores and hand calculations.
extension TextRenderer {
  func eval(_ rows: [EvalRow], _ classes: [String], _ digits: Int) -> [String] {
    if rows.count == 1, rows[0].targets == nil {
      let outputs = numbers(rows[0].outputs.map { $0.fixed(digits) })
      let line = numbers(rows[0].inputs.map(\.text)) + " -> " + outputs
      return [line + (name(of: rows[0].outputs, classes).map { "   \($0)" } ?? "")]
    }
    var table = Table(right: [false, true, true, true])
    table.add(["inputs", rows[0].outputs.count == 1 ? "output" : "outputs", "target", "error"])
    for row in rows { table.add(cells(row, classes, digits)) }
    return table.lines()
  }

  private func cells(_ row: EvalRow, _ classes: [String], _ digits: Int) -> [String] {
    let targets = row.targets ?? []
    let errors = zip(row.outputs, targets).map { $0 - $1 }
    let outputs = numbers(row.outputs.map { $0.fixed(digits) })
    guard let target = name(of: targets, classes), let output = name(of: row.outputs, classes) else {
      return [
        numbers(row.inputs.map(\.text)), outputs, numbers(targets.map(\.text)),
        numbers(errors.map { $0.fixed(digits) }),
      ]
    }
    let isRight = output == target
    return [numbers(row.inputs.map(\.text)), "\(outputs)   \(output)", target, isRight ? "" : "wrong"]
  }

  /// The class with the largest output.
  private func name(of outputs: [Double], _ classes: [String]) -> String? {
    guard classes.count == outputs.count, !classes.isEmpty else { return nil }
    return classes[outputs.indices.reduce(0) { outputs[$1] > outputs[$0] ? $1 : $0 }]
  }

  func numbers(_ texts: [String]) -> String {
    texts.count > 12
      ? texts.prefix(10).joined(separator: " ") + " … " + texts[texts.count - 1]
      : texts.joined(separator: " ")
  }

  func score(_ report: ScoreReport, isOne: Bool) -> [String] {
    var table = Table(right: [false, false])
    table.add(["loss (\(report.lossName))", report.loss.shown])
    if let right = report.confusion?.right {
      let share = (100 * Double(right) / Double(report.rows)).significant(3)
      table.add(["accuracy", "\(share)%   \(right) of \(report.rows) right"])
    }
    table.add(["RMSE", report.errors.rmse.significant(5)])
    table.add(["MAE", report.errors.mae.significant(5)])
    if let r2 = report.errors.r2 { table.add(["R²", r2.significant(5)]) }
    table.add(["largest error", report.errors.largest.significant(5)])
    let part = isOne ? "" : ", \(report.part.rawValue) part"
    return ["score on \(report.data)\(part), \(counted(report.rows, "row"))"] + table.lines(indent: "  ")
      + (report.confusion.map(matrix) ?? [])
  }

  /// Classes down, answers across; recall behind each row, precision and F1 below.
  private func matrix(_ confusion: Confusion) -> [String] {
    let names = confusion.names
    guard names.count <= 10 else { return ["  (\(names.count) classes: no matrix)"] }
    func shown(_ share: Double?) -> String { share.map { $0.fixed(3) } ?? "–" }
    var table = Table(right: [false] + names.map { _ in true } + [true])
    table.add(["class \\ answer"] + names + ["recall"])
    for (k, name) in names.enumerated() {
      table.add([name] + confusion.counts[k].map(String.init) + [shown(confusion.recall(k))])
    }
    table.add(["precision"] + names.indices.map { shown(confusion.precision($0)) } + [""])
    table.add(["F1"] + names.indices.map { shown(confusion.f1($0)) } + [""])
    let none =
      confusion.unanswered > 0 ? ["  \(confusion.unanswered) rows have no answer: their outputs are nan"] : []
    return [""] + table.lines(indent: "  ") + none
  }

  /// The first ones, how many are left out, and the last.
  static func abbreviated(_ parts: [String], most: Int) -> [String] {
    guard parts.count > most else { return parts }
    return parts.prefix(most - 3) + ["… (\(parts.count - most + 2) more)", parts[parts.count - 1]]
  }

  static func short(_ texts: [String]) -> String { abbreviated(texts, most: 12).joined(separator: " ") }

  /// `guess`.
  func guess(_ report: GuessReport) -> [String] {
    let outputs = report.row.outputs
    let names = outputs.indices.map { outputs.count == 1 ? "the output" : "output \($0 + 1)" }
    guard let guesses = report.guesses else {
      return zip(names, outputs).map { "\($0) is \($1.minus(report.digits))" }
    }
    return zip(zip(names, outputs), guesses).map { pair, guess in
      let gap = (guess - pair.1).magnitude
      let verdict =
        gap < 0.5 / Double(sign: .plus, exponent: 0, significand: Elementary.power(10, Double(report.digits)))
        ? "exactly, to the digits shown" : "\(gap.significant(2)) too \(guess > pair.1 ? "much" : "little")"
      return "you say \(guess.text.replacingSign); \(pair.0) is \(pair.1.minus(report.digits)): \(verdict)"
    }
  }
}

extension String {
  /// With a real minus sign in front, for reading.
  var replacingSign: String { hasPrefix("-") ? "−" + dropFirst() : self }
}
