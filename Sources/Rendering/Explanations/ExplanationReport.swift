import Explaining
import Interpreter
import Language
import NeuralCore

/// A calculation by hand: symbols, then numbers, then the value.
struct ExplanationReport {
  let explanation: Explanation
  /// Polled between sections, of which a deep net has thousands: what nobody waits for any more ends early.
  var isInterrupted: @Sendable () -> Bool = { false }

  /// More neurons or weights of a layer, terms of one sum, or rows are abbreviated.
  static let mostNeurons = 8
  static let mostWeights = 12
  static let mostTerms = 12
  static let mostRows = 4

  var derivation: Derivation { explanation.derivation }
  var digits: ShownDigits { explanation.digits }

  func blocks() -> [Block] {
    switch explanation.kind {
    case .outputs: head() + body() + [.blank] + closingOfOutputs()
    case .gradient: head() + body() + [.blank] + closing()
    case .update(let update): blocks(of: update)
    }
  }

  // MARK: Sections

  func body() -> [Block] {
    var (blocks, rowsSeen) = ([Block](), 0)
    var isSkipped = false
    let rows = derivation.sections.count { if case .row = $0.title { true } else { false } }
    for (k, section) in derivation.sections.enumerated() {
      if k & 0xf == 0xf, isInterrupted() { break }
      if case .row = section.title {
        rowsSeen += 1
        isSkipped = rows > Self.mostRows && rowsSeen >= Self.mostRows && rowsSeen < rows
        if isSkipped, rowsSeen == Self.mostRows {
          blocks += [
            .blank, .paragraph("… \(counted(rows - Self.mostRows, "more row")), calculated likewise"),
          ]
        }
      } else if section.title.isOfAllRows {
        isSkipped = false
      }
      if !isSkipped { blocks += self.blocks(section) }
    }
    return blocks
  }

  private func blocks(_ section: Derivation.Section) -> [Block] {
    if case .row(let row, let inputs, let targets) = section.title {
      let name = targets.count > 1 ? Dataset.className(of: targets, among: explanation.classes) : nil
      let numbers =
        short(inputs.map(digits.givenText)) + " -> " + short(targets.map(digits.givenText))
        + (name.map { " (\($0))" } ?? "")
      return [.blank, .paragraph("\(explanation.name(ofRow: row)):  \(numbers)", hang: 4)]
    }
    // In short the neurons before the one asked for are shown too: its numbers come from them.
    if isBrief(section) { return brief(section) }
    guard let groups = explanation.shown(section)?.groups, !groups.isEmpty else { return [] }
    let most =
      groups.contains { if case .weight = $0.subject { true } else { false } }
      ? Self.mostWeights : Self.mostNeurons
    var blocks: [Block] = [.blank, .paragraph(Text(section.title.text, .heading), hang: 2)]
    let shown = explanation.only == nil ? shownGroups(groups, most) : groups
    for group in shown { blocks += self.blocks(group, section) }
    let rest = Set(groups.map { $0.subject.name }).count - Set(shown.map { $0.subject.name }).count
    if rest > 0 { blocks += self.rest(rest, groups) }
    return blocks
  }

  /// The steps about the first few neurons or weights.
  func shownGroups(_ groups: [Derivation.Group], _ most: Int) -> [Derivation.Group] {
    var names: [String] = []
    for group in groups where group.subject != .all && !names.contains(group.subject.name) {
      if names.count < most { names.append(group.subject.name) } else { break }
    }
    return groups.filter { $0.subject == .all || names.contains($0.subject.name) }
  }

  private func rest(_ count: Int, _ groups: [Derivation.Group]) -> [Block] {
    guard let last = groups.last?.subject else { return [] }
    let statement =
      switch explanation.kind {
      case .outputs: "`explain … neuron"
      case .gradient: "`explain gradient … neuron"
      // Of an update that was made already it is the next one.
      case .update(let update):
        (update.isDone ? "`undo`, then " : "") + "`explain step"
          + (update.typed.isEmpty ? "" : " " + update.typed)
          + " neuron"
      }
    let neuron =
      switch last {
      case .neuron(let neuron): neuron
      case .weight(let weight): weight.to
      case .all: NeuronName(layer: 1, index: 0)
      }
    return [
      .paragraph("… \(count) more, to \(last.name); \(statement) \(neuron)` shows one whole", indent: 2)
    ]
  }

  // MARK: Outputs on the way to a gradient

  /// A gradient shows the outputs in short: `explain` shows how they come about.
  private func isBrief(_ section: Derivation.Section) -> Bool {
    guard case .gradient = explanation.kind else { return false }
    switch section.title {
    case .layer, .scaledInputs, .results: return true
    case .row, .scaledTargets, .loss, .errors, .slope, .byInputs, .byGivenInputs, .weights, .wholeLoss,
      .common, .update:
      return false
    }
  }

  private func brief(_ section: Derivation.Section) -> [Block] {
    guard case .layer(let number, let activation) = section.title else { return [] }
    let needsSums = activation.derivative.variables.contains(.preActivation)
    var parts: [String] = []
    for neuron in (0..<derivation.network.layers[number - 1].outputs).map({
      NeuronName(layer: number, index: $0)
    }) {
      let row = section.groups.first?.steps.first?.quantity.row
      if needsSums || number == derivation.network.layers.count && activation != .linear {
        let sum = Quantity(.preActivation(neuron), row: row)
        parts.append("\(sum) = \(digits.text(derivation.value(sum)))")
      }
      let output = Quantity(.output(neuron), row: row)
      parts.append("\(output) = \(digits.text(derivation.value(output)))")
    }
    for step in section.groups.flatMap(\.steps) where step.quantity.isOfLayer {
      parts.append("\(step.quantity) = \(digits.text(step.value))")
    }
    let head = "layer \(number)   "
    let shown = abbreviated(parts, most: 2 * Self.mostNeurons).joined(separator: "   ")
    return [.paragraph(Text(head + shown), hang: head.count)]
  }

