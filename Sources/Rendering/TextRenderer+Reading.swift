import Interpreter
import NeuralCore

/// Outputs, scores and hand calculations.
extension TextRenderer {
  func eval(_ rows: [EvalRow], _ digits: Int) -> [String] {
    if rows.count == 1, rows[0].targets == nil {
      return [
        numbers(rows[0].inputs.map(\.text)) + " -> "
          + numbers(rows[0].outputs.map { Double($0).fixed(digits) })
      ]
    }
    var table = Table(right: [false, true, true, true])
    table.add(["inputs", rows[0].outputs.count == 1 ? "output" : "outputs", "target", "error"])
    for row in rows {
      let errors = zip(row.outputs, row.targets ?? []).map { Double($0) - Double($1) }
      table.add([
        numbers(row.inputs.map(\.text)), numbers(row.outputs.map { Double($0).fixed(digits) }),
        numbers((row.targets ?? []).map(\.text)), numbers(errors.map { $0.fixed(digits) }),
      ])
    }
    return table.lines()
  }

  private func numbers(_ texts: [String]) -> String {
    texts.count > 12
      ? texts.prefix(10).joined(separator: " ") + " … " + texts[texts.count - 1]
      : texts.joined(separator: " ")
  }

  func score(_ report: ScoreReport) -> [String] {
    var table = Table(right: [false, false])
    table.add(["loss (\(report.lossName))", report.loss.shown])
    if let right = report.right {
      let share = (100 * Double(right) / Double(report.rows)).significant(3)
      table.add(["accuracy", "\(share)%   \(right) of \(report.rows) right"])
    }
    table.add(["RMSE", report.rmse.significant(5)])
    table.add(["largest error", report.largestError.significant(5)])
    return ["score on \(report.data), \(counted(report.rows, "row"))"] + table.lines(indent: "  ")
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
    for layer in explanation.layers {
      let neurons = layer.neurons.filter { explanation.only == nil || $0.name == explanation.only }
      guard !neurons.isEmpty else { continue }
      let isLinear = layer.activation == .linear
      lines += [
        "",
        "layer \(layer.number), "
          + (isLinear ? "linear" : "\(layer.activation.name)(s) = \(layer.activation.formula)"),
      ]
      lines += neurons.prefix(Self.mostNeurons).flatMap { calculation($0, layer.activation, digits) }
      if neurons.count > Self.mostNeurons {
        lines.append(
          "  … \(neurons.count - Self.mostNeurons) more neurons; `neuron \(neurons[neurons.count - 1].name)` after the inputs shows one"
        )
      }
    }
    return lines + (explanation.only == nil ? closing(explanation) : [])
  }

  private func calculation(_ neuron: Explanation.Neuron, _ activation: Activation, _ digits: Int) -> [String]
  {
    let name = "  " + neuron.name.description.padded(to: 4) + "   "
    let indent = String(repeating: " ", count: name.count + 4)
    let sum = name + "s = " + terms(neuron, digits) + " = " + Double(neuron.sum).minus(digits)
    guard activation != .linear else { return sum.wrapped(to: width, indent: indent) }
    let result = "\(activation.name)(s) = " + Double(neuron.output).minus(digits)
    let whole = sum + "   " + result
    if whole.columns <= width { return [whole] }
    return sum.wrapped(to: width, indent: indent) + [String(repeating: " ", count: name.count) + result]
  }

  /// `0·4.0869 + 1·4.0618 − 0.9720`: the sign of a weight joins the terms.
  private func terms(_ neuron: Explanation.Neuron, _ digits: Int) -> String {
    var parts = neuron.terms.map { term in
      signed("\(exact(term.input, digits))·", Double(term.weight), digits)
    }
    parts = abbreviated(parts, of: "terms")
    if let bias = neuron.bias { parts.append(signed("", Double(bias), digits)) }
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
  private func exact(_ input: Float, _ digits: Int) -> String {
    let text = input.text
    let point = text.split(separator: ".", maxSplits: 1)
    let isShort = !text.contains("e") && (point.count < 2 || point[1].count <= digits)
    let shown = isShort ? text.replacingSign : Double(input).minus(digits)
    return shown.hasPrefix("−") ? "(\(shown))" : shown
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
      var line = "\(name) \(Double(output).minus(digits))"
      if let target = explanation.targets?[k] {
        let error = Double(output) - Double(target)
        line +=
          "   target \(target.text.replacingSign)   error \(error.minus(digits))   squared \((error * error).fixed(digits))"
      }
      lines.append(line)
    }
    return lines + accuracy(explanation)
  }

  /// How far the calculation with rounded numbers is from the exact one.
  private func accuracy(_ explanation: Explanation) -> [String] {
    let digits = explanation.digits
    if explanation.outputs.count == 1 {
      return
        ("Worked with \(counted(digits, "decimal")) you get \(explanation.rounded[0].minus(digits)); "
        + "the exact value is \(explanation.outputs[0].text.replacingSign).").wrapped(to: width)
    }
    let gap = zip(explanation.rounded, explanation.outputs).map { ($0 - Double($1)).magnitude }.max() ?? 0
    return
      ("Worked with \(counted(digits, "decimal")) every output is within \(gap.significant(2)) "
      + "of the exact one.").wrapped(to: width)
  }
}

extension String {
  /// With a real minus sign in front, for reading.
  var replacingSign: String { hasPrefix("-") ? "−" + dropFirst() : self }
}
