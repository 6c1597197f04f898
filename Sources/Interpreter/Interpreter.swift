import Language
import Standard

/// Runs texts on a session: statement after statement, each whole or not at all.
public final class Interpreter {
  /// How a run ended.
  public enum End: Sendable, Equatable {
    case done
    case quit
    /// The exit status of the first mistake.
    case failed(Int32)
    /// `quit`, after a mistake that did not end the run.
    case failedAndQuit(Int32)
    case interrupted

    /// Nothing that follows is to be run.
    public var isFinal: Bool {
      switch self {
      case .done, .failed: false
      case .quit, .failedAndQuit, .interrupted: true
      }
    }

    /// The end of a run that went on with another: the first failure decides the status.
    public func followed(by next: Self) -> Self {
      switch (self, next) {
      case (.failed(let status), .quit), (.failed(let status), .failedAndQuit): .failedAndQuit(status)
      case (.failed, .failed), (.failed, .done): self
      case (.done, _), (.quit, _), (.failedAndQuit, _), (.interrupted, _), (.failed, .interrupted): next
      }
    }
  }

  /// A session with the way it came: enough to go back to.
  public struct State: Sendable {
    /// The session as it is now.
    public internal(set) var session = Session()
    /// How the conversation shows itself; `undo` leaves it alone.
    public internal(set) var preferences = Preferences()

    /// The sessions before the last statements that changed something, with their texts.
    var past = Past()
    /// What was undone, the last first to come back.
    var future: [(session: Session, text: String)] = []
    /// The statements that were run and did not fail.
    var done: [String] = []
    var transcript = Transcript()
    var lastMistake: Diagnostic?

    /// An empty session with nothing to undo.
    public init() {}
  }

  /// All of it, as a value: a demo keeps some and goes back to them.
  public internal(set) var state = State()
  /// The session as it is now.
  public var session: Session { state.session }
  /// The prompt of the moment: `nn 2-2-1 loss 0.0098> `.
  public var prompt: String { session.prompt(state.preferences.prompt) }
  let host: Host
  let latch = InterruptLatch()
  /// What runs now was caused by the statement before it, and is undone with that.
  var isConsequence = false

  /// An interpreter in this world, with an empty session.
  public init(host: Host) {
    self.host = latch.holding(host)
  }

  /// Reads and runs a text. If it does not parse, all its mistakes are reported and nothing of it runs.
  ///
  /// - Parameters:
  ///   - keepsGoing: a statement that fails does not end the run.
  ///   - opensInTurn: where somebody works at an exercise, the next one and what is behind it wait until that is left.
  @discardableResult
  public func run(
    _ source: Source, keepsGoing: Bool = false, identity: String? = nil, opensInTurn: Bool = false
  ) -> End {
    latch.release()
    let program = parse(source, .standard, isStopped: host.input.isInterrupted)
    let problems = mistakes(program, source)
    guard problems.isEmpty else { return .failed(problems[0].code.exitStatus) }
    let text = WaitingText(
      source: source, statements: program.statements[...], context: context(source, identity),
      keepsGoing: keepsGoing)
    if opensInTurn, !session.exercises.waiting.isEmpty {
      state.session.exercises.waiting.append(text)
      return .done
    }
    return run(text, opensInTurn: opensInTurn)
  }

  private func run(_ text: WaitingText, opensInTurn: Bool) -> End {
    let (source, context, keepsGoing) = (text.source, text.context, text.keepsGoing)
    var end = End.done
    var place = text.statements.startIndex == 0 ? 0 : text.statements.first?.span.start ?? 0
    for (index, statement) in zip(text.statements.indices, text.statements) {
      if opensInTurn, session.exercise != nil, case .exercise = statement.node {
        let rest = WaitingText(
          source: source, statements: text.statements[index...], context: context, keepsGoing: keepsGoing)
        state.session.exercises.waiting.insert(rest, at: 0)
        return end
      }
      noteComments(source, Span(place, statement.span.start))
      place = statement.span.end
      end = end.followed(by: run([statement], context, keepsGoing: keepsGoing))
      if end.isFinal || end != .done && !keepsGoing { return end }
    }
    noteComments(source, Span(place, source.bytes.count))
    return end
  }

  /// Runs what waited for the exercise that was just left, until the next is open. All of it belongs to the statement that
  /// left it: `undo` takes them back together.
  private func goOnAfterExercise() -> End {
    let outer = isConsequence
    isConsequence = true
    defer { isConsequence = outer }
    var end = End.done
    while let text = session.exercises.waiting.first, session.exercise == nil, !end.isFinal {
      state.session.exercises.waiting.removeFirst()
      end = end.followed(by: run(text, opensInTurn: true))
    }
    return end
  }

  /// The statements of a text, to be run one by one; nil if it does not parse, which is reported.
  ///
  /// - Parameter defined: procedures that other texts will have defined by then.
  public func statements(of source: Source, defined: [String] = []) -> [Located<Statement>]? {
    latch.release()
    let program = parse(source, .standard, isStopped: host.input.isInterrupted)
    return mistakes(program, source, defined: defined).isEmpty ? program.statements : nil
  }

  /// Goes back to a state that was kept.
  public func go(back state: State) {
    let color = self.state.preferences.color
    self.state = state
    if state.preferences.color != color { host.emit(.color(state.preferences.color)) }
  }

