import NeuralCore
import Testing

/// Rounding of the decimal that is shown, halves away from 0.
struct DecimalRoundingTests {
  /// Oracle: Python 3.11, `Decimal(repr(x)).scaleb(shift).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)`, a sign before
  /// zeros alone left out.
  static let cases: [(x: Double, places: Int, shift: Int, text: String)] = [
    (2.675, 2, 0, "2.68"), (0.125, 2, 0, "0.13"), (-0.125, 2, 0, "-0.13"), (0.5, 0, 0, "1"),
    (-0.4, 0, 0, "0"), (1e22, 1, 0, "10000000000000000000000.0"), (1e-300, 3, 0, "0.000"),
    (9.995, 2, 0, "10.00"), (99.95, 1, 0, "100.0"), (0.999, 0, 2, "100"),
    (0.3333333333333333, 3, 2, "33.333"), (0.15, 0, 0, "0"), (1e-07, 8, 0, "0.00000010"),
    (123456789.125, 2, 0, "123456789.13"), (0.0049999, 2, 0, "0.00"), (-9.5, 0, 0, "-10"),
    (4.35, 1, 0, "4.4"), (0.285, 0, 2, "29"),
  ]

  @Test(arguments: DecimalRoundingTests.cases.indices)
  func decimalsAreRoundedAsOnPaper(_ k: Int) {
    let (x, places, shift, text) = Self.cases[k]
    #expect(x.decimal(places: places, shift: shift) == text)
  }

  @Test func theLargestNumberHasAllItsDigits() {
    let text = Double.greatestFiniteMagnitude.decimal(places: 1)
    #expect(text.count == 311 && text.hasPrefix("17976931348623157000") && text.hasSuffix("00.0"))
    #expect(Double.nan.decimal(places: 2) == "nan" && (-Double.infinity).decimal(places: 2) == "-inf")
  }

  /// A factor of 100 made 1.0 of 1.005 and 4.34 of 4.345.
  @Test func roundingToDecimalsHasNoOtherError() {
    #expect(1.005.rounded(toDecimals: 2) == 1.01 && 4.345.rounded(toDecimals: 2) == 4.35)
    #expect((-2.5).rounded(toDecimals: 0) == -3 && 0x1p60.rounded(toDecimals: 3) == 0x1p60)
    for x in stride(from: -3.0, through: 3.0, by: 0.0625) {
      #expect(x.rounded(toDecimals: 4) == x)
    }
  }
}
