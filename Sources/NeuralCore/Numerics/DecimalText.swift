/// Numbers as decimals, byte by byte, without a String: shortest ones as Swift's `description`, others as `Decimals`.
public struct DecimalText {
  /// How whole numbers are written.
  public enum Form: Sendable {
    /// As `description` does: `3.0`
    case point
    /// As the language does: `3`
    case plain
  }

  /// The most bytes of a number: `-1.7976931348623157e+308` has 24.
  public static let capacity = 32

  private let bytes: UnsafeMutableBufferPointer<UInt8>
  /// The bytes that were written.
  public private(set) var count = 0

  /// Writes into this memory, `capacity` bytes for a number.
  public init(_ bytes: UnsafeMutableBufferPointer<UInt8>) { self.bytes = bytes }

  /// Writes a number behind those before it.
  public mutating func write(_ number: Double, _ form: Form) {
    guard number.isFinite else { return writeInfinite(number) }
    if number.sign == .minus { add(UInt8(ascii: "-")) }
    // Up to here every whole number is one.
    write(ShortestDigits(number), number.magnitude <= 0x1p53, form)
  }

  /// A float32 as Swift writes it.
  public mutating func write(_ number: Float, _ form: Form) {
    guard number.isFinite else { return writeInfinite(Double(number)) }
    if number.sign == .minus { add(UInt8(ascii: "-")) }
    write(ShortestDigits(number), number.magnitude <= 0x1p24, form)
  }

  /// A float32 as the language sees it, as a double: its `shortestDecimal`, written as a double is.
  public mutating func write(decimalOf number: Float, _ form: Form) {
    guard number.isFinite else { return writeInfinite(Double(number)) }
    if number.isSubnormal { return write(Double(number), form) }
    if number.sign == .minus { add(UInt8(ascii: "-")) }
    write(ShortestDigits(number), Double(number.magnitude) <= 0x1p53, form)
  }

  /// A number of so many digits behind the point: the whole number, divided by that power of ten.
  mutating func write(_ number: UInt64, places: Int, isNegative: Bool) {
    if isNegative { add(UInt8(ascii: "-")) }
    // Most are below 1, and have nothing to move for the point.
    if places > 0, places < Self.powers.count, number < Self.powers[places] {
      add(UInt8(ascii: "0"))
      add(UInt8(ascii: "."))
      return write(number, places)
    }
    let length = max(places + 1, Self.length(of: number))
    write(number, length)
    if places > 0 { insertPoint(behind: length - places, of: length) }
  }

  /// With so many significant digits, as `Double.significant`; at most 17.
  public mutating func write(_ number: Double, significant digits: Int) {
    if number.isFinite, number != 0, let parts = number.significantParts(digits) {
      write(parts.whole, places: parts.places, isNegative: number < 0 && parts.whole > 0)
    } else {
      for byte in number.significant(digits).utf8 { add(byte) }
    }
  }

  /// A whole number of at least 0, with blanks in front up to a width.
  public mutating func write(_ number: Int, width: Int = 0) {
    let number = UInt64(max(0, number))
    let length = Self.length(of: number)
    for _ in stride(from: length, to: width, by: 1) { add(UInt8(ascii: " ")) }
    write(number, length)
  }

  /// A character of ASCII.
  @inline(__always)
  public mutating func write(_ byte: UInt8) { add(byte) }

  /// What stands between numbers.
  public mutating func write(_ text: StaticString) {
    let end = count + text.utf8CodeUnitCount
    guard let first = bytes.baseAddress else { return }
    precondition(end <= bytes.count)
    (first + count).update(from: text.utf8Start, count: text.utf8CodeUnitCount)
    count = end
  }

  private mutating func writeInfinite(_ number: Double) {
    for byte in (number.isNaN ? "nan" : number < 0 ? "-inf" : "inf").utf8 { add(byte) }
  }

  private mutating func write(_ number: ShortestDigits, _ isExactlyWhole: Bool, _ form: Form) {
    let length = Self.length(of: number.digits)
    // Digits in front of the point.
    let point = number.digits == 0 ? 1 : length + number.exponent
    if point < -3 || !isExactlyWhole {
      writeScientific(number.digits, length, point - 1)
    } else if point <= 0 {
      add(UInt8(ascii: "0"))
      add(UInt8(ascii: "."))
      for _ in 0..<(-point) { add(UInt8(ascii: "0")) }
      write(number.digits, length)
    } else if number.exponent >= 0 {
      write(number.digits, length)
      for _ in 0..<number.exponent { add(UInt8(ascii: "0")) }
      guard form == .point else { return }
      add(UInt8(ascii: "."))
      add(UInt8(ascii: "0"))
    } else {
      write(number.digits, length)
      insertPoint(behind: point, of: length)
    }
  }

  private mutating func writeScientific(_ digits: UInt64, _ length: Int, _ exponent: Int) {
    write(digits, length)
    if length > 1 { insertPoint(behind: 1, of: length) }
    add(UInt8(ascii: "e"))
    add(exponent < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
    let size = UInt64(exponent.magnitude)
    write(size, max(2, Self.length(of: size)))
  }

  private mutating func add(_ byte: UInt8) {
    bytes[count] = byte
    count += 1
  }

  /// With so many digits, zeros in front.
  private mutating func write(_ number: UInt64, _ length: Int) {
    var (rest, place) = (number, count + length)
    let first = count
    count = place
    while place >= first + 2 {
      place -= 2
      let hundredth = rest / 100
      let pair = 2 * Int(truncatingIfNeeded: rest - 100 * hundredth)
      bytes[place] = Self.pairs.utf8Start[pair]
      bytes[place + 1] = Self.pairs.utf8Start[pair + 1]
      rest = hundredth
    }
    if place > first { bytes[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest) }
  }

  /// `00` to `99`.
  private static let pairs: StaticString = """
    00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899
    """

  /// Among the digits that were written last.
  private mutating func insertPoint(behind digits: Int, of length: Int) {
    let place = count - length + digits
    var next = UInt8(ascii: ".")
    for k in place..<count { swap(&bytes[k], &next) }
    add(next)
  }

  private static func length(of number: UInt64) -> Int {
    guard number > 0 else { return 1 }
    // log10(2) is 1233/4096 to four digits: that may be one too few.
    let bits = UInt64.bitWidth - (number | 1).leadingZeroBitCount
    let length = (bits * 1233) >> 12
    return length + (number >= powers[length] ? 1 : 0)
  }

  private static let powers: [UInt64] = [
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
    100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
    10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000,
    10_000_000_000_000_000_000,
  ]
}
