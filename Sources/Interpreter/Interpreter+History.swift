import Language

/// The way a session came: back and forth on it, and writing it down.
extension Interpreter {
  /// Carries out a command about the statements before, or about the last mistake; false for any other.
  func runCommand(_ command: Command, _ context: Context) throws(Diagnostic) -> Bool {
    switch command {
    case .undo: try undo()
    case .redo: try redo()
    case .history: host.emit(.history(state.done))
    case .transcript(let options): try write(options, context)
    case .why(let code): try explain(code)
    case .report(let file, let options): try report(file, options, context)
    case .tour:
      // Whoever shows events can show a tour, or says where there is one.
      host.emit(.tour)
    case .help, .apropos, .prompt, .color, .timing, .quiet, .pager, .watch, .quit:
      return false
    }
    return true
  }

  private func undo() throws(Diagnostic) {
    guard let last = state.past.popLast() else {
      throw .nothingToUndo(isCut: state.past.isCut, isUndone: !state.future.isEmpty)
    }
    state.future.append((session, last.text))
    state.transcript.add(.undo)
    let open = session.exercise?.title
    state.session = last.session
    report(.undone(last.text))
    tellExercise(after: open)
  }

  /// Which exercise is open now, if it is another than before.
  private func tellExercise(after open: String?) {
    guard session.exercise?.title != open else { return }
    report(.note(session.exercise.map { "the exercise \"\($0.title)\" is open" } ?? "no exercise is open"))
  }

  private func redo() throws(Diagnostic) {
    guard let next = state.future.popLast() else {
      throw Diagnostic(.nothingToUndo, "there is nothing to redo: the last statement was not an undo")
    }
    state.past.append(session, next.text)
    state.transcript.add(.redo)
    let open = session.exercise?.title
    state.session = next.session
    report(.redone(next.text))
    tellExercise(after: open)
  }

  private func write(
    _ options: GivenOptions<TranscriptOption>, _ context: Context
  ) throws(Diagnostic) {
    let lines = state.transcript.lines(isWithoutMistakes: options.contains(.without))
    guard let file = options[.to]?.expression else { return host.emit(.transcript(lines)) }
    var executor = executor(context)
    let name = try executor.fileName(file)
    let text = ([WrittenKind.mark] + lines).map { $0 + "\n" }.joined()
    try executor.write(
      .text(text), to: Located(name, file.span), .script, replaces: options.contains(.replace))
  }

  private func explain(_ code: Located<String>?) throws(Diagnostic) {
    guard let code else {
      guard let last = state.lastMistake else { return report(.note("nothing has gone wrong yet")) }
      return host.emit(.why(last.code, last.message, of: last.statement))
    }
    guard let known = DiagnosticCode(rawValue: code.node) else { throw .unknownMistake(code) }
    host.emit(.why(known, nil, of: nil))
  }

  // The transcript.

  /// Notes what a statement did, so that it can be taken back and repeated by a script.
  func record(
    _ statement: Located<Statement>, _ text: String, _ source: Source, _ flow: Flow, _ executor: Executor,
    _ effects: Set<Effect>
  ) {
    state.done.append(text)
    let isChange =
      effects.contains(.changesSession) || executor.trace.ranProcedure
      || executor.session.differsInPassing(from: session)
    if isChange {
      state.future = []
      if !isConsequence { state.past.add(session, text) }
    }
    note(statement, text, source, flow, executor, effects, isChange)
  }

  /// Notes a page that was written: it changes nothing here, and whoever repeats the session wants it too.
  func noteFile(_ text: String) {
    state.done.append(text)
    state.transcript.add(
      .done(
        Transcript.Step(
          lines: [text], changes: false, writesFile: true, isWeightLine: false, joins: isConsequence)))
  }

