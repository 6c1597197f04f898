/// Restarts.
extension TrainingLoop {
  /// Where the running attempt ends: after so many epochs, or with the budget.
  var attemptEnd: Int {
    min(rules.budget, rules.restartEvery.map { attemptBegin + $0 } ?? rules.budget)
  }

  mutating func note(_ end: StopReason, _ observe: (TrainingNews) -> Void) {
    let attempt = TrainingAttempt(
      seed: initialization?.seed,
      epochs: trainer.epochs - attemptBegin, loss: data.precision.decimal(trainer.lastLoss), end: end,
      losses: trainer.losses)
    attempts.append(attempt)
    observe(.attempt(attempt, number: attempts.count))
  }

  /// Draws the weights anew: from seed S + k − 1 with a clean optimizer or, keeping it, from the running generator as the
  /// notebook does. Frozen weights stay.
  mutating func restart() {
    endStretch()
    let recipe =
      initialization
      ?? Initialization(
        draws: [Initialization.Step(initializer: .torch)], seed: seed ?? 0, parameters: Vector([Float]()),
        isWhole: true)
    if !rules.keepsOptimizer {
      seed = (initialization?.seed ?? seed ?? 0) &+ 1
      epochsBefore = -trainer.epochs
    }
    var generator = trainer.generator
    var network = trainer.trained
    let old = network
    recipe.redraw(&network, seed: rules.keepsOptimizer ? nil : seed, from: &generator)
    for index in configuration.frozen { network.parameters[index] = old.parameters[index] }
    initialization = Initialization(
      draws: recipe.draws, seed: rules.keepsOptimizer ? nil : seed, parameters: network.parameters,
      isWhole: !rules.keepsOptimizer)
    trainer.restart(from: network, keepingMemory: rules.keepsOptimizer)
    trainer.generator = generator
    (attemptBegin, firstLoss) = (trainer.epochs, .nan)
    beginAttempt(from: network, generator)
  }

  /// The history begins anew with the weights that were drawn; keeping the optimizer, only a stretch does.
  private mutating func beginAttempt(from network: Network, _ generator: MersenneTwister) {
    if !rules.keepsOptimizer { history = EpochHistory() }
    beginStretch(
      from: EpochHistory.State(
        epoch: presentEpoch, network: network, optimizer: rules.keepsOptimizer ? optimizerState : nil,
        generator: generator, seed: seed))
  }
}

extension StopReason {
  /// Whether an attempt that ended so failed and the next may do better.
  var isWorthARestart: Bool {
    switch self {
    case .epochs, .diverged, .mingrad: true
    case .until, .seconds, .patience, .interrupted: false
    }
  }
}
