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
    let line =
      "cp -r README.md grammar.md docs examples lessons \(folder.path); cd \(folder.path); "
      + "rm docs/parity.md lessons/README.md; nn test README.md grammar.md docs/*.md examples/*.nn lessons/*.md"
    let result = try Command.shell(line)
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

  /// Reading a file as text drops the mark, so bytes are compared.
  @Test func updateKeepsTheMarkOfAnEditor() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "mark-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (page, text) = (
      folder.appending(path: "p.md"), "# A page\n\n```nn\nprint 1\n```\n\n```text\n2\n```\n"
    )
    try Data([0xef, 0xbb, 0xbf] + Array(text.utf8)).write(to: page)
    #expect(try Command.run(["test", "--update", "p.md"], in: folder).status == 0)
    let written = [0xef, 0xbb, 0xbf] + Array(text.replacingOccurrences(of: "\n2\n", with: "\n1\n").utf8)
    #expect(try Array(Data(contentsOf: page)) == written)
  }

  @Test func updateWritesWhatWasSeen() throws {
    let text = "```nn\nprint 1\n```\n```\n2\n```\nafter\n```nn\nprint 1/3\n```\n```\n0.33\n```\n"
    let (result, page) = try page(text, "--update")
    #expect(result.status == 0)
    #expect(page == text.replacing("\n2\n", with: "\n1\n"))
  }

  @Test func theJUnitFileListsFailures() throws {
    let result = try page("```nn\nexpect 1 < 0\n```\n", "--junit out.xml > /dev/null; cat out.xml").result
    #expect(result.output.contains("<testsuite name=\"nn\" tests=\"1\" failures=\"1\" skipped=\"0\">"))
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

  @Test func theExitStatusIsThatOfTheFirstFailure() throws {
    let folder = "cd $(mktemp -d); echo 'expect 1 == 1' > a.nn; printf '\\377' > b.nn; "
    func status(_ arguments: String) throws -> Int32 {
      try Command.shell(folder + "nn test \(arguments)").status
    }
    #expect(try status("no.md") == 66 && status("a.nn no.nn") == 66 && status("b.nn") == 65)
    #expect(try status("a.nn --junit a.nn/out.xml") == 73)
  }

  @Test func timesAreWrittenAsDots() throws {
    let text = "```nn\nnet 2 2 1\ninit torch seed 1\ntiming on\ntrain sgd epochs 3\nprint 7\n```\n```\n```\n"
    let (result, updated) = try page(text, "--update && nn test page.md && nn test page.md")
    #expect(result.status == 0, "\(result.output)")
    #expect(updated.contains(" · …\n") && updated.contains("7\n") && !updated.contains(" ms"))
  }

  @Test func anUpdateLeavesAPageWithAMistake() throws {
    let text = "```nn\nprint 2\n```\n```\n1\n```\n```nn\nfoo\n```\n```\n…\n```\n"
    let (result, updated) = try page(text, "--update")
    #expect(result.status == 1 && updated == text)
    #expect(result.output.contains("page.md was left as it was: first mend what failed at page.md:8\n"))
  }

  @Test func anUpdateLeavesWhatIsAnotherEachTime() throws {
    let text = "```nn\nnet 2 2 1\ninit torch\ndump\n```\n```\n1\n```\n"
    let (result, updated) = try page(text, "--update")
    #expect(result.status == 1 && updated == text && result.output.contains("give a seed"))
  }

  /// A page passes from wherever it is tested: messages are wrapped, and their place names no folder.
  @Test func theFolderDoesNotMatter() throws {
    let name = String(repeating: "long", count: 20)
    let text =
      "```nn fails\\nnet 1 1 relux\\n```\\n```\\n…error: there is no activation or variable called `relux`\\n…\\n```\\n"
    let line =
      "cd $(mktemp -d); mkdir \(name); printf '\(text)' > \(name)/p.md; nn test \(name)/p.md && cd \(name) && nn test p.md"
    #expect(try Command.shell(line).status == 0)
  }

  @Test func whatWasPassedOverIsCounted() throws {
    let text =
      "```nn\nprint 1\n```\n```python\nprint(1)\n```\n```\n1\n```\n```sh\nls\n```\n```nn ignore\nx\n```\n"
    #expect(
      try page(text).result.output
        == "blocks passed over: ignore 1, python 2, sh 1\n1 passed, 0 failed\n")
  }

  /// Files are beside the page or script that names them, from wherever nn is started.
  @Test func filesAreFoundBesideWhatNamesThem() throws {
    let make = """
      cd $(mktemp -d); mkdir -p a/b; printf 'x,y\\n1,2\\n3,4\\n' > a/d.csv; cp a/d.csv a/b/e.csv
      printf 'data "e.csv"\\nnet 1 1\\ninit zeros\\nsave "s.nnet"\\nload "s.nnet"\\n' > a/b/in.nn
      printf 'data "d.csv"\\nrun "b/in.nn"\\ndump to "w.nn"\\n' > a/out.nn
      printf '```nn\\nrun "out.nn"\\ntranscript to "t.nn"\\n```\\n' > a/page.MD

      """
    let all = "ls a/w.nn a/b/s.nnet"
    for way in ["nn a/out.nn", "nn test a/out.nn", "nn demo a/out.nn", "nn -e 'run \"a/out.nn\"'"] {
      #expect(try Command.shell("\(make)\(way) </dev/null && \(all)").status == 0, "\(way)")
    }
    #expect(try Command.shell("\(make)nn test a/page.MD && \(all) a/t.nn").status == 0)
    #expect(try Command.shell("\(make)nn - < a/b/in.nn").status == 66)
    #expect(
      try Command.shell("\(make)cd a/b; nn - < in.nn && nn /dev/stdin < in.nn && ls s.nnet").status == 0)
    let missing = try Command.shell("cd $(mktemp -d); mkdir a; echo 'data \"no.csv\"' > a/x.nn; nn a/x.nn")
    #expect(missing.status == 66 && missing.error.contains("\"a/no.csv\""))
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
