/// The words of expressions and blocks. No variable and no option has one of these names.
public enum Keyword: String, Sendable, CaseIterable {
  case `true`, `false`, and, or, not, mod, end, `else`, `in`, within, by

  /// Their words.
  public static let words = Set(allCases.map(\.rawValue))

  /// Whether it begins a value.
  var isValue: Bool {
    switch self {
    case .true, .false: true
    case .and, .or, .not, .mod, .end, .else, .in, .within, .by: false
    }
  }
}

/// Keywords as roles of words.
extension Keyword {
  /// From 1.
  var number: UInt8 {
    switch self {
    case .true: 1
    case .false: 2
    case .and: 3
    case .or: 4
    case .not: 5
    case .mod: 6
    case .end: 7
    case .else: 8
    case .in: 9
    case .within: 10
    case .by: 11
    }
  }

  /// In the order of their numbers.
  private static let numbered = allCases.sorted { $0.number < $1.number }

  fileprivate init?(_ role: Word.Role) {
    guard role.keyword > 0 else { return nil }
    self = Self.numbered[Int(clamping: role.keyword) - 1]
  }
}

extension Word {
  /// nil for any other word.
  var keyword: Keyword? { Keyword(role) }
}

extension Token {
  /// nil for any other token.
  var keyword: Keyword? { Keyword(role) }
  func isWord(_ keyword: Keyword) -> Bool { role.keyword == keyword.number }
}
