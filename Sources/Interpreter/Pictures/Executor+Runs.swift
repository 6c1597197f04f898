import Language
import NeuralCore

/// Runs of `train` by name, and the losses over a validation set.
extension Executor {
  /// No more names of runs are kept; the oldest go first.
  private static let mostRuns = 100
  /// Epochs at which the loss over the validation set is computed for a picture.
  private static let validationEpochs = 200
  /// Numbers that a replay may take before only epochs are looked at whose states were kept.
  private static let longReplay = 2e9

  mutating func runName(_ expression: Expression) throws(Diagnostic) -> String {
    if case .name(let name) = expression.node, variable(name) == nil {
      throw Diagnostic(
        .wrongType, "the name of a run needs quotes", at: expression.span, help: ["Write: as \"\(name)\""])
    }
    guard case .string(let name) = try value(expression), !name.isEmpty else {
      throw Diagnostic(.wrongType, "the name of a run is a text in quotes", at: expression.span)
    }
    return name
  }

  /// Keeps the training that has just ended under its name.
  mutating func keepRun(_ name: String) {
    var run = session.presentRun
    run.name = name
    run.validation = (try? validationLosses()) ?? []
    session.recall.runs.removeAll { $0.name == name }
    session.recall.runs.append(run)
    if session.recall.runs.count > Self.mostRuns { session.recall.runs.removeFirst() }
  }

  /// The training that led to the present weights; a mistake if there was none.
  func presentRun() throws(Diagnostic) -> LossRun {
    var run = session.presentRun
    guard !run.parts.isEmpty else {
      let named = session.recall.runs.compactMap(\.name)
      let (reason, help) = session.lackOfEpochs
      throw Diagnostic(
        .unavailableMetric, reason + ", so there is no loss to draw",
        help: help
          + (named.isEmpty
            ? [] : ["or name a run: plot loss " + named.map { "\"\($0)\"" }.joined(separator: " ")]))
    }
    run.validation = try validationLosses()
    return run
  }

  /// The loss over the validation set after epochs of the way, computed again; empty without such a set. Where that takes
  /// long, of the epochs whose states were kept.
  private func validationLosses() throws(Diagnostic) -> [LossPoint] {
    guard let (network, training) = try? session.networkAndData(), let validation = session.data.validation,
      session.canTake(validation), session.canTake(training), let last = session.training.history.last
    else { return [] }
    let history = session.training.history
    guard history.states.allSatisfy({ $0.network.precision == network.precision }) else { return [] }
    let metric = WatchedMetric(
      .validationLoss, training: training, validation: validation, objective: session.objective)
    let offset = session.epochsGivenUp
    let first = history.first ?? 0
    // After `goto` only a part of the way is drawn.
    let end = min(last, session.epoch)
    let step = max(1, (end - first) / Self.validationEpochs)
    let work = Double(last - first) * Double(network.parameters.count) * Double(training.rows)
    return try host.interruptibly { (stop) throws(Interrupted) in
      var points: [LossPoint] = []
      func add(_ epoch: Int, _ network: Network) throws(Interrupted) {
        guard epoch > 0, epoch <= end, let loss = try metric.value(of: network, stop) else {
          return
        }
        points.append(LossPoint(epoch: epoch + offset, loss: loss))
      }
      if work > Self.longReplay {
        for state in history.states { try add(state.epoch, state.network) }
        if end == session.epoch, !history.states.contains(where: { $0.epoch == end }) {
          try add(end, network)
        }
      } else {
        _ = try history.visit(stop) { (epoch, network, _) throws(Interrupted) in
          if (epoch - first) % step == 0 || epoch == end { try add(epoch, network) }
        }
      }
      return points
    }
  }
}
