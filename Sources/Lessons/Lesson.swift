/// A Markdown page whose fenced `nn` blocks run, in one session and in order. A block without a language right after one
/// holds the output expected of it; a block `nn-error CODE` fails with that code, in a session of its own.
public struct Lesson: Sendable {
  /// A block that runs.
  public struct Block: Sendable {
    /// A block that has to run, or to fail with a code.
    public enum Kind: Sendable, Equatable { case code, error(code: String) }

    /// What has to come of it.
    public let kind: Kind
    /// The number of its first line.
    public let line: Int
    /// Its lines, each with its newline.
    public let text: String
    /// The lines of the expected output, as places in `lines`; nil if none is given.
    public internal(set) var output: Range<Int>?
  }

  /// Of the page.
  public let lines: [String]
  /// Those that run, in order.
  public let blocks: [Block]

  /// A lesson out of the text of a page.
  public init(_ text: String) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    blocks = Self.blocks(of: lines)
  }

  /// The fences of a page: the words behind the opening one, and the lines between.
  private static func fences(_ lines: [String]) -> [(words: [Substring], body: Range<Int>)] {
    var (fences, open): ([(words: [Substring], body: Range<Int>)], (words: [Substring], start: Int)?) = (
      [], nil
    )
    for (number, line) in lines.enumerated() where line.hasPrefix("```") {
      if let fence = open {
        fences.append((fence.words, fence.start..<number))
        open = nil
      } else {
        open = (line.dropFirst(3).split(separator: " "), number + 1)
      }
    }
    return fences
  }

  private static func blocks(of lines: [String]) -> [Block] {
    var blocks: [Block] = []
    var lastEnd: Int?
    for fence in fences(lines) {
      let text = fence.body.map { lines[$0] + "\n" }.joined()
      switch fence.words.first {
      case "nn":
        blocks.append(Block(kind: .code, line: fence.body.lowerBound + 1, text: text))
        lastEnd = fence.body.upperBound
      case "nn-error":
        let code = fence.words.dropFirst().first.map(String.init) ?? ""
        blocks.append(Block(kind: .error(code: code), line: fence.body.lowerBound + 1, text: text))
        lastEnd = nil
      case nil:
        // Only blank lines between the two.
        if let end = lastEnd,
          lines[end + 1..<fence.body.lowerBound - 1].allSatisfy({ $0.allSatisfy(\.isWhitespace) })
        {
          blocks[blocks.count - 1].output = fence.body
        }
        lastEnd = nil
      default: lastEnd = nil
      }
    }
    return blocks
  }

  /// The output expected of a block; nil if none is given.
  public func expected(_ block: Block) -> [String]? { block.output.map { Array(lines[$0]) } }

  /// The page with these outputs in the place of the expected ones.
  public func updated(_ outputs: [(block: Block, lines: [String])]) -> String {
    var result = lines
    for output in outputs.reversed() {
      if let place = output.block.output { result.replaceSubrange(place, with: output.lines) }
    }
    return result.joined(separator: "\n")
  }
}
