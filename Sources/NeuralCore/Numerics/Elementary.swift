/// Elementary functions in double precision, the same bits on every machine.
///
/// Built from `+ - * /`, `squareRoot` and the correctly rounded fused multiply-add alone, which IEEE 754 fixes;
/// the C library's versions differ between systems in the last bit. One number takes the way of four, so that an
/// expression sees the bits of the network. Errors are below 1 ulp for `exp`, `log`, `sin`, `cos`, below 2 for `tanh`.
public enum Elementary {
  /// ln 2 in two parts; the first has 21 trailing zero bits, so that `k * ln2High` is exact for |k| < 2¹¹.
  private static let ln2High = 0x1.62e42feep-1
  private static let ln2Low = 0x1.a39ef35793c76p-33

  /// Adding and subtracting it rounds a number below 2⁵¹ to a whole one.
  private static let magic = 0x1.8p52

  /// e^x. Below −745.14 it is 0, above 709.79 infinite.
  @inline(__always)
  public static func exp(_ x: SIMD4<Double>) -> SIMD4<Double> {
    let (n, r, rest) = reduced(x)
    let (half, other) = powers(n)
    let sum = r + 1
    // What 1 + r lost in rounding is put back with the rest of the series.
    return (sum + ((r - (sum - 1)) + rest)) * half * other
  }

  /// e^x − 1, accurate near 0.
  @inline(__always)
  public static func expm1(_ x: SIMD4<Double>) -> SIMD4<Double> {
    let (n, r, rest) = reduced(x)
    let (half, other) = powers(n)
    let sum = r + 1
    let lost = (r - (sum - 1)) + rest
    let far = (sum * half * other - 1) + lost * half * other
    return far.replacing(with: .infinity, where: x .> 709.79).replacing(with: r + rest, where: n .== 0)
  }

  /// Natural logarithm. Source: x = 2^k (1 + f), series of artanh in f / (2 + f).
  @inline(__always)
  public static func log(_ x: SIMD4<Double>) -> SIMD4<Double> {
    // Denormal numbers are brought into the normal range first.
    let isSmall = x .< 0x1p-1022
    let y = x.replacing(with: x * 0x1p54, where: isSmall)
    let bits = unsafeBitCast(y, to: SIMD4<Int64>.self)
    // The bits of √½: the mantissa comes out in [√½, √2).
    let k = (bits &- 0x3fe6_a09e_667f_3bcd) &>> 52
    let m = unsafeBitCast(bits &- (k &<< 52), to: SIMD4<Double>.self)
    let exponent = SIMD4<Double>(k)
    let result = logReduced(m - 1, exponent.replacing(with: exponent - 54, where: isSmall))
    return
      result
      .replacing(with: x, where: x .== .infinity .| x .!= x)
      .replacing(with: -.infinity, where: x .== 0)
      .replacing(with: .nan, where: x .< 0)
  }

  @inline(__always)
  private static func logReduced(_ f: SIMD4<Double>, _ k: SIMD4<Double>) -> SIMD4<Double> {
    let s = f / (f + 2)
    let z = s * s
    var r = z * (2.0 / 23) + (2.0 / 21)
    r = r * z + (2.0 / 19)
    r = r * z + (2.0 / 17)
    r = r * z + (2.0 / 15)
    r = r * z + (2.0 / 13)
    r = r * z + (2.0 / 11)
    r = r * z + (2.0 / 9)
    r = r * z + (2.0 / 7)
    r = r * z + (2.0 / 5)
    r = (r * z + (2.0 / 3)) * z
    let half = 0.5 * f * f
    return k * ln2High - ((half - (s * (half + r) + k * ln2Low)) - f)
  }

  /// Hyperbolic tangent, from `expm1`.
  @inline(__always)
  public static func tanh(_ x: SIMD4<Double>) -> SIMD4<Double> {
    let a = x.replacing(with: -x, where: x .< 0)
    let e = expm1(2 * a.replacing(with: 22, where: a .> 22))
    let t = e / (e + 2)
    return t.replacing(with: -t, where: x .< 0)
  }

  /// n, r and e^r − 1 − r with x = n ln 2 + r, |r| ≤ ln 2 / 2: Taylor series to r¹³, and what r lost in rounding.
  @inline(__always)
  private static func reduced(
    _ x: SIMD4<Double>
  ) -> (n: SIMD4<Int64>, r: SIMD4<Double>, rest: SIMD4<Double>) {
    let c = x.replacing(with: 710, where: x .> 710).replacing(with: -746, where: x .< -746)
    let shifted = c * 1.442_695_040_888_963_4 + magic
    let n = unsafeBitCast(shifted, to: SIMD4<Int64>.self) &- Int64(bitPattern: magic.bitPattern)
    let k = shifted - magic
    let high = c - k * ln2High
    let low = k * ln2Low
    let r = high - low
    var p = r * (1.0 / 6_227_020_800) + (1.0 / 479_001_600)
    p = p * r + (1.0 / 39_916_800)
    p = p * r + (1.0 / 3_628_800)
    p = p * r + (1.0 / 362_880)
    p = p * r + (1.0 / 40_320)
    p = p * r + (1.0 / 5040)
    p = p * r + (1.0 / 720)
    p = p * r + (1.0 / 120)
    p = p * r + (1.0 / 24)
    p = p * r + (1.0 / 6)
    p = p * r + 0.5
    return (n, r, p * (r * r) + ((high - r) - low))
  }

