import Diagnosing
import Interpreter

/// A diagnosis as fields of its event.
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
    Field("details", "for each finding: what it is about", each: detailFields) { details($0.diagnosis) }
    Field("advice", "statements to try, the most promising first") { $0.diagnosis.advice.map(\.line) }
    Field("advice_reached", "for each: whether a copy that tried it met the condition; `null` if none tried")
    {
      $0.diagnosis.advice.map { $0.outcome.hasReached }
    }
    Field(
      "advice_loss",
      "for each: the loss that a copy came to, over the part that the training watched; where there was no condition"
    ) {
      $0.diagnosis.advice.map { $0.outcome.loss }
    }
    Field("advice_epochs", "for each: the epochs that the copy took; `null` if none tried") {
      $0.diagnosis.advice.map { $0.outcome.epochs }
    }
    Field("advice_changes", "for each: what else the line changes") { $0.diagnosis.advice.map(\.changes) }
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

  static func name(_ finding: Diagnosis.Finding) -> String {
    switch finding {
    case .outOfReach: "out-of-reach"
    case .contradiction: "contradiction"
    case .unscaled: "unscaled"
    case .largeTargets: "large-targets"
    case .numbersForClasses: "numbers-for-classes"
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
    case .thrown: "steps-too-large"
    case .drawnWeights(_, let spread, let suitable, _): spread > suitable ? "large-weights" : "small-weights"
    case .noBias: "no-bias"
    case .outliers: "outliers"
    case .noise: "noise"
    case .overlap: "overlap"
    case .farInputs: "far-inputs"
    case .sums: "sums"
    case .leastLoss: "least-loss"
    case .impossible: "impossible"
    case .gap: "gap"
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

  /// nil if the line was not tried.
  fileprivate var epochs: Int? {
    switch self {
    case .untried: nil
    case .reached(let epochs), .loss(_, let epochs): epochs
    }
  }

  /// nil but for a trial without a condition.
  fileprivate var loss: Double? { if case .loss(let loss, _) = self { loss } else { nil } }
}
