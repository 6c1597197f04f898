import NeuralCore
import Testing

/// Every activation and loss against its own derivative, in double precision.
struct DerivativeTests {
  /// A net of 3-4-2 with random weights and data of 7 rows.
  private func setting(
    _ hidden: Activation, _ output: Activation, _ seed: Int64, signs: Bool = false
  ) -> (Network, Dataset) {
    var network = Network(
      layers: [
        Layer(inputs: 3, outputs: 4, activation: hidden, hasBias: true),
        Layer(inputs: 4, outputs: 2, activation: output, hasBias: true),
      ], .double)
    var generator = MersenneTwister(seed: seed)
    network.initialize(.torch, Initializer.Options(), from: &generator)
    let inputs = (0..<7 * 3).map { _ in 2 * generator.standardNormal() }
    let targets = (0..<7).flatMap { _ in
      let y = generator.nextDouble()
      return signs ? [y < 0.5 ? -1.0 : 1, y < 0.3 ? 1.0 : -1] : [y, 1 - y]
    }
    return (
      network,
      Dataset(
        name: "", inputCount: 3, targetCount: 2, inputs: Vector(inputs), targets: Vector(targets))
    )
  }

  private func compare(_ network: Network, _ data: Dataset, _ objective: Objective, _ what: String) throws {
    let check = try GradientCheck(network, objective, on: data, shown: 1)
    #expect(check.agrees, "\(what): \(check.worst)")
    #expect(check.count == network.parameters.count && check.corners == 0)
    #expect(
      network.gradient(of: objective, on: data).contains { $0 != 0 }, "\(what): a flat place proves nothing")
  }

  @Test(arguments: Activation.all.filter(\.isDifferentiable).map(\.name))
  func activationsMatchNumericalDerivatives(_ name: String) throws {
    let activation = try #require(Activation.named(name))
    let (network, data) = setting(activation, .linear, 11)
    try compare(network, data, Objective(.mse), "hidden \(name)")
    let (other, rows) = setting(.tanh, activation, 12)
    try compare(other, rows, Objective(.mse), "output \(name)")
  }

  /// `errors` hands back the error and not a slope: that is the perceptron rule.
  @Test(arguments: Loss.all.filter(\.isDifferentiable).map(\.name))
  func lossesMatchNumericalDerivatives(_ name: String) throws {
    let loss = try #require(Loss.named(name))
    let output = loss.needs ?? .linear
    let (network, data) = setting(.tanh, output, 13, signs: loss.targets == .signs)
    try compare(network, data, Objective(loss), "loss \(name)")
    guard loss.takesClasses else { return }
    try compare(network, data, Objective(loss, weights: [0.5, 3]), "loss \(name) with weights")
    try compare(network, data, Objective(loss, smoothing: 0.2), "loss \(name) with smoothing")
    try compare(network, data, Objective(loss, weights: [2, 0.1], smoothing: 0.1), "loss \(name) with both")
  }

  /// A wrong slope is found: the check itself is checked.
  @Test func aWrongGradientIsFound() throws {
    let (network, data) = setting(.step, .linear, 11)
    let check = try GradientCheck(network, Objective(.errors), on: data)
    #expect(!check.agrees)
  }

  /// Of a large net some parameters of every layer are compared.
  @Test func largeNetsAreComparedInPart() throws {
    var network = Network(
      layers: [
        Layer(inputs: 1, outputs: 600, activation: .tanh, hasBias: true),
        Layer(inputs: 600, outputs: 5, activation: .linear, hasBias: true),
      ])
    var generator = MersenneTwister(seed: 3)
    network.initialize(.torch, Initializer.Options(), from: &generator)
    let rows = (0..<300).map { row -> ([Double], [Double]) in
      let targets = (2..<7).map { Double(row % $0) }
      return ([Double(row) / 50 - 3], targets)
    }
    let data = Dataset(name: "", rows: rows, .single)
    let check = try GradientCheck(network, Objective(.mse), on: data, shown: .max)
    #expect(check.agrees && (100..<4205).contains(check.count), "\(check.count)")
    // In both layers, weights and biases.
    for part in [0..<600, 600..<1200, 1200..<4200, 4200..<4205] {
      #expect(check.worst.contains { part.contains($0.place) }, "\(part)")
    }
  }

  /// A sum of exactly 0 stands at relu's corner.
  @Test func cornersAreNoMistakes() throws {
    var network = Network(
      layers: [
        Layer(inputs: 1, outputs: 1, activation: .relu, hasBias: true),
        Layer(inputs: 1, outputs: 1, activation: .linear, hasBias: true),
      ])
    network.parameters = Vector([1, 0, 1, 0] as [Float])
    let data = Dataset(name: "", rows: [([0], [1])], .single)
    let check = try GradientCheck(network, Objective(.mse), on: data)
    #expect(check.agrees && check.corners == 1, "\(check)")
  }

  /// The activation of one number in expressions is the one of the kernels, bit for bit in double precision.
  @Test(arguments: Activation.all.filter(\.isElementwise).map(\.name))
  func valueIsTheKernels(_ name: String) throws {
    let activation = try #require(Activation.named(name))
    let value = try #require(activation.value)
    var network = Network(
      layers: [Layer(inputs: 1, outputs: 1, activation: activation, hasBias: false)], .double)
    network.parameters[0] = 1
    let single = network.converted(to: .single)
    for x in stride(from: -9.0, through: 9, by: 0.37) {
      #expect(network.outputs(for: [x])[0] == value(x))
      let near = single.precision.rounded(x)
      #expect((single.outputs(for: [near])[0] - value(near)).magnitude < 2e-6)
    }
  }
}
