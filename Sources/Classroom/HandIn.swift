import Language
import Prompt
import Standard

/// What a student hands in: statements, for one exercise or for several.
public struct HandIn: Sendable {
  /// A statement with the text that it stands in.
  public struct Step: Sendable {
    let source: Source
    let statement: Located<Statement>
  }

  /// What stands before the first exercise is named.
  private var common: [Step] = []
  private var parts: [String: [Step]] = [:]
  /// Lines that are no statements.
  public private(set) var problems: [Diagnostic] = []

  /// Reads a script, a page, or what was copied from a session at the prompt.
  ///
  /// A line `section "TITLE"`, or an `exercise` of that title, begins what belongs to an exercise of the page.
  ///
  /// - Parameter titles: of the exercises.
  public init(_ source: Source, titles: [String]) {
    let known = titles
    let titles = Set(titles.map(\.asTitle))
    var current: String?
    for block in ExercisePage.blocks(of: source) {
      let text = Self.statementsOnly(block.source)
      let program = parse(text, .standard)
      problems += program.problems.map { $0.inSource(text) }
      let wrong = program.problems.compactMap(\.span).map { text.line(around: $0.start) }
      for statement in program.statements {
        // What is left of a line with a mistake is not what somebody meant.
        if wrong.contains(where: { $0.start < statement.span.end && statement.span.start < $0.end }) {
          continue
        }
        if case .section(let title) = statement.node, let near = Self.near(text.words(title.span), known) {
          problems.append(
            Diagnostic(
              .unknownName, "no exercise is called \(text.text(title.span))", at: title.span,
              help: ["Did you mean: section \"\(near)\""]
            ).inSource(text))
        }
        if let title = Self.title(statement.node, text), titles.contains(title) {
          current = title
          continue
        }
        let step = Step(source: text, statement: statement)
        if let current { parts[current, default: []].append(step) } else { common.append(step) }
      }
    }
  }

  /// The statements for an exercise: those before the first title, and those below its own.
  public func steps(for title: String) -> [Step] { common + (parts[title.asTitle] ?? []) }

  /// The title that was meant by one with a slip of the pen; nil if it is a title, or none at all.
  private static func near(_ title: String, _ titles: [String]) -> String? {
    guard !titles.contains(where: { $0.asTitle == title.asTitle }) else { return nil }
    return suggestion(for: title, among: titles)
  }

  /// The exercise that a statement names.
  private static func title(_ statement: Statement, _ source: Source) -> String? {
    if case .section(let title) = statement { return source.text(title.span).asTitle }
    if case .exercise(let exercise) = statement { return source.text(exercise.title.span).asTitle }
    return nil
  }

  /// A text that was copied from a session at the prompt without its prompts, and with empty lines in the place of
  /// answers: whatever stands there was not said by nn now. Any other text as it is.
  static func statementsOnly(_ source: Source) -> Source {
    let lines = source.text(Span(0, source.bytes.count)).textLines
    let isSession = lines.contains { isPrompted($0) }
    guard isSession else { return source }
    let kept = lines.map { isPrompted($0) ? Paste.withoutPrompt($0) : "" }
    return Source(
      name: source.name, text: kept.joined(separator: "\n"), firstLine: source.firstLine,
      margin: source.margin)
  }

  /// `nn 2-2-1> ` or `...> `
  private static func isPrompted(_ line: String) -> Bool { Paste.withoutPrompt(line) != line }
}
