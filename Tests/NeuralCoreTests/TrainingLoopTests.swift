import NeuralCore
import Testing

/// Restarts, early stopping and conditions, from the core alone.
struct TrainingLoopTests {
  private let xor = BuiltinData.named("xor")!.dataset()

  private func drawn(_ seed: Int64, hidden: Int = 2) -> (EpochHistory.State, Initialization) {
    var network = Network(
      layers: [
        Layer(inputs: 2, outputs: hidden, activation: .sigmoid, hasBias: true),
        Layer(inputs: hidden, outputs: 1, activation: .sigmoid, hasBias: true),
      ])
    var generator = MersenneTwister(seed: seed)
    network.initialize(.torch, Initializer.Options(), from: &generator)
    let initialization = Initialization(
      draws: [Initialization.Step(initializer: .torch)], seed: seed, parameters: network.parameters,
      isWhole: true)
    return (
      EpochHistory.State(epoch: 0, network: network, optimizer: nil, generator: generator, seed: seed),
      initialization
    )
  }

  private func adam(_ rate: Double) -> TrainingConfiguration {
    TrainingConfiguration(.adam, Settings(Optimizer.adam.settings, given: [.lr: rate]), Objective(.mse))
  }

  private func loop(
    _ rules: TrainingRules, seed: Int64, _ configuration: TrainingConfiguration? = nil
  ) -> TrainingLoop {
    let (state, initialization) = drawn(seed)
    return TrainingLoop(
      rules, configuration ?? adam(0.05), from: state, on: xor, initialization: initialization)
  }

  /// A seed whose training stays on a plateau is followed by others; the attempt that arrives is the same as that seed
  /// alone.
  @Test func restartsDrawFromTheNextSeeds() throws {
    var rules = TrainingRules(budget: 60_000)
    rules.threshold = LossThreshold(.less, 0.001)
    rules.restartEvery = 400
    let stuck = try #require(
      (1...100 as ClosedRange<Int64>).first { seed in
        var single = rules
        (single.budget, single.restartEvery) = (400, nil)
        var alone = loop(single, seed: seed)
        return alone.run() == .epochs
      })
    var run = loop(rules, seed: stuck)
    #expect(run.run() == .until)
    let attempts = run.attempts
    #expect(attempts.count > 1)
    #expect(attempts.map(\.seed) == attempts.indices.map { stuck + Int64($0) })
    #expect(attempts.dropLast().allSatisfy { $0.end == .epochs && $0.epochs == 400 })
    #expect(attempts.last?.end == .until && run.epoch == attempts.last?.epochs)
    #expect(run.trainer.epochs == attempts.reduce(0) { $0 + $1.epochs })