  private func note(
    _ statement: Located<Statement>, _ text: String, _ source: Source, _ flow: Flow,
    _ executor: Executor, _ effects: Set<Effect>, _ isChange: Bool
  ) {
    var step = Transcript.Step(
      lines: [], changes: isChange, writesFile: effects.contains(.writesFile),
      isWeightLine: statement.node.isWeightLine, joins: isConsequence)
    defer { state.transcript.add(.done(step)) }
    if case .command = statement.node { return }
    if session.exercise == nil { step.opens = executor.session.exercise?.title }
    if let lines = exerciseLines(statement.node, executor) {
      let text = lines.joined(separator: "\n")
      step.lines = lines.isEmpty ? [] : Transcript.seeded(text, executor.trace) ?? [text]
      return
    }
    if flow == .interrupted, !effects.contains(.trains) {
      state.transcript.add(.mistake(text, "stopped here; what it had done until then is not in this script"))
      state.transcript.add(.comment("# This may come out differently: a loop was stopped here."))
    } else if let lines = Transcript.script(
      for: statement, in: source, to: executor.session, executor.trace, effects)
    {
      step.lines = lines
    } else {
      state.transcript.add(
        .comment(
          "# This may come out differently: a seed was chosen in it, or a clock or a person stopped it."))
      step.lines = [text]
    }
  }

  /// What somebody does who works at exercises, as a script that nobody works at: an exercise is its set-up, in a section
  /// of its name; its solution is the set-up and the solution. nil for any other statement.
  private func exerciseLines(_ statement: Statement, _ executor: Executor) -> [String]? {
    if session.exercise == nil, let open = executor.session.exercise { return open.setUpLines }
    guard case .exerciseStep(let step) = statement else { return nil }
    guard case .solution = step, let open = session.exercise else { return [] }
    state.transcript.add(.comment(open.solutionComment))
    return open.solvingLines
  }

  /// Comments of the text between two statements belong to what was typed.
  func noteComments(_ source: Source, _ span: Span) {
    guard span.start < span.end else { return }
    for line in source.text(span).splitLines {
      let text = line.drop { $0 == " " || $0 == "\t" || $0 == ";" }
      if text.hasPrefix("#"), !text.hasPrefix("#!") { state.transcript.add(.comment(String(text))) }
    }
  }
}

extension Interpreter {
  /// Whether a text is a transcript that nn wrote into a file.
  public static func isTranscript(_ text: String) -> Bool { text.hasPrefix(WrittenKind.mark) }
}

extension Interpreter {
  /// From here on what `undo` can go back to takes no more bytes, but for the last one.
  package func keepToUndo(bytes: Int) { state.past.mostBytes = bytes }

  /// The same of the transcript.
  package func keepInTranscript(bytes: Int) { state.transcript.mostBytes = bytes }
}

extension Interpreter.State {
  /// The bytes of what `undo` can go back to, as they were counted on the way, and counted anew.
  package var bytesToUndo: (kept: Int, recounted: Int) { (past.bytes, past.recounted) }
}

extension Session {
  /// A statement that only looks may draw from the generator, or bring in the data that the net falls back on.
  fileprivate func differsInPassing(from other: Session) -> Bool {
    (data.whole == nil) != (other.data.whole == nil) || random.seed != other.random.seed
      || random.generator != other.random.generator
  }
}

extension Statement {
  fileprivate var isWeightLine: Bool { if case .weights = self { true } else { false } }
}

extension Diagnostic {
  /// - Parameters:
  ///   - isCut: there were more statements than are kept.
  ///   - isUndone: others were undone before.
  fileprivate static func nothingToUndo(isCut: Bool, isUndone: Bool) -> Diagnostic {
    if isCut {
      return Diagnostic(
        .nothingToUndo, "`undo` goes back no further",
        help: ["It keeps the last \(Past.mostEntries) changes, fewer where they are large."])
    }
    let why = isUndone ? "this is how the session began" : "no statement has changed anything yet"
    return Diagnostic(.nothingToUndo, "there is nothing to undo: \(why)")
  }

  fileprivate static func unknownMistake(_ code: Located<String>) -> Diagnostic {
    let codes = DiagnosticCode.allCases.map(\.rawValue)
    return Diagnostic(
      .unknownName, "there is no mistake with the code `\(code.node)`", at: code.span,
      label: ForeignWords.meant(by: code.node, among: codes).map { "did you mean `\($0)`?" },
      help: ["`why` alone explains the last mistake."])
  }
}

extension Diagnostic {
  /// The row of the statement that it is about; nil where that is not known.
  fileprivate var statement: StatementSpec? {
    guard let source, let span else { return nil }
    let words = source.statement(around: span).split { $0 == " " || $0 == "\t" }
    return words.first.flatMap { StatementSpec.named(String($0)) }
  }
}
