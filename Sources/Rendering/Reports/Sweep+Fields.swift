import Experiments
import Interpreter
import NeuralCore
import Standard

extension EventTable {
  static let run = EventRow<SweepRunReport>("run", "a run of a sweep is over") {
    Field("k", "its number among the points, from 0") { $0.run.number }
    Field("variant", "its lines, only those that vary") { $0.variant }
    Field("seed", "of the start, of shuffling, and of the folds") { $0.run.point.seed }
    Field(optional: "fold", "that validates, from 1, with `folds`") { $0.run.point.fold }
    Field(choice: "end", "why it ended") { $0.run.end }
    Field("solved", "whether the condition was met; `null` without one") { $0.run.isSolved }
    Field("epochs", "that it took") { $0.run.epochs }
    Field("loss", "of the last pass, before its update") { $0.run.loss }
    figures
    Field("fingerprint", "of network, weights and generator") { $0.run.fingerprint }
    Field("seconds", "that it took") { $0.run.seconds }
  }

  /// With the weights that the training left.
  private static let figures: [Field<SweepRunReport>] = TrainingMetric.allCases.map { metric in
    let meaning = MetricName(rawValue: metric.rawValue)?.summary ?? ""
    guard metric != .loss else {
      return Field(metric.field, "with the weights that the training left; so are those that follow") {
        $0.run.lossAfter
      }
    }
    return Field(optional: metric.field, meaning) { $0.run[metric] }
  }

  /// Means and standard deviations of all metrics but the loss, which has quartiles.
  private static let means: [Field<(summary: VariantSummary, report: SweepReport)>] =
    TrainingMetric.allCases.filter { $0 != .loss }.flatMap { metric in
      [
        Field(metric.field, "mean over the runs; `null` where they have none") { $0.summary.means[metric] },
        Field(metric.field + "_sd", "standard deviation, with n − 1") { $0.summary.deviations[metric] },
      ]
    }

  static let variant = EventRow<(summary: VariantSummary, report: SweepReport)>(
    "sweep", "a sweep is over: a line a variant"
  ) {
    Field("variant", "its lines, only those that vary") { $0.summary.name }
    Field("lines", "all lines of the sweep that make it") {
      $0.report.result.variants[$0.summary.variant].lines
    }
    Field("runs", "that were made") { $0.summary.runs }
    Field("solved", "that met their condition; `null` without one") { $0.summary.solved }
    Field("solved_low", "lower end of the 95 % interval of that share (Wilson)") {
      $0.summary.solvedShare?.low
    }
    Field("solved_high", "upper end") { $0.summary.solvedShare?.high }
    Field("epochs_25", "after which more than a quarter had met it; `null` if so many never did") {
      $0.summary.epochs.low
    }
    Field("epochs_50", "more than a half") { $0.summary.epochs.median }
    Field("epochs_75", "more than three quarters") { $0.summary.epochs.high }
    Field("loss_name", "the loss that its training makes small; `null` where a ledger does not say it") {
      $0.report.result.variants[$0.summary.variant].loss
    }
    Field("loss_25", "quartiles of the losses with the final weights") { $0.summary.loss.low }
    Field("loss_50", "their median") { $0.summary.loss.median }
    Field("loss_75", "upper quartile") { $0.summary.loss.high }
    means
    Field("diverged", "runs whose loss was not finite") { $0.summary.diverged }
    Field("best_seed", "of its best run") { $0.summary.best.point.seed }
    Field(optional: "best_fold", "of its best run, in a cross-validation") { $0.summary.best.point.fold }
    Field("worst_seed", "of its worst run") { $0.summary.worst.point.seed }
    Field(optional: "worst_fold", "of its worst run, in a cross-validation") { $0.summary.worst.point.fold }
    Field("seconds", "of all its runs together") { $0.summary.seconds }
    Field("interrupted", "whether the sweep was stopped before it was done") { $0.report.isInterrupted }
  }

  static let pair = EventRow<(pair: PairedComparison, solved: PairedComparison?, result: SweepResult)>(
    "pair", "a sweep is over: a line for every two variants, on the same seeds"
  ) {
    Field("first", "a variant") { $0.result.variants[$0.pair.first].name }
    Field("second", "another one") { $0.result.variants[$0.pair.second].name }
    Field("by", "what they are compared by") { $0.result.outcome.name }
    Field("wins", "seeds on which the first is better") { $0.pair.wins }
    Field("losses", "seeds on which the second is better") { $0.pair.losses }
    Field("ties", "seeds on which neither is") { $0.pair.ties }
    Field("p", "of the exact sign test, two-sided") { $0.pair.p }
    Field("p_holm", "the same corrected for the number of pairs") { $0.pair.corrected }
    Field(optional: "first_alone", "seeds on which only the first met the condition") { $0.solved?.wins }
    Field(optional: "second_alone", "seeds on which only the second did") { $0.solved?.losses }
    Field(optional: "p_solved", "of the exact sign test on these, corrected (Holm)") { $0.solved?.corrected }
  }

  static func sweep(_ report: SweepReport) -> [JSON] {
    report.result.summaries().map { variant.object(($0, report)) }
      + pairs(report.result)
  }

  private static func pairs(_ result: SweepResult) -> [JSON] {
    let solved = result.solvedComparisons()
    return result.comparisons().enumerated().map { k, pair in
      self.pair.object((pair, solved.indices.contains(k) ? solved[k] : nil, result))
    }
  }
}
