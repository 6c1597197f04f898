import Diagnosing
import Language
import NeuralCore
import Standard

/// One diagnosis at work: a verdict, the evidence, and remedies that copies of the session tried.
struct Diagnoser {
  typealias Run = (inout Executor, Located<Statement>) throws(Diagnostic) -> Flow

  /// A copy of what runs; trials run on copies of it in turn.
  let executor: Executor
  /// Carries out a statement of a trial. Handed over, since statements know diagnosing and not the other way about.
  let run: Run
  let view: ModelAnalysis
  let request: TrainRequest?
  /// What trials may still take, in epochs times rows times parameters.
  var work: Double
  /// With so many lines that helped, no more are tried.
  let enough: Int
  /// The whole diagnosis, not the short one.
  var isWhole: Bool { enough > 1 }
  /// The kind of place that the network is at; nil where that was not computed.
  var place: SurfacePoint?
  /// Remedies that were tried and did not help.
  var failures = 0
  /// The work left did not allow the last trial what its line asks for.
  var isOutOfWork = false

  var session: Session { executor.session }
  var host: Host { executor.host }

  init(
    _ executor: Executor, _ view: ModelAnalysis, _ request: TrainRequest?, work: Double, enough: Int,
    run: @escaping Run
  ) {
    (self.executor, self.view, self.request) = (executor, view, request)
    (self.work, self.enough, self.run) = (work, enough, run)
  }

  /// Over the training part, whatever the goal is about.
  var loss: Double { loss(of: view.network, on: view.data) }

  /// NaN once the diagnosis was interrupted, which is seen before anything is said.
  func loss(of network: Network, on data: Dataset) -> Double {
    (try? executor.loss(of: network, on: data)) ?? .nan
  }

  // MARK: The goal

  /// Whether the condition is about the validation part, or, without one, `patience` watches it.
  var isAboutValidation: Bool {
    guard let request, session.data.validation != nil else { return false }
    guard let condition = request.condition else { return request.patience != nil }
    return condition.mentions {
      if case .name(let name) = $0 { name.hasPrefix("val.") } else { false }
    }
  }

  /// What has to become small: the loss over the part that the condition is about.
  func measure(_ session: Session) -> Double? {
    guard let network = session.network,
      let data = isAboutValidation ? session.data.validation : session.data.training,
      session.fits(network, data)
    else { return nil }
    return loss(of: network, on: data)
  }

  /// What `until loss<…` asks for; nil for other conditions.
  var goal: Double? {
    guard let (relation, bound) = request?.condition?.lossComparison,
      relation == .less || relation == .lessOrEqual
    else { return nil }
    var copy = executor
    return try? copy.number(bound)
  }

  /// The metrics besides the loss that the condition is about, as they are now.
  private var watched: [(name: String, value: Double)] {
    guard let condition = request?.condition else { return [] }
    return MetricName.allCases.filter { $0.isMonitored && $0 != .loss }.compactMap { metric in
      let isMeant = condition.mentions { if case .name(metric.rawValue) = $0 { true } else { false } }
      guard isMeant, case .number(let value)? = try? metric.value(executor) else { return nil }
      return (metric.rawValue, value)
    }
  }

  /// Whether the condition of the last train holds now; nil without one.
  func holds(_ executor: Executor) -> Bool? {
    request?.condition.map { executor.holds($0) }
  }

  /// The condition of the last train is met; without one, the outputs are the targets.
  private var isArrived: Bool { session.training.end == .until || holds(executor) ?? view.fits }

  // MARK: The result

