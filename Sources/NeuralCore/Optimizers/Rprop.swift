extension Optimizer {
  public static let rprop = Optimizer(
    "rprop", "only the sign of each slope counts; for all rows at once",
    source: "torch.optim.Rprop; Riedmiller and Braun 1993",
    settings: [
      .lr(0.01),
      Setting("etaminus", 0.5, .belowOne, "factor on a step whose slope changed its sign"),
      Setting("etaplus", 1.2, .aboveOne, "factor on a step whose slope kept its sign"),
      Setting("stepmin", 1e-6, .positive, "the shortest step"),
      Setting("stepmax", 50, .positive, "the longest step"),
    ] + Setting.shrinking(), formulas: signFormulas,
    single: { AnyUpdateRule(Rprop($0)) }, double: { AnyUpdateRule(Rprop($0)) })

  private static func signFormulas(_ settings: Settings, _ scalars: [String: Double]) -> UpdateFormulas {
    let (q, h, d) = (Formula.local("q"), Formula.local("h"), Formula.local("d"))
    let begin: Formula = scalars["begun"] == 1 ? .old("d") : .lr
    let factor = Formula.chosen(
      q, .above, 0, .local("etaplus"), else: .chosen(q, .below, 0, .local("etaminus"), else: 1))
    return UpdateFormulas(
      memory: ["steps": "d", "lastgradient": "h"],
      steps: [
        .init("q", .g * .old("h")), .init("η", factor),
        .init("d", .least(.largest(begin * .local("η"), .local("stepmin")), .local("stepmax"))),
        .init("h", .chosen(q, .below, 0, 0, else: .g)), .init("change", -.sign(h) * d),
      ])
  }
}

/// q = sign(g · g₋₁);  d = clamp(d · (q > 0 ? η⁺ : q < 0 ? η⁻ : 1));  if q < 0 { g = 0 };  p −= sign(g) d;  g₋₁ = g.
/// d begins with lr, g₋₁ with 0.
struct Rprop<S: Scalar>: UpdateRule {
  private let shrink, grow, least, most: S
  private var hasBegun = false

  init(_ settings: Settings) {
    (shrink, grow) = (S(settings["etaminus"]), S(settings["etaplus"]))
    (least, most) = (S(settings["stepmin"]), S(settings["stepmax"]))
  }

  var slots: [String] { ["steps", "lastgradient"] }
  var scalars: [String: Double] {
    get { ["begun": hasBegun ? 1 : 0] }
    set { hasBegun = newValue["begun"] == 1 }
  }

  mutating func update(_ work: UpdateContext<S>, rate: Double) {
    let (p, gradient, d, last) = (work.weights, work.gradient, work.memory[0], work.memory[1])
    if !hasBegun { for i in 0..<work.count { d[i] = SIMD4(repeating: S(rate)) } }
    hasBegun = true
    for i in 0..<work.count {
      let product = gradient[i] * last[i]
      let turned = product .< 0
      let factor = SIMD4<S>(repeating: 1).replacing(with: grow, where: product .> 0)
        .replacing(with: shrink, where: turned)
      let step = d[i] * factor
      d[i] = step.replacing(with: least, where: step .< least).replacing(with: most, where: step .> most)
      let g = gradient[i].replacing(with: 0, where: turned)
      p[i] -= g.signs * d[i]
      last[i] = g
    }
  }
}