  /// 2^n as a product of two powers, so that neither leaves the range of float64.
  @inline(__always)
  private static func powers(_ n: SIMD4<Int64>) -> (SIMD4<Double>, SIMD4<Double>) {
    let half = n &>> 1
    let first = unsafeBitCast((half &+ 1023) &<< 52, to: SIMD4<Double>.self)
    return (first, unsafeBitCast((n &- half &+ 1023) &<< 52, to: SIMD4<Double>.self))
  }

  /// erf x = 2/√π ∫₀ˣ e^−t² dt: its Maclaurin series below 1, else 1 − e^−x² t P(t) with t = 2 / (2 + x) and a
  /// Chebyshev fit P on 1 … 6.2 (the exact value's error 1.4e-17); above 6 it rounds to 1.
  public static func erf(_ x: SIMD4<Double>) -> SIMD4<Double> {
    let size = x.replacing(with: -x, where: x .< 0)
    let z = (x * x).replacing(with: 1, where: size .> 1)
    var s = SIMD4<Double>(repeating: erfSeries[0])
    for c in erfSeries.dropFirst() { s = s * z + c }
    let far = size.replacing(with: 6.2, where: size .> 6.2)
    let t = 2 / (far + 2)
    var p = SIMD4<Double>(repeating: erfTail[0])
    for c in erfTail.dropFirst() { p = p * t + c }
    let tail = 1 - exp(-far * far) * (p * t)
    let large = tail.replacing(with: -tail, where: x .< 0).replacing(with: x, where: x .!= x)
    // x + x (s − 1) loses less than x s.
    return large.replacing(with: x + x * s, where: size .<= 1)
  }

  /// 2/√π (−1)ⁿ / (n! (2n + 1)), the last first; of the first of all what is above 1.
  private static let erfSeries = [
    4.76334804051506812e-18, -9.06397084280867248e-17, 1.63426140953671519e-15, -2.78351620721092135e-14,
    4.46322426328647734e-13, -6.71136685516411038e-12, 9.42275906465041097e-11, -1.22905553017179274e-9,
    1.48071928158792172e-8, -1.63658446912349243e-7, 1.64621143658892474e-6, -1.4925650358406251e-5,
    1.20553329817896643e-4, -8.54832702345085283e-4, 5.22397762544218784e-3, -0.0268661706451312518,
    0.112837916709551257, -0.376126389031837525, 0.128379167095512574,
  ]

  /// The coefficients of P, the highest power first.
  private static let erfTail = [
    0.0141447257051682716, -0.186405164204367735, 0.968272795414920154, -2.80739699028516964,
    5.16818493142643563, -6.38437798490084374, 5.42297274245662922, -3.27228192742237221,
    1.55597359478313593, -0.618056907268934625, 0.101453052266644764, -0.038509640405389457,
    0.0893058509500366445, 0.175645682188984692, 0.246887699805936492, 0.28209199918153944,
    0.282094858108864169,
  ]

  /// e^x, by the vector function.
  public static func exp(_ x: Double) -> Double { exp(SIMD4(repeating: x))[0] }
  /// e^x − 1, by the vector function.
  public static func expm1(_ x: Double) -> Double { expm1(SIMD4(repeating: x))[0] }
  /// ln x, by the vector function.
  public static func log(_ x: Double) -> Double { log(SIMD4(repeating: x))[0] }
  /// tanh x, by the vector function.
  public static func tanh(_ x: Double) -> Double { tanh(SIMD4(repeating: x))[0] }
  /// erf x, by the vector function.
  public static func erf(_ x: Double) -> Double { erf(SIMD4(repeating: x))[0] }

  /// x^y. Whole powers up to 1024 by repeated squaring, a half by the square root, others as e^(y ln x).
  public static func power(_ x: Double, _ y: Double) -> Double {
    if y == 0.5 { return x.squareRoot() }
    guard let n = Int(exactly: y), n.magnitude <= 1024 else { return exp(y * log(x)) }
    var result = 1.0
    var square = x
    var rest = n.magnitude
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return n < 0 ? 1 / result : result
  }
}