  // MARK: Groups and steps

  private func blocks(_ group: Derivation.Group, _ section: Derivation.Section) -> [Block] {
    switch section.title {
    case .layer: labeled(group, section)
    case .update: ofUpdate(group)
    case .row, .scaledInputs, .scaledTargets, .results, .loss, .errors, .slope, .byInputs, .byGivenInputs,
      .weights, .wholeLoss, .common:
      group.steps.map { .formula(step($0, named: $0.quantity.description, indent: 2)) }
    }
  }

  /// `L1N0   s = …`: the neuron stands in front of what is calculated for it.
  private func labeled(_ group: Derivation.Group, _ section: Derivation.Section) -> [Block] {
    let label = group.subject == .all ? nil : group.subject.name
    let indent = 2 + max(4, label?.columns ?? 0) + 3
    return group.steps.enumerated().map { index, step in
      var line = self.step(step, named: name(step, section), indent: indent)
      if index == 0 { line.label = label }
      return .formula(line)
    }
  }

  private func name(_ step: Derivation.Step, _ section: Derivation.Section) -> String {
    switch (step.quantity.kind, section.title) {
    case (.preActivation, _): "s"
    case (.output, .layer(_, let activation)): "\(activation.name)(s)"
    default: step.quantity.description
    }
  }

  private func ofUpdate(_ group: Derivation.Group) -> [Block] {
    var blocks: [Block] = []
    if case .weight(let name) = group.subject {
      blocks.append(
        .paragraph("\(name.joined) = \(digits.text(derivation.value(Quantity(.weight(name)))))", indent: 2))
    }
    // The formulas stand above, once for all weights.
    return blocks
      + group.steps.map {
        .formula(step($0, named: $0.quantity.description, indent: 4, hasSymbols: false))
      }
  }

  /// `name = symbols = numbers = value`, without what would be said twice.
  private func step(
    _ step: Derivation.Step, named name: String, indent: Int, hasSymbols: Bool = true
  ) -> CalculationStep {
    let value = digits.text(step.value)
    let numbers = self.numbers(step)
    let symbols = hasSymbols ? self.symbols(step) : nil
    return CalculationStep(
      indent: indent, name: name, formula: symbols,
      numbers: numbers == value || numbers == symbols ? nil : numbers, value: value)
  }

  /// nil where the title of the section says it.
  private func symbols(_ step: Derivation.Step) -> String? {
    if case .output(let neuron) = step.quantity.kind {
      if neuron.layer == 0 { return nil }
      if derivation.network.layers[neuron.layer - 1].activation.isElementwise { return nil }
    }
    return Notation<Quantity>.plain().text(shortened(step.formula))
  }

  private func numbers(_ step: Derivation.Step) -> String {
    var notation = Notation<Quantity>.plain(
      variable: { self.number($0) }, number: { digits.constantText($0) })
    notation.values = { derivation.value($0) }
    return notation.text(shortened(step.formula))
  }

  /// A quantity as a number. Inputs, targets and settings as they were given if that is short.
  func number(_ quantity: Quantity) -> String {
    if case .omitted = quantity.kind { return quantity.description }
    let value = derivation.value(quantity)
    switch quantity.kind {
    case .output(let neuron) where neuron.layer == 0: return digits.givenText(value)
    case .target: return digits.givenText(value)
    case .update where derivation.givens.contains(quantity): return value.settingText
    default: return digits.text(value)
    }
  }

  /// With the middle of a long sum left out.
  func shortened(_ formula: QuantityFormula) -> QuantityFormula {
    guard explanation.only == nil else { return formula }
    switch formula {
    case .sum(let terms) where terms.count > Self.mostTerms:
      let left = terms.count - Self.mostTerms + 2
      let kept = Array(terms.prefix(Self.mostTerms - 3))
      return .sum(kept + [.variable(Quantity(.omitted(terms: left))), terms[terms.count - 1]])
    case .quotient(let a, let b): return .quotient(shortened(a), shortened(b))
    case .call(let function, let all): return .call(function, all.map(shortened))
    default: return formula
    }
  }
}

extension Derivation.Subject {
  var name: String {
    switch self {
    case .neuron(let neuron): neuron.description
    case .weight(let weight): weight.joined
    case .all: ""
    }
  }
}

extension Quantity {
  /// What softmax computes once a layer.
  fileprivate var isOfLayer: Bool {
    if case .largest = kind { return true }
    if case .total = kind { return true }
    return false
  }
}

extension Derivation.Title {
  /// It stands after the rows and is about all of them.
  fileprivate var isOfAllRows: Bool {
    switch self {
    case .wholeLoss: true
    case .weights(_, let rows): rows > 1
    case .row, .scaledInputs, .scaledTargets, .results, .layer, .loss, .errors, .slope, .byInputs,
      .byGivenInputs, .common, .update:
      false
    }
  }
}

extension Double {
  /// As a setting is typed, with seven digits at most: a schedule may make 0.010000000000000002 of 0.01.
  var settingText: String {
    let text = plainText
    return text.count <= 10 ? text : (Double(significant(7)) ?? self).plainText
  }
}
