import CKernels

extension Optimizer {
  /// Stochastic gradient descent, with momentum and Nesterov's look ahead.
  public static let sgd = Optimizer(
    "sgd", "gradient descent, with momentum if asked", source: "torch.optim.SGD",
    settings: [
      .lr(1e-3), .momentum,
      Setting(.dampening, 0, .any, "share of the gradient that momentum leaves out"),
      Setting(.nesterov, 0, .flag, "looks one step of momentum ahead"),
    ] + Setting.penalties(), formulas: momentumFormulas,
    stableRate: .known(
      factor: { settings in
        settings[.nesterov] == 1
          ? StableRate.nesterov(momentum: settings[.momentum])
          : StableRate.heavyBall(momentum: settings[.momentum], dampening: settings[.dampening])
      }, preconditioner: .identity),
    single: { AnyUpdateRule(SGD($0)) }, double: { AnyUpdateRule(SGD($0)) })

  private static func momentumFormulas(_ settings: Settings, _ scalars: [OptimizerMemory.Counter: Double])
    -> UpdateFormulas
  {
    guard settings[.momentum] != 0 else { return UpdateFormulas(steps: [.init(.change, -.lr * .g)]) }
    typealias Term = Formula<UpdateFormulas.Variable>
    let momentum = Term.setting(.momentum)
    let isFirst = scalars[.first] != 0
    let kept: Term =
      momentum * .previous(.b) + (settings[.dampening] == 0 ? .g : (1 - .setting(.dampening)) * .g)
    let step: Term = settings[.nesterov] == 1 ? .g + momentum * .b : .b
    return UpdateFormulas(
      memory: [.buffer: .b],
      steps: [.init(.b, isFirst ? .g : kept), .init(.change, -.lr * step)])
  }

  /// Rosenblatt's rule: after every row, w += lr (y − a) x, for a layer of step units.
  public static let perceptron = Optimizer(
    "perceptron", "Rosenblatt's rule, row by row, for one layer of step units", source: "Rosenblatt 1958",
    settings: [.lr(1)], batch: 1, needs: .step,
    formulas: { _, _ in UpdateFormulas(steps: [.init(.change, -.lr * .g)]) },
    stableRate: .notKnown, single: { AnyUpdateRule(Perceptron($0)) },
    double: { AnyUpdateRule(Perceptron($0)) })
}

extension Setting.Key {
  /// The share of the gradient that momentum leaves out.
  public static let dampening = Self("dampening")
  /// 1 looks one step of momentum ahead.
  public static let nesterov = Self("nesterov")
}

extension OptimizerMemory.Counter {
  /// 1 until the first update.
  static let first = Self("first")
}

/// b = g at the first step, later b = μ b + (1 − dampening) g;  g = nesterov ? g + μ b : b;  p −= lr g.
struct SGD<S: Scalar>: UpdateRule {
  private let momentum, rest: S
  private let isNesterov: Bool
  private var isFirst = true

  init(_ settings: Settings) {
    (momentum, rest) = (S(settings[.momentum]), S(1 - settings[.dampening]))
    isNesterov = settings[.nesterov] == 1
  }

  var slots: [OptimizerMemory.Slot] { momentum == 0 ? [] : [.buffer] }
  var scalars: [OptimizerMemory.Counter: Double] {
    get { [.first: isFirst ? 1 : 0] }
    set { isFirst = newValue[.first] != 0 }
  }

  func lanes(_ rate: Double) -> LaneRule<S>? {
    guard momentum != 0 else { return LaneRule(number: NetRuleSGD, settings: [S(rate)]) }
    var isFirst = isFirst
    return LaneRule(
      number: NetRuleMomentum, settings: [S(rate), momentum], flag: isNesterov, scalars: 2,
      fill: { [momentum, rest] table, steps in
        for k in 0..<steps {
          (table[2 * k], table[2 * k + 1]) = isFirst ? (0, 1) : (momentum, rest)
          isFirst = false
        }
      })
  }

  mutating func skip(_ steps: Int, rate: Double) { if steps > 0, momentum != 0 { isFirst = false } }

  mutating func update(_ work: UpdateContext<S>, rate: Double) {
    let (p, g, lr) = (work.weights, work.gradient, S(rate))
    guard momentum != 0 else {
      for i in 0..<work.count { p[i] -= lr * g[i] }
      return
    }
    let b = work.memory[0]
    let (kept, added): (S, S) = isFirst ? (0, 1) : (momentum, rest)
    isFirst = false
    for i in 0..<work.count {
      b[i] = kept * b[i] + added * g[i]
      p[i] -= lr * (isNesterov ? g[i] + momentum * b[i] : b[i])
    }
  }
}

/// p −= lr g, where g = (a − y) x from the loss `errors`.
struct Perceptron<S: Scalar>: UpdateRule {
  init(_ settings: Settings) {}

  var slots: [OptimizerMemory.Slot] { [] }

  func lanes(_ rate: Double) -> LaneRule<S>? { LaneRule(number: NetRuleSGD, settings: [S(rate)]) }

  mutating func update(_ work: UpdateContext<S>, rate: Double) {
    let (p, g, lr) = (work.weights, work.gradient, S(rate))
    for i in 0..<work.count { p[i] -= lr * g[i] }
  }
}
