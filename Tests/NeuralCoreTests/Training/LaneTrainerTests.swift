import NeuralCore
import TestSupport
import Testing

/// Nets beside each other have the bits that each has alone, with the reference kernel.
struct LaneTrainerTests {
  /// Many nets of one shape, and what they learn.
  private struct Experiment {
    let layers: [Layer]
    let precision: Precision
    let configuration: TrainingConfiguration
    let rows: Int
    /// Each net has its own.
    let ownRows: Bool
    let number: Int

    func network(_ k: Int) -> Network {
      var network = Network(layers: layers, precision)
      var generator = MersenneTwister(seed: Int64(1000 * number + k))
      network.initialize(.xavier, Initializer.Options(), from: &generator)
      return network
    }

    /// Rows with targets that the loss takes.
    func data(_ k: Int) -> Dataset {
      var generator = MersenneTwister(seed: Int64(ownRows ? 77_000 + k : number))
      let (inputs, outputs) = (layers[0].inputs, layers[layers.count - 1].outputs)
      let loss = configuration.objective.loss
      var targets: [Double] = []
      for _ in 0..<rows {
        let draws = (0..<outputs).map { _ in generator.nextDouble() }
        let top = draws.max() ?? 0
        switch (loss.targets, loss.classes) {
        case (.probabilities, .exclusive): targets += draws.map { $0 == top ? 1 : 0 }
        case (.signs, _): targets += draws.map { $0 < 0.5 ? -1 : 1 }
        case (.bits, _): targets += draws.map { $0 < 0.5 ? 0 : 1 }
        case (.any, _), (.probabilities, _): targets += draws
        }
      }
      return Dataset(
        name: "", inputCount: inputs, targetCount: outputs,
        inputs: Vector((0..<rows * inputs).map { _ in 4 * generator.nextDouble() - 2 }, precision),
        targets: Vector(targets, precision))
    }

    func alone(_ k: Int, _ kernel: Kernel = .reference) -> AnyTrainer {
      network(k).training(configuration, on: data(k), machine: Machine(kernel: kernel))
    }
  }

  private static func experiment(_ number: Int, _ draws: inout Draws) -> Experiment {
    let sizes = (0...draws.number(1...3)).map { _ in draws.number(1...9) }
    let rows = draws.number(1...40)
    let step = draws.number(0...9) == 0
    let optimizer: Optimizer =
      step
      ? .perceptron
      : draws.one(of: Optimizer.all.filter { !$0.searches && !$0.takesJacobian && $0.needs == nil })
    let loss: Loss = step ? .errors : draws.one(of: Loss.all.filter(\.isDifferentiable))
    let activations = Activation.all.filter(\.isDifferentiable)
    let (hidden, output) = (draws.one(of: activations), loss.needs ?? draws.one(of: activations))
    let last = step ? 1 : sizes.count - 1
    let layers = (1...last).map {
      Layer(
        inputs: sizes[$0 - 1], outputs: sizes[$0], activation: $0 == last ? output : hidden,
        hasBias: draws.number(0...4) > 0)
    }
    var given: [Setting.Key: Double] = [.lr: draws.one(of: [0.001, 0.01, 0.1, 1, 30])]
    for setting in optimizer.settings where draws.number(0...2) == 0 {
      switch setting.key.word {
      case "amsgrad", "centered", "nesterov": given[setting.key] = 1
      case "momentum": given[setting.key] = 0.9
      case "l1", "l2", "decay": given[setting.key] = 0.01
      default: break
      }
    }
    if given[Setting.Key("nesterov")] != nil { given[.momentum] = 0.9 }
    let hasClasses = loss.takesClasses && draws.number(0...1) == 1
    let weights = hasClasses ? (0..<sizes[last]).map { _ in 2 * draws.generator.nextDouble() } : []
    var configuration = TrainingConfiguration(
      optimizer, Settings(optimizer.settings, given: given),
      Objective(loss, weights: weights, smoothing: loss.takesClasses ? draws.one(of: [0, 0.1]) : 0))
    configuration.batch = draws.one(of: [nil, nil, draws.number(1...rows)])
    return Experiment(
      layers: layers, precision: draws.one(of: [.single, .double]), configuration: configuration, rows: rows,
      ownRows: draws.number(0...2) == 0, number: number)
  }

