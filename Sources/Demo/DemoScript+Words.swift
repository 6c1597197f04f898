import Language
import Rendering

/// Words of a script or a page, as the speaker reads them beside the stage.
extension DemoScript {
  /// Columns of the speaker's view, with room for what stands before the words.
  private static let columns = 74

  /// The narration among some steps, in lines.
  func words(in range: Range<Int>) -> [String] {
    var lines: [String] = []
    for step in steps[range.clamped(to: steps.indices)] {
      let words = step.words(columns: Self.columns)
      if !words.isEmpty, !lines.isEmpty { lines.append("") }
      lines += words
    }
    return lines
  }

  /// The narration after a step, up to the next one at which the demo waits.
  func words(after place: Int) -> [String] {
    guard place < steps.count else { return [] }
    let next = steps[(place + 1)...].firstIndex { $0.kind.isStop } ?? steps.count
    return words(in: place + 1..<next)
  }
}

extension DemoScript.Step {
  /// What it tells the audience, in lines; none if it is no narration.
  fileprivate func words(columns: Int) -> [String] {
    switch content {
    case .section(let title): return ["── \(title) ──"]
    case .prose(let document):
      let lines = TerminalWriter(width: columns).lines(document).map(\.text)
      let end = lines.lastIndex { !$0.isEmpty } ?? -1
      return Array(lines[...end].drop { $0.isEmpty })
    case .statement(let statement, let source):
      if case .section(let title) = statement.node { return ["── \(source.words(title.span)) ──"] }
      guard case .say(let said) = statement.node else { return [] }
      return Line(Text(source.words(said.span))).wrapped(to: columns).map { $0.text.withoutIndent }
    case .whole: return []
    }
  }
}

extension String {
  fileprivate var withoutIndent: String { String(drop { $0 == " " }) }
}
