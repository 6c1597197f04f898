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

  // MARK: Numbers that are given

  /// A number that the calculation begins with, an input or a target: as it was given if that is short, else rounded.
  public func givenText(_ value: Double) -> String {
    longGiven(value).map { $0.replacing("-", with: "−") } ?? value.plainText
  }

  /// A constant of a formula: a long one with as many digits as all else, a small one with as many significant digits, since
  /// the scale of an input may be of any size.
  public func constantText(_ value: Double) -> String {
    longConstant(value).map { $0.replacing("-", with: "−") } ?? value.constantText
  }

  /// The number that `givenText` says.
  public func roundedGiven(_ value: Double) -> Double { longGiven(value).flatMap(Double.init) ?? value }

  /// The number that `constantText` says.
  public func roundedConstant(_ value: Double) -> Double { longConstant(value).flatMap(Double.init) ?? value }

  /// nil if it is shown as it is.
  private func longGiven(_ value: Double) -> String? {
    let text = value.plainText
    let point = text.split(separator: ".", maxSplits: 1)
    guard text.contains("e") || point.count > 1 && point[1].count > places else { return nil }
    let isLost = value != 0 && value.rounded(toDecimals: places) == 0
    return isLost ? value.significant(2) : value.fixed(places)
  }

  /// nil if it is shown as it is.
  private func longConstant(_ value: Double) -> String? {
    guard value != .pi, value.plainText.count > 8 else { return nil }
    let text = value.fixed(places)
    // Nothing is divided by a 0 that is none.
    return value.magnitude < 0.1 || Double(text) == 0 ? value.significant(max(1, places)) : text
  }
}
