/// A code block of a page.
public struct CodeBlock: Sendable {
  /// The line of its opening fence, or its first line if it is indented; counted from 1.
  public let line: Int
  /// What follows the opening fence, without blanks around; empty if nothing does, or if the block is indented.
  public let info: String
  /// The fence that opens it; nil if it is an indented block.
  public let fence: Fence?
  /// Whether its fence is closed. An indented block always is.
  public let isClosed: Bool
  /// Where its lines are in the page, as places in `MarkdownPage.lines`.
  public let body: Range<Int>
  /// Its lines, without their ends and without the marks of lists and quotations around them.
  public let lines: [String]
  /// The marks of lists and quotations in front of each of its lines.
  let margin: String
  /// How many characters stand in front of each of its lines.
  public var indent: Int { margin.count }

  /// Backticks or tildes.
  public struct Fence: Sendable {
    /// A backtick or a tilde.
    public let mark: Character
    /// How many, at least three.
    public let length: Int
  }

  /// Its lines, each with its newline.
  public var text: String { lines.map { $0 + "\n" }.joined() }

  /// A line of the page that is this line of the block.
  func line(of text: String) -> String {
    let line = margin + text
    return text.isEmpty ? String(line.reversed().drop { $0 == " " }.reversed()) : line
  }

  /// - Parameters:
  ///   - page: its lines.
  ///   - starts: the first lines of all code blocks.
  init?(_ node: CMarkNode, _ page: [MarkdownPage.Line], starts: Set<Int>) {
    guard node.isCode, page.indices.contains(node.start - 1) else { return nil }
    let opening = Array(page[node.start - 1].text.utf8)
    let column = min(max(node.column - 1, 0), opening.count)
    lines = Self.lines(of: node.literal)
    let isIndented = Self.begins(lines, page[(node.start - 1)...]) && !Self.begins(lines, page[node.start...])
    let fence = isIndented ? nil : Fence(String(decoding: opening[column...], as: UTF8.self))
    line = node.start
    info = node.info
    let first = fence == nil ? node.start - 1 : node.start
    let last = min(first + lines.count, page.count)
    body = min(first, last)..<last
    // A line with a fence either closes this block or opens another one.
    isClosed =
      fence.map { fence in
        last < page.count && !starts.contains(last + 1) && fence.isClosed(by: page[last].text)
      } ?? true
    margin =
      String(decoding: opening[..<column], as: UTF8.self).map { ">\t".contains($0) ? String($0) : " " }
      .joined()
    self.fence = fence
  }

  /// Whether these lines of a page are those of a block, with the marks around it. (libcmark does not tell whether a
  /// block is fenced, and an indented one may begin with what looks like a fence.)
  private static func begins(_ lines: [String], _ page: ArraySlice<MarkdownPage.Line>) -> Bool {
    guard !lines.isEmpty, lines.count <= page.count else { return false }
    return zip(lines, page).allSatisfy { line, pageLine in
      pageLine.text.hasSuffix(line.drop { $0 == " " || $0 == "\t" })
    }
  }

  /// The lines of a literal, each of which ends with a newline.
  private static func lines(of literal: String) -> [String] {
    var bytes: [UInt8] = []
    var isAfterReturn = false
    for byte in literal.utf8 {
      if !(byte == UInt8(ascii: "\n") && isAfterReturn) {
        bytes.append(byte == UInt8(ascii: "\r") ? UInt8(ascii: "\n") : byte)
      }
      isAfterReturn = byte == UInt8(ascii: "\r")
    }
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() } else if bytes.isEmpty { return [] }
    return bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }
}

extension CodeBlock.Fence {
  /// The fence that a line begins with; nil if there is none.
  public init?(_ line: some StringProtocol) {
    guard let mark = line.first, mark == "`" || mark == "~" else { return nil }
    let length = line.prefix { $0 == mark }.count
    guard length >= 3 else { return nil }
    (self.mark, self.length) = (mark, length)
  }

  /// Whether a line is nothing but a closing fence for this one, perhaps in quotations.
  fileprivate func isClosed(by line: String) -> Bool { marks(closing: line) >= length }

  /// How many marks a line has that is nothing but a closing fence; else 0.
  func marks(closing line: String) -> Int {
    let fence = line.drop { " \t>".contains($0) }
    let count = fence.prefix { $0 == mark }.count
    return fence.dropFirst(count).allSatisfy { $0 == " " || $0 == "\t" } ? count : 0
  }

  /// A line of the page whose fence has so many marks.
  func lengthened(to count: Int, in line: String) -> String {
    guard let start = line.firstIndex(of: mark) else { return line }
    return line[..<start] + String(repeating: mark, count: count) + line[start...].drop { $0 == mark }
  }
}
