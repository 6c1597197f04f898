import Interpreter
import Language
import Standard

/// What a student hands in: statements, for one exercise or for several.
public struct HandIn: Sendable {
  /// A statement with the text that it stands in.
  public struct Step: Sendable {
    let source: Source
    let statement: Located<Statement>

    /// Where it begins.
    var line: Int { source.position(of: statement.span.start).line }
  }

  /// What stands before the first exercise is named.
  private var common: [Step] = []
  private var parts: [String: [Step]] = [:]
  /// By exercise, how many statements stand behind a solution that was asked for.
  private var sinceSolution: [String: Int] = [:]
  /// Of lines that are no statements, or that were not taken.
  public private(set) var remarks: [Remark] = []

  /// Reads a script, a page, or what was copied from a session at the prompt.
  ///
  /// A line `section "TITLE"`, or an `exercise` of that title, begins what belongs to an exercise of the page; in a session
  /// that was copied its heading does.
  ///
  /// Passed over are the statements of the page itself: those before its exercises, which a transcript has, too, and in a
  /// page that was handed out those between and behind them; and solutions that a transcript says were asked for.
  public init(_ source: Source, of page: ExercisePage) {
    var reading = Reading(
      tasks: page.tasks, isTranscript: Interpreter.isTranscript(source.text(Span(0, source.bytes.count))))
    let blocks = ExercisePage.blocks(of: TerminalRecording.played(source)).map(\.source)
    remarks = blocks.flatMap(CopiedSession.bareStatements)
    for entry in blocks.flatMap(CopiedSession.entries) {
      let text = entry.source
      if let title = entry.heading?.asTitle, reading.tasks.contains(where: { $0.title.asTitle == title }) {
        (reading.current, reading.isTitled) = (title, true)
      }
      let program = parse(text, .standard)
      remarks += program.problems.map { Remark($0.inSource(text)) }
      let wrong = program.problems.compactMap(\.span).map { text.line(around: $0.start) }
      for statement in program.statements {
        // What is left of a line with a mistake is not what somebody meant.
        if wrong.contains(where: { $0.start < statement.span.end && statement.span.start < $0.end }) {
          continue
        }
        take(statement, of: text, &reading)
      }
    }
    if reading.isTitled { common.removeFirst(of: page.blocks(before: page.tasks.first)) }
    passOverBlocksBehind(page, reading.repeated)
  }

  /// Takes the page's statements behind an exercise away from the work at it, where the exercise was repeated as in a handout.
  /// (A transcript ran what it has, in its order.) Where nothing of what comes later on the page is there, what looks like
  /// the page's may be somebody's own; but for the end of a page that is there as a whole.
  private mutating func passOverBlocksBehind(_ page: ExercisePage, _ repeated: [String]) {
    for (place, title) in repeated.enumerated() {
      guard let number = page.tasks.firstIndex(where: { $0.title.asTitle == title }) else { continue }
      let blocks = page.blocks(behind: page.tasks[number])
      if place < repeated.count - 1 || page.tasks.count > 1 && repeated.count == page.tasks.count {
        parts[title]?.removeLast(of: blocks)
      } else if number == page.tasks.count - 1 {
        parts[title]?.removeEnd(blocks)
      }
    }
  }

  /// How far a hand-in is read.
  private struct Reading {
    let tasks: [ExercisePage.Task]
    let isTranscript: Bool
    /// The exercise whose work is read.
    var current: String?
    /// Whether an exercise was named.
    var isTitled = false
    /// The exercises whose blocks stand in the hand-in, in their order: perhaps between the page's own statements.
    var repeated: [String] = []
  }

