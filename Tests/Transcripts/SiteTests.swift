import Foundation
import TestSupport
import Testing

/// `nn site`: pages, what links them, and what is searched.
struct SiteTests {
  private static let contents = """
    # A course

    Words in front.

    ## Lessons

    - [First](pages/one.md), to begin with
    - [Second](pages/two.md)
    - a line without a link

    ## Elsewhere

    - [nn](https://example.org/)
    """
  private static let one = """
    # One

    ## Weights & more

    ```nn
    net 2 2 1
    init xavier seed 1000
    ```

    See [the second](two.md#weights--more-1), [rows](rows.csv), [nothing](none.md), [up](../contents.md).
    """
  private static let two = """
    # Two

    ## Weights & more

    Plateaus.

    ## Weights & more

    - deep inside: `sgd` <!-- not shown -->
    """

  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "nn-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder.appending(path: "pages"), withIntermediateDirectories: true)
    try write(Self.contents, "contents.md")
    try write(Self.one, "pages/one.md")
    try write(Self.two, "pages/two.md")
    try write("a,b\n1,2\n", "pages/rows.csv")
  }

  private func write(_ text: String, _ name: String) throws {
    try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
  }

  private func read(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }

  private func make(_ options: [String] = []) throws -> Command.Result {
    try Command.run(["site", "contents.md", "--to", "out"] + options, in: folder)
  }

  @Test func pagesLinkToEachOther() throws {
    let done = try make()
    #expect(done.status == 0, "\(done.error)")
    let one = try read("out/one.html")
    #expect(one.contains("<a href=\"two.html#weights--more-1\">the second</a>"))
    #expect(one.contains("<a href=\"files/rows.csv\">rows</a>"))
    #expect(one.contains("nothing") && !one.contains("none.md") && !one.contains("none.html"))
    #expect(one.contains("<a href=\"index.html\">up</a>"))
    #expect(one.contains("<a href=\"one.html\" aria-current=\"page\">First</a>"))
    #expect(one.contains("start xavier"))
    #expect(try read("out/files/rows.csv") == "a,b\n1,2\n")
    let two = try read("out/two.html")
    #expect(two.contains("<h2 id=\"weights--more\">") && two.contains("<h2 id=\"weights--more-1\">"))
    let front = try read("out/index.html")
    #expect(
      front.contains("<p class=\"group\">Lessons</p>") && !front.contains("<p class=\"group\">Elsewhere</p>"))
  }

  @Test func wordsOfEverySectionAreSearched() throws {
    #expect(try make().status == 0)
    let index = try read("out/search.js")
    #expect(index.contains("[\"two.html#weights--more\",\"Two\",\"Weights & more\",\"Plateaus.\"]"))
    #expect(
      index.contains("\"two.html#weights--more-1\"") && index.contains("sgd") && !index.contains("not shown"))
    #expect(index.contains("[\"index.html\",\"A course\",\"A course\",\"Words in front.\"]"))
  }

  @Test func nothingIsWrittenWhereABlockFails() throws {
    try write("# One\n\n```nn\neval 0 1\n```\n", "pages/one.md")
    let done = try make()
    #expect(done.status == 1)
    #expect(done.error.contains("pages/one.md:4") && done.error.contains("not written: out"))
    #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "out").path))
  }

  @Test func nobodysPageIsLost() throws {
    try FileManager.default.createDirectory(
      at: folder.appending(path: "out"), withIntermediateDirectories: true)
    try write("mine", "out/two.html")
    let refused = try make()
    #expect(refused.status == 64 && refused.error.contains("out/two.html"))
    #expect(try read("out/two.html") == "mine")
    #expect(try make(["--replace"]).status == 0)
    // Over itself.
    #expect(try make().status == 0)
    #expect(try read("out/two.html").hasPrefix("<!DOCTYPE html>"))
  }
}
