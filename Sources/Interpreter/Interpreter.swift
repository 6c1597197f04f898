import Language

/// Runs texts on a session: statement after statement, each whole or not at all.
public final class Interpreter {
  /// How a run ended.
  public enum End: Sendable, Equatable {
    case done
    case quit
    /// The exit status of the first mistake.
    case failed(Int32)
    case interrupted
  }

  public private(set) var session = Session()
  /// The sessions before the last statements that changed something, with their texts.
  private var past: [(session: Session, text: String)] = []
  /// What was undone, the last first to come back.
  private var future: [(session: Session, text: String)] = []
  private static let pastLimit = 100
  private static let pastBytes = 500_000_000
  /// The statements that were run and did not fail.
  private var done: [String] = []
  public let vocabulary: Vocabulary
  private let door: Door

  public init(door: Door, vocabulary: Vocabulary = .standard) {
    (self.door, self.vocabulary) = (door, vocabulary)
  }

  /// Reads and runs a text. If it does not parse, all its mistakes are reported and nothing of it runs.
  ///
  /// - Parameter keepsGoing: a statement that fails does not end the run.
  @discardableResult
  public func run(_ source: Source, keepsGoing: Bool = false, identity: String? = nil) -> End {
    let program = parse(source, vocabulary)
    let problems = program.mistakes(in: source, defined: session.procedures.keys, vocabulary: .standard)
    guard problems.isEmpty else {
      for problem in problems { door.emit(.failure(problem)) }
      return .failed(problems[0].code.exitStatus)
    }
    var context = Context(source: source, vocabulary: vocabulary, door: door)
    if let identity { context.scripts = [identity] }
    return run(program.statements, context, keepsGoing: keepsGoing)
  }

  private func run(_ statements: Body, _ context: Context, keepsGoing: Bool) -> End {
    var end = End.done
    for statement in statements {
      do throws(Diagnostic) {
        switch try run(statement, context) {
        case .normal: break
        case .quit: return end == .done ? .quit : end
        case .interrupted:
          // A training says itself that it was interrupted.
          if !statement.node.isTraining { door.emit(.failure(.interruptedRun)) }
          return .interrupted
        }
      } catch {
        door.emit(.failure(error.at(statement.span).inSource(context.source)))
        if end == .done { end = .failed(error.code.exitStatus) }
        if !keepsGoing { return end }
      }
      if door.isInterrupted() {
        door.emit(.failure(.interruptedRun))
        return .interrupted
      }
    }
    return end
  }

  private func run(_ statement: Located<Statement>, _ context: Context) throws(Diagnostic) -> Flow {
    let text = context.source.text(statement.span)
    door.emit(
      .statement(
        StatementEcho(text: text, prompt: session.prompt, isNarration: statement.node.isNarration)))
    switch statement.node {
    case .undo:
      try undo()
      return .normal
    case .redo:
      try redo()
      return .normal
    case .history:
      door.emit(.history(done))
      return .normal
    default: break
    }
    var next = session
    let flow = try next.run(statement, context)
    next.locals = []
    done.append(text)
    if statement.node.changesSession {
      future = []
      past.append((session, text))
      trimPast()
    }
    session = next
    return flow
  }

  /// Keeps the last hundred sessions, fewer where they are large.
  private func trimPast() {
    if past.count > Self.pastLimit { past.removeFirst() }
    var (bytes, seen) = (0, Set<ObjectIdentifier>())
    let kept = past.reversed().prefix { entry in
      bytes += entry.session.size(&seen)

      return bytes <= Self.pastBytes
    }
    if kept.count < past.count { past = kept.isEmpty ? Array(past.suffix(1)) : kept.reversed() }
  }

  private func undo() throws(Diagnostic) {
    guard let last = past.popLast() else {
      throw Diagnostic(.nothingToUndo, "there is nothing to undo: no statement has changed anything yet")
    }
    future.append((session, last.text))
    session = last.session
    door.emit(.undone(last.text))
  }

  private func redo() throws(Diagnostic) {
    guard let next = future.popLast() else {
      throw Diagnostic(.nothingToUndo, "there is nothing to redo: the last statement was not an undo")
    }
    past.append((session, next.text))
    session = next.session
    door.emit(.redone(next.text))
  }
}

extension Session {
  /// The state in short, for a prompt: `nn 2-2-1 loss 0.0098> `.
  public var prompt: String {
    guard let network else { return "nn> " }
    // A prompt does not wait for a pass over much data.
    guard epoch > 0, !passIsLong, let loss = presentLoss else { return "nn \(network.sizesText)> " }
    return "nn \(network.sizesText) loss \(loss.significant(2))> "
  }
}

extension Diagnostic {
  fileprivate static let interruptedRun = Diagnostic(
    .interrupted, "interrupted; what was done until here is kept")
}

extension Statement {
  fileprivate var isTraining: Bool { if case .train = self { true } else { false } }

  fileprivate var isNarration: Bool {
    switch self {
    case .say, .section, .pause: true
    default: false
    }
  }

  /// Whether `undo` takes it back.
  var changesSession: Bool {
    switch self {
    case .net, .data, .split, .scale, .precision, .initialize, .weights, .reset, .train, .step, .goto, .back,
      .freeze, .digits,
      .bind, .seed,
      .clear,
      .conditional,
      .loop,
      .define, .call, .run, .load:
      true
    case .show, .dump, .fingerprint, .eval, .explain, .score, .diagnose, .guess, .compare, .checkGradient,
      .language, .expect, .print,
      .value, .say, .section, .pause,
      .help, .apropos, .undo, .redo, .history, .save, .quit, .row:
      false
    }
  }
}
