/// The numbers that an option, a setting or a parameter takes.
public enum NumberRange: Sendable, Equatable {
  /// A whole number of at least 1.
  case count
  case positive
  case notNegative
  /// At least 0 and below 1.
  case fraction
  /// Above 0 and at most 1.
  case share
  /// Above 0 and below 1.
  case belowOne
  case aboveOne
  case any
  case whole(ClosedRange<Int>)
  /// None: a word that is given or not.
  case flag

  /// The most that a whole number may be where its range has no end.
  public static let mostWhole = 1_000_000_000

  /// The whole numbers of the range, for a range of whole numbers.
  public var wholeNumbers: ClosedRange<Int> {
    switch self {
    case .whole(let range): range
    case .notNegative: 0...Self.mostWhole
    case .count, .positive, .fraction, .share, .belowOne, .aboveOne, .any, .flag: 1...Self.mostWhole
    }
  }

  /// Whether a finite number is in the range.
  public func allows(_ value: Double) -> Bool {
    guard value.isFinite else { return false }
    switch self {
    case .count: return Int(exactly: value).map { $0 >= 1 } ?? false
    case .positive: return value > 0
    case .notNegative: return value >= 0
    case .fraction: return value >= 0 && value < 1
    case .share: return value > 0 && value <= 1
    case .belowOne: return value > 0 && value < 1
    case .aboveOne: return value > 1
    case .any: return true
    case .whole(let range): return Int(exactly: value).map(range.contains) ?? false
    case .flag: return value == 0 || value == 1
    }
  }

  /// In words, to follow "takes": "a number above 0".
  public var text: String {
    switch self {
    case .count: "a whole number of at least 1"
    case .positive: "a number above 0"
    case .notNegative: "a number of at least 0"
    case .fraction: "a number of at least 0 and below 1"
    case .share: "a number above 0 and at most 1"
    case .belowOne: "a number above 0 and below 1"
    case .aboveOne: "a number above 1"
    case .any: "a number"
    case .whole(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .flag: "no value"
    }
  }
}
