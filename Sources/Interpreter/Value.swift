import NeuralCore

/// What an expression can be.
public enum Value: Sendable, Equatable {
  case number(Double)
  case string(String)
  case bool(Bool)
  case list([Value])

  /// The kind in words, with its article.
  public var kind: String {
    switch self {
    case .number: "a number"
    case .string: "a text"
    case .bool: "true or false"
    case .list: "a list"
    }
  }

  /// As `print` shows it.
  public var text: String {
    switch self {
    case .number(let value): value.text
    case .string(let text): text
    case .bool(let value): value ? "true" : "false"
    case .list(let values): "[" + values.map(\.text).joined(separator: ", ") + "]"
    }
  }

  /// The numbers of a number or a list of numbers, nested ones too; nil if anything else is in it.
  var numbers: [Double]? {
    switch self {
    case .number(let value): return [value]
    case .list(let values):
      var all: [Double] = []
      for value in values {
        guard let numbers = value.numbers else { return nil }
        all += numbers
      }
      return all
    case .string, .bool: return nil
    }
  }
}

extension Double {
  /// The shortest decimal that reads back as this number, whole numbers without a point: `0.1`, `3`, `1e-08`.
  public var text: String {
    if let whole = Int64(exactly: self), magnitude < 1e15 {
      return sign == .minus && whole == 0 ? "-0" : "\(whole)"
    }
    return description
  }
}

extension Float {
  /// The shortest decimal that reads back as this float32.
  public var text: String {
    if let whole = Int64(exactly: self), magnitude < 1e7 {
      return sign == .minus && whole == 0 ? "-0" : "\(whole)"
    }
    return description
  }
}
