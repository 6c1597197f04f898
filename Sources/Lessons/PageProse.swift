import Markdown
import Rendering

/// The prose of a page as blocks of documents.
public struct PageProse {
  /// Where the prose is read: from a stage, where it is narration and code needs signs of its own, or from a page.
  public enum Place: Sendable { case stage, page }

  private let place: Place
  private let address: (String) -> String?
  private let link: (String) -> String?
  private let code: ((CodeBlock) -> [Block]?)

  /// - Parameters:
  ///   - address: of a picture out of a file, as `data:`; nil where it is only named.
  ///   - link: where a link leads for whoever reads this; nil to leave it at its words.
  ///   - code: what stands in the place of a code block; nil for the block itself.
  public init(
    for place: Place, address: @escaping (String) -> String? = { _ in nil },
    link: @escaping (String) -> String? = { $0 },
    code: @escaping (CodeBlock) -> [Block]? = { _ in nil }
  ) {
    (self.place, self.address, self.link, self.code) = (place, address, link, code)
  }

  /// Parts of a page one after the other, with gaps between.
  public func blocks(_ parts: [PagePart]) -> [Block] {
    parts.map(blocks).filter { !$0.isEmpty }.reduce(into: []) { $0 += ($0.isEmpty ? [] : [.blank]) + $1 }
  }

  /// A part of a page.
  public func blocks(_ part: PagePart) -> [Block] {
    switch part {
    case .heading(let phrases, let level): [level < 3 ? .section(phrases.plain) : .heading(text(phrases))]
    case .paragraph(let phrases): paragraphs(phrases)
    case .list(let items, let first): [.items(Items(items.map(blocks), first: first))]
    case .quote(let parts): [.quote(blocks(parts))]
    case .code(let block): code(block) ?? fence(block)
    case .table(let table): [.table(self.table(table))]
    case .rule: [.rule]
    case .html(let text): prose(ofHTML: text)
    }
  }

  // MARK: Running text

  /// Pictures stand between paragraphs.
  private func paragraphs(_ phrases: [Phrase]) -> [Block] {
    var (blocks, rest): ([Block], [Phrase]) = ([], [])
    func endParagraph() {
      if rest.plain.contains(where: { !$0.isWhitespace }) {
        blocks.append(.paragraph(Paragraph(text: text(rest))))
      }
      rest = []
    }
    for phrase in phrases {
      switch phrase {
      case .picture(let words, let file):
        endParagraph()
        blocks.append(.picture(Illustration(words: words, file: file, address: address(file))))
      case .lineEnd: endParagraph()
      case .text, .code, .emphasis, .strong, .link: rest.append(phrase)
      }
    }
    endParagraph()
    return blocks
  }

  private var ground: Role? { place == .stage ? .narration : nil }

  private func text(_ phrases: [Phrase], _ role: Role? = nil, link: String? = nil) -> Text {
    var text = Text("")
    for phrase in phrases {
      switch phrase {
      case .text(let words): text.append(words, role ?? ground, link: link)
      case .code(let words) where place == .stage: text.append("`\(words)`", .code)
      case .code(let words): text.append(words, .literal, link: link)
      case .emphasis(let inner): text.append(self.text(inner, role ?? stressed(.emphasis), link: link))
      case .strong(let inner): text.append(self.text(inner, stressed(.strong), link: link))
      case .link(let inner, let address):
        text.append(self.text(inner, role, link: Self.harmless(address).flatMap(self.link)))
      case .picture(let words, _): text.append("[\(words)]", .faint)
      case .lineEnd: text.append(" ", role ?? ground)
      }
    }
    return text
  }

  /// A stage shows stress as all other narration.
  private func stressed(_ role: Role) -> Role { place == .stage ? .narration : role }

  /// nil for an address that runs something.
  private static func harmless(_ address: String) -> String? {
    let scheme = address.prefix { $0 != "/" && $0 != "#" && $0 != "?" }
    guard let colon = scheme.firstIndex(of: ":") else { return address }
    return ["http", "https", "mailto"].contains(scheme[..<colon].lowercased()) ? address : nil
  }

  /// What stands between tags; comments are for nobody.
  private func prose(ofHTML text: String) -> [Block] {
    guard !text.drop(while: \.isWhitespace).hasPrefix("<!--") else { return [] }
    var (words, isTag) = ("", false)
    for character in text {
      if character == "<" { isTag = true }
      if !isTag { words.append(character.isNewline ? " " : character) }
      if character == ">" { isTag = false }
    }
    let isEmpty = words.allSatisfy(\.isWhitespace)
    return isEmpty ? [] : [.paragraph(Paragraph(text: Text(words, ground)))]
  }

  // MARK: Tables and code

  private func table(_ table: PageTable) -> Table {
    var result = Table(table.isTrailing.map { $0 ? .trailing : .leading }, hang: 4)
    if table.head.contains(where: { !$0.isEmpty }) { result.head = table.head.map { text($0) } }
    result.rows = table.rows.map { row in row.map { text($0) } }
    return result
  }

  private func fence(_ block: CodeBlock) -> [Block] {
    switch place {
    case .page: [.code(Code(lines: block.lines.map { Code.Line(statement: $0) }))]
    case .stage: [.preformatted(block.lines.map { Text($0.isEmpty ? "" : "    " + $0, .code) })]
    }
  }
}
