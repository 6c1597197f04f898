import NeuralCore
import Testing

/// Optimizers and schedules do what they are for.
struct ConvergenceTests {
  /// A rate with which each reaches the minimum of a valley in 3,000 steps.
  static let rates = [
    "sgd": 0.05, "adam": 0.05, "adamw": 0.05, "nadam": 0.05, "radam": 0.05, "adamax": 0.05, "adagrad": 0.5,
    "adadelta": 1, "rmsprop": 0.002, "rprop": 0.05, "quickprop": 0.1, "l-bfgs": 1, "lm": 1,
    "perceptron": 0.01,
  ]

  @Test(arguments: Optimizer.all.map(\.name), Precision.allCases)
  func optimizerFindsTheMinimum(_ name: String, _ precision: Precision) throws {
    let optimizer = try #require(Optimizer.named(name))
    var network = Network(
      layers: [Layer(inputs: 1, outputs: 1, activation: .linear, hasBias: true)], precision)
    (network.parameters[0], network.parameters[1]) = (-1, 2)
    let data = Dataset(name: "", rows: [-1, 0, 1, 2].map { x in ([x], [3 * x - 1]) }, precision)
    let rate = try #require(Self.rates[name], "a rate for \(name)")
    let plan = TrainingConfiguration(
      optimizer, Settings(optimizer.settings, given: [.lr: rate, .decay: 0]), Objective(.mse))
    let training = network.training(plan, on: data)
    #expect(training.run(3000) == .budget)
    // Adadelta finds its rate by itself and goes on trembling.
    let tolerance = optimizer == .adadelta ? 0.05 : 5e-3
    #expect((training.trained.parameters[0] - 3).magnitude < tolerance, "\(training.trained.parameters)")
    #expect((training.trained.parameters[1] + 1).magnitude < tolerance, "\(training.trained.parameters)")
  }

  /// Epochs until the loss of XOR is below 0.01, from a start from which each gets there.
  @Test(arguments: Optimizer.all.filter { $0 != .perceptron }.map(\.name))
  func optimizerLearnsXor(_ name: String) throws {
    let optimizer = try #require(Optimizer.named(name))
    var network = Network(
      layers: [
        Layer(inputs: 2, outputs: 4, activation: .tanh, hasBias: true),
        Layer(inputs: 4, outputs: 1, activation: .linear, hasBias: true),
      ])
    var generator = MersenneTwister(seed: 5)
    network.initialize(.xavier, Initializer.Options(), from: &generator)
    let data = try #require(BuiltinData.named("xor")).dataset()
    let rate = try #require(Self.rates[name])
    let plan = TrainingConfiguration(
      optimizer, Settings(optimizer.settings, given: [.lr: rate]), Objective(.mse))
    let training = network.training(plan, on: data)
    #expect(training.run(5000, until: LossThreshold(.less, 0.01)) == .bound, "\(training.lastLoss)")
  }

  /// The rates that a schedule gives, against its formula worked out by hand.
  @Test func schedulesFollowTheirFormulas() throws {
    func rates(_ plan: LearningRatePlan, _ count: Int) -> [Double] {
      var network = Network(
        layers: [Layer(inputs: 1, outputs: 1, activation: .linear, hasBias: false)], .double)
      network.parameters[0] = 1
      var training = TrainingConfiguration(
        .sgd, Settings(Optimizer.sgd.settings, given: [.lr: 0.5]), Objective(.mse))
      training.rates = plan
      let run = network.training(training, on: Dataset(name: "", rows: [([1], [0])], .double))
      return (0..<count).map { _ in
        _ = run.step()
        return run.rate
      }
    }
    func near(_ a: [Double], _ b: [Double]) -> Bool {
      zip(a, b).allSatisfy { ($0 - $1).magnitude < 1e-15 } && a.count == b.count
    }
    #expect(near(rates(LearningRatePlan(.step, numbers: [2, 0.1]), 5), [0.5, 0.5, 0.05, 0.05, 0.005]))
    #expect(near(rates(LearningRatePlan(.exponential, numbers: [0.5]), 3), [0.5, 0.25, 0.125]))
    #expect(
      near(rates(LearningRatePlan(.cosine, length: 4), 3), [0.5, 0.25 + 0.25 * 0.5.squareRoot(), 0.25]))
    #expect(near(rates(LearningRatePlan(nil, warmup: 4), 5), [0.125, 0.25, 0.375, 0.5, 0.5]))
    let cycle = rates(LearningRatePlan(.oneCycle, length: 100), 101)
    #expect(near([cycle[0], cycle[29], cycle[99], cycle[100]], [0.02, 0.5, 0.5 / 250_000, 0.5 / 250_000]))
  }

  @Test func plateausAreLeft() throws {
    let network = Network(layers: [Layer(inputs: 1, outputs: 1, activation: .linear, hasBias: false)])
    var plan = TrainingConfiguration(
      .sgd, Settings(Optimizer.sgd.settings, given: [.lr: 1]), Objective(.mse))
    plan.rates = LearningRatePlan(.plateau, numbers: [2, 0.5])
    let training = network.training(plan, on: Dataset(name: "", rows: [([0], [1])], .single))
    var rates: [Double] = []
    for metric in [1, 0.9, 0.89999, 0.89998, 0.9, 0.5, 0.5, 0.5, 0.5] {
      _ = training.step()
      rates.append(training.rate)
      training.note(metric: metric)
    }
    #expect(rates == [1, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5])
    _ = training.step()
    #expect(training.rate == 0.25)
  }
}
