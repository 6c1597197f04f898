import NeuralCore
import TestSupport
import Testing

/// What small nets look at within their epochs comes out as the looks of the loop at each epoch, which the reference kernel
/// makes.
struct EpochWatchTests {
  private struct Experiment {
    let network: Network
    let configuration: TrainingConfiguration
    let rules: TrainingRules
    let data, validation: Dataset
    /// Asked of the accuracy after an epoch.
    let condition: (@Sendable (Double) -> Bool)?

    init(_ number: Int, _ draws: inout Draws) {
      let precision = draws.one(of: [Precision.single, .double])
      let outputs = draws.one(of: [1, 1, 3])
      data = draws.data(draws.one(of: [1, 3, 4, 5, 37]), classes: outputs, precision, number)
      validation = draws.data(draws.one(of: [1, 4, 9, 40]), classes: outputs, precision, number)
      network = draws.network(outputs, precision, number)
      configuration = draws.configuration(outputs)
      var rules = TrainingRules(
        budget: draws.one(of: [1, 7, 300]),
        watched: draws.one(of: [.loss, .accuracy, .validationLoss, .validationAccuracy, .rmse]))
      rules.reportsLossesOnly = true
      rules.logEvery = draws.one(of: [nil, 1, 7])
      if draws.number(0...1) == 0 {
        (rules.patience, condition) = (draws.number(1...40), nil)
        rules.leastImprovement = draws.one(of: [0, 0, 0.01])
        if draws.number(0...2) == 0 { rules.threshold = LossThreshold(.less, 0.2) }
      } else {
        let holds = draws.condition()
        condition = holds
        rules.restartEvery = draws.one(of: [nil, nil, 20])
        rules.accuracyGate = AccuracyGate(
          WatchedMetric(
            .accuracy, training: data, validation: nil, objective: configuration.objective), holds)
      }
      self.rules = rules
    }

    func outcome(_ kernel: Kernel) -> (all: [String], asked: Int) {
      var loop = TrainingLoop(
        rules, configuration,
        from: EpochHistory.State(
          epoch: 3, network: network, optimizer: nil, generator: MersenneTwister(seed: 1), seed: 1),
        on: data, validation: validation, machine: Machine(kernel: kernel))
      var (news, asked) = ([String](), 0)
      let observe: (TrainingNews) -> Void = {
        switch $0 {
        case .epoch(let now): news.append("\(now.epoch) \(now.loss)")
        case .epochs(let points): news += points.map { "\($0.epoch) \($0.loss)" }
        case .attempt(let attempt, let number): news.append("\(number) \(attempt.epochs) \(attempt.end)")
        case .progress: break
        }
      }
      let kept = KeptMetric(
        WatchedMetric(.accuracy, training: data, validation: nil, objective: configuration.objective))
      let reason =
        if let condition {
          loop.run(
            until: {
              asked += 1
              return (try? $0.value(kept, .never) ?? nil).map(condition) ?? false
            }, observe: observe)
        } else { loop.run(observe: observe) }
      let best = loop.best.map { "\($0.epoch) \($0.value) \($0.network.parameters.bits)" } ?? "none"
      let all = [
        "\(reason)", "\(loop.epoch)", "\(loop.trained.parameters.bits)", best, "\(loop.trainer.epochs)",
        "\(loop.trainer.trained.parameters.bits)",
        loop.trainer.lastLoss.isFinite ? "\(loop.trainer.lastLoss)" : "none",
        "\(loop.history.losses)",
      ]
      return (all + news, asked)
    }
  }

  @Test(arguments: Kernel.allCases.filter { $0.isSupported && $0 != .reference })
  func aWatchChangesNoBit(_ kernel: Kernel) {
    var draws = Draws(seed: 2026)
    for number in 0..<300 {
      let experiment = Experiment(number, &draws)
      let (expected, found) = (experiment.outcome(.reference), experiment.outcome(kernel))
      #expect(found.all == expected.all, "\(number)")
      #expect(found.asked <= expected.asked)
    }
  }

