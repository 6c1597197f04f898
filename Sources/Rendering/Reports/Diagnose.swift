import Diagnosing
import Interpreter
import NeuralCore

/// `diagnose`, and what a `train` says that missed its target.
extension Reporter {
  func diagnose(_ diagnosis: Diagnosis, isShort: Bool) -> [Block] {
    let report = DiagnosisReport(diagnosis: diagnosis)
    return isShort ? report.short() : report.whole()
  }
}

/// A diagnosis in words: the verdict, the evidence for it, and what to try.
struct DiagnosisReport {
  let diagnosis: Diagnosis

  /// More rows, units or groups are abbreviated.
  static let most = 6

  func whole() -> [Block] {
    let watched = diagnosis.watched.map { ", \($0.name) \($0.value.shown)" }.joined()
    let wanted = diagnosis.condition.map { ", wanted \($0)" } ?? ""
    let head: Text =
      "net \(diagnosis.network.sizesText) on \(diagnosis.dataName) (\(counted(diagnosis.rows, "row"))) at epoch \(diagnosis.epoch): \(diagnosis.lossName) \(diagnosis.loss.shown)\(watched)\(wanted)"
    let evidence = groups + floor + trial + place + findings
    return [.paragraph(head, hang: 2), .blank, .paragraph(verdict)] + evidence
      + advice(most: 8, after: [.blank, .heading("What to do")])
  }

  /// After a training that missed.
  func short() -> [Block] {
    var blocks: [Block] = []
    var findings = diagnosis.findings[...]
    if diagnosis.verdict == .flat, let first = findings.popFirst() {
      blocks.append(.paragraph("\("Why:", .warning) \(text(first))", indent: 2))
    } else if diagnosis.verdict != .unknown {
      blocks.append(.paragraph("\("Why:", .warning) \(why.map { Text($0) } ?? verdict)", indent: 2))
    }
    blocks += findings.prefix(2).map { .paragraph(Text(text($0)), indent: 2) }
    return blocks + advice(most: 3, after: [.paragraph("Try one of", indent: 2)]) + [
      .paragraph("`diagnose` says more.", indent: 2)
    ]
  }

  // MARK: The verdict

  private var verdict: Text {
    switch diagnosis.verdict {
    case .arrived:
      let how =
        diagnosis.condition == nil
        ? "the outputs are the targets." : "the condition of the last train is met."
      return "\("ARRIVED", .good): \(how)"
    case .converged:
      if diagnosis.trial == nil {
        return
          "\("CONVERGED", .good): `patience` ended the training, as \(diagnosis.metric) no longer improved."
      }
      let best = diagnosis.floor == nil ? "" : ", which is at \(bestOfFloor)"
      return "\("CONVERGED", .good): training on does not lower the loss\(best)."
    case .stuck: return "\("STUCK", .warning): \(cause)."
    case .leaving: return "\("ON A PLATEAU", .warning) that it will leave: \(cause)."
    case .settling: return "\("SETTLING", .warning) on a plateau: \(cause)."
    case .falling:
      let rest =
        diagnosis.trial?.reached == true
        ? "it only needs more epochs." : "a copy that was trained on fell further."
      return "\("STILL FALLING", .warning): \(rest)"
    case .slow:
      if let long = diagnosis.longTrial, long.reached {
        return "\("SLOW", .warning): it arrives, but only after \(counted(long.epochs, "more epoch"))."
      }
      return
        "\("SLOW", .warning): the loss falls, but not fast enough to arrive in \(diagnosis.longTrial == nil ? "as many epochs again" : "ten times as many epochs")."
    case .flat:
      let rest =
        diagnosis.findings.isEmpty ? ", and none of the known causes explains why." : "."
      return
        "\("FLAT", .warning): \(diagnosis.metric == "loss" ? "the loss" : diagnosis.metric) hardly moves\(rest)"
    case .diverged:
      return "\("DIVERGED", .error): the last train ended with a loss that was not finite."
    case .unknown:
      return
        "\("NO FLOOR FOUND", .warning): none of the known causes explains the height of the loss. Whether it still falls was not tried, since there is no train line to repeat or it would take long."
    }
  }

