import NeuralCore
import TestSupport
import Testing

/// Tiles, wide vectors and several processors give the bits of the reference.
struct KernelTests {
  /// A training of a net, and what is left of it.
  private struct Case {
    let network: Network
    let data: Dataset
    let configuration: TrainingConfiguration

    func result(on machine: Machine, epochs: Int = 2) -> [UInt64] {
      let trainer = network.training(
        configuration, on: data, generator: MersenneTwister(seed: 3), machine: machine)
      _ = trainer.run(epochs)
      return trainer.trained.parameters.bits.map { $0 } + [trainer.lastLoss.bitPattern]
    }
  }

  private func draw(_ draws: inout Draws, widest: Int, rows: ClosedRange<Int>) -> Case {
    let sizes = (0...draws.number(1...3)).map { _ in draws.number(1...widest) }
    let precision: Precision = draws.one(of: [.single, .double])
    let hidden = draws.one(of: Activation.all.filter(\.isDifferentiable))
    let loss = draws.one(of: [Loss.mse, .sse, .mae, .huber, .bce, .crossEntropy])
    let layers = (1..<sizes.count).map { index in
      Layer(
        inputs: sizes[index - 1], outputs: sizes[index],
        activation: index < sizes.count - 1 ? hidden : loss.needs ?? .linear,
        hasBias: draws.number(0...4) > 0)
    }
    var network = Network(layers: layers, precision)
    network.initialize(.xavier, Initializer.Options(), from: &draws.generator)
    let count = draws.number(rows)
    let data = Self.data(count, sizes[0], sizes[sizes.count - 1], precision, &draws.generator)
    let optimizer = draws.one(
      of: Optimizer.all.filter { !$0.searches && $0.needs == nil && !$0.takesJacobian })
    var configuration = TrainingConfiguration(optimizer, Settings(optimizer.settings), Objective(loss))
    configuration.batch = draws.one(of: [nil, draws.number(1...count)])
    configuration.shuffles = draws.number(0...2) == 0
    configuration.dropout = draws.number(0...3) == 0 ? 0.3 : 0
    return Case(network: network, data: data, configuration: configuration)
  }

  private static func data(
    _ rows: Int, _ inputs: Int, _ targets: Int, _ precision: Precision, _ generator: inout MersenneTwister
  ) -> Dataset {
    Dataset(
      name: "", inputCount: inputs, targetCount: targets,
      inputs: Vector((0..<rows * inputs).map { _ in 2 * generator.nextDouble() - 1 }, precision),
      targets: Vector((0..<rows * targets).map { _ in generator.nextDouble() }, precision))
  }

  private static let wide = Kernel.supported.filter { $0 != .reference }

  @Test func somethingIsCompared() {
    #expect(!Self.wide.isEmpty && Kernel.supported.first == .reference)
    #expect(Kernel.chosen == Kernel.supported.last || Kernel.requested != nil)
  }

