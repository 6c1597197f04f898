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
  /// A line `section "TITLE"`, or an `exercise` of that title, begins what belongs to an exercise of the page.
  ///
  /// Passed over are the first statements of the page, which a script that was handed out or a transcript has, and solutions
  /// that a transcript says were asked for.
  public init(_ source: Source, of page: ExercisePage) {
    let tasks = page.tasks
    let isTranscript = Interpreter.isTranscript(source.text(Span(0, source.bytes.count)))
    var current: String?
    let blocks = ExercisePage.blocks(of: TerminalRecording.played(source)).map(\.source)
    remarks = blocks.flatMap(CopiedSession.bareStatements)
    for text in blocks.flatMap(CopiedSession.entries) {
      let program = parse(text, .standard)
      remarks += program.problems.map { Remark($0.inSource(text)) }
      let wrong = program.problems.compactMap(\.span).map { text.line(around: $0.start) }
      for statement in program.statements {
        // What is left of a line with a mistake is not what somebody meant.
        if wrong.contains(where: { $0.start < statement.span.end && statement.span.start < $0.end }) {
          continue
        }
        if Self.isSolutionAskedFor(statement, text) {
          remarks.append(Self.solutionAskedFor(text.position(of: statement.span.start).line))
          sinceSolution[current ?? ""] = 0
          continue
        }
        if takesSolutionBack(statement.node, of: current) { continue }
        guard let title = Self.title(statement.node, text),
          let task = tasks.first(where: { $0.title.asTitle == title.asTitle })
        else {
          remarkTitle(statement, text, tasks)
          add([statement], of: text, to: current)
          continue
        }
        current = title.asTitle
        if case .exercise(let block) = statement.node {
          add(block, statement, of: text, task, isTranscript: isTranscript)
        }
      }
    }
    if !parts.isEmpty { passOverOpening(of: page) }
  }

  /// Takes the statements away that stand on the page before its first exercise, where a script that was handed out or a
  /// transcript has them, too: the page has run them, and an exercise may begin with other data.
  private mutating func passOverOpening(of page: ExercisePage) {
    let own = page.opening.map { RepeatedBlock.text($0.statement, $0.source) }
    var (matched, length) = (0, 0)
    for step in common where matched < own.count {
      length += 1
      let node = step.statement.node
      if RepeatedBlock.text(step.statement, step.source) == own[matched] {
        matched += 1
      } else if case .seed = node {
        // A transcript sets the seeds that were chosen.
        continue
      } else if !node.effects.contains(.narrates) {
        return
      }
    }
    if matched == own.count, matched > 0 { common.removeFirst(length) }
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
