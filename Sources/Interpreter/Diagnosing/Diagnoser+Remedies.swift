import Diagnosing
import Language
import NeuralCore

/// Lines to paste, each tried on a copy.
extension Diagnoser {
  /// A line that may help, and what its success would show.
  struct Candidate {
    let line: String
    let remedy: Diagnosis.Remedy
    /// The evidence speaks for it: it is named even where it could not be tried.
    var isEvident = false
    /// It is tried only if nothing before it helped.
    var isLast = false
    /// What is found if it helps.
    var finding: Diagnosis.Finding?
  }

  mutating func advice(
    _ state: State, _ groups: [Diagnosis.Group], _ findings: inout [Diagnosis.Finding]
  ) throws(Diagnostic) -> [Diagnosis.Advice] {
    guard state.verdict != .arrived else { return [] }
    var advice = longer(state)
    for finding in findings { advice += looks(finding) }
    let begin = advice.count
    var (seen, untried): (Set<String>, [Diagnosis.Advice]) = ([], [])
    let isDone =
      state.verdict == .converged || state.trial?.report.reached == true
      || state.verdict == .falling && order?.condition == nil
    for candidate in isDone ? [] : candidates(state, findings) where seen.insert(candidate.line).inserted {
      guard advice.count - begin < enough, !candidate.isLast || advice.count == begin else { break }
      guard let attempt = try attempt(candidate.line), !attempt.isCut else {
        if isOutOfWork {
          if candidate.isEvident {
            untried.append(.init(line: candidate.line, remedy: candidate.remedy, outcome: .untried))
          }
        } else {
          failures += 1
        }
        continue
      }
      guard isSuccess(attempt) else {
        failures += 1
        continue
      }
      let report = attempt.report
      advice.append(
        .init(
          line: candidate.line, remedy: candidate.remedy,
          outcome: order?.condition == nil
            ? .loss(report.loss, epochs: report.epochs) : .reached(epochs: report.epochs)))
      if let finding = candidate.finding, !findings.contains(where: { $0.isAbout(finding) }) {
        findings.append(finding)
      }
      if candidate.remedy == .otherSeed, let restarts = try restarts(report.epochs) {
        advice.append(restarts)
      }
    }
    return advice.count > begin ? advice : advice + untried.prefix(3)
  }

  /// Going on, where a copy that went on got there.
  private func longer(_ state: State) -> [Diagnosis.Advice] {
    if let trial = state.trial?.report, trial.reached {
      return [.init(line: "train", remedy: .goOn, outcome: .reached(epochs: trial.epochs))]
    }
    if state.verdict == .falling, let trial = state.trial?.report {
      return [.init(line: "train", remedy: .goOn, outcome: .loss(trial.loss, epochs: trial.epochs))]
    }
    guard let trial = state.longTrial?.report, trial.reached else { return [] }
    var more = line
    more.set(.epochs, "\(trial.epochs)")
    return [
      .init(line: canonical(more), remedy: .moreEpochs, outcome: .reached(epochs: trial.epochs))
    ]
  }

  /// What to look at, and where to go: nothing to train.
  private func looks(_ finding: Diagnosis.Finding) -> [Diagnosis.Advice] {
    switch finding {
    case .contradiction: [.init(line: "show data", remedy: .lookAtData, outcome: .untried)]
    case .overfitting(let best, let loss, _):
      [.init(line: "goto epoch \(best)", remedy: .bestEpoch, outcome: .loss(loss, epochs: best))]
    case .outOfReach, .unscaled, .largeTargets, .imbalance, .softmaxOfOne, .noDerivative, .frozen, .hindered,
      .tooNarrow,
      .rateByTrial, .mirrored, .dead, .saturated, .twins, .vanishing, .exploding, .tooLarge, .tooSmall,
      .inseparable:
      []
    }
  }

  /// Restarts after half as many epochs again as another seed needed.
  private mutating func restarts(_ epochs: Int) throws(Diagnostic) -> Diagnosis.Advice? {
    guard let order, order.restartEvery == nil, order.condition != nil else { return nil }
    var changed = line
    changed.set(.restart, "\(Self.rounded(epochs + epochs / 2))")
    let text = canonical(changed)
    guard let attempt = try attempt(text), attempt.report.reached else { return nil }
    return .init(line: text, remedy: .restarts, outcome: .reached(epochs: attempt.report.epochs))
  }

  /// Up to two digits.
  private static func rounded(_ count: Int) -> Int {
    var unit = 1
    while count >= 100 * unit { unit *= 10 }
    return max(1, (count + unit - 1) / unit * unit)
  }
}
