/// Numbers as decimals, without any locale.
extension Double {
  /// The shortest decimal that reads back as this number, whole numbers without a point: `0.1`, `3`, `1e-08`.
  public var text: String { String(writing: DecimalText.capacity) { $0.write(self, .plain) } }

  /// The shortest decimal for a printed text: whole numbers without a point, with a real minus sign.
  public var plainText: String {
    let text = self == rounded() && magnitude < 1e15 ? "\(Int(clamping: self))" : "\(self)"
    return text.replacing("-", with: "−")
  }

  /// With exactly so many decimals, halves away from 0; scientific where that would show nothing or too much.
  public func fixed(_ places: Int) -> String {
    guard isFinite else { return isNaN ? "nan" : self < 0 ? "-inf" : "inf" }
    guard magnitude < 1e15 else { return scientific(4) }
    guard let whole = rounded(places: places) else { return scientific(max(1, places)) }
    return String(writing: DecimalText.capacity + places) {
      $0.write(whole, places: places, isNegative: self < 0 && whole > 0)
    }
  }

  /// |x| · 10^places as a whole number, halves away from 0; nil where that is too large.
  func rounded(places: Int) -> UInt64? {
    guard magnitude < 1e15 else { return nil }
    let factor = (0..<places).reduce(1.0) { f, _ in f * 10 }
    let scaled = (magnitude * factor).rounded(.toNearestOrAwayFromZero)
    return scaled < 1e18 ? UInt64(scaled) : nil
  }

  /// The decimals that so many significant digits take; nil where they are shown with an exponent.
  func places(significant digits: Int) -> Int? {
    let exponent = decimalExponent
    if exponent < -5 || exponent > 14 { return nil }
    // Rounding may make a digit more of it: 0.99999 becomes 1.000.
    let places = max(0, digits - 1 - exponent)
    return isLonger(exponent, places) ? max(0, places - 1) : places
  }

  /// So many significant digits as a whole number and the decimals among them; nil where they are shown with an exponent, or
  /// where that whole number would not be exact.
  func significantParts(_ digits: Int) -> (whole: UInt64, places: Int)? {
    let exponent = decimalExponent
    if exponent < -5 || exponent > 14 { return nil }
    let places = max(0, digits - 1 - exponent)
    let scaled = magnitude * powerOfTen(places)
    guard scaled < 1e15 else { return nil }
    // Halves away from 0: a number below 2^52 and its whole part are exactly as far apart as they seem.
    let floor = UInt64(scaled)
    let whole = floor + (scaled - Double(floor) >= 0.5 ? 1 : 0)
    // Rounding may make a digit more of it: 0.99999 becomes 1.000.
    guard Double(whole) < powerOfTen(exponent + 1 + places) else { return nil }
    return (whole, places)
  }

  /// With so many significant digits: `0.0098`, `1.6`, `1e-08`.
  public func significant(_ digits: Int) -> String {
    guard isFinite, self != 0 else { return self == 0 ? "0" : fixed(0) }
    return places(significant: digits).map(fixed) ?? scientific(digits)
  }

  /// With at most so many significant digits, and no larger than the number: a bound that is met meets the number, too.
  public func significantBelow(_ digits: Int) -> String {
    let nearest = significant(digits)
    guard isFinite, self != 0, let value = Double(nearest) else { return nearest }
    // The nearest one is at most half a unit above: the one below it is a unit less.
    var text =
      value > self ? (value - powerOfTen(decimalExponent + 1 - digits)).significant(digits) : nearest
    guard text.contains("."), !text.contains("e") else { return text }
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  /// Whether with so many decimals it is at least the next power of ten.
  private func isLonger(_ exponent: Int, _ places: Int) -> Bool {
    let scaled = (magnitude * powerOfTen(places)).rounded(.toNearestOrAwayFromZero)
    // A whole number of more digits may have been rounded.
    guard scaled < 1e15 else { return (Double(magnitude.fixed(places)) ?? 0) >= powerOfTen(exponent + 1) }
    return scaled >= powerOfTen(exponent + 1 + places)
  }

  /// d.ddde-05, with so many significant digits.
  public func scientific(_ digits: Int) -> String {
    guard isFinite, self != 0 else { return fixed(0) }
    var exponent = decimalExponent
    // 10^-exponent is beyond the numbers where this one is subnormal.
    var mantissa = exponent < -300 ? self * 1e200 / powerOfTen(exponent + 200) : self / powerOfTen(exponent)
    if mantissa.magnitude.fixed(digits - 1).hasPrefix("10") {
      mantissa /= 10
      exponent += 1
    }
    let size = "\(exponent.magnitude)"
    return mantissa.fixed(digits - 1) + "e" + (exponent < 0 ? "-" : "+")
      + (size.count < 2 ? "0" + size : size)
  }

  /// e with 10^e ≤ |x| < 10^(e+1), read off the shortest decimal.
  private var decimalExponent: Int {
    var exponent = 0
    var rest = magnitude
    while rest >= 10 {
      rest /= 10
      exponent += 1
    }
    while rest < 1, rest > 0 {
      rest *= 10
      exponent -= 1
    }
    return exponent
  }

  private func powerOfTen(_ exponent: Int) -> Double {
    let (size, exact) = (Int(exponent.magnitude), Self.exactPowersOfTen)
    let power =
      size < exact.count
      ? exact[size] : (exact.count...size).reduce(exact[exact.count - 1]) { power, _ in power * 10 }
    return exponent < 0 ? 1 / power : power
  }

  /// All that are float64 numbers.
  private static let exactPowersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20,
    1e21, 1e22,
  ]
}

extension String {
  /// A text of numbers.
  ///
  /// - Parameter capacity: the most bytes that are written.
  fileprivate init(writing capacity: Int, _ write: (inout DecimalText) -> Void) {
    self.init(unsafeUninitializedCapacity: capacity) { bytes in
      var text = DecimalText(bytes)
      write(&text)
      return text.count
    }
  }
}
