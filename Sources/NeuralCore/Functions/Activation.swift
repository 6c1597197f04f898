import CKernels

/// An activation function: a neuron's output y = f(s) as a function of its pre-activation s. One row of the table of
/// activations, with everything that is known about it.
///
/// Kernels work on whole arrays of vectors of four rows in which the neurons of a layer follow each other, so that the
/// choice of the function is made once an array and never once a number.
public struct Activation: Sendable {
  /// The word of the language.
  public let name: String
  /// In a few words, for help and messages.
  public let summary: String
  /// f, as a formula of s.
  public let formula: Formula<Variable>
  /// f′, as a formula of s and y.
  public let derivative: Formula<Variable>
  /// The closure of the outputs that it can give: what it reaches or comes near to.
  public let range: ClosedRange<Double>
  /// max |f′|, the yardstick by which a unit is flat.
  public let steepestDerivative: Double
  /// Its straight pieces, ascending, if it is continuous and piecewise linear; nil for others.
  public let pieces: [Piece]?
  /// The start that keeps the spread of what passes through a hidden layer of such units.
  public let initializer: Initializer
  /// Where it comes from; PyTorch's name for it.
  public let source: String
  /// Whether it works on each neuron by itself.
  public let isElementwise: Bool
  /// Whether it has a derivative that training can follow.
  public let isDifferentiable: Bool
  /// Its loops.
  let kernel: any ActivationKernel.Type

  /// The table, in the order of the manual.
  public static let all: [Activation] = [
    linear, sigmoid, tanh, relu, leakyRelu, elu, selu, gelu, geluTanh, softplus, silu, hardSigmoid, hardTanh,
    softsign, softmax, step, heaviside,
  ]

  /// Where none is named: linear outputs, sigmoid units in hidden layers.
  public static func standard(isOutput: Bool) -> Activation { isOutput ? .linear : .sigmoid }

  /// The row with this word; nil for none.
  public static func named(_ name: String) -> Activation? { all.first { $0.name == name } }
}

extension Activation {
  /// The variables of its formulas.
  public enum Variable: Sendable, Hashable, CustomStringConvertible {
    /// s.
    case preActivation
    /// y.
    case output
    /// Σ eˢ over the neurons of the layer.
    case totalOfExponentials

    /// As formulas print it.
    public var description: String {
      switch self {
      case .preActivation: "s"
      case .output: "y"
      case .totalOfExponentials: "Σ e^s"
      }
    }
  }

  /// One straight piece: f(s) = slope · s + offset for s from `start` to the start of the next piece.
  public struct Piece: Sendable, Equatable {
    /// −∞ for the first.
    public let start: Double
    /// f′ on the piece.
    public let slope: Double
    /// f(0) of the piece, continued to s = 0.
    public let offset: Double

    init(from start: Double = -.infinity, slope: Double, offset: Double = 0) {
      (self.start, self.slope, self.offset) = (start, slope, offset)
    }
  }

  /// The outputs of one layer for these pre-activations, in double precision.
  public func outputs(for preActivations: [Double]) -> [Double] {
    let inputs = preActivations.map { SIMD4(repeating: $0) }
    var outputs = [SIMD4<Double>](repeating: .zero, count: inputs.count)
    inputs.withUnsafeBufferPointer { inputs in
      outputs.withUnsafeMutableBufferPointer { outputs in
        guard let inputs = inputs.baseAddress, let outputs = outputs.baseAddress else { return }
        kernel.apply(inputs, outputs, 1, preActivations.count)
      }
    }
    return outputs.map { $0[0] }
  }

  /// f of one number in double precision; nil where the neurons of a layer depend on each other.
  public var value: (@Sendable (Double) -> Double)? {
    guard isElementwise else { return nil }
    return { [kernel] number in
      var (preActivation, output) = (SIMD4(repeating: number), SIMD4<Double>.zero)
      kernel.apply(&preActivation, &output, 1, 1)
      return output[0]
    }
  }

  /// f′ by its formula, given a pre-activation and its output.
  public func derivative(at preActivation: Double, output: Double) -> Double {
    derivative.value { $0 == .preActivation ? preActivation : output }
  }

  /// f″ as a formula of s and y, by the chain rule with dy/ds = f′; 0 between corners where f is piecewise linear. Of
  /// softmax, that of an output by its own pre-activation.
  public var secondDerivative: Formula<Variable> {
    let (byS, byY) = (derivative.derivative(by: .preActivation), derivative.derivative(by: .output))
    if byY == 0 { return byS }
    return byS == 0 ? byY * derivative : byS + byY * derivative
  }

  /// f(s) = s or another single line.
  public var isLinear: Bool { pieces?.count == 1 }

  /// f(s) = s.
  var isIdentity: Bool { kernel.lanes == CurveLinear }

  /// Whether a unit can be off for good: flat on one side without being bounded, as relu is.
  public var canDie: Bool {
    let isBounded = range.lowerBound.isFinite && range.upperBound.isFinite
    return !isBounded && pieces?.contains { $0.slope == 0 } == true
  }
}

extension Activation: Equatable {
  /// Rows are equal if their words are.
  public static func == (a: Activation, b: Activation) -> Bool { a.name == b.name }
}

extension Activation {
  /// What losses and optimizers that are made for one activation know it as: itself, but for `heaviside`, which is `step`
  /// with the other value at 0.
  public var role: Activation { self == .heaviside ? .step : self }
}

/// So that a row of the table reads like the paper it comes from.
extension Formula where Variable == Activation.Variable {
  /// The pre-activation.
  static var s: Formula { .variable(.preActivation) }
  /// The output.
  static var y: Formula { .variable(.output) }
}

