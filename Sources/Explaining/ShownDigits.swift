import NeuralCore

/// How many digits a calculation shows.
public struct ShownDigits: Sendable, Equatable {
  /// Decimals, or significant digits.
  public let places: Int
  /// Numbers below 1 show so many significant digits instead of decimals: derivatives and averages may be tiny.
  public let isSignificant: Bool

  /// A number of 1 and more shows no more digits than this, before and behind the point: others would not be those of a
  /// calculation in the net's precision.
  public let most: Int

  /// Decimals, or significant digits for numbers below 1 in magnitude; of all digits no more than a number of the precision
  /// keeps, 7 or 15, unless more are asked for.
  public init(places: Int, isSignificant: Bool = false, precision: Precision = .double) {
    (self.places, self.isSignificant) = (places, isSignificant)
    most = max(places, precision == .single ? 7 : 15)
  }

  /// `0.9097`, `−0.01709`, `1.234e−05`, with a real minus sign.
  public func text(_ value: Double) -> String { plain(value).replacing("-", with: "−") }

  private func plain(_ value: Double) -> String {
    if isSignificant && value.magnitude < 1 && value != 0 { return value.significant(max(1, places)) }
    guard value.magnitude >= 10, value.isFinite else { return value.fixed(places) }
    return value.fixed(max(0, min(places, most - value.magnitude.fixed(0).count)))
  }

  /// The number that the text says.
  public func rounded(_ value: Double) -> Double { Double(plain(value)) ?? value }
}
