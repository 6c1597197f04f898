/// How far outputs are from targets: one row of the table of losses, with everything that is known about it.
public struct Loss: Sendable {
  /// The word of the language.
  public let name: String
  /// In a few words, for help and messages.
  public let summary: String
  /// The whole loss, in words and signs.
  public let formula: String
  /// Where it comes from; PyTorch's name for it.
  public let source: String
  /// The output activation that it is computed together with; its gradient is then by the pre-activations.
  public let needs: Activation?
  /// It is used for an output with the activation that it needs where no loss is named.
  public let isDefaultForOutput: Bool
  /// Whether its targets are classes, so that it takes `weights` and `smoothing`, and how.
  public let classes: Classes
  /// Whether its gradient is its derivative: not for `errors`, whose gradient is the error itself.
  public let isDifferentiable: Bool
  /// Which numbers its targets may be; with others it is no measure of anything, and may have no least value.
  public let targets: Targets
  /// What the sum over the outputs of all rows is divided by.
  public let reduction: Reduction
  /// How the weights of a linear layer before its output can be fitted exactly; nil where there is no such method.
  public let fit: Fit?
  /// Its calculation by hand, an output at a time.
  public let elements: @Sendable (ElementForm) -> Elements
  /// What an output a with the target t adds before the reduction, in double precision, given the weight of its class.
  public let elementLoss: @Sendable (_ output: Double, _ target: Double, _ weight: Double) -> Double
  /// The constant outputs with the least loss over some rows, without regard to the range of the activation.
  ///
  /// Takes the targets (already smoothed) of the rows by output, `[outputs][rows]`, and the class weights, empty for
  /// none. Every number of a returned interval is as good as the others; its ends are infinite where ever larger outputs
  /// are.
  public let bestConstants: @Sendable (_ targets: [[Double]], _ weights: [Double]) -> [ClosedRange<Double>]
  /// Its loop.
  let kernel: any LossKernel.Type

  /// The table, in the order of the manual.
  public static let all: [Loss] = [mse, sse, halfSse, mae, huber, crossEntropy, bce, hinge, errors]

  /// The row with this word; nil for none.
  public static func named(_ name: String) -> Loss? { all.first { $0.name == name } }

  /// Used where none is named: the one made for the output activation, else mse.
  public static func standard(for output: Activation) -> Loss {
    all.first { $0.isDefaultForOutput && $0.needs == output.role } ?? .mse
  }

  /// Whether it takes `weights` and `smoothing`.
  public var takesClasses: Bool { classes != .none }
}

extension Loss {
  /// What the targets say, for losses of classes.
  public enum Classes: Sendable, Equatable {
    /// Numbers.
    case none
    /// Each output is a class of its own, yes or no: smoothing is over 2.
    case binary
    /// A row belongs to one of the classes, an output each: smoothing is over all of them.
    case exclusive

    /// Over how many classes smoothing spreads its share of a target.
    func count(outputs: Int) -> Int {
      switch self {
      case .none: 1
      case .binary: 2
      case .exclusive: outputs
      }
    }
  }

  /// Which numbers a target may be.
  public enum Targets: Sendable, Equatable {
    /// Any finite number.
    case any
    /// −1 or 1.
    case signs
    /// 0 or 1.
    case bits
    /// From 0 to 1: a probability.
    case probabilities

    /// Whether a target is one of them.
    public func allows(_ target: Double) -> Bool {
      switch self {
      case .any: true
      case .signs: target.magnitude == 1
      case .bits: target == 0 || target == 1
      case .probabilities: (0...1).contains(target)
      }
    }
  }

  /// What the sum over the outputs of all rows is divided by.
  public enum Reduction: Sendable, Equatable {
    /// Nothing.
    case sum
    /// The number of rows times outputs.
    case mean
    /// The number of rows; with class weights Σ over the rows of Σₖ wₖ yₖ.
    case rows
  }

  /// How a linear layer is fitted exactly.
  public enum Fit: Sendable, Equatable {
    /// Each output adds factor · (a − t)², a linear.
    case leastSquares(factor: Double)
    /// Each output adds −(t ln σ(s) + (1 − t) ln(1 − σ(s))).
    case logistic
  }

  /// The variables of its formulas.
  public enum Variable: Sendable, Hashable, CustomStringConvertible {
    /// s, the pre-activation of the output.
    case preActivation
    /// a, the output.
    case output
    /// t, its target; with smoothing or, for exclusive classes, weights: what the target counts.
    case target
    /// w, the weight of the output's class.
    case weight
    /// m, the largest pre-activation of the row.
    case largest
    /// Σ, the sum of e^(s − m) over the row.
    case total
    /// T, the sum of the targets of the row.
    case targetTotal

    /// As formulas print it.
    public var description: String {
      switch self {
      case .preActivation: "s"
      case .output: "a"
      case .target: "t"
      case .weight: "w"
      case .largest: "m"
      case .total: "Σ"
      case .targetTotal: "T"
      }
    }
  }

