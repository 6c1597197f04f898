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
  /// Of lines that are no statements, or that were not taken.
  public private(set) var remarks: [Remark] = []

  /// Reads a script, a page, or what was copied from a session at the prompt.
  ///
  /// A line `section "TITLE"`, or an `exercise` of that title, begins what belongs to an exercise of the page.
  ///
  /// - Parameter tasks: the exercises of the page.
  public init(_ source: Source, tasks: [ExercisePage.Task]) {
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
        guard let title = Self.title(statement.node, text),
          let task = tasks.first(where: { $0.title.asTitle == title.asTitle })
        else {
          remarkTitle(statement, text, tasks)
          add([statement], of: text, to: current)
          continue
        }
        current = title.asTitle
        if case .exercise(let block) = statement.node { add(block, statement, of: text, task) }
      }
    }
  }

  private mutating func add(_ statements: Body, of source: Source, to title: String?) {
    let steps = statements.map { Step(source: source, statement: $0) }
    if let title { parts[title, default: []] += steps } else { common += steps }
  }

  /// What a repeated block has besides that of the page.
  private mutating func add(
    _ block: ExerciseStatement, _ statement: Located<Statement>, of source: Source, _ task: ExercisePage.Task
  ) {
    let line = { (statement: Located<Statement>) in source.position(of: statement.span.start).line }
    switch RepeatedBlock(block, in: source, besides: task) {
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
