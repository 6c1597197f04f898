import Interpreter
import Language
import Lessons
import Markdown
import TestSupport
import Testing

/// Which blocks of a page run, which are output, and what is said of all others.
struct FenceTests {
  private func results(_ text: String) -> [Outcome] {
    LessonRunner { Host(output: $0) }.run(lesson: Source(name: "p.md", text: text))
  }

  /// Each of these pages expects 3 of 1 + 1.
  @Test(arguments: [
    "```nn\r\nprint 1 + 1\r\n```\r\n\r\n```\r\n3\r\n```\r\n", "```nn\rprint 1 + 1\r```\r\r```\r3\r```\r",
    "1. Add:\n\n   ```nn\n   print 1 + 1\n   ```\n\n   ```\n   3\n   ```\n",
    "- a\n  - ~~~nn\n    print 1 + 1\n    ~~~\n    ~~~\n    3\n    ~~~\n",
    "~~~nn\nprint 1 + 1\n~~~\n\n~~~\n3\n~~~\n", "````nn\nprint 1 + 1\n````\n\n```text\n3\n```\n",
    "> ```nn\n> print 1 + 1\n> ```\n>\n> ```\n> 3\n> ```\n",
    "> > ```nn\n> > print 1 + 1\n> > ```\n> > ```\n> > 3\n> > ```\n",
    "   ```nn\n   print 1 + 1\n   ```\n\n   ```output\n   3\n   ```\n",
    "```NN\nprint 1 + 1\n```\n```console\n3\n```\n",
    "```{nn}\nprint 1 + 1\n```\n```\n3\n```\n", "```{.nn #id .wide}\nprint 1 + 1\n```\n```\n3\n```\n",
    "```{#id .nn}\nprint 1 + 1\n```\n```\n3\n```\n",
    "```nn title=\"ignore\"\nprint 1 + 1\n```\n``` txt\n3\n```\n",
    "```nn\nprint 1 + 1\n```\nThis prints:\n```\n3\n```\n",
    "``` nn,wide\nprint 1 + 1\n```\n\nOne.\n\nTwo.\n\n    3\n",
    "\u{feff}```nn\nprint 1 + 1\n```\n```\n3\n```", "```nn  \n\tprint 1 + 1\n```   \n```\n3\n````\n",
  ])
  func whatIsACodeBlockIsTested(_ text: String) {
    let found = results(text)
    #expect(found.count == 1 && found[0].result == .different(["- 3", "+ 2"]), "\(found)")
    let right = text.replacing("1 + 1", with: "1 + 2")
    #expect(results(right).map(\.result) == [.passed])
  }

