import Explaining
import Interpreter
import NeuralCore
import Standard

/// `explain` and `step`.
extension Reporter {
  /// A calculation by hand, in the notation asked for.
  func explain(_ explanation: Explanation, _ form: ExplanationForm) -> [Block] {
    guard form.notation != nil else {
      return ExplanationReport(explanation: explanation, isInterrupted: isInterrupted).blocks()
    }
    return [.lines(of: String(ExplanationPage.text(explanation, form).dropLast()))]
  }
}

extension EventTable {
  /// Of outputs a line a neuron; else a line a step.
  static func explain(_ explanation: Explanation) -> [JSON] {
    switch explanation.kind {
    case .outputs: return neurons(explanation).map(neuron.object)
    case .gradient: return steps(explanation).map(gradient.object)
    case .update(let update):
      return [self.update.object(update)] + (update.search.map(explanation.shown) ?? []).map(move.object)
        + steps(explanation).map(updateStep.object)
    }
  }

  // MARK: Outputs

  /// What is shown of a neuron: the sum with all that goes into it, and the output.
  struct NeuronStep {
    let activation: Activation
    let step: Derivation.Step
    let neuron: NeuronName
    let explanation: Explanation

    var derivation: Derivation { explanation.derivation }
    /// The place of an output among all of them; nil of other neurons.
    var output: Int? { neuron.layer == network.layers.count ? neuron.index : nil }
    var network: Network { derivation.network }
    var row: Int? { step.quantity.row }
    var names: [WeightName] { network.weightNames(into: neuron.layer).filter { $0.to == neuron } }
    /// The output, in the units of the targets where they are scaled.
    var answer: Quantity {
      derivation.hasResults ? Quantity(.result(neuron.index), row: row) : Quantity(.output(neuron), row: row)
    }
    /// As given; nil where the network sees them so, and of later layers.
    var given: [Double]? {
      let isScaled = derivation.sections.contains { if case .scaledInputs = $0.title { true } else { false } }
      guard neuron.layer == 1, isScaled, explanation.rows.indices.contains(row ?? 0) else { return nil }
      return explanation.rows[row ?? 0].inputs
    }
    func decimal(_ quantity: Quantity) -> Double { network.precision.decimal(derivation.value(quantity)) }
  }

  private static func neurons(_ explanation: Explanation) -> [NeuronStep] {
    explanation.sections.flatMap { section -> [NeuronStep] in
      guard case .layer(_, let activation) = section.title else { return [] }
      return section.groups.flatMap(\.steps).compactMap { step in
        guard case .preActivation(let neuron) = step.quantity.kind else { return nil }
        return NeuronStep(activation: activation, step: step, neuron: neuron, explanation: explanation)
      }
    }
  }

  /// The class that the outputs of a row say; nil where it is not known.
  private static func answer(_ neuron: NeuronStep) -> String? {
    guard neuron.output != nil else { return nil }
    let last = neuron.network.layers.count
    let outputs = (0..<neuron.network.outputs).map {
      neuron.decimal(Quantity(.output(NeuronName(layer: last, index: $0)), row: neuron.row))
    }
    return Dataset.className(of: outputs, among: neuron.explanation.classes)
  }

