import Language
import Markdown
import Rendering

/// A page as a talk: what is said and what is typed, in order. Output that the page shows is left out, since what is typed
/// runs and shows its own.
public struct Talk {
  /// A part of a talk.
  public enum Part {
    /// A title of the first or second level begins a section.
    case section(String)
    /// What is said or shown.
    case prose(Document)
    /// What is typed, with its text.
    case block(Lesson.Test.Kind, Source)
  }

  /// In the order of the page.
  public private(set) var parts: [Part] = []
  private let name: String
  private let tests: [Int: Lesson.Test]
  private let outputs: Set<Int>
  private let prose = PageProse(for: .stage)

  /// The talk of a page.
  public init(_ source: Source) {
    let lesson = Lesson(source.text(Span(0, source.bytes.count)))
    name = source.name
    tests = Dictionary(lesson.tests.map { ($0.block.line, $0) }) { first, _ in first }
    outputs = Set(lesson.tests.compactMap(\.output?.line))
    lesson.page.parts.forEach { take($0) }
  }

  private mutating func take(_ part: PagePart) {
    switch part {
    case .heading(let words, let level) where level < 3: parts.append(.section(words.plain))
    case .code(let block): take(block)
    case .list(let items, let first) where holdsTests(part):
      for (place, item) in items.enumerated() { take(item, number: first.map { $0 + place }) }
    case .quote(let inner) where holdsTests(part): inner.forEach { take($0) }
    case .heading, .paragraph, .list, .quote, .table, .rule, .html: say(prose.blocks(part))
    }
  }

  private func holdsTests(_ part: PagePart) -> Bool {
    part.blocks.contains { tests[$0.line] != nil || outputs.contains($0.line) }
  }

  /// An item with something to type: what stands before it, and the rest.
  private mutating func take(_ item: [PagePart], number: Int?) {
    let front = item.prefix { !holdsTests($0) }
    if !front.isEmpty { say([.items(Items([prose.blocks(Array(front))], first: number))]) }
    item.dropFirst(front.count).forEach { take($0) }
  }

  private mutating func take(_ block: CodeBlock) {
    if let test = tests[block.line] {
      let text = Source(name: name, text: block.text, firstLine: test.line, margin: block.indent)
      parts.append(.block(test.kind, text))
    } else if !outputs.contains(block.line) {
      say(prose.blocks(.code(block)))
    }
  }

  private mutating func say(_ blocks: [Block]) {
    if !blocks.isEmpty { parts.append(.prose(Document([.blank] + blocks))) }
  }
}
