import CKernels

/// The arithmetic of one floating-point type, `Float` or `Double`, four numbers at a time as `SIMD4`.
///
/// Numeric code is written once, generic over it, and specialized for both. The requirements are what Swift's generic
/// vectors would do lane by lane (comparisons, square roots) and what differs between the two types (elementary
/// functions, conversion from and to `Vector`).
protocol Scalar: BinaryFloatingPoint, SIMDScalar, Codable, Sendable where SIMD4Storage: Sendable {
  static var precision: Precision { get }

  static func isLess(_ a: SIMD4<Self>, _ b: SIMD4<Self>) -> SIMDMask<SIMD4<SIMDMaskScalar>>
  static func isAtMost(_ a: SIMD4<Self>, _ b: SIMD4<Self>) -> SIMDMask<SIMD4<SIMDMaskScalar>>
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
  /// The array as a vector of this precision.
  static func vector(_ array: [Self]) -> Vector
}

extension Float: Scalar {
  static var precision: Precision { .single }

  @inline(__always)
  static func isLess(_ a: SIMD4<Float>, _ b: SIMD4<Float>) -> FloatMask {
    FloatMask(lanes: areLess(a, b))
  }
  @inline(__always)
  static func isAtMost(_ a: SIMD4<Float>, _ b: SIMD4<Float>) -> FloatMask {
    FloatMask(lanes: areAtMost(a, b))
  }
  @inline(__always)
  static func isEqual(_ a: SIMD4<Float>, _ b: SIMD4<Float>) -> FloatMask {
    FloatMask(lanes: areEqual(a, b))
  }
  @inline(__always)
  static func lanes(from first: Int) -> SIMDMask<SIMD4<Int32>> {
    SIMD4<Int32>(0, 1, 2, 3) .>= Int32(truncatingIfNeeded: first)
  }
  @inline(__always)
  static func squareRoot(_ x: SIMD4<Float>) -> SIMD4<Float> {
    squareRoots(x)
  }
  @inline(__always)
  static func areFinite(_ x: SIMD4<Float>) -> Bool { all(isEqual(x - x, .zero)) }

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
  static func vector(_ array: [Float]) -> Vector { Vector(array) }
}

extension Double: Scalar {
  static var precision: Precision { .double }

  @inline(__always)
  static func isLess(_ a: SIMD4<Double>, _ b: SIMD4<Double>) -> DoubleMask {
    DoubleMask(lanes: areLessWide(a, b))
  }
  @inline(__always)
  static func isAtMost(_ a: SIMD4<Double>, _ b: SIMD4<Double>) -> DoubleMask {
    DoubleMask(lanes: areAtMostWide(a, b))
  }
  @inline(__always)
  static func isEqual(_ a: SIMD4<Double>, _ b: SIMD4<Double>) -> DoubleMask {
    DoubleMask(lanes: areEqualWide(a, b))
  }
  @inline(__always)
  static func lanes(from first: Int) -> SIMDMask<SIMD4<Int64>> {
    SIMD4<Int64>(0, 1, 2, 3) .>= Int64(first)
  }
  @inline(__always)
  static func squareRoot(_ x: SIMD4<Double>) -> SIMD4<Double> {
    squareRootsWide(x)
  }
  @inline(__always)
  static func areFinite(_ x: SIMD4<Double>) -> Bool { all(isEqual(x - x, .zero)) }

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
  static func vector(_ array: [Double]) -> Vector { Vector(array) }
}
