import NeuralCore
import Testing

/// `l2` with l-bfgs: the penalty belongs to what the line search looks at.
struct PenaltyTests {
  private static let xor: [(inputs: [Double], targets: [Double])] = [
    ([0, 0], [0]), ([0, 1], [1]), ([1, 0], [1]), ([1, 1], [0]),
  ]

  private func training(
    _ network: Network, _ rows: [(inputs: [Double], targets: [Double])], _ loss: Loss,
    _ given: [Setting.Key: Double], frozen: [Int] = []
  ) -> AnyTrainer {
    var configuration = TrainingConfiguration(
      .lbfgs, Settings(Optimizer.lbfgs.settings, given: given), Objective(loss))
    configuration.frozen = frozen
    return network.training(configuration, on: Dataset(name: "", rows: rows, .double))
  }

  private static func start() -> Network {
    var network = Network(
      layers: [
        Layer(inputs: 2, outputs: 3, activation: .tanh, hasBias: true),
        Layer(inputs: 3, outputs: 1, activation: .linear, hasBias: true),
      ], .double)
    for (k, value) in [0.5, -0.25, -0.75, 1, 0.125, 0.375, 0.1, -0.2, 0.3, 1, -0.5, 0.25, 0.05].enumerated() {
      network.parameters[k] = value
    }
    return network
  }

  /// Oracle: PyTorch 2.13 in float64, `LBFGS(lr=1, max_iter=3, line_search_fn="strong_wolfe")` with a closure that returns
  /// `mse + 0.005 * sum((p * p).sum() for p in parameters)`; the mse after each of six steps.
  @Test func aTrajectoryIsPyTorchs() {
    let losses = [
      0.2606210649577897, 0.2532828634103591, 0.24025186674384533, 0.2312366220980623, 0.19321999692228659,
      0.10666743392588712,
    ]
    let trainer = training(Self.start(), Self.xor, .mse, [.moves: 3, .l2: 0.01])
    let data = Dataset(name: "", rows: Self.xor, .double)
    for loss in losses {
      #expect(trainer.run(1) == .budget)
      #expect((trainer.trained.loss(Objective(.mse), on: data) - loss).magnitude < 1e-12)
    }
    #expect((trainer.trained.parameters[0] + 0.8914424421613758).magnitude < 1e-11)
  }

  /// Oracle: SciPy 1.17, `minimize(…, method="BFGS")` of the mean logistic loss plus l2 / 2 · Σ w², biases too: a convex
  /// problem with one minimum.
  @Test(arguments: [
    (0.1, [0.6539078778586408, 0.0644058134455248, -0.24127395784718966], 0.6584906726682308),
    (0.01, [2.0459560908818792, 0.38717255038871046, -1.1205104525013863], 0.5866094071212418),
  ])
  func theMinimumIsThatOfThePenalizedLoss(_ l2: Double, _ weights: [Double], _ loss: Double) {
    let rows: [(inputs: [Double], targets: [Double])] = [
      ([0, 0], [0]), ([0, 1], [1]), ([1, 0], [1]), ([1, 1], [1]), ([0.5, 0.25], [0]), ([0.25, 1.5], [0]),
    ]
    let network = Network(
      layers: [Layer(inputs: 2, outputs: 1, activation: .sigmoid, hasBias: true)], .double)
    let trainer = training(network, rows, .bce, [.l2: l2])
    _ = trainer.run(50)
    for (k, weight) in weights.enumerated() {
      #expect((trainer.trained.parameters[k] - weight).magnitude < 1e-4)
    }
    // The search ends where a move changes less than 1e-9; so near to the minimum the value is flat.
    let penalized = trainer.lastLoss + l2 / 2 * trainer.trained.parameters.reduce(0) { $0 + $1 * $1 }
    #expect((penalized - loss).magnitude < 1e-9)
  }

  @Test func aFrozenWeightStaysAndIsNoPartOfTheSearch() {
    let trainer = training(Self.start(), Self.xor, .mse, [.moves: 3, .l2: 0.1], frozen: [0, 12])
    _ = trainer.run(20)
    #expect(trainer.trained.parameters[0] == 0.5 && trainer.trained.parameters[12] == 0.05)
    // The others have come to rest, the frozen ones left out.
    let rest = trainer.trained.gradient(of: Objective(.mse), on: Dataset(name: "", rows: Self.xor, .double))
    for k in 0..<13 where ![0, 12].contains(k) {
      #expect((rest[k] + 0.1 * trainer.trained.parameters[k]).magnitude < 1e-4, "\(k)")
    }
  }

  /// Stopping and going on gives the bits of one go.
  @Test func itGoesOnBitForBit() {
    let whole = training(Self.start(), Self.xor, .mse, [.moves: 3, .l2: 0.01])
    _ = whole.run(6)
    let first = training(Self.start(), Self.xor, .mse, [.moves: 3, .l2: 0.01])
    _ = first.run(3)
    let configuration = TrainingConfiguration(
      .lbfgs, Settings(Optimizer.lbfgs.settings, given: [.moves: 3, .l2: 0.01]), Objective(.mse))
    let second = first.trained.training(
      configuration, on: Dataset(name: "", rows: Self.xor, .double), continuing: first.memory, goesOn: true)
    _ = second.run(3)
    #expect(whole.trained.parameters == second.trained.parameters && whole.memory == second.memory)
  }
}
