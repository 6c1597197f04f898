import Diagnosing
import Language
import NeuralCore
import Standard

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
    /// It is found whatever else explains the loss.
    var isCause = false
  }

  /// What to do: going on, if that is enough; else what helped a copy, a line of each kind.
  mutating func advice(
    _ state: State, _ groups: [Diagnosis.Group], _ findings: inout [Diagnosis.Finding]
  ) throws(Diagnostic) -> [Diagnosis.Advice] {
    // Right over the training set, it may have been better over the validation set before.
    guard state.verdict != .arrived else { return findings.flatMap(looks) }
    if state.verdict == .untrained {
      return try attempt(again).map {
        [
          .init(
            line: again, remedy: .firstTraining, outcome: .loss($0.report.loss, epochs: $0.report.epochs))
        ]
      } ?? []
    }
    // What no net can do needs no trial.
    if findings.contains(where: { if case .impossible = $0 { true } else { false } }) { return [] }
    // What the data says by itself is tried even where the training does well.
    let ofData = findings.filter(\.isOfNumbers)
    let onTheWay = ofData.flatMap(remedies) + hindrances
    let isOverfitting = findings.contains { if case .overfitting = $0 { true } else { false } }
    let goesOn = isOverfitting && request?.condition == nil ? [] : longer(state)
    let given = goesOn + findings.flatMap(looks)
    let isOnItsWay = state.verdict == .falling && request?.condition != nil
    let isDone =
      request?.condition == nil && view.isDecent || state.verdict == .converged
      || isOnItsWay && onTheWay.isEmpty
      || state.verdict == .falling && request?.condition == nil && ofData.isEmpty
    guard !isDone || !ofData.isEmpty else { return given }
    return given
      + (try tried(
        isDone || isOnItsWay ? onTheWay : candidates(state, findings), state, &findings,
        isExplained: state.floor != nil || state.longTrial?.report.reached == true))
  }

  /// Tries candidates until enough have helped. Where none has, those that could not be tried are named as such.
  ///
  /// - Parameter isExplained: a floor is the cause; that another rate or size helps says nothing about it.
  private mutating func tried(
    _ candidates: [Candidate], _ state: State, _ findings: inout [Diagnosis.Finding], isExplained: Bool
  ) throws(Diagnostic) -> [Diagnosis.Advice] {
    var (seen, helped, untried): (Set<String>, [Diagnosis.Advice], [Diagnosis.Advice]) = ([], [], [])
    // Where the classes of neighbors are as those of any two rows, more units learn by heart.
    let (isOverlapping, chance) = isWhole ? ((view.overlap ?? 0) > 0.1, view.chanceOverlap) : (false, nil)
    var isLast = false
    for candidate in candidates where seen.insert(inOneForm(candidate.line)).inserted {
      guard helped.count < enough, !candidate.isLast || helped.isEmpty else { break }
      let remedy = candidate.remedy
      if helped.contains(where: { $0.remedy == remedy || $0.remedy.isOpposite(remedy) }) { continue }
      let attempt = try attempt(candidate.line)
      guard let attempt, !attempt.isCut, isSuccess(attempt) else {
        noteFailure(of: candidate, isTried: attempt?.isCut != true && !isOutOfWork, &untried)
        continue
      }
      if let finding = candidate.finding,
        candidate.isCause || !isExplained && helped.isEmpty || finding.isNamed,
        !(candidate.isLast && isOverlapping), !(chance != nil && finding.isOfSize), isNew(finding, findings)
      {
        findings.append(finding)
      }
      isLast = candidate.isLast
      let advice = labeled(candidate.line, candidate.remedy, outcome(attempt.report))
      guard !helped.contains(where: { $0.remedy == advice.remedy }) else { continue }
      helped.append(advice)
      if candidate.remedy == .otherSeed, let restarts = try restarts(attempt.report.epochs) {
        helped.append(restarts)
      }
    }
    noteDrawnWeights(helped, &findings)
    // What only a far larger net gets right, it learns by heart.
    let share = chance ?? (isLast && isOverlapping ? view.overlap : nil)
    if let share, request?.condition != nil, state.verdict != .falling {
      findings.append(.overlap(share: share))
    }
    guard helped.isEmpty else { return helped }
    return try unreachable(state, &findings) + Array(untried.prefix(3))
  }

  private mutating func noteFailure(
    of candidate: Candidate, isTried: Bool, _ untried: inout [Diagnosis.Advice]
  ) {
    if isTried { failures += 1 }
    // One of a kind: what was not tried says nothing of the others.
    if !isTried, candidate.isEvident, !untried.contains(where: { $0.remedy == candidate.remedy }) {
      untried.append(labeled(candidate.line, candidate.remedy, .untried))
    }
  }

  /// Whether nothing that was found says the same, or explains the rate.
  private func isNew(_ finding: Diagnosis.Finding, _ findings: [Diagnosis.Finding]) -> Bool {
    !(finding.isAboutRate && findings.contains { $0.isAboutRate || $0.isThrown })
      && !findings.contains { $0.isAbout(finding) }
  }

  /// Weights that do not suit are named, too, where only other weights and something else together helped, or where no
  /// copy with others could be tried.
  private func noteDrawnWeights(_ helped: [Diagnosis.Advice], _ findings: inout [Diagnosis.Finding]) {
    guard let start = session.model.initialization, let drawn = view.unsuitableWeights(start.parameters),
      helped.isEmpty ? isOutOfWork : helped.allSatisfy({ !$0.line.contains(start.lines(seed: start.seed)) }),
      !findings.contains(where: { if case .drawnWeights = $0 { true } else { false } })
    else { return }
    findings.append(
      .drawnWeights(
        layer: drawn.layer, spread: drawn.spread, suitable: drawn.suitable, isTried: !helped.isEmpty))
  }

  /// Where nothing helped: whether the data allows what is asked for. A net that did better than that refutes it.
  private mutating func unreachable(
    _ state: State, _ findings: inout [Diagnosis.Finding]
  ) throws(Diagnostic) -> [Diagnosis.Advice] {
    guard isWhole, let condition = request?.condition, failures >= 10, view.outliers == nil,
      view.farInputs == nil, view.rowsThatSoftmaxCannotGive == 0,
      !findings.contains(where: { if case .leastLoss = $0 { true } else { false } })
    else { return [] }
    let least =
      ([state.trial?.session, state.longTrial?.session].compactMap { $0 } + [session])
      .compactMap(measure).min() ?? loss
    var until: String?
    if let share = view.overlap, share > 0.05 {
      if !findings.contains(where: { if case .overlap = $0 { true } else { false } }) {
        findings.append(.overlap(share: share))
      }
      let metric = [MetricName.validationAccuracy, .accuracy].first { condition.mentions($0) }
      if let metric, case .number(let now)? = try? metric.value(executor), now < 1 - share {
        until = "\(metric.rawValue) >= \(((1 - share) * 100).rounded(.down) / 100)"
      }
    } else if let noise = view.noise, let bound = condition.upperBound, let goal = try? number(bound) {
      let loss = view.loss(withNoise: noise)
      guard goal < 0.5 * loss, least > 0.5 * loss else { return [] }
      findings.append(.noise(loss: min(loss, least)))
      until =
        "\(condition.mentions(.validationLoss) ? "val.loss" : "loss") < \((1.05 * least).significant(2))"
    }
    guard let until else { return [] }
    var changed = line
    changed.set(.until, until)
    if let long = state.longTrial?.report { changed.set(.epochs, "\(long.epochs)") }
    for text in [canonical(changed), "\(anew) ; \(canonical(changed))"] {
      if let attempt = try attempt(text), attempt.report.reached {
        return [
          .init(line: text, remedy: .reachableGoal, outcome: .reached(epochs: attempt.report.epochs))
        ]
      }
    }
    return []
  }

  private func number(_ expression: Expression) throws(Diagnostic) -> Double {
    var copy = executor
    return try copy.number(expression)
  }

  private func outcome(_ trial: Diagnosis.Trial) -> Diagnosis.Outcome {
    request?.condition == nil ? .loss(trial.loss, epochs: trial.epochs) : .reached(epochs: trial.epochs)
  }

  /// The last line without what ends it early: copies that went on had none of it.
  private var withoutEnds: TrainLine {
    var line = line
    line.remove(.patience, .least, .seconds, .restart, .keeping)
    if line[.schedule] == nil { line.remove(.on) }
    return line
  }

  /// The line that goes on as a copy did for so many epochs.
  ///
  /// - Parameter isExact: no fewer would do, and no more are meant.
  private func goingOn(_ epochs: Int, isExact: Bool) -> String {
    var more = withoutEnds
    let budget = request?.budget ?? epochs
    if isExact ? budget != epochs : budget < epochs { more.set(.epochs, "\(epochs)") }
    return more.text == line.text ? "train" : canonical(more)
  }

  /// Going on, where a copy that went on got there.
  private func longer(_ state: State) -> [Diagnosis.Advice] {
    if let trial = state.trial?.report, trial.reached {
      let line = goingOn(trial.epochs, isExact: false)
      return [labeled(line, .goOn, .reached(epochs: trial.epochs))]
    }
    if state.verdict == .falling, request?.condition == nil, let trial = state.trial?.report {
      let line = goingOn(trial.epochs, isExact: true)
      return [labeled(line, .goOn, .loss(trial.loss, epochs: trial.epochs))]
    }
    guard let trial = state.longTrial?.report, trial.reached else { return [] }
    var more = withoutEnds
    more.set(.epochs, "\(trial.epochs)")
    return [labeled(canonical(more), .moreEpochs, .reached(epochs: trial.epochs))]
  }

  /// What to look at, and where to go: nothing to train.
  private func looks(_ finding: Diagnosis.Finding) -> [Diagnosis.Advice] {
    switch finding {
    case .overfitting(let best, let loss, _):
      [.init(line: "goto epoch \(best)", remedy: .bestEpoch, outcome: .loss(loss, epochs: best))]
    case .contradiction, .outOfReach, .unscaled, .numbersForClasses, .largeTargets, .imbalance, .softmaxOfOne,
      .noDerivative,
      .frozen, .hindered, .farInputs, .sums, .leastLoss, .impossible, .gap,
      .drawnWeights, .thrown, .noBias, .outliers, .noise, .overlap,
      .tooNarrow,
      .rateByTrial, .mirrored, .dead, .saturated, .twins, .vanishing, .exploding, .tooLarge, .tooSmall,
      .inseparable:
      []
    }
  }

  /// Restarts after half as many epochs again as another seed needed.
  private mutating func restarts(_ epochs: Int) throws(Diagnostic) -> Diagnosis.Advice? {
    guard let request, request.restartEvery == nil, request.condition != nil else { return nil }
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

extension Diagnosis.Remedy {
  /// One says larger and the other smaller.
  fileprivate func isOpposite(_ other: Self) -> Bool {
    self == .smallerRate && other == .largerRate || self == .largerRate && other == .smallerRate
  }
}

extension Diagnosis.Finding {
  fileprivate var isOfSize: Bool { if case .tooNarrow = self { true } else { false } }

  /// Numbers that are too large or too far apart, or classes learned as numbers: the loss may fall for ever without getting
  /// anywhere.
  fileprivate var isOfNumbers: Bool {
    if case .unscaled = self { return true }
    if case .largeTargets = self { return true }
    if case .numbersForClasses = self { return true }
    return false
  }
}
