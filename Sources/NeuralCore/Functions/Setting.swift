/// A number that a named thing takes: its word, its default and the values allowed, from which help and messages are
/// printed.
public struct Setting: Sendable, Equatable {
  /// The values allowed.
  public enum Range: Sendable, Equatable {
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
    /// A word that is there or not: the value is 1 or 0.
    case flag
  }

  public let name: String
  public let fallback: Double
  public let range: Range
  public let summary: String

  public init(_ name: String, _ fallback: Double, _ range: Range, _ summary: String) {
    (self.name, self.fallback, self.range, self.summary) = (name, fallback, range, summary)
  }

  public func allows(_ value: Double) -> Bool {
    guard value.isFinite, Float(value).isFinite else { return false }
    switch range {
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

  /// The range in words, to follow "takes": "a number above 0".
  public var rangeText: String {
    switch range {
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

/// The settings of one use of a named thing: what was given over the defaults.
public struct Settings: Sendable, Equatable {
  private var values: [String: Double]

  public init(_ specs: [Setting], given: [String: Double] = [:]) {
    values = Dictionary(uniqueKeysWithValues: specs.map { ($0.name, given[$0.name] ?? $0.fallback) })
  }

  /// The value of a setting that the named thing has.
  public subscript(name: String) -> Double { values[name] ?? 0 }
}
