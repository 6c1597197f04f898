/// What a neuron makes of its sum: one row of the activation table.
///
/// Kernels work on whole arrays of vectors of four rows in which the neurons of a layer follow each other, so that a
/// choice is made once an array and never once a number.
public struct Activation: Sendable {
  /// The two loops over an array, for one kind of number.
  struct Kernels<S: Scalar>: Sendable {
    typealias Source = UnsafePointer<SIMD4<S>>
    typealias Target = UnsafeMutablePointer<SIMD4<S>>

    /// outputs = f(sums), for `blocks` blocks of `width` neurons.
    let apply: @Sendable (_ sums: Source, _ outputs: Target, _ blocks: Int, _ width: Int) -> Void
    /// gradient = gradient · f′, in place.
    let differentiate:
      @Sendable (_ sums: Source, _ outputs: Source, _ gradient: Target, _ blocks: Int, _ width: Int) -> Void
  }

  /// The word of the language.
  public let name: String
  public let summary: String
  /// Of the sum `s`.
  public let formula: Formula
  /// Its derivative, of the sum `s` and the output `y`.
  public let slope: Formula
  /// Where it comes from; PyTorch's name for it.
  public let source: String
  /// Whether it works on each neuron by itself.
  public let isElementwise: Bool
  /// Whether it has a slope that training can follow.
  public let isDifferentiable: Bool
  let single: Kernels<Float>
  let double: Kernels<Double>

  public static let all: [Activation] = [
    linear, sigmoid, tanh, relu, leakyRelu, elu, selu, gelu, geluTanh, softplus, silu, hardSigmoid, hardTanh,
    softsign, softmax, step,
  ]

  public static func named(_ name: String) -> Activation? { all.first { $0.name == name } }

  /// The activation of one number in double precision; nil where the neurons of a layer depend on each other.
  public var value: (@Sendable (Double) -> Double)? {
    guard isElementwise else { return nil }
    let apply = double.apply
    return { number in
      var (sum, output) = (SIMD4(repeating: number), SIMD4<Double>.zero)
      apply(&sum, &output, 1, 1)
      return output[0]
    }
  }
}

extension Activation: Equatable {
  public static func == (a: Activation, b: Activation) -> Bool { a.name == b.name }
}

/// An activation of each neuron by itself, written once for both kinds of numbers.
protocol ActivationRule: Sendable {
  /// f(s).
  static func value<S: Scalar>(_ s: SIMD4<S>) -> SIMD4<S>
  /// f′(s), from the sum and the output y = f(s).
  static func slope<S: Scalar>(_ s: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S>
}

extension Activation.Kernels {
  @inline(__always)
  init<Rule: ActivationRule>(_: Rule.Type) {
    apply = { sums, outputs, blocks, width in
      for i in 0..<blocks * width { outputs[i] = Rule.value(sums[i]) }
    }
    differentiate = { sums, outputs, gradient, blocks, width in
      for i in 0..<blocks * width { gradient[i] *= Rule.slope(sums[i], outputs[i]) }
    }
  }
}

extension Activation {
  @inline(__always)
  init<Rule: ActivationRule>(
    _ name: String, _ summary: String, _ formula: Formula, slope: Formula, source: String,
    isDifferentiable: Bool = true, _ rule: Rule.Type
  ) {
    self.init(
      name: name, summary: summary, formula: formula, slope: slope, source: source, isElementwise: true,
      isDifferentiable: isDifferentiable, single: Kernels(rule), double: Kernels(rule))
  }

  /// f(s) = s; nothing to compute.
  public static let linear = Activation(
    name: "linear", summary: "the sum itself", formula: .s, slope: 1, source: "torch.nn.Identity",
    isElementwise: true, isDifferentiable: true, single: .identity, double: .identity)
}

extension Activation.Kernels {
  fileprivate static var identity: Self {
    Self(
      apply: { sums, outputs, blocks, width in outputs.update(from: sums, count: blocks * width) },
      differentiate: { _, _, _, _, _ in })
  }
}
