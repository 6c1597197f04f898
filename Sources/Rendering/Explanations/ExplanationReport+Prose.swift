import Explaining
import Interpreter
import Language
import NeuralCore

/// Titles, first and last lines.
extension ExplanationReport {
  // MARK: First lines

  func head() -> [Block] {
    guard explanation.rows.count == 1, explanation.rowsLeft == 0,
      derivation.sections.first?.title.isRow != true
    else { return headOfData() }
    let row = explanation.rows[0]
    let isScaled = derivation.sections.contains { if case .scaledInputs = $0.title { true } else { false } }
    let inputs = row.inputs.enumerated().map { place, input in
      let column = explanation.columns.isEmpty ? nil : explanation.columns[place]
      guard isScaled else {
        return "L0N\(place)\(column.map { " (\($0))" } ?? "") = \(digits.givenText(input))"
      }
      return (column.map { "\($0) " } ?? "") + digits.givenText(input)
    }
    var line =
      (isScaled ? "inputs as given   " : "inputs   ")
      + abbreviated(inputs, most: Self.mostTerms).joined(separator: "   ")
    if case .gradient(let gradient) = explanation.kind, case .loss = gradient.subject,
      let targets = row.targets
    {
      let areScaled = derivation.sections.contains {
        if case .scaledTargets = $0.title { true } else { false }
      }
      let shown = targets.enumerated().map {
        areScaled ? digits.givenText($1) : "t\($0) = \(digits.givenText($1))"
      }
      line +=
        (areScaled ? "   targets as given   " : "   targets   ")
        + abbreviated(shown, most: Self.mostTerms).joined(separator: "   ")
    }
    return [.paragraph(Text(line), hang: 9)]
  }

  private func headOfData() -> [Block] {
    guard case .gradient(let gradient) = explanation.kind else {
      return [.paragraph("\(counted(explanation.rows.count + explanation.rowsLeft, "row")) of the data")]
    }
    let rows = explanation.rows.count
    return [
      .paragraph(
        "gradient of \(gradient.subject.text) over \(counted(rows, "row")): E is the sum of what each row adds, E[1] to E[\(rows)], and so is every derivative",
        hang: 2)
    ]
  }

  // MARK: Last lines

  /// The last paragraphs without their layout.
  var closingSentences: [String] {
    let blocks: [Block] =
      switch explanation.kind {
      case .outputs: closingOfOutputs()
      case .gradient: closing()
      case .update(let update): update.search == nil ? closing() : []
      }
    return TerminalWriter(width: .max).lines(Document(blocks)).map(\.text).filter { !$0.isEmpty }
  }

  private static let roundingNote = "Sums and outputs are rounded only to be shown."

  func closingOfOutputs() -> [Block] {
    if explanation.only != nil { return [.paragraph(Text(Self.roundingNote))] }
    var blocks: [Block] = []
    for row in explanation.rows where explanation.rows.count == 1 {
      blocks += outputs(of: row).map { .line($0) } + (answer(of: row).map { [.line($0)] } ?? [])
    }
    if explanation.rowsLeft > 0 {
      blocks += [
        .paragraph(
          "… \(counted(explanation.rowsLeft, "more row")); `explain` with the inputs of one shows it"),
        .blank,
      ]
    }
    let last = derivation.network.layers.count
    let places = Set(explanation.steps.map(\.quantity.row))
    let all = places.flatMap { row in
      (0..<derivation.network.outputs).map {
        derivation.hasResults
          ? Quantity(.result($0), row: row) : Quantity(.output(NeuronName(layer: last, index: $0)), row: row)
      }
    }
    return blocks + [.paragraph(Text(accuracy(all.map { ($0, explanation.rounded($0)) })))]
  }

  /// The class that the outputs say, and that of the data.
  private func answer(of row: Explanation.Row) -> Text? {
    guard let name = Dataset.className(of: row.outputs, among: explanation.classes) else { return nil }
    guard let right = row.targets.flatMap({ Dataset.className(of: $0, among: explanation.classes) }) else {
      return "class \(name)"
    }
    return right == name ? "class \(name), as in the data" : "class \(name); in the data it is \(right)"
  }

  private func outputs(of row: Explanation.Row) -> [Text] {
    row.outputs.enumerated().prefix(Self.mostNeurons).map { k, output in
      let isNamed = explanation.classes.count == row.outputs.count && row.outputs.count > 1
      let name =
        row.outputs.count == 1
        ? "output"
        : "output L\(derivation.network.layers.count)N\(k)"
          + (isNamed ? " (\(explanation.classes[k]))" : "")
      guard let target = row.targets?[k] else { return "\(name) \(digits.text(output))" }
      let error = output - target
      return
        "\(name) \(digits.text(output))   target \(target.text.withMinusSign)   error \(digits.text(error))   squared \(digits.text(error * error))"
    }
  }

  /// How far the calculation with rounded numbers is from the exact one.
  private func accuracy(_ outputs: [(Quantity, Double)]) -> String {
    let places = counted(digits.places, "decimal")
    if outputs.count == 1 {
      let exact = derivation.network.precision.decimal(derivation.value(outputs[0].0))
      return "\(Self.roundingNote) Worked with \(places) all the way you get \(digits.text(outputs[0].1)); "
        + "the exact value is \(exact.text.withMinusSign)."
    }
    let gap = outputs.map { ($0.1 - derivation.value($0.0)).magnitude }.max() ?? 0
    return "\(Self.roundingNote) Worked with \(places) all the way every output is within "
      + "\(gap.significant(2)) of the exact one."
  }

