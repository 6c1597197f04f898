/// A number of few digits and no exponent, packed into a whole number. Both its digits and the power of ten below them
/// are exact, so one division rounds as reading it does (Clinger 1990).
struct ShortDecimal {
  private let digits: Int
  /// Digits behind the point; nil without a point.
  private let places: Int?

  /// With these, at most so many digits stand behind the point.
  static let mostCharacters = 8
  /// 2²⁴ is the last whole number up to which a float32 holds all; of the powers of ten below it holds each.
  private static let mostDigits = 1 << 24
  private static let powers: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8]
  /// Codes are below this.
  static let codes = 16 * (mostDigits + 1)

  /// nil for a number whose digits are not exact.
  init?(digits: Int, places: Int?) {
    guard digits <= Self.mostDigits else { return nil }
    (self.digits, self.places) = (digits, places)
  }

  /// A number out of its code.
  init(code: Int) {
    let point = code % 16
    (digits, places) = (code / 16, point == 0 ? nil : point - 1)
  }

  var code: Int { 16 * digits + (places.map { $0 + 1 } ?? 0) }

  var literal: NumberLiteral {
    guard let places else {
      return NumberLiteral(value: Double(digits), single: Float(digits), whole: UInt64(digits))
    }
    let power = Self.powers[places]
    return NumberLiteral(value: Double(digits) / power, single: Float(digits) / Float(power))
  }
}
