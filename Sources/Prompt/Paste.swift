/// What of a paste enters the line.
public enum Paste {
  /// What is left of a paste, and how many of its lines were answers.
  struct Cleaned: Equatable {
    let text: String
    let answers: Int
  }

  /// Newlines as ours, no other control characters (they could be keys in disguise), our own prompts taken
  /// off, and no newline at the end: nothing runs before the user presses Enter.
  ///
  /// Where prompts were copied too it is a session, and the lines without one are answers, which are left out; but for the
  /// first, which may be a statement whose prompt was not copied.
  static func clean(_ bytes: [UInt8], isStatement: (String) -> Bool = { _ in true }) -> Cleaned {
    var lines = split(bytes).map { line in
      String(decoding: line.filter { ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 }, as: UTF8.self)
    }
    while lines.count > 1, lines.last == "" { lines.removeLast() }
    let bare = lines.map(withoutPrompt)
    let isSession = zip(lines, bare).contains { $0 != $1 }
    guard isSession, lines.count > 1 else { return Cleaned(text: bare.joined(separator: "\n"), answers: 0) }
    var (kept, answers) = ([String](), 0)
    for (k, line) in lines.enumerated() {
      if line != bare[k] || k == 0 && isStatement(line) {
        if !bare[k].isEmpty { kept.append(bare[k]) }
      } else if !line.isEmpty {
        answers += 1
      }
    }
    return Cleaned(text: kept.joined(separator: "\n"), answers: answers)
  }

  /// Lines as they would have been pasted: each without a prompt of ours.
  public static func withoutPrompts(_ text: String) -> String {
    split(Array(text.utf8)).map { withoutPrompt(String(decoding: $0, as: UTF8.self)) }.joined(separator: "\n")
  }

  /// Terminals send what Enter would, a carriage return; some send both.
  private static func split(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    for (index, byte) in bytes.enumerated() where byte == 0x0A || byte == 0x0D {
      if byte == 0x0A, index > 0, bytes[index - 1] == 0x0D {
        start = index + 1
        continue
      }
      lines.append(bytes[start..<index])
      start = index + 1
    }
    lines.append(bytes[start...])
    return lines
  }

  /// The line without a prompt of ours at its start, as when a session was copied from a page. Blanks before
  /// a prompt go with it; other lines are left as they are.
  public static func withoutPrompt(_ line: String) -> String {
    let text = line.utf8.drop { $0 == 0x20 || $0 == 0x09 }
    guard let end = text.firstIndex(of: UInt8(ascii: ">")) else { return line }
    let rest = text[text.index(after: end)...]
    guard isPrompt(text[..<end]), rest.isEmpty || rest.first == 0x20 else { return line }
    return String(Substring(rest.dropFirst()))
  }

  /// Whether this is what comes before `> ` in a prompt: dots, or `nn` alone or with a net's shape and metrics.
  private static func isPrompt(_ text: Substring.UTF8View) -> Bool {
    if text.elementsEqual("...".utf8) { return true }
    let words = text.split(separator: 0x20, omittingEmptySubsequences: false)
    guard let first = words.first, first.elementsEqual("nn".utf8), words.count <= 6 else { return false }
    guard words.count > 1 else { return true }
    return isShape(words[1]) && words.dropFirst(2).allSatisfy { !$0.isEmpty && $0.allSatisfy(isFigureByte) }
  }

  private static func isShape(_ word: Substring.UTF8View) -> Bool {
    word.first.map(isDigit) == true && word.allSatisfy { isDigit($0) || $0 == UInt8(ascii: "-") }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// Names and numbers; bytes above ASCII are the minus sign and other signs numbers may have.
  private static func isFigureByte(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte >= 0x80 || ".+-%".utf8.contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
  }
}
