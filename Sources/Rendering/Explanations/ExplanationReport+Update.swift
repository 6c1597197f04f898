import Explaining
import Interpreter
import Language
import NeuralCore

/// One update: the formulas once with names, then weight by weight with numbers.
extension ExplanationReport {
  func blocks(of update: Explanation.Update) -> [Block] {
    if let search = update.search { return blocks(of: update, search) }
    return head(of: update) + formulas(update) + body() + closing(of: update)
  }

  private func head(of update: Explanation.Update) -> [Block] {
    let verb = update.isDone ? "update" : "the next update, number"
    let rows: String
    if update.rows.count == update.allRows {
      rows = update.allRows == 1 ? "over the only row" : "over all \(update.allRows) rows"
    } else {
      let names = abbreviated(update.rows.map { "\($0 + 1)" }, most: 12).joined(separator: " ")
      rows = "over the row\(update.rows.count == 1 ? "" : "s") \(names) of \(update.allRows)"
    }
    let settings = update.settings.map { "\($0.name) = \($0.value.settingText)" }.joined(separator: "   ")
    return [
      .paragraph("\(verb) \(update.number) of \(update.line) \(rows)", hang: 2),
      .paragraph("loss before it: \(update.loss.shown)", indent: 2),
    ] + (settings.isEmpty ? [] : [.paragraph(Text(settings), indent: 2)])
      + (update.dropout > 0
        ? [
          .paragraph(
            "dropout \(update.dropout.text): the loss and dE/dw are those of the net without the units that it drew",
            indent: 2)
        ] : [])
      + (update.frozen > 0
        ? [.paragraph("\(counted(update.frozen, "weight")) frozen, which no update changes", indent: 2)] : [])
  }

  /// The steps of a weight, with names only.
  private func formulas(_ update: Explanation.Update) -> [Block] {
    let groups = explanation.sections.filter { if case .update = $0.title { true } else { false } }
      .flatMap(\.groups)
    // `maxnorm` leaves biases alone.
    let long = groups.first { $0.steps.contains { $0.quantity.isLongWeight } }
    guard let first = long ?? groups.first(where: { $0.steps.count > 1 }),
      case .weight(let name) = first.subject
    else {
      let weights = explanation.only.map { "all weights into \($0)" } ?? "all weights"
      return [.paragraph("\(weights) are frozen: nothing changes", indent: 2)]
    }
    let notation = Notation<Quantity>.plain(variable: { quantity in
      switch quantity.kind {
      case .byWeight(name): "dE/dw"
      case .weight(name): "w"
      default: quantity.description
      }
    })
    let steps = first.steps.map { step in
      "\(step.quantity) = \(notation.text(step.formula))"
    }
    let shortening = groups.first { if case .neuron = $0.subject { true } else { false } }?.steps ?? []
    let made =
      groups.first { $0.steps.count == 1 && $0.steps[0].quantity.isNewWeight }?.steps ?? []
    let last = [(shortening, Derivation.Subject.all), (made, first.subject)].flatMap { steps, subject in
      guard !shortening.isEmpty else { return [String]() }
      // The weights into a neuron are told apart, and what each becomes is of one.
      let plain = Notation<Quantity>.plain(variable: {
        subject == .all ? $0.name(beside: subject) : $0.description
      })
      return steps.map { "\($0.quantity) = \(plain.text(shortened($0.formula)))" }
    }
    let old = first.steps.contains { $0.formula.variables.contains(where: \.isPrevious) }
    let note = "for each weight w" + (old ? "; ₀ marks what the update before left" : "")
    return [.blank, .heading(Text(note))]
      + (steps + last).map { .paragraph(Text($0), indent: 2, hang: 6) }
  }

  private func closing(of update: Explanation.Update) -> [Block] {
    guard !update.isDone else { return [.blank] + closing() }
    let line = update.typed.isEmpty ? "step" : "step \(update.typed)"
    let origin = update.isOfWholeData ? "; `explain gradient data` shows where dE/dw comes from" : ""
    return [.blank] + closing() + [.paragraph("`\(line)` does just this\(origin).")]
  }

  // MARK: Rules that search

  private func note(on search: Explanation.Search, of optimizer: String) -> Text {
    if search.weights.allSatisfy({ $0.before == $0.after }) {
      return
        "No weight moves: where it stands, the slope or what a move promises is too small for \(optimizer), or no look along its direction found a lower loss. That direction is:"
    }
    guard let moves = search.moves else {
      return
        "There is no formula for one weight: an update of \(optimizer) solves (JᵀJ + λ I) d = −Jᵀr for all weights together, J the derivatives of every output of every row, r the errors, both scaled so that the loss is the sum of r², λ the damping. The weights go \(search.length.significant(4)) times this direction d:"
    }
    return
      "There is no formula for one weight: an update of \(optimizer) is up to \(counted(moves, "move")) of all weights together, each along a direction made of the last changes of weights and gradient, as far as a search along it finds good. The first move goes \(search.length.significant(4)) times this direction:"
  }

  private func blocks(of update: Explanation.Update, _ search: Explanation.Search) -> [Block] {
    let note = note(on: search, of: update.optimizer)
    var table = Table(
      [.leading, .trailing, .trailing, .trailing],
      head: ["weight", "before", "direction", "after this move"], indent: 2)
    let weights = explanation.shown(search)
    table.rows = weights.prefix(4 * Self.mostWeights).map { weight in
      [
        Text(weight.name.description), Text(digits.text(weight.before)), Text(digits.text(weight.direction)),
        Text(digits.text(weight.after)),
      ]
    }
    let rest = weights.count - 4 * Self.mostWeights
    return head(of: update) + [.paragraph(note, indent: 2), .table(table)]
      + (rest > 0 ? [.paragraph("… \(rest) more", indent: 2)] : [])
  }
}

extension Quantity {
  /// As it stands in a step about a weight, a neuron or all: what is of another weight says of which.
  func name(beside subject: Derivation.Subject) -> String {
    guard case .ofWeight(_, let weight) = kind, subject != .weight(weight) else { return description }
    return "\(description)(\(weight.joined))"
  }

  /// The weight before `maxnorm` shortens it.
  fileprivate var isLongWeight: Bool { if case .ofWeight(.value(.long), _) = kind { true } else { false } }

  /// The weight after the update.
  fileprivate var isNewWeight: Bool { if case .ofWeight(.value(.new), _) = kind { true } else { false } }

  /// What the update before left.
  fileprivate var isPrevious: Bool {
    switch kind {
    case .ofWeight(.previous, _), .update(.previous): true
    default: false
    }
  }
}
