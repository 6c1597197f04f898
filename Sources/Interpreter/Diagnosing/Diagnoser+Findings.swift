import Diagnosing
import Language
import NeuralCore

/// What is found besides the floor.
extension Diagnoser {
  /// Layers whose slopes are this many times smaller, or larger, than those of the layer behind.
  private static let fading = 1e-3
  /// Below this part of the limit a rate is small.
  private static let slow = 0.01

  mutating func findings(_ verdict: Diagnosis.Verdict) throws(Diagnostic) -> [Diagnosis.Finding] {
    var findings: [Diagnosis.Finding] = []
    if verdict != .arrived, let floor = view.outOfReach {
      let range = view.network.output.range
      let rows = view.targets.count { row in row.contains { !range.contains($0) } }
      findings.append(.outOfReach(rows: rows, floor: floor))
    }
    if view.isLinear, verdict != .arrived, let finding = inseparable { findings.append(finding) }
    if verdict != .arrived { findings += unitFindings + slopeFindings }
    if let finding = rateFinding(verdict) { findings.append(finding) }
    if let finding = try overfitting() { findings.append(finding) }
    return findings
  }

  private var inseparable: Diagnosis.Finding? {
    guard let (separation, names) = view.inseparableClasses(), case .mixed(let first, let second) = separation
    else {
      return nil
    }
    return .inseparable(
      first: first.map { (row($0.row), $0.share) }, second: second.map { (row($0.row), $0.share) },
      names: names)
  }

  private var unitFindings: [Diagnosis.Finding] {
    let units = view.units
    var findings: [Diagnosis.Finding] = []
    if !units.mirrored.isEmpty { findings.append(.mirrored(units.mirrored)) }
    if !units.dead.isEmpty { findings.append(.dead(units.dead)) }
    if !units.saturated.isEmpty { findings.append(.saturated(units.saturated)) }
    if !units.twins.isEmpty { findings.append(.twins(units.twins)) }
    return findings
  }

  /// How the slopes change from layer to layer towards the inputs.
  private var slopeFindings: [Diagnosis.Finding] {
    guard view.network.layers.count > 2,
      !view.network.layers.contains(where: { !$0.activation.isDifferentiable })
    else { return [] }
    let sizes = view.gradientsByLayer
    guard let first = sizes.first, let last = sizes.last, last > 1e-12, first.isFinite, last.isFinite else {
      return []
    }
    if first < Self.fading * last { return [.vanishing(sizes)] }
    return first > last / Self.fading ? [.exploding(sizes)] : []
  }

  /// The rate beside the largest one that the curvature allows.
  private func rateFinding(_ verdict: Diagnosis.Verdict) -> Diagnosis.Finding? {
    guard let order, [.diverged, .flat, .slow, .falling, .leaving].contains(verdict),
      view.network.parameters.count * view.data.rows < 2_000_000
    else { return nil }
    // A training that diverged left weights that say nothing; where it began the rate was too large already.
    let begin = verdict == .diverged ? session.training.history.lastBegin : nil
    guard
      let curvature = Curvature(
        begin?.network ?? view.network, order.plan, on: view.data,
        begin.map { $0.optimizer?.memory } ?? session.training.optimizer?.memory,
        isInterrupted: host.input.isInterrupted)
    else { return nil }
    let rate = order.plan.settings[.lr]
    if verdict == .diverged || rate > curvature.limit && isRising {
      return .tooLarge(rate: rate, limit: curvature.limit, curvature: curvature.largest)
    }
    let isSlow = verdict == .slow || verdict == .flat
    if isSlow, order.plan.optimizer == .sgd, rate < Self.slow * curvature.limit {
      return .tooSmall(rate: rate, limit: curvature.limit, curvature: curvature.largest)
    }
    return nil
  }

  /// The loss has been clearly lower on the way, or jumps up and down.
  private var isRising: Bool {
    let losses = session.training.history.losses.suffix(50).map(\.loss)
    guard let least = session.training.history.losses.map(\.loss).min() else { return false }
    let rises = zip(losses, losses.dropFirst()).count { $1 > $0 }
    return loss > 1.2 * least + view.tolerance || rises > losses.count / 3
  }

  /// Whether the loss over the validation part was lower on the way, while that over the training part fell.
  private mutating func overfitting() throws(Diagnostic) -> Diagnosis.Finding? {
    guard let validation = session.data.validation, let first = session.training.history.first,
      session.epoch > first + 8
    else {
      return nil
    }
    let cost =
      Double(session.epoch - first) * Double(view.data.rows) * Double(view.network.parameters.count + 10)
    guard cost <= work else { return nil }
    work -= cost
    var best = (epoch: session.epoch, loss: Double.infinity, network: view.network)
    for k in 1...16 {
      let epoch = first + (session.epoch - first) * k / 16
      guard let state = session.training.history.state(at: epoch, isInterrupted: host.input.isInterrupted)
      else { continue }
      let loss = session.loss(of: state.network, on: validation)
      if loss < best.loss { best = (epoch, loss, state.network) }
    }
    let now = session.loss(of: view.network, on: validation)
    let isFallen = loss < session.loss(of: best.network, on: view.data)
    guard best.epoch < session.epoch, now > 1.1 * best.loss, isFallen else { return nil }
    return .overfitting(best: best.epoch, bestLoss: best.loss, now: now)
  }
}
