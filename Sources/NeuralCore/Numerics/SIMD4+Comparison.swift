import CKernels

/// Which of four numbers are meant.
typealias FloatMask = SIMDMask<SIMD4<Int32>>
/// Which of four numbers are meant.
typealias DoubleMask = SIMDMask<SIMD4<Int64>>

/// Comparisons of four numbers at once. They shadow Swift's own, which go from lane to lane through memory and take a small
/// network longer than its sums.
extension SIMD4 where Scalar == Float {
  @inline(__always) static func .< (a: Self, b: Self) -> FloatMask { FloatMask(lanes: areLess(a, b)) }
  @inline(__always) static func .<= (a: Self, b: Self) -> FloatMask { FloatMask(lanes: areAtMost(a, b)) }
  @inline(__always) static func .== (a: Self, b: Self) -> FloatMask { FloatMask(lanes: areEqual(a, b)) }
  @inline(__always) static func .!= (a: Self, b: Self) -> FloatMask { .!(a .== b) }
  @inline(__always) static func .> (a: Self, b: Self) -> FloatMask { b .< a }
  @inline(__always) static func .>= (a: Self, b: Self) -> FloatMask { b .<= a }
  @inline(__always) static func .< (a: Self, b: Float) -> FloatMask { a .< Self(repeating: b) }
  @inline(__always) static func .<= (a: Self, b: Float) -> FloatMask { a .<= Self(repeating: b) }
  @inline(__always) static func .== (a: Self, b: Float) -> FloatMask { a .== Self(repeating: b) }
  @inline(__always) static func .> (a: Self, b: Float) -> FloatMask { Self(repeating: b) .< a }
  @inline(__always) static func .>= (a: Self, b: Float) -> FloatMask { Self(repeating: b) .<= a }
}

extension SIMD4 where Scalar == Double {
  @inline(__always) static func .< (a: Self, b: Self) -> DoubleMask { DoubleMask(lanes: areLessWide(a, b)) }
  @inline(__always) static func .<= (a: Self, b: Self) -> DoubleMask {
    DoubleMask(lanes: areAtMostWide(a, b))
  }
  @inline(__always) static func .== (a: Self, b: Self) -> DoubleMask { DoubleMask(lanes: areEqualWide(a, b)) }
  @inline(__always) static func .!= (a: Self, b: Self) -> DoubleMask { .!(a .== b) }
  @inline(__always) static func .> (a: Self, b: Self) -> DoubleMask { b .< a }
  @inline(__always) static func .>= (a: Self, b: Self) -> DoubleMask { b .<= a }
  @inline(__always) static func .< (a: Self, b: Double) -> DoubleMask { a .< Self(repeating: b) }
  @inline(__always) static func .<= (a: Self, b: Double) -> DoubleMask { a .<= Self(repeating: b) }
  @inline(__always) static func .== (a: Self, b: Double) -> DoubleMask { a .== Self(repeating: b) }
  @inline(__always) static func .> (a: Self, b: Double) -> DoubleMask { Self(repeating: b) .< a }
  @inline(__always) static func .>= (a: Self, b: Double) -> DoubleMask { Self(repeating: b) .<= a }
}

extension SIMDMask {
  /// Of lanes that are all ones or all zeros.
  @inline(__always) init(lanes: Storage) { self = unsafeBitCast(lanes, to: Self.self) }
}
