import Language
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

  /// The most elements of a list, those of lists in it counted too, and the longest text.
  static let sizeLimit = 1_000_000

  /// A list, if it is not too large.
  static func checkedList(_ values: [Value]) throws(Diagnostic) -> Value {
    let list = Value.list(values)
    guard list.size <= sizeLimit else {
      throw Diagnostic(.outOfRange, "a list holds at most 1,000,000 elements")
    }
    return list
  }

  /// About the memory that it takes; a list that is `counted` takes none.
  func bytes(notIn counted: inout CountedLists) -> Int {
    switch self {
    case .number, .bool: MemoryLayout<Value>.stride
    case .string(let text): MemoryLayout<Value>.stride + text.utf8.count
    case .list(let values): counted.bytes(values)
    }
  }

  /// Whether it is a list.
  var isList: Bool { if case .list = self { true } else { false } }

  /// Elements, those of lists in it counted too. Lists are at most two deep: `_` after an `eval` of rows with several outputs
  /// is a list of lists, and a list that is written out opens those in it.
  var size: Int {
    guard case .list(let values) = self else { return 1 }
    return values.reduce(0) { $0 + $1.size }
  }

  /// The numbers of a number or a list of numbers, nested ones too; nil if anything else is in it.
  var numbers: [Double]? {
    switch self {
    case .number(let value): return [value]
    case .list(let values):
      var all: [Double] = []
      all.reserveCapacity(values.count)
      for value in values {
        if case .number(let number) = value {
          all.append(number)
        } else {
          guard let numbers = value.numbers else { return nil }
          all += numbers
        }
      }
      return all
    case .string, .bool: return nil
    }
  }
}
