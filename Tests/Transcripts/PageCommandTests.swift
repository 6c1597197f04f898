import Foundation
import TestSupport
import Testing

/// `nn page`: files, exit statuses, and what comes of the project's own pages.
struct PageCommandTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "nn-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder.appending(path: "pictures"), withIntermediateDirectories: true)
  }

  private func write(_ text: String, _ name: String = "lesson.md") throws {
    try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
  }

  private func read(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }

  @Test func bothFormsWriteTheSameFile() throws {
    try write("# Lines\n\n```nn\nprint 6 * 7\n```\n\n![dots](pictures/dots.svg)\n")
    let picture = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"
    try write(picture, "pictures/dots.svg")
    let option = try Command.run(["page", "lesson.md", "--to", "a.html"], in: folder)
    #expect(option.status == 0 && option.error == "wrote \"a.html\"\n" && option.output == "")
    #expect(try Command.run(["page", "lesson.md", "to", "b.html"], in: folder).status == 0)
    let html = try read("a.html")
    #expect(try html == read("b.html"))
    #expect(html.contains("<p class=\"line\">42</p>"))
    #expect(html.contains("data:image/svg+xml;base64,\(Data(picture.utf8).base64EncodedString())"))
    // From elsewhere, to the standard output, and over itself again.
    let other = try Command.run(["page", folder.appending(path: "lesson.md").path])
    #expect(other.status == 0 && other.output == html)
    #expect(try Command.run(["page", "lesson.md", "to", "b.html"], in: folder).status == 0)
  }

  @Test func nobodysFileIsLost() throws {
    try write("# A\n")
    try write("mine", "mine.html")
    #expect(try Command.run(["page", "lesson.md", "--to", "mine.html"], in: folder).status == 64)
    #expect(try Command.run(["page", "lesson.md", "--to", "lesson.md"], in: folder).status == 64)
    #expect(try read("mine.html") == "mine")
    #expect(try Command.run(["page", "lesson.md", "--to", "mine.html", "--replace"], in: folder).status == 0)
    #expect(try read("mine.html").hasPrefix("<!DOCTYPE html>"))
  }

  @Test func whatFailsIsNotWritten() throws {
    try write("```nn\nprint 1\neval 0\n```\n")
    let made = try Command.run(["page", "lesson.md", "--to", "a.html"], in: folder)
    #expect(made.status == 1 && made.error.contains("lesson.md:3:1: error: there is no net"))
    #expect(made.error.hasSuffix("not written: a.html\n"))
    #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "a.html").path))
    #expect(try Command.run(["page", "none.md"], in: folder).status == 66)
    #expect(try Command.run(["page", "lesson.md", "a.html"], in: folder).status == 64)
    try write("# A\n")
    #expect(try Command.run(["page", "lesson.md", "--to", "no/such/a.html"], in: folder).status == 73)
  }

  /// A page in a pipe is played at once, and fails where a block fails that is not meant to.
  @Test func aPageIsRecited() throws {
    try write("# A\n\nWords.\n\n```nn\nprint 6 * 7\n```\n\n```nn-error no-net\neval 0\n```\n")
    let made = try Command.run(["demo", "lesson.md"], in: folder)
    #expect(made.status == 0 && made.output.contains("\nWords.\nnn> print 6 * 7\n42\n"))
    try write("```nn\neval 0\n```\n")
    #expect(try Command.run(["demo", "lesson.md"], in: folder).status == 1)
  }

  /// Links to other pages lead to their handouts, if there are any; else their words are left. Pictures stand on white.
  @Test func linksLeadSomewhereOrNowhere() throws {
    try write(
      "# A\n\n[the other](other.md#part), [a third](third.md), [data](rides.csv), [a site](https://example.org/a.md).\n"
    )
    try write("# Other\n", "other.md")
    #expect(try Command.run(["page", "lesson.md", "--to", "lesson.html"], in: folder).status == 0)
    #expect(try !read("lesson.html").contains("other.md") && !read("lesson.html").contains("other.html"))
    #expect(try read("lesson.html").contains("the other, a third, data, "))
    // Nobody's file of that name is no handout.
    try write("mine", "third.html")
    #expect(try Command.run(["page", "other.md", "--to", "other.html"], in: folder).status == 0)
    #expect(try Command.run(["page", "lesson.md", "--to", "lesson.html"], in: folder).status == 0)
    let html = try read("lesson.html")
    #expect(html.contains("href=\"other.html#part\"") && html.contains("href=\"https://example.org/a.md\""))
    #expect(!html.contains("third.html") && !html.contains("rides.csv"))
    #expect(html.contains("figure img { max-width: 100%; height: auto; background: #fff; }"))
    // On the standard output nobody knows where it will lie.
    #expect(try !Command.run(["page", "lesson.md"], in: folder).output.contains("other.html"))
  }
}
