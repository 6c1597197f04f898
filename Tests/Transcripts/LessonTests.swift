import Foundation
import TestSupport
import Testing

/// `nn test`: lessons in Markdown, scripts, differences, JUnit.
struct LessonTests {
  private func page(_ text: String, _ options: String = "") throws -> (result: Command.Result, page: String) {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lesson-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "page.md")
    try text.write(to: file, atomically: true, encoding: .utf8)
    let result = try Command.shell("nn test page.md \(options)", in: folder)
    return (result, try String(contentsOf: file, encoding: .utf8))
  }

  @Test func theProjectsOwnPagesPass() throws {
    // In a folder of its own: blocks of the manual write files.
    let folder = FileManager.default.temporaryDirectory.appending(path: "nn-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let root = Documents.root.path
    let result = try Command.shell(
      "nn test \(root)/README.md \(root)/grammar.md \(root)/docs/*.md \(root)/examples/*.nn", in: folder)
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.hasSuffix(" passed, 0 failed\n"))
  }

  @Test func outputIsComparedToTheDigitsWritten() throws {
    func passes(_ code: String, _ expected: String) throws -> Bool {
      try page("```nn\n\(code)\n```\n\n```\n\(expected)\n```\n").result.status == 0
    }
    #expect(try passes("print 1/3", "0.3333333333333333"))
    #expect(try passes("print 1/3", "0.33"))
    #expect(try !passes("print 1/3", "0.34"))
    #expect(try !passes("print 1/3", "1"))
    #expect(try passes("print 1/3, \"a\"", "0.3… a"))
    #expect(try passes("print 2/3", "0.67"))
    #expect(try passes("print \"a\"\nprint \"b\"\nprint \"c\"", "a\n…\nc"))
    #expect(try !passes("print \"a\"\nprint \"b\"", "a"))
    #expect(try passes("print -0.5", "-0.5"))
    #expect(try !passes("print -0.5", "0.5"))
  }

  @Test func blocksShareASession() throws {
    let text =
      "```nn\nlet x = 3\n```\n\ntext\n\n```nn\nexpect x == 3\n```\n\n```nn-error unknown-figure\nprint x\n```\n"
    let result = try page(text).result
    #expect(result.output == "3 passed, 0 failed\n")
  }

  @Test func failuresShowTheDifference() throws {
    let result = try page("# A\n\n```nn\nprint 1\nprint 2\n```\n```\n1\n3\n```\n```nn\nexpect 1 == 2\n```\n")
      .result
    #expect(result.status == 1)
    #expect(result.output.contains("page.md:4: failed\n    1\n  - 3\n  + 2\n"))
    #expect(result.output.contains("page.md:12: failed"))
    #expect(result.output.contains("page.md:12:8: error: expected 1 == 2"))
    #expect(result.output.hasSuffix("0 passed, 2 failed\n"))
  }

  @Test func updateWritesWhatWasSeen() throws {
    let text = "```nn\nprint 1\n```\n```\n2\n```\nafter\n```nn\nprint 1/3\n```\n```\n0.33\n```\n"
    let (result, page) = try page(text, "--update")
    #expect(result.status == 0)
    #expect(page == text.replacing("\n2\n", with: "\n1\n"))
  }

  @Test func theJUnitFileListsFailures() throws {
    let result = try page("```nn\nexpect 1 < 0\n```\n", "--junit out.xml > /dev/null; cat out.xml").result
    #expect(result.output.contains("<testsuite name=\"nn\" tests=\"1\" failures=\"1\">"))
    #expect(result.output.contains("expected 1 &lt; 0"))
    let document = try XMLCheck.isWellFormed(result.output)
    #expect(document)
  }

  @Test func scriptsAreTestsToo() throws {
    let result = try Command.shell(
      "d=$(mktemp -d); cd $d; echo 'expect 1 == 1' > a.nn; echo 'expect 1 == 2' > b.nn; nn test a.nn b.nn no.nn"
    )
    #expect(result.status == 1 && result.output.hasSuffix("1 passed, 2 failed\n"))
  }
}

/// Open and closed elements in balance: enough for what `--junit` writes.
private enum XMLCheck {
  static func isWellFormed(_ text: String) throws -> Bool {
    var open: [Substring] = []
    for piece in text.split(separator: "<").dropFirst() {
      guard let end = piece.firstIndex(of: ">") else { return false }
      let tag = piece[..<end]
      if tag.hasPrefix("?") || tag.hasSuffix("/") { continue }
      let name = tag.split(separator: " ")[0]
      if name.hasPrefix("/") {
        guard open.popLast() == name.dropFirst() else { return false }
      } else {
        open.append(name)
      }
    }
    return open.isEmpty
  }
}
