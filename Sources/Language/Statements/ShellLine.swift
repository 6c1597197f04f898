/// Lines that are meant for the shell and were typed at the prompt: `nn doctor`, `course 2`, `fmt lesson.nn`.
enum ShellLine {
  /// The commands of `nn` that are no statements.
  static let commands = [
    "course", "demo", "doctor", "fmt", "grade", "page", "playground", "site", "test",
  ]
  /// A file that a command of the same word as a statement is for: `check lesson.nn`, `sweep grid.nn`.
  private static let shared = ["check", "run", "sweep"]

  /// What to type instead; nil for any other line.
  ///
  /// - Parameter reads: whether a text can be read as it is.
  static func advice(for line: String, reads: (String) -> Bool) -> String? {
    let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
    guard let first = words.first, words.count <= 8 else { return nil }
    guard first == "nn" else {
      let isOfShell =
        shared.contains(String(first)) && words.count > 1 && words.dropFirst().allSatisfy(isFile)
      // `test` alone asks how good the net is.
      guard commands.contains(String(first)) && line != "test" || isOfShell else { return nil }
      return ofShell("nn \(words.joined(separator: " "))")
    }
    let rest = words.dropFirst().joined(separator: " ")
    guard let word = words.dropFirst().first else {
      return "This is the prompt of nn: type statements, `help all` lists them."
    }
    if commands.contains(String(word)) || word.hasPrefix("-") { return ofShell("nn \(rest)") }
    if words.count == 2, isFile(word) { return "Write: run \"\(word)\"" }
    return reads(rest) ? "Write: \(rest)" : nil
  }

  private static func isFile(_ word: Substring) -> Bool { word.hasSuffix(".nn") || word.hasSuffix(".md") }

  private static func ofShell(_ command: String) -> String {
    "A command of the shell: type `quit`, then `\(command)`"
  }
}
