/// A line of a statement as it stands on the screen: the prompt, and what is typed after it.
public struct TypedLine: Sendable {
  /// In front of the further lines of a statement.
  public static let continuation = "...> "

  /// Empty where no prompt is shown.
  public let prompt: String
  /// What is typed on this line.
  public let text: String

  /// The prompt and what is typed.
  public var content: Text { Text(prompt, .prompt) + Text(statement: text) }

  /// The line on a terminal.
  public var line: Line { Line(content) }

  /// A statement after its prompt as it stands on a screen of so many columns: no line is broken within a name.
  public static func rows(of text: String, prompt: String, columns: Int) -> [Text] {
    lines(of: text, prompt: prompt).flatMap { line in
      let margin = line.text.prefix { $0 == " " }.count + continuation.count + 4
      return line.content.wrapped(to: max(20, columns - 1), indent: blanks(min(margin, columns / 2)))
    }
  }

  /// A statement after its prompt, one line or several. Without a prompt there is none for further lines either.
  public static func lines(of text: String, prompt: String) -> [TypedLine] {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated().map {
      index, line in
      TypedLine(prompt: index == 0 || prompt.isEmpty ? prompt : continuation, text: String(line))
    }
  }
}