/// The two loops over an array, for each kind of number.
///
/// A row of the table holds the type itself: a method of a concrete type is compiled for its kind of number, and a type, other
/// than a closure, is not counted each time that it is used, which takes a small network longer than its arithmetic.
protocol ActivationKernel: Sendable {
  /// Its loops compiled for wider vectors, with the same bits: a number of CKernels; nil where there are none.
  static var curve: Int? { get }
  /// For many nets at the same time, likewise.
  static var lanes: Int? { get }
  /// outputs = f(preActivations), for `blocks` blocks of `width` neurons.
  static func apply(
    _ preActivations: UnsafePointer<SIMD4<Float>>, _ outputs: UnsafeMutablePointer<SIMD4<Float>>,
    _ blocks: Int, _ width: Int)
  static func apply(
    _ preActivations: UnsafePointer<SIMD4<Double>>, _ outputs: UnsafeMutablePointer<SIMD4<Double>>,
    _ blocks: Int, _ width: Int)
  /// gradient = gradient · f′, in place: from the derivative by the outputs to that by the pre-activations.
  static func differentiate(
    _ preActivations: UnsafePointer<SIMD4<Float>>, _ outputs: UnsafePointer<SIMD4<Float>>,
    _ gradient: UnsafeMutablePointer<SIMD4<Float>>, _ blocks: Int, _ width: Int)
  static func differentiate(
    _ preActivations: UnsafePointer<SIMD4<Double>>, _ outputs: UnsafePointer<SIMD4<Double>>,
    _ gradient: UnsafeMutablePointer<SIMD4<Double>>, _ blocks: Int, _ width: Int)
}

extension ActivationKernel {
  static var curve: Int? { nil }
  static var lanes: Int? { curve }
}

/// An activation of each neuron by itself, written once for all kinds of numbers.
protocol ActivationRule: ActivationKernel {
  /// f(s).
  static func value<S: Scalar>(_ s: SIMD4<S>) -> SIMD4<S>
  /// f′(s), from the pre-activation and the output y = f(s).
  static func derivative<S: Scalar>(_ s: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S>
}

extension ActivationRule {
  static func apply(
    _ preActivations: UnsafePointer<SIMD4<Float>>, _ outputs: UnsafeMutablePointer<SIMD4<Float>>,
    _ blocks: Int, _ width: Int
  ) {
    var i = 0
    while i < blocks &* width {
      outputs[i] = value(preActivations[i])
      i &+= 1
    }
  }

  static func apply(
    _ preActivations: UnsafePointer<SIMD4<Double>>, _ outputs: UnsafeMutablePointer<SIMD4<Double>>,
    _ blocks: Int, _ width: Int
  ) {
    var i = 0
    while i < blocks &* width {
      outputs[i] = value(preActivations[i])
      i &+= 1
    }
  }

  static func differentiate(
    _ preActivations: UnsafePointer<SIMD4<Float>>, _ outputs: UnsafePointer<SIMD4<Float>>,
    _ gradient: UnsafeMutablePointer<SIMD4<Float>>, _ blocks: Int, _ width: Int
  ) {
    var i = 0
    while i < blocks &* width {
      gradient[i] *= derivative(preActivations[i], outputs[i])
      i &+= 1
    }
  }

  static func differentiate(
    _ preActivations: UnsafePointer<SIMD4<Double>>, _ outputs: UnsafePointer<SIMD4<Double>>,
    _ gradient: UnsafeMutablePointer<SIMD4<Double>>, _ blocks: Int, _ width: Int
  ) {
    var i = 0
    while i < blocks &* width {
      gradient[i] *= derivative(preActivations[i], outputs[i])
      i &+= 1
    }
  }
}

extension Activation {
  @inline(__always)
  init<Rule: ActivationRule>(
    _ name: String, _ summary: String, _ formula: Formula<Variable>, derivative: Formula<Variable>,
    range: ClosedRange<Double>, steepestDerivative: Double = 1, pieces: [Piece]? = nil,
    initializer: Initializer = .xavier, source: String,
    isDifferentiable: Bool = true, _ rule: Rule.Type
  ) {
    self.init(
      name: name, summary: summary, formula: formula, derivative: derivative, range: range,
      steepestDerivative: steepestDerivative, pieces: pieces, initializer: initializer, source: source,
      isElementwise: true,
      isDifferentiable: isDifferentiable, kernel: rule)
  }

  /// f(s) = s; nothing to compute.
  public static let linear = Activation(
    name: "linear", summary: "s itself", formula: .s, derivative: 1,
    range: -.infinity ... .infinity, steepestDerivative: 1, pieces: [Piece(slope: 1)], initializer: .xavier,
    source: "torch.nn.Identity", isElementwise: true, isDifferentiable: true, kernel: Identity.self)
}

private enum Identity: ActivationKernel {
  static var lanes: Int? { CurveLinear }
  static func apply(
    _ preActivations: UnsafePointer<SIMD4<Float>>, _ outputs: UnsafeMutablePointer<SIMD4<Float>>,
    _ blocks: Int, _ width: Int
  ) { outputs.update(from: preActivations, count: blocks * width) }

  static func apply(
    _ preActivations: UnsafePointer<SIMD4<Double>>, _ outputs: UnsafeMutablePointer<SIMD4<Double>>,
    _ blocks: Int, _ width: Int
  ) { outputs.update(from: preActivations, count: blocks * width) }

  static func differentiate(
    _: UnsafePointer<SIMD4<Float>>, _: UnsafePointer<SIMD4<Float>>, _: UnsafeMutablePointer<SIMD4<Float>>,
    _: Int, _: Int
  ) {}

  static func differentiate(
    _: UnsafePointer<SIMD4<Double>>, _: UnsafePointer<SIMD4<Double>>,
    _: UnsafeMutablePointer<SIMD4<Double>>, _: Int, _: Int
  ) {}
}
