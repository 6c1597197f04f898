/// A JSON value that keeps the order of its keys.
indirect enum JSON: Sendable {
  case string(String)
  /// A number as it is written.
  case number(String)
  case bool(Bool)
  case null
  case array([JSON])
  case object([(String, JSON)])

  /// The text on one line without blanks.
  var text: String {
    switch self {
    case .string(let text): Self.quoted(text)
    case .number(let text): text
    case .bool(let value): value ? "true" : "false"
    case .null: "null"
    case .array(let values): "[" + values.map(\.text).joined(separator: ",") + "]"
    case .object(let pairs):
      "{" + pairs.map { Self.quoted($0.0) + ":" + $0.1.text }.joined(separator: ",") + "}"
    }
  }

  /// The text for people: a key a line, indented by two blanks a level; what fits into one line stays on it.
  func pretty(indent: Int = 0) -> String {
    let margin = String(repeating: " ", count: indent + 2)
    let end = "\n" + String(repeating: " ", count: indent)
    if indent + text.count <= 96 { return spaced }
    switch self {
    case .string, .number, .bool, .null: return text
    case .array(let values):
      return "[\n" + values.map { margin + $0.pretty(indent: indent + 2) }.joined(separator: ",\n") + end
        + "]"
    case .object(let pairs):
      let lines = pairs.map { margin + Self.quoted($0.0) + ": " + $0.1.pretty(indent: indent + 2) }
      return "{\n" + lines.joined(separator: ",\n") + end + "}"
    }
  }

  /// The text on one line with blanks after colons and commas.
  private var spaced: String {
    switch self {
    case .string, .number, .bool, .null: text
    case .array(let values): "[" + values.map(\.spaced).joined(separator: ", ") + "]"
    case .object(let pairs):
      "{" + pairs.map { Self.quoted($0.0) + ": " + $0.1.spaced }.joined(separator: ", ") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    // What is written as it is: nearly everything.
    guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5c || $0 >= 0x7f }) else {
      return "\"" + text + "\""
    }
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case _ where scalar.isUnseen:
        let hex = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension Unicode.Scalar {
  /// Whether a terminal or an editor acts on it rather than shows it.
  fileprivate var isUnseen: Bool {
    guard value < 0x10000 else { return false }
    return switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
