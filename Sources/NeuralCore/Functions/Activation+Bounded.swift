import CKernels

/// Activations whose outputs lie between two bounds.
extension Activation {
  /// f(s) = 1 / (1 + e^−s).
  public static let sigmoid = Activation(
    "sigmoid", "from 0 to 1, S-shaped", 1 / (1 + .exp(-.s)), derivative: .y * (1 - .y), range: 0...1,
    steepestDerivative: 0.25, source: "torch.nn.Sigmoid", Sigmoid.self)

  /// f(s) = tanh s.
  public static let tanh = Activation(
    "tanh", "from −1 to 1, S-shaped", .call(.tanh, [.s]), derivative: 1 - .y.squared, range: -1...1,
    source: "torch.nn.Tanh", Tanh.self)

  /// f(s) = min(max(s + 3, 0), 6) / 6.
  public static let hardSigmoid = Activation(
    "hard-sigmoid", "sigmoid in three straight pieces", .smallest(.largest(.s + 3, 0), 6) / 6,
    derivative: .chosen(.abs(.s), .below, 3, 1 / 6, else: 0), range: 0...1, steepestDerivative: 1 / 6,
    pieces: [
      Piece(slope: 0), Piece(from: -3, slope: 1 / 6, offset: 0.5), Piece(from: 3, slope: 0, offset: 1),
    ],
    source: "torch.nn.Hardsigmoid", HardSigmoid.self)

  /// f(s) = min(max(s, −1), 1).
  public static let hardTanh = Activation(
    "hard-tanh", "tanh in three straight pieces", .smallest(.largest(.s, -1), 1),
    derivative: .chosen(.abs(.s), .below, 1, 1, else: 0), range: -1...1,
    pieces: [Piece(slope: 0, offset: -1), Piece(from: -1, slope: 1), Piece(from: 1, slope: 0, offset: 1)],
    source: "torch.nn.Hardtanh", HardTanh.self)

  /// f(s) = s / (1 + |s|).
  public static let softsign = Activation(
    "softsign", "from −1 to 1, slower than tanh", .s / (1 + .abs(.s)),
    derivative: 1 / (1 + .abs(.s)).squared, range: -1...1, source: "torch.nn.Softsign", Softsign.self)

  /// f(s) = 1 where s > 0, else 0. Its derivative is 0 nearly everywhere, so only the perceptron rule trains it.
  public static let step = Activation(
    "step", "1 where s is positive, else 0; heaviside is 1 at 0 too", .chosen(.s, .above, 0, 1, else: 0),
    derivative: 0, range: 0...1, steepestDerivative: 0, source: "Rosenblatt 1958", isDifferentiable: false,
    Step.self)

  /// f(s) = 1 where s ≥ 0, else 0: `step` as McCulloch and Pitts have it, where a unit fires at its threshold.
  public static let heaviside = Activation(
    "heaviside", "1 where s is 0 or positive, else 0; for train perceptron",
    .chosen(.s, .below, 0, 0, else: 1), derivative: 0, range: 0...1, steepestDerivative: 0,
    source: "McCulloch and Pitts 1943; torch.heaviside(s, 1)", isDifferentiable: false, Heaviside.self)
}

/// f(s) = 1 / (1 + e^−s); f′ = f (1 − f).
enum Sigmoid: ActivationRule {
  static var curve: Int? { CurveSigmoid }
  @inline(__always)
  static func value<S: Scalar>(_ s: SIMD4<S>) -> SIMD4<S> { 1 / (S.exp(0 - s) + 1) }
  @inline(__always)
  static func derivative<S: Scalar>(_ s: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> { y * (1 - y) }
}

/// f(s) = tanh s; f′ = 1 − f².
private enum Tanh: ActivationRule {
  static var curve: Int? { CurveTanh }
  @inline(__always)
  static func value<S: Scalar>(_ s: SIMD4<S>) -> SIMD4<S> { S.tanh(s) }
  @inline(__always)
  static func derivative<S: Scalar>(_ s: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> { 1 - y * y }
}

/// f(s) = min(max(s + 3, 0), 6) / 6; f′ = 1/6 where −3 < s < 3, else 0 (at the kinks too, as in PyTorch).
private enum HardSigmoid: ActivationRule {
  static var lanes: Int? { CurveHardSigmoid }
  @inline(__always)
  static func value<S: Scalar>(_ s: SIMD4<S>) -> SIMD4<S> {
    let t = s + 3
    return t.replacing(with: 0, where: t .< 0).replacing(with: 6, where: t .> 6) / 6
  }
  @inline(__always)
  static func derivative<S: Scalar>(_ s: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> {
    SIMD4.zero.replacing(with: 1 / 6, where: (s .> -3) .& (s .< 3))
  }
}

/// f(s) = min(max(s, −1), 1); f′ = 1 where −1 < s < 1, else 0 (at the kinks too, as in PyTorch).
private enum HardTanh: ActivationRule {
  static var lanes: Int? { CurveHardTanh }
  @inline(__always)
  static func value<S: Scalar>(_ s: SIMD4<S>) -> SIMD4<S> {
    s.replacing(with: -1, where: s .< -1).replacing(with: 1, where: s .> 1)
  }
  @inline(__always)
  static func derivative<S: Scalar>(_ s: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> {
    SIMD4.zero.replacing(with: 1, where: (s .> -1) .& (s .< 1))
  }
}

/// f(s) = s / (1 + |s|); f′ = 1 / (1 + |s|)².
private enum Softsign: ActivationRule {
  static var lanes: Int? { CurveSoftsign }
  @inline(__always)
  static func value<S: Scalar>(_ s: SIMD4<S>) -> SIMD4<S> { s / (s.magnitude + 1) }
  @inline(__always)
  static func derivative<S: Scalar>(_ s: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> {
    let t = s.magnitude + 1
    return 1 / (t * t)
  }
}

/// f(s) = 1 where s > 0, else 0.
private enum Step: ActivationRule {
  static var lanes: Int? { CurveStep }
  @inline(__always)
  static func value<S: Scalar>(_ s: SIMD4<S>) -> SIMD4<S> { SIMD4.zero.replacing(with: 1, where: s .> 0) }
  @inline(__always)
  static func derivative<S: Scalar>(_ s: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> { .zero }
}

/// f(s) = 1 where s ≥ 0, else 0.
private enum Heaviside: ActivationRule {
  static var lanes: Int? { CurveHeaviside }
  @inline(__always)
  static func value<S: Scalar>(_ s: SIMD4<S>) -> SIMD4<S> { SIMD4.zero.replacing(with: 1, where: s .>= 0) }
  @inline(__always)
  static func derivative<S: Scalar>(_ s: SIMD4<S>, _ y: SIMD4<S>) -> SIMD4<S> { .zero }
}
