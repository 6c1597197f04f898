import Language
import Rendering
import Standard

/// A statement of a block with exercises, as a handout shows it.
struct HandoutTask {
  let blocks: [Block]
  /// Whether it is an exercise without a solution.
  let isOpen: Bool

  /// The statements of a block; none if there is no exercise among them.
  static func all(of source: Source) -> [HandoutTask] {
    let statements = parse(source, .standard).statements
    let hasExercise = statements.contains { if case .exercise = $0.node { true } else { false } }
    return hasExercise ? statements.map { HandoutTask($0, source) } : []
  }

  private init(_ statement: Located<Statement>, _ source: Source) {
    guard case .exercise(let exercise) = statement.node else {
      (blocks, isOpen) = ([.statement(source.text(statement.span), prompt: "")], false)
      return
    }
    let points = exercise.criteria.reduce(0) { $0 + $1.points }
    let worth = points == 0 ? "" : " · \(points) \(points == 1 ? "point" : "points")"
    let words = exercise.preparation.compactMap { statement -> Block? in
      guard case .say(let text) = statement.node else { return nil }
      return .paragraph(Paragraph(text: Text(source.words(text.span))))
    }
    blocks = [.heading(Text("Exercise: " + source.words(exercise.title.span) + worth))] + words
    isOpen = exercise.solution == nil
  }
}