  /// What the floor is, in short.
  private var cause: String {
    guard let floor = diagnosis.floor else { return "the loss does not fall" }
    switch floor {
    case .groups:
      if diagnosis.groups.contains(where: { $0.layer == 0 }) {
        return "the data contradicts itself: rows with the same inputs have different targets"
      }
      return diagnosis.isConstant
        ? "the output is constant: the net tells no rows apart" : "the net no longer tells these rows apart"
    case .locked(_, let rows):
      return "the output unit is saturated for \(counted(rows.count, "row")): no gradient moves it there"
    case .linear: return "without a nonlinear hidden layer, the net is a linear function of its inputs"
    case .bottleneck(_, let width):
      return "the last hidden layer has \(counted(width, "unit")), fewer than the targets have directions"
    case .pieces(_, let dead):
      return dead.isEmpty
        ? "each row stays on one linear piece of every unit, and the best fit with these pieces is reached"
        : "\(counted(dead.count, "unit")) never switched on; with those left the best fit is reached"
    case .outOfReach: return "every row has the output nearest to its target that there is"
    }
  }

  /// `the best fit that a linear function allows`
  private var bestOfFloor: String {
    switch diagnosis.floor {
    case .groups?, .locked?: "the best common output of rows that the net does not tell apart"
    case .linear?: "the best that a linear function of the inputs can do"
    case .bottleneck?: "the best that so few hidden units can do"
    case .pieces?: "the best fit with the linear pieces that the rows are on"
    case .outOfReach?: "the nearest that the outputs can come to the targets"
    case nil: ""
    }
  }

  private var why: String? {
    guard let floor = diagnosis.floor else { return nil }
    var words = diagnosis.groups.isEmpty ? cause + "." : grouping
    words += " \(atBest) \(floor.plateau.shown)"
    switch diagnosis.verdict {
    case .settling: words += ", and a copy trained on came to rest there."
    case .leaving: words += ", and that is where it is; a copy trained on left it."
    case .stuck, .arrived, .converged, .falling, .slow, .flat, .unknown, .diverged:
      words += ", and that is where it is."
      if let long = diagnosis.longTrial {
        words +=
          " It is a plateau, not slowness: a copy trained on for \(counted(long.epochs, "epoch")) stayed."
      }
    }
    return words
  }

  private var atBest: String {
    switch diagnosis.floor {
    case .groups, .locked:
      diagnosis.groups.isEmpty
        ? "So it can do no better than" : "A net that merges them can do no better than"
    case .linear, .bottleneck, .pieces, .outOfReach, nil: "So it can do no better than"
    }
  }

  /// `(0,1) and (1,1) get the same output, 0.50, for targets 1 and 0.`
  private var grouping: String {
    if diagnosis.isConstant {
      return "the net gives one output to all rows, \(answer(diagnosis.groups[0].rows[0].outputs))."
    }
    let texts = diagnosis.groups.prefix(2).map { group in
      let rows = list(
        group.rows.prefix(4).map { "(" + short($0.inputs.map(\.text)).joinedByCommas + ")" },
        rest: group.rows.count - 4)
      let targets = list(group.rows.prefix(4).map { answer($0.targets ?? []) }, rest: group.rows.count - 4)
      return "\(rows) get the same output, \(answer(group.rows[0].outputs)), for targets \(targets)"
    }
    let start =
      diagnosis.groups.contains { $0.layer == 0 }
      ? "the data contradicts itself: " : "the net cannot tell rows apart: "
    let rest = diagnosis.groups.count > 2 ? "; and \(diagnosis.groups.count - 2) more such groups" : ""
    return start + texts.joined(separator: "; ") + rest + "."
  }

  func short(_ texts: [String]) -> [String] { abbreviated(texts, most: 6) }

  func answer(_ numbers: [Double]) -> String {
    let shown = numbers.map { $0 == $0.rounded() ? $0.text : $0.significant(2) }.map(\.withMinusSign)
    return short(shown).joined(separator: " ")
  }