  /// Which form of its elements is asked for; the simpler forms have shorter formulas.
  public struct ElementForm: Sendable {
    /// There are class weights.
    public var isWeighted = false
    /// The targets of the row sum to 1.
    public var targetsSumToOne = true

    /// By default without weights, for targets that sum to 1.
    public init(isWeighted: Bool = false, targetsSumToOne: Bool = true) {
      (self.isWeighted, self.targetsSumToOne) = (isWeighted, targetsSumToOne)
    }
  }

  /// What each output adds to the loss, and its derivative.
  public struct Elements: Sendable {
    /// Before the reduction.
    public let value: Formula<Variable>
    /// By the output, or by its pre-activation where `needs` names an activation.
    public let derivative: Formula<Variable>
    /// Whether the derivative is divided as the value is.
    public var isDerivativeReduced = true
    /// An output whose target counts 0 adds 0, even where its logarithm is infinite.
    public var skipsZeroTargets = false
  }

  /// The arrays that a loss reads and writes: four rows a vector, `width` vectors a block.
  struct Arrays<S: Scalar> {
    let preActivations: UnsafePointer<SIMD4<S>>
    let outputs: UnsafePointer<SIMD4<S>>
    let targets: UnsafePointer<SIMD4<S>>
    /// Receives the gradient: by the outputs, or by the pre-activations where `needs` names an activation.
    let gradient: UnsafeMutablePointer<SIMD4<S>>
    /// Outputs a row.
    let width: Int
    let rows: Int
    /// The rows of the whole, of which these may be a part.
    let wholeRows: Int
    /// The sums over the parts before, to go on with: of the loss, and of the class weights. nil for a whole.
    let sums: UnsafeMutablePointer<SIMD4<S>>?
    /// The weight of each class; nil for all alike.
    let weights: UnsafePointer<S>?
    /// The share of every target that is spread over all classes.
    let smoothing: S

    var blocks: Int { (rows + 3) / 4 }
    /// The lanes of a block that hold no row: none, except in the last block.
    @inline(__always)
    func padding(of block: Int) -> SIMDMask<SIMD4<S.SIMDMaskScalar>> { S.lanes(from: rows - block * 4) }
  }
}

extension Loss: Equatable {
  /// Rows are equal if their words are.
  public static func == (a: Loss, b: Loss) -> Bool { a.name == b.name }
}

/// So that a row of the table reads like the paper it comes from.
extension Formula where Variable == Loss.Variable {
  static var s: Formula { .variable(.preActivation) }
  static var a: Formula { .variable(.output) }
  static var t: Formula { .variable(.target) }
  static var w: Formula { .variable(.weight) }
}

/// The loss over arrays of each kind of number; writes the gradient.
protocol LossKernel: Sendable {
  /// For many nets at the same time: a number of CKernels.
  static var lanes: Int? { get }
  /// What the sum over so many outputs of so many rows is divided by, and the factor on every derivative.
  static func reduction<S: Scalar>(_ outputs: S, rows: S) -> (divisor: S, factor: S)
  static func evaluate(_ arrays: Loss.Arrays<Float>) -> Float
  static func evaluate(_ arrays: Loss.Arrays<Double>) -> Double
}

/// A loss of each output by itself, written once for all kinds of numbers.
protocol LossRule: LossKernel {
  /// What the output a with the target y adds, before the division by `scale`.
  static func value<S: Scalar>(_ a: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S>
  /// Its derivative by a, up to a constant factor.
  static func derivative<S: Scalar>(_ a: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S>
  /// What the sum over n outputs is divided by, and the factor on every derivative.
  static func scale<S: Scalar>(_ n: S) -> (divisor: S, factor: S)
}

extension LossRule {
  /// The mean over all outputs, as PyTorch's losses are by default.
  @inline(__always)
  static func scale<S: Scalar>(_ n: S) -> (divisor: S, factor: S) { (n, 1 / n) }

  static func reduction<S: Scalar>(_ outputs: S, rows: S) -> (divisor: S, factor: S) { scale(outputs) }

  static func evaluate(_ arrays: Loss.Arrays<Float>) -> Float { total(arrays) }
  static func evaluate(_ arrays: Loss.Arrays<Double>) -> Double { total(arrays) }

  @inline(__always)
  private static func total<S: Scalar>(_ arrays: Loss.Arrays<S>) -> S {
    let (divisor, factor) = scale(S(arrays.wholeRows * arrays.width))
    var total = arrays.sums?[0] ?? .zero
    for b in 0..<arrays.blocks {
      let padding = arrays.padding(of: b)
      for i in b * arrays.width..<(b + 1) * arrays.width {
        let (a, y) = (arrays.outputs[i], arrays.targets[i])
        total += value(a, y).replacing(with: 0, where: padding)
        arrays.gradient[i] = (derivative(a, y) * factor).replacing(with: 0, where: padding)
      }
    }
    arrays.sums?[0] = total
    return horizontalSum(total) / divisor
  }
}
