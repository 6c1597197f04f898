import Foundation

/// The fenced blocks of the project's Markdown pages.
public struct Block: Sendable, CustomStringConvertible {
  public let page: String
  public let line: Int
  /// `nn`, `nn-error`, `sh` …
  public let kind: String
  /// What follows the kind: the code of an error.
  public let argument: String
  public let text: String

  public var description: String { "\(page):\(line)" }
}

public enum Documents {
  public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  public static let pages = ["grammar.md", "README.md", "docs/errors.md", "docs/determinism.md"]

  public static func text(_ page: String) -> String {
    (try? String(contentsOf: root.appending(path: page), encoding: .utf8)) ?? ""
  }

  public static func blocks(_ kind: String) -> [Block] {
    pages.flatMap(blocks(of:)).filter { $0.kind == kind }
  }

  public static func blocks(of page: String) -> [Block] {
    var (blocks, open): ([Block], (line: Int, head: [Substring], body: [Substring])?) = ([], nil)
    let lines = text(page).split(separator: "\n", omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() {
      if line.hasPrefix("```"), let block = open {
        blocks.append(
          Block(
            page: page, line: block.line, kind: String(block.head.first ?? ""),
            argument: String(block.head.dropFirst().first ?? ""),
            text: block.body.map { $0 + "\n" }.joined()))
        open = nil
      } else if line.hasPrefix("```") {
        open = (number + 2, line.dropFirst(3).split(separator: " "), [])
      } else {
        open?.body.append(line)
      }
    }
    return blocks
  }
}
