import Language
import Testing

/// Places in a text: lines, columns and the marks below a line.
struct SourceTests {
  /// A column is a character as a person counts them, whatever its bytes.
  @Test(arguments: [
    ("print x", 1, 7), ("print \"ä\", x", 1, 12), ("say \"😀é\"\nprint x", 2, 7), ("print \"日本\", x", 1, 13),
    ("print \"e\u{301}\", x", 1, 12), ("# ä\r\nprint x", 2, 7),
  ])
  func columnsCountCharacters(_ text: String, _ line: Int, _ column: Int) throws {
    let source = Source(name: "test", text: text)
    let offset = try #require(source.bytes.lastIndex(of: UInt8(ascii: "x")))
    let position = source.position(of: offset)
    #expect(position.line == line && position.column == column)
  }

  /// Some editors on a Mac end lines with CR alone.
  @Test func carriageReturnsAloneEndLines() {
    let source = Source(name: "test", text: "let x = 1 # one\rprint x\r")
    #expect(source.position(of: 16).line == 2 && source.text(source.line(around: 16)) == "print x")
    // Elsewhere it is a blank, as before a line feed.
    #expect(Source(name: "test", text: "print \r 1\n").position(of: 8).line == 1)
    #expect(Source(name: "test", text: "print \"a\rb\"").position(of: 9).line == 1)
  }

  /// However a condition is broken, it is told of in one line.
  @Test(arguments: [
    ("loss < 0.1 and \\\n    epoch > 3", "loss < 0.1 and epoch > 3"),
    ("max(\n  1,\n  [2,\n  3]\n)", "max(1, [2, 3])"), ("loss < 1", "loss < 1"),
    ("a \\\r\n  + b", "a + b"),
  ])
  func partsAreToldOfInOneLine(_ text: String, _ line: String) {
    let source = Source(name: "test", text: text)
    #expect(source.oneLine(Span(0, source.bytes.count)) == line)
  }
}