  /// From here on nothing that was done before can be undone: it is how things begin.
  public func begin() {
    (state.past, state.future, state.done, state.lastMistake) = (Past(), [], [], nil)
  }

  /// Runs one statement of a text.
  public func run(_ statement: Located<Statement>, of source: Source, identity: String? = nil) -> End {
    latch.release()
    return run([statement], context(source, identity), keepsGoing: false)
  }

  private func mistakes(_ program: Program, _ source: Source, defined: [String] = []) -> [Diagnostic] {
    let problems = program.mistakes(
      in: source, defined: defined + session.scope.procedures.keys, vocabulary: .standard,
      isVariable: { session.scope.variables[$0] != nil }, isStopped: host.input.isInterrupted
    )
    .map { problem in
      problem.exampled { statement in
        session.network.map { session.exampleOfInputs(after: statement, $0) } ?? problem.help
      }
    }
    guard let first = problems.first else { return [] }
    for problem in problems { host.emit(.failure(problem)) }
    state.lastMistake = first
    state.transcript.add(.mistake(source.text(Span(0, source.bytes.count)), first.message))
    return problems
  }

  private func context(_ source: Source, _ identity: String?) -> Context {
    var context = Context(source)
    if let identity { context.scripts = [identity] }
    return context
  }

  private func run(_ statements: Body, _ context: Context, keepsGoing: Bool) -> End {
    var end = End.done
    for statement in statements {
      let wasOpen = session.exercise != nil
      do throws(Diagnostic) {
        switch try run(statement, context) {
        case .normal:
          if wasOpen, session.exercise == nil, !statement.node.isCommand {
            end = end.followed(by: goOnAfterExercise())
            if end.isFinal || end != .done && !keepsGoing { return end }
          }
        case .quit: return end.followed(by: .quit)
        case .interrupted:
          // A training says itself that it was interrupted.
          interrupt(isSaid: statement.node.effects.contains(.trains))
          return .interrupted
        }
      } catch {
        let text = context.source.text(statement.span)
        let placed = error.at(statement.span).inSource(context.source)
        // In a block the line that is wrong is one of many.
        let line = placed.source.flatMap { source in placed.span.map { source.statement(around: $0) } }
        fail(placed.advised(line ?? text, in: .standard), text)
        if end == .done { end = .failed(error.code.exitStatus) }
        if !keepsGoing { return end }
      }
      if host.input.isInterrupted() {
        interrupt(isSaid: false)
        return .interrupted
      }
    }
    return end
  }

  /// Says what went wrong, and remembers it.
  public func fail(_ problem: Diagnostic, _ text: String) {
    state.lastMistake = problem
    state.transcript.add(.mistake(text, problem.message))
    host.emit(.failure(problem))
  }

  private func interrupt(isSaid: Bool) {
    state.lastMistake = .interruptedRun
    if !isSaid { host.emit(.failure(.interruptedRun)) }
  }

  private func run(_ statement: Located<Statement>, _ context: Context) throws(Diagnostic) -> Flow {
    let (text, effects) = (context.source.text(statement.span), statement.node.effects)
    if !host.output.ignores(.echo) {
      host.emit(
        .statement(
          StatementEcho(
            text: text, prompt: host.output.showsPrompts ? prompt : "",
            isNarration: effects.contains(.narrates) || hidesSolution(statement.node))))
    }
    if case .command(let command) = statement.node, try runCommand(command, context) {
      if case .report = command { noteFile(text) }
      return .normal
    }
    let begin = state.preferences.isTiming ? host.clock.now() : nil
    var executor = executor(context)
    let flow = try executor.run(statement)
    record(statement, text, context.source, flow, executor, effects)
    let known = ConstantName.allCases.filter { session.scope.variables[$0.rawValue] == nil }
    state.session = executor.session
    // A script or a lesson means it, and its output is compared.
    for name in known where context.source.isTyped && session.scope.variables[name.rawValue] != nil {
      report(.note(name.hiding))
    }
    take(executor.preferences)
    if let begin, state.preferences.isTiming, !effects.contains(.untimed) {
      report(.timed(host.clock.now() - begin))
    }
    return flow
  }

  /// An exercise is not shown to those who are to work at it.
  private func hidesSolution(_ statement: Statement) -> Bool {
    if case .exercise = statement { host.input.exercises == .worked } else { false }
  }

  /// Something that carries out statements on a copy of the session.
  func executor(_ context: Context) -> Executor {
    Executor(session, host, context, preferences: state.preferences)
  }

  /// Says what a command about the way a session came has done.
  func report(_ event: Event) { (state.preferences.isQuiet ? host.quiet : host).emit(event) }

  /// Whoever shows the session is told if its colors have changed.
  private func take(_ preferences: Preferences) {
    let color = state.preferences.color
    state.preferences = preferences
    if preferences.color != color { host.emit(.color(preferences.color)) }
  }
}

extension Statement {
  /// It goes back and forth on the way that the session came.
  fileprivate var isCommand: Bool { if case .command = self { true } else { false } }
}

extension ConstantName {
  /// A variable has its name: formulas that nn prints are pasted, and would silently be others.
  fileprivate var hiding: String {
    "(`\(rawValue)` is a variable now and no longer \(value.text.prefix(5))…, in formulas that are pasted too)"
  }
}

extension Diagnostic {
  fileprivate static let interruptedRun = Diagnostic(
    .interrupted, "interrupted; what was done until here is kept")
}