  /// A goal that some of the nets meet; nil for none.
  private static func goal(_ experiment: Experiment, _ draws: inout Draws) -> LossThreshold? {
    guard draws.number(0...2) > 0 else { return nil }
    let probe = experiment.alone(0)
    _ = probe.run(draws.number(1...30))
    return LossThreshold(draws.one(of: [.less, .lessOrEqual, .greater, .greaterOrEqual]), probe.lastLoss)
  }

  /// Trains so many nets, each lane taking the next one as soon as it is free; fewer nets than lanes, or several times as
  /// many.
  private static func train(
    _ trainer: LaneTrainer, _ experiment: Experiment, _ budgets: [Int], _ draws: inout Draws,
    _ done: (Int, LaneTrainer.Run) -> Void
  ) {
    var (free, next, running) = (Array(0..<trainer.lanes), 0, [Int: Int]())
    while next < budgets.count || !running.isEmpty {
      while next < budgets.count, let lane = free.popLast() {
        trainer.begin(
          experiment.network(next), budget: budgets[next],
          on: experiment.ownRows ? experiment.data(next) : nil, in: lane)
        running[lane] = next
        next += 1
      }
      for (lane, run) in trainer.run(draws.number(1...20)) {
        free.append(lane)
        if let k = running.removeValue(forKey: lane) { done(k, run) }
      }
    }
  }

  /// What is compared; how a loss is not finite is not part of it.
  private struct Outcome: Equatable {
    let weights: [UInt64]
    let epochs: Int
    let loss: Double?

    init(_ network: Network, _ epochs: Int, _ loss: Double) {
      (weights, self.epochs, self.loss) = (
        network.parameters.bits.map { $0 }, epochs, loss.isFinite ? loss : nil
      )
    }
    init(_ trainer: AnyTrainer) { self.init(trainer.trained, trainer.epochs, trainer.lastLoss) }
    init(_ run: LaneTrainer.Run) { self.init(run.trained, run.epochs, run.lastLoss) }
  }

  /// Four hundred experiments: all optimizers without a line search, losses and activations, with classes weighted, batches,
  /// rows of one's own, both precisions, nets that arrive, that do not, and that diverge.
  @Test(arguments: 0..<8)
  func netsBesideEachOtherHaveTheirOwnBits(_ part: Int) throws {
    var draws = Draws(seed: Int64(part))
    var ends: [StopReason: Int] = [:]
    for number in 0..<50 {
      let experiment = Self.experiment(50 * part + number, &draws)
      let goal = Self.goal(experiment, &draws)
      let kernel = draws.one(of: Kernel.supported.filter { $0 != .reference })
      let isEligible = !experiment.ownRows || experiment.configuration.objective.weights.isEmpty
      let made = LaneTrainer(
        experiment.network(0), experiment.configuration, on: experiment.data(0),
        ownRows: experiment.ownRows, until: goal, machine: Machine(kernel: kernel))
      guard isEligible || made != nil else { continue }
      let trainer = try #require(made)
      let budgets = (0..<draws.number(1...40)).map { _ in draws.number(1...60) }
      Self.train(trainer, experiment, budgets, &draws) { k, run in
        let alone = experiment.alone(k)
        let end = alone.run(budgets[k], until: goal)
        let reason: StopReason = end == .bound ? .until : end == .diverged ? .diverged : .epochs
        let what = "experiment \(number) of \(part), net \(k), \(kernel)"
        #expect(run.end == reason, "\(what)")
        #expect(Outcome(run) == Outcome(alone), "\(what)")
        ends[run.end, default: 0] += 1
        guard end != .diverged else { return }
        alone.fallBack()
        #expect(Outcome(run.fallenBack) == Outcome(alone), "\(what)")
      }
    }
    #expect(ends[.until] ?? 0 > 50 && ends[.epochs] ?? 0 > 50)
  }

