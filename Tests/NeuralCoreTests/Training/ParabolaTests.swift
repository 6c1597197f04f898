import NeuralCore
import Testing

/// Quickprop beside FANN, and Levenberg and Marquardt's method beside a reference and SciPy.
struct ParabolaTests {
  private static let xor: [(inputs: [Double], targets: [Double])] = [
    ([0, 0], [0]), ([0, 1], [1]), ([1, 0], [1]), ([1, 1], [0]),
  ]
  private static let start = [0.5, -0.25, -0.75, 1, 0.125, 0.375, 0.1, -0.2, 0.3, 1, -0.5, 0.25, 0.05]

  private func network(
    _ sizes: [Int], _ hidden: Activation, _ output: Activation, _ parameters: [Double],
    _ precision: Precision = .double
  ) -> Network {
    let count = sizes.count - 1
    var network = Network(
      layers: (0..<count).map {
        Layer(
          inputs: sizes[$0], outputs: sizes[$0 + 1], activation: $0 == count - 1 ? output : hidden,
          hasBias: true)
      }, precision)
    for (k, value) in parameters.enumerated() { network.parameters[k] = value }
    return network
  }

  private func training(
    _ network: Network, _ optimizer: Optimizer, _ loss: Loss, _ given: [Setting.Key: Double],
    _ rows: [(inputs: [Double], targets: [Double])] = Self.xor, frozen: [Int] = []
  ) -> AnyTrainer {
    var configuration = TrainingConfiguration(
      optimizer, Settings(optimizer.settings, given: given), Objective(loss))
    configuration.frozen = frozen
    return network.training(
      configuration, on: Dataset(name: "", rows: rows, network.precision))
  }

  // MARK: Quickprop

  /// Oracle: libdoublefann 2.2.0 as Debian has it, through its C interface: a 2-3-1 net of sigmoids with the weights of
  /// `start`, FANN_ERRORFUNC_LINEAR, FANN_TRAIN_QUICKPROP with learning rate 0.7, so many calls of fann_train_epoch. FANN's
  /// rate is divided by the rows, in float32, and its decay is −l2.
  static let quickprop: [(mu: Double, l2: Double, epochs: Int, parameters: [Double])] = [
    (
      1.75, 0, 1,
      [
        0.49667835493705875, -0.2518286943617092, -0.7480677431656507, 1.0013170877161124,
        0.12438642126842456,
        0.3746156520554336, 0.09471670928213174, -0.19680255864213328, 0.29881621924068, 0.9879337948234759,
        -0.5088907633003443, 0.23703727901356808, 0.02921412931513561,
      ]
    ),
    (
      1.75, 0, 3,
      [
        0.46948539574987724, -0.2663171813306922, -0.7318251698647327, 1.0122277003681472,
        0.12346773182001076,
        0.37409668933405693, 0.052006135737850456, -0.17010658447211024, 0.2895360763884139,
        0.889966499547648,
        -0.5806857187599508, 0.1319480256225289, -0.13949537346617932,
      ]
    ),
    (
      1.75, 0, 12,
      [
        0.06388158017204039, -0.05984037331547955, -0.7555662931373033, 1.7718124550868262,
        0.12371737907256064,
        0.37484473557031484, 0.028780063307363015, 1.1133702373946772, 0.28771773450126803,
        0.8386449720478976,
        -0.5071154672171736, 0.3183402470830737, -0.1939309403458433,
      ]
    ),
    (
      1.2, 1e-4, 25,
      [
        -0.2577994970199789, 0.4628735127077233, -0.9041728174347499, 2.7707138482979143, 0.12479234688828444,
        0.3762269615503024, -0.007329205669820296, 0.9012797242938061, 0.28743958793308055,
        0.8059674931677954, -0.6458569920151535, 0.3456493590489939, -0.14913266389087665,
      ]
    ),
  ]

  @Test(arguments: quickprop.indices)
  func quickpropIsFANNs(_ k: Int) {
    let (mu, l2, epochs, parameters) = Self.quickprop[k]
    let rate = Double(Float(0.7) / 4)
    let trainer = training(
      network([2, 3, 1], .sigmoid, .sigmoid, Self.start), .quickprop, .halfSse,
      [.lr: rate, .mu: Double(Float(mu)), .l2: l2 == 0 ? 0 : Double(Float(l2))])
    #expect(trainer.run(epochs) == .budget)
    for (found, wanted) in zip(trainer.trained.parameters, parameters) {
      #expect((found - wanted).magnitude < 1e-10, "\(found) \(wanted)")
    }
  }

  /// Two equal slopes have no parabola: the weight stays, and is a number.
  @Test func equalSlopesMakeNoJump() {
    let rows: [(inputs: [Double], targets: [Double])] = [([0], [1]), ([0], [0])]
    let trainer = training(network([1, 1], .linear, .linear, [2, 0.5]), .quickprop, .mse, [.lr: 0.5], rows)
    #expect(trainer.run(200) == .budget)
    #expect(trainer.trained.parameters[0] == 2 && trainer.trained.parameters[1] == 0.5)
  }

