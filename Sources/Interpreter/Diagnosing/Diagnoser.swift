import Diagnosing
import Language
import NeuralCore

/// One diagnosis at work.
struct Diagnoser {
  /// A copy of what runs; trials train copies of it in turn.
  let executor: Executor
  let view: ModelAnalysis
  let order: TrainRequest?
  var work: Double
  /// Whether other starts and wider nets are tried before they are named.
  let tries: Bool

  var session: Session { executor.session }
  var host: Host { executor.host }

  var loss: Double { session.loss(of: view.network, on: view.data) }

  /// What `until loss<…` asks for; nil for other conditions.
  var goal: Double? {
    guard let condition = order?.condition,
      case .comparison(let relation, let left, let right, within: nil) = condition.bare.node,
      case .name("loss") = left.bare.node, relation == .less || relation == .lessOrEqual
    else { return nil }
    var copy = executor
    return try? copy.number(right)
  }

  mutating func result() throws(Diagnostic) -> Diagnosis {
    let (verdict, floor, trial) = try verdict()
    let findings = try findings(verdict)
    let groups = floor.map { self.groups($0) } ?? []
    return Diagnosis(
      network: view.network, dataName: view.data.name, rows: view.data.rows, epoch: session.epoch,
      lossName: view.objective.text, loss: loss, condition: order?.conditionText, verdict: verdict,
      floor: floor, groups: groups, trial: trial?.report, findings: findings,
      advice: advice(verdict, floor, groups, findings, trial?.report))
  }

  private var isArrived: Bool { session.training.end == .until || goal.map { loss < $0 } ?? false }

  private mutating func verdict() throws(Diagnostic) -> (Diagnosis.Verdict, LossFloor?, TrialRun?) {
    if session.training.end == .diverged { return (.diverged, nil, nil) }
    if isArrived { return (.arrived, nil, nil) }
    let trial = try trial()
    if let trial, trial.report.reached { return (.falling, nil, trial) }
    let fell = trial.map { loss - $0.report.loss }
    let stays = fell.map { $0 <= view.tolerance }
    let here = view.floor(at: loss, goal: goal)
    if let here { return (stays == false ? .leaving : .stuck, here, trial) }
    guard let trial, let fell else { return (.unknown, nil, nil) }
    let later = ModelAnalysis(trial.network, view.objective, on: view.data)
      .floor(at: trial.report.loss, goal: goal)
    // What is under a floor does not come to rest on it.
    if let later, trial.report.loss > later.plateau - 0.1 * view.tolerance {
      return (.settling, later, trial)
    }
    if fell.magnitude <= view.tolerance { return (.flat, nil, trial) }
    return (goal == nil && order?.condition == nil && fell > 0 ? .falling : .slow, nil, trial)
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
        rows: rows.map(row), places: rows, answer: answer, layer: view.layerThatMerges(rows))
    }
  }

  /// A row as given, not scaled.
  func row(_ place: Int) -> EvalRow {
    EvalRow(
      inputs: rawInputs(place), outputs: view.outputs[place].map(view.network.precision.decimal),
      targets: view.data.decimalTargets(place))
  }

  private func rawInputs(_ place: Int) -> [Double] {
    guard let data = session.data.whole, let scaling = session.data.scaling else {
      return view.data.decimalInputs(place)
    }
    let rows = session.data.split?[.train] ?? Array(0..<data.rows)
    return rows.indices.contains(place) && scaling.shift.count == data.inputCount
      ? data.decimalInputs(rows[place]) : view.data.decimalInputs(place)
  }
}
