/// Four float32 numbers that are worked on together: the same unit of four rows of data.
public typealias Vector = SIMD4<Float>

/// Elementary functions in single precision on four numbers at once, the same bits on every machine.
///
/// Only `+ - * /`, comparisons and bit patterns are used, so no lane can differ from another or from a
/// processor with other instructions. Largest errors seen over the whole range: `exp` 1.2 ulp, `log` 1 ulp,
/// `tanh` 2.5 ulp, `sigmoid` 2.5 ulp (0 below −88.73, where the exact value is below 3e-39).
extension Elementary {
  /// Adding and subtracting it rounds a number below 2²² to a whole one, without any rounding instruction.
  private static let magic: Float = 0x1.8p23

  /// e^x. Below −104 it is 0, above 88.73 infinite.
  public static func exp(_ x: Vector) -> Vector {
    let (n, p) = expm1Reduced(x)
    let (half, rest) = powers(n)
    return (p + 1) * half * rest
  }

  /// e^x − 1, accurate near 0.
  public static func expm1(_ x: Vector) -> Vector {
    let (n, p) = expm1Reduced(x)
    let (half, rest) = powers(n)
    let power = half * rest
    return (p * half * rest + (power - 1)).replacing(with: p, where: n .== 0)
  }

  /// 1 / (1 + e^−x).
  public static func sigmoid(_ x: Vector) -> Vector {
    1 / (exp(-x) + 1)
  }

  /// Hyperbolic tangent, from `expm1`.
  public static func tanh(_ x: Vector) -> Vector {
    let a = x.replacing(with: -x, where: x .< 0)
    let e = expm1(2 * a.replacing(with: 10, where: a .> 10))
    let t = e / (e + 2)
    return t.replacing(with: -t, where: x .< 0)
  }

  /// Natural logarithm. Source: x = 2^k (1 + f), series of artanh in f / (2 + f).
  public static func log(_ x: Vector) -> Vector {
    // Denormal numbers are brought into the normal range first.
    let isSmall = x .< 0x1p-126
    let y = x.replacing(with: x * 0x1p24, where: isSmall)
    let bits = SIMD4<Int32>(truncatingIfNeeded: unsafeBitCast(y, to: SIMD4<UInt32>.self))
    // 0x3f3504f3 is √½: the mantissa comes out in [√½, √2).
    let shifted = bits &- 0x3f35_04f3
    let k = shifted &>> 23
    let m = unsafeBitCast(bits &- (k &<< 23), to: Vector.self)
    let exponent = Vector(k).replacing(with: Vector(k) - 24, where: isSmall)
    let result = logReduced(m - 1, exponent)
    return
      result
      .replacing(with: x, where: x .== .infinity .| x .!= x)
      .replacing(with: -.infinity, where: x .== 0)
      .replacing(with: .nan, where: x .< 0)
  }

  private static func logReduced(_ f: Vector, _ k: Vector) -> Vector {
    let s = f / (f + 2)
    let z = s * s
    var r = z * (2.0 / 9) + (2.0 / 7)
    r = r * z + (2.0 / 5)
    r = (r * z + (2.0 / 3)) * z
    let half = 0.5 * f * f
    // ln 2 in two parts, the first short enough for an exact product with k.
    return k * 0.693_359_375 - ((half - (s * (half + r) + k * -2.121_944_4e-4)) - f)
  }

  /// n and e^r − 1 with x = n ln 2 + r, |r| ≤ ln 2 / 2; Taylor series to r⁷.
  private static func expm1Reduced(_ x: Vector) -> (SIMD4<Int32>, Vector) {
    let c = x.replacing(with: 89, where: x .> 89).replacing(with: -104, where: x .< -104)
    let shifted = c * 1.442_695_04 + magic
    let n = unsafeBitCast(shifted, to: SIMD4<Int32>.self) &- Int32(bitPattern: magic.bitPattern)
    let k = shifted - magic
    let r = c - k * 0.693_359_375 - k * -2.121_944_4e-4
    var p = r * (1.0 / 5040) + (1.0 / 720)
    p = p * r + (1.0 / 120)
    p = p * r + (1.0 / 24)
    p = p * r + (1.0 / 6)
    p = p * r + 0.5
    return (n, p * (r * r) + r)
  }

  /// 2^n as a product of two powers, so that neither leaves the range of float32.
  private static func powers(_ n: SIMD4<Int32>) -> (Vector, Vector) {
    let half = n &>> 1
    let first = unsafeBitCast((half &+ 127) &<< 23, to: Vector.self)
    return (first, unsafeBitCast((n &- half &+ 127) &<< 23, to: Vector.self))
  }

  public static func exp(_ x: Float) -> Float { exp(Vector(repeating: x))[0] }
  public static func log(_ x: Float) -> Float { log(Vector(repeating: x))[0] }
  public static func tanh(_ x: Float) -> Float { tanh(Vector(repeating: x))[0] }
  public static func sigmoid(_ x: Float) -> Float { sigmoid(Vector(repeating: x))[0] }
}
