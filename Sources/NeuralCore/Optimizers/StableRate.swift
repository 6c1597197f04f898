extension Optimizer {
  /// The learning rate above which the steps of an optimizer grow on a parabola: factor / λ, where λ is the largest
  /// eigenvalue of D H, H the matrix of second derivatives and D the optimizer's diagonal preconditioner.
  public enum StableRate: Sendable {
    /// There is no such rate, or none is known.
    case notKnown
    case known(factor: @Sendable (Settings) -> Double, preconditioner: Preconditioner)
  }

  /// What an optimizer multiplies each derivative by before it steps.
  public enum Preconditioner: Sendable {
    /// 1.
    case identity
    /// A positive number for each parameter, from the memory; nil where that does not hold it yet. The arrays of a memory
    /// may be longer than the parameters.
    case diagonal(@Sendable (Settings, OptimizerMemory) -> [Double]?)
  }
}

extension Optimizer.StableRate {
  /// Momentum as a geometric sum of steps, b = μ b + (1 − d) g: heavy ball with the rate (1 − d) lr is stable below
  /// 2 (1 + μ) / ((1 − d) λ). Source: Polyak 1964.
  static func heavyBall(momentum: Double, dampening: Double) -> Double {
    dampening < 1 ? 2 * (1 + momentum) / (1 - dampening) : .infinity
  }

  /// Nesterov's momentum is stable below 2 (1 + μ) / ((1 + 2 μ) λ).
  static func nesterov(momentum: Double) -> Double { 2 * (1 + momentum) / (1 + 2 * momentum) }
}
