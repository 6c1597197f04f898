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

  /// An address is none of a file until its escapes are written out, and a name is none of an address until they are made.
  @Test func addressesHaveEscapes() throws {
    for name in ["a b.txt", "c.txt", "100%.txt", "e?f.txt", "ä#.txt"] { try write(name, "pages/" + name) }
    try write("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>", "pages/w x.svg")
    try write("# Third page\n\nText.\n", "pages/page three.md")
    try write(Self.contents + "\n- [Third](pages/page%20three.md)\n", "contents.md")
    try write(
      "# One\n\n[one](a%20b.txt) [two](<a b.txt>) [q](c.txt?raw=1#x) [p](100%.txt) [y](e%3Ff.txt) [z](%C3%A4%23.txt) "
        + "[0](c%00.txt) [1](c%-0.txt) [m](missing.txt) [n](none.md) [t](page%20three.md#text)\n\n![i](w%20x.svg)\n",
      "pages/one.md")
    let done = try make()
    #expect(done.status == 0, "\(done.error)")
    let one = try read("out/one.html")
    for address in [
      "files/a%20b.txt", "files/c.txt?raw=1#x", "files/100%25.txt", "files/e%3Ff.txt", "files/ä%23.txt",
      "page%20three.html#text", "page%20three.html",
    ] {
      #expect(one.contains("<a href=\"\(address)\">"), "\(address)")
    }
    for name in ["a b.txt", "c.txt", "100%.txt", "e?f.txt", "ä#.txt"] {
      #expect(try read("out/files/" + name) == name)
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "out/files").path).count == 5
    )
    #expect(one.contains("data:image/svg+xml;base64,") && !one.contains("missing.txt\""))
    #expect(try read("out/search.js").contains("[\"page%20three.html\""))
    let notes = done.error.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(notes.contains("\"pages/missing.txt\", which pages/one.md links to, is not there"), "\(notes)")
    #expect(notes.contains("\"pages/none.md\", which pages/one.md links to, is not there"))
  }

  /// A name that holds what would be an escape may stand as it is, and none is taken for a scheme.
  @Test func namesOfPagesAreTakenAsTheyAre() throws {
    try write("# E\n", "e%20f.md")
    try write("# C\n", "a:b.md")
    try write("# Front\n\n- [e](e%20f.md)\n- [c](./a:b.md)\n", "contents.md")
    let done = try make()
    #expect(done.status == 0, "\(done.error)")
    let front = try read("out/index.html")
    #expect(front.contains("href=\"e%2520f.html\"") && front.contains("href=\"./a:b.html\""), "\(front)")
    #expect(try read("out/a:b.html").contains("<h1") && read("out/e%20f.html").contains("<h1"))
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

  // MARK: Files that go along

  private func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(
      at: folder.appending(path: name), withIntermediateDirectories: true)
  }

  private func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: name).path)
  }

  /// A site shows what belongs to its pages, and nothing else of the machine that makes it.
  @Test(arguments: [[], ["--safe"]]) func secretsStayWhereTheyAre(_ options: [String]) throws {
    try makeFolder("course/pages/.ssh")
    try write("secret", "secret.key")
    try write("secret", "course/.env")
    try write("secret", "course/pages/.ssh/id")
    try write("fine", "course/pages/fine.txt")
    try write("odd", "course/pages/f\u{1b}]0;x\u{7}.txt")
    try FileManager.default.createSymbolicLink(
      at: folder.appending(path: "course/pages/link.txt"),
      withDestinationURL: folder.appending(path: "secret.key"))
    try write("- [One](pages/one.md)\n", "course/course.md")
    let absolute = folder.appending(path: "secret.key").path
    try write(
      "[a](../../secret.key) [b](../.env) [c](.ssh/id) [d](link.txt) [e](fine.txt) [f](\(absolute)) "
        + "[g](<f\u{1b}]0;x\u{7}.txt>)\n",
      "course/pages/one.md")
    for contents in [
      "course/course.md", "./course/course.md", folder.appending(path: "course/course.md").path,
    ] {
      let done = try Command.run(["site", contents, "--to", "out"] + options, in: folder)
      let words = done.error.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(done.status == 0 && words.contains("not go along"), "\(done.error)")
      #expect(words.split(separator: "does not go along").count >= 6, "\(words)")
      for name in ["secret.key", ".env", ".ssh/id", "link.txt"] { #expect(words.contains(name), "\(name)") }
      let names = try FileManager.default.contentsOfDirectory(
        atPath: folder.appending(path: "out/files").path)
      #expect(names == ["fine.txt"])
      #expect(try !read("out/one.html").contains("secret.key\""))
    }
  }

  /// A contents page may stand in a folder beside those of its pages, as that of the manual of nn does.
  @Test func whatStandsBesideAPageGoesAlong() throws {
    for name in ["docs", "lessons/data"] { try makeFolder(name) }
    try write("- [One](../lessons/one.md)\n- [Two](two.md)\n", "docs/site.md")
    try write("[a](data/a.csv)\n", "lessons/one.md")
    try write("[a](../lessons/data/a.csv) [b](../pages/rows.csv)\n", "docs/two.md")
    try write("1\n", "lessons/data/a.csv")
    let done = try Command.run(["site", "docs/site.md", "--to", "out"], in: folder)
    #expect(done.status == 0 && done.error.contains("\"pages/rows.csv\", which docs/two.md links to"))
    #expect(exists("out/files/a.csv") && !exists("out/files/rows.csv"))
  }

  /// What may not be read is no picture either, and no page.
  @Test func picturesAndPagesOfOutsideAreNotReadSafely() throws {
    try makeFolder("course")
    try write("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "outside.svg")
    try write("# Outside\n", "outside.md")
    try write("# Course\n\n![x](../outside.svg)\n", "course/course.md")
    let here = folder.appending(path: "course")
    for line in [["site", "course.md", "--to", "out"], ["page", "course.md", "--to", "page.html"]] {
      let refused = try Command.run(line + ["--safe"], in: here)
      #expect(refused.status == 1 && refused.error.contains("outside.svg"), "\(refused.error)")
      #expect(try Command.run(line, in: here).status == 0)
    }
    try write("- [Outside](../outside.md)\n", "course/course.md")
    #expect(try Command.run(["site", "course.md", "--to", "out", "--safe"], in: here).status == 1)
    #expect(try Command.run(["site", "course.md", "--to", "out"], in: here).status == 0)
  }

  /// Files and pages of equal names have names of their own, where small and capital letters are the same too.
  @Test func equalNamesAreToldApart() throws {
    let folders = ["a", "b", "c/a", "d/a"]
    for (number, sub) in folders.enumerated() {
      try makeFolder(sub)
      try write("# Page \(number)\n\n[data](\(number == 1 ? "DATA" : "data").csv)\n", "\(sub)/intro.md")
      try write("\(number)", "\(sub)/\(number == 1 ? "DATA" : "data").csv")
    }
    try write("# Page 4\n", "Intro.md")
    try write(
      "# All\n\n" + (folders.map { $0 + "/intro.md" } + ["Intro.md"]).map { "- [x](\($0))\n" }.joined(),
      "contents.md")
    let done = try make()
    #expect(done.status == 0, "\(done.error)")
    let pages = ["intro", "b-intro", "a-intro", "a-intro-2", "other-Intro"]
    for (number, name) in pages.enumerated() {
      let page = try read("out/\(name).html")
      #expect(page.contains("<h1>Page \(number)</h1>"), "\(name)")
      #expect(try read("out/index.html").contains("href=\"\(name).html\""))
    }
    for (number, name) in ["data", "b-DATA", "a-data", "a-data-2"].enumerated() {
      #expect(try read("out/files/\(name).csv") == "\(number)")
      #expect(try read("out/\(pages[number]).html").contains("href=\"files/\(name).csv\""))
    }
  }

  @Test func nobodysFileIsLostAmongThem() throws {
    try makeFolder("out/files")
    try write("mine", "out/files/rows.csv")
    let refused = try make()
    #expect(refused.status == 64 && refused.error.contains("out/files/rows.csv"), "\(refused.error)")
    #expect(try read("out/files/rows.csv") == "mine" && !exists("out/one.html"))
    #expect(try make(["--replace"]).status == 0)
    #expect(try read("out/files/rows.csv") == "a,b\n1,2\n")
    #expect(try make().status == 0, "the same file may stay")
  }

  /// Too large a file is refused before anything is written, and not cut off.
  @Test func nothingIsCutOff() throws {
    let path = folder.appending(path: "pages/rows.csv")
    let handle = try FileHandle(forWritingTo: path)
    try handle.truncate(atOffset: 50_000_001)
    let refused = try make()
    #expect(refused.status == 65 && refused.error.contains("larger than 50 MB"), "\(refused.error)")
    #expect(!exists("out"))
    try handle.truncate(atOffset: 50_000_000)
    try handle.close()
    #expect(try make().status == 0)
    let size =
      try FileManager.default.attributesOfItem(
        atPath: folder.appending(path: "out/files/rows.csv").path)[.size] as? Int
    #expect(size == 50_000_000)
  }

  // MARK: Names

  @Test func theContentsPageIsFoundHoweverItIsNamed() throws {
    try makeFolder("sub")
    let own = folder.lastPathComponent
    for (name, place) in [
      ("./contents.md", "."), ("pages/../contents.md", "."), (".//contents.md", "."),
      ("../contents.md", "sub"),
      ("../../\(own)/contents.md", "sub"),
    ] {
      let done = try Command.run(
        ["site", name, "--to", folder.appending(path: "out").path], in: folder.appending(path: place))
      #expect(done.status == 0, "\(done.error)")
      #expect(try read("out/one.html").contains("<a href=\"index.html\">up</a>"), "\(name)")
    }
  }

  /// No name stands twice in a page, whatever its headings are called.
  @Test func everyNameOfAPageIsItsOwn() throws {
    let titles = [
      "Search", "Found", "Pages", "Main", "Search form", "a", "a", "a-1", "a-1-1", "a", "Site main",
      "siteMain",
    ]
    try write("# Two\n\n" + titles.map { "## \($0)\n\nWords.\n\n" }.joined(), "pages/two.md")
    #expect(try make().status == 0)
    let page = try read("out/two.html")
    let names = page.matches(of: /\sid="([^"]*)"/).map { String($0.1) }
    #expect(names.count == titles.count + 5 && Set(names).count == names.count, "\(names)")
    #expect(names.contains("search") && names.contains("a-2") && names.contains("a-1-1"))
    let index = try read("out/search.js")
    for name in names where !name.hasPrefix("site") || name == "site-main" {
      #expect(index.contains("two.html#\(name)\""), "\(name)")
    }
    let script = try read("out/site.js")
    for match in script.matches(of: /getElementById\('([^']*)'\)/) {
      #expect(names.contains(String(match.1)), "\(match.1)")
    }
  }
}
