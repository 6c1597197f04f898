import CKernels

/// Losses of each output by itself.
extension Loss {
  @inline(__always)
  init<Rule: LossRule>(
    _ name: String, _ summary: String, _ formula: String, source: String, needs: Activation? = nil,
    isDifferentiable: Bool = true, targets: Targets = .any, reduction: Reduction = .mean,
    squaredErrorFactor: Double? = nil, elements: Elements,
    bestConstant: @escaping @Sendable ([Double], ElementLoss) -> ClosedRange<Double>, _ rule: Rule.Type
  ) {
    let elementLoss: ElementLoss = { output, target in
      elements.value.value { $0 == .output ? output : target }
    }
    self.init(
      name: name, summary: summary, formula: formula, source: source, needs: needs,
      isDefaultForOutput: needs != nil, classes: .none, isDifferentiable: isDifferentiable,
      targets: targets, reduction: reduction, fit: squaredErrorFactor.map { .leastSquares(factor: $0) },
      elements: { _ in elements }, elementLoss: { output, target, _ in elementLoss(output, target) },
      bestConstants: { targets, _ in targets.map { bestConstant($0, elementLoss) } },
      kernel: rule)
  }

  /// d = a − t.
  private static let error: Formula<Variable> = .a - .t

  /// mean (a − t)².
  public static let mse = Loss(
    "mse", "mean squared error", "mean of (output − target)²", source: "torch.nn.MSELoss",
    squaredErrorFactor: 1, elements: Elements(value: error.squared, derivative: 2 * error),
    bestConstant: mean, MeanSquare.self)

  /// Σ (a − t)².
  public static let sse = Loss(
    "sse", "sum of squared errors", "sum of (output − target)²",
    source: "torch.nn.MSELoss(reduction=\"sum\")", reduction: .sum, squaredErrorFactor: 1,
    elements: Elements(value: error.squared, derivative: 2 * error), bestConstant: mean, SumOfSquares.self)

  /// Σ (a − t)² / 2.
  public static let halfSse = Loss(
    "half-sse", "half the sum of squared errors, as in many textbooks", "sum of (output − target)² / 2",
    source: "Rumelhart, Hinton and Williams 1986", reduction: .sum, squaredErrorFactor: 0.5,
    elements: Elements(value: error.squared / 2, derivative: error), bestConstant: mean,
    HalfSumOfSquares.self)

  /// mean |a − t|.
  public static let mae = Loss(
    "mae", "mean absolute error", "mean of |output − target|", source: "torch.nn.L1Loss",
    elements: Elements(value: .abs(error), derivative: .sign(error)), bestConstant: amongTargets,
    AbsoluteError.self)

  /// mean of d²/2 where |d| < 1, else |d| − 1/2, with d = a − t: δ = 1.
  public static let huber = Loss(
    "huber", "squared near the target, straight further off", "mean of d²/2 if |d| < 1, else |d| − 1/2",
    source: "torch.nn.SmoothL1Loss; Huber 1964",
    elements: Elements(
      value: .chosen(.abs(error), .below, 1, error.squared / 2, else: .abs(error) - 1 / 2),
      derivative: .chosen(.abs(error), .below, 1, error, else: .sign(error))),
    bestConstant: betweenTargets, Huber.self)

  /// mean of max(0, 1 − t a).
  public static let hinge = Loss(
    "hinge", "for targets −1 and 1: no loss beyond the margin", "mean of max(0, 1 − target·output)",
    source: "Cortes and Vapnik 1995", targets: .signs,
    elements: Elements(
      value: .largest(0, 1 - .t * .a), derivative: .chosen(.t * .a, .below, 1, -.t, else: 0)),
    bestConstant: { targets, loss in atCorners(targets.map { $0 == 0 ? 0 : 1 / $0 }, of: targets, loss) },
    Hinge.self)

  /// The share of wrong outputs of step units. Its gradient is not its derivative, which is 0 nearly everywhere, but the
  /// error a − y itself: a step of gradient descent is then the perceptron rule.
  public static let errors = Loss(
    "errors", "the share of wrong outputs, with a step output", "mean of |output − target|",
    source: "Rosenblatt 1958", needs: .step, isDifferentiable: false, targets: .bits,
    elements: Elements(value: .abs(error), derivative: error, isDerivativeReduced: false),
    bestConstant: amongTargets, WrongOutputs.self)
}

/// d², d = a − y.
private enum MeanSquare: LossRule {
  static var lanes: Int? { NetLossSquared }
  @inline(__always)
  static func value<S: Scalar>(_ a: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> { (a - y) * (a - y) }
  @inline(__always)
  static func derivative<S: Scalar>(_ a: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> { a - y }
  @inline(__always)
  static func scale<S: Scalar>(_ n: S) -> (divisor: S, factor: S) { (n, 2 / n) }
}

/// d², summed.
private enum SumOfSquares: LossRule {
  static var lanes: Int? { NetLossSquared }
  @inline(__always)
  static func value<S: Scalar>(_ a: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> { MeanSquare.value(a, y) }
  @inline(__always)
  static func derivative<S: Scalar>(_ a: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> { a - y }
  @inline(__always)
  static func scale<S: Scalar>(_ n: S) -> (divisor: S, factor: S) { (1, 2) }
}

/// ½ d², summed.
private enum HalfSumOfSquares: LossRule {
  static var lanes: Int? { NetLossSquared }
  @inline(__always)
  static func value<S: Scalar>(_ a: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> { MeanSquare.value(a, y) }
  @inline(__always)
  static func derivative<S: Scalar>(_ a: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> { a - y }
  @inline(__always)
  static func scale<S: Scalar>(_ n: S) -> (divisor: S, factor: S) { (2, 1) }
}

/// |d|; the derivative at 0 is 0, as in PyTorch.
private enum AbsoluteError: LossRule {
  static var lanes: Int? { NetLossAbsolute }
  @inline(__always)
  static func value<S: Scalar>(_ a: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> { (a - y).magnitude }
  @inline(__always)
  static func derivative<S: Scalar>(_ a: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> { (a - y).signs }
}

/// ½ d² where |d| < 1, else |d| − ½ (δ = 1).
private enum Huber: LossRule {
  static var lanes: Int? { NetLossHuber }
  @inline(__always)
  static func value<S: Scalar>(_ a: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> {
    let d = a - y
    return (d.magnitude - 0.5).replacing(with: 0.5 * d * d, where: d.magnitude .< 1)
  }
  @inline(__always)
  static func derivative<S: Scalar>(_ a: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> {
    let d = a - y
    return d.replacing(with: 1, where: d .> 1).replacing(with: -1, where: d .< -1)
  }
}

/// max(0, 1 − y a); the derivative at the corner is 0.
private enum Hinge: LossRule {
  static var lanes: Int? { NetLossHinge }
  @inline(__always)
  static func value<S: Scalar>(_ a: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> {
    let margin = 1 - y * a
    return margin.replacing(with: 0, where: margin .< 0)
  }
  @inline(__always)
  static func derivative<S: Scalar>(_ a: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> {
    SIMD4.zero.replacing(with: 0 - y, where: (1 - y * a) .> 0)
  }
}

/// |d|, with the derivative d: not its own, but the perceptron rule.
private enum WrongOutputs: LossRule {
  static var lanes: Int? { NetLossErrors }
  @inline(__always)
  static func value<S: Scalar>(_ a: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> { (a - y).magnitude }
  @inline(__always)
  static func derivative<S: Scalar>(_ a: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> { a - y }
  @inline(__always)
  static func scale<S: Scalar>(_ n: S) -> (divisor: S, factor: S) { (n, 1) }
}
