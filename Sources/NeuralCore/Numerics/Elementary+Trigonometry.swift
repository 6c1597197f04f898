extension Elementary {
  /// sin x, x in radians.
  public static func sin(_ x: Double) -> Double { sinCos(x).sin }
  /// cos x, x in radians.
  public static func cos(_ x: Double) -> Double { sinCos(x).cos }

  /// Sine and cosine together. Source: reduction to |r| ≤ π/4, Taylor series to r¹⁷ and r¹⁶.
  public static func sinCos(_ x: Double) -> (sin: Double, cos: Double) {
    guard x.isFinite else { return (.nan, .nan) }
    let (quadrant, r, tail) = reducedByHalfPi(x)
    let (s, c) = kernel(r, tail)
    switch quadrant {
    case 0: return (s, c)
    case 1: return (c, -s)
    case 2: return (-s, -c)
    default: return (-c, s)
    }
  }

  /// Sine and cosine of r + tail, |r| ≤ π/4.
  private static func kernel(_ r: Double, _ tail: Double) -> (Double, Double) {
    let z = r * r
    var s = 0.0
    for n in stride(from: 17, through: 3, by: -2) { s = (1 + s) * -z / Double(n * (n - 1)) }
    var c = 0.0
    for n in stride(from: 16, through: 4, by: -2) { c = (1 + c) * -z / Double(n * (n - 1)) }
    let half = 0.5 * z
    let one = 1 - half
    let cosine = one + (((1 - one) - half) + (-half * c - r * tail))
    return (r + (r * s + tail * (1 - half)), cosine)
  }

  /// x = k π/2 + r + tail; k modulo 4.
  private static func reducedByHalfPi(_ x: Double) -> (Int, Double, Double) {
    if x.magnitude < 0.785 { return (0, x, 0) }
    if x.magnitude > 0x1p27 { return reducedByLongDivision(x) }
    let k = (x * 0.636_619_772_367_581_3).rounded()
    // π/2 in three parts of 53 bits; each product is taken exactly by the fused multiply-add.
    let parts = (0x1.921fb54442d18p0, 0x1.1a62633145c07p-54, -0x1.f1976b7ed8fbcp-110)
    let first = x.addingProduct(-k, parts.0)
    let p = k * parts.1
    let pLost = (-p).addingProduct(k, parts.1) + k * parts.2
    let r = first - p
    let lost = (first - r) - p
    return (Int(k.truncatingRemainder(dividingBy: 4) + 4) % 4, r, lost - pLost)
  }

  /// For large x: x modulo π/2 by whole-number arithmetic on 1 216 bits of 2/π (Payne and Hanek 1983).
  private static func reducedByLongDivision(_ x: Double) -> (Int, Double, Double) {
    let mantissa = x.significandBitPattern | 1 << 52
    let exponent = Int(x.exponent) - 52
    // Words whose product with x is a multiple of 4 change nothing; eight more leave an error below 2^−169.
    let skip = max(0, (exponent - 2) / 32)
    let product = LongProduct(mantissa, twoOverPi[skip..<skip + 8])
    let point = 32 * (skip + 8) - exponent
    var quadrant = Int(product.bits(from: point) & 3)
    var first = product.bits(from: point - 64)
    var second = product.bits(from: point - 128)
    let isUpperHalf = first >> 63 == 1
    if isUpperHalf {
      quadrant += 1
      (first, second) = (~first, ~second)
    }
    let a = Double(first >> 11) * 0x1p-53
    let b = Double((first & 0x7ff) << 53 | second >> 11) * 0x1p-117
    let sign = isUpperHalf != (x < 0) ? -1.0 : 1.0
    let (high, low) = (sign * (a + b), sign * ((a - (a + b)) + b))
    let halfPi = 0x1.921fb54442d18p0
    let r = high * halfPi
    let tail = (-r).addingProduct(high, halfPi) + low * halfPi + high * 0x1.1a62633145c07p-54
    return ((x < 0 ? 8 - quadrant : quadrant) % 4, r, tail)
  }

  /// 2/π − its leading 0, in words of 32 bits, most significant first.
  private static let twoOverPi: [UInt32] = [
    0xa2f9_836e, 0x4e44_1529, 0xfc27_57d1, 0xf534_ddc0, 0xdb62_9599, 0x3c43_9041, 0xfe51_63ab, 0xdebb_c561,
    0xb724_6e3a, 0x424d_d2e0, 0x0649_2eea, 0x09d1_921c, 0xfe1d_eb1c, 0xb129_a73e, 0xe882_35f5, 0x2ebb_4484,
    0xe99c_7026, 0xb45f_7e41, 0x3991_d639, 0x8353_39f4, 0x9c84_5f8b, 0xbdf9_283b, 0x1ff8_97ff, 0xde05_980f,
    0xef2f_118b, 0x5a0a_6d1f, 0x6d36_7ecf, 0x27cb_09b7, 0x4f46_3f66, 0x9e5f_ea2d, 0x7527_bac7, 0xebe5_f17b,
    0x3d07_39f7, 0x8a52_92ea, 0x6bfb_5fb1, 0x1f8d_5d08, 0x5603_3046, 0xfc7b_6bab,
  ]
}

/// The product of a 64-bit number and a number of several 32-bit words, as bits that can be read anywhere.
private struct LongProduct {
  /// Least significant first.
  private var words: [UInt64]

  init(_ factor: UInt64, _ number: ArraySlice<UInt32>) {
    words = Array(repeating: 0, count: number.count + 2)
    for (offset, half) in [factor & 0xffff_ffff, factor >> 32].enumerated() {
      var carry: UInt64 = 0
      for (i, word) in number.reversed().enumerated() {
        let sum = half * UInt64(word) + words[i + offset] + carry
        words[i + offset] = sum & 0xffff_ffff
        carry = sum >> 32
      }
      words[number.count + offset] += carry
    }
  }

  /// The 64 bits whose lowest has the weight 2^position.
  func bits(from position: Int) -> UInt64 {
    let (index, shift) = (position >> 5, UInt64(position & 31))
    func word(_ k: Int) -> UInt64 { words.indices.contains(k) ? words[k] : 0 }
    let low = word(index) | word(index + 1) << 32
    return shift == 0 ? low : low >> shift | word(index + 2) << (64 - shift)
  }
}
