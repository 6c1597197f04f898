import Foundation
import Interpreter
import Rendering
import TestSupport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The page of a run: well-formed, whole, and safe whatever a script says.
struct HTMLTests {
  /// What a page says, read by an XML parser.
  private final class Reader: NSObject, XMLParserDelegate {
    var text = ""
    var elements: [String: Int] = [:]
    private var isStyle = false

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String] = [:]
    ) {
      elements[name, default: 0] += 1
      isStyle = name == "style"
    }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) { isStyle = false }

    func parser(_ parser: XMLParser, foundCharacters characters: String) {
      if !isStyle { text += characters }
    }
  }

  private func page(_ run: RenderedRun, title: String = "test") -> String {
    let lines = Lines()
    let page = HTMLPage(title: title, showsTimes: false) { lines.add($0) }
    run.events.forEach(page.receive)
    page.finish()
    return lines.text
  }

  private final class Lines: @unchecked Sendable {
    private let lock = NSLock()
    private var all: [String] = []
    func add(_ line: String) { lock.withLock { all.append(line) } }
    var text: String { lock.withLock { all.joined(separator: "\n") } }
  }

  private func read(_ page: String) throws -> Reader {
    let reader = Reader()
    // The declaration of HTML names no file that XML could look up.
    let parser = XMLParser(data: Data(page.replacing("<!DOCTYPE html>\n", with: "").utf8))
    parser.delegate = reader
    #expect(parser.parse(), "line \(parser.lineNumber): \(parser.parserError.map { "\($0)" } ?? "")")
    return reader
  }

  @Test(arguments: ["Tests/Determinism/everything.nn", "Tests/RenderingTests/Golden/events.nn"])
  func everyEventIsOnAWellFormedPage(_ script: String) throws {
    let run = RenderedRun(file: script)
    let text = words(try read(page(run)).text)
    for event in run.events where !event.isPicture {
      let lines = TextRenderer(verbosity: .echo, width: 1_000_000, showsTimes: false).lines(event)
      for line in lines {
        // The rule of a section and the caret of a mistake are drawn by the terminal only.
        let bare = line.text.filter { !"─^|#".contains($0) }
        for word in bare.split(separator: " ") where !text.contains(word) {
          Issue.record("the page lacks \(word) of \(line.text)")
        }
      }
    }
  }

  private func words(_ text: String) -> String { text.filter { !"─^|#".contains($0) } }

  @Test func hostileTextStaysText() throws {
    let hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>&amp;\u{1b}[31m\u{0}\u{ffff}'"
    let run = RenderedRun(
      "section \"<i>\(hostile)\"\nsay \"\(hostile)\"\nprint \"\(hostile)\"\nnote \"<b>\"\nlet a = \"\(hostile)\"\na\n"
        + "data \"classes.csv\" target kind\nnet 2 2 2 softmax\neval data\nrun \"<script>.nn\"\nhelp \"<script>\""
    )
    let reader = try read(page(run, title: hostile))
    for element in ["script", "img", "i", "u"] { #expect(reader.elements[element] == nil, "\(element)") }
    #expect(reader.text.contains("<script>alert(1)</script>"))
  }

  @Test func blocksBecomeTheElementsThatTheyMean() throws {
    let html = page(.events)
    for piece in [
      "<h2>A &lt;section&gt; &amp; its &quot;title&quot;</h2>",
      "<th scope=\"col\" class=\"number\">error</th>",
      "<th scope=\"row\">0 1</th>",
      "<pre class=\"statement\"><code><span class=\"verb\">net</span> <span class=\"numeral\">2</span>",
      "<dt><span class=\"code\">until CONDITION</span></dt>", "<span class=\"warning\">NOT REACHED</span>",
      "<span class=\"negative\">-", "<p class=\"step first\"><b>L1N0</b> <var>s</var>",
      "<mark>", "<div class=\"mistake\">",
    ] { #expect(html.contains(piece), "\(piece)") }
    let elements = try read(html).elements
    #expect(elements["h1"] == 1 && elements["main"] == 1)
    #expect(
      !html.replacing("http://www.w3.org/", with: "").contains("http://"), "only names of XHTML and SVG")
    #expect(!html.contains("https://") && !html.contains("url("))
  }
}

extension Event {
  /// What a page draws, and a terminal writes in characters.
  fileprivate var isPicture: Bool {
    if case .plot = self { return true }
    if case .play = self { return true }
    if case .explainNeuron = self { return true }
    return false
  }
}
