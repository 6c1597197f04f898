import Language
import Standard

/// The block of an exercise as it stands in a hand-in, beside the one of the page.
///
/// The page's own was run, so what both have is passed over. What was added in it, or written as its solution, is work that
/// stands a few lines too high: it counts as if it stood below. A block in which something was changed or left out says not what its author meant: an
/// older page perhaps, so it is passed over as a whole.
enum RepeatedBlock {
  /// Nothing but what the page has.
  case same
  /// From the first statement that the page does not have.
  case added(Body)
  /// The statement that the page has otherwise, or before which something is missing; nil for the end.
  case changed(Located<Statement>?)

  /// Compares a block with the page's.
  ///
  /// - Parameter countsSolution: whether its solution is somebody's work.
  init(
    _ own: ExerciseStatement, in source: Source, besides task: ExercisePage.Task, countsSolution: Bool
  ) {
    let ours = Self.texts(task.exercise.preparation, task.source)
    let theirs = own.preparation.filter { !$0.node.effects.contains(.narrates) }
    let texts = Self.texts(theirs, source)
    var (matched, first) = (0, Int?.none)
    for (place, text) in texts.enumerated() {
      if matched < ours.count, text == ours[matched] { matched += 1 } else { first = first ?? place }
    }
    guard matched == ours.count else {
      self = .changed(first.map { theirs[$0] })
      return
    }
    let added = (first.map { Array(theirs[$0...]) } ?? []) + (countsSolution ? own.solution ?? [] : [])
    self = added.isEmpty ? .same : .added(added)
  }

  /// Statements as `nn fmt` writes them, without what is only said.
  private static func texts(_ body: Body, _ source: Source) -> [String] {
    body.filter { !$0.node.effects.contains(.narrates) }.map { text($0, source) }
  }

  /// A statement as `nn fmt` writes it.
  static func text(_ statement: Located<Statement>, _ source: Source) -> String {
    let text = source.text(statement.span)
    return formatted(Source(name: source.name, text: text), .standard) ?? text
  }
}
