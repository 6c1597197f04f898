import Interpreter
import Language
import NeuralCore

/// One update: the formulas once with names, then weight by weight with numbers.
extension ExplanationText {
  func lines(of update: Explanation.Update) -> [String] {
    if let search = update.search { return lines(of: update, search) }
    return head(of: update) + formulas(update) + body() + closing(of: update)
  }

  private func head(of update: Explanation.Update) -> [String] {
    let verb = update.isDone ? "update" : "the next update, number"
    let rows: String
    if update.rows.count == update.allRows {
      rows = update.allRows == 1 ? "over the only row" : "over all \(update.allRows) rows"
    } else {
      let names = TextRenderer.abbreviated(update.rows.map { "\($0 + 1)" }, most: 12).joined(separator: " ")
      rows = "over the rows \(names) of \(update.allRows)"
    }
    let head = "\(verb) \(update.number) of \(update.line) \(rows)".wrapped(to: width, indent: "  ")
    let settings = update.settings.map { "\($0.name) = \($0.value.plainText)" }.joined(separator: "   ")
    let loss = "  loss before it: \(update.loss.shown)"
    return head + [loss]
      + (settings.isEmpty ? [] : ("  " + settings).wrapped(to: width, indent: "  ").map(\.withoutLastBlanks))
      + (update.frozen > 0 ? ["  \(counted(update.frozen, "weight")) frozen, which no update changes"] : [])
  }

  /// The steps of a weight, with names only.
  private func formulas(_ update: Explanation.Update) -> [String] {
    let groups = derivation.sections.filter { if case .update = $0.title { true } else { false } }
      .flatMap(\.groups)
    guard let first = groups.first(where: { $0.steps.count > 1 }), case .weight(let name) = first.subject
    else {
      return ["  all weights are frozen: nothing changes"]
    }
    let notation = Notation.plain(quantity: { quantity in
      switch quantity.kind {
      case .byWeight(name): "dE/dw"
      case .weight(name): "w"
      default: quantity.description
      }
    })
    let steps = first.steps.map { step in
      "  \(step.quantity) = \(notation.text(step.formula))"
    }
    let shortening = groups.first { if case .neuron = $0.subject { true } else { false } }?.steps ?? []
    let shortened =
      groups.first { $0.steps.count == 1 && $0.steps[0].quantity.description == "new" }?.steps ?? []
    let plain = Notation.plain()
    let last = (shortening.isEmpty ? [] : shortening + shortened).map { step in
      "  \(step.quantity) = \(plain.text(self.shortened(step.formula)))"
    }
    let old = first.steps.contains { $0.formula.quantities.contains { $0.description.hasSuffix("₀") } }
    let note = "for each weight w" + (old ? "; ₀ marks what the update before left" : "")
    return ["", note] + (steps + last).flatMap { $0.wrapped(to: width, indent: "      ") }
  }

  private func closing(of update: Explanation.Update) -> [String] {
    closing()
      + (update.isDone
        ? [] : ["`step` does just this; `explain gradient data` shows where dE/dw comes from."])
  }

  // MARK: Rules that search

  private func lines(of update: Explanation.Update, _ search: Explanation.Search) -> [String] {
    var lines = head(of: update)
    lines +=
      ("  There is no formula for one weight: an update of \(update.optimizer) is up to \(counted(search.moves, "move")) of all weights "
      + "together, each along a direction made of the last changes of weights and gradient, as far as a search along it finds good. "
      + "The first move goes \(search.length.significant(4)) times this direction:").wrapped(
        to: width, indent: "  ")
    var table = Table(right: [false, true, true, true])
    table.add(["weight", "before", "direction", "after this move"])
    let weights = search.weights.filter { explanation.only == nil || $0.name.to == explanation.only }
    for weight in weights.prefix(4 * Self.mostWeights) {
      table.add([
        weight.name.description, digits.text(weight.before), digits.text(weight.direction),
        digits.text(weight.after),
      ])
    }
    let rest = weights.count - 4 * Self.mostWeights
    return lines + table.lines(indent: "  ") + (rest > 0 ? ["  … \(rest) more"] : [])
  }
}
