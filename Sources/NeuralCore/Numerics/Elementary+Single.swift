/// Elementary functions in single precision on four numbers at once, the same bits on every machine.
///
/// Only `+ - * /`, comparisons and bit patterns are used, so no lane can differ from another or from a
/// processor with other instructions. Largest errors seen over the whole range: `exp` 1.2 ulp, `log` 1 ulp,
/// `tanh` 2.5 ulp, `erf` 1.5 ulp (docs/determinism.md; `make verify-elementary` walks the whole range).
extension Elementary {
  /// Adding and subtracting it rounds a number below 2²² to a whole one, without any rounding instruction.
  private static let magic: Float = 0x1.8p23

  /// e^x. Below −104 it is 0, above 88.73 infinite.
  @inline(__always)
  public static func exp(_ x: SIMD4<Float>) -> SIMD4<Float> {
    let (n, r, rest) = reduced(x)
    let (half, other) = powers(n)
    let sum = r + 1
    // What 1 + r lost in rounding is put back with the rest of the series.
    return (sum + ((r - (sum - 1)) + rest)) * half * other
  }

  /// e^x − 1, accurate near 0.
  @inline(__always)
  public static func expm1(_ x: SIMD4<Float>) -> SIMD4<Float> {
    let (n, r, rest) = reduced(x)
    let (half, other) = powers(n)
    let sum = r + 1
    let lost = (r - (sum - 1)) + rest
    let far = (sum * half * other - 1) + lost * half * other
    return far.replacing(with: .infinity, where: x .> 88.73).replacing(with: r + rest, where: n .== 0)
  }

  /// Hyperbolic tangent, from `expm1`.
  @inline(__always)
  public static func tanh(_ x: SIMD4<Float>) -> SIMD4<Float> {
    let a = x.replacing(with: -x, where: x .< 0)
    let e = expm1(2 * a.replacing(with: 10, where: a .> 10))
    let t = e / (e + 2)
    return t.replacing(with: -t, where: x .< 0)
  }

  /// Natural logarithm. Source: x = 2^k (1 + f), series of artanh in f / (2 + f).
  @inline(__always)
  public static func log(_ x: SIMD4<Float>) -> SIMD4<Float> {
    // Denormal numbers are brought into the normal range first.
    let isSmall = x .< 0x1p-126
    let y = x.replacing(with: x * 0x1p24, where: isSmall)
    let bits = SIMD4<Int32>(truncatingIfNeeded: unsafeBitCast(y, to: SIMD4<UInt32>.self))
    // 0x3f3504f3 is √½: the mantissa comes out in [√½, √2).
    let shifted = bits &- 0x3f35_04f3
    let k = shifted &>> 23
    let m = unsafeBitCast(bits &- (k &<< 23), to: SIMD4<Float>.self)
    let exponent = SIMD4<Float>(k).replacing(with: SIMD4<Float>(k) - 24, where: isSmall)
    let result = logReduced(m - 1, exponent)
    return
      result
      .replacing(with: x, where: x .== .infinity .| x .!= x)
      .replacing(with: -.infinity, where: x .== 0)
      .replacing(with: .nan, where: x .< 0)
  }

  @inline(__always)
  private static func logReduced(_ f: SIMD4<Float>, _ k: SIMD4<Float>) -> SIMD4<Float> {
    let s = f / (f + 2)
    let z = s * s
    var r = z * (2.0 / 9) + (2.0 / 7)
    r = r * z + (2.0 / 5)
    r = (r * z + (2.0 / 3)) * z
    let half = 0.5 * f * f
    // ln 2 in two parts, the first short enough for an exact product with k.
    return k * 0.693_359_375 - ((half - (s * (half + r) + k * -2.121_944_4e-4)) - f)
  }

  /// n, r and e^r − 1 − r with x = n ln 2 + r, |r| ≤ ln 2 / 2: Taylor series to r⁷, and what r lost in rounding.
  @inline(__always)
  private static func reduced(
    _ x: SIMD4<Float>
  ) -> (n: SIMD4<Int32>, r: SIMD4<Float>, rest: SIMD4<Float>) {
    let c = x.replacing(with: 89, where: x .> 89).replacing(with: -104, where: x .< -104)
    let shifted = c * 1.442_695_04 + magic
    let n = unsafeBitCast(shifted, to: SIMD4<Int32>.self) &- Int32(bitPattern: magic.bitPattern)
    let k = shifted - magic
    let (high, low) = (c - k * 0.693_359_375, k * -2.121_944_4e-4)
    let r = high - low
    var p = r * (1.0 / 5040) + (1.0 / 720)
    p = p * r + (1.0 / 120)
    p = p * r + (1.0 / 24)
    p = p * r + (1.0 / 6)
    p = p * r + 0.5
    return (n, r, p * (r * r) + ((high - r) - low))
  }

  /// 2^n as a product of two powers, so that neither leaves the range of float32.
  @inline(__always)
  private static func powers(_ n: SIMD4<Int32>) -> (SIMD4<Float>, SIMD4<Float>) {
    let half = n &>> 1
    let first = unsafeBitCast((half &+ 127) &<< 23, to: SIMD4<Float>.self)
    return (first, unsafeBitCast((n &- half &+ 127) &<< 23, to: SIMD4<Float>.self))
  }

  /// erf x = 2/√π ∫₀ˣ e^−t² dt: its Maclaurin series below 1, else 1 − e^−x² t P(t) with t = 2 / (2 + x) and a
  /// Chebyshev fit P on 1 … 4.2 (exact value's error 1.4e-11); above 4 it rounds to 1.
  public static func erf(_ x: SIMD4<Float>) -> SIMD4<Float> {
    let size = x.replacing(with: -x, where: x .< 0)
    let z = (x * x).replacing(with: 1, where: size .> 1)
    var s = z * -1.63658447e-7 + 1.64621144e-6
    for c in [-1.49256504e-5, 1.2055333e-4, -8.548327e-4, 5.22397763e-3, -2.68661706e-2] as [Float] {
      s = s * z + c
    }
    s = ((s * z + 0.112837917) * z - 0.376126389) * z + 0.128379167
    let far = size.replacing(with: 4.2, where: size .> 4.2)
    let t = 2 / (far + 2)
    var p = t * -0.0794378468837 + 0.37061977552
    for c in [-0.642344055973, 0.433693795637, -0.121449101224, 0.238578098523, 0.234865822759] as [Float] {
      p = p * t + c
    }
    p = ((p * t + 0.283424365578) * t + 0.282029552509) * t
    let tail = 1 - exp(-far * far) * p
    let large = tail.replacing(with: -tail, where: x .< 0).replacing(with: x, where: x .!= x)
    // x + x (s − 1) loses less than x s.
    return large.replacing(with: x + x * s, where: size .<= 1)
  }

  /// erf x, by the vector function.
  public static func erf(_ x: Float) -> Float { erf(SIMD4(repeating: x))[0] }
  /// e^x, by the vector function.
  public static func exp(_ x: Float) -> Float { exp(SIMD4(repeating: x))[0] }
  /// ln x, by the vector function.
  public static func log(_ x: Float) -> Float { log(SIMD4(repeating: x))[0] }
  /// tanh x, by the vector function.
  public static func tanh(_ x: Float) -> Float { tanh(SIMD4(repeating: x))[0] }
}
