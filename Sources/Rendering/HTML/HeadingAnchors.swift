/// What links to the headings of a page call them, as GitHub has it: in lower case, blanks as hyphens, without marks; the second
/// of two equal ones has a number, the first one that nothing before it has.
public struct HeadingAnchors {
  /// The blocks of the page in their order, headings with their names.
  public let blocks: [(block: Block, id: String?)]

  /// Of a page that consists of these.
  public init(_ documents: [Document]) {
    // The names so far, each with the last number that was added to it.
    var taken: [String: Int] = [:]
    blocks = documents.flatMap { document in
      document.blocks.map { block -> (block: Block, id: String?) in
        guard let title = block.titleOfHeading else { return (block, nil) }
        let name = Self.name(of: title)
        var id = name
        while taken[id] != nil {
          taken[name, default: 0] += 1
          id = "\(name)-\(taken[name, default: 0])"
        }
        taken[id] = 0
        return (block, id)
      }
    }
  }

  /// The name of a heading that is the only one of its words.
  public static func name(of title: String) -> String {
    var name = ""
    for character in title.lowercased() {
      if character.isLetter || character.isNumber || character == "_" || character == "-" {
        name.append(character)
      } else if character == " " {
        name.append("-")
      }
    }
    return name.isEmpty ? "section" : name
  }
}

extension Block {
  /// The words of a heading; nil for other blocks.
  public var titleOfHeading: String? {
    switch self {
    case .section(let title): title
    case .heading(let title): title.plain
    case .paragraph, .preformatted, .code, .table, .list, .formula, .statement, .excerpt, .chart, .picture,
      .items,
      .quote, .output, .mistake, .rule, .blank:
      nil
    }
  }
}
