/// Elementary functions in double precision, the same bits on every machine.
///
/// Built from `+ - * /`, `squareRoot` and the correctly rounded fused multiply-add alone, which IEEE 754 fixes;
/// the C library's versions differ between systems in the last bit. Errors are below 1 ulp for `exp`, `log`,
/// `sin` and `cos`, and below 2 ulp for `tanh`.
public enum Elementary {
  /// ln 2 in two parts; the first has 21 trailing zero bits, so that `k * ln2High` is exact for |k| < 2¹¹.
  private static let ln2High = 0x1.62e42feep-1
  private static let ln2Low = 0x1.a39ef35793c76p-33

  /// e^x. Source: range reduction to |r| ≤ ln 2 / 2, Taylor series to r¹³.
  public static func exp(_ x: Double) -> Double {
    if x.isNaN { return x }
    if x > 709.79 { return .infinity }
    if x < -745.14 { return 0 }
    let (k, tail) = expm1Reduced(x)
    return scaled(1 + tail, by: k)
  }

  /// e^x − 1, accurate near 0.
  public static func expm1(_ x: Double) -> Double {
    if x.isNaN || x == 0 { return x }
    if x > 709.79 { return .infinity }
    if x < -40 { return -1 }
    let (k, tail) = expm1Reduced(x)
    if k == 0 { return tail }
    if k > 60 { return scaled(1 + tail, by: k) }
    let power = scaled(1, by: k)
    return power * tail + (power - 1)
  }

  /// Natural logarithm. Source: x = 2^k (1 + f), series of artanh in f / (2 + f).
  public static func log(_ x: Double) -> Double {
    if x.isNaN || x == .infinity { return x }
    if x < 0 { return .nan }
    if x == 0 { return -.infinity }
    var k = Double(x.exponent)
    var m = x.significand
    if m > 1.414_213_562_373_095_1 {
      m *= 0.5
      k += 1
    }
    let f = m - 1
    let s = f / (2 + f)
    let z = s * s
    var r = 0.0
    for n in stride(from: 23, through: 3, by: -2) { r = (r + 2 / Double(n)) * z }
    let half = 0.5 * f * f
    return k * ln2High - ((half - (s * (half + r) + k * ln2Low)) - f)
  }

  /// Hyperbolic tangent, from `expm1`.
  public static func tanh(_ x: Double) -> Double {
    if x.isNaN || x == 0 { return x }
    let a = x.magnitude
    if a > 22 { return x < 0 ? -1 : 1 }
    let e = expm1(2 * a)
    let t = e / (e + 2)
    return x < 0 ? -t : t
  }

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

  /// k and e^r − 1 with x = k ln 2 + r.
  private static func expm1Reduced(_ x: Double) -> (k: Int, tail: Double) {
    let k = (x * 1.442_695_040_888_963_4).rounded()
    let high = x - k * ln2High
    let low = k * ln2Low
    let r = high - low
    let lost = (high - r) - low
    var p = 0.0
    for n in stride(from: 13, through: 2, by: -1) { p = (p + 1) * r / Double(n) }
    // e^r − 1 = r + r p, with what r lost in rounding put back.
    return (Int(k), r + (r * p + lost))
  }

  private static func scaled(_ x: Double, by k: Int) -> Double {
    let half = k / 2
    return x * Double(sign: .plus, exponent: half, significand: 1)
      * Double(sign: .plus, exponent: k - half, significand: 1)
  }
}
