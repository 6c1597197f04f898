import Rendering

/// What is searched: a file of JavaScript that holds the text of every section, since a page that was opened from a folder may
/// not read another file.
enum SiteSearch {
  static let mark = "var nnPages = "

  /// `nnPages = [[file with anchor, title of the page, heading, text], …]`
  static func index(_ pages: [Site.Page]) -> String {
    let sections = pages.flatMap(sections)
    let lines = sections.map { section in
      "[" + [section.address, section.page, section.title, section.text].map(quoted).joined(separator: ",")
        + "]"
    }
    return mark + "[\n" + lines.joined(separator: ",\n") + "\n];\n"
  }

  private struct Section {
    let address: String
    let page: String
    let title: String
    var text = ""
  }

  private static func sections(_ page: Site.Page) -> [Section] {
    let title = page.handout.title
    let file = PageLink.address(of: page.file)
    var sections = [Section(address: file, page: title, title: title)]
    for (block, id) in HeadingAnchors(page.handout.documents).blocks {
      if let id, let heading = block.titleOfHeading {
        sections.append(Section(address: "\(file)#\(id)", page: title, title: heading))
      } else {
        sections[sections.count - 1].text += " " + block.words
      }
    }
    return sections.map { section in
      var section = section
      section.text = section.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      return section
    }
  }

  /// As JavaScript has it; nothing in it ends an element of a page.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\" + String(scalar)
      case "<": result += "\\u003c"
      case "\u{2028}": result += "\\u2028"
      case "\u{2029}": result += "\\u2029"
      default: if scalar.value >= 32 { result.unicodeScalars.append(scalar) } else { result += " " }
      }
    }
    return result + "\""
  }
}

extension Block {
  /// What of it can be looked for.
  fileprivate var words: String {
    switch self {
    case .paragraph(let paragraph): paragraph.text.plain
    case .heading(let title): title.plain
    case .section(let title): title
    case .preformatted(let lines): lines.map(\.plain).joined(separator: " ")
    case .code(let code): code.lines.map(\.statement).joined(separator: " ")
    case .table(let table):
      ((table.head.map { [$0] } ?? []) + table.rows).joined().map(\.plain).joined(separator: " ")
    case .list(let list): list.items.map { $0.term.plain + " " + $0.meaning.plain }.joined(separator: " ")
    case .statement(let text, _): text
    case .items(let items): items.items.joined().map(\.words).joined(separator: " ")
    case .quote(let blocks), .mistake(let blocks): blocks.map(\.words).joined(separator: " ")
    case .excerpt, .formula, .chart, .picture, .output, .rule, .blank: ""
    }
  }
}
