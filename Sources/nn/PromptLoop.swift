import Interpreter
import Language
import Prompt
import Rendering
import Standard

/// The conversation at a terminal: reads an entry, runs it, and goes on until `quit` or Ctrl-D.
struct PromptLoop {
  let interpreter: Interpreter
  let console: Console

  func run() -> Interpreter.End {
    let history = HistoryFile.standard()
    guard let editor = LineEditor(program: "nn", history: history) else { return plain() }
    console.greet(isHistoryKept: history.isKept)
    return converse(editor)
  }

  /// Without a greeting, within something else, whose statements are what the arrow keys bring: a person's own history is
  /// nobody's business there.
  ///
  /// - Parameter untilDone: the last of them stands there to be changed, and it ends by itself once one succeeded.
  func converse(recalling statements: [String], untilDone: Bool) {
    guard let editor = LineEditor(program: "nn", history: HistoryFile(path: nil)) else { return }
    for statement in statements { editor.remember(statement) }
    if untilDone { editor.recall() }
    _ = converse(editor, untilDone: untilDone)
  }

  /// Until the exercise that is open is not any more.
  ///
  /// - Returns: false if it was left by Ctrl-D or `quit`.
  func converseOverExercise() -> Bool {
    guard let editor = LineEditor(program: "nn", history: HistoryFile(path: nil)) else { return false }
    _ = converse(editor, untilSolved: true)
    return interpreter.session.exercise == nil
  }

  private func converse(
    _ editor: LineEditor, untilDone: Bool = false, untilSolved: Bool = false
  ) -> Interpreter.End {
    let before = answerQuestions(with: editor)
    defer { console.answerQuestions(by: before) }
    editor.isStatement = { parse(Source(name: "prompt", text: $0), .standard).problems.isEmpty }
    var mistakes = 0
    while true {
      editor.color = editor.canMove && console.hasColor(.output)

      switch entry(editor) {
      case .endOfFile: return .quit
      case .interrupted: Interrupts.clear()
      case .text(let text):
        let end = run(text)
        if end.isFinal, end != .interrupted { return .quit }
        if untilSolved, interpreter.session.exercise == nil { return .done }
        if untilDone, end == .done, text.contains(where: { !$0.isWhitespace }) { return .done }
        if end.isFailure { mistakes += 1 }
        if end.isFailure, mistakes == 1 { console.tell("(`why` tells more about a mistake)", .faint) }
      }
    }
  }

  /// What a statement asks is read as a line.
  ///
  /// - Returns: what was there to answer before.
  private func answerQuestions(with editor: LineEditor) -> (@Sendable (String) -> String?)? {
    // A statement runs on the thread that reads, between two reads.
    nonisolated(unsafe) let asked = editor
    let console = console
    return console.answerQuestions { question in
      console.flush()
      if case .text(let line) = asked.read(prompt: Line(Rendering.Text(question)).text) { return line }
      return ""
    }
  }

  /// One entry: a line, or as many as an open block or bracket, or a `\` at the end of a line, asks for. A line of a block
  /// with a mistake is answered at once and not taken, so that nothing typed before it is lost; with it go the lines of a
  /// bracket that it stands in, and those joined with it.
  private func entry(_ editor: LineEditor) -> Prompt.Entry {
    var text = ""
    /// The text before the line that opened the bracket, or that was the first to be joined with the next, in which `text`
    /// ends.
    var whole = ""
    while true {
      let read = line(editor, after: text)
      guard case .text(let typed) = read else { return text.isEmpty ? read : .interrupted }
      let line = Paste.withoutPrompts(typed)
      let longer = text.isEmpty ? line : text + "\n" + line
      let program = parse(Source(name: "prompt", text: longer), .standard)
      if program.endsInJoin {
        text = longer
        continue
      }
      if program.isIncomplete || !text.isEmpty,
        let problem = program.problems.first(where: { !isOpenEnd($0, program) })
      {
        text = whole
        refuse(problem, longer, isInBlock: !whole.isEmpty)
        if whole.isEmpty { editor.remember(longer) }
        continue
      }
      if program.endsInData, !program.endsInBracket, !text.isEmpty,
        let problem = interpreter.mistake(inOpenData: longer)
      {
        text = whole
        refuse(problem, longer, isInBlock: true)
        continue
      }
      if program.endsInData, text.isEmpty { sayHowToFill() }
      text = longer
      if !program.endsInBracket { whole = longer }
      guard program.isIncomplete else { break }
    }
    if text.contains(where: { !$0.isWhitespace }) { editor.remember(text) }
    return .text(text)
  }

