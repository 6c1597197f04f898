import Interpreter
import Language
import NeuralCore

/// Calculations by hand and what goes with them.
extension JSONRenderer {
  /// Of outputs a line a neuron; else a line a step.
  func explain(_ explanation: Explanation) -> [(String, Pairs)] {
    switch explanation.kind {
    case .outputs: return neurons(explanation).map { ("explain", $0) }
    case .gradient: return steps(explanation).map { ("gradient", $0) }
    case .update(let update):
      return [("update", head(update))] + moves(update).map { ("move", $0) }
        + steps(explanation).map { ("update_step", $0) }
    }
  }

  private func neurons(_ explanation: Explanation) -> [Pairs] {
    let derivation = explanation.derivation
    var rows: [Pairs] = []
    for section in derivation.sections {
      guard case .layer(_, let activation) = section.title else { continue }
      for step in section.groups.flatMap(\.steps) {
        guard case .sum(let neuron) = step.quantity.kind,
          explanation.only == nil || neuron == explanation.only
        else { continue }
        rows.append(pairs(neuron, activation, step, derivation))
      }
    }
    return rows
  }

  private func pairs(
    _ neuron: NeuronName, _ activation: Activation, _ step: Derivation.Step, _ derivation: Derivation
  ) -> Pairs {
    let (network, row) = (derivation.network, step.quantity.row)
    let names = network.weightNames(into: neuron.layer).filter { $0.to == neuron }
    func decimal(_ quantity: Quantity) -> Double { network.precision.decimal(derivation.value(quantity)) }
    let inputs = names.compactMap { name in
      if case .neuron(let from) = name.from { decimal(Quantity(.output(from), row: row)) } else { nil }
    }
    let bias = names.first(where: \.isBias)
    return (row.map { [("row", JSON($0 + 1))] } ?? []) + [
      ("neuron", .string(neuron.description)), ("activation", .string(activation.name)),
      ("inputs", JSON(inputs)),
      ("weights", JSON(names.filter { !$0.isBias }.map { decimal(Quantity(.weight($0))) })),
      ("bias", bias.map { JSON(decimal(Quantity(.weight($0)))) } ?? .null),
      ("sum", JSON(network.precision.decimal(step.value))),
      ("output", JSON(decimal(Quantity(.output(neuron), row: row)))),
    ]
  }

  private func steps(_ explanation: Explanation) -> [Pairs] {
    let plain = Notation.plain()
    return explanation.derivation.sections.flatMap(\.groups).flatMap { group in
      group.steps.map { step in
        [
          ("subject", group.subject == .all ? .null : .string(group.subject.name)),
          ("name", .string(step.quantity.description)), ("formula", .string(plain.text(step.formula))),
          ("value", JSON(step.value)),
        ]
      }
    }
  }

  private func head(_ update: Explanation.Update) -> Pairs {
    [
      ("optimizer", .string(update.optimizer)), ("number", JSON(update.number)),
      ("done", .bool(update.isDone)),
      ("loss", JSON(update.loss)), ("rows", .array(update.rows.map { JSON($0 + 1) })),
      ("settings", .object(update.settings.map { ($0.name, JSON($0.value)) })),
      ("length", update.search.map { JSON($0.length) } ?? .null),
    ]
  }

  private func moves(_ update: Explanation.Update) -> [Pairs] {
    (update.search?.weights ?? []).map { move in
      [
        ("from", .string(move.name.from.description)), ("to", .string(move.name.to.description)),
        ("before", JSON(move.before)), ("direction", JSON(move.direction)), ("after", JSON(move.after)),
      ]
    }
  }

  func guess(_ report: GuessReport) -> Pairs {
    [
      ("inputs", JSON(report.row.inputs)), ("outputs", JSON(report.row.outputs)),
      ("guesses", report.guesses.map { JSON($0) } ?? .null), ("passed_by", .bool(report.isPassedBy)),
    ]
  }

  func epochs(_ report: EpochsReport) -> Pairs {
    [
      ("first", JSON(report.first)), ("last", JSON(report.last)), ("here", JSON(report.here)),
      ("bound", JSON(report.bound)), ("epochs", .array(report.losses.map { JSON($0.epoch) })),
      ("losses", JSON(report.losses.map(\.loss))),
    ]
  }

  func wentTo(_ report: TravelReport) -> Pairs {
    [
      ("epoch", JSON(report.epoch)), ("last", JSON(report.last)),
      ("loss", report.loss.map { JSON($0) } ?? .null),
    ]
  }

  func compare(_ report: ComparisonReport) -> [Pairs] {
    report.weights.map { weight in
      [
        ("from", .string(weight.name.from.description)), ("to", .string(weight.name.to.description)),
        ("epochs", .array([JSON(report.epochs.0), JSON(report.epochs.1)])),
        ("values", JSON([weight.first, weight.second])), ("change", JSON(weight.second - weight.first)),
      ]
    }
  }

  func diagnose(_ diagnosis: Diagnosis, _ isShort: Bool) -> Pairs {
    [
      ("verdict", .string(diagnosis.verdict.rawValue)), ("cause", cause(diagnosis)),
      ("plateau", diagnosis.floor.map { JSON($0.plateau) } ?? .null), ("loss", JSON(diagnosis.loss)),
      ("epoch", JSON(diagnosis.epoch)),
      ("groups", .array(diagnosis.groups.map { .array($0.places.map { JSON($0 + 1) }) })),
      ("answers", .array(diagnosis.groups.map { JSON($0.answer) })),
      ("trial_epochs", diagnosis.trial.map { JSON($0.epochs) } ?? .null),
      ("trial_loss", diagnosis.trial.map { JSON($0.loss) } ?? .null),
      ("trial_reached", diagnosis.trial.map { .bool($0.reached) } ?? .null),
      ("findings", .array(diagnosis.findings.map { .string(name($0)) })),
      ("advice", .array(diagnosis.advice.map { .string($0.line) })), ("short", .bool(isShort)),
    ]
  }

  private func cause(_ diagnosis: Diagnosis) -> JSON {
    switch diagnosis.floor {
    case nil: .null
    case .groups?:
      .string(
        diagnosis.isConstant
          ? "constant" : diagnosis.groups.contains { $0.layer == 0 } ? "contradiction" : "groups")
    case .locked?: .string("locked")
    case .linear?: .string("linear")
    case .bottleneck?: .string("bottleneck")
    case .pieces?: .string("pieces")
    case .outOfReach?: .string("out-of-reach")
    }
  }

  private func name(_ finding: Diagnosis.Finding) -> String {
    switch finding {
    case .outOfReach: "out-of-reach"
    case .mirrored: "symmetric"
    case .dead: "dead"
    case .saturated: "saturated"
    case .twins: "twins"
    case .vanishing: "vanishing"
    case .exploding: "exploding"
    case .tooLarge: "rate-too-large"
    case .tooSmall: "rate-too-small"
    case .inseparable: "inseparable"
    case .overfitting: "overfitting"
    }
  }

}
