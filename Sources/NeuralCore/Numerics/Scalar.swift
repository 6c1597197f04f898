/// How many bits a number of a network has: float32 as PyTorch's default, or float64.
public enum Precision: String, Sendable, CaseIterable {
  case single, double

  /// The nearest number that this precision has.
  public func rounded(_ value: Double) -> Double { self == .single ? Double(Float(value)) : value }

  /// Whether the nearest number is a finite one.
  public func isFinite(_ value: Double) -> Bool { rounded(value).isFinite }

  /// The number of this precision as the shortest decimal that reads back as it: how the language sees it.
  public func decimal(_ value: Double) -> Double {
    self == .single ? Float(value).shortestDecimal : value
  }

  /// The distance from 1 to the next number.
  public var epsilon: Double { self == .single ? Double(Float.ulpOfOne) : Double.ulpOfOne }
  /// Bytes a number takes.
  public var bytes: Int { self == .single ? 4 : 8 }
}

/// A number that networks can be made of: `Float` and `Double`. Four of them are worked on together, as `SIMD4`.
///
/// Everything in the core is written once, generic over it, and compiled twice. The requirements are what Swift's own
/// generic vectors do one lane after the other and what differs between the two: comparisons, elementary functions,
/// storage.
protocol Scalar: BinaryFloatingPoint, SIMDScalar, Codable, Sendable where SIMD4Storage: Sendable {
  static var precision: Precision { get }

  static func isLess(_ a: SIMD4<Self>, _ b: SIMD4<Self>) -> SIMDMask<SIMD4<SIMDMaskScalar>>
  static func isEqual(_ a: SIMD4<Self>, _ b: SIMD4<Self>) -> SIMDMask<SIMD4<SIMDMaskScalar>>
  /// The lanes with an index of at least `first`.
  static func lanes(from first: Int) -> SIMDMask<SIMD4<SIMDMaskScalar>>
  static func squareRoot(_ x: SIMD4<Self>) -> SIMD4<Self>
  /// Whether all four are finite.
  static func areFinite(_ x: SIMD4<Self>) -> Bool

  static func exp(_ x: SIMD4<Self>) -> SIMD4<Self>
  static func expm1(_ x: SIMD4<Self>) -> SIMD4<Self>
  static func log(_ x: SIMD4<Self>) -> SIMD4<Self>
  static func tanh(_ x: SIMD4<Self>) -> SIMD4<Self>
  static func erf(_ x: SIMD4<Self>) -> SIMD4<Self>

  /// The numbers of an array, rounded if that is of the other precision.
  static func array(_ numbers: Vector) -> [Self]
  static func numbers(_ array: [Self]) -> Vector

  /// The column of a table that is made for this kind of number.
  static func kernels(of activation: Activation) -> Activation.Kernels<Self>
  static func evaluation(of loss: Loss) -> @Sendable (Loss.Arrays<Self>) -> Self
  static func rule(of optimizer: Optimizer, _ settings: Settings) -> AnyUpdateRule<Self>
}

extension Float: Scalar {
  static var precision: Precision { .single }

  @inline(__always)
  static func isLess(_ a: SIMD4<Float>, _ b: SIMD4<Float>) -> SIMDMask<SIMD4<Int32>> { a .< b }
  @inline(__always)
  static func isEqual(_ a: SIMD4<Float>, _ b: SIMD4<Float>) -> SIMDMask<SIMD4<Int32>> { a .== b }
  @inline(__always)
  static func lanes(from first: Int) -> SIMDMask<SIMD4<Int32>> {
    SIMD4<Int32>(0, 1, 2, 3) .>= Int32(truncatingIfNeeded: first)
  }
  @inline(__always)
  static func squareRoot(_ x: SIMD4<Float>) -> SIMD4<Float> {
    SIMD4(x[0].squareRoot(), x[1].squareRoot(), x[2].squareRoot(), x[3].squareRoot())
  }
  @inline(__always)
  static func areFinite(_ x: SIMD4<Float>) -> Bool { all(x - x .== 0) }

  @inline(__always)
  static func exp(_ x: SIMD4<Float>) -> SIMD4<Float> { Elementary.exp(x) }
  @inline(__always)
  static func expm1(_ x: SIMD4<Float>) -> SIMD4<Float> { Elementary.expm1(x) }
  @inline(__always)
  static func log(_ x: SIMD4<Float>) -> SIMD4<Float> { Elementary.log(x) }
  @inline(__always)
  static func tanh(_ x: SIMD4<Float>) -> SIMD4<Float> { Elementary.tanh(x) }
  @inline(__always)
  static func erf(_ x: SIMD4<Float>) -> SIMD4<Float> { Elementary.erf(x) }

