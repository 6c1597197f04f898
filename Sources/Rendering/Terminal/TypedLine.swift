/// A line of a statement as it stands on the screen: the prompt, and what is typed after it.
public struct TypedLine: Sendable {
  /// In front of the further lines of a statement.
  public static let continuation = "...> "

  /// Empty where no prompt is shown.
  public let prompt: String
  /// What is typed on this line.
  public let text: String

  /// The prompt and what is typed.
  public var content: Text { Text(prompt, .prompt) + Text(text) }

  /// The line on a terminal.
  public var line: Line { Line(content) }

  /// A statement after its prompt, one line or several. Without a prompt there is none for further lines either.
  public static func lines(of text: String, prompt: String) -> [TypedLine] {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated().map {
      index, line in
      TypedLine(prompt: index == 0 || prompt.isEmpty ? prompt : continuation, text: String(line))
    }
  }
}
