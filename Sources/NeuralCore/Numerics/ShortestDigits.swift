/// The shortest decimal that reads back as a number, and of those the nearest: `digits` · 10^`exponent`. Schubfach
/// (Giulietti 2021): the ends of the interval of all decimals that read back, scaled by a power of ten, are compared as
/// whole numbers.
struct ShortestDigits {
  /// Without zeros at its end; 0 for zero.
  private(set) var digits: UInt64
  private(set) var exponent: Int

  /// Of a finite number; its sign is left out.
  init(_ number: Double) {
    let bits = number.bitPattern & 0x7fff_ffff_ffff_ffff
    self.init(
      fraction: bits & 0xf_ffff_ffff_ffff, exponent: Int(clamping: bits >> 52), fractionBits: 52, bias: 1075,
      scaled: Self.scaledWide)
  }

  /// The same of a float32.
  init(_ number: Float) {
    let bits = number.bitPattern & 0x7fff_ffff
    self.init(
      fraction: UInt64(bits & 0x7f_ffff), exponent: Int(clamping: bits >> 23), fractionBits: 23, bias: 150,
      scaled: Self.scaledNarrow)
  }

  /// - Parameter scaled: the number at a place of the table times another, rounded to odd, without its lower half.
  @inline(__always)
  private init(
    fraction: UInt64, exponent biased: Int, fractionBits: Int, bias: Int, scaled: (Int, UInt64) -> UInt64
  ) {
    let c = biased == 0 ? fraction : fraction | 1 << UInt64(fractionBits)
    guard c != 0 else {
      (digits, exponent) = (0, 0)
      return
    }
    let q = max(biased, 1) - bias
    if q <= 0, q > -fractionBits - 1, c & (1 << UInt64(-q) - 1) == 0 {
      (digits, exponent) = (c >> UInt64(-q), 0)
      removeZeros()
      return
    }
    // Below a power of two the numbers lie half as far apart.
    let isUneven = fraction == 0 && biased > 1
    // ⌊log10(2^q)⌋, or of ¾ · 2^q.
    let k = (q * 1_262_611 - (isUneven ? 524_031 : 0)) >> 22
    // ⌊log2(10^-k)⌋ and what a product is to be shifted by.
    let h = UInt64(q + (-k * 1_741_647) >> 19 + 1)
    // An even number is what is halfway to it.
    let isOdd = c & 1
    let middle = scaled(-k, (4 * c) << h)
    let lower = scaled(-k, (4 * c - (isUneven ? 1 : 2)) << h) + isOdd
    let upper = scaled(-k, (4 * c + 2) << h) - isOdd
    (digits, exponent) = Self.shortest(lower, middle, upper, k)
    removeZeros()
  }

  /// The decimal of fewest digits between two ends, and of those the nearest to the middle.
  ///
  /// - Parameter k: the ends and the middle are quarters of 10^k.
  @inline(__always)
  private static func shortest(
    _ lower: UInt64, _ middle: UInt64, _ upper: UInt64, _ k: Int
  ) -> (UInt64, Int) {
    let s = middle / 4
    if s >= 10 {
      let tenth = s / 10
      let (isLow, isHigh) = (lower <= 40 * tenth, 40 * tenth + 40 <= upper)
      if isLow != isHigh { return (tenth + (isHigh ? 1 : 0), k + 1) }
    }
    let (isLow, isHigh) = (lower <= 4 * s, 4 * s + 4 <= upper)
    if isLow != isHigh { return (s + (isHigh ? 1 : 0), k) }
    let half = 4 * s + 2
    return (s + (middle > half || middle == half && s & 1 == 1 ? 1 : 0), k)
  }

  /// Of digits that are not all zeros: many at once first, since a number of few digits has up to sixteen.
  @inline(__always)
  private mutating func removeZeros() {
    guard digits % 10 == 0 else { return }
    if digits % 100_000_000 == 0 { (digits, exponent) = (digits / 100_000_000, exponent + 8) }
    if digits % 10_000 == 0 { (digits, exponent) = (digits / 10_000, exponent + 4) }
    if digits % 100 == 0 { (digits, exponent) = (digits / 100, exponent + 2) }
    while digits % 10 == 0 { (digits, exponent) = (digits / 10, exponent + 1) }
  }

  @inline(__always)
  private static func scaledWide(_ power: Int, _ factor: UInt64) -> UInt64 {
    let (high, low) = PowersOfTen.power(power)
    let carried = low.multipliedFullWidth(by: factor).high
    let product = high.multipliedFullWidth(by: factor)
    let (rest, isOver) = product.low.addingReportingOverflow(carried)
    return (product.high + (isOver ? 1 : 0)) | (rest > 1 ? 1 : 0)
  }

  @inline(__always)
  private static func scaledNarrow(_ power: Int, _ factor: UInt64) -> UInt64 {
    let (high, low) = PowersOfTen.power(power)
    let product = (high + (low == 0 ? 0 : 1)).multipliedFullWidth(by: factor)
    return product.high | (product.low >> 32 > 1 ? 1 : 0)
  }
}

extension ShortestDigits {
  /// The number that is nearest to the decimal; nil where that takes more than one rounding: digits and powers of ten that
  /// a double holds are multiplied or divided (Clinger 1990).
  var exactly: Double? {
    guard digits < 1 << 53, exponent.magnitude < Self.powers.count else { return nil }
    let power = Self.powers[Int(clamping: exponent.magnitude)]
    return exponent < 0 ? Double(digits) / power : Double(digits) * power
  }

  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
  ]
}
