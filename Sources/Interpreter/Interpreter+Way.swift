import Language

/// The way a session came: back and forth on it, and writing it down.
extension Interpreter {
  private static let pastLimit = 100
  private static let pastBytes = 500_000_000

  /// Carries out what speaks of the statements before, or of the last mistake; false for any other.
  func runOnTheWay(_ statement: Statement) throws(Diagnostic) -> Bool {
    switch statement {
    case .undo: try undo()
    case .redo: try redo()
    case .history: door.emit(.history(state.done))
    case .transcript(let options): try write(options)
    case .why(let code): try explain(code)
    case .tour:
      if let tour = door.tour {
        tour()
      } else {
        door.emit(.note("the tour is for the prompt: nn, then tour"))
      }
    default: return false
    }
    return true
  }

  /// Keeps the last hundred sessions, fewer where they are large.
  func trimPast() {
    if state.past.count > Self.pastLimit { state.past.removeFirst() }
    var (bytes, seen) = (0, Set<ObjectIdentifier>())
    let kept = state.past.reversed().prefix { entry in
      bytes += entry.session.size(&seen)
      return bytes <= Self.pastBytes
    }
    if kept.count < state.past.count {
      state.past = kept.isEmpty ? Array(state.past.suffix(1)) : kept.reversed()
    }
  }

  private func undo() throws(Diagnostic) {
    guard let last = state.past.popLast() else {
      throw Diagnostic(.nothingToUndo, "there is nothing to undo: no statement has changed anything yet")
    }
    state.future.append((session, last.text))
    state.transcript.add(.undo)
    travel(to: last.session)
    door.emit(.undone(last.text))
  }

  private func redo() throws(Diagnostic) {
    guard let next = state.future.popLast() else {
      throw Diagnostic(.nothingToUndo, "there is nothing to redo: the last statement was not an undo")
    }
    state.past.append((session, next.text))
    state.transcript.add(.redo)
    travel(to: next.session)
    door.emit(.redone(next.text))
  }

  private func travel(to next: Session) {
    let color = session.display.color
    state.session = next
    if next.display.color != color { door.emit(.color(next.display.color)) }
  }

  private func write(_ options: [GivenOption]) throws(Diagnostic) {
    let isWithoutMistakes = options.contains { $0.word.node == "without" }
    let lines = state.transcript.lines(isWithoutMistakes: isWithoutMistakes)
    guard let to = options.first(where: { $0.word.node == "to" }),
      case .expression(let file)? = to.arguments.first
    else {
      return door.emit(.transcript(lines))
    }
    var session = session
    let name = try session.fileName(file, door)
    let text = lines.map { $0 + "\n" }.joined()
    try session.write(text, to: Located(name, file.span), door)
    door.emit(.wrote(file: name, lines: lines.count))
  }

  private func explain(_ code: Located<String>?) throws(Diagnostic) {
    guard let code else {
      guard let last = state.lastMistake else { return door.emit(.note("nothing has gone wrong yet")) }
      return door.emit(.why(last.code, last.message))
    }
    guard let known = DiagnosticCode(rawValue: code.node) else { throw .unknownMistake(code) }
    door.emit(.why(known, nil))
  }

  // The transcript.

  /// Notes what a statement did, as a script repeats it.
  func record(
    _ statement: Located<Statement>, _ text: String, _ source: Source, _ flow: Flow, _ next: Session,
    isChange: Bool
  ) {
    state.done.append(text)
    guard !statement.node.isAside else { return }
    if flow == .interrupted, !statement.node.isTraining {
      return state.transcript.add(.mistake(text, "interrupted"))
    }
    if let lines = Transcript.script(for: statement, in: source, from: session, to: next) {
      state.transcript.add(
        .statement(lines.joined(separator: "\n"), changes: isChange))
    } else {
      state.transcript.add(
        .comment("# This may come out differently: a seed was chosen in it, or it was stopped."))
      state.transcript.add(.statement(text, changes: isChange))
    }
  }

  /// Comments in the text before a statement belong to what was typed.
  func noteComments(
    before statement: Located<Statement>, after last: Located<Statement>?, _ source: Source
  ) {
    let start = last?.span.end ?? 0
    guard start < statement.span.start else { return }
    for line in source.text(Span(start, statement.span.start)).split(separator: "\n") {
      let text = line.drop { $0 == " " || $0 == "\t" || $0 == ";" }
      if text.hasPrefix("#"), !text.hasPrefix("#!") { state.transcript.add(.comment(String(text))) }
    }
  }
}

extension Session {
  /// A statement that only looks may draw from the generator, or bring in the data that the net falls back on.
  func differsInPassing(from other: Session) -> Bool {
    (data == nil) != (other.data == nil) || seed != other.seed || generator != other.generator
  }
}

extension Statement {
  /// It only asks, or only concerns the screen: no part of what a transcript repeats.
  fileprivate var isAside: Bool {
    switch self {
    case .help, .apropos, .why, .tour, .history, .transcript, .prompt, .color, .timing, .quit: true
    default: false
    }
  }

  var isTraining: Bool { if case .train = self { true } else { false } }
}

extension Diagnostic {
  fileprivate static func unknownMistake(_ code: Located<String>) -> Diagnostic {
    let codes = DiagnosticCode.allCases.map(\.rawValue)
    return Diagnostic(
      .unknownName, "there is no mistake with the code `\(code.node)`", at: code.span,
      label: ForeignWords.meant(by: code.node, among: codes).map { "did you mean `\($0)`?" },
      help: ["`why` alone explains the last mistake."])
  }
}
