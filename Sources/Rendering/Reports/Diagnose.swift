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
  static let most = (groups: 2, rows: 4)

  func whole() -> [Block] {
    let watched = diagnosis.watched.map { ", \($0.name) \($0.value.shown)" }.joined()
    let wanted = diagnosis.condition.map { ", wanted \($0)" } ?? ""
    let head: Text =
      "net \(diagnosis.network.sizesText) on \(diagnosis.dataName) (\(counted(diagnosis.rows, "row"))) at epoch \(diagnosis.epoch): \(diagnosis.lossName) \(diagnosis.loss.shown)\(watched)\(wanted)"
    let evidence = findings + groups + floor + trial + place
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
    return blocks + advice(most: 3, after: [.paragraph("Try one of", indent: 2)], isShort: true) + [
      .paragraph(
        isPromising ? "`diagnose` says more." : "`diagnose` takes longer, and tries what helps.", indent: 2)
    ]
  }

  // MARK: The verdict

  private var verdict: Text {
    switch diagnosis.verdict {
    case .arrived: return arrived
    case .untrained: return "\("NOT TRAINED YET", .warning): the weights are as they were drawn."
    case .converged: return converged
    case .stuck: return "\("STUCK", .warning): \(cause)."
    case .leaving: return "\("ON A PLATEAU", .warning) that it will leave: \(cause)."
    case .settling:
      return diagnosis.floor == nil
        ? "\("SETTLING", .warning): the loss comes to rest above the goal\(unexplained)"
        : "\("SETTLING", .warning) on a plateau: \(cause)."
    case .unsteady:
      return "\("UNSTEADY", .warning): \(diagnosis.metric) jumps up and down, and does not get lower."
    case .overfitting:
      return
        "\("OVERFITTING", .warning): the loss falls over the training set and rises over the validation set."
    case .falling:
      let rest =
        diagnosis.trial?.reached == true || diagnosis.longTrial?.reached == true
        ? "it only needs more epochs." : "a copy that was trained on fell further."
      return "\("STILL FALLING", .warning): \(rest)"
    case .slow:
      if let long = diagnosis.longTrial, long.reached {
        return "\("SLOW", .warning): it arrives, but only after \(counted(long.epochs, "more epoch"))."
      }
      return
        "\("SLOW", .warning): the loss falls, but not fast enough to arrive in \(diagnosis.longTrial == nil ? "as many epochs again" : "ten times as many epochs")."
    case .flat:
      return
        "\("FLAT", .warning): \(diagnosis.metric == "loss" ? "the loss" : diagnosis.metric) hardly moves\(unexplained)"
    case .diverged:
      return "\("DIVERGED", .error): the last train ended with a loss that was not finite."
    case .unknown:
      return
        "\("NO FLOOR FOUND", .warning): none of the known causes explains the height of the loss. Whether it still falls was not tried, since there is no train line to repeat or it would take long."
    }
  }

  private var arrived: Text {
    let how =
      diagnosis.condition == nil
      ? "the outputs are the targets."
      : diagnosis.isConditionMet == false
        ? "the condition of the last train was met on the way; the weights as they are now do not meet it."
        : "the condition of the last train is met."
    return "\("ARRIVED", .good): \(how)"
  }

  private var converged: Text {
    if diagnosis.trial == nil {
      return
        "\("CONVERGED", .good): `patience` ended the training, as \(diagnosis.metric) no longer improved."
    }
    if isContradictory {
      return
        "\("CONVERGED", .good): rows come again with other targets, and the outputs are as near to all of them as they can be."
    }
    let best = diagnosis.floor == nil ? "" : ", which is at \(bestOfFloor)"
    return "\("CONVERGED", .good): training on hardly lowers the loss\(best)."
  }

  /// The floor is that of rows with the same inputs.
  private var isContradictory: Bool {
    guard case .groups? = diagnosis.floor else { return false }
    return diagnosis.groups.contains { $0.layer == 0 }
  }

  private var unexplained: String {
    diagnosis.findings.isEmpty ? ", and none of the known causes explains why." : "."
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
    case .linear:
      return
        "without a nonlinear hidden layer, the net is a linear function of its inputs\(diagnosis.network.layers[0].hasBias ? "" : " without a constant")"
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
    case .linear?:
      "the best that a linear function of the inputs\(diagnosis.network.layers[0].hasBias ? "" : " without a constant") can do"
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
    case .stuck, .arrived, .untrained, .converged, .falling, .slow, .flat, .unknown, .diverged, .unsteady,
      .overfitting:
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
      let shown = telling(group.rows)
      let rows = list(
        shown.prefix(4).map { "(" + short($0.inputs.map(\.text)).joinedByCommas + ")" },
        rest: group.rows.count - 4)
      let targets = list(shown.prefix(4).map { answer($0.targets ?? []) }, rest: group.rows.count - 4)
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
    diagnosis.groups.prefix(Self.most.groups).flatMap { group -> [Block] in
      var table = Table([.leading, .leading, .leading], indent: 4)
      table.rows = telling(group.rows).prefix(diagnosis.isConstant ? 2 : Self.most.rows).map { row in
        [
          "row: \(beside(row.inputs.map { plain($0, digits: row.inputs.count > 3 ? 3 : 5) }, most: row.outputs.count > 2 ? 4 : 6))",
          "output \(beside(row.outputs.map { $0.significant(4).withMinusSign }))",
          "target \(beside((row.targets ?? []).map(\.text.withMinusSign)))",
        ]
      }
      let rest = group.rows.count - table.rows.count
      let answer = group.answer.map { $0.significant(4).withMinusSign }.joined(separator: " ")
      let best: Text = "best for all of them: \(answer)   (\(merged(group.layer)))"
      return [.blank, .paragraph(best, indent: 2), .table(table)]
        + (rest > 0 ? [.paragraph("… \(counted(rest, "more row"))", indent: 4)] : [])
    }
      + (diagnosis.groups.count > Self.most.groups
        ? [.paragraph("… \(counted(diagnosis.groups.count - Self.most.groups, "more group"))", indent: 2)]
        : [])
  }

  /// Numbers that share a line with others.
  private func beside(_ texts: [String], most: Int = 4) -> String {
    abbreviated(texts, most: most).joined(separator: " ")
  }

  /// First a row of each target.
  private func telling(_ rows: [EvalRow]) -> [EvalRow] {
    var seen: Set<[Double]> = []
    let first = rows.map { seen.insert($0.targets ?? []).inserted }
    return zip(rows, first).filter(\.1).map(\.0) + zip(rows, first).filter { !$0.1 }.map(\.0)
  }

  /// A number as given if that is short.
  private func plain(_ value: Double, digits: Int) -> String {
    (value.text.count <= digits + 3 ? value.text : value.significant(digits)).withMinusSign
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

  private var now: String { " (now \(diagnosis.value.shown))" }

  /// What stands before a loss that is not that of the training set.
  var measured: String { diagnosis.metric == "loss" ? "" : diagnosis.metric + " " }

  private var trial: [Block] {
    guard let trial = diagnosis.trial else { return [] }
    let epochs = counted(trial.epochs, "epoch")
    if trial.reached {
      return [
        .paragraph(
          "A copy that was trained on as before got there after \(epochs), at epoch \(diagnosis.epoch + trial.epochs)."
        )
      ]
    }
    guard let long = diagnosis.longTrial else {
      return [
        .paragraph(
          "A copy that was trained on for \(epochs) as before came to \(measured)\(trial.loss.shown)\(now).")
      ]
    }
    let meaning: String =
      switch diagnosis.verdict {
      case .stuck: ": it is a plateau, not slowness"
      case .leaving: ": it leaves the plateau"
      case .arrived, .untrained, .converged, .settling, .falling, .slow, .flat, .diverged, .unknown,
        .unsteady,
        .overfitting:
        ""
      }
    return [
      .paragraph(
        "A copy that was trained on as before came to \(measured)\(trial.loss.shown) after \(epochs) and to \(long.loss.shown) after \(counted(long.epochs, "epoch"))\(now)\(meaning)."
      )
    ]
  }
}

extension [String] {
  fileprivate var joinedByCommas: String { joined(separator: ",") }
}
