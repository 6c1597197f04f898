import Experiments
import Language
import NeuralCore
import Standard

/// What the variants of a sweep are compared by.
extension Executor {
  func outcome(
    _ given: GivenOption?, _ variants: [PlannedVariant], folds: Int?, at span: Span
  ) throws(Diagnostic) -> SweepOutcome {
    guard let word = given?.name else { return try usualOutcome(variants, folds: folds, at: span) }
    if word.node == MetricName.epoch.rawValue {
      guard variants.allSatisfy({ $0.request.condition != nil }) else { throw .noGoal(word) }
      return .epochs
    }
    guard let metric = TrainingMetric(rawValue: word.node) else {
      throw Diagnostic(
        .settingMismatch, "`\(word.node)` is no metric that variants can be compared by", at: word.span,
        help: ["There are: epoch, " + TrainingMetric.allCases.map(\.rawValue).joined(separator: ", ")])
    }
    if metric.isOfValidation, !variants.allSatisfy({ $0.hasValidation(folds) }) {
      throw Diagnostic(
        .unavailableMetric, "`\(word.node)` needs a validation part, and there is none", at: word.span,
        help: ["Split the data first (split 0.8 seed 1), or cross-validate: folds 5"])
    }
    for variant in variants where !variant.has(metric, folds: folds) { throw .without(metric, at: word.span) }
    if metric.figure == .loss, !variants.haveOneObjective { throw .differentLosses(at: word.span) }
    if metric == .validationR2, let folds { try checkFolds(folds, variants, at: word.span) }
    return .metric(metric)
  }

  /// One row has no variance.
  private func checkFolds(_ folds: Int, _ variants: [PlannedVariant], at span: Span) throws(Diagnostic) {
    guard let rows = variants.map(\.session.data.rowsToTrainOn.count).min(), rows < 2 * folds else { return }
    throw Diagnostic(
      .unavailableMetric, "with \(folds) folds of \(rows) rows some have one row only, and one row has no R²",
      at: span, help: ["Compare by another metric (on val.rmse), or take at most \(rows / 2) folds."])
  }

  private func usualOutcome(
    _ variants: [PlannedVariant], folds: Int?, at span: Span
  ) throws(Diagnostic) -> SweepOutcome {
    if folds == nil, variants.allSatisfy({ $0.request.condition != nil }) { return .epochs }
    let isValidated = variants.allSatisfy { $0.hasValidation(folds) }
    if isValidated, variants.allSatisfy(\.hasClasses) { return .metric(.validationAccuracy) }
    if variants.haveOneObjective { return .metric(isValidated ? .validationLoss : .loss) }
    if variants.allSatisfy(\.hasClasses) { return .metric(.accuracy) }
    throw .differentLosses(at: span)
  }
}

extension [PlannedVariant] {
  /// Whether all of them make the same loss small.
  fileprivate var haveOneObjective: Bool {
    allSatisfy { $0.request.configuration.objective == self[0].request.configuration.objective }
  }
}

extension PlannedVariant {
  fileprivate func hasValidation(_ folds: Int?) -> Bool { folds != nil || session.data.validation != nil }

  /// Whether every run has such a figure.
  fileprivate func has(_ metric: TrainingMetric, folds: Int?) -> Bool {
    switch metric.figure {
    case .loss, .rmse, .mae, .largestError: return true
    case .accuracy, .f1: return hasClasses
    case .r2:
      let part = metric.isOfValidation && folds == nil ? session.data.validation : session.data.whole
      return part.map(\.targetsVary) ?? false
    }
  }

  /// Whether the targets are classes.
  fileprivate var hasClasses: Bool { session.data.whole.flatMap(ClassLabels.init) != nil }
}

extension Diagnostic {
  fileprivate static func differentLosses(at span: Span) -> Diagnostic {
    Diagnostic(
      .settingMismatch, "these variants make different losses small, so their losses cannot be compared",
      at: span, help: ["Say what to compare them by: on largest.error"])
  }

  fileprivate static func noGoal(_ word: Located<String>) -> Diagnostic {
    Diagnostic(
      .settingMismatch, "`on epoch` compares when conditions were met, and some `train` here has none",
      at: word.span, help: ["Add a condition: train adam until loss<0.01 epochs 5000"])
  }
}
