import CCMark

/// A CommonMark page with its code blocks, as libcmark finds them: in lists and quotations too, fenced or indented.
public struct MarkdownPage: Sendable {
  /// A line of the page, and what ends it: `\n`, `\r\n`, `\r`, or nothing at the end of the page.
  public struct Line: Sendable, Equatable {
    /// Without its end.
    public let text: String
    /// The characters that end it.
    public let end: String
  }

  /// In order. As in CommonMark a line ends with `\n`, `\r\n` or `\r`.
  public let lines: [Line]
  /// The code blocks, in order.
  public let blocks: [CodeBlock]
  /// The first lines of headings and thematic breaks, counted from 1.
  public let divisions: [Int]
  /// The lines of HTML comments, counted from 1.
  public let comments: [ClosedRange<Int>]

  /// Reads a page.
  public init(_ text: String) {
    lines = Self.lines(of: text)
    let nodes = CMarkNode.all(in: text)
    blocks = nodes.compactMap { [lines] in
      CodeBlock($0, lines, starts: Set(nodes.filter(\.isCode).map(\.start)))
    }
    divisions = nodes.filter(\.isDivision).map(\.start)
    comments = nodes.filter { $0.isHTML && $0.literal.drop { $0 == " " }.hasPrefix("<!--") }
      .map { $0.start...max($0.start, $0.end) }
  }

  /// The page with other lines in some blocks, each with the marks of the lists and quotations around its block. A fence
  /// that one of the lines would close becomes longer.
  public func replacing(_ bodies: [(block: CodeBlock, lines: [String])]) -> String {
    var result = lines
    for body in bodies.sorted(by: { $0.block.body.lowerBound > $1.block.body.lowerBound }) {
      let end = lines[body.block.line - 1].end
      let new = body.lines.map { Line(text: body.block.line(of: $0), end: end.isEmpty ? "\n" : end) }
      result.replaceSubrange(body.block.body, with: new)
      guard let fence = body.block.fence, body.block.isClosed else { continue }
      let longest = body.lines.map { fence.marks(closing: $0) }.max() ?? 0
      guard longest >= fence.length else { continue }
      for place in [body.block.line - 1, body.block.body.lowerBound + new.count] where place < result.count {
        result[place] = Line(
          text: fence.lengthened(to: longest + 1, in: result[place].text), end: result[place].end)
      }
    }
    return result.map { $0.text + $0.end }.joined()
  }

  private static func lines(of text: String) -> [Line] {
    let bytes = Array(text.utf8)
    var (lines, start, place) = ([Line](), 0, 0)
    func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    while place < bytes.count {
      guard bytes[place] == UInt8(ascii: "\n") || bytes[place] == UInt8(ascii: "\r") else {
        place += 1
        continue
      }
      let isPair =
        bytes[place] == UInt8(ascii: "\r") && place + 1 < bytes.count
        && bytes[place + 1] == UInt8(ascii: "\n")
      let next = place + (isPair ? 2 : 1)
      lines.append(Line(text: string(start..<place), end: string(place..<next)))
      (start, place) = (next, next)
    }
    if start < bytes.count { lines.append(Line(text: string(start..<bytes.count), end: "")) }
    return lines
  }
}