  mutating func result() throws(Diagnostic) -> Diagnosis {
    var state = try verdict()
    place = surfacePoint(state.verdict)
    var findings = try findings(state.verdict)
    try executor.checkInterrupt()
    let groups = state.floor.map { self.groups($0) } ?? []
    let advice = try advice(state, groups, &findings)
    findings = ordered(findings)
    let isOverfitting = findings.contains { if case .overfitting = $0 { true } else { false } }
    let doesNotFall = [.flat, .slow, .settling].contains(state.verdict)
    if isOverfitting, state.verdict == .arrived || isAboutValidation && doesNotFall {
      state.verdict = .overfitting
    }
    if request?.condition == nil, [.stuck, .flat, .settling, .slow, .unsteady].contains(state.verdict),
      !advice.contains(where: { $0.remedy != .bestEpoch })
    {
      state.verdict = .converged
      findings.removeAll { !$0.isCertain }
    }
    try executor.checkInterrupt()
    return Diagnosis(
      network: view.network, dataName: view.data.name, rows: view.data.rows, epoch: session.epoch,
      lossName: view.objective.text, loss: loss, condition: request?.conditionText,
      isConditionMet: request?.watchesClock == true ? nil : holds(executor), verdict: state.verdict,
      floor: state.floor, groups: groups, value: measure(session) ?? loss, trial: state.trial?.report,
      longTrial: state.longTrial?.report,
      watched: watched, metric: isAboutValidation ? "val.loss" : "loss",
      place: place, findings: findings,
      advice: advice,
      failures: failures)
  }

  /// How the training is, and what copies did that were trained on.
  struct State {
    var verdict: Diagnosis.Verdict
    var floor: LossFloor?
    var trial: Attempt?
    var longTrial: Attempt?
  }

  /// How much longer than before a copy is trained to tell a plateau from slowness.
  static let longer = 10

  private mutating func verdict() throws(Diagnostic) -> State {
    if session.training.end == .diverged { return State(verdict: .diverged) }
    if isArrived { return State(verdict: .arrived) }
    if request == nil, session.epoch == 0, let start = session.model.initialization, start.isWhole,
      start.parameters == view.network.parameters
    {
      return State(verdict: .untrained)
    }
    // Whoever asked for patience knows that nothing more is to be had.
    if session.training.end == .patience, request?.condition == nil { return State(verdict: .converged) }
    // After `patience` has brought back the first weights, as many as show where it goes.
    let epochs = session.epoch > 0 || request == nil ? session.epoch : 100
    var state = State(verdict: .unknown)
    state.floor = isAboutValidation ? nil : view.floor(at: loss, goal: goal)
    state.trial = epochs > 0 ? try goOn(from: session, epochs: epochs) : nil
    guard let trial = state.trial, let now = measure(session), let later = measure(trial.session) else {
      if state.floor != nil { state.verdict = .stuck }
      return state
    }
    if trial.report.reached {
      state.verdict = .falling
      state.floor = nil
      return state
    }
    state.longTrial = try goOn(from: trial.session, epochs: (Self.longer - 1) * epochs, after: epochs)
    let last = state.longTrial.flatMap { measure($0.session) } ?? later
    settle(&state, trial, now: now, later: later, last: last)
    return state
  }

  /// The verdict over a training whose copies did not arrive in as many epochs again.
  private func settle(_ state: inout State, _ trial: Attempt, now: Double, later: Double, last: Double) {
    let isThere = state.longTrial?.report.reached == true
    if state.floor == nil, isThere, let long = state.longTrial?.report, long.epochs <= 2 * session.epoch {
      // It is on its way.
      state.verdict = .falling
      return
    }
    let isLeft = isThere || isLower(last, than: now)
    if let floor = state.floor {
      state.verdict =
        !isLeft ? .stuck : isThere || isLower(last, than: floor.plateau) ? .leaving : .settling
    } else if !isAboutValidation, let floor = floor(after: trial), !isLeft || !isLower(last, than: later) {
      (state.floor, state.verdict) = (floor, .settling)
    } else if !isAboutValidation, !isThere, let long = state.longTrial, let floor = floor(after: long) {
      (state.floor, state.verdict) = (floor, .settling)
    } else if !isThere, worsens(trial.session) {
      state.verdict = .overfitting
    } else if !isLeft, !isLower(later, than: now) {
      state.verdict = isJumping && !isAboutValidation ? .unsteady : .flat
    } else if !isThere, isJumping, !isAboutValidation, !isLower(last, than: later), request?.condition != nil
    {
      state.verdict = .unsteady
    } else if !isThere, state.longTrial != nil, !isLower(last, than: later), request?.condition != nil {
      state.verdict = .settling
    } else {
      // Without a goal a little that is still to be had is no reason to go on.
      let isWorthIt = later < 0.95 * now || last < 0.9 * now
      state.verdict = request?.condition != nil ? .slow : isWorthIt ? .falling : .flat
    }
  }

