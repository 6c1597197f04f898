import CKernels

extension Optimizer {
  /// Adam with Nesterov momentum, whose coefficient grows towards β₁.
  public static let nadam = Optimizer(
    "nadam", "adam with Nesterov's look ahead", source: "torch.optim.NAdam; Dozat 2016",
    settings: [
      .lr(2e-3), .beta1, .beta2, .eps(1e-8),
      Setting(.momentumDecay, 0.004, .notNegative, "how fast the momentum nears beta1"),
    ] + Setting.penalties(), formulas: nesterovFormulas,
    stableRate: .notKnown, single: { AnyUpdateRule(NAdam($0)) }, double: { AnyUpdateRule(NAdam($0)) })

  /// Rectified Adam: plain momentum until the second average has seen enough gradients.
  public static let radam = Optimizer(
    "radam", "adam that first waits until its averages can be trusted",
    source: "torch.optim.RAdam; Liu et al. 2020",
    settings: [.lr(1e-3), .beta1, .beta2, .eps(1e-8)] + Setting.penalties(), formulas: rectifiedFormulas,
    stableRate: .notKnown, single: { AnyUpdateRule(RAdam($0)) }, double: { AnyUpdateRule(RAdam($0)) })

  private static func nesterovFormulas(_ settings: Settings, _ scalars: [OptimizerMemory.Counter: Double])
    -> UpdateFormulas
  {
    typealias Term = Formula<UpdateFormulas.Variable>
    let (now, next, product) = (Term.value(.mu), Term.value(.nextMu), Term.value(.productOfMu))
    func momentum(_ t: Term) -> Term {
      .beta1 * (1 - 0.5 * Term.number(0.96).power(t * .setting(.momentumDecay)))
    }
    let spread: Term = .sqrt(.vhat) + .eps
    let byGradient: Term = .lr * (1 - now) / (1 - product) * (.g / spread)
    let byAverage: Term = .lr * next / (1 - product * next) * (.m / spread)
    return UpdateFormulas(
      common: [
        .init(.mu, momentum(.t)), .init(.nextMu, momentum(.t + 1)),
        .init(.productOfMu, .previous(.productOfMu) * now),
      ],
      memory: [.average: .m, .squares: .v], scalars: [.previous(.productOfMu): scalars[.product] ?? 1],
      steps: [
        averageStep, squaresStep, .init(.vhat, .v / (1 - power(of: .beta2, .power2, settings, scalars))),
        .init(.change, -byGradient - byAverage),
      ])
  }

  private static func rectifiedFormulas(_ settings: Settings, _ scalars: [OptimizerMemory.Counter: Double])
    -> UpdateFormulas
  {
    typealias Term = Formula<UpdateFormulas.Variable>
    let (most, now) = (Term.value(.largestRho), Term.value(.rho))
    let power = power(of: .beta2, .power2, settings, scalars)
    let steps = (scalars[.steps] ?? 0) + 1
    let last = (scalars[.power2] ?? 1) * settings[.beta2]
    let limit = 2 / (1 - settings[.beta2]) - 1
    let isTrusted = limit - 2 * steps * last / (1 - last) > 5
    let rectifier = UpdateFormulas.Step(
      .rectifier, .sqrt((now - 4) * (now - 2) * most / ((most - 4) * (most - 2) * now)))
    let step: Term = -.lr * .mhat
    let factor: Term = .value(.rectifier) * .sqrt(1 - power) / (.sqrt(.v) + .eps)
    return UpdateFormulas(
      common: [
        .init(.largestRho, 2 / (1 - .beta2) - 1), .init(.rho, most - 2 * .t * power / (1 - power)),
      ] + (isTrusted ? [rectifier] : []),
      memory: [.average: .m, .squares: .v],
      steps: [
        averageStep, squaresStep, correctedStep(settings, scalars),
        .init(.change, isTrusted ? step * factor : step),
      ])
  }
}

extension Setting.Key {
  /// ψ: how fast the momentum of nadam nears β₁.
  public static let momentumDecay = Self("momentumdecay")
}

extension UpdateFormulas.Name {
  static let mu = Self("μ")
  static let nextMu = Self("μnext")
  /// Π μ.
  static let productOfMu = Self("M")
  static let rho = Self("ρ")
  static let largestRho = Self("ρmax")
  static let rectifier = Self("r")
}

extension OptimizerMemory.Counter {
  /// Π μ.
  static let product = Self("product")
}

/// μₜ = β₁ (1 − ½ 0.96^(t ψ)), M = Π μ (kept in the precision of the network, as PyTorch does where that is its default);  m, v as Adam;
/// d = √(v / (1 − β₂ᵗ)) + ε;  p −= lr (1 − μₜ) / (1 − M) · g / d;  p −= lr μₜ₊₁ / (1 − M μₜ₊₁) · m / d.
struct NAdam<S: Scalar>: UpdateRule {
  var powers: Powers
  private let eps: S
  private let speed: Double
  private var product: S = 1

  init(_ settings: Settings) {
    (powers, eps, speed) = (Powers(settings), S(settings[.eps]), settings[.momentumDecay])
  }

