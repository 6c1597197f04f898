import Interpreter
import Language
import Lessons
import Markdown
import Standard

/// A script or a Markdown page with its exercises.
public struct ExercisePage: Sendable {
  /// A statement of the page.
  struct Step: Sendable {
    let source: Source
    let statement: Located<Statement>
    /// Whether it runs in the session of the page.
    let isShared: Bool
    /// Whether it may fail there.
    let mayFail: Bool
  }

  /// An exercise of the page.
  public struct Task: Sendable {
    /// As it is written, without quotes.
    public let title: String
    let exercise: ExerciseStatement
    /// Its place among the steps.
    let step: Int
    let source: Source
  }

  let steps: [Step]
  /// In order.
  public let tasks: [Task]
  /// What keeps the page from being read, or its work from being judged.
  public let problems: [Diagnostic]
  /// Of these, the exercises whose title another one has: the page runs with them.
  public let sharedTitles: [Diagnostic]

  /// Reads a page; a name that ends in `.md` is that of Markdown.
  public init(_ source: Source) {
    var (steps, problems): ([Step], [Diagnostic]) = ([], [])
    for block in Self.blocks(of: source) {
      let program = parse(block.source, .standard)
      // A block that has to fail may do so by not being read.
      if !block.mayFail { problems += program.problems.map { $0.inSource(block.source) } }
      steps += program.statements.map {
        Step(source: block.source, statement: $0, isShared: block.isShared, mayFail: block.mayFail)
      }
    }
    let tasks: [Task] = steps.enumerated().compactMap { index, step in
      guard case .exercise(let exercise) = step.statement.node else { return nil }
      return Task(
        title: step.source.words(exercise.title.span), exercise: exercise, step: index,
        source: step.source)
    }
    sharedTitles = Self.sharedTitles(tasks)
    (self.steps, self.tasks, self.problems) = (steps, tasks, problems + sharedTitles)
  }

  /// Work belongs to the exercise of a title.
  private static func sharedTitles(_ tasks: [Task]) -> [Diagnostic] {
    var titles: Set<String> = []
    return tasks.filter { !titles.insert($0.title.asTitle).inserted }.map { task in
      Diagnostic(
        .settingMismatch, "two exercises are called \"\(task.title.unquoted)\", and work belongs to a title",
        at: task.exercise.title.span, help: ["Give each exercise a title of its own."]
      ).inSource(task.source)
    }
  }

  /// Whether a text is a handout of this page, and nobody's work: without solutions, and with no statement that the page has
  /// not.
  public func wasHandedOut(as other: Source) -> Bool {
    let own = Set(steps.map { RepeatedBlock.text($0.statement, $0.source) })
    let others = Self(other)
    guard !others.tasks.isEmpty else { return false }
    return others.steps.allSatisfy { step in
      guard case .exercise(let block) = step.statement.node else {
        return own.contains(RepeatedBlock.text(step.statement, step.source))
      }
      let title = step.source.words(block.title.span).asTitle
      guard let task = tasks.first(where: { $0.title.asTitle == title }) else { return false }
      if case .same = RepeatedBlock(block, in: step.source, besides: task, countsSolution: true) {
        return true
      }
      return false
    }
  }

  struct Block {
    let source: Source
    let isShared: Bool
    let mayFail: Bool
  }

  /// The blocks of a page, or a script as one.
  static func blocks(of source: Source) -> [Block] {
    guard isMarkdown(source.name) else { return [Block(source: source, isShared: true, mayFail: false)] }
    return Lesson(source.text(Span(0, source.bytes.count))).tests.map { test in
      let text = Source(
        name: source.name, text: test.block.text, firstLine: test.line, margin: test.block.indent)
      return switch test.kind {
      case .runs: Block(source: text, isShared: true, mayFail: false)
      case .fails: Block(source: text, isShared: true, mayFail: true)
      case .failsAlone: Block(source: text, isShared: false, mayFail: true)
      }
    }
  }

  /// Whether a file of this name is a page.
  public static func isMarkdown(_ name: String) -> Bool {
    [".md", ".markdown", ".mdown", ".mkd"].contains { name.lowercased().hasSuffix($0) }
  }
}

extension String {
  /// Without the quotes of a string.
  var unquoted: String {
    hasPrefix("\"") && hasSuffix("\"") && count > 1 ? String(dropFirst().dropLast()) : self
  }

  /// As titles are compared: without quotes, upper case and doubled blanks.
  var asTitle: String { unquoted.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
