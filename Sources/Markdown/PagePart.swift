/// A part of a page, as CommonMark has it, and tables as GitHub has them.
public indirect enum PagePart: Sendable {
  /// A title; level 1 is that of the page.
  case heading([Phrase], level: Int)
  case paragraph([Phrase])
  /// Items; numbered from `first`, or with bullets if it is nil.
  case list([[PagePart]], first: Int?)
  case quote([PagePart])
  case code(CodeBlock)
  case table(PageTable)
  /// A line across the page.
  case rule
  /// As it is written.
  case html(String)
}

/// A table of a page.
public struct PageTable: Sendable {
  /// Whether a column stands at the right.
  public let isTrailing: [Bool]
  /// A cell for each column.
  public let head: [[Phrase]]
  /// A cell for each column, in each row.
  public let rows: [[[Phrase]]]
}

/// A piece of running text.
public indirect enum Phrase: Sendable, Equatable {
  case text(String)
  case code(String)
  case emphasis([Phrase])
  case strong([Phrase])
  case link([Phrase], to: String)
  /// A picture, with the words that stand for it.
  case picture(String, file: String)
  /// A line ends where the writer wanted it to.
  case lineEnd
}

extension PagePart {
  /// The code blocks in it, in order.
  public var blocks: [CodeBlock] {
    switch self {
    case .code(let block): [block]
    case .list(let items, _): items.flatMap { $0.flatMap(\.blocks) }
    case .quote(let parts): parts.flatMap(\.blocks)
    case .heading, .paragraph, .table, .rule, .html: []
    }
  }
}

extension [Phrase] {
  /// The words alone.
  public var plain: String {
    map { phrase in
      switch phrase {
      case .text(let text), .code(let text), .picture(let text, _): text
      case .emphasis(let phrases), .strong(let phrases), .link(let phrases, _): phrases.plain
      case .lineEnd: " "
      }
    }.joined()
  }
}
