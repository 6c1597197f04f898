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
