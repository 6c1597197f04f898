import Interpreter
import Language
import Lessons
import Markdown
import Standard

extension ExercisePage {
  /// The page without its solutions, to be handed out: what stands between `solution` and `end` is cut out of its blocks,
  /// wherever they stand, and what these blocks print is left open, since solutions print too.
  ///
  /// - Returns: nil if what is left is not the same exercises without their solutions, or the page has a fault that hides
  ///   some of it.
  public static func withoutSolutions(_ source: Source) -> String? {
    let text = source.text(Span(0, source.bytes.count))
    guard let cut = isMarkdown(source.name) ? cutPage(text, source.name) : cutText(source) ?? text else {
      return nil
    }
    let (own, left) = (Self(source), Self(Source(name: source.name, text: cut)))
    let isSame = left.tasks.elementsEqual(own.tasks) { left, own in
      left.title == own.title && left.exercise.solutionWord == nil
        && left.exercise.setUp.count == own.exercise.setUp.count
    }
    return isSame ? cut : nil
  }

  private static func cutPage(_ text: String, _ name: String) -> String? {
    let lesson = Lesson(text)
    guard lesson.faults.isEmpty else { return nil }
    var renewed: [(block: CodeBlock, lines: [String])] = []
    var answers: Set<String> = []
    // Blocks that do not run hold solutions, too.
    for block in lesson.page.blocks where block.info.lowercased().hasPrefix("nn") {
      let output = lesson.tests.first { $0.line == block.body.lowerBound + 1 }?.output
      let source = Source(name: name, text: block.text)
      let cut = cutText(source)
      if let cut {
        let lines = cut.textLines
        renewed.append((block, cut.hasSuffix("\n") ? lines.dropLast() : lines))
      }
      // What was asked for stays in the session of the page, and later blocks can print it.
      if let output, cut != nil || mentions(source, answers) { renewed.append((output, ["…"])) }
      answers.formUnion(Self.answers(in: source))
    }
    return lesson.page.replacing(renewed)
  }

  /// The names that solutions give values to.
  private static func answers(in source: Source) -> Set<String> {
    parse(source, .standard).statements.reduce(into: []) { names, statement in
      guard case .exercise(let exercise) = statement.node else { return }
      names.formUnion(exercise.askedNames)
    }
  }

  private static func mentions(_ source: Source, _ names: Set<String>) -> Bool {
    let text = source.text(Span(0, source.bytes.count))
    return !names.isDisjoint(with: text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
  }

  /// A text without the solutions in it; nil if it has none.
  private static func cutText(_ source: Source) -> String? {
    let solutions = parse(source, .standard).statements.compactMap { statement -> Span? in
      guard case .exercise(let exercise) = statement.node, let word = exercise.solutionWord else {
        return nil
      }
      return Span(word.start, max(word.end, statement.span.end - 3))
    }
    guard !solutions.isEmpty else { return nil }
    var bytes = Array(source.bytes)
    // From the last to the first, so that places stay.
    for solution in solutions.reversed() { cut(solution, from: &bytes) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Lines of their own go as a whole. On a line with other statements, `end` begins a new one.
  private static func cut(_ solution: Span, from bytes: inout [UInt8]) {
    func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    func isLineEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
    var (start, end) = (solution.start, solution.end)
    while start > 0, isBlank(bytes[start - 1]) { start -= 1 }
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    let beginsLine = start == 0 || isLineEnd(bytes[start - 1])
    if beginsLine {
      // `end` keeps its indentation, or takes that of `solution`.
      let isEndAlone = end > start && isLineEnd(bytes[end - 1])
      bytes.removeSubrange(isEndAlone ? start..<end : solution.start..<solution.end)
      return
    }
    while start > 0, isBlank(bytes[start - 1]) || bytes[start - 1] == UInt8(ascii: ";") { start -= 1 }
    bytes.replaceSubrange(start..<solution.end, with: [UInt8(ascii: "\n")])
  }
}