  static func array(_ numbers: Vector) -> [Float] { numbers.singles }
  static func numbers(_ array: [Float]) -> Vector { Vector(array) }

  static func kernels(of activation: Activation) -> Activation.Kernels<Float> { activation.single }
  static func evaluation(of loss: Loss) -> @Sendable (Loss.Arrays<Float>) -> Float { loss.single }
  static func rule(of optimizer: Optimizer, _ settings: Settings) -> AnyUpdateRule<Float> {
    optimizer.single(settings)
  }
}

extension Double: Scalar {
  static var precision: Precision { .double }

  @inline(__always)
  static func isLess(_ a: SIMD4<Double>, _ b: SIMD4<Double>) -> SIMDMask<SIMD4<Int64>> { a .< b }
  @inline(__always)
  static func isEqual(_ a: SIMD4<Double>, _ b: SIMD4<Double>) -> SIMDMask<SIMD4<Int64>> { a .== b }
  @inline(__always)
  static func lanes(from first: Int) -> SIMDMask<SIMD4<Int64>> {
    SIMD4<Int64>(0, 1, 2, 3) .>= Int64(first)
  }
  @inline(__always)
  static func squareRoot(_ x: SIMD4<Double>) -> SIMD4<Double> {
    SIMD4(x[0].squareRoot(), x[1].squareRoot(), x[2].squareRoot(), x[3].squareRoot())
  }
  @inline(__always)
  static func areFinite(_ x: SIMD4<Double>) -> Bool { all(x - x .== 0) }

  @inline(__always)
  static func exp(_ x: SIMD4<Double>) -> SIMD4<Double> { Elementary.exp(x) }
  @inline(__always)
  static func expm1(_ x: SIMD4<Double>) -> SIMD4<Double> { Elementary.expm1(x) }
  @inline(__always)
  static func log(_ x: SIMD4<Double>) -> SIMD4<Double> { Elementary.log(x) }
  @inline(__always)
  static func tanh(_ x: SIMD4<Double>) -> SIMD4<Double> { Elementary.tanh(x) }
  @inline(__always)
  static func erf(_ x: SIMD4<Double>) -> SIMD4<Double> { Elementary.erf(x) }

  static func array(_ numbers: Vector) -> [Double] { numbers.doubles }
  static func numbers(_ array: [Double]) -> Vector { Vector(array) }

  static func kernels(of activation: Activation) -> Activation.Kernels<Double> { activation.double }
  static func evaluation(of loss: Loss) -> @Sendable (Loss.Arrays<Double>) -> Double { loss.double }
  static func rule(of optimizer: Optimizer, _ settings: Settings) -> AnyUpdateRule<Double> {
    optimizer.double(settings)
  }
}

/// In generic code these stand before Swift's own, which compare lane by lane.
extension SIMD4 where Scalar: NeuralCore.Scalar {
  typealias Mask = SIMDMask<SIMD4<Scalar.SIMDMaskScalar>>

  @inline(__always) static func .< (a: Self, b: Self) -> Mask { Scalar.isLess(a, b) }
  @inline(__always) static func .< (a: Self, b: Scalar) -> Mask { Scalar.isLess(a, Self(repeating: b)) }
  @inline(__always) static func .> (a: Self, b: Self) -> Mask { Scalar.isLess(b, a) }
  @inline(__always) static func .> (a: Self, b: Scalar) -> Mask { Scalar.isLess(Self(repeating: b), a) }
  @inline(__always) static func .== (a: Self, b: Self) -> Mask { Scalar.isEqual(a, b) }
  @inline(__always) static func .== (a: Self, b: Scalar) -> Mask { Scalar.isEqual(a, Self(repeating: b)) }

  /// |x|, lane by lane; 0 for −0.
  @inline(__always) var size: Self { replacing(with: 0 - self, where: self .< 0) }
  /// The larger of two, the first where one is no number.
  @inline(__always) func larger(_ other: Self) -> Self { replacing(with: other, where: self .< other) }
  /// 1, −1, and 0 for 0.
  @inline(__always) var signs: Self {
    Self.zero.replacing(with: 1, where: self .> 0).replacing(with: -1, where: self .< 0)
  }
}

/// The four partial sums of a total over rows, added in the one order that every kernel keeps.
@inline(__always)
func folded<S: Scalar>(_ v: SIMD4<S>) -> S { (v[0] + v[2]) + (v[1] + v[3]) }