  /// Says of numbers that are none what they are.
  private func overflow() -> [Block] {
    guard explanation.steps.contains(where: { !$0.value.isFinite }) else { return [] }
    let type = derivation.network.precision == .single ? "a float32 (3.4e38)" : "a float64 (1.8e308)"
    var text = "inf is infinite: beyond \(type)."
    if explanation.steps.contains(where: \.value.isNaN) {
      text += " nan is no number: it comes of such ones."
    }
    if case .update = explanation.kind {
      text += " What is divided by inf is 0, and a weight with such a change stands still."
    }
    return [.paragraph(Text(text))]
  }

  /// Steps learn by what is no derivative.
  private var perceptronRule: [Block] {
    let output = derivation.network.output
    guard output == .step || output == .heaviside else { return [] }
    return [
      .paragraph(
        "A step has no slope. What is written as dE/dw is the error times the input, by which the perceptron rule learns; the loss itself does not change with a small change of the weights."
      )
    ]
  }

  /// The same of slopes and updates: the largest difference, beside the largest of what is compared.
  func closing() -> [Block] {
    var (gap, most, name) = (0.0, 0.0, Quantity(.loss))
    for step in explanation.steps {
      guard isResult(step.quantity) else { continue }
      most = max(most, step.value.magnitude)
      let difference = (explanation.rounded(step.quantity) - step.value).magnitude
      if difference > gap { (gap, name) = (difference, step.quantity) }
    }
    let what =
      if case .update = explanation.kind { "change" } else { "derivative" }
    let worst: String =
      switch name.kind {
      case .byWeight, .byOutput, .byGivenInput: ", that of \(name)"
      case .ofWeight(_, let weight): ", that of \(weight.joined)"
      default: ""
      }
    return overflow() + perceptronRule + [
      .paragraph(
        "Every derivative and weight has been checked against the engine's. Worked with the digits shown all the way, no \(what) is off by more than \(gap.significant(2).withMinusSign)\(worst); the largest is \(most.significant(4).withMinusSign)."
      )
    ]
  }
}

extension ExplanationReport {
  /// Whether a quantity is what was asked for, and not on the way there.
  private func isResult(_ quantity: Quantity) -> Bool {
    switch quantity.kind {
    case .byWeight, .byGivenInput, .ofWeight(.value(.change), _): true
    case .byOutput(let neuron): neuron.layer == 0
    case .preActivation, .output, .result, .weight, .target, .loss, .byPreActivation, .largest, .total,
      .blend,
      .targetShare,
      .update, .ofWeight, .gradientLength, .clipFactor, .weightLength, .omitted:
      false
    }
  }
}

extension Derivation.Title {
  var isRow: Bool { if case .row = self { true } else { false } }

  /// As a line of text.
  var text: String {
    switch self {
    case .row(let row, _, _): return "row \(row + 1)"
    case .scaledInputs: return "inputs, scaled"
    case .scaledTargets: return "targets, scaled"
    case .results: return "outputs, in the units of the targets"
    case .layer(let number, let activation):
      switch activation {
      case .linear: return "layer \(number), linear"
      case .softmax:
        return
          "layer \(number), softmax(s) = e^(s − m\(number)) / Σ\(number), "
          + "where m\(number) is the largest s, and Σ\(number) the sum of all e^(s − m\(number))"
      default: return "layer \(number), \(activation.name)(s) = \(activation.formula)"
      }
    case .loss(let objective): return "the loss, \(objective.loss.name): \(objective.loss.formula)"
    case .slope(let neuron): return "\(neuron) by itself"
    case .byInputs: return "by the inputs: δ times the weights out of each"
    case .byGivenInputs(false): return "by the inputs as given, x0, x1 …: divided by the scale of each"
    case .byGivenInputs(true):
      return
        "of the output in the units of the data, by the inputs as given, x0, x1 …: times the scale of the targets, divided by that of each input"
    case .errors(let layer, let activation, let neuron):
      switch activation {
      case .softmax:
        let slope = "d\(neuron?.description ?? "E")/dy"
        return
          "back through layer \(layer), softmax: δ = y·(\(slope) − b), where b is the sum of all y·\(slope)"
      case .linear: return "back through layer \(layer), linear"
      default:
        return
          "back through layer \(layer), \(activation.name), whose derivative is \(activation.derivativeText)"
      }
    case .weights(let layer, let rows):
      return "weights into layer \(layer): δ times what comes in" + (rows > 1 ? ", over all rows" : "")
    case .wholeLoss(let rows): return "the loss over \(counted(rows, "row"))"
    case .common: return "once for all weights"
    case .update(let layer): return "weights into layer \(layer)"
    }
  }
}

extension Activation {
  /// The formula of its derivative, and what y is where that stands in it.
  fileprivate var derivativeText: String {
    "\(derivative)" + (derivative.variables.contains(.output) ? " (y its output)" : "")
  }
}
