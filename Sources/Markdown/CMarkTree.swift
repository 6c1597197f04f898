import CCMark

/// The tree of libcmark as parts of a page.
struct CMarkTree {
  let page: MarkdownPage

  /// What stands deeper in lists and quotations is left out: nobody writes so, and each level takes stack.
  private static let deepest = 60

  /// The parts of a text.
  func parts(of text: String) -> [PagePart] {
    Self.withTree(of: text) { children($0).flatMap { parts($0, depth: 0) } } ?? []
  }

  private static func withTree<Result>(of text: String, _ body: (OpaquePointer) -> Result) -> Result? {
    let bytes = Array(text.utf8)
    let root = bytes.withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) {
        cmark_parse_document($0.baseAddress, $0.count, CMARK_OPT_DEFAULT)
      }
    }
    guard let root else { return nil }
    defer { cmark_node_free(root) }
    return body(root)
  }

  private func children(_ node: OpaquePointer) -> [OpaquePointer] { Self.children(node) }

  private static func children(_ node: OpaquePointer) -> [OpaquePointer] {
    Array(
      sequence(first: cmark_node_first_child(node)) { $0.map { cmark_node_next($0) } }.prefix { $0 != nil }
    )
    .compactMap(\.self)
  }

  // MARK: Blocks

  private func parts(_ node: OpaquePointer, depth: Int) -> [PagePart] {
    guard depth < Self.deepest else { return [] }
    switch cmark_node_get_type(node) {
    case CMARK_NODE_HEADING:
      return [.heading(Self.phrases(node), level: Int(cmark_node_get_heading_level(node)))]
    case CMARK_NODE_PARAGRAPH: return [table(node) ?? .paragraph(Self.phrases(node))]
    case CMARK_NODE_LIST:
      let isNumbered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
      let items = children(node).map { item in children(item).flatMap { parts($0, depth: depth + 1) } }
      return [.list(items, first: isNumbered ? Int(cmark_node_get_list_start(node)) : nil)]
    case CMARK_NODE_BLOCK_QUOTE: return [.quote(children(node).flatMap { parts($0, depth: depth + 1) })]
    case CMARK_NODE_CODE_BLOCK:
      let line = Int(cmark_node_get_start_line(node))
      return page.blocks.first { $0.line == line }.map { [.code($0)] } ?? []
    case CMARK_NODE_HTML_BLOCK: return [.html(Self.literal(node))]
    case CMARK_NODE_THEMATIC_BREAK: return [.rule]
    default: return []
    }
  }

  // MARK: Running text

  private static func literal(_ node: OpaquePointer) -> String {
    cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
  }

  private static func phrases(_ node: OpaquePointer, depth: Int = 0) -> [Phrase] {
    depth < deepest ? children(node).flatMap { phrase($0, depth + 1) } : []
  }

  private static func phrase(_ node: OpaquePointer, _ depth: Int) -> [Phrase] {
    let url = { cmark_node_get_url(node).map { String(cString: $0) } ?? "" }
    switch cmark_node_get_type(node) {
    case CMARK_NODE_TEXT: return [.text(literal(node))]
    case CMARK_NODE_SOFTBREAK: return [.text(" ")]
    case CMARK_NODE_LINEBREAK: return [.lineEnd]
    case CMARK_NODE_CODE: return [.code(literal(node))]
    case CMARK_NODE_EMPH: return [.emphasis(phrases(node, depth: depth))]
    case CMARK_NODE_STRONG: return [.strong(phrases(node, depth: depth))]
    case CMARK_NODE_LINK: return [.link(phrases(node, depth: depth), to: url())]
    case CMARK_NODE_IMAGE: return [.picture(phrases(node, depth: depth).plain, file: url())]
    // Tags within a sentence say nothing; what stands between them does.
    default: return []
    }
  }

  // MARK: Tables

  /// A paragraph whose second line is `| --- | ---: |` is a table, which CommonMark does not know.
  private func table(_ node: OpaquePointer) -> PagePart? {
    let (start, end) = (Int(cmark_node_get_start_line(node)), Int(cmark_node_get_end_line(node)))
    guard start > 0, end > start, end <= page.lines.count else { return nil }
    let rows = page.lines[(start - 1)..<end].map { Self.cells(String($0.text.drop { " >\t".contains($0) })) }
    guard page.lines[start].text.contains("|"), rows[0].count == rows[1].count,
      rows[1].allSatisfy(Self.isDelimiter)
    else { return nil }
    let count = rows[0].count
    let phrases = (rows[..<1] + rows[2...]).map { row in
      (0..<count).map { $0 < row.count ? cell(row[$0]) : [] }
    }
    return .table(
      PageTable(
        isTrailing: rows[1].map { $0.hasSuffix(":") && !$0.hasPrefix(":") }, head: phrases[0],
        rows: Array(phrases.dropFirst())))
  }

  private static func isDelimiter(_ cell: String) -> Bool {
    let dashes = cell.drop { $0 == ":" }.prefix { $0 == "-" }
    return !dashes.isEmpty && cell.allSatisfy { $0 == "-" || $0 == ":" }
  }

  /// The cells of a line: what stands between its bars, but for `\|`.
  private static func cells(_ line: String) -> [String] {
    var (cells, isEscaped) = ([""], false)
    for character in line {
      if character == "|", !isEscaped {
        cells.append("")
      } else {
        if character == "|" { cells[cells.count - 1].removeLast() }
        cells[cells.count - 1].append(character)
      }
      isEscaped = character == "\\" && !isEscaped
    }
    var trimmed = cells.map(trimmed)
    if trimmed.first == "" { trimmed.removeFirst() }
    if trimmed.last == "" { trimmed.removeLast() }
    return trimmed
  }

  private static func trimmed(_ text: String) -> String {
    let front = text.drop { $0 == " " || $0 == "\t" }
    return String(front.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }

  /// The links that a page defines at its end: `[1]: lesson.md`.
  private var definitions: String {
    page.lines.map(\.text).filter { $0.hasPrefix("[") && $0.contains("]: ") }.joined(separator: "\n")
  }

  private func cell(_ text: String) -> [Phrase] {
    let isLinked = text.contains("[") && !text.contains("](")
    let found = Self.withTree(of: isLinked ? text + "\n\n" + definitions : text) { root -> [Phrase]? in
      let blocks = children(root)
      guard blocks.count == 1, cmark_node_get_type(blocks[0]) == CMARK_NODE_PARAGRAPH else { return nil }
      return Self.phrases(blocks[0])
    }
    return (found ?? nil) ?? (text.isEmpty ? [] : [.text(text)])
  }
}

extension MarkdownPage {
  /// The page as a tree.
  public var parts: [PagePart] {
    CMarkTree(page: self).parts(of: lines.map { $0.text + $0.end }.joined())
  }
}
