import Experiments
import Interpreter
import NeuralCore

/// `train` and `step`.
extension Reporter {
  func started(_ start: TrainStarted) -> [Block] {
    start.continues ? [report("going on with the state of \(start.optimizer)")] : []
  }

  func attempt(_ attempt: TrainReport.Attempt, _ number: Int) -> [Block] {
    let seed = attempt.seed.map { "seed \($0)" } ?? "drawn on"
    let end: Text =
      switch attempt.end {
      case .until: Text("reached", .good)
      case .diverged: Text("diverged", .error)
      case .mingrad: "not reached, flat"
      case .epochs, .seconds, .patience, .interrupted: "not reached"
      }
    return [
      report(
        "attempt \(number)   \(seed)   \(counted(attempt.epochs, "epoch"))   loss \(attempt.loss.shown)   \(end)"
      )
    ]
  }

  func train(_ report: TrainReport) -> [Block] {
    end(report) + (report.overflow.map(overflow) ?? [])
  }

  /// Why weights stand still.
  private func overflow(_ overflow: TrainReport.Overflow) -> [Block] {
    let type = overflow.precision == .single ? "a float32 (3.4e38)" : "a float64 (1.8e308)"
    let optimizer = overflow.optimizer
    let what =
      overflow.weights == 0
      ? "the gradient is longer than \(type) holds, and `clip norm` has made it 0: no weight moved"
      : "the squared gradients of \(overflow.weights) of \(counted(overflow.all, "weight")) are beyond \(type), "
        + "and \(optimizer) divides by their root: these weights no longer move"
    return [
      report("\("OVERFLOW", .error): \(what)."),
      detail("Make the numbers smaller: scale standard, then init, which forgets the sums, and train."),
    ]
  }

  private func end(_ report: TrainReport) -> [Block] {
    let at = "at epoch \(report.epoch)" + took(report.seconds)
    if report.epochs == 0, report.reason != .diverged {
      let isInterrupted = report.reason == .interrupted
      let why: Text = isInterrupted ? "\("interrupted", .warning) in the first epoch: " : ""
      return [self.report("\(why)no epoch was run\(took(report.seconds))")]
    }
    let losses = losses(report)
    switch (report.reason, report.reached) {
    case (.until, _):
      return [self.report("\("reached", .good) \(report.condition ?? "") \(at)"), losses] + ledger(report)
    case (.patience, _): return patience(report)
    case (.mingrad, nil):
      let head: Text = "flat: no gradient component above \((report.gradientTolerance ?? 0).text) \(at)"
      return [self.report(head), losses] + risen(report)
    case (.diverged, _): return diverged(report)
    case (.interrupted, _):
      return [self.report("\("interrupted", .warning) \(at)"), losses] + risen(report) + further
    case (.epochs, false?), (.seconds, false?), (.mingrad, false?):
      return missed(report, at, losses) + risen(report) + ledger(report)
    case (.epochs, _), (.seconds, _), (.mingrad, true?):
      let head: Text = "trained \(counted(report.epochs, "epoch")), now \(at)"
      return [self.report(head), losses] + risen(report)
    }
  }

  private func detail(_ text: Text) -> Block { report(text, indent: 2) }

  /// The loss at the end; with patience, which weights were taken: the last update is not theirs.
  private func losses(_ report: TrainReport) -> Block {
    if let best = report.best, report.reason != .until { return kept(best) }
    let after = report.lossAfter.map { ", \($0.shown) after" } ?? ""
    guard report.dropsUnits else { return detail("loss \(report.loss.shown) before its update\(after)") }
    return detail(
      "loss \(report.loss.shown) before its update, with units left out\(after.isEmpty ? "" : after + ", with all")"
    )
  }

  private func kept(_ best: (epoch: Int, metric: String, value: Double)) -> Block {
    detail(
      "the weights are those of epoch \(best.epoch), with the best \(best.metric): \(best.value.shown)"
    )
  }

  private var further: [Block] {
    verbosity == .prompt ? [detail("`train` goes on from there; `undo` takes it back.")] : []
  }

  /// What a training with restarts came to.
  private func ledger(_ report: TrainReport) -> [Block] {
    guard !report.attempts.isEmpty else { return [] }
    let attempts = counted(report.attempts.count, "attempt")
    if let replay = report.replay, report.reached == true {
      let lines = replay.split(separator: ";").map { statement in
        Code.Line(statement: statement.split(separator: " ").joined(separator: " "))
      }
      return [detail("in \(attempts); the last one alone:"), .code(Code(lines: lines))]
    }
    let isReplayable = report.attempts.last?.seed != nil
    return [
      detail(
        isReplayable
          ? "in \(attempts)"
          : "in \(attempts); all drew from one generator and kept the averages, so no single seed replays the last"
      )
    ]
  }

  private func patience(_ report: TrainReport) -> [Block] {
    guard let best = report.best, let patience = report.patience else { return [] }
    let least = patience.least > 0 ? " by more than \(patience.least.text)" : ""
    return [
      self.report(
        "\("stopped", .warning) early: no improvement of \(best.metric)\(least) in \(counted(patience.epochs, "epoch")), after \(counted(report.epochs, "epoch"))\(took(report.seconds))"
      ),
      kept(best),
    ]
  }

