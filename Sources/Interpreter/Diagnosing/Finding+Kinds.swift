import Diagnosing

extension Diagnosis.Finding {
  /// Whether it blames the learning rate.
  var isAboutRate: Bool {
    if case .tooLarge = self { return true }
    if case .tooSmall = self { return true }
    if case .rateByTrial = self { return true }
    return false
  }

  /// Steps before have thrown the weights out.
  var isThrown: Bool { if case .thrown = self { true } else { false } }

  /// Its remedy takes away just what it names: whatever else helps too, this held the training back.
  var isNamed: Bool {
    if case .frozen = self { return true }
    if case .hindered = self { return true }
    if case .drawnWeights = self { return true }
    if isThrown { return true }
    if case .noBias = self { return true }
    return false
  }

  /// Whether two findings are of one kind.
  func isAbout(_ other: Diagnosis.Finding) -> Bool {
    switch other {
    case .rateByTrial(let rate, let better):
      if case .tooLarge = self { return better < rate }
      if case .tooSmall = self { return better > rate }
      if case .rateByTrial = self { return true }
      return false
    case .frozen: if case .frozen = self { return true } else { return false }
    case .tooNarrow: if case .tooNarrow = self { return true } else { return false }
    case .hindered(let word): if case .hindered(word) = self { return true } else { return false }
    case .drawnWeights: if case .drawnWeights = self { return true } else { return false }
    case .noBias: if case .noBias = self { return true } else { return false }
    case .thrown: return isThrown
    case .outOfReach, .contradiction, .unscaled, .numbersForClasses, .largeTargets, .imbalance, .softmaxOfOne,
      .noDerivative,
      .mirrored,
      .dead, .saturated, .twins, .vanishing, .exploding, .tooLarge, .tooSmall, .inseparable, .overfitting,
      .outliers,
      .noise, .overlap, .farInputs, .sums, .leastLoss, .impossible, .gap:
      return false
    }
  }
}