  func list(_ texts: [String], rest: Int) -> String {
    if rest > 0 { return texts.joined(separator: ", ") + " and \(rest) more" }
    guard texts.count > 1, let last = texts.last else { return texts.joined() }
    return texts.dropLast().joined(separator: ", ") + " and " + last
  }

  // MARK: Evidence

  private var groups: [Block] {
    diagnosis.groups.prefix(Self.most).flatMap { group -> [Block] in
      var table = Table([.leading, .trailing, .trailing], indent: 4)
      table.rows = group.rows.prefix(Self.most).map { row in
        [
          "row: \(Rendering.short(row.inputs.map(plain)))",
          "output \(row.outputs.map { $0.significant(4).withMinusSign }.joined(separator: " "))",
          "target \(Rendering.short((row.targets ?? []).map(\.text.withMinusSign)))",
        ]
      }
      let rest = group.rows.count - Self.most
      let answer = group.answer.map { $0.significant(4).withMinusSign }.joined(separator: " ")
      let best: Text = "best for all of them: \(answer)   (\(merged(group.layer)))"
      return [.blank, .paragraph(best, indent: 2), .table(table)]
        + (rest > 0 ? [.paragraph("… \(counted(rest, "more row"))", indent: 4)] : [])
    }
      + (diagnosis.groups.count > Self.most
        ? [.paragraph("… \(diagnosis.groups.count - Self.most) more groups", indent: 2)] : [])
  }

  /// A number as given if that is short.
  private func plain(_ value: Double) -> String {
    (value.text.count <= 8 ? value.text : value.significant(5)).withMinusSign
  }

  private func merged(_ layer: Int?) -> String {
    switch layer {
    case 0?: "their inputs are the same"
    case let layer? where layer < diagnosis.network.layers.count: "the same from layer \(layer) on"
    default: "the same only at the output"
    }
  }

  private var floor: [Block] {
    guard let floor = diagnosis.floor else { return [] }
    let isThere =
      diagnosis.verdict == .settling ? "a copy trained on came to it" : "the loss is \(diagnosis.loss.shown)"
    return [.blank, .paragraph("\(atBest) \(floor.plateau.shown); \(isThere).")]
  }

  /// What the second derivative says about where the network is.
  private var place: [Block] {
    guard let place = diagnosis.place, let least = place.eigenvalues.first, let most = place.eigenvalues.last
    else { return [] }
    let count = place.counts
    let size = place.eigenvalues.count
    let text: String
    switch place.kind {
    case .slope: return []
    case .minimum:
      text =
        "a minimum: all \(size) eigenvalues of the second derivative are positive, from \(least.significant(2)) to \(most.significant(2))"
    case .saddle:
      text =
        "a saddle: \(count.negative) of the \(size) eigenvalues of the second derivative \(count.negative == 1 ? "is" : "are") negative, the least \(least.significant(2).withMinusSign)"
    case .valley:
      text =
        "a flat valley: \(count.flat) of the \(size) eigenvalues of the second derivative \(count.flat == 1 ? "is" : "are") near 0, and along none does the way lead down"
    case .maximum: text = "a maximum: all \(size) eigenvalues of the second derivative are negative"
    }
    return [.paragraph("This place is \(text).")]
  }

  private var trial: [Block] {
    guard let trial = diagnosis.trial else { return [] }
    let epochs = counted(trial.epochs, "epoch")
    if trial.reached {
      return [
        .paragraph(
          "A copy that was trained on as before got there after \(epochs), at epoch \(diagnosis.epoch + trial.epochs): loss \(trial.loss.shown)."
        )
      ]
    }
    guard let long = diagnosis.longTrial else {
      return [.paragraph("A copy that was trained on for \(epochs) as before came to \(trial.loss.shown).")]
    }
    let meaning: String =
      switch diagnosis.verdict {
      case .stuck: ": it is a plateau, not slowness"
      case .leaving: ": it leaves the plateau"
      case .arrived, .converged, .settling, .falling, .slow, .flat, .diverged, .unknown: ""
      }
    return [
      .paragraph(
        "A copy that was trained on as before came to \(trial.loss.shown) after \(epochs) and to \(long.loss.shown) after \(counted(long.epochs, "epoch"))\(meaning)."
      )
    ]
  }
}

