/// In generic code these shadow Swift's own operators, which compare lane by lane. They do so for two vectors and for
/// constants written out; a number in a variable is to be made a vector first.
extension SIMD4 where Scalar: NeuralCore.Scalar {
  typealias Mask = SIMDMask<SIMD4<Scalar.SIMDMaskScalar>>

  @inline(__always) static func .< (a: Self, b: Self) -> Mask { Scalar.isLess(a, b) }
  @inline(__always) static func .> (a: Self, b: Self) -> Mask { Scalar.isLess(b, a) }
  @inline(__always) static func .== (a: Self, b: Self) -> Mask { Scalar.isEqual(a, b) }
  @inline(__always) static func .>= (a: Self, b: Self) -> Mask { Scalar.isAtMost(b, a) }
  @inline(__always) static func .< (a: Self, b: Int) -> Mask { a .< Self(repeating: Scalar(b)) }
  @inline(__always) static func .> (a: Self, b: Int) -> Mask { a .> Self(repeating: Scalar(b)) }
  @inline(__always) static func .== (a: Self, b: Int) -> Mask { a .== Self(repeating: Scalar(b)) }
  @inline(__always) static func .>= (a: Self, b: Int) -> Mask { a .>= Self(repeating: Scalar(b)) }
  @inline(__always) static func .> (a: Self, b: Double) -> Mask { a .> Self(repeating: Scalar(b)) }

  /// |x|, lane by lane; 0 for −0.
  @inline(__always) var magnitude: Self { replacing(with: 0 - self, where: self .< 0) }
  /// The larger of two, lane by lane; `self` where either is NaN.
  @inline(__always) func pointwiseMax(_ other: Self) -> Self { replacing(with: other, where: self .< other) }
  /// The sign of each lane: 1, −1, or 0 for 0.
  @inline(__always) var signs: Self {
    Self.zero.replacing(with: 1, where: self .> 0).replacing(with: -1, where: self .< 0)
  }
}

/// The sum of the four lanes as (0 + 2) + (1 + 3): the order in which every kernel adds its partial sums over rows.
@inline(__always)
func horizontalSum<S: Scalar>(_ v: SIMD4<S>) -> S { (v[0] + v[2]) + (v[1] + v[3]) }

/// The four horizontal sums of four vectors, as one.
@inline(__always)
func horizontalSums<S: Scalar>(_ v: UnsafePointer<SIMD4<S>>) -> SIMD4<S> {
  let (a, b, c, d) = (v[0], v[1], v[2], v[3])
  let (ab, cd) = (
    SIMD4(lowHalf: a.lowHalf, highHalf: b.lowHalf), SIMD4(lowHalf: c.lowHalf, highHalf: d.lowHalf)
  )
  let (ef, gh) = (
    SIMD4(lowHalf: a.highHalf, highHalf: b.highHalf), SIMD4(lowHalf: c.highHalf, highHalf: d.highHalf)
  )
  // (0 + 2, 1 + 3) of each of the four.
  let (first, second) = (ab + ef, cd + gh)
  return SIMD4(lowHalf: first.evenHalf, highHalf: second.evenHalf)
    + SIMD4(lowHalf: first.oddHalf, highHalf: second.oddHalf)
}
