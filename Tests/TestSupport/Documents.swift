import Foundation
import Markdown

/// A code block of one of the project's Markdown pages.
public struct Block: Sendable, CustomStringConvertible {
  public let page: String
  /// The line of its first line, counted from 1.
  public let line: Int
  /// `nn`, `nn-error`, `sh` …
  public let kind: String
  /// What follows the kind: the code of an error.
  public let argument: String
  public let text: String
  fileprivate let code: CodeBlock

  public var description: String { "\(page):\(line)" }
}

public enum Documents {
  public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  public static let pages = ["grammar.md", "README.md", "docs/errors.md", "docs/determinism.md"]

  public static func text(_ page: String) -> String {
    (try? String(contentsOf: root.appending(path: page), encoding: .utf8)) ?? ""
  }

  /// Of other tools: `sh` there is theirs.
  private static let pagesOfTools = ["docs/interchange.md"]

  public static func blocks(_ kind: String) -> [Block] {
    (pages + (kind == "sh" ? [] : pagesOfTools)).flatMap(blocks(of:)).filter { $0.kind == kind }
  }

  /// The fenced blocks of a page, as `nn test` finds them.
  public static func blocks(of page: String) -> [Block] {
    MarkdownPage(text(page)).blocks.filter { $0.fence != nil }.map { block in
      let words = block.info.split(separator: " ")
      return Block(
        page: page, line: block.line + 1, kind: String(words.first ?? ""),
        argument: String(words.dropFirst().first ?? ""), text: block.text, code: block)
    }
  }

  /// The lines of a page outside of fenced blocks, counted from 1.
  public static func prose(of page: String) -> [(number: Int, text: String)] {
    let page = MarkdownPage(text(page))
    let fenced = Set(page.blocks.filter { $0.fence != nil }.flatMap { $0.line...$0.body.upperBound + 1 })
    return page.lines.enumerated().filter { !fenced.contains($0.offset + 1) }
      .map { ($0.offset + 1, $0.element.text) }
  }

  /// Writes other text into a block of its page.
  public static func write(_ text: String, into block: Block) throws {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    try MarkdownPage(self.text(block.page)).replacing([(block.code, lines)])
      .write(to: root.appending(path: block.page), atomically: true, encoding: .utf8)
  }
}