extension [String] {
  fileprivate var joinedByCommas: String { joined(separator: ",") }
}

extension EventTable {
  static let diagnosis = EventRow<(diagnosis: Diagnosis, isShort: Bool)>(
    "diagnosis", "`diagnose`, or a `train` missed its condition"
  ) {
    Field(choice: "verdict", "how the training stands") { $0.diagnosis.verdict }
    Field("cause", "the kind of floor under the loss; `null` if none was found") { cause($0.diagnosis) }
    Field("plateau", "the loss at that floor") { $0.diagnosis.floor?.plateau }
    Field("loss", "over the training data") { $0.diagnosis.loss }
    Field("epoch", "since the initialization") { $0.diagnosis.epoch }
    Field("groups", "rows, numbered from 1, that the network gives the same output") {
      $0.diagnosis.groups.map { $0.places.map { $0 + 1 } }
    }
    Field("answers", "the best common outputs of each group") { $0.diagnosis.groups.map(\.answer) }
    Field("trial_epochs", "that a copy was trained on; `null` without a trial") {
      $0.diagnosis.trial?.epochs
    }
    Field("trial_loss", "that the copy came to") { $0.diagnosis.trial?.loss }
    Field("trial_reached", "whether the copy met the condition") { $0.diagnosis.trial?.reached }
    Field("long_trial_epochs", "that a copy was trained on in the long trial; `null` without one") {
      $0.diagnosis.longTrial?.epochs
    }
    Field("long_trial_loss", "that the copy came to then") { $0.diagnosis.longTrial?.loss }
    Field("place", "minimum, saddle, flat-valley, slope or maximum; `null` where that was not computed") {
      $0.diagnosis.place?.kind.rawValue
    }
    Field("findings", "their kinds") { $0.diagnosis.findings.map(name) }
    Field("advice", "statements to try, the most promising first") { $0.diagnosis.advice.map(\.line) }
    Field("advice_reached", "for each: whether a copy that tried it met the condition; `null` if none tried")
    {
      $0.diagnosis.advice.map { $0.outcome.hasReached }
    }
    Field("advice_loss", "for each: the loss that a copy came to, where there was no condition") {
      $0.diagnosis.advice.map { $0.outcome.loss }
    }
    Field("failed_remedies", "other statements that were tried and did not help") { $0.diagnosis.failures }
    Field("short", "whether a `train` sent it") { $0.isShort }
  }

  private static func cause(_ diagnosis: Diagnosis) -> String? {
    switch diagnosis.floor {
    case nil: nil
    case .groups?:
      diagnosis.isConstant
        ? "constant" : diagnosis.groups.contains { $0.layer == 0 } ? "contradiction" : "groups"
    case .locked?: "locked"
    case .linear?: "linear"
    case .bottleneck?: "bottleneck"
    case .pieces?: "pieces"
    case .outOfReach?: "out-of-reach"
    }
  }

  private static func name(_ finding: Diagnosis.Finding) -> String {
    switch finding {
    case .outOfReach: "out-of-reach"
    case .contradiction: "contradiction"
    case .unscaled: "unscaled"
    case .largeTargets: "large-targets"
    case .imbalance: "imbalance"
    case .softmaxOfOne: "softmax-one"
    case .noDerivative: "no-derivative"
    case .frozen: "frozen"
    case .hindered: "hindered"
    case .tooNarrow: "too-narrow"
    case .rateByTrial(let rate, let better): better < rate ? "rate-too-large" : "rate-too-small"
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

extension Diagnosis.Outcome {
  /// nil if the line was not tried.
  fileprivate var hasReached: Bool? {
    switch self {
    case .untried: nil
    case .reached: true
    case .loss: false
    }
  }

  /// nil but for a trial without a condition.
  fileprivate var loss: Double? { if case .loss(let loss, _) = self { loss } else { nil } }
}
