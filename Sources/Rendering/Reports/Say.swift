import Interpreter

/// What a script says of itself, and what commands of the prompt answer.
extension Reporter {
  /// The statement behind the prompt, as it was typed.
  func statement(_ echo: StatementEcho) -> [Block] {
    echo.isNarration ? [] : [.statement(echo.text, prompt: echo.prompt)]
  }

  func say(_ text: String) -> [Block] {
    (verbosity == .prompt ? [] : [.blank])
      + text.split(separator: "\n", omittingEmptySubsequences: false).map {
        .paragraph(Text(String($0), .narration))
      }
  }

  func timing(_ isOn: Bool) -> [Block] {
    [report(isOn ? "each statement's time is shown" : "times are not shown, but for `train`")]
  }

  func timed(_ seconds: Double) -> [Block] {
    showsTimes ? [.line(Text("· " + duration(seconds), .faint))] : []
  }

  func history(_ texts: [String]) -> [Block] {
    [.preformatted(texts.enumerated().map { "\("\($0 + 1)".leading(to: 4))  \(firstLine($1))" })]
  }
}
