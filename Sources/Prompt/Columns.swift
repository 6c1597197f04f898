import CLibEdit

/// A list of words set in columns.
enum Columns {
  /// Lines that end in a newline, filled column by column as `ls` does; when there are more than `rows`, the
  /// last one says how many words are left out.
  static func text(_ words: [String], width: Int, rows: Int) -> String {
    let cell = min((words.map(displayWidth).max() ?? 0) + 2, max(width, 1))
    let across = max(1, (width - 1) / cell)
    let needed = (words.count + across - 1) / across
    let shown = needed <= rows ? words : Array(words.prefix(max(1, rows - 1) * across))
    let height = (shown.count + across - 1) / across
    var lines = (0..<height).map { row in
      stride(from: row, to: shown.count, by: height).map { pad(shown[$0], to: cell) }.joined()
    }
    if shown.count < words.count { lines.append("and \(words.count - shown.count) more") }
    return lines.map { $0.trimmingTrailingBlanks() + "\r\n" }.joined()
  }

  /// A word a line, with what it means, cut where the line ends.
  static func text(_ words: [(text: String, meaning: String)], width: Int, rows: Int) -> String {
    let cell = min((words.map { displayWidth($0.text) }.max() ?? 0) + 2, max(width / 2, 1))
    let shown = words.count <= rows ? words[...] : words.prefix(max(1, rows - 1))
    var lines = shown.map { word in
      let meaning = word.meaning.prefix(max(0, width - cell - 1))
      return word.meaning.isEmpty ? word.text : pad(word.text, to: cell) + meaning
    }
    if shown.count < words.count { lines.append("and \(words.count - shown.count) more") }
    return lines.map { $0.trimmingTrailingBlanks() + "\r\n" }.joined()
  }

  /// The cells a text takes in the terminal.
  static func displayWidth(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + Int(editor_width($1.value)) }
  }

  private static func pad(_ word: String, to width: Int) -> String {
    word + String(repeating: " ", count: max(0, width - displayWidth(word)))
  }
}

extension String {
  fileprivate func trimmingTrailingBlanks() -> String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