    let last = try #require(attempts.last?.seed)
    var alone = rules
    alone.restartEvery = nil
    var again = loop(alone, seed: last)
    #expect(again.run() == .until)
    #expect(again.trained == run.trained && again.epoch == run.epoch)
    #expect(run.initialization?.seed == last && run.seed == last)
    #expect(run.history.first == 0 && run.history.last == run.epoch)
  }

  /// Patience brings back the best weights, and the history still reaches to the last epoch.
  @Test func patienceKeepsTheBestWeights() throws {
    var rules = TrainingRules(budget: 5000, watched: .validationLoss)
    (rules.patience, rules.logEvery) = (25, 1)
    let (state, initialization) = drawn(3)
    let validation = Dataset(name: "", rows: [([0, 1], [0]), ([1, 0], [0])], .single)
    var run = TrainingLoop(
      rules, adam(0.05), from: state, on: xor, validation: validation, initialization: initialization)
    var seen: [(epoch: Int, loss: Double)] = [(0, state.network.loss(Objective(.mse), on: validation))]
    let reason = run.run { news in
      if case .epoch(let now) = news {
        seen.append((now.epoch, now.network.loss(Objective(.mse), on: validation)))
      }
    }
    #expect(reason == .patience)
    let best = try #require(seen.min { $0.loss < $1.loss })
    #expect(run.epoch == best.epoch && run.trainer.epochs == best.epoch + 25)
    #expect(run.trained.loss(Objective(.mse), on: validation) == best.loss)
    let back = try #require(try run.history.state(at: best.epoch))
    #expect(back.network == run.trained)
  }

  /// A larger accuracy is better, for patience and for a plateau.
  @Test func accuracyIsBetterWhenLarger() throws {
    var rules = TrainingRules(budget: 3000, watched: .accuracy)
    rules.patience = 200
    let (state, _) = drawn(5, hidden: 6)
    var run = TrainingLoop(rules, adam(0.1), from: state, on: xor)
    _ = run.run()
    let best = try #require(run.best)
    #expect(best.value == 1)
    #expect(Confusion(run.trained.outputs(for: xor), xor)?.correct == 4)

    var plateau = adam(0.1)
    plateau.rates = LearningRatePlan(.plateau, numbers: [5, 0.5])
    var watched = TrainingRules(budget: 300, watched: .accuracy)
    watched.logEvery = 1
    var slower = TrainingLoop(watched, plateau, from: state, on: xor)
    var (rates, values) = ([Double](), [Double]())
    _ = slower.run { news in
      guard case .epoch(let now) = news else { return }
      rates.append(now.rate)
      values.append(accuracy(now.network.outputs(for: xor), xor) ?? 0)
    }
    // The rate is halved after six epochs without a larger accuracy, not after six without a smaller one.
    let expected = Self.rates(values, from: 0.1)
    #expect(rates == expected, "\(rates.prefix(30)) \(expected.prefix(30))")
  }

  private static func rates(_ values: [Double], from rate: Double) -> [Double] {
    var (rates, best, waited, now) = ([Double](), -Double.infinity, 0, rate)
    for value in values {
      rates.append(now)
      if value > best + abs(best.isFinite ? best : 0) * 1e-4 {
        (best, waited) = (value, 0)
      } else {
        waited += 1
      }
      if waited > 5 {
        waited = 0
        if now / 2 > 1e-8 { now /= 2 }
      }
    }
    return rates
  }

  private struct Stop: Error {}

  /// A condition is asked after every epoch, sees the weights, and what it throws ends the training.
  @Test func conditionsAreAskedAfterEveryEpoch() {
    var asked: [Int] = []
    var run = loop(TrainingRules(budget: 100), seed: 1)
    let reason = run.run(until: { (now) throws(Never) in
      asked.append(now.epoch)
      return now.network.parameters[0] != 0 && now.epoch == 17
    })
    #expect(reason == .until && asked == Array(1...17) && run.epoch == 17)
    var failing = loop(TrainingRules(budget: 100), seed: 1)
    #expect(throws: Stop.self) {
      _ = try failing.run(until: { (now) throws(Stop) in
        if now.epoch == 3 { throw Stop() }
        return false
      })
    }
    #expect(failing.trainer.epochs == 3)
  }

  /// Time and interrupts come in through closures.
  @Test func clockAndInterruptsEndATraining() {
    let (state, _) = drawn(1)
    var rules = TrainingRules(budget: 1_000_000_000)
    rules.seconds = 0
    var timed = TrainingLoop(rules, adam(0.1), from: state, on: xor)
    #expect(timed.run() == .seconds && timed.trainer.epochs == 0 && timed.firstLoss.isNaN)
    rules.seconds = nil
    var interrupted = TrainingLoop(rules, adam(0.1), from: state, on: xor, stop: StopSignal { true })
    #expect(interrupted.run() == .interrupted && interrupted.trained == state.network)
  }

  /// Epochs are reported at powers of ten, or every n-th since the weights were drawn.
  @Test func reportsComeAtPowersOfTen() {
    func reported(_ rules: TrainingRules) -> [Int] {
      var epochs: [Int] = []
      var run = loop(rules, seed: 2)
      _ = run.run { if case .epoch(let now) = $0 { epochs.append(now.epoch) } }
      return epochs
    }
    var rules = TrainingRules(budget: 250)
    #expect(reported(rules) == [1, 10, 100])
    rules.logEvery = 60
    #expect(reported(rules) == [60, 120, 180, 240])
  }

  /// Many loops on many tasks give what each gives alone.
  @Test func aSweepGivesTheSameBits() async {
    let configuration = adam(0.05)
    @Sendable func result(_ seed: Int64) -> Vector {
      var rules = TrainingRules(budget: 3000)
      (rules.threshold, rules.restartEvery) = (LossThreshold(.less, 0.01), 300)
      var run = loop(rules, seed: seed, configuration)
      _ = run.run()
      return run.trained.parameters
    }
    let alone = (1...6 as ClosedRange<Int64>).map(result)
    let together = await withTaskGroup(of: (Int64, Vector).self) { group in
      for seed in 1...6 as ClosedRange<Int64> { group.addTask { (seed, result(seed)) } }
      var found: [Int64: Vector] = [:]
      for await (seed, parameters) in group { found[seed] = parameters }
      return (1...6 as ClosedRange<Int64>).map { found[$0] }
    }
    #expect(together == alone)
  }
}
