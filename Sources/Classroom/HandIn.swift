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
    for text in ExercisePage.blocks(of: source).flatMap({ Self.entries(of: $0.source) }) {
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

  /// What was typed in a text that was copied from a session at the prompt, one after the other and each where it stands:
  /// prompts are taken off, and answers left out, as whatever stands there was not said by nn now. Any other text is one
  /// entry as it is.
  ///
  /// A block that was given up at the prompt ends where the next statement was typed, and of a block the lines that were
  /// not taken are left out, as the prompt left them out.
  static func entries(of source: Source) -> [Source] {
    let lines = source.text(Span(0, source.bytes.count)).textLines
    guard lines.contains(where: isPrompted) else { return [source] }
    var entries: [(line: Int, text: [String])] = []
    for (number, line) in lines.enumerated() {
      let bare = isPrompted(line) ? Paste.withoutPrompt(line) : ""
      if entries.isEmpty || isPrompted(line) && !isContinued(line) {
        entries.append((number, [bare]))
      } else {
        entries[entries.count - 1].text.append(bare)
      }
    }
    return entries.map { entry in
      taken(
        Source(
          name: source.name, text: entry.text.joined(separator: "\n"),
          firstLine: source.firstLine + entry.line,
          margin: source.margin))
    }
  }

  /// An entry of several lines without those that the prompt refused.
  private static func taken(_ entry: Source) -> Source {
    var lines = entry.text(Span(0, entry.bytes.count)).textLines
    guard lines.count(where: { !$0.isEmpty }) > 1 else { return entry }
    var entry = entry
    // The first line began the block, so it was taken.
    while let span = parse(entry, .standard).problems.lazy.compactMap(\.span).first(where: {
      $0.start > entry.line(around: 0).end
    }) {
      let number = entry.position(of: span.start).line - entry.firstLine
      guard lines.indices.contains(number), !lines[number].isEmpty else { return entry }
      lines[number] = ""
      entry = Source(
        name: entry.name, text: lines.joined(separator: "\n"), firstLine: entry.firstLine,
        margin: entry.margin)
    }
    return entry
  }

  /// `nn 2-2-1> ` or `...> `
  private static func isPrompted(_ line: String) -> Bool { Paste.withoutPrompt(line) != line }

  /// `...> `
  private static func isContinued(_ line: String) -> Bool {
    line.drop { $0 == " " || $0 == "\t" }.hasPrefix("...>")
  }
}
