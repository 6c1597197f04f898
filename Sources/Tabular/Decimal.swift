/// Numbers out of bytes.
package enum Decimal {
  /// 10ⁿ, n from 0 to 22: exact. A switch, which the compiler makes a table that needs no check whether it is there.
  @inline(__always)
  private static func power(_ n: Int) -> Double {
    switch n {
    case 0: 1e0
    case 1: 1e1
    case 2: 1e2
    case 3: 1e3
    case 4: 1e4
    case 5: 1e5
    case 6: 1e6
    case 7: 1e7
    case 8: 1e8
    case 9: 1e9
    case 10: 1e10
    case 11: 1e11
    case 12: 1e12
    case 13: 1e13
    case 14: 1e14
    case 15: 1e15
    case 16: 1e16
    case 17: 1e17
    case 18: 1e18
    case 19: 1e19
    case 20: 1e20
    case 21: 1e21
    default: 1e22
    }
  }

  /// The number that the bytes are, blanks around it left out; nil if they are none. `point` is `.` or `,`.
  ///
  /// Exactly rounded: up to 2⁵³ and ten to the 22nd both factors are exact (Clinger 1990); others go through the library.
  package static func parse(_ bytes: UnsafeBufferPointer<UInt8>, point: UInt8) -> Double? {
    var (i, end) = (0, bytes.count)
    while i < end, bytes[i] == 32 || bytes[i] == 9 { i += 1 }
    while end > i, bytes[end - 1] == 32 || bytes[end - 1] == 9 { end -= 1 }
    guard i < end else { return nil }
    let start = i
    let isNegative = bytes[i] == UInt8(ascii: "-")
    if isNegative || bytes[i] == UInt8(ascii: "+") { i += 1 }
    var mantissa: UInt64 = 0
    let digitsStart = i
    while i < end, bytes[i] &- 48 <= 9 {
      mantissa = mantissa &* 10 &+ UInt64(bytes[i] &- 48)
      i += 1
    }
    var digits = i - digitsStart
    var scale = 0
    if i < end, bytes[i] == point {
      i += 1
      let fractionStart = i
      while i < end, bytes[i] &- 48 <= 9 {
        mantissa = mantissa &* 10 &+ UInt64(bytes[i] &- 48)
        i += 1
      }
      scale = fractionStart - i
      digits += i - fractionStart
    }
    guard digits > 0 else { return nil }
    // More than eighteen digits may have run over.
    let isExact = digits <= 18
    if i < end {
      guard bytes[i] | 32 == UInt8(ascii: "e"), let exponent = exponent(bytes, i + 1, end) else { return nil }
      scale += exponent
    }
    guard isExact, mantissa < 1 << 53, scale.magnitude <= 22 else { return slow(bytes, start, end, point) }
    let size = scale < 0 ? Double(mantissa) / power(-scale) : Double(mantissa) * power(scale)
    return isNegative ? -size : size
  }

  private static func exponent(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Int? {
    var i = start
    guard i < end else { return nil }
    let isNegative = bytes[i] == UInt8(ascii: "-")
    if isNegative || bytes[i] == UInt8(ascii: "+") { i += 1 }
    guard i < end else { return nil }
    var value = 0
    while i < end {
      guard bytes[i] >= 48, bytes[i] <= 57 else { return nil }
      value = min(100_000, value * 10 + Int(bytes[i] - 48))
      i += 1
    }
    return isNegative ? -value : value
  }

  private static func slow(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ point: UInt8
  ) -> Double? {
    let text = bytes[start..<end].map { $0 == point ? UInt8(ascii: ".") : $0 }
    return Double(String(decoding: text, as: UTF8.self))
  }
}

extension Decimal {
  /// Whether a number is more likely a name: it begins with a 0 that a number does without, as 007 does, or has more digits
  /// than a number keeps.
  @inline(__always)
  static func isCode(_ cell: UnsafeBufferPointer<UInt8>, _ number: Double) -> Bool {
    guard cell.count > 1 else { return false }
    return cell[0] == UInt8(ascii: "0") && cell[1] &- UInt8(ascii: "0") < 10
      || cell.count > 15 && number.magnitude >= 0x1p53
  }

  /// A number as a name, however it was written; nil beyond 2⁵³, where a float64 does not count one by one.
  static func name(_ number: Double) -> String? {
    guard number.magnitude < 0x1p53 else { return nil }
    return Int(exactly: number).map(String.init) ?? "\(number)"
  }

  /// The place of the first of some different words that is no number, where the others are no names: most words are numbers,
  /// and with decimals, or too many for classes.
  ///
  /// - Parameter commas: whether a comma may be the decimal point.
  static func firstWord(among words: [String], commas: Bool) -> Int? {
    var (numbers, hasDecimals, first) = (0, false, Int?.none)
    for (place, text) in words.enumerated() {
      var text = text
      let number = text.withUTF8 { bytes in
        parse(bytes, point: UInt8(ascii: ".")) ?? (commas ? parse(bytes, point: UInt8(ascii: ",")) : nil)
      }
      guard let number else {
        first = first ?? place
        continue
      }
      numbers += 1
      hasDecimals = hasDecimals || number != number.rounded()
    }
    return numbers * 2 > words.count && (hasDecimals || numbers > mostClasses) ? first : nil
  }

  /// More different numbers are hardly names of classes.
  private static let mostClasses = 20
}
