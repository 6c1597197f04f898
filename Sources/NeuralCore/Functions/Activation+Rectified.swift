import CKernels

/// Activations that let positive pre-activations pass, or nearly.
extension Activation {
  /// f(s) = max(0, s).
  public static let relu = Activation(
    "relu", "s where it is positive, else 0", .largest(0, .s),
    derivative: .chosen(.s, .above, 0, 1, else: 0), range: 0 ... .infinity,
    pieces: [Piece(slope: 0), Piece(from: 0, slope: 1)], initializer: .he, source: "torch.nn.ReLU", Relu.self)

  /// f(s) = s where s > 0, else 0.01 s.
  public static let leakyRelu = Activation(
    "leaky-relu", "relu that leaves a hundredth of negative sums",
    .chosen(.s, .above, 0, .s, else: 0.01 * .s), derivative: .chosen(.s, .above, 0, 1, else: 0.01),
    range: -.infinity ... .infinity, pieces: [Piece(slope: 0.01), Piece(from: 0, slope: 1)],
    initializer: .he, source: "torch.nn.LeakyReLU", LeakyRelu.self)

  /// f(s) = s where s > 0, else e^s − 1.
  public static let elu = Activation(
    "elu", "relu that bends to −1 below 0", .chosen(.s, .above, 0, .s, else: .exp(.s) - 1),
    derivative: .chosen(.s, .above, 0, 1, else: .exp(.s)), range: -1 ... .infinity, initializer: .he,
    source: "torch.nn.ELU",
    Elu.self)

  /// f(s) = λ s where s > 0, else λ α (e^s − 1), λ = 1.0507…, λ α = 1.7580….
  public static let selu = Activation(
    "selu", "elu scaled so that layers keep mean 0 and variance 1",
    .chosen(.s, .above, 0, lambda * .s, else: lambdaAlpha * (.exp(.s) - 1)),
    derivative: .chosen(.s, .above, 0, lambda, else: lambdaAlpha * .exp(.s)),
    range: -1.758_099_340_847_376_6 ... .infinity, steepestDerivative: 1.758_099_340_847_376_6,
    initializer: .lecun, source: "torch.nn.SELU; Klambauer et al. 2017", Selu.self)
  private static let lambda: Formula<Variable> = 1.050_700_987_355_480_5
  private static let lambdaAlpha: Formula<Variable> = 1.758_099_340_847_376_6

  /// f(s) = s Φ(s), Φ the distribution function of the standard normal.
  public static let gelu = Activation(
    "gelu", "s times the probability that a standard normal number is below it", .s * normalShare,
    derivative: normalShare + .s * .exp(-.s.squared / 2) / .sqrt(2 * .number(.pi)),
    range: -0.169_971_207_479_903_7 ... .infinity, steepestDerivative: 1.128_904_145_185_154_7,
    initializer: .he, source: "torch.nn.GELU; Hendrycks and Gimpel 2016", Gelu.self)

  /// Φ(s) = (1 + erf(s/√2)) / 2.
  private static let normalShare: Formula<Variable> = (1 + .call(.erf, [.s / .sqrt(2)])) / 2

  /// f(s) = s/2 (1 + tanh(√(2/π) (s + 0.044715 s³))).
  public static let geluTanh = Activation(
    "gelu-tanh", "gelu by its approximation with tanh", .s * (1 + bent) / 2,
    derivative: (1 + bent) / 2 + .s * (1 - bent.squared) * rootOfTwoOverPi * bend / 2,
    range: -0.170_040_750_571_254_03 ... .infinity, steepestDerivative: 1.128_993_068_658_771_7,
    initializer: .he, source: "torch.nn.GELU(approximate=\"tanh\")", GeluTanh.self)

  /// tanh(√(2/π) (s + 0.044715 s³)).
  private static let bent: Formula<Variable> = .call(.tanh, [rootOfTwoOverPi * (.s + 0.044715 * .s.power(3))])
  private static let rootOfTwoOverPi: Formula<Variable> = .sqrt(2 / .number(.pi))
  /// The derivative of s + 0.044715 s³.
  private static let bend: Formula<Variable> = 1 + 0.134145 * .s.squared

  /// f(s) = ln(1 + e^s), and s itself above 20.
  public static let softplus = Activation(
    "softplus", "relu with a smooth corner", .chosen(.s, .above, 20, .s, else: .ln(1 + .exp(.s))),
    derivative: .chosen(.s, .above, 20, 1, else: 1 / (1 + .exp(-.s))), range: 0 ... .infinity,
    initializer: .he, source: "torch.nn.Softplus", Softplus.self)

  /// f(s) = s / (1 + e^−s).
  public static let silu = Activation(
    "silu", "s times its sigmoid; also called swish", .s / (1 + .exp(-.s)),
    derivative: logistic + .s * logistic * (1 - logistic), range: -0.278_464_542_761_073_8 ... .infinity,
    steepestDerivative: 1.099_839_320_128_866_8, initializer: .he, source: "torch.nn.SiLU", Silu.self)
  /// 1 / (1 + e^−s).
  private static let logistic: Formula<Variable> = 1 / (1 + .exp(-.s))
}

