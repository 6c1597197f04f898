import NeuralCore
import Testing

/// Every activation and loss against its own derivative, and every table against its rules.
struct DerivativeTests {
  /// A net of 3-4-2 with this output and random weights and data.
  private func setting(_ hidden: Activation, _ output: Activation, _ seed: Int64) -> (Network, Dataset) {
    var network = Network(
      layers: [
        Layer(inputs: 3, outputs: 4, activation: hidden, hasBias: true),
        Layer(inputs: 4, outputs: 2, activation: output, hasBias: true),
      ])
    var generator = MersenneTwister(seed: seed)
    network.initialize(.torch, Initializer.Options(), from: &generator)
    let inputs = generator.normal(7 * 3, mean: 0, deviation: 1)
    let targets = (0..<7).flatMap { _ in
      let y = generator.nextFloat()
      return [y, 1 - y]
    }
    return (network, Dataset(name: "", inputCount: 3, targetCount: 2, inputs: inputs, targets: targets))
  }

  /// Central differences in float32 are good to about 1e-3; a wrong formula is off by far more.
  private func compare(_ network: Network, _ data: Dataset, _ loss: Loss, _ what: String) {
    let gradient = network.gradient(of: loss, on: data)
    for k in network.parameters.indices {
      let h: Float = 2e-3
      var (up, down) = (network, network)
      up.parameters[k] += h
      down.parameters[k] -= h
      let slope = (up.loss(loss, on: data) - down.loss(loss, on: data)) / (2 * h)
      #expect((slope - gradient[k]).magnitude < 2e-3 + 0.02 * slope.magnitude, "\(what), parameter \(k)")
    }
  }

  @Test(arguments: Activation.all.map(\.name))
  func activation(_ name: String) throws {
    let activation = try #require(Activation.named(name))
    let (network, data) = setting(activation, .linear, 11)
    compare(network, data, .mse, "hidden \(name)")
    let (other, rows) = setting(.tanh, activation, 12)
    compare(other, rows, .mse, "output \(name)")
  }

  /// `errors` hands back the error and not a slope: that is the perceptron rule.
  @Test(arguments: Loss.all.map(\.name).filter { $0 != "errors" })
  func loss(_ name: String) throws {
    let loss = try #require(Loss.named(name))
    let output = try #require(Activation.named(loss.needs ?? "linear"))
    let (network, data) = setting(.tanh, output, 13)
    compare(network, data, loss, "loss \(name)")
  }

  /// The activation of one number in double precision is the one of the kernels.
  @Test(arguments: Activation.all.filter { $0.value != nil }.map(\.name))
  func valueIsTheKernels(_ name: String) throws {
    let activation = try #require(Activation.named(name))
    let value = try #require(activation.value)
    var network = Network(layers: [Layer(inputs: 1, outputs: 1, activation: activation, hasBias: false)])
    network.parameters = [1]
    for x in stride(from: Float(-9), through: 9, by: 0.37) {
      #expect((Double(network.outputs(for: [x])[0]) - value(Double(x))).magnitude < 1e-6)
    }
  }

  @Test(arguments: Optimizer.all.map(\.name))
  func optimizerFindsTheMinimum(_ name: String) throws {
    let optimizer = try #require(Optimizer.named(name))
    var network = Network(layers: [Layer(inputs: 1, outputs: 1, activation: .linear, hasBias: true)])
    network.parameters = [-1, 2]
    let data = Dataset(
      name: "", rows: [-1, 0, 1, 2].map { x in ([x], [3 * x - 1]) })
    let rule = optimizer.rule(Settings(optimizer.settings, given: ["lr": 0.05]), parameters: 2)
    let trainer = Trainer(network, on: data, loss: .mse, rule: rule)
    _ = trainer.run(3000, until: nil)
    #expect((trainer.trained.parameters[0] - 3).magnitude < 1e-3)
    #expect((trainer.trained.parameters[1] + 1).magnitude < 1e-3)
  }

  @Test func tablesAreWellFormed() {
    for optimizer in Optimizer.all {
      #expect(optimizer.settings.allSatisfy { $0.allows($0.fallback) }, "\(optimizer.name)")
      #expect(optimizer.settings.contains { $0.name == "lr" })
    }
    let tables = [
      Activation.all.map { ($0.name, $0.summary) }, Loss.all.map { ($0.name, $0.summary) },
      Initializer.all.map { ($0.name, $0.summary) }, Optimizer.all.map { ($0.name, $0.summary) },
      BuiltinData.all.map { ($0.name, $0.summary) },
    ]
    for table in tables {
      #expect(Set(table.map(\.0)).count == table.count)
      #expect(table.allSatisfy { !$0.1.isEmpty && $0.1.count <= 72 && !$0.1.hasSuffix(".") })
    }
  }
}
