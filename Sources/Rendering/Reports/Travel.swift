import Interpreter
import NeuralCore

/// The epochs of a training: `show epochs`, `goto`, `back`, `compare`.
extension Reporter {
  func epochs(_ report: EpochsReport) -> [Block] {
    let hasValidation = !report.validation.isEmpty
    let hasClasses = report.validation.contains { $0.accuracy != nil }
    let more: [Text] = (hasValidation ? ["val.loss after it"] : []) + (hasClasses ? ["val.accuracy"] : [])
    var table = Table(
      [.trailing, .leading] + more.map { _ in .leading } + [.leading],
      head: ["epoch", "loss before its update"] + more + [""], indent: 2)
    func mark(_ epoch: Int) -> Text { epoch == report.here ? "<- here" : "" }
    let listed = Set(report.losses.map(\.epoch))
    if report.first == report.here, !listed.contains(report.first) {
      table.rows.append(["\(report.first)", ""] + more.map { _ in "" } + [mark(report.first)])
    }
    for (k, point) in report.losses.enumerated() {
      let (loss, accuracy) = hasValidation ? report.validation[k] : (.nan, nil)
      let values: [Text] = [Text(loss.shown), Text(accuracy?.shown ?? "")]
      table.rows.append(
        ["\(point.epoch)", Text(point.loss.shown)] + values.prefix(more.count) + [mark(point.epoch)])
    }
    let most = min(10, report.here - report.first)
    let back = most > 0 ? ", back \(most)" : ""
    let isHereMissing = !listed.contains(report.here) && report.first != report.here
    return [.paragraph("epochs \(report.first) to \(report.last)"), .table(table)]
      + (isHereMissing ? [.paragraph("here: \(report.here)", indent: 2)] : [])
      + [
        .paragraph(
          "`goto` restores any of them, bit for bit: goto epoch \((report.first + report.last) / 2)\(back). Stored states take at most \(report.bound / 1_000_000) MB; the epochs between them are computed again."
        )
      ]
  }

  func wentTo(_ report: TravelReport) -> [Block] {
    let loss = report.loss.map { " · loss \($0.shown)" } ?? ""
    let best = report.best.map { " · best \($0.metric.rawValue): \($0.value.shown)" } ?? ""
    return [self.report("epoch \(report.epoch) of \(report.last)\(best)\(loss)")]
  }

  func compare(_ report: ComparisonReport) -> [Block] {
    let (first, second) = report.epochs
    var table = Table(
      [.leading, .trailing, .trailing, .trailing],
      head: ["", "epoch \(first)", "epoch \(second)", "change"])
    if let losses = report.losses {
      let change = Text((losses.1 - losses.0).significant(4).withMinusSign)
      table.rows.append(["loss", Text(losses.0.shown), Text(losses.1.shown), change])
    }
    let most = 60
    for (weight, later) in zip(report.first, report.second).prefix(most) {
      table.rows.append([
        Text(weight.name.description), Text(weight.value.significant(6).withMinusSign),
        Text(later.value.significant(6).withMinusSign),
        Text((later.value - weight.value).significant(4).withMinusSign),
      ])
    }
    let rest = report.first.count - most
    return [.table(table)] + (rest > 0 ? [.paragraph("… \(rest) more weights; --json has them all")] : [])
  }
}

extension EventTable {
  static let epochs = EventRow<EpochsReport>("epochs", "`show epochs`") {
    Field("first", "the first epoch that `goto` can go to") { $0.first }
    Field("last", "the last one") { $0.last }
    Field("here", "the present epoch") { $0.here }
    Field("bound", "the most bytes that kept states take") { $0.bound }
    Field("epochs", "some on the way") { $0.losses.map(\.epoch) }
    Field("losses", "of their passes, before the update") { $0.losses.map(\.loss) }
    Field("val_losses", "over the validation set, after each of them; empty without one") {
      $0.validation.map(\.loss)
    }
    Field("val_accuracies", "likewise; empty where there are no classes") {
      $0.validation.compactMap(\.accuracy)
    }
  }

  static let wentTo = EventRow<TravelReport>("goto", "`goto` or `back` went to an epoch") {
    Field("epoch", "the present epoch") { $0.epoch }
    Field("last", "the last epoch that can be gone to") { $0.last }
    Field("loss", "over the training data; `null` without data that fits") { $0.loss }
    Field(optional: "best_metric", "with `best`: what the epoch is the best of") { $0.best?.metric.rawValue }
    Field(optional: "best", "its value") { $0.best?.value }
  }

  static let compared = EventRow<(name: WeightName, epochs: (Int, Int), first: Double, second: Double)>(
    "compare", "`compare`, a line a weight"
  ) {
    Field("from", "the neuron before it; `0B` for a bias") { $0.name.from.description }
    Field("to", "the neuron after it") { $0.name.to.description }
    Field("epochs", "the two that are compared") { [$0.epochs.0, $0.epochs.1] }
    Field("values", "at these epochs") { [$0.first, $0.second] }
    Field("change", "the second value minus the first") { $0.second - $0.first }
  }
}
