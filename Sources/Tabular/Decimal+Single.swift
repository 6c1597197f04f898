/// Decimals that become float32: rounded once, although cells are float64 on the way.
extension Decimal {
  /// As `parse`; of a number for float32 that the two roundings would take to the wrong one, the next float64, which the
  /// second takes to the right one.
  @inline(__always)
  package static func parse(
    _ bytes: UnsafeBufferPointer<UInt8>, point: UInt8, forSingle: Bool
  ) -> Double? {
    guard let number = parse(bytes, point: point) else { return nil }
    guard forSingle, mayBeHalfway(number) else { return number }
    let text = bytes.filter { $0 != 32 && $0 != 9 }.map { $0 == point ? UInt8(ascii: ".") : $0 }
    return aside(number, decimal: String(decoding: text, as: UTF8.self))
  }

  /// Whether a float64 may lie just between two float32: what a float32 leaves out of it is one bit, the highest; of a
  /// subnormal float32 that is another one each time.
  @inline(__always)
  static func mayBeHalfway(_ number: Double) -> Bool {
    number.bitPattern & 0x1fff_ffff == 0x1000_0000 || number.magnitude < 0x1p-126 && number != 0
  }

  /// Moved by a last place to where the float32 of the decimal is, if its own float32 is another.
  static func aside(_ number: Double, decimal: String) -> Double {
    guard let single = Float(decimal), single != Float(number) else { return number }
    return Double(single) > number ? number.nextUp : number.nextDown
  }
}

extension TableCells {
  /// The number of a cell, as it is to be rounded.
  @inline(__always)
  func number(_ cell: UnsafeBufferPointer<UInt8>, _ point: UInt8) -> Double? {
    Decimal.parse(cell, point: point, forSingle: options.isForSingle)
  }
}

extension WrittenNumber {
  /// The number, as it is to be rounded.
  func value(forSingle: Bool) -> Double {
    forSingle && Decimal.mayBeHalfway(value) ? Decimal.aside(value, decimal: decimal) : value
  }
}
