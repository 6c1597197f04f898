import JSONText

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

  private static func quoted(_ text: String) -> String { JSONText.quoted(text, isShort: true) }
}