  static let neuron = EventRow<NeuronStep>("explain", "`explain`, a line a neuron") {
    Field(optional: "row", "of the data, from 1, with `explain data`") { $0.row.map { $0 + 1 } }
    Field("neuron", "its name") { $0.neuron.description }
    Field("activation", "of its layer") { $0.activation.name }
    Field(optional: "given", "of the first layer: the inputs as given, where they are scaled") { $0.given }
    Field("inputs", "that come in") { neuron in
      neuron.names.compactMap { name in
        if case .neuron(let from) = name.from {
          neuron.decimal(Quantity(.output(from), row: neuron.row))
        } else {
          nil
        }
      }
    }
    Field(optional: "columns", "of the first layer: names of the inputs, where the data has some") { neuron in
      let columns = neuron.explanation.columns
      return neuron.neuron.layer == 1 && !columns.isEmpty ? columns : nil
    }
    Field("weights", "one for each input") { neuron in
      neuron.names.filter { !$0.isBias }.map { neuron.decimal(Quantity(.weight($0))) }
    }
    Field("bias", "`null` without one") { neuron in
      neuron.names.first(where: \.isBias).map { neuron.decimal(Quantity(.weight($0))) }
    }
    Field("sum", "the pre-activation: bias and products of inputs and weights") {
      $0.network.precision.decimal($0.step.value)
    }
    Field("output", "the activation of the sum") {
      $0.decimal(Quantity(.output($0.neuron), row: $0.row))
    }
    Field(optional: "result", "of an output: in the units of the targets, where they are scaled") { neuron in
      neuron.derivation.hasResults && neuron.output != nil
        ? neuron.decimal(Quantity(.result(neuron.neuron.index), row: neuron.row)) : nil
    }
    Field(optional: "rounded", "of an output: worked with the digits shown all the way") { neuron in
      neuron.output.map { _ in neuron.explanation.rounded(neuron.answer) }
    }
    Field(optional: "class", "of one of several outputs: the class that it is for, where classes have names")
    {
      neuron in
      let classes = neuron.explanation.classes
      return neuron.output.flatMap {
        classes.count == neuron.network.outputs && classes.count > 1 ? classes[$0] : nil
      }
    }
    Field(optional: "answer", "of an output: the class that the outputs of the row say") { answer($0) }
  }

  // MARK: Gradients and updates

  /// A step, and what it is about.
  struct SubjectStep {
    let subject: Derivation.Subject
    let step: Derivation.Step
    let explanation: Explanation
  }

  private static func steps(_ explanation: Explanation) -> [SubjectStep] {
    explanation.sections.flatMap(\.groups).flatMap { group in
      group.steps.map { SubjectStep(subject: group.subject, step: $0, explanation: explanation) }
    }
  }

  @FieldList<SubjectStep> private static var stepFields: [Field<SubjectStep>] {
    Field("subject", "the neuron or weight; `null` if a whole layer") {
      $0.subject == .all ? nil : $0.subject.name
    }
    Field("name", "of the quantity") { $0.step.quantity.description }
    Field("formula", "with names") { step in
      Notation<Quantity>.plain(variable: { $0.name(beside: step.subject) }).text(step.step.formula)
    }
    Field("value", "of the formula") { $0.step.value }
    Field("rounded", "the same, worked with the digits shown all the way") {
      $0.explanation.rounded($0.step.quantity)
    }
  }

  static let gradient = EventRow<SubjectStep>("gradient", "`explain gradient`, a line a step") { stepFields }
  static let updateStep = EventRow<SubjectStep>("update_step", "a step of an update") { stepFields }

  static let update = EventRow<Explanation.Update>("update", "`step` or `explain step`; its steps follow") {
    Field("optimizer", "its name") { $0.optimizer }
    Field("number", "of the update, from 1") { $0.number }
    Field("done", "whether `step` did it") { $0.isDone }
    Field("loss", "before it") { $0.loss }
    Field("rows", "of the batch, from 1") { $0.rows.map { $0 + 1 } }
    Field("settings", "numbers that the formulas use, with `clip_norm`, `clip_value` and `maxnorm`") {
      JSONMap(pairs: ($0.settings + $0.limits).map { ($0.name, $0.value) })
    }
    Field("length", "of l-bfgs: the first move is this times the direction") { $0.search?.length }
  }

  static let move = EventRow<(name: WeightName, before: Double, direction: Double, after: Double)>(
    "move", "the first move of l-bfgs, a line a weight"
  ) {
    Field("from", "the neuron before it; `0B` for a bias") { $0.name.from.description }
    Field("to", "the neuron after it") { $0.name.to.description }
    Field("before", "its value") { $0.before }
    Field("direction", "of the move") { $0.direction }
    Field("after", "its value after the move") { $0.after }
  }
}