  /// Three hundred nets, in ten parts that run side by side.
  @Test(arguments: 0..<10)
  func netsOfAnyShape(_ part: Int) {
    var draws = Draws(seed: Int64(part))
    for number in 0..<30 {
      let test = draw(&draws, widest: 300, rows: 1...90)
      let expected = test.result(on: Machine(kernel: .reference))
      for kernel in Self.wide {
        let machine = Machine(kernel: kernel, processors: draws.one(of: [1, 2, 7]))
        #expect(
          test.result(on: machine) == expected,
          "net \(number) \(test.network.sizes) \(test.network.precision) \(test.configuration.optimizer.name) on \(machine)"
        )
      }
    }
  }

  /// More rows than are packed at once: partial sums go on from chunk to chunk.
  @Test func sumsGoOnFromChunkToChunk() {
    var draws = Draws(seed: 77)
    for _ in 0..<4 {
      let test = draw(&draws, widest: 40, rows: 1025...2600)
      let expected = test.result(on: Machine(kernel: .reference), epochs: 1)
      for kernel in Self.wide {
        #expect(test.result(on: Machine(kernel: kernel, processors: 2), epochs: 1) == expected)
      }
    }
  }

  /// Passes that only go forward pack their rows in another way, some at a time.
  @Test func evaluationsAreTheSame() throws {
    var draws = Draws(seed: 78)
    for number in 0..<40 {
      let test = draw(&draws, widest: 200, rows: number < 34 ? 1...140 : 1025...2600)
      try compare(test.network, test.data, test.configuration.objective, &draws)
    }
  }

  /// A sum of products that are all −0 is −0, whatever makes it: rows of zeros, negative weights, no bias.
  @Test func zerosKeepTheirSigns() throws {
    var draws = Draws(seed: 79)
    for precision in [Precision.single, .double] {
      let layers = [(5, 70), (70, 60), (60, 3)].map {
        Layer(inputs: $0.0, outputs: $0.1, activation: .linear, hasBias: false)
      }
      var network = Network(layers: layers, precision)
      network.initialize(.xavier, Initializer.Options(), from: &draws.generator)
      for k in network.parameters.indices where k % 3 > 0 {
        network.parameters[k] = -network.parameters[k].magnitude
      }
      for k in 0..<40 { network.parameters[k] = -1 }
      let data = Dataset(
        name: "", inputCount: 5, targetCount: 3, inputs: Vector(zeros: 5 * 70, precision),
        targets: Vector(zeros: 3 * 70, precision))
      let outputs = network.values(for: data)[0]
      #expect(outputs[0].outputs.contains { $0 == 0 && $0.sign == .minus })
      try compare(network, data, Objective(.mse), &draws)
    }
  }

  private func compare(
    _ network: Network, _ data: Dataset, _ objective: Objective, _ draws: inout Draws
  ) throws {
    let expected = try network.evaluation(objective, on: data, .never, on: Machine(kernel: .reference))
    let gradient = network.gradient(of: objective, on: data, machine: Machine(kernel: .reference))
    for kernel in Self.wide {
      let machine = Machine(kernel: kernel, processors: draws.one(of: [1, 2, 7]))
      let result = try network.evaluation(objective, on: data, .never, on: machine)
      let flat = try network.flatOutputs(for: data, .never, on: machine)
      let what: Comment = "\(network.sizes) \(network.precision) on \(machine)"
      #expect(result.loss.bitPattern == expected.loss.bitPattern, what)
      #expect(result.outputs.map(\.bits) == expected.outputs.map(\.bits), what)
      #expect(Array(flat.bits) == expected.outputs.flatMap { Array($0.bits) }, what)
      #expect(network.gradient(of: objective, on: data, machine: machine).bits == gradient.bits, what)
    }
  }

  /// The sums of a loss go on from part to part, so that it is the one that training has, however wide the rows are.
  @Test func partsEndWithBlocks() throws {
    var draws = Draws(seed: 80)
    let (rows, inputs) = (900, 20_000)
    let data = Self.data(rows, inputs, 1, .single, &draws.generator)
    var network = Network(layers: [Layer(inputs: inputs, outputs: 1, activation: .tanh, hasBias: true)])
    network.initialize(.xavier, Initializer.Options(), from: &draws.generator)
    let configuration = TrainingConfiguration(.sgd, Settings(Optimizer.sgd.settings), Objective(.mae))
    let trainer = network.training(configuration, on: data)
    _ = trainer.run(1)
    #expect(try network.loss(Objective(.mae), on: data, .never).bitPattern == trainer.firstLoss.bitPattern)
  }

  /// What no data set has: infinities, numbers that are none, the smallest ones, both zeros, and all exponents.
  @Test(arguments: Activation.all.map(\.name))
  func activationsOfAnyNumber(_ name: String) throws {
    let activation = try #require(Activation.named(name))
    let special: [Double] = [
      0, -0.0, .infinity, -.infinity, .nan, 1e-45, -1e-45, .leastNonzeroMagnitude, 88.73, -104, 710,
    ]
    let steps = (-90...90).flatMap { [Double($0) / 3.5, Self.scaled($0), -Self.scaled($0)] }
    for precision in [Precision.single, .double] {
      var network = Network(
        layers: [Layer(inputs: 1, outputs: 24, activation: activation, hasBias: false)], precision)
      for k in network.parameters.indices { network.parameters[k] = 1 - Double(k) / 8 }
      for input in special + steps {
        let data = Dataset(
          name: "", inputCount: 1, targetCount: 24, inputs: Vector([input], precision),
          targets: Vector(zeros: 24, precision))
        let expected = Self.pass(network, data, .reference)
        for kernel in Self.wide {
          #expect(Self.pass(network, data, kernel) == expected, "\(kernel), \(precision) of \(input)")
        }
      }
    }
  }

  private static func scaled(_ k: Int) -> Double {
    Double(sign: .plus, exponent: k % 150, significand: 1 + Double(k.magnitude) / 181)
  }

  /// The outputs and the derivatives of one row; a NaN is any NaN.
  private static func pass(_ network: Network, _ data: Dataset, _ kernel: Kernel) -> [UInt64] {
    let machine = Machine(kernel: kernel)
    let outputs = network.outputs(for: data, on: machine)[0]
    let gradient = network.gradient(of: Objective(.mae), on: data, machine: machine)
    return (Array(outputs) + Array(gradient)).map { $0.isNaN ? .max : $0.bitPattern }
  }

  /// A stop within the tiles takes the epoch back.
  @Test(arguments: [1, 2, 7])
  func aStoppedEpochIsTakenBack(_ processors: Int) throws {
    var draws = Draws(seed: 5)
    let layers = [
      Layer(inputs: 300, outputs: 300, activation: .tanh, hasBias: true),
      Layer(inputs: 300, outputs: 20, activation: .linear, hasBias: true),
    ]
    var network = Network(layers: layers)
    network.initialize(.xavier, Initializer.Options(), from: &draws.generator)
    let data = Self.data(1200, 300, 20, .single, &draws.generator)
    var configuration = TrainingConfiguration(.adam, Settings(Optimizer.adam.settings), Objective(.mse))
    configuration.batch = 600
    for kernel in Kernel.supported {
      // At the last of them the first of two updates is made.
      var (polls, isStopped) = (0, true)
      while isStopped {
        polls += 1
        let trainer = network.training(
          configuration, on: data, machine: Machine(kernel: kernel, processors: processors))
        #expect(trainer.run(1) == .budget)
        let (before, memory) = (trainer.trained, trainer.memory)
        var left = polls
        trainer.stop {
          left -= 1
          return left <= 0
        }
        isStopped = trainer.run(1) == .stopped
        guard isStopped else { break }
        #expect(trainer.trained == before && trainer.memory == memory && trainer.epochs == 1)
      }
      #expect(polls > 4, "\(kernel)")
    }
  }
}