  private func risen(_ report: TrainReport) -> [Block] {
    let now = report.lossAfter ?? report.loss
    guard now > 1.5 * report.firstLoss || now.isNaN else { return [] }
    let penalties = report.penalties.map { "`\($0)`" }.joined(separator: ", ")
    return [
      detail(
        penalties.isEmpty
          ? "The loss rose, from \(report.firstLoss.shown): the steps may be too large, try a smaller lr."
          : "The loss rose, from \(report.firstLoss.shown): \(penalties) \(report.penalties.count == 1 ? "draws" : "draw") weights away from where it is low, or the steps are too large: try less of it, or a smaller lr."
      )
    ]
  }

  private func missed(_ report: TrainReport, _ at: String, _ losses: Block) -> [Block] {
    var blocks = [
      self.report(
        "\("NOT REACHED", .warning): \(report.condition ?? ""), after \(counted(report.epochs, "epoch")), now \(at)"
      ), losses,
    ]
    if report.reason == .mingrad {
      blocks.append(
        detail(
          "No gradient component is above \((report.gradientTolerance ?? 0).text): the training has come to rest."
        ))
    }
    if report.reason == .epochs, report.isBudgetImplied {
      blocks.append(detail("100,000 epochs is the limit where none is given; `epochs N` sets another."))
    }
    return blocks
  }

  private func diverged(_ report: TrainReport) -> [Block] {
    let loss = report.loss.isNaN ? "nan" : "inf"
    let head = self.report("\("DIVERGED", .error): a loss was not finite (\(loss))\(took(report.seconds))")
    guard let after = report.lossAfter, after.isFinite else {
      return [head, detail("The initial weights have no finite loss; they are unchanged.")]
    }
    return [
      head,
      detail(
        "The weights are those of epoch \(report.epoch), the last that had a finite loss: \(after.shown)."),
      detail("The steps are too large: try a smaller lr."),
    ]
  }

  private func took(_ seconds: Double) -> String { showsTimes ? " · " + time(seconds) : "" }
}

extension EventTable {
  static let training = EventRow<TrainStarted>("training", "a training begins") {
    Field("optimizer", "its name") { $0.optimizer }
    Field("continues", "whether the optimizer goes on with its averages") { $0.continues }
  }

  static let epoch = EventRow<EpochReport>("epoch", "an epoch of the log") {
    Field("epoch", "since the initialization") { $0.epoch }
    Field("loss", "of its pass, before its update") { $0.loss }
    Field(optional: "lr", "the learning rate, where a schedule changes it") { $0.rate }
    Field(optional: "accuracy", "after its update, where the training stops on it or watches it") {
      $0[.accuracy]
    }
    Field(optional: "largest_error", "after its update, likewise") { $0[.largestError] }
    Field(optional: "val_loss", "after its update, where there is a validation set") { $0[.validationLoss] }
    Field(optional: "val_accuracy", "after its update, where that set has classes") {
      $0[.validationAccuracy]
    }
    watchedFields
  }

  /// Metrics that are there only if the training stops on them or watches them.
  private static let watchedFields: [Field<EpochReport>] =
    TrainingMetric.allCases
    .filter { ![.loss, .accuracy, .largestError, .validationLoss, .validationAccuracy].contains($0) }
    .map { metric in
      Field(optional: metric.field, "after its update, likewise") { $0[metric] }
    }

  static let attempt = EventRow<(attempt: TrainReport.Attempt, number: Int)>(
    "attempt", "one start of a training with restarts is over"
  ) {
    Field("attempt", "its number, from 1") { $0.number }
    Field("seed", "`null` if it drew on from the running generator") { $0.attempt.seed }
    Field("epochs", "that it took") { $0.attempt.epochs }
    Field("loss", "of its last pass, before the update") { $0.attempt.loss }
    Field(choice: "end", "why it ended") { $0.attempt.end }
  }

  static let train = EventRow<TrainReport>("train", "a training is over") {
    Field("epochs", "of this statement") { $0.epochs }
    Field("epoch", "since the initialization") { $0.epoch }
    Field("loss", "of the last pass, before its update") { $0.loss }
    Field("loss_after", "with the weights as they are now; `null` after a long training was interrupted") {
      $0.lossAfter
    }
    Field("overflow", "weights that stand still, as their squared gradients are infinite; `null` as a rule") {
      $0.overflow?.weights
    }
    Field("reached", "whether the condition was met; `null` without one") { $0.reached }
    Field(choice: "reason", "why it ended") { $0.reason }
    Field("until", "the condition as typed; `null` without one") { $0.condition }
    Field("seconds", "that it took") { $0.seconds }
    Field("seed", "of the initialization; `null` if nothing was drawn") { $0.seed }
    Field("attempts", "starts that it took") { max(1, $0.attempts.count) }
    Field("best_epoch", "with `patience`, the epoch whose weights came back") { $0.best?.epoch }
    Field("best", "the value of the watched metric at that epoch") { $0.best?.value }
    Field("watched", "with `patience`, the metric that it watched") { $0.best?.metric }
  }
}
