import NeuralCore
import Testing

/// What an optimizer remembers is all that it needs: stopped and taken up again, it goes on bit for bit.
struct MemoryTests {
  private func network(_ precision: Precision) -> Network {
    var network = Network(
      layers: [
        Layer(inputs: 4, outputs: 5, activation: .tanh, hasBias: true),
        Layer(inputs: 5, outputs: 3, activation: .softmax, hasBias: true),
      ], precision)
    var generator = MersenneTwister(seed: 3)
    network.initialize(.xavier, Initializer.Options(), from: &generator)
    return network
  }

  private func check(_ plan: TrainingConfiguration, _ precision: Precision, _ what: String) throws {
    let data = try #require(BuiltinData.named("iris")).dataset(precision)
    let start = network(precision)
    let whole = start.training(plan, on: data, generator: MersenneTwister(seed: 8))
    let first = start.training(plan, on: data, generator: MersenneTwister(seed: 8))
    func run(_ training: AnyTrainer, _ epochs: Int) {
      for _ in 0..<epochs {
        #expect(training.run(1) == .budget)
        training.note(metric: training.lastLoss)
      }
    }
    run(whole, 24)
    run(first, 11)
    let second = first.trained.training(
      plan, on: data, continuing: first.memory, generator: first.generator)
    run(second, 13)
    #expect(second.trained == whole.trained, "\(what): other weights")
    #expect(second.memory == whole.memory, "\(what): another memory")
    #expect(second.generator == whole.generator)
    #expect(whole.trained != start)
  }

  @Test(arguments: Optimizer.all.filter { $0 != .perceptron }.map(\.name), Precision.allCases)
  func optimizersGoOnFromTheirMemory(_ name: String, _ precision: Precision) throws {
    let optimizer = try #require(Optimizer.named(name))
    var plan = TrainingConfiguration(
      optimizer, Settings(optimizer.settings, given: [.lr: 0.01]),
      Objective(optimizer.takesJacobian ? .mse : .crossEntropy))
    if !optimizer.searches { (plan.batch, plan.shuffles) = (32, true) }
    try check(plan, precision, name)
    let flags = [Setting.Key.amsgrad, .momentum, .centered, .nesterov].filter { key in
      optimizer.settings.contains { $0.key == key }
    }
    let given = Dictionary(uniqueKeysWithValues: flags.map { ($0, $0 == .momentum ? 0.9 : 1) })
    guard !given.isEmpty else { return }
    plan.settings = Settings(optimizer.settings, given: given.merging([.lr: 0.01]) { $1 })
    try check(plan, precision, "\(name) with \(flags.map(\.word))")
  }

  @Test(arguments: Schedule.all.map(\.name))
  func schedulesGoOnFromTheirClock(_ name: String) throws {
    let schedule = try #require(Schedule.named(name))
    var plan = TrainingConfiguration(
      .adam, Settings(Optimizer.adam.settings, given: [.lr: 0.05]), Objective(.crossEntropy))
    plan.batch = 40
    let numbers = ["step": [5, 0.5], "exponential": [0.9], "plateau": [1, 0.5]]
    plan.rates = LearningRatePlan(
      schedule, numbers: numbers[name] ?? [], warmup: 3, length: schedule.hasLength ? 30 : 0)
    try check(plan, .single, name)
  }

  @Test func everythingElseGoesOnToo() throws {
    var plan = TrainingConfiguration(
      .adamw, Settings(Optimizer.adamw.settings, given: [.lr: 0.02, .l1: 1e-4]),
      Objective(.crossEntropy, weights: [1, 2, 1], smoothing: 0.1))
    (plan.batch, plan.shuffles, plan.accumulate, plan.dropout) = (16, true, 3, 0.25)
    (plan.clip, plan.maxNorm, plan.frozen) = (.norm(0.5), 1.5, [0, 7])
    try check(plan, .single, "all options")
    try check(plan, .double, "all options")
  }
}
