import Markdown

/// A Markdown page as tests: its `nn` blocks, the output expected of them, and what on it could be taken for a test and
/// is none.
public struct Lesson: Sendable {
  /// A block that runs.
  public struct Test: Sendable {
    /// What has to come of a block.
    public enum Kind: Sendable, Equatable {
      /// No statement fails.
      case runs
      /// `nn fails`, `nn fails CODE`: a statement fails in the session of the page; nil for any mistake.
      case fails(code: String?)
      /// `nn-error CODE`: it fails with this code in a session of its own.
      case failsAlone(code: String)
    }

    /// What has to come of it.
    public let kind: Kind
    /// The block.
    public let block: CodeBlock
    /// The block with its output; nil if none is given.
    public fileprivate(set) var output: CodeBlock?

    /// The line of its first statement, counted from 1.
    public var line: Int { block.body.lowerBound + 1 }
    /// The lines of its output; nil if none are given.
    public var expected: [String]? { output?.lines }
  }

  /// A line of the page, counted from 1, with what there is to say of it.
  public struct Remark: Sendable, Equatable {
    /// Of the page, counted from 1.
    public let line: Int
    /// What is wrong there, or the language of a block that was passed over.
    public let text: String
  }

  /// The page.
  public let page: MarkdownPage
  /// In order.
  public private(set) var tests: [Test] = []
  /// Blocks that were passed over on purpose: those of other languages with their output, and those marked `ignore`.
  public private(set) var skipped: [Remark] = []
  /// What keeps the page from being tested as a whole.
  public private(set) var faults: [Remark] = []

  /// Whose output a block holds that is output.
  private enum Owner {
    case test(Int)
    /// A test whose output was found already.
    case answered
    /// A block that does not run, of this language.
    case skipped(String)
  }

  /// A lesson out of the text of a page.
  public init(_ text: String) {
    page = MarkdownPage(text)
    var (owner, last): (Owner?, Int) = (nil, 0)
    for block in page.blocks {
      // A heading ends what a block can belong to; sentences do not.
      if page.divisions.contains(where: { $0 > last && $0 < block.line }) { owner = nil }
      last = block.body.upperBound
      owner = take(block, after: owner)
    }
    lookForHiddenFences()
    if tests.isEmpty {
      faults.append(
        Remark(line: 1, text: "there is no `nn` block on this page that runs: nothing was tested"))
    }
    faults.sort { $0.line < $1.line }
  }

  private mutating func take(_ block: CodeBlock, after owner: Owner?) -> Owner? {
    guard block.isClosed else {
      fault(block.line, "the block opened here is never closed: end it with a line \(block.closingFence)")
      return nil
    }
    // The fence of a test that is text is told below.
    if block.fence == nil, block.lines.contains(where: { Self.testFence($0) != nil }) { return owner }
    let info = BlockInfo(block.info)
    switch info.purpose {
    case .test(let kind):
      tests.append(Test(kind: kind, block: block))
      return .test(tests.count - 1)
    case .output: return takeOutput(block, after: owner)
    case .ignored, .foreign:
      let language = info.purpose == .ignored ? "ignore" : info.language
      skipped.append(Remark(line: block.line, text: language))
      return .skipped(language)
    case .misspelled(let word):
      fault(block.line, "this block does not run: its language is `\(info.language)`. Write: \(word)")
      return .skipped(info.language)
    }
  }

  private mutating func takeOutput(_ block: CodeBlock, after owner: Owner?) -> Owner? {
    switch owner {
    case .test(let index):
      tests[index].output = block
      return .answered
    case .skipped(let language):
      skipped.append(Remark(line: block.line, text: language))
    case .answered, nil:
      // An indented block cannot be marked.
      guard block.fence != nil else {
        skipped.append(Remark(line: block.line, text: "indented"))
        return owner
      }
      let reason =
        owner == nil
        ? "there is no `nn` block before it under its heading"
        : "the `nn` block before it has its output already"
      fault(
        block.line,
        "this block is compared with nothing: \(reason). If it is no output, mark it: text ignore")
    }
    return owner
  }

  private mutating func fault(_ line: Int, _ text: String) { faults.append(Remark(line: line, text: text)) }

  /// Lines that a person takes for the fence of an `nn` block, and CommonMark does not.
  private mutating func lookForHiddenFences() {
    let starts = Set(page.blocks.filter { $0.fence != nil }.map(\.line))
    for (index, line) in page.lines.enumerated() where !starts.contains(index + 1) {
      guard let fence = Self.testFence(line.text) else { continue }
      guard let block = page.blocks.first(where: { $0.body.contains(index) }) else {
        if page.comments.contains(where: { $0.contains(index + 1) }) {
          skipped.append(Remark(line: index + 1, text: "comment"))
        } else {
          fault(index + 1, "this is not the fence of a block: leave an empty line before it")
        }
        continue
      }
      guard let outer = block.fence else {
        fault(index + 1, "four blanks or more before a fence make it text: indent it by three at most")
        continue
      }
      if block.isClosed, outer.mark == fence.mark, fence.length >= outer.length {
        fault(
          index + 1,
          "this fence is text of the block opened in line \(block.line): close that one before, or open it with "
            + "more marks")
      }
    }
  }

  /// The fence of a line that would begin an `nn` block, whatever is around it.
  private static func testFence(_ line: String) -> CodeBlock.Fence? {
    let text = line.drop { " \t>-+*.)".contains($0) || $0.isASCII && $0.isNumber }
    guard let fence = CodeBlock.Fence(text) else { return nil }
    let info = text.dropFirst(fence.length)
    // Backticks inside longer backticks are code in a sentence.
    guard fence.mark == "~" || !info.contains("`") else { return nil }
    return ["nn", "nn-error"].contains(BlockInfo(String(info)).language) ? fence : nil
  }
}

extension CodeBlock {
  fileprivate var closingFence: String {
    fence.map { String(repeating: $0.mark, count: $0.length) } ?? "```"
  }
}
