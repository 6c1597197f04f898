import CKernels

extension Optimizer {
  /// With `amsgrad` the second average never falls.
  public static let adam = Optimizer(
    "adam", "a step for each weight, from averages of the gradient and its square",
    source: "torch.optim.Adam; Kingma and Ba 2015",
    settings: [.lr(1e-3), .beta1, .beta2, .eps(1e-8), .amsgrad] + Setting.penalties(),
    formulas: adamFormulas, stableRate: adamStableRate,
    single: { AnyUpdateRule(Adam($0)) }, double: { AnyUpdateRule(Adam($0)) })

  /// Adam whose weights shrink by themselves and not through the gradient.
  public static let adamw = Optimizer(
    "adamw", "adam with weight decay apart from the gradient",
    source: "torch.optim.AdamW; Loshchilov and Hutter 2019",
    settings: [.lr(1e-3), .beta1, .beta2, .eps(1e-8), .amsgrad] + Setting.penalties(decay: 0.01),
    formulas: adamFormulas, stableRate: adamStableRate,
    single: { AnyUpdateRule(Adam($0)) }, double: { AnyUpdateRule(Adam($0)) })

  /// Adam with the infinity norm in place of the root of the second average.
  public static let adamax = Optimizer(
    "adamax", "adam that divides by the largest recent gradient", source: "torch.optim.Adamax",
    settings: [.lr(2e-3), .beta1, .beta2, .eps(1e-8)] + Setting.penalties(),
    formulas: { settings, scalars in
      UpdateFormulas(
        memory: [.average: .m, .largest: .u],
        steps: [
          averageStep, .init(.u, .largest(.beta2 * .previous(.u), .abs(.g) + .eps)),
          correctedStep(settings, scalars),
          .init(.change, -.lr * .mhat / .value(.u)),
        ])
    }, stableRate: .notKnown, single: { AnyUpdateRule(Adamax($0)) }, double: { AnyUpdateRule(Adamax($0)) })

  /// m = β₁ m₀ + (1 − β₁) g, and m / (1 − β₁ᵗ).
  static let averageStep = UpdateFormulas.Step(.m, .average(.beta1, .previous(.m), .g))
  static func correctedStep(
    _ settings: Settings, _ scalars: [OptimizerMemory.Counter: Double]
  ) -> UpdateFormulas.Step {
    .init(.mhat, .m / (1 - power(of: .beta1, .power1, settings, scalars)))
  }

  /// βᵗ; where β was another one before, the product of all that there were.
  static func power(
    of beta: Setting.Key, _ counter: OptimizerMemory.Counter, _ settings: Settings,
    _ scalars: [OptimizerMemory.Counter: Double]
  ) -> Formula<UpdateFormulas.Variable> {
    let (steps, product) = (scalars[.steps] ?? 0, scalars[counter] ?? 1)
    let expected = Elementary.power(settings[beta], steps)
    let isPower = (product - expected).magnitude <= 1e-9 * max(1 - expected, 1e-6)
    return isPower ? .setting(beta).power(.t) : .number(product) * .setting(beta)
  }

  /// v = β₂ v₀ + (1 − β₂) g².
  static let squaresStep = UpdateFormulas.Step(.v, .average(.beta2, .previous(.v), .g.squared))

  private static func adamFormulas(_ settings: Settings, _ scalars: [OptimizerMemory.Counter: Double])
    -> UpdateFormulas
  {
    let isAmsgrad = settings[.amsgrad] == 1
    let largest = UpdateFormulas.Step(.vmax, .largest(.previous(.vmax), .v))
    let spread: Formula<UpdateFormulas.Variable> = isAmsgrad ? .value(.vmax) : .v
    return UpdateFormulas(
      memory: [.average: .m, .squares: .v, .largest: .vmax],
      steps: [averageStep, squaresStep] + (isAmsgrad ? [largest] : []) + [
        correctedStep(settings, scalars),
        .init(.vhat, spread / (1 - power(of: .beta2, .power2, settings, scalars))),
        .init(.change, -.lr * .mhat / (.sqrt(.vhat) + .eps)),
      ])
  }
}

extension Optimizer {
  /// Once its averages are settled, Adam is heavy ball with dampening β₁ on the gradient divided by √v̂ + ε.
  private static let adamStableRate = StableRate.known(
    factor: { StableRate.heavyBall(momentum: $0[.beta1], dampening: $0[.beta1]) },
    preconditioner: .diagonal { settings, memory in
      let slot: OptimizerMemory.Slot = settings[.amsgrad] == 1 ? .largest : .squares
      guard let squares = memory.arrays[slot], let steps = memory.scalars[.steps] else { return nil }
      let correction = 1 - Elementary.power(settings[.beta2], steps)
      return squares.map { 1 / (($0 / correction).squareRoot() + settings[.eps]) }
    })
}

extension UpdateFormulas.Name {
  static let vmax = Self("vmax")
}

extension OptimizerMemory.Counter {
  /// β₁ᵗ and β₂ᵗ.
  static let power1 = Self("power1")
  static let power2 = Self("power2")
}

/// β₁ᵗ and β₂ᵗ, in double precision as PyTorch has them.
struct Powers: Sendable {
  let beta1, beta2: Double
  private(set) var first = 1.0
  private(set) var second = 1.0
  /// t.
  private(set) var steps = 0.0

  init(_ settings: Settings) { (beta1, beta2) = (settings[.beta1], settings[.beta2]) }

  /// The powers are as small as they get. Products of subnormal numbers take long, and a long training would spend a
  /// quarter of its time on them.
  private var isFirstLeast = false
  private var isSecondLeast = false

