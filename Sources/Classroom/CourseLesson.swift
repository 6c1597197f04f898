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
    parts = Self.parts(lesson, source.name)
  }

  /// The page in the order of its lines; expected output is left out, as the blocks give their own.
  private static func parts(_ lesson: Lesson, _ name: String) -> [Part] {
    let outputs = Set(lesson.tests.compactMap { $0.output?.line })
    var (parts, place) = ([Part](), 0)
    let lines = lesson.page.lines.map(\.text)
    for block in lesson.page.blocks {
      let opening = block.line - 1
      if opening > place { parts.append(.prose(Prose.blocks(Array(lines[place..<opening])))) }
      place = min(lines.count, block.body.upperBound + (block.fence == nil ? 0 : 1))
      if let test = lesson.tests.first(where: { $0.block.line == block.line }) {
        let text = Source(name: name, text: block.text, firstLine: test.line, margin: block.indent)
        parts.append(.block(text, parse(text, .standard).statements, test.kind))
      } else if !outputs.contains(block.line) {
        parts.append(.prose([.preformatted(block.lines.map { Text("  " + $0) })]))
      }
    }
    if place < lines.count { parts.append(.prose(Prose.blocks(Array(lines[place...])))) }
    return parts.filter { if case .prose(let blocks) = $0 { !blocks.isEmpty } else { true } }
  }
}

/// The words of a Markdown page for a terminal.
enum Prose {
  static func blocks(_ lines: [String]) -> [Block] {
    var (blocks, paragraph) = ([Block](), [String]())
    func end() {
      guard !paragraph.isEmpty else { return }
      let isItem = isListItem(paragraph[0])
      blocks.append(
        .paragraph(
          Paragraph(text: Text(paragraph.joined(separator: " ")), indent: 0, hang: isItem ? 2 : 0)))
      blocks.append(.blank)
      paragraph = []
    }
    for line in lines {
      let text = line.drop { $0 == " " }
      if text.isEmpty {
        end()
      } else if text.hasPrefix("#") {
        end()
        blocks += [.blank, .heading(Text(String(text.drop { $0 == "#" || $0 == " " }), .heading)), .blank]
      } else if text.hasPrefix("![") {
        end()
        blocks += [.paragraph(Paragraph(text: Text(picture(text), .faint))), .blank]
      } else if text.hasPrefix("|") {
        end()
        blocks.append(.preformatted([Text(line)]))
      } else if text.hasPrefix("<!--") || text.hasPrefix("---") {
        end()
      } else {
        if isListItem(line) { end() }
        paragraph.append(String(text))
      }
    }
    end()
    return blocks.allSatisfy { $0 == .blank } ? [] : blocks
  }

  private static func isListItem(_ line: String) -> Bool {
    let text = line.drop { $0 == " " }
    if text.hasPrefix("- ") || text.hasPrefix("* ") { return true }
    let rest = text.drop(while: \.isNumber)
    return rest.count < text.count && (rest.hasPrefix(". ") || rest.hasPrefix(") "))
  }

  /// `![alt](file)`
  private static func picture(_ text: Substring) -> String {
    let parts = text.dropFirst(2).split(separator: "](", maxSplits: 1)
    guard parts.count == 2 else { return String(text) }
    return "[picture: \(parts[0]) · \(parts[1].prefix { $0 != ")" })]"
  }
}
