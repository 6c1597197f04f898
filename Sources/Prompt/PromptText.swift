/// Prompts as libedit wants them.
enum PromptText {
  private static let escape = UInt8(0x1B)
  private static let mark = UInt8(0x01)

  /// Escapes between marks, so that libedit does not count them as columns; none without `color`. A prompt
  /// may not end with an escape, libedit would drop it: blanks at the end are moved after it.
  static func marked(_ prompt: String, color: Bool) -> String {
    var text: [UInt8] = []
    var rest = Array(prompt.utf8)[...]
    while let byte = rest.first {
      let sequence = rest.prefix(escapeLength(rest))
      rest = rest.dropFirst(max(1, sequence.count))
      if sequence.isEmpty {
        if byte != mark { text.append(byte) }
      } else if color {
        appendEscape(sequence, to: &text)
      }
    }
    if text.last == mark { text.append(0x20) }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes of the escape sequence a text starts with, 0 when it starts with none.
  private static func escapeLength(_ text: ArraySlice<UInt8>) -> Int {
    guard text.first == escape else { return 0 }
    guard text.dropFirst().first == UInt8(ascii: "[") else { return 1 }
    let body = text.dropFirst(2).prefix { (0x20...0x3F).contains($0) }
    return min(text.count, body.count + 3)
  }

  private static func appendEscape(_ sequence: ArraySlice<UInt8>, to text: inout [UInt8]) {
    var blanks = 0
    while text.count > blanks, text[text.count - 1 - blanks] == 0x20 { blanks += 1 }
    text.removeLast(blanks)
    text += [mark] + sequence + [mark]
    text += [UInt8](repeating: 0x20, count: blanks)
  }
}
