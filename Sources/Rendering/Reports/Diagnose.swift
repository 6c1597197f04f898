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
  private static let most = 6

  func whole() -> [Block] {
    let wanted = diagnosis.condition.map { ", wanted \($0)" } ?? ""
    let head: Text =
      "net \(diagnosis.network.sizesText) on \(diagnosis.dataName) (\(counted(diagnosis.rows, "row"))) at epoch \(diagnosis.epoch): \(diagnosis.lossName) \(diagnosis.loss.shown)\(wanted)"
    let evidence = groups + floor + trial + findings
    return [.paragraph(head, hang: 2), .blank, .paragraph(verdict)] + evidence
      + advice(most: 8, after: [.blank, .heading("What to do")])
  }

  /// After a training that missed.
  func short() -> [Block] {
    var blocks: [Block] = []
    if diagnosis.verdict != .unknown {
      blocks.append(.paragraph("\("Why:", .warning) \(why.map { Text($0) } ?? verdict)", indent: 2))
    }
    blocks += diagnosis.findings.prefix(2).map { .paragraph(Text(text($0)), indent: 2) }
    return blocks + advice(most: 3, after: [.paragraph("Try one of", indent: 2)]) + [
      .paragraph("`diagnose` says more.", indent: 2)
    ]
  }

  // MARK: The verdict

  private var verdict: Text {
    switch diagnosis.verdict {
    case .arrived:
      return "\("ARRIVED", .good): the last train met its condition."
    case .stuck: return "\("STUCK", .warning): \(cause)."
    case .leaving: return "\("ON A PLATEAU", .warning) that it will leave: \(cause)."
    case .settling: return "\("SETTLING", .warning) on a plateau: \(cause)."
    case .falling:
      let rest =
        diagnosis.trial?.reached == true ? "it only needs more epochs." : "nothing stops it."
      return "\("STILL FALLING", .warning): \(rest)"
    case .slow:
      return
        "\("SLOW", .warning): the loss falls, but not fast enough to arrive in as many epochs again."
    case .flat:
      let rest =
        diagnosis.findings.isEmpty ? ", and none of the known causes explains its height." : "."
      return "\("FLAT", .warning): the loss hardly moves\(rest)"
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

  private var why: String? {
    guard let floor = diagnosis.floor else { return nil }
    var words = diagnosis.groups.isEmpty ? cause + "." : grouping
    words += " \(atBest) \(floor.plateau.shown)"
    switch diagnosis.verdict {
    case .settling: words += ", and a copy trained on came to rest there."
    case .leaving: words += ", and that is where it is; a copy trained on left it."
    case .stuck, .arrived, .falling, .slow, .flat, .unknown, .diverged:
      words += ", and that is where it is."
      if diagnosis.trial != nil { words += " It is a plateau, not slowness: a copy trained on stayed." }
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

  private func short(_ texts: [String]) -> [String] { abbreviated(texts, most: 6) }

  private func answer(_ numbers: [Double]) -> String {
    let shown = numbers.map { $0 == $0.rounded() ? $0.text : $0.significant(2) }.map(\.withMinusSign)
    return short(shown).joined(separator: " ")
  }

  private func list(_ texts: [String], rest: Int) -> String {
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
          "target \(Rendering.short((row.targets ?? []).map(\.text)))",
        ]
      }
      let rest = group.rows.count - Self.most
      let answer = group.answer.map { $0.significant(4).withMinusSign }.joined(separator: " ")
      let best: Text = "best for all of them: \(answer)   (\(merged(group.layer)))"
      return [.blank, .paragraph(best, indent: 2), .table(table)]
        + (rest > 0 ? [.paragraph("… \(rest) more rows", indent: 4)] : [])
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
    let meaning: String =
      switch diagnosis.verdict {
      case .stuck: ": it is a plateau, not slowness"
      case .leaving: ": it leaves the plateau"
      case .arrived, .settling, .falling, .slow, .flat, .diverged, .unknown: ""
      }
    return [
      .paragraph("A copy that was trained on for \(epochs) as before came to \(trial.loss.shown)\(meaning).")
    ]
  }

  private var findings: [Block] {
    guard !diagnosis.findings.isEmpty else { return [] }
    return [.blank] + diagnosis.findings.map { .paragraph(Text(text($0))) }
  }

  private func names(_ neurons: [NeuronName]) -> String {
    list(neurons.prefix(8).map(\.description), rest: neurons.count - 8)
  }

  private func pairs(_ pairs: [(NeuronName, NeuronName)]) -> String {
    list(pairs.prefix(4).map { "\($0.0) and \($0.1)" }, rest: pairs.count - 4)
  }

  private func text(_ finding: Diagnosis.Finding) -> String {
    switch finding {
    case .outOfReach(let rows, let floor):
      let range = diagnosis.network.output.range
      return
        "Out of reach: \(counted(rows, "row")) \(rows == 1 ? "has a target" : "have targets") outside of what a \(diagnosis.network.output.name) output can give, "
        + "\(reach(range)); the loss cannot fall below \(floor.shown)."
    case .mirrored(let units):
      return
        "Symmetric weights: \(pairs(units)) have the same weights in and out, so every update changes them alike and "
        + "nothing can separate them."
    case .dead(let units):
      return
        "Dead: \(names(units)) \(units.count == 1 ? "is" : "are") 0 for every row, so no gradient reaches \(units.count == 1 ? "it" : "them")."
    case .saturated(let units):
      return
        "Saturated: \(names(units)) \(units.count == 1 ? "is" : "are") at an end of the activation for every row, "
        + "where its derivative is under 1/20 of its maximum."
    case .twins(let units):
      return "Twins: \(pairs(units)) give the same output for every row; one of them adds nothing."
    case .vanishing(let sizes):
      return
        "Vanishing gradients: from the first layer to the last their size is \(byLayer(sizes)); the first layers hardly learn."
    case .exploding(let sizes):
      return "Exploding gradients: from the first layer to the last their size is \(byLayer(sizes))."
    case .tooLarge(let rate, let limit, let curvature):
      return
        "Learning rate too large: the curvature of the loss is \(curvature.significant(3)), so steps grow at rates above \(limit.significant(2)); lr is \(rate.text)."
    case .tooSmall(let rate, let limit, let curvature):
      return
        "Learning rate small: the curvature of the loss is \(curvature.significant(3)), which allows rates up to \(limit.significant(2)); lr is \(rate.text)."
    case .inseparable(let first, let second, let names):
      return
        "No straight line separates the classes \(names.0) and \(names.1): \(mixture(first)) = \(mixture(second)), one point that would have to lie on both sides."
    case .overfitting(let best, let least, let now):
      return
        "Overfitting: the loss over the validation part was \(least.shown) at epoch \(best) and is \(now.shown) now, while that over the training part fell."
    }
  }

  private func reach(_ range: ClosedRange<Double>) -> String {
    let low = range.lowerBound.significant(5).withMinusSign
    return range.upperBound.isFinite ? "\(low) to \(range.upperBound.text)" : "at least \(low)"
  }

  private func byLayer(_ sizes: [Double]) -> String {
    sizes.map { $0.significant(2) }.joined(separator: ", ")
  }

  /// `0.5·(0 0) + 0.5·(1 1)`
  private func mixture(_ parts: [(EvalRow, Double)]) -> String {
    parts.map { row, share in
      "\(share.significant(3))·(\(Rendering.short(row.inputs.map { $0.text.withMinusSign })))"
    }.joined(separator: " + ")
  }

  // MARK: Advice

  private func advice(most: Int, after title: [Block]) -> [Block] {
    guard !diagnosis.advice.isEmpty else { return [] }
    let lines = diagnosis.advice.prefix(most).map { Code.Line(statement: $0.line, reason: $0.why) }
    return title + [.code(Code(lines: lines))]
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
    Field("findings", "their kinds") { $0.diagnosis.findings.map(name) }
    Field("advice", "statements to try, the most promising first") { $0.diagnosis.advice.map(\.line) }
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
