import Language
import NeuralCore

/// Restarts and early stopping.
extension TrainingLoop {
  /// Where the attempt ends that is running: after so many epochs, or with the budget.
  var attemptEnd: Int {
    min(order.budget, order.restartEvery.map { attemptBegin + $0 } ?? order.budget)
  }

  mutating func note(_ end: StopReason) {
    let attempt = TrainReport.Attempt(
      seed: order.keepsOptimizer && !attempts.isEmpty ? nil : start?.seed,
      epochs: trainer.epochs - attemptBegin, loss: probe.session.precision.decimal(trainer.lastLoss), end: end
    )
    attempts.append(attempt)
    host.emit(.attempt(attempt, number: attempts.count))
  }

  /// Draws the weights anew: from seed S + k − 1 with a clean optimizer, or, keeping it, from the running generator as the
  /// notebook does. Frozen weights stay.
  mutating func restart() {
    endStretch()

    let recipe =
      start
      ?? Initialization(
        draws: [Initialization.Step(initializer: .torch)], seed: seed ?? 0,
        parameters: Vector([Float]()),
        isWhole: true)
    if !order.keepsOptimizer {
      seed = (start?.seed ?? seed ?? 0) &+ 1
      probe.session.training.epoch = -trainer.epochs
    }
    var generator = trainer.generator
    var network = trainer.trained
    let kept = network
    recipe.redraw(&network, seed: order.keepsOptimizer ? nil : seed, from: &generator)
    for place in probe.session.model.frozen { network.parameters[place] = kept.parameters[place] }
    start = Initialization(
      draws: recipe.draws, seed: seed ?? 0, parameters: network.parameters, isWhole: true)
    trainer.restart(from: network, keepingMemory: order.keepsOptimizer)
    trainer.generator = generator
    attemptBegin = trainer.epochs
    beginStretch(from: network, generator)
  }

  /// The way begins anew with the weights that were drawn; keeping the optimizer, only a stretch does.
  private mutating func beginStretch(from network: Network, _ generator: MersenneTwister) {
    var session = probe.session
    session.model.network = network
    session.random.generator = generator
    session.training.epoch = session.epoch + trainer.epochs
    session.training.optimizer =
      order.keepsOptimizer
      ? OptimizerState(
        optimizer: order.plan.optimizer, settings: order.plan.settings, memory: trainer.memory, isMidway: true
      )
      : nil
    if !order.keepsOptimizer { history = EpochHistory() }
    beginStretch(from: session)
  }

  /// The metric that `patience` and a plateau schedule watch.
  var watched: String { order.watched?.node ?? (probe.session.data.validation == nil ? "loss" : "val.loss") }

  /// Computes the watched metric for the present weights and keeps them if it is the best so far.
  mutating func look() throws(Diagnostic) {
    let network = trainer.trained
    probe.session.model.network = network
    probe.progress = nil
    guard case .number(let value)? = try Metric.named(watched)?.value(probe) else { return }
    let isBetter = best.map { watched.hasSuffix("accuracy") ? value > $0.value : value < $0.value } ?? true
    epochsSinceBest = isBetter ? 0 : epochsSinceBest + 1
    if isBetter { best = (network, probe.session.epoch + trainer.epochs, value) }
  }

  /// Tells a plateau schedule the value of the metric; for `loss`, that of the epoch itself.
  mutating func noteMetric() throws(Diagnostic) {
    guard order.plan.rates.schedule?.isAdaptive == true else { return }
    guard watched != "loss" else { return trainer.note(metric: trainer.lastLoss) }
    probe.session.model.network = trainer.trained
    probe.progress = nil
    guard case .number(let value)? = try Metric.named(watched)?.value(probe) else { return }
    trainer.note(metric: watched.hasSuffix("accuracy") ? -value : value)
  }

  mutating func losesPatience() throws(Diagnostic) -> Bool {
    guard let patience = order.patience else { return false }
    try look()
    return epochsSinceBest >= patience
  }
}
