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

  // MARK: The hand calculation

  /// More neurons, or terms of one sum, are abbreviated.
  private static let mostNeurons = 8
  private static let mostTerms = 12

  func explain(_ explanation: Explanation) -> [String] {
    let digits = explanation.digits
    let inputs = explanation.inputs.enumerated().map { "L0N\($0) = \(exact($1, digits))" }
    var lines = ("inputs   " + abbreviated(inputs).joined(separator: "   ")).wrapped(
      to: width, indent: "         ")
    if !explanation.raw.isEmpty { lines = scaledInputs(explanation) }
    for layer in explanation.layers {
      let neurons = layer.neurons.filter { explanation.only == nil || $0.name == explanation.only }
      guard !neurons.isEmpty else { continue }
      let isLinear = layer.activation == .linear
      let softmax = layer.activation == .softmax ? powers(layer, digits) : []
      lines += [
        "",
        "layer \(layer.number), "
          + (isLinear ? "linear" : "\(layer.activation.name)(s) = \(layer.activation.formula)"),
      ]
      lines += neurons.prefix(Self.mostNeurons).flatMap {
        calculation($0, layer.activation, digits, isWhole: explanation.only != nil)
      }
      lines += softmax
      if neurons.count > Self.mostNeurons {
        lines.append(
          "  … \(neurons.count - Self.mostNeurons) more, to \(neurons[neurons.count - 1].name); "
            + "`explain … neuron \(neurons[Self.mostNeurons].name)` shows one whole"
        )
      }
    }
    return lines + (explanation.only == nil ? closing(explanation) : ["", String(roundingNote.dropLast())])
  }

  /// The sum that every softmax divides by.
  private func powers(_ layer: Explanation.Layer, _ digits: Int) -> [String] {
    let values = layer.neurons.map { Elementary.exp($0.sum) }
    let total = values.reduce(0, +)
    guard total.isFinite, values.count <= Self.mostTerms else { return [] }
    let sum = values.map { $0.fixed(digits) }.joined(separator: " + ")
    return "  Σ e^s = \(sum) = \(total.fixed(digits))".wrapped(to: width, indent: "          ")
  }

  /// `L0N0 = (5.1 − 5.8433) / 0.8253 = −0.9007`
  private func scaledInputs(_ explanation: Explanation) -> [String] {
    let digits = explanation.digits
    let lines = zip(explanation.raw, explanation.inputs).enumerated().map { k, pair in
      let shift = pair.0.shift
      let difference = shift < 0 ? "+ \((-shift).fixed(digits))" : "− \(shift.fixed(digits))"
      let quotient =
        "(\(pair.0.value.text.replacingSign) \(difference)) / \(pair.0.scale.fixed(digits))"
      return "  L0N\(k) = \(quotient) = \(pair.1.minus(digits))"
    }
    let rest = lines.count > Self.mostTerms ? ["  … \(lines.count - Self.mostTerms) more"] : []
    return ["inputs, scaled"] + lines.prefix(Self.mostTerms) + rest
  }

  private func calculation(
    _ neuron: Explanation.Neuron, _ activation: Activation, _ digits: Int, isWhole: Bool
  ) -> [String] {
    let name = "  " + neuron.name.description.padded(to: 4) + "   "
    let indent = String(repeating: " ", count: name.count + 4)
    let sum =
      name + "s = " + terms(neuron, digits, isWhole) + " = " + neuron.sum.minus(digits)
    guard activation != .linear else { return sum.wrapped(to: width, indent: indent) }
    let power = "e^\(neuron.sum.minus(digits)) / Σ e^s = "
    let result =
      "\(activation.name)(s) = " + (activation == .softmax ? power : "")
      + neuron.output.minus(digits)
    let whole = sum + "   " + result
    if whole.columns <= width { return [whole] }
    return sum.wrapped(to: width, indent: indent) + [String(repeating: " ", count: name.count) + result]
  }

  /// `0·4.0869 + 1·4.0618 − 0.9720`: the sign of a weight joins the terms.
  private func terms(_ neuron: Explanation.Neuron, _ digits: Int, _ isWhole: Bool) -> String {
    var parts = neuron.terms.map { term in
      signed("\(exact(term.input, digits))·", term.weight, digits)
    }
    if !isWhole { parts = abbreviated(parts, of: "terms") }
    if let bias = neuron.bias { parts.append(signed("", bias, digits)) }
    let joined = parts.joined(separator: " ")
    return joined.hasPrefix("+ ")
      ? String(joined.dropFirst(2)) : joined.hasPrefix("− ") ? "−" + joined.dropFirst(2) : joined
  }

  /// A product with its sign in front, apart: `− 1·0.5000`. A negative input keeps its own sign in brackets.
  private func signed(_ factor: String, _ value: Double, _ digits: Int) -> String {
    let size = value.magnitude.fixed(digits)
    return (value < 0 ? "− " : "+ ") + factor + size
  }

  /// An input as it was given if that is short, else rounded; a negative one in brackets.
  private func exact(_ input: Double, _ digits: Int) -> String {
    let value = input
    let text = value.rounded() == value ? value.fixed(0) : value.text
    let point = text.split(separator: ".", maxSplits: 1)
    let isShort = !text.contains("e") && (point.count < 2 || point[1].count <= digits)
    let isLost = value != 0 && value.rounded(toDecimals: digits) == 0
    let shown = isLost ? value.significant(2) : isShort ? text : value.fixed(digits)
    return shown.hasPrefix("-") ? "(\(shown.replacingSign))" : shown
  }

  private func abbreviated(_ parts: [String], of what: String = "inputs") -> [String] {
    guard parts.count > Self.mostTerms else { return parts }
    let left = parts.count - Self.mostTerms + 2
    return parts.prefix(Self.mostTerms - 3) + [
      what == "terms" ? "+ … (\(left) more terms)" : "… (\(left) more)"
    ]
      + [parts[parts.count - 1]]
  }

  private func closing(_ explanation: Explanation) -> [String] {
    let digits = explanation.digits
    var lines = [""]
    for (k, output) in explanation.outputs.enumerated().prefix(Self.mostNeurons) {
      let name = explanation.outputs.count == 1 ? "output" : "output L\(explanation.layers.count)N\(k)"
      var line = "\(name) \(output.minus(digits))"
      if let target = explanation.targets?[k] {
        let error = output - target
        line +=
          "   target \(target.text.replacingSign)   error \(error.minus(digits))   squared \((error * error).fixed(digits))"
      }
      lines.append(line)
    }
    return lines + accuracy(explanation)
  }

  private var roundingNote: String { "Sums and outputs are rounded only to be shown. " }

  /// How far the calculation with rounded numbers is from the exact one.
  private func accuracy(_ explanation: Explanation) -> [String] {
    let digits = explanation.digits
    if explanation.outputs.count == 1 {
      return
        (roundingNote
        + "Worked with \(counted(digits, "decimal")) all the way you get \(explanation.rounded[0].minus(digits)); "
        + "the exact value is \(explanation.outputs[0].text.replacingSign).").wrapped(to: width)
    }
    let gap = zip(explanation.rounded, explanation.outputs).map { ($0 - $1).magnitude }.max() ?? 0
    return
      (roundingNote
      + "Worked with \(counted(digits, "decimal")) all the way every output is within \(gap.significant(2)) "
      + "of the exact one.").wrapped(to: width)
  }
}

extension String {
  /// With a real minus sign in front, for reading.
  var replacingSign: String { hasPrefix("-") ? "−" + dropFirst() : self }
}
