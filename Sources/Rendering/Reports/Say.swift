import Interpreter
import Language
import Standard

/// What a script says of itself, and what commands of the prompt answer.
extension Reporter {
  /// The statement after the prompt, as it was typed.
  func statement(_ echo: StatementEcho) -> [Block] {
    echo.isNarration ? [] : [.statement(echo.text, prompt: echo.prompt)]
  }

  func say(_ text: String) -> [Block] {
    (verbosity == .prompt || verbosity == .lesson ? [] : [.blank])
      + text.linesOfText.map { .paragraph(Text($0, .narration)) }
  }

  func timing(_ isOn: Bool) -> [Block] {
    [report(isOn ? "the time of each statement is shown" : "only `train` shows its time")]
  }

  func quiet(_ isOn: Bool) -> [Block] {
    [report(isOn ? "quiet: reports are not shown until `quiet off`" : "reports are shown again")]
  }

  func pager(_ isOn: Bool) -> [Block] {
    [report(isOn ? "long output is shown in pages" : "long output scrolls by")]
  }

  func timed(_ seconds: Double) -> [Block] {
    showsTimes ? [.paragraph(Text("· " + time(seconds), .faint))] : []
  }

  func history(_ texts: [String]) -> [Block] {
    [.preformatted(texts.enumerated().map { "\("\($0 + 1)".leading(to: 4))  \(firstLine($1))" })]
  }
}

extension EventTable {
  static let value = EventRow<Value>("value", "an expression was typed") {
    Field("value", "of the expression") { $0 }
  }

  static let print = EventRow<String>("print", "`print`") { Field("text", "that was printed") { $0 } }

  static let expect = EventRow<String>("expect", "a condition of `expect` held") {
    Field("condition", "as typed") { $0 }
    Field("holds", "true: one that does not hold is an `error`") { _ in true }
  }

  static let bound = EventRow<(name: String, value: Value)>("let", "`let` gave a value a name") {
    Field("name", "of the variable") { $0.name }
    Field("value", "of the variable") { $0.value }
  }

  static let say = EventRow<String>("say", "`say`: narration") { Field("text", "as typed") { $0 } }
  static let section = EventRow<String>("section", "`section`: a heading") {
    Field("text", "as typed") { $0 }
  }
  static let speakerNote = EventRow<String>("speaker_note", "`note`, for the speaker of a demo") {
    Field("text", "as typed") { $0 }
  }
  static let note = EventRow<String>("note", "something is remarked on") {
    Field("text", "of the remark") { $0 }
  }

  static let seed = EventRow<(seed: Int64, isChosen: Bool)>("seed", "the generator begins with a seed") {
    Field("seed", "of the generator") { $0.seed }
    Field("chosen", "whether nn chose it") { $0.isChosen }
  }

  static let digits = EventRow<Int>("digits", "`digits`") { Field("digits", "decimals to show") { $0 } }

  static let undone = EventRow<String>("undo", "a statement was undone") {
    Field("statement", "as typed") { $0 }
  }
  static let redone = EventRow<String>("redo", "a statement was redone") {
    Field("statement", "as typed") { $0 }
  }
  static let history = EventRow<[String]>("history", "`history`") {
    Field("statements", "that were run, as typed") { $0 }
  }
  static let transcript = EventRow<[String]>("transcript", "`transcript`") {
    Field("lines", "of the script") { $0 }
  }

  static let color = EventRow<ColorChoice?>("color", "`color`") {
    Field(choice: "color", "`null`: as the command decides") { $0 }
  }
  static let timing = EventRow<Bool>("timing", "`timing`") {
    Field("on", "whether statements are timed") { $0 }
  }
  static let quiet = EventRow<Bool>("quiet", "`quiet on` or `quiet off`") {
    Field("on", "whether reports are kept from being shown") { $0 }
  }

  static let pager = EventRow<Bool>("pager", "`pager`") {
    Field("on", "whether long output is shown in pages") { $0 }
  }
  static let timed = EventRow<Double>("time", "a statement is over, with `timing on`") {
    Field("seconds", "that it took") { $0 }
  }

  static let cleared = EventRow<Void>("clear", "the session is as at the beginning")
}
