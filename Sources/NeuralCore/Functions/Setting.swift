/// A number that a row of a table takes: its word, default and allowed values, from which help and messages are made.
public struct Setting: Sendable, Equatable {
  /// Which setting: its word in the language. Rows and rules name keys by static members, so that a misspelling does not
  /// compile.
  public struct Key: Sendable, Hashable {
    /// As it is typed.
    public let word: String

    /// The key of a word that was typed.
    public init(_ word: String) { self.word = word }
  }

  /// The allowed values.
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

  /// Its word.
  public let key: Key
  /// The default.
  public let fallback: Double
  /// The allowed values.
  public let range: Range
  /// In a few words, for help and messages.
  public let summary: String

  /// The word, the default, the allowed values, and what it does.
  public init(_ key: Key, _ fallback: Double, _ range: Range, _ summary: String) {
    (self.key, self.fallback, self.range, self.summary) = (key, fallback, range, summary)
  }

  /// Its word in the language.
  public var name: String { key.word }

  /// Whether a value is in the range, finite as a float32 too.
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
}

/// The values of a row's settings in one use of it: those given, else the defaults.
public struct Settings: Sendable, Equatable {
  private var values: [Setting.Key: Double]

  /// Those given over the defaults; what the row does not have is left out.
  public init(_ specs: [Setting], given: [Setting.Key: Double] = [:]) {
    values = Dictionary(uniqueKeysWithValues: specs.map { ($0.key, given[$0.key] ?? $0.fallback) })
  }

  /// The value of a setting; 0, which turns every option off, for one that the row does not have.
  public subscript(key: Setting.Key) -> Double { values[key] ?? 0 }
}