  private mutating func take(_ statement: Located<Statement>, of text: Source, _ reading: inout Reading) {
    if Self.isSolutionAskedFor(statement, text) {
      remarks.append(Self.solutionAskedFor(text.position(of: statement.span.start).line))
      sinceSolution[reading.current ?? ""] = 0
      return
    }
    if takesSolutionBack(statement.node, of: reading.current) { return }
    guard let title = Self.title(statement.node, text),
      let task = reading.tasks.first(where: { $0.title.asTitle == title.asTitle })
    else {
      remarkTitle(statement, text, reading.tasks)
      return add([statement], of: text, to: reading.current)
    }
    (reading.current, reading.isTitled) = (title.asTitle, true)
    if case .exercise(let block) = statement.node {
      if !reading.isTranscript, !reading.repeated.contains(title.asTitle) {
        reading.repeated.append(title.asTitle)
      }
      add(block, statement, of: text, task, isTranscript: reading.isTranscript)
    }
  }

  private mutating func add(_ statements: Body, of source: Source, to title: String?) {
    let steps = statements.map { Step(source: source, statement: $0) }
    if let title { parts[title, default: []] += steps } else { common += steps }
  }

  /// Whether a statement takes the solution back that was passed over, so that it is passed over as well. Between the two
  /// there may be work at the exercise, which is taken back first, and what opens the next one.
  private mutating func takesSolutionBack(_ statement: Statement, of title: String?) -> Bool {
    guard let steps = sinceSolution[title ?? ""] else { return false }
    if case .section = statement { return false }
    if case .exercise = statement { return false }
    guard case .command(.undo) = statement else {
      if !statement.effects.contains(.narrates) { sinceSolution[title ?? ""] = steps + 1 }
      return false
    }
    sinceSolution[title ?? ""] = steps > 0 ? steps - 1 : nil
    return steps == 0
  }

  /// Whether a transcript says of a statement that it is the page's solution.
  private static func isSolutionAskedFor(_ statement: Located<Statement>, _ source: Source) -> Bool {
    let line = source.line(around: statement.span.start)
    guard line.start > 0 else { return false }
    return OpenExercise.isSolutionComment(source.text(source.line(around: line.start - 1)))
  }

  private static func solutionAskedFor(_ line: Int) -> Remark {
    Remark("the solution of the page stands here; it counts for nothing", line: line)
  }

  /// What a repeated block has besides that of the page.
  private mutating func add(
    _ block: ExerciseStatement, _ statement: Located<Statement>, of source: Source, _ task: ExercisePage.Task,
    isTranscript: Bool
  ) {
    let line = { (statement: Located<Statement>) in source.position(of: statement.span.start).line }
    // A transcript has a solution in a block only where the page ran its own.
    if isTranscript, let word = block.solutionWord {
      remarks.append(Self.solutionAskedFor(source.position(of: word.start).line))
    }
    switch RepeatedBlock(block, in: source, besides: task, countsSolution: !isTranscript) {
    case .same: break
    case .added(let added):
      add(added, of: source, to: task.title.asTitle)
      remarks.append(
        Remark(
          "this stands inside the block of the exercise; it was run as if it stood below",
          line: added.first.map(line)))
    case .changed(let place):
      remarks.append(
        Remark(
          "the block of the exercise is not as it is on the page; it was passed over, and the page's own was run",
          line: line(place ?? statement)))
    }
  }

  /// A title with a slip of the pen, or a block of an exercise that the page does not have, which is passed over.
  private mutating func remarkTitle(
    _ statement: Located<Statement>, _ source: Source, _ tasks: [ExercisePage.Task]
  ) {
    guard let title = Self.title(statement.node, source) else { return }
    let near = suggestion(for: title, among: tasks.map(\.title))
    var words = "no exercise is called \"\(title)\""
    if let near { words += "; \"\(near)\" may be meant" }
    if case .exercise = statement.node {
      words += "; its block was passed over"
    } else if near == nil {
      return
    }
    remarks.append(Remark(words, line: source.position(of: statement.span.start).line))
  }

  /// The statements for an exercise: those before the first title, and those below its own.
  public func steps(for title: String) -> [Step] { common + (parts[title.asTitle] ?? []) }

  /// The exercise that a statement names.
  private static func title(_ statement: Statement, _ source: Source) -> String? {
    if case .section(let title) = statement { return source.words(title.span) }
    if case .exercise(let exercise) = statement { return source.words(exercise.title.span) }
    return nil
  }
}