  // MARK: Levenberg and Marquardt

  /// Oracle: the algorithm written down in NumPy 2.4 (float64, numpy.linalg.solve) for the net 2-3-1, tanh and linear, mse,
  /// on xor, from `start`: the mse after so many epochs, λ, and the first three weights.
  @Test(arguments: [
    (1, 0.26429248410013667, 0.01, [0.1854235405545132, 0.07395187384594182, -0.42156041183657506]),
    (2, 0.21912003658200083, 0.01, [-0.02850272259878689, 0.20463855944000128, -0.473242338700773]),
    (3, 0.0335200562290614, 0.001, [-0.9935219513237861, 0.7279337678401935, -1.3110217475449946]),
    (5, 6.690710338439211e-10, 1e-5, [-1.1560409877459938, 0.6625687461949932, -1.3912987993796853]),
  ])
  func aTrajectoryIsThatOfTheReference(_ epochs: Int, _ loss: Double, _ damping: Double, _ weights: [Double])
  {
    let trainer = training(network([2, 3, 1], .tanh, .linear, Self.start), .lm, .mse, [:])
    #expect(trainer.run(epochs) == .budget)
    let trained = trainer.trained
    #expect(
      (trained.loss(Objective(.mse), on: Dataset(name: "", rows: Self.xor, .double)) - loss).magnitude < 1e-10
    )
    for (k, weight) in weights.enumerated() { #expect((trained.parameters[k] - weight).magnitude < 1e-8) }
    let found = trainer.memory.scalars.first { $0.key.word == "damping" }?.value ?? 0
    #expect((found / damping - 1).magnitude < 1e-9)
  }

  /// Oracle: SciPy 1.17, `least_squares(…, method="lm")`: a sigmoid fitted to nine points with an error left.
  @Test(arguments: [Loss.mse, .sse, .halfSse].map(\.name), Precision.allCases)
  func theMinimumIsSciPys(_ name: String, _ precision: Precision) throws {
    let loss = try #require(Loss.named(name))
    let targets = [0.1, 0.05, 0.2, 0.35, 0.4, 0.7, 0.65, 0.95, 0.9]
    let rows = targets.enumerated().map { k, t in (inputs: [-2 + 0.5 * Double(k)], targets: [t]) }
    let trainer = training(network([1, 1], .linear, .sigmoid, [0.5, 0], precision), .lm, loss, [:], rows)
    #expect(trainer.run(40) == .budget)
    let tolerance = precision == .double ? 1e-7 : 2e-3
    #expect((trainer.trained.parameters[0] - 1.307547214731414).magnitude < tolerance)
    #expect((trainer.trained.parameters[1] + 0.1550505797912087).magnitude < tolerance)
    let mse = trainer.trained.loss(Objective(.mse), on: Dataset(name: "", rows: rows, precision))
    #expect((mse - 0.004172106421465153).magnitude < (precision == .double ? 1e-14 : 1e-8))
  }

  /// Oracle: the same on a sine with three tanh units: SciPy comes to a mean squared error of 2.8e-7.
  @Test func aSineIsFittedAsWellAsBySciPy() {
    let rows = (0..<13).map { k -> (inputs: [Double], targets: [Double]) in
      let x = -3 + 0.5 * Double(k)
      return ([x], [Self.sine(x)])
    }
    let start = [0.5, -0.8, 1.1, 0.2, -0.1, 0.3, 0.7, -0.4, 0.5, 0.1]
    let trainer = training(network([1, 3, 1], .tanh, .linear, start), .lm, .mse, [:], rows)
    _ = trainer.run(5000)
    #expect(trainer.lastLoss < 2.9e-7)
  }

  /// sin x by its series.
  private static func sine(_ x: Double) -> Double {
    var (term, sum) = (x, x)
    for k in 1..<20 {
      term *= -x * x / Double(2 * k * (2 * k + 1))
      sum += term
    }
    return sum
  }

  @Test func aFrozenWeightStays() {
    let trainer = training(network([2, 3, 1], .tanh, .linear, Self.start), .lm, .mse, [:], frozen: [0, 12])
    _ = trainer.run(30)
    #expect(trainer.trained.parameters[0] == 0.5 && trainer.trained.parameters[12] == 0.05)
    #expect(trainer.lastLoss < 1e-6)
  }

  /// The loss never rises, and at the minimum the weights stay.
  @Test(arguments: Precision.allCases)
  func noStepRaisesTheLoss(_ precision: Precision) {
    let trainer = training(network([2, 3, 1], .sigmoid, .linear, Self.start, precision), .lm, .mse, [:])
    var last = Double.infinity
    for _ in 0..<60 {
      _ = trainer.run(1)
      #expect(trainer.lastLoss <= last)
      last = trainer.lastLoss
    }
    let weights = trainer.trained.parameters
    _ = trainer.run(3)
    #expect(trainer.lastLoss <= last && trainer.trained.parameters.allSatisfy(\.isFinite) && !weights.isEmpty)
  }
}
