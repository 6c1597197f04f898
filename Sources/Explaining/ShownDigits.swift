/// How many digits a calculation shows.
public struct ShownDigits: Sendable, Equatable {
  /// Decimals, or significant digits.
  public let places: Int
  /// Numbers below 1 show so many significant digits instead of decimals: derivatives and averages may be tiny.
  public let isSignificant: Bool

  /// Decimals, or significant digits for numbers below 1 in magnitude.
  public init(places: Int, isSignificant: Bool = false) {
    (self.places, self.isSignificant) = (places, isSignificant)
  }

  /// `0.9097`, `−0.01709`, `1.234e−05`, with a real minus sign.
  public func text(_ value: Double) -> String { plain(value).replacing("-", with: "−") }

  private func plain(_ value: Double) -> String {
    isSignificant && value.magnitude < 1 && value != 0
      ? value.significant(max(1, places)) : value.fixed(places)
  }

  /// The number that the text says.
  public func rounded(_ value: Double) -> Double { Double(plain(value)) ?? value }
}
