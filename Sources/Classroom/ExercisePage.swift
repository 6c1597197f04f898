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

  /// The page without its solutions, to be handed out.
  public static func withoutSolutions(_ source: Source) -> String {
    var text = Array(source.bytes)
    // From the last to the first, so that places stay.
    for (span, base) in solutionSpans(source).sorted(by: { $0.1 + $0.0.start > $1.1 + $1.0.start }) {
      text.removeSubrange(base + span.start..<base + span.end)
    }
    return String(decoding: text, as: UTF8.self)
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

  /// From the beginning of the line of `solution` to that of `end`, with where the block begins in the page.
  private static func solutionSpans(_ source: Source) -> [(Span, Int)] {
    lineRanges(source).flatMap { block, base in
      parse(block, .standard).statements.compactMap { statement -> (Span, Int)? in
        guard case .exercise(let exercise) = statement.node, let word = exercise.solutionWord else {
          return nil
        }
        let start = block.line(around: word.start).start
        let end = block.line(around: statement.span.end - 3).start
        return end > start ? (Span(start, end), base) : nil
      }
    }
  }

  /// The blocks whose lines stand in the page as they are, with the byte that each begins at.
  private static func lineRanges(_ source: Source) -> [(Source, Int)] {
    guard isMarkdown(source.name) else { return [(source, 0)] }
    let lesson = Lesson(source.text(Span(0, source.bytes.count)))
    var starts = [0]
    for line in lesson.page.lines {
      starts.append(starts[starts.count - 1] + line.text.utf8.count + line.end.utf8.count)
    }
    return lesson.tests.filter { $0.block.indent == 0 }.map {
      let text = lesson.page.lines[$0.block.body].map { $0.text + $0.end }.joined()
      return (Source(name: source.name, text: text), starts[$0.block.body.lowerBound])
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
