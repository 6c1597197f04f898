extension Optimizer {
  /// Levenberg and Marquardt's method: between Gauss and Newton's step and one down the gradient, as the damping says.
  public static let lm = Optimizer(
    "lm", "Levenberg-Marquardt: solves for all weights at once; squared errors",
    source: "Levenberg 1944, Marquardt 1963; Hagan and Menhaj 1994, MATLAB's trainlm",
    settings: [
      .lr(1), Setting(.damping, 0.001, .positive, "what is added to the diagonal at first"),
      Setting(.dampDown, 0.1, .belowOne, "factor on the damping after a step that helped"),
      Setting(.dampUp, 10, .aboveOne, "factor on the damping where a step did not help"),
      Setting(.dampMax, 1e10, .positive, "the largest damping"),
    ], searches: true, takesJacobian: true, formulas: nil, stableRate: .notKnown,
    single: { AnyUpdateRule(LevenbergMarquardt($0)) }, double: { AnyUpdateRule(LevenbergMarquardt($0)) })

  /// The most parameters of a net for rules that solve for all of them at once.
  public static let mostSolved = 1000
}

extension Setting.Key {
  /// λ at first.
  public static let damping = Self("damping")
  /// The factor on λ after a step that lowered the loss.
  public static let dampDown = Self("dampdown")
  /// The factor on λ after a step that did not.
  public static let dampUp = Self("dampup")
  /// The largest λ.
  public static let dampMax = Self("dampmax")
}

extension OptimizerMemory.Counter {
  /// λ, of the next step; 0 before the first.
  static let damping = Self("damping")
}

/// d = −(JᵀJ + λ I)⁻¹ Jᵀr, p += lr d; J and r are scaled so that the loss is Σ r². If the loss is lower, λ is multiplied by
/// `dampdown`; else the weights go back, λ is multiplied by `dampup`, and it is tried again, up to `dampmax`: then the
/// weights stay.
struct LevenbergMarquardt<S: Scalar>: UpdateRule {
  static var isElementwise: Bool { false }

  private let first, down, up, most: Double
  private var damping = 0.0
  private var length = 0.0

  /// λ does not fall below this.
  private static var leastDamping: Double { 1e-20 }

  init(_ settings: Settings) {
    (first, down) = (settings[.damping], settings[.dampDown])
    (up, most) = (settings[.dampUp], settings[.dampMax])
  }

  var slots: [OptimizerMemory.Slot] { [.direction] }
  var scalars: [OptimizerMemory.Counter: Double] {
    get { [.damping: damping, .length: length] }
    set { (damping, length) = (newValue[.damping] ?? 0, newValue[.length] ?? 0) }
  }

  mutating func update(_ work: UpdateContext<S>, rate: Double) {
    guard let equations = work.normalEquations() else { return }
    let origin = (0..<equations.count).map { work.weights[$0 / 4][$0 % 4] }
    let direction = work.memory[0]
    damping = min(damping == 0 ? first : damping, most)
    length = rate
    while true {
      if equations.solve(damping: damping) {
        for (k, start) in origin.enumerated() {
          direction[k / 4][k % 4] = S(-equations.solution[k])
          work.weights[k / 4][k % 4] = S(Double(start) - rate * equations.solution[k])
        }
        if work.evaluate() < work.loss {
          damping = max(damping * down, Self.leastDamping)
          return
        }
      }
      guard damping < most else { break }
      damping = min(damping * up, most)
    }
    for (k, start) in origin.enumerated() {
      (work.weights[k / 4][k % 4], direction[k / 4][k % 4]) = (start, 0)
    }
  }
}
