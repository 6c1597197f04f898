import CKernels

extension Optimizer {
  /// Resilient propagation: step sizes of each weight's own, which only the signs of derivatives change.
  public static let rprop = Optimizer(
    "rprop", "uses only the sign of each derivative; for all rows at once",
    source: "torch.optim.Rprop; Riedmiller and Braun 1993",
    settings: [
      .lr(0.01),
      Setting(.etaMinus, 0.5, .belowOne, "factor on a step whose derivative changed its sign"),
      Setting(.etaPlus, 1.2, .aboveOne, "factor on a step whose derivative kept its sign"),
      Setting(.stepMin, 1e-6, .positive, "the shortest step"),
      Setting(.stepMax, 50, .positive, "the longest step"),
    ] + Setting.penalties(), formulas: signFormulas,
    stableRate: .notKnown, single: { AnyUpdateRule(Rprop($0)) }, double: { AnyUpdateRule(Rprop($0)) })

  private static func signFormulas(_ settings: Settings, _ scalars: [OptimizerMemory.Counter: Double])
    -> UpdateFormulas
  {
    typealias Term = Formula<UpdateFormulas.Variable>
    let (q, h) = (Term.value(.q), Term.value(.h))
    let begin: Term = scalars[.begun] == 1 ? .previous(.d) : .lr
    let factor = Term.chosen(
      q, .above, 0, .setting(.etaPlus), else: .chosen(q, .below, 0, .setting(.etaMinus), else: 1))
    return UpdateFormulas(
      memory: [.steps: .d, .lastGradient: .h],
      steps: [
        .init(.q, .g * .previous(.h)), .init(.eta, factor),
        .init(.d, .smallest(.largest(begin * .value(.eta), .setting(.stepMin)), .setting(.stepMax))),
        .init(.h, .chosen(q, .below, 0, 0, else: .g)), .init(.change, -.sign(h) * .d),
      ])
  }
}

extension Setting.Key {
  /// η⁻: the factor on a step size after the derivative changed its sign.
  public static let etaMinus = Self("etaminus")
  /// η⁺: the factor on a step size after the derivative kept its sign.
  public static let etaPlus = Self("etaplus")
  /// The smallest step size.
  public static let stepMin = Self("stepmin")
  /// The largest step size.
  public static let stepMax = Self("stepmax")
}

extension UpdateFormulas.Name {
  static let q = Self("q")
  static let h = Self("h")
  static let eta = Self("η")
}

extension OptimizerMemory.Counter {
  /// 1 once the steps are set.
  static let begun = Self("begun")
}

/// q = sign(g · g₋₁);  d = clamp(d · (q > 0 ? η⁺ : q < 0 ? η⁻ : 1));  if q < 0 { g = 0 };  p −= sign(g) d;  g₋₁ = g.
/// d begins with lr, g₋₁ with 0.
struct Rprop<S: Scalar>: UpdateRule {
  private let shrink, grow, least, most: S
  private var hasBegun = false

  init(_ settings: Settings) {
    (shrink, grow) = (S(settings[.etaMinus]), S(settings[.etaPlus]))
    (least, most) = (S(settings[.stepMin]), S(settings[.stepMax]))
  }

  var slots: [OptimizerMemory.Slot] { [.steps, .lastGradient] }
  var scalars: [OptimizerMemory.Counter: Double] {
    get { [.begun: hasBegun ? 1 : 0] }
    set { hasBegun = newValue[.begun] == 1 }
  }

  func lanes(_ rate: Double) -> LaneRule<S>? {
    LaneRule(number: NetRuleRprop, settings: [grow, shrink, least, most], initial: hasBegun ? [] : [S(rate)])
  }

  mutating func skip(_ steps: Int, rate: Double) { if steps > 0 { hasBegun = true } }

  mutating func update(_ work: UpdateContext<S>, rate: Double) {
    let (p, gradient, d, last) = (work.weights, work.gradient, work.memory[0], work.memory[1])
    if !hasBegun { for i in 0..<work.count { d[i] = SIMD4(repeating: S(rate)) } }
    hasBegun = true
    let (low, high) = (SIMD4(repeating: least), SIMD4(repeating: most))
    for i in 0..<work.count {
      let product = gradient[i] * last[i]
      let turned = product .< 0
      let factor = SIMD4<S>(repeating: 1).replacing(with: grow, where: product .> 0)
        .replacing(with: shrink, where: turned)
      let step = d[i] * factor
      d[i] = step.replacing(with: low, where: step .< low).replacing(with: high, where: step .> high)
      let g = gradient[i].replacing(with: 0, where: turned)
      p[i] -= g.signs * d[i]
      last[i] = g
    }
  }
}
