import CKernels

extension Optimizer {
  /// Quickprop: each weight jumps to the minimum of the parabola through its last two derivatives; where that is far away, `mu`
  /// times as far as its last step.
  public static let quickprop = Optimizer(
    "quickprop", "jumps to the minimum of each weight's parabola; for all rows",
    source: "Fahlman 1988; FANN 2.2, FANN_TRAIN_QUICKPROP",
    settings: [.lr(0.7), Setting(.mu, 1.75, .aboveOne, "how many times its last step a weight may go")]
      + Setting.penalties(), formulas: parabolaFormulas, stableRate: .notKnown,
    single: { AnyUpdateRule(Quickprop($0)) }, double: { AnyUpdateRule(Quickprop($0)) })

  private static func parabolaFormulas(_ settings: Settings, _ scalars: [OptimizerMemory.Counter: Double])
    -> UpdateFormulas
  {
    typealias Term = Formula<UpdateFormulas.Variable>
    let (s, s0, d0) = (Term.value(.s), Term.previous(.s), Term.previous(.d))
    let (mu, side) = (Term.setting(.mu), Term.sign(Term.previous(.d)))
    let parabola = Term.chosen(.abs(s0 - s), .above, 0, d0 * s / (s0 - s), else: 0)
    let jump = Term.chosen(s * side, .above, mu / (1 + mu) * s0 * side, mu * d0, else: parabola)
    let slope = Term.chosen(s * side, .above, 0, .lr * s, else: 0)
    return UpdateFormulas(
      memory: [.steps: .d, .lastGradient: .s],
      steps: [
        .init(.s, -.g), .init(.along, slope), .init(.jump, jump),
        .init(.d, .chosen(.abs(d0), .above, 0.001, .value(.along) + .value(.jump), else: .lr * s)),
        .init(.change, .d),
      ])
  }
}

extension Setting.Key {
  /// μ: how many times its last step a weight may go.
  public static let mu = Self("mu")
}

extension UpdateFormulas.Name {
  /// The slope downhill, −g.
  static let s = Self("s")
  /// The step down the slope, where the last one went so too.
  static let along = Self("along")
  /// The step to the minimum of the parabola, or μ times the last one.
  static let jump = Self("jump")
}

/// s = −g. Where the last step d₀ was longer than 0.001: d = μ d₀ if s is steeper than μ/(1 + μ) of the last slope s₀ in the
/// direction of d₀, else d₀ s / (s₀ − s); and lr s besides, where that is the direction of d₀. Else d = lr s. p += d.
struct Quickprop<S: Scalar>: UpdateRule {
  private let growth, share: S

  init(_ settings: Settings) {
    growth = S(settings[.mu])
    share = S(settings[.mu] / (1 + settings[.mu]))
  }

  var slots: [OptimizerMemory.Slot] { [.steps, .lastGradient] }

  func lanes(_ rate: Double) -> LaneRule<S>? {
    LaneRule(number: NetRuleQuickprop, settings: [growth, share, S(rate)])
  }

  mutating func update(_ work: UpdateContext<S>, rate: Double) {
    let (p, gradient, steps, slopes) = (work.weights, work.gradient, work.memory[0], work.memory[1])
    let rate = S(rate)
    for i in 0..<work.count {
      let (s, last, step) = (0 - gradient[i], slopes[i], steps[i])
      let side = step.signs
      let difference = last - s
      let parabola = (step * s / difference).replacing(with: 0, where: difference .== 0)
      let jump = parabola.replacing(with: growth * step, where: s * side .> share * last * side)
      let linear = rate * s
      let slope = SIMD4<S>.zero.replacing(with: linear, where: s * side .> 0)
      let d = linear.replacing(with: slope + jump, where: step.magnitude .> 0.001)
      p[i] += d
      (steps[i], slopes[i]) = (d, s)
    }
  }
}
