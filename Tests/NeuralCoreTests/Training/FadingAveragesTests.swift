import NeuralCore
import Testing

/// Once a hinge loss is 0, so are all derivatives, and the averages of Adam fade until they are subnormal. The kernels go
/// around the slow arithmetic of such numbers, and give its bits.
struct FadingAveragesTests {
  private static let settings: [[Setting.Key: Double]] = [
    [.lr: 0.05], [.lr: 0.05, .amsgrad: 1], [.lr: 0.01, .beta1: 0.5], [.lr: 0.2, .beta1: 0.99, .beta2: 0.99],
    // Beyond what the way around is for.
    [.lr: 0.05, .eps: 1e-30], [.lr: 100, .beta1: 0],
  ]

  private struct Case {
    let configuration: TrainingConfiguration
    let layers: [Layer]
    let data: Dataset

    init(_ given: [Setting.Key: Double], hidden: Activation, rows: Int, batch: Int?) {
      var configuration = TrainingConfiguration(
        .adam, Settings(Optimizer.adam.settings, given: given), Objective(.hinge))
      configuration.batch = batch
      self.configuration = configuration
      layers = [
        Layer(inputs: 2, outputs: 3, activation: hidden, hasBias: true),
        Layer(inputs: 3, outputs: 1, activation: Loss.hinge.needs ?? .linear, hasBias: true),
      ]
      var generator = MersenneTwister(seed: Int64(rows))
      data = Dataset(
        name: "", inputCount: 2, targetCount: 1,
        inputs: Vector((0..<2 * rows).map { _ in 4 * generator.nextDouble() - 2 }, .single),
        targets: Vector((0..<rows).map { Double($0 % 2 * 2 - 1) }, .single))
    }

    func network(_ seed: Int64) -> Network {
      var (network, generator) = (Network(layers: layers), MersenneTwister(seed: seed))
      network.initialize(.xavier, Initializer.Options(), from: &generator)
      return network
    }

    func training(_ seed: Int64, _ kernel: Kernel) -> AnyTrainer {
      network(seed).training(configuration, on: data, machine: Machine(kernel: kernel))
    }
  }

  private static let cases = settings.flatMap { given in
    [
      Case(given, hidden: .tanh, rows: 4, batch: nil), Case(given, hidden: .relu, rows: 7, batch: nil),
      Case(given, hidden: .sigmoid, rows: 5, batch: 2),
    ]
  }

  private static func subnormal(_ memory: OptimizerMemory) -> Int {
    memory.arrays.values.reduce(0) { $0 + $1.count { Float($0).isSubnormal } }
  }

  @Test func oneNetHasTheBitsOfTheReference() throws {
    var faded = 0
    for example in Self.cases {
      let reference = example.training(3, .reference)
      let others = Kernel.supported.map { ($0, example.training(3, $0)) }
      for epochs in [1, 600, 37, 250, 400, 900] {
        _ = reference.run(epochs)
        faded += Self.subnormal(reference.memory)
        for (kernel, other) in others {
          _ = other.run(epochs)
          #expect(other.trained.parameters.bits == reference.trained.parameters.bits, "\(kernel)")
          for (slot, array) in reference.memory.arrays {
            #expect(other.memory.arrays[slot]?.bits == array.bits, "\(kernel), \(slot)")
          }
        }
      }
    }
    #expect(faded > 100)
  }

  /// Some steps are made ready ahead of those that a run asks for, however many runs there are.
  @Test func manyShortRunsComeToWhatOneComesTo() throws {
    let example = try #require(Self.cases.first)
    let (short, long) = (example.training(3, .reference), example.training(3, .reference))
    let compiled = Kernel.supported.map { example.training(3, $0) }
    for k in 0..<300 {
      for training in compiled + [short] { _ = training.run(1 + k % 130) }
    }
    _ = long.run(short.epochs)
    #expect(short.epochs == 17_850)
    for training in compiled + [short] {
      #expect(training.trained.parameters.bits == long.trained.parameters.bits)
    }
  }

  @Test func netsBesideEachOtherHaveTheBitsOfTheReference() throws {
    for example in Self.cases {
      for kernel in Kernel.supported {
        guard
          let trainer = LaneTrainer(
            example.network(0), example.configuration, on: example.data, until: nil,
            machine: Machine(kernel: kernel))
        else { continue }
        for lane in 0..<trainer.lanes {
          trainer.begin(example.network(Int64(lane)), budget: 1400 + 100 * lane, in: lane)
        }
        var left = trainer.lanes
        while left > 0 {
          for (lane, run) in trainer.run(4096) {
            left -= 1
            let alone = example.training(Int64(lane), .reference)
            _ = alone.run(1400 + 100 * lane)
            #expect(run.trained.parameters.bits == alone.trained.parameters.bits, "\(kernel)")
          }
        }
      }
    }
  }
}
