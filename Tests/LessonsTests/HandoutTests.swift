import Foundation
import Interpreter
import Language
import Lessons
import Rendering
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Pages as talks and as handouts, without a process.
struct HandoutTests {
  static let page = """
    # Sums & products

    First *some* **prose** with `code <b>` and [a link](https://example.org/a?b&c) and
    [a trap](javascript:alert(1)), <em>tags</em> too.

    1. one
    2. two:

       ```nn
       let a = 6
       print a * 7
       ```

       ```
       42
       ```

    > quoted

    | name | value |
    | --- | ---: |
    | a \\| b | `6` |

    ## Pictures

    ![A small "picture"](pictures/one.svg)

    <!-- nobody sees this -->
    <div onclick="x()">said by a tag</div>

    ```python
    print("if a < b")
    ```

    ```nn fails unknown-figure
    print nothing
    ```
    """

  private func handout(
    _ text: String, address: @escaping (String) -> String? = { "data:image/svg+xml;base64,\($0.count)" }
  )
    -> Handout
  {
    Handout(
      Source(name: "folder/page.md", text: text), with: LessonRunner { Host(output: $0) }, address: address)
  }

  private static let tasks = """
    # Tasks

    ```nn
    let a = 2
    exercise "Count & add"
      quiet
        let right = 5
      end
      say "How much is a + 3? let mine = your number"
      hint "Two fingers."
      expect mine == right points 3
      expect mine > 4
    solution
      let mine = a + 3
    end
    ```
    """

  @Test func aHandoutKeepsHintsAndSolutions() throws {
    let page = handout(Self.tasks)
    #expect(page.failures.isEmpty)
    for piece in ["Exercise: Count &amp; add · 4 points", "How much is a + 3?", "a = <span"] {
      #expect(page.html.contains(piece), "\(piece)")
    }
    for secret in ["fingers", "right = ", "== right", "a + 3<", "its solution"] {
      #expect(!page.html.contains(secret), "\(secret)")
    }
    let whole = Handout(
      Source(name: "page.md", text: Self.tasks), with: LessonRunner { Host(output: $0) }, showsSolutions: true
    ) { _ in nil }
    #expect(whole.failures.isEmpty && whole.html.contains("Two fingers.") && whole.html.contains("solution"))
    // What is handed out has no solution, and can still be printed.
    let open = handout(Self.tasks.replacing(/solution\n *let mine = a \+ 3\n/, with: ""))
    #expect(open.failures.isEmpty && open.html.contains("Exercise: Count &amp; add · 4 points"))
    // A solution that does not solve it is found out.
    #expect(!handout(Self.tasks.replacing("a + 3\nend", with: "a\nend")).failures.isEmpty)
  }

  @Test func aHandoutShowsProseAndWhatRuns() throws {
    let handout = handout(Self.page)
    #expect(handout.failures.isEmpty)
    for piece in [
      "<title>Sums &amp; products</title>", "<em>some</em>", "<strong>prose</strong>",
      "<code>code &lt;b&gt;</code>", "<a href=\"https://example.org/a?b&amp;c\">a link</a>",
      "<ol>\n<li><p>one</p></li>", "<span class=\"verb\">let</span> a = <span class=\"numeral\">6</span>",
      "<p class=\"line\">42</p>", "<blockquote>\n<p>quoted</p>", "<h2 id=\"pictures\">Pictures</h2>",
      "<th scope=\"col\" class=\"number\">value</th>", "a | b",
      "<img src=\"data:image/svg+xml;base64,16\" alt=\"A small &quot;picture&quot;\"/>", "said by a tag",
      "<pre class=\"code\"><code>print(&quot;if a &lt; b&quot;)</code></pre>", "<div class=\"mistake\">",
    ] { #expect(handout.html.contains(piece), "\(piece)") }
    #expect(handout.html.components(separatedBy: "<h1>").count == 2)
    // The output that the page states is not there a second time, and nothing runs or asks for anything.
    #expect(handout.html.components(separatedBy: "42").count == 2)
    for word in ["javascript", "nobody sees", "onclick", "<script", "src=\"http", "url(", "@import", "<link"]
    {
      #expect(!handout.html.contains(word), "\(word)")
    }
    let parser = XMLParser(data: Data(handout.html.replacing("<!DOCTYPE html>\n", with: "").utf8))
    #expect(parser.parse(), "\(parser.lineNumber): \(parser.parserError.map { "\($0)" } ?? "")")
  }

  /// What is really printed stands there, not what the page says.
  @Test func outputsAreThoseOfTheRun() {
    let html = handout("```nn\nprint 1 + 1\n```\n```\n3\n```\n").html
    #expect(html.contains("<p class=\"line\">2</p>") && !html.contains(">3<"))
  }

  @Test(arguments: [
    ("```nn\nprint 1\neval 0\n```\n", "page.md:2"), ("```nn fails\nprint 1\n```\n", "page.md:2"),
    ("```nn\nprint 1 +\n```\n", "page.md:2"), ("![x](missing.png)\n", "page.md"),
    ("```nn\nprint 1\n```\n\n```nn\nprint 2\n", "page.md:5"),
  ])
  func whatFailsIsSaid(_ text: String, _ place: String) {
    let failures = handout(text, address: { _ in nil }).failures
    #expect(failures.map(\.name) == ["folder/" + place])
  }

  /// Pages without statements, and pages that nobody would write.
  @Test(arguments: [
    "", "\n\n", "# Only a title", "words", "***", String(repeating: "> ", count: 3000) + "deep",
    String(repeating: "- ", count: 3000) + "deep", "| a |\n| - |", "|\n|-", "a | b\n--- | ---\nc",
    "<div\n", "![](x)", "[a]: b\n\n[a]", "&#0; \u{1b}[31m", "```nn ignore\nfoo\n```", "1. \n2. \n",
  ])
  func oddPagesBecomeHandoutsToo(_ text: String) {
    let handout = handout(text)
    #expect(handout.failures.isEmpty)
    let parser = XMLParser(data: Data(handout.html.replacing("<!DOCTYPE html>\n", with: "").utf8))
    #expect(parser.parse())
    #expect(!handout.html.contains("\u{1b}"))
    _ = Talk(Source(name: "page.md", text: text))
  }

  @Test func aTalkHasProseAndBlocksInTheirOrder() {
    let talk = Talk(Source(name: "page.md", text: Self.page))
    let kinds = talk.parts.map { part in
      switch part {
      case .section(let title): "# \(title)"
      case .prose(let document):
        TextRenderer(verbosity: .demo).lines(document).map(\.text).joined(separator: "|")
      case .block(let kind, let source): "\(kind) \(source.firstLine) \(source.margin) \(source.bytes.count)"
      }
    }
    #expect(
      kinds == [
        "# Sums & products",
        "|First some prose with `code <b>` and a link and a trap, tags too.",
        "|1. one", "|2. two:", "runs 10 3 22", "|│ quoted", "|name    value|a | b     `6`",
        "# Pictures", "|[picture: A small \"picture\" (pictures/one.svg)]", "|said by a tag",
        "|    print(\"if a < b\")", "fails(code: Optional(\"unknown-figure\")) 36 0 14",
      ])
  }
}
