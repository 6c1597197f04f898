import Interpreter
import Language
import Standard

/// Runs scripts and lessons as tests.
public struct LessonRunner {
  private let world: (any EventSink) -> Host

  /// - Parameter world: what a session runs in: files, a clock, interrupts; its events go to the sink.
  public init(world: @escaping (any EventSink) -> Host) { self.world = world }

  /// A session that keeps its events.
  func session() -> (interpreter: Interpreter, log: EventLog) {
    let log = EventLog()
    return (Interpreter(host: world(log)), log)
  }

  /// A script passes if it has statements, all of them run, and none fails.
  public func run(script source: Source, identity: String?) -> Outcome {
    let (interpreter, log) = session()
    let seen = TestRun(source, on: interpreter, log, identity: identity)
    return Outcome(name: source.name, seen.problem.map { .failed($0) } ?? .passed)
  }

  /// Every block is a test; blocks share a session, but for those marked `nn-error`. What is wrong with the page as a
  /// whole fails too, and what was passed over is told.
  ///
  /// - Returns: an outcome for each, in the order of the page; what came after an interrupt is not among them.
  public func run(lesson source: Source) -> [Outcome] { LessonRun(source, with: self).outcomes }

  /// Writes what was seen into a page, if there is no other mistake in it.
  ///
  /// - Returns: the outcomes of the page, and its new text; nil if it has to stay as it is.
  public func update(lesson source: Source) -> (outcomes: [Outcome], text: String?) {
    var text = source.text(Span(0, source.bytes.count))
    // Places in messages move with the lines before them, so what was written is run once more.
    for _ in 0..<3 {
      let run = LessonRun(Source(name: source.name, text: text), with: self)
      if run.outcomes.allSatisfy({ $0.failure == nil }) { return (run.outcomes, text) }
      guard run.isUpdatable else { return (run.outcomes, nil) }
      text = run.updated
    }
    let run = LessonRun(Source(name: source.name, text: text), with: self)
    let unstable = run.outcomes.map { outcome in
      guard case .different(let lines) = outcome.result else { return outcome }
      let advice =
        "The output is another one each time: give a seed (seed 1, init … seed 1), or write … for what changes."
      return Outcome(name: outcome.name, .failed(lines + [advice]))
    }
    return (unstable, run.outcomes.allSatisfy { $0.failure == nil } ? text : nil)
  }
}

/// A text that was run as a test.
struct TestRun {
  let end: Interpreter.End
  /// What happened.
  let events: [Event]
  /// What it printed.
  let lines: [String]
  /// The same with `…` in the place of what is another each time: times, and where mistakes are.
  let lasting: [String]
  /// The code of the first mistake.
  let code: DiagnosticCode?
  /// Statements that were never reached because one before them ended the run; an empty text.
  let gap: String?

  init(_ source: Source, on interpreter: Interpreter, _ log: EventLog, identity: String? = nil) {
    end = interpreter.run(source, identity: identity)
    events = log.take()
    let printout = Printout(events)
    (lines, lasting) = (printout.lines, printout.lasting)
    code =
      events.lazy.compactMap { if case .failure(let diagnostic) = $0 { diagnostic.code } else { nil } }.first
    switch end {
    case .done, .quit: gap = Self.gap(in: source, end, events)
    case .failed, .failedAndQuit, .interrupted: gap = nil
    }
  }

  private static func gap(in source: Source, _ end: Interpreter.End, _ events: [Event]) -> String? {
    let statements = Language.parse(source, .standard).statements
    if statements.isEmpty, end == .done { return "there is no statement here: nothing was tested" }
    let begun = events.count { if case .statement = $0 { true } else { false } }
    guard end == .quit, begun < statements.count else { return nil }
    let line = source.position(of: statements[begun].span.start).line
    return "`quit` ended this before line \(line): the rest was not tested"
  }

  /// What is wrong with a text that should run to its end; nil if nothing is.
  var problem: [String]? {
    switch end {
    case .failed, .failedAndQuit, .interrupted: lines
    case .done, .quit: gap.map { lines + [$0] }
    }
  }
}