  /// One small net by itself: its epochs are compiled for the processor too. They are run in pieces, with single updates,
  /// epochs that watch the gradient, and restarts between them, and leave the same weights, losses and memory.
  @Test(arguments: 0..<8)
  func oneNetHasTheBitsOfTheReference(_ part: Int) {
    var draws = Draws(seed: Int64(900 + part))
    var compared = 0
    for number in 0..<60 {
      let experiment = Self.experiment(900 + 60 * part + number, &draws)
      let goal = Self.goal(experiment, &draws)
      let pieces = (0..<draws.number(1...6)).map { _ in (draws.number(0...5), draws.number(1...40)) }
      for kernel in Kernel.supported where kernel != .reference {
        let (one, other) = (experiment.alone(1), experiment.alone(1, kernel))
        for (kind, epochs) in pieces {
          for trainer in [one, other] { Self.run(trainer, kind, epochs, goal, experiment) }
          let what = "experiment \(number) of \(part), \(kernel), \(pieces)"
          #expect(Outcome(one) == Outcome(other), "\(what)")
          #expect(one.losses == other.losses, "\(what)")
          guard one.lastLoss.isFinite else { break }
          // NaN where nothing was run since a restart.
          #expect(one.firstLoss.bitPattern == other.firstLoss.bitPattern, "\(what)")
          #expect(one.memory == other.memory, "\(what)")
          compared += 1
        }
      }
    }
    #expect(compared > 60)
  }

  private static func run(
    _ trainer: AnyTrainer, _ kind: Int, _ epochs: Int, _ goal: LossThreshold?, _ experiment: Experiment
  ) {
    switch kind {
    case 0: repeat { _ = trainer.step() } while trainer.placeInEpoch.batch != 0
    case 1: _ = trainer.run(epochs, until: goal, gradientTolerance: 1e-9)
    case 2 where epochs % 3 == 0:
      trainer.restart(from: experiment.network(2), keepingMemory: epochs % 2 == 0)
    default: _ = trainer.run(epochs, until: goal)
    }
  }

  @Test func divergedNetsAreAmongThem() throws {
    let experiment = Experiment(
      layers: [Layer(inputs: 2, outputs: 1, activation: .linear, hasBias: true)], precision: .single,
      configuration: TrainingConfiguration(
        .sgd, Settings(Optimizer.sgd.settings, given: [.lr: 30]), Objective(.mse)), rows: 9, ownRows: false,
      number: 1)
    let trainer = try #require(
      LaneTrainer(
        experiment.network(0), experiment.configuration, on: experiment.data(0), until: nil,
        machine: Machine(kernel: Kernel.supported.last ?? .reference)))
    var draws = Draws(seed: 1)
    var diverged = 0
    Self.train(trainer, experiment, Array(repeating: 500, count: 30), &draws) { k, run in
      let alone = experiment.alone(k)
      #expect(alone.run(500) == .diverged && run.end == .diverged && Outcome(run) == Outcome(alone))
      diverged += 1
    }
    #expect(diverged == 30)
  }

  /// What depends on chance, on the epoch, or on more than the loss goes alone.
  @Test func someTrainingsGoAlone() {
    let network = Network(layers: [Layer(inputs: 2, outputs: 1, activation: .sigmoid, hasBias: true)])
    let data = Dataset(name: "", rows: [([0, 1], [1]), ([1, 1], [0])], .single)
    let machine = Machine(kernel: Kernel.supported.last ?? .reference)
    func isTaken(_ optimizer: Optimizer = .adam, _ change: (inout TrainingConfiguration) -> Void = { _ in })
      -> Bool
    {
      var configuration = TrainingConfiguration(optimizer, Settings(optimizer.settings), Objective(.mse))
      change(&configuration)
      return LaneTrainer(network, configuration, on: data, until: nil, machine: machine) != nil
    }
    #expect(isTaken() && isTaken(.rprop) && isTaken { $0.batch = 1 })
    #expect(!isTaken { $0.shuffles = true } && !isTaken { $0.dropout = 0.1 })
    #expect(!isTaken { $0.clip = .norm(1) } && !isTaken { $0.maxNorm = 1 } && !isTaken { $0.frozen = [0] })
    #expect(!isTaken { $0.accumulate = 2 } && !isTaken(.lbfgs) && !isTaken(.lm))
    let configuration = TrainingConfiguration(.adam, Settings(Optimizer.adam.settings), Objective(.mse))
    #expect(
      LaneTrainer(network, configuration, on: data, until: nil, machine: Machine(kernel: .reference)) == nil)
  }
}