  var slots: [OptimizerMemory.Slot] { [.average, .squares] }
  var scalars: [OptimizerMemory.Counter: Double] {
    get { powers.scalars.merging([.product: Double(product)]) { $1 } }
    set { (powers.scalars, product) = (newValue, S(newValue[.product] ?? 1)) }
  }

  private func momentum(_ t: Double) -> Double {
    powers.beta1 * (1 - 0.5 * Elementary.power(0.96, t * speed))
  }

  /// What the gradient and its average count in the next step, and 1 − β₂ᵗ.
  @inline(__always)
  private mutating func advance(_ rate: Double) -> (byGradient: S, byAverage: S, correction: S) {
    powers.advance()
    let (now, next) = (momentum(powers.steps), momentum(powers.steps + 1))
    product *= S(now)
    let (byGradient, byAverage) = factors(now, next, rate)
    return (byGradient, byAverage, S(1 - powers.second))
  }

  func lanes(_ rate: Double) -> LaneRule<S>? {
    var rule = self
    return LaneRule(
      number: NetRuleNAdam, settings: powers.shares() + [eps], scalars: 3,
      fill: { table, steps in
        for k in 0..<steps {
          (table[3 * k], table[3 * k + 1], table[3 * k + 2]) = rule.advance(rate)
        }
      })
  }

  mutating func skip(_ steps: Int, rate: Double) { for _ in 0..<steps { _ = advance(rate) } }

  mutating func update(_ work: UpdateContext<S>, rate: Double) {
    let (byGradient, byAverage, correction) = advance(rate)
    let (new1, old2, new2) = (S(1 - powers.beta1), S(powers.beta2), S(1 - powers.beta2))
    let (p, gradient, m, v) = (work.weights, work.gradient, work.memory[0], work.memory[1])
    for i in 0..<work.count {
      let g = gradient[i]
      m[i] += new1 * (g - m[i])
      v[i] = old2 * v[i] + new2 * g * g
      let d = S.squareRoot(v[i] / correction) + eps
      p[i] -= byGradient * g / d
      p[i] -= byAverage * m[i] / d
    }
  }

  private func factors(_ now: Double, _ next: Double, _ rate: Double) -> (S, S) {
    let whole = Double(product)
    return (S(rate * (1 - now) / (1 - whole)), S(rate * next / (1 - whole * next)))
  }
}

/// m, v as Adam;  ρ∞ = 2 / (1 − β₂) − 1,  ρ = ρ∞ − 2 t β₂ᵗ / (1 − β₂ᵗ);  ρ > 5:
/// p −= lr m / (1 − β₁ᵗ) · r √(1 − β₂ᵗ) / (√v + ε),  r² = (ρ − 4)(ρ − 2) ρ∞ / ((ρ∞ − 4)(ρ∞ − 2) ρ);  else
/// p −= lr m / (1 − β₁ᵗ).
struct RAdam<S: Scalar>: AveragingRule {
  var powers: Powers
  private let eps: S

  init(_ settings: Settings) { (powers, eps) = (Powers(settings), S(settings[.eps])) }

  var slots: [OptimizerMemory.Slot] { [.average, .squares] }

  /// r √(1 − β₂ᵗ); nil while the averages cannot be trusted.
  private var rectifier: Double? {
    let most = 2 / (1 - powers.beta2) - 1
    let now = most - 2 * powers.steps * powers.second / (1 - powers.second)
    guard now > 5 else { return nil }
    let square = (now - 4) * (now - 2) * most / ((most - 4) * (most - 2) * now)
    return square.squareRoot() * (1 - powers.second).squareRoot()
  }

  /// 1 − β₁ᵗ and r √(1 − β₂ᵗ) of the next step.
  @inline(__always)
  private mutating func advance() -> (correction: S, factor: S?) {
    powers.advance()
    return (S(1 - powers.first), rectifier.map { S($0) })
  }

  func lanes(_ rate: Double) -> LaneRule<S>? {
    var rule = self
    return LaneRule(
      number: NetRuleRAdam, settings: powers.shares() + [eps, S(rate)], scalars: 2,
      fill: { table, steps in
        for k in 0..<steps {
          let (correction, factor) = rule.advance()
          (table[2 * k], table[2 * k + 1]) = (correction, factor ?? 0)
        }
      })
  }

  mutating func update(_ work: UpdateContext<S>, rate: Double) {
    let (correction, factor) = advance()
    let lr = S(rate)
    let (new1, old2, new2) = (S(1 - powers.beta1), S(powers.beta2), S(1 - powers.beta2))
    let (p, gradient, m, v) = (work.weights, work.gradient, work.memory[0], work.memory[1])
    for i in 0..<work.count {
      let g = gradient[i]
      m[i] += new1 * (g - m[i])
      v[i] = old2 * v[i] + new2 * g * g
      let step = lr * (m[i] / correction)
      if let factor { p[i] -= step * (factor / (S.squareRoot(v[i]) + eps)) } else { p[i] -= step }
    }
  }
}
