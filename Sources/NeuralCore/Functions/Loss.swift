/// How far outputs are from targets: one row of the loss table.
public struct Loss: Sendable {
  /// The arrays that a loss reads and writes, four rows a vector, `width` vectors a block.
  struct Arrays<S: Scalar> {
    let sums: UnsafePointer<SIMD4<S>>
    let outputs: UnsafePointer<SIMD4<S>>
    let targets: UnsafePointer<SIMD4<S>>
    /// Receives the gradient: by the outputs, or by the sums where `needs` names an activation.
    let gradient: UnsafeMutablePointer<SIMD4<S>>
    let width: Int
    let rows: Int
    /// How much each class counts; nil for all alike.
    let weights: UnsafePointer<S>?
    /// The share of every target that is spread over all classes.
    let smoothing: S

    var blocks: Int { (rows + 3) / 4 }
    /// The lanes of a block that hold no row: none, but for the last block.
    @inline(__always)
    func padding(of block: Int) -> SIMDMask<SIMD4<S.SIMDMaskScalar>> { S.lanes(from: rows - block * 4) }
  }

  public let name: String
  public let summary: String
  public let formula: String
  /// Where it comes from; PyTorch's name for it.
  public let source: String
  /// The output activation that the loss is computed together with; it then works from the sums.
  public let needs: String?
  /// Whether it takes `weights` and `smoothing`, and so speaks of classes.
  public let takesClasses: Bool
  /// Whether what it hands back is its slope: not for `errors`, which hands back the error itself.
  public let isDifferentiable: Bool
  /// Whether the targets have to be −1 or 1.
  public let wantsSigns: Bool
  /// By hand, an output at a time; nil where an output depends on the others. The argument says whether outputs are
  /// weighted.
  public let elements: (@Sendable (_ areWeighted: Bool) -> Elements)?
  /// The loss; writes the gradient.
  let single: @Sendable (Arrays<Float>) -> Float
  let double: @Sendable (Arrays<Double>) -> Double

  /// What each output adds to a loss, of its sum `s`, itself `a`, its target `t` and the weight `w`.
  public struct Elements: Sendable {
    public let value: Formula
    /// Its derivative by the output, or by the sum where `needs` names an activation.
    public let slope: Formula
    /// Whether the values, and the slopes, are divided by the number of outputs of all rows.
    public var isMean = true
    public var isSlopeMean = true
  }

  public static let all: [Loss] = [mse, sse, halfSse, mae, huber, crossEntropy, bce, hinge, errors]

  public static func named(_ name: String) -> Loss? { all.first { $0.name == name } }

  /// Used where none is named: mse; cross-entropy for a softmax output, errors for step units.
  public static func standard(for output: Activation) -> Loss {
    switch output {
    case .softmax: .crossEntropy
    case .step: .errors
    default: .mse
    }
  }
}

extension Loss: Equatable {
  public static func == (a: Loss, b: Loss) -> Bool { a.name == b.name }
}

/// A loss together with what it is given besides outputs and targets.
public struct Objective: Sendable, Equatable {
  public let loss: Loss
  /// How much each class counts: one number an output; empty for all alike.
  public let weights: [Double]
  /// The share of every target that is spread evenly over the classes, from 0 to below 1.
  public let smoothing: Double

  public init(_ loss: Loss, weights: [Double] = [], smoothing: Double = 0) {
    (self.loss, self.weights, self.smoothing) = (loss, weights, smoothing)
  }
}