  /// What could be taken for a test and is none, with the line that is named.
  @Test(arguments: [
    ("words\n", 1, "nothing was tested"), ("", 1, "nothing was tested"),
    ("```nn ignore\nprint 1\n```\n", 1, "nothing was tested"),
    ("```nn\nprint 1\n```\n\n```nn\nprint 2\n", 5, "never closed"),
    ("```nn\nprint 1\n```\n> ```nn\n> print 2\n\nwords\n", 4, "never closed"),
    ("```nn\nprint 1\n```\n- ```nn\n  print 2\n```\n", 4, "never closed"),
    ("```nn\nprint 1\n```\n~~~sh\nls\n```\n", 4, "never closed"),
    ("```nn\nprint 1\n```\n\n    ```nn\n    print 2\n    ```\n", 5, "four blanks"),
    ("```nn\nprint 1\n```\n\n<details>\n```nn\nprint 2\n```\n</details>\n", 6, "not the fence"),
    ("```nn\nprint 1\n```\n```sh\nls\n\n```nn\nprint 2\n```\n", 7, "text of the block opened in line 4"),
    ("```nn\nprint 1\n```\n```nnn\nprint 2\n```\n", 4, "Write: nn"),
    ("```nn\nprint 1\n```\n```nn-eror no-net\nprint 2\n```\n", 4, "Write: nn-error"),
    ("```nn\nprint 1\n```\n```\n1\n```\n```\n2\n```\n", 7, "has its output already"),
    ("```nn\nprint 1\n```\n# Next\n```\n1\n```\n", 5, "no `nn` block before it"),
    ("```text\n1\n```\n```nn\nprint 1\n```\n", 1, "compared with nothing"),
    ("```nn\nprint 1\n```\n```nn\n# words\n```\n", 5, "no statement"),
  ])
  func whatIsNotTestedFails(_ text: String, _ line: Int, _ words: String) {
    let failed = results(text).filter { $0.failure != nil }
    #expect(
      failed.contains { $0.name == "p.md:\(line)" && $0.failure?.joined().contains(words) == true },
      "\(failed)")
  }

  @Test(arguments: [
    ("```sh\nls\n```\n```\na\n```\n", ["sh", "sh"]), ("```nn ignore\nfoo\n```\n", ["ignore"]),
    ("```text ignore\na\n```\n", ["ignore"]), ("<!--\n```nn\nfoo\n```\n-->\n", ["comment"]),
    ("````markdown\n```nn\nfoo\n```\n````\n", ["markdown"]), ("# A\n\n    nn FILE\n", ["indented"]),
    ("Written as ```nn x``` in a sentence.\n", []),
  ])
  func otherBlocksArePassedOver(_ text: String, _ reasons: [String]) {
    let outcomes = results("```nn\nprint 1\n```\n```\n1\n```\n\n" + text)
    #expect(outcomes.allSatisfy { $0.failure == nil }, "\(outcomes)")
    #expect(outcomes.compactMap(\.reason) == reasons)
  }

  @Test func aFailureNamesTheLineOfThePage() {
    let text = "# A\r\n\r\n> 1. ```nn\r\n>    print 1\r\n>    print y\r\n>    ```\r\n"
    #expect(results(text)[0].failure?.contains { $0.hasPrefix("p.md:5:12: error:") } == true)
  }

  /// The pages that the test suite reads have the blocks that `nn test` runs, and no fault.
  @Test(
    arguments: Documents.pages + [
      "docs/reading-a-net.md", "docs/lessons.md", "docs/prompt.md", "docs/demo.md",
      "docs/clusters.md", "docs/interchange.md",
    ])
  func theProjectsPagesAreRead(_ page: String) {
    let lesson = Lesson(Documents.text(page))
    let blocks = Documents.blocks(of: page).filter { $0.kind == "nn" || $0.kind == "nn-error" }
    #expect(lesson.faults.isEmpty, "\(page): \(lesson.faults)")
    #expect(!lesson.tests.isEmpty && lesson.tests.count >= blocks.filter { $0.argument != "ignore" }.count)
  }

  @Test func aPageIsPutTogetherAsItWas() {
    let text = "a\r\n\r\n```nn\r\nb\r\n```\rc\n\n- ```\n  d\n  ```"
    let page = MarkdownPage(text)
    #expect(page.replacing([]) == text)
    #expect(page.replacing(page.blocks.map { ($0, $0.lines) }) == text)
  }

  /// A line of the new text may look like the end of its block.
  @Test(arguments: ["", "> ", "- "])
  func fencesAreLongerThanWhatIsInThem(_ margin: String) throws {
    let rest = margin == "- " ? "  " : margin
    let page = MarkdownPage("\(margin)```text\n\(rest)x\n\(rest)```\n\nend\n")
    let block = try #require(page.blocks.first)
    let lines = ["a", "  `````", "```b", "~~~~~~~"]
    let renewed = MarkdownPage(page.replacing([(block, lines)]))
    #expect(renewed.blocks.map(\.lines) == [lines])
    #expect(renewed.blocks[0].fence?.length == 6 && renewed.blocks[0].isClosed)
    #expect(renewed.lines.last?.text == "end")
    #expect(
      page.replacing([(block, ["``"])]) == page.replacing([(block, ["x"])]).replacing("x\n", with: "``\n"))
  }
}