  /// Whether a copy that was trained on has a higher loss over the validation set, and a lower one over the training set.
  private func worsens(_ copy: Session) -> Bool {
    guard let validation = session.data.validation, let network = copy.network else { return false }
    let (now, later) = (loss(of: view.network, on: validation), loss(of: network, on: validation))
    guard let trained = try? copy.loss(of: network, on: view.data, host.input.stop) else { return false }
    return later > 1.02 * now && trained < loss
  }

  /// The most that the second derivative may take, in rows times squared parameters: about a tenth of a second.
  private static let mostOfSurface = 3e7

  /// Where the loss hardly falls: what kind of place this is.
  private func surfacePoint(_ verdict: Diagnosis.Verdict) -> SurfacePoint? {
    guard isWhole, [.stuck, .leaving, .settling, .flat, .converged].contains(verdict),
      Double(view.data.rows) * Double(view.network.parameters.count * view.network.parameters.count)
        <= Self.mostOfSurface
    else { return nil }
    return try? SurfacePoint(
      view.network, view.objective, on: view.data, frozen: session.model.frozen,
      isInterrupted: host.input.isInterrupted)
  }

  /// Whether one loss is lower than another by more than what is left of it on a plateau.
  private func isLower(_ loss: Double, than other: Double) -> Bool {
    other - loss > max(1e-4 * other.magnitude, min(view.tolerance, 0.02 * other.magnitude))
  }

  /// The floor on which a copy came to rest; what is under a floor does not.
  private func floor(after trial: Attempt) -> LossFloor? {
    guard let network = trial.session.network else { return nil }
    let loss = trial.report.loss
    let after = try? ModelAnalysis(network, view.objective, on: view.data, host.input.stop)
    let floor = after?.floor(at: loss, goal: goal)
    return floor.flatMap { loss > $0.plateau - 0.1 * view.tolerance ? $0 : nil }
  }

  private func groups(_ floor: LossFloor) -> [Diagnosis.Group] {
    let grouping: RowPartition
    switch floor {
    case .groups(let found), .locked(let found, _): grouping = found
    case .linear, .bottleneck, .pieces, .outOfReach: return []
    }
    let conflicts = grouping.conflicts(view.targets)
    return zip(grouping.groups, grouping.answers).filter { conflicts.contains($0.0) }.map { rows, answer in
      Diagnosis.Group(
        rows: rows.map(row), places: rows, answer: inUnitsOfData(answer), layer: view.layerThatMerges(rows))
    }
  }

  /// A row as given, not scaled.
  func row(_ place: Int) -> EvalRow {
    EvalRow(
      inputs: raw(place)?.inputs ?? view.data.decimalInputs(place),
      outputs: inUnitsOfData(Array(view.outputs[place])),
      targets: raw(place)?.targets ?? view.data.decimalTargets(place))
  }

  /// Outputs as the data has its targets.
  func inUnitsOfData(_ outputs: [Double]) -> [Double] {
    session.data.unscaled(outputs: Vector(outputs, view.network.precision)).decimals
  }

  /// The row of the data that the network sees scaled; nil where nothing is scaled.
  private func raw(_ place: Int) -> (inputs: [Double], targets: [Double])? {
    guard let data = session.data.whole, session.data.scaling != nil || session.data.targetScaling != nil,
      session.fits(view.network, data)
    else { return nil }
    let rows = session.data.split?[.train] ?? Array(0..<data.rows)
    return rows.indices.contains(place)
      ? (data.decimalInputs(rows[place]), data.decimalTargets(rows[place])) : nil
  }
}