/// A loss of each element by itself, written once for both kinds of numbers.
protocol LossRule: Sendable {
  /// Of the output a and the target y.
  static func value<S: Scalar>(_ a: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S>
  /// Its slope by a, but for a constant factor.
  static func slope<S: Scalar>(_ a: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S>
  /// What the sum over n elements is divided by, and the factor on every slope.
  static func scale<S: Scalar>(_ n: S) -> (divisor: S, slope: S)
}

extension LossRule {
  /// The mean over all elements, as PyTorch's losses are unless asked otherwise.
  @inline(__always)
  static func scale<S: Scalar>(_ n: S) -> (divisor: S, slope: S) { (n, 1 / n) }

  @inline(__always)
  static func evaluate<S: Scalar>(_ arrays: Loss.Arrays<S>) -> S {
    let (divisor, factor) = scale(S(arrays.rows * arrays.width))
    var total = SIMD4<S>.zero
    for b in 0..<arrays.blocks {
      let padding = arrays.padding(of: b)
      for i in b * arrays.width..<(b + 1) * arrays.width {
        let (a, y) = (arrays.outputs[i], arrays.targets[i])
        total += value(a, y).replacing(with: 0, where: padding)
        arrays.gradient[i] = (slope(a, y) * factor).replacing(with: 0, where: padding)
      }
    }
    return folded(total) / divisor
  }
}

extension Loss {
  @inline(__always)
  init<Rule: LossRule>(
    _ name: String, _ summary: String, _ formula: String, source: String, needs: String? = nil,
    isDifferentiable: Bool = true, wantsSigns: Bool = false, elements: Elements, _: Rule.Type
  ) {
    self.init(
      name: name, summary: summary, formula: formula, source: source, needs: needs, takesClasses: false,
      isDifferentiable: isDifferentiable, wantsSigns: wantsSigns, elements: { _ in elements },
      single: { Rule.evaluate($0) },
      double: { Rule.evaluate($0) })
  }

  public static let mse = Loss(
    "mse", "mean squared error", "mean of (output − target)²", source: "torch.nn.MSELoss",
    elements: Elements(value: error.squared, slope: 2 * error), MeanSquare.self)

  /// a − t.
  private static let error: Formula = .local("a") - .local("t")

  public static let sse = Loss(
    "sse", "sum of squared errors", "sum of (output − target)²",
    source: "torch.nn.MSELoss(reduction=\"sum\")",
    elements: Elements(value: error.squared, slope: 2 * error, isMean: false, isSlopeMean: false),
    SumOfSquares.self)

  public static let halfSse = Loss(
    "half-sse", "half the sum of squared errors, as in many textbooks", "sum of (output − target)² / 2",
    source: "Rumelhart, Hinton and Williams 1986",
    elements: Elements(value: error.squared / 2, slope: error, isMean: false, isSlopeMean: false),
    HalfSumOfSquares.self)

  public static let mae = Loss(
    "mae", "mean absolute error", "mean of |output − target|", source: "torch.nn.L1Loss",
    elements: Elements(value: .abs(error), slope: .sign(error)), AbsoluteError.self)

  public static let huber = Loss(
    "huber", "squared near the target, straight further off", "mean of d²/2 if |d| < 1, else |d| − 1/2",
    source: "torch.nn.SmoothL1Loss; Huber 1964",
    elements: Elements(
      value: .chosen(.abs(error), .below, 1, error.squared / 2, else: .abs(error) - 1 / 2),
      slope: .chosen(.abs(error), .below, 1, error, else: .sign(error))), Huber.self)

  public static let hinge = Loss(
    "hinge", "for targets −1 and 1: no loss beyond the margin", "mean of max(0, 1 − target·output)",
    source: "Cortes and Vapnik 1995", wantsSigns: true,
    elements: Elements(
      value: .largest(0, 1 - .local("t") * .local("a")),
      slope: .chosen(.local("t") * .local("a"), .below, 1, -.local("t"), else: 0)), Hinge.self)

  /// The share of wrong outputs of step units. What it hands back is not its slope, which is 0 nearly everywhere, but
  /// the error a − y itself: then a step of gradient descent is the perceptron rule.
  public static let errors = Loss(
    "errors", "the share of wrong outputs, with a step output", "mean of |output − target|",
    source: "Rosenblatt 1958", needs: "step", isDifferentiable: false,
    elements: Elements(value: .abs(error), slope: error, isSlopeMean: false), WrongOutputs.self)
}

/// d², d = a − y.
private enum MeanSquare: LossRule {
  @inline(__always)
  static func value<S: Scalar>(_ a: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> { (a - y) * (a - y) }
  @inline(__always)
  static func slope<S: Scalar>(_ a: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> { a - y }
  @inline(__always)
  static func scale<S: Scalar>(_ n: S) -> (divisor: S, slope: S) { (n, 2 / n) }
}

private enum SumOfSquares: LossRule {
  @inline(__always)
  static func value<S: Scalar>(_ a: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> { MeanSquare.value(a, y) }
  @inline(__always)
  static func slope<S: Scalar>(_ a: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> { a - y }
  @inline(__always)
  static func scale<S: Scalar>(_ n: S) -> (divisor: S, slope: S) { (1, 2) }
}

private enum HalfSumOfSquares: LossRule {
  @inline(__always)
  static func value<S: Scalar>(_ a: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> { MeanSquare.value(a, y) }
  @inline(__always)
  static func slope<S: Scalar>(_ a: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> { a - y }
  @inline(__always)
  static func scale<S: Scalar>(_ n: S) -> (divisor: S, slope: S) { (2, 1) }
}

/// |d|; the slope of |0| is 0, as in PyTorch.
private enum AbsoluteError: LossRule {
  @inline(__always)
  static func value<S: Scalar>(_ a: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> { (a - y).size }
  @inline(__always)
  static func slope<S: Scalar>(_ a: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> { (a - y).signs }
}

/// ½ d² where |d| < 1, else |d| − ½: delta 1.
private enum Huber: LossRule {
  @inline(__always)
  static func value<S: Scalar>(_ a: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> {
    let d = a - y
    return (d.size - 0.5).replacing(with: 0.5 * d * d, where: d.size .< 1)
  }
  @inline(__always)
  static func slope<S: Scalar>(_ a: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> {
    let d = a - y
    return d.replacing(with: 1, where: d .> 1).replacing(with: -1, where: d .< -1)
  }
}

/// max(0, 1 − y a); the slope at the corner is 0.
private enum Hinge: LossRule {
  @inline(__always)
  static func value<S: Scalar>(_ a: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> {
    let margin = 1 - y * a
    return margin.replacing(with: 0, where: margin .< 0)
  }
  @inline(__always)
  static func slope<S: Scalar>(_ a: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> {
    SIMD4.zero.replacing(with: 0 - y, where: (1 - y * a) .> 0)
  }
}

private enum WrongOutputs: LossRule {
  @inline(__always)
  static func value<S: Scalar>(_ a: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> { (a - y).size }
  @inline(__always)
  static func slope<S: Scalar>(_ a: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> { a - y }
  @inline(__always)
  static func scale<S: Scalar>(_ n: S) -> (divisor: S, slope: S) { (n, 1) }
}
