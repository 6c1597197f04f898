import Language
import Lessons
import Markdown
import Rendering
import Standard

/// A lesson as the course goes through it.
public struct CourseLesson: Sendable {
  /// A part of the page.
  enum Part: Sendable {
    /// Words, headings, tables, and what of other languages stands between.
    case prose([Rendering.Block])
    /// A block that runs.
    case block(Source, Body, Lesson.Test.Kind)
  }

  /// The name of its file.
  public let name: String
  /// Its first heading.
  public let title: String
  /// What keeps it from being gone through.
  public let problems: [Diagnostic]
  /// Its exercises, by title, with what each counts.
  public let exercises: [(title: String, points: Int)]
  /// How often it asks for a guess.
  public let guesses: Int
  let parts: [Part]

  /// Reads a page.
  ///
  /// - Parameter name: what progress remembers it by.
  public init(_ source: Source, name: String) {
    let page = ExercisePage(source)
    self.name = name
    problems = page.problems
    exercises = page.tasks.map { task in
      (task.title, task.exercise.criteria.reduce(0) { $0 + $1.points })
    }
    guesses = page.steps.count { if case .guess = $0.statement.node { true } else { false } }
    let lesson = Lesson(source.text(Span(0, source.bytes.count)))
    title =
      lesson.page.lines.first { $0.text.hasPrefix("# ") }.map { String($0.text.dropFirst(2)) } ?? name
    parts = Self.parts(source)
  }

  /// The heading that a part stands under, or that it is.
  func words(at part: Int) -> String {
    if case .block(let source, let body, _) = parts[part],
      let title = body.lazy.compactMap(\.node.exerciseTitle).first
    {
      return "the exercise " + source.text(title)
    }
    for part in parts[...part].reversed() {
      guard case .prose(let blocks) = part else { continue }
      for case .heading(let text) in blocks.reversed() { return "\"\(text.plain)\"" }
    }
    return "\"\(title)\""
  }

  /// The page in its order; expected output is left out, as the blocks give their own.
  private static func parts(_ source: Source) -> [Part] {
    Talk(source).parts.map { part in
      switch part {
      case .section(let title): .prose([.blank, .heading(Text(title, .heading)), .blank])
      case .prose(let document): .prose([.blank] + document.blocks + [.blank])
      case .block(let kind, let text): .block(text, parse(text, .standard).statements, kind)
      }
    }
  }
}

extension Statement {
  fileprivate var exerciseTitle: Span? {
    if case .exercise(let exercise) = self { exercise.title.span } else { nil }
  }
}