/// f(s) = max(0, s); f′ = 1 where s > 0, else 0 (at 0 too, as in PyTorch).
private enum Relu: ActivationRule {
  static var lanes: Int? { CurveRelu }
  @inline(__always)
  static func value<S: Scalar>(_ s: SIMD4<S>) -> SIMD4<S> { s.replacing(with: 0, where: s .< 0) }
  @inline(__always)
  static func derivative<S: Scalar>(_ s: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> {
    SIMD4.zero.replacing(with: 1, where: y .> 0)
  }
}

/// f(s) = s where s > 0, else 0.01 s; f′ = 1 where s > 0, else 0.01.
private enum LeakyRelu: ActivationRule {
  static var lanes: Int? { CurveLeakyRelu }
  @inline(__always)
  static func value<S: Scalar>(_ s: SIMD4<S>) -> SIMD4<S> { s.replacing(with: 0.01 * s, where: s .< 0) }
  @inline(__always)
  static func derivative<S: Scalar>(_ s: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> {
    SIMD4(repeating: 0.01).replacing(with: 1, where: s .> 0)
  }
}

/// f(s) = s where s > 0, else e^s − 1; f′ = 1 where s > 0, else e^s.
private enum Elu: ActivationRule {
  static var curve: Int? { CurveElu }
  @inline(__always)
  static func value<S: Scalar>(_ s: SIMD4<S>) -> SIMD4<S> {
    S.expm1(s.replacing(with: 0, where: s .> 0)).replacing(with: s, where: s .> 0)
  }
  @inline(__always)
  static func derivative<S: Scalar>(_ s: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> {
    S.exp(s).replacing(with: 1, where: s .> 0)
  }
}

/// f(s) = λ s where s > 0, else λ α (e^s − 1); f′ = λ where s > 0, else λ α e^s.
private enum Selu: ActivationRule {
  static var curve: Int? { CurveSelu }
  @inline(__always)
  static func scale<S: Scalar>(_: S.Type) -> (lambda: S, product: S) {
    (1.050_700_987_355_480_5, 1.758_099_340_847_376_6)
  }
  @inline(__always)
  static func value<S: Scalar>(_ s: SIMD4<S>) -> SIMD4<S> {
    let (lambda, product) = scale(S.self)
    return (S.expm1(s.replacing(with: 0, where: s .> 0)) * product)
      .replacing(with: lambda * s, where: s .> 0)
  }
  @inline(__always)
  static func derivative<S: Scalar>(_ s: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> {
    let (lambda, product) = scale(S.self)
    return (S.exp(s) * product).replacing(with: SIMD4(repeating: lambda), where: s .> 0)
  }
}

/// f(s) = s Φ(s), with Φ(s) = (1 + erf(s/√2)) / 2; f′ = Φ(s) + s e^(−s²/2) / √(2π).
private enum Gelu: ActivationRule {
  static var curve: Int? { CurveGelu }
  @inline(__always)
  static func share<S: Scalar>(_ s: SIMD4<S>) -> SIMD4<S> {
    (S.erf(s * 0.707_106_781_186_547_5) + 1) * 0.5
  }
  @inline(__always)
  static func value<S: Scalar>(_ s: SIMD4<S>) -> SIMD4<S> { s * share(s) }
  @inline(__always)
  static func derivative<S: Scalar>(_ s: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> {
    share(s) + s * (S.exp(-0.5 * s * s) * 0.398_942_280_401_432_7)
  }
}

/// f(s) = s/2 (1 + tanh u), u = √(2/π) (s + 0.044715 s³); f′ = (1 + tanh u)/2 + s/2 (1 − tanh² u) u′.
private enum GeluTanh: ActivationRule {
  static var curve: Int? { CurveGeluTanh }
  /// (1 + tanh u) / 2 = 1 / (1 + e^−2u), which loses nothing where tanh is near −1.
  @inline(__always)
  static func twice<S: Scalar>(_ s: SIMD4<S>) -> SIMD4<S> {
    (s + 0.044715 * s * s * s) * 1.595_769_121_605_730_7
  }
  @inline(__always)
  static func value<S: Scalar>(_ s: SIMD4<S>) -> SIMD4<S> { s * Sigmoid.value(twice(s)) }
  @inline(__always)
  static func derivative<S: Scalar>(_ s: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> {
    let u = twice(s)
    let (share, rest) = (Sigmoid.value(u), Sigmoid.value(0 - u))
    let inner = (0.134145 * s * s + 1) * 1.595_769_121_605_730_7
    return share + s * (share * rest) * inner
  }
}

/// f(s) = ln(1 + e^s), and s itself above 20 as in PyTorch; f′ = 1 / (1 + e^−s).
private enum Softplus: ActivationRule {
  static var curve: Int? { CurveSoftplus }
  @inline(__always)
  static func value<S: Scalar>(_ s: SIMD4<S>) -> SIMD4<S> {
    let sum = s.replacing(with: 0, where: s .< 0) + logOfOnePlusExp(ofMinusMagnitude: s)
    return sum.replacing(with: s, where: s .> 20)
  }
  @inline(__always)
  static func derivative<S: Scalar>(_ s: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> {
    Sigmoid.value(s).replacing(with: 1, where: s .> 20)
  }
}

/// f(s) = s / (1 + e^−s); f′ = σ (1 + s (1 − σ)), σ = 1 / (1 + e^−s).
private enum Silu: ActivationRule {
  static var curve: Int? { CurveSilu }
  @inline(__always)
  static func value<S: Scalar>(_ s: SIMD4<S>) -> SIMD4<S> { s / (S.exp(0 - s) + 1) }
  @inline(__always)
  static func derivative<S: Scalar>(_ s: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> {
    let share = Sigmoid.value(s)
    return share * (s * (1 - share) + 1)
  }
}

/// ln(1 + e^−|s|), with Kahan's correction of what 1 + e loses in rounding.
@inline(__always)
func logOfOnePlusExp<S: Scalar>(ofMinusMagnitude s: SIMD4<S>) -> SIMD4<S> {
  let e = S.exp(s.replacing(with: 0 - s, where: s .> 0))
  let u = e + 1
  let exact = S.log(u) * (e / (u - 1))
  return exact.replacing(with: e, where: u .== 1)
}