  mutating func advance() {
    if !isFirstLeast {
      let next = first * beta1
      (isFirstLeast, first) = (next == first, next)
    }
    if !isSecondLeast {
      let next = second * beta2
      (isSecondLeast, second) = (next == second, next)
    }
    steps += 1
  }

  /// 1 − β₁, β₂ and 1 − β₂, as lanes take them.
  func shares<S: Scalar>() -> [S] { [S(1 - beta1), S(beta2), S(1 - beta2)] }

  var scalars: [OptimizerMemory.Counter: Double] {
    get { [.power1: first, .power2: second, .steps: steps] }
    set {
      (first, second) = (newValue[.power1] ?? 1, newValue[.power2] ?? 1)
      steps = newValue[.steps] ?? 0
      (isFirstLeast, isSecondLeast) = (false, false)
    }
  }
}

/// A rule with running averages, which remembers how many steps they have seen.
protocol AveragingRule: UpdateRule {
  var powers: Powers { get set }
}

extension AveragingRule {
  mutating func skip(_ steps: Int, rate: Double) { for _ in 0..<steps { powers.advance() } }

  var scalars: [OptimizerMemory.Counter: Double] {
    get { powers.scalars }
    set { powers.scalars = newValue }
  }
}

/// m += (1 − β₁)(g − m);  v = β₂ v + (1 − β₂) g²;
/// p −= lr / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε), with amsgrad the largest v so far.
struct Adam<S: Scalar>: AveragingRule {
  var powers: Powers
  private let eps: S
  private let isAmsgrad: Bool

  init(_ settings: Settings) {
    (powers, eps) = (Powers(settings), S(settings[.eps]))
    isAmsgrad = settings[.amsgrad] == 1
  }

  var slots: [OptimizerMemory.Slot] { [.average, .squares] + (isAmsgrad ? [.largest] : []) }

  /// lr / (1 − β₁ᵗ) and √(1 − β₂ᵗ) of the next step.
  @inline(__always)
  private mutating func advance(_ rate: Double) -> (step: S, correction: S) {
    powers.advance()
    return (S(rate / (1 - powers.first)), S((1 - powers.second).squareRoot()))
  }

  func lanes(_ rate: Double) -> LaneRule<S>? {
    var rule = self
    return LaneRule(
      number: NetRuleAdam, settings: powers.shares() + [eps], flag: isAmsgrad, scalars: 2,
      fill: { table, steps in
        let fours = steps / 4 * 4
        for k in stride(from: 0, to: fours, by: 4) { rule.advanceFour(rate, table + 2 * k) }
        for k in fours..<steps { (table[2 * k], table[2 * k + 1]) = rule.advance(rate) }
      })
  }

  /// The same of four steps, whose divisions and roots are made beside each other.
  private mutating func advanceFour(_ rate: Double, _ table: UnsafeMutablePointer<S>) {
    var (first, second) = (SIMD4<Double>(), SIMD4<Double>())
    for k in 0..<4 {
      powers.advance()
      (first[k], second[k]) = (powers.first, powers.second)
    }
    let (steps, corrections) = (rate / (1 - first), (1 - second).squareRoot())
    for k in 0..<4 { (table[2 * k], table[2 * k + 1]) = (S(steps[k]), S(corrections[k])) }
  }

  mutating func update(_ work: UpdateContext<S>, rate: Double) {
    let (step, correction) = advance(rate)
    let (new1, old2, new2) = (S(1 - powers.beta1), S(powers.beta2), S(1 - powers.beta2))
    let (p, gradient, m, v) = (work.weights, work.gradient, work.memory[0], work.memory[1])
    let largest = isAmsgrad ? work.memory[2] : nil
    var i = 0
    while i < work.count {
      let (g, before) = (gradient[i], m[i])
      let average = before + new1 * (g - before)
      var spread = old2 * v[i] + new2 * g * g
      (m[i], v[i]) = (average, spread)
      if let largest {
        spread = largest[i].pointwiseMax(spread)
        largest[i] = spread
      }
      p[i] -= step * average / (S.squareRoot(spread) / correction + eps)
      i &+= 1
    }
  }
}

/// m += (1 − β₁)(g − m);  u = max(β₂ u, |g| + ε);  p −= lr / (1 − β₁ᵗ) · m / u.
struct Adamax<S: Scalar>: AveragingRule {
  var powers: Powers
  private let eps: S

  init(_ settings: Settings) { (powers, eps) = (Powers(settings), S(settings[.eps])) }

  var slots: [OptimizerMemory.Slot] { [.average, .largest] }

  @inline(__always)
  private mutating func advance(_ rate: Double) -> S {
    powers.advance()
    return S(rate / (1 - powers.first))
  }

  func lanes(_ rate: Double) -> LaneRule<S>? {
    var rule = self
    return LaneRule(
      number: NetRuleAdamax, settings: [S(1 - powers.beta1), S(powers.beta2), eps], scalars: 1,
      fill: { table, steps in for k in 0..<steps { table[k] = rule.advance(rate) } })
  }

  mutating func update(_ work: UpdateContext<S>, rate: Double) {
    let step = advance(rate)
    let (new1, old2) = (S(1 - powers.beta1), S(powers.beta2))
    let (p, g, m, u) = (work.weights, work.gradient, work.memory[0], work.memory[1])
    for i in 0..<work.count {
      m[i] += new1 * (g[i] - m[i])
      u[i] = (old2 * u[i]).pointwiseMax(g[i].magnitude + eps)
      p[i] -= step * m[i] / u[i]
    }
  }
}
