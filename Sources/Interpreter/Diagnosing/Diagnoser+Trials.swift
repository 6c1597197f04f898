import Diagnosing
import Language
import NeuralCore

/// Trainings of copies: nothing of the session changes, and the same comes out every time.
extension Diagnoser {
  struct TrialRun {
    let report: Diagnosis.Trial
    let network: Network
  }

  /// The last train line goes on for as many epochs as the net was trained, on a copy. nil without such a line, or where it
  /// would take too long.
  mutating func trial() throws(Diagnostic) -> TrialRun? {
    guard session.epoch > 0 else { return nil }
    return try run(session, epochs: session.epoch)
  }

  /// - Returns: nil if the work left does not allow it.
  mutating func run(_ session: Session, epochs: Int) throws(Diagnostic) -> TrialRun? {
    guard var order, let network = session.network, let data = session.data.training else { return nil }
    let cost =
      Double(epochs) * Double(data.rows) * Double(network.parameters.count + 10)
      * (order.plan.optimizer.searches ? 25 : 1)
    guard cost <= work else { return nil }
    work -= cost
    (order.epochs, order.seconds, order.restartEvery, order.patience) = (epochs, nil, nil, nil)
    order.plan.frozen = session.model.frozen.sorted()
    var silent = Executor(
      session, host.silent, executor.context)
    silent.locals = executor.locals
    guard var loop = silent.trainingLoop(order, data) else { return nil }
    let end = try silent.run(&loop, order)
    guard end != .interrupted else { throw Diagnostic(.interrupted, "interrupted; nothing was changed") }
    let trained = loop.trainer.trained
    let after = session.loss(of: trained, on: data)
    return TrialRun(
      report: Diagnosis.Trial(epochs: loop.trainer.epochs, loss: after, reached: end == .until),
      network: trained)
  }

  /// The first of the next few seeds of the same start from which the same line arrives.
  mutating func seedThatArrives(_ epochs: Int) -> (seed: Int64, epochs: Int)? {
    guard tries, let start = session.model.initialization, start.isWhole,
      start.varies(layers: view.network.layers.count)
    else {
      return nil
    }
    for step in 1...5 {
      var copy = session
      let seed = start.seed &+ Int64(step)
      copy.drawAgain(start, seed: seed)
      guard let trial = try? run(copy, epochs: epochs) else { return nil }
      if trial.report.reached { return (seed, trial.report.epochs) }
    }
    return nil
  }

  /// A wider net, drawn from the same start and seed or one of the next two.
  mutating func widerNetArrives(_ wider: Network, _ epochs: Int) -> (seed: Int64, epochs: Int)? {
    guard tries, let start = session.model.initialization, start.isWhole else { return nil }
    for step in 0...2 {
      var copy = session
      (copy.model.network, copy.model.frozen) = (wider, [])
      let seed = start.seed &+ Int64(step)
      copy.drawAgain(start, seed: seed)
      guard let trial = try? run(copy, epochs: epochs) else { return nil }
      if trial.report.reached { return (seed, trial.report.epochs) }
    }
    return nil
  }
}

extension Session {
  /// As `init` with this seed would.
  fileprivate mutating func drawAgain(_ start: Initialization, seed: Int64) {
    guard var network else { return }
    start.redraw(&network, seed: seed, from: &random.generator)
    model.network = network
    training = TrainingState()
  }
}