  /// A line of an entry, behind those before it.
  private func line(_ editor: LineEditor, after text: String) -> Prompt.Entry {
    let before = text.isEmpty ? "" : text + "\n"
    editor.complete = { offers(before, $0, $1) }
    defer { editor.complete = nil }
    return editor.read(
      prompt: Self.painted(text.isEmpty ? interpreter.prompt : TypedLine.continuation),
      continuation: Self.painted(TypedLine.continuation))
  }

  /// The editor leaves the escapes out where there is no color.
  private static func painted(_ prompt: String) -> String {
    Role.prompt.painted(String(prompt.dropLast())) + " "
  }

  /// What may stand at the cursor of a line, after the lines of an open block.
  private func offers(_ before: String, _ line: String, _ cursor: Int) -> (Int, [LineEditor.Offer]) {
    var names = interpreter.session.names
    names.files = Files.names(beginning:)
    names.columnsOfFile = Files.columns(of:)
    let found = completions(
      of: before + line, at: before.utf8.count + cursor, .standard, names)
    let start = max(0, found.start - before.utf8.count)
    // What a terminal would act on cannot be typed either.
    let shown = found.candidates.filter { !$0.text.steersTerminals }
    return (start, shown.map { LineEditor.Offer(text: $0.text, meaning: $0.meaning) })
  }

  /// What belongs into a data block that has just been opened.
  private func sayHowToFill() {
    if let network = interpreter.session.network, network.inputs > 8 {
      console.say("A row is its \(network.inputs) inputs, -> and its targets.", .faint)
      return console.say("`end` closes the block, Ctrl-C drops it.", .faint)
    }
    let row = interpreter.session.network.map { "\($0.exampleInputs) -> \($0.exampleTargets)" } ?? "0 1 -> 1"
    console.tell("A row is its inputs, -> and its targets, for example: \(row)", .faint)
    console.tell("`end` closes the block, Ctrl-C drops it.", .faint)
  }

  private func refuse(_ problem: Diagnostic, _ text: String, isInBlock: Bool) {
    interpreter.fail(problem, text)
    guard isInBlock else { return }
    console.tell("This line was not taken; the block is still open: `end` closes, Ctrl-C drops it.")
  }

  /// The mistake is only that the text is not finished yet.
  private func isOpenEnd(_ problem: Diagnostic, _ program: Program) -> Bool {
    guard program.isIncomplete else { return false }
    switch problem.code {
    case .missingEnd, .unclosedBracket: return true
    case .missingArgument: return program.endsInBracket
    default: return false
    }
  }

  private func run(_ text: String) -> Interpreter.End {
    Interrupts.clear()
    let end = interpreter.run(Source(name: "prompt", text: text, isTyped: true))
    Interrupts.clear()
    console.flush()
    return end
  }

  /// `-i` without a terminal: the rest of the standard input is a script.
  private func plain() -> Interpreter.End {
    do throws(Diagnostic) {
      return interpreter.run(try Files.script("-"))
    } catch {
      console.host.emit(.failure(error))
      return .failed(error.code.exitStatus)
    }
  }
}

extension Console {
  /// A newcomer's first three things to type, and the way out.
  func greet(isHistoryKept: Bool) {
    tell("nn \(NN.version) — type a statement, as net 2 2 1, or: tour · help · quit", .heading)
    if !isHistoryKept { tell("(history is not kept: no place to write it)", .faint) }
  }
}