  /// A condition on the accuracy is asked only where it holds.
  @Test(arguments: [Kernel.avx2, .avx512].filter(\.isSupported)) func looksWithinEpochs(_ kernel: Kernel)
    throws
  {
    let data = try #require(BuiltinData.named("xor")).dataset()
    var network = Network(
      layers: [
        Layer(inputs: 2, outputs: 4, activation: .tanh, hasBias: true),
        Layer(inputs: 4, outputs: 1, activation: .sigmoid, hasBias: true),
      ])
    var generator = MersenneTwister(seed: 5)
    network.initialize(.xavier, Initializer.Options(), from: &generator)
    let configuration = TrainingConfiguration(
      .adam, Settings(Optimizer.adam.settings, given: [.lr: 0.02]), Objective(.mse))
    let metric = WatchedMetric(.accuracy, training: data, validation: nil, objective: configuration.objective)
    var rules = TrainingRules(budget: 5000)
    rules.accuracyGate = AccuracyGate(metric) { $0 == 1 }
    var loop = TrainingLoop(
      rules, configuration,
      from: EpochHistory.State(epoch: 0, network: network, optimizer: nil, generator: generator, seed: nil),
      on: data,
      machine: Machine(kernel: kernel))
    var asked = 0
    let reason = loop.run(until: { progress in
      asked += 1
      return (try? metric.value(of: progress.network)) == 1
    })
    #expect(reason == .until && loop.epoch > 5 && asked == 1)
  }

  @Test func boundsAreNumbersOfRows() throws {
    let data = try #require(BuiltinData.named("iris")).dataset()
    func gate(_ metric: TrainingMetric, _ holds: (Double) -> Bool) -> AccuracyGate? {
      AccuracyGate(
        WatchedMetric(metric, training: data, validation: nil, objective: Objective(.crossEntropy)), holds)
    }
    #expect(gate(.accuracy) { $0 > 0.97 }?.correct == 146...150)
    #expect(gate(.accuracy) { $0 >= 146.0 / 150 }?.correct == 146...150)
    #expect(gate(.accuracy) { $0 == 1 }?.correct == 150...150)
    #expect(gate(.accuracy) { $0 < 0.5 }?.correct == 0...74)
    #expect(gate(.accuracy) { $0 == 0.123 } == nil)
    #expect(gate(.accuracy) { $0 != 0.5 } == nil)
    #expect(gate(.loss) { $0 < 0.5 } == nil)
  }
}

extension Draws {
  /// Rows of two numbers and their classes, or of constant ones.
  mutating func data(_ rows: Int, classes: Int, _ precision: Precision, _ number: Int) -> Dataset {
    let isConstant = number % 11 == 0
    let inputs = (0..<rows * 2).map { _ in isConstant ? 1 : 4 * generator.nextDouble() - 2 }
    var targets: [Double] = []
    for row in 0..<rows {
      let label = inputs[2 * row] * inputs[2 * row + 1] > 0 ? 1 : generator.nextDouble() < 0.1 ? 1 : 0
      if classes == 1 { targets.append(Double(label)) }
      if classes > 1 { targets += (0..<classes).map { $0 == (label + row) % classes ? 1 : 0 } }
    }
    return Dataset(
      name: "", inputCount: 2, targetCount: classes, inputs: Vector(inputs, precision),
      targets: Vector(targets, precision))
  }

  mutating func network(_ outputs: Int, _ precision: Precision, _ number: Int) -> Network {
    let hidden = one(of: [1, 2, 5])
    let last: Activation = outputs > 1 ? .softmax : one(of: [.sigmoid, .linear])
    var network = Network(
      layers: [
        Layer(inputs: 2, outputs: hidden, activation: one(of: [.tanh, .relu]), hasBias: true),
        Layer(inputs: hidden, outputs: outputs, activation: last, hasBias: true),
      ], precision)
    var generator = MersenneTwister(seed: Int64(number))
    network.initialize(.xavier, Initializer.Options(), from: &generator)
    if number % 17 == 0 { network.parameters[0] = .nan }
    return network
  }

  mutating func configuration(_ outputs: Int) -> TrainingConfiguration {
    let optimizer: Optimizer = one(of: [.adam, .sgd])
    var configuration = TrainingConfiguration(
      optimizer, Settings(optimizer.settings, given: [.lr: one(of: [0.01, 0.3, 1e4, 1e30])]),
      Objective(outputs > 1 ? .crossEntropy : .mse))
    configuration.batch = one(of: [nil, nil, 1, 3])
    return configuration
  }

  mutating func condition() -> @Sendable (Double) -> Bool {
    let bound = one(of: [0, 0.5, 0.75, 1])
    switch number(0...3) {
    case 0: return { $0 >= bound }
    case 1: return { $0 == bound }
    case 2: return { $0 < bound }
    default: return { $0 != bound }
    }
  }
}
