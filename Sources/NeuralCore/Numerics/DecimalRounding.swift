/// Rounding of decimals as on paper: of the digits that are shown, halves away from 0, with no other error.
extension Double {
  /// The shortest decimal that reads back as this number, with exactly so many digits behind the point.
  ///
  /// 2.675 with 2 digits is 2.68: a rounding of the float64 itself, which lies a little below, would give 2.67.
  ///
  /// - Parameter shift: the point moves so many places to the right first: 2 for per cent.
  /// - Returns: `nan`, `inf` or `-inf` for what is no number.
  public func decimal(places: Int, shift: Int = 0) -> String {
    guard isFinite else { return isNaN ? "nan" : self < 0 ? "-inf" : "inf" }
    var number = ShortestDecimal(magnitude)
    number.point += shift
    let text = number.rounded(places: places)
    return self < 0 && text.utf8.contains { (UInt8(ascii: "1")...UInt8(ascii: "9")).contains($0) }
      ? "-" + text : text
  }

  /// Rounded to so many decimals, halves away from 0.
  public func rounded(toDecimals places: Int) -> Double {
    isFinite && magnitude < 0x1p53 ? Double(decimal(places: places)) ?? self : self
  }
}

/// 0.d₁d₂d₃… · 10^point, the digits of the shortest decimal.
private struct ShortestDecimal {
  /// From 0 to 9.
  var digits: [UInt8]
  var point: Int

  /// Of a finite number that is not negative.
  init(_ number: Double) {
    let parts = number.description.split(separator: "e")
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    digits = mantissa.joined().utf8.map { $0 - UInt8(ascii: "0") }
    point = mantissa[0].utf8.count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
  }

  /// The digit d₍ₖ₊₁₎, zeros on both sides of those that are kept.
  private subscript(k: Int) -> UInt8 { digits.indices.contains(k) ? digits[k] : 0 }

  func rounded(places: Int) -> String {
    // One more in front, for what is carried out of the first.
    let first = Swift.min(0, point - 1)
    let end = point + places
    var kept = first < end ? (first..<end).map { self[$0] } : []
    var carry: UInt8 = end >= first && self[end] >= 5 ? 1 : 0
    for k in kept.indices.reversed() where carry > 0 {
      carry = kept[k] == 9 ? 1 : 0
      kept[k] = carry > 0 ? 0 : kept[k] + 1
    }
    if carry > 0 { kept.insert(1, at: 0) }
    while kept.count <= places { kept.insert(0, at: 0) }
    while kept.count > places + 1, kept[0] == 0 { kept.removeFirst() }
    let text = kept.map { "\($0)" }
    let fraction = text.suffix(places).joined()
    return text.dropLast(places).joined() + (places > 0 ? "." + fraction : "")
  }
}
