import Language
import Standard
import TestSupport
import Testing

/// `nn fmt` keeps lines within a page.
struct BreakingTests {
  private func formatted(_ text: String) throws -> String {
    let layout = Language.formatted(Source(name: "", text: text), .standard)
    return try #require(layout)
  }

  /// Comments of an `else` stay where they are, also where it has no statement.
  @Test(arguments: [
    "if 1 == 2\n  print 1\nelse  # todo\nend  # done\n",
    "if 1 == 2\n  print 1\n  # a\nelse\n  # todo\nend\n",
    "if true\n  print 1  # x\n  # y\nelse  # z\n\n  # w\n  print 2\nend\n",
  ])
  func commentsOfAnElseStay(_ text: String) throws {
    #expect(try formatted(text) == text)
  }

  static let long = [
    "let a = [" + (1...40).map(String.init).joined(separator: ", ") + "]\n",
    "train adam lr 0.01 until loss < 0.01 and accuracy == 1 epochs 5000 patience 20 restart every 1000 keeping optimizer log every 10\n",
    "print \"" + String(repeating: "a b ", count: 40) + "\", 1 + 2, \""
      + String(repeating: "\\\" c", count: 20) + "\"  # why\n",
    "data \"f.csv\" target y inputs "
      + (1...30).map { "column_\($0)" }.joined(separator: " ") + " missing mean\n",
    "if loss < 0.01 and accuracy == 1 and val.loss < 0.01 and val.accuracy == 1 and epoch > 100 and seconds < 10\n  print 1\nend\n",
    "let b = max(out(0, 1), " + (1...30).map { "step(\($0))" }.joined(separator: ", ") + ")\n",
  ]

  /// The broken text says the same as the long one, and stays as it is when it is formatted again.
  @Test(arguments: long) func aLongLineIsBrokenBetweenWords(_ text: String) throws {
    let broken = try formatted(text)
    let lines = broken.split(separator: "\n")
    #expect(lines.count > 1)
    // Only a text is longer, which nobody breaks.
    for line in lines where !line.contains("a b a b") { #expect(line.count <= 100, "\(line)") }
    #expect(parse(Source(name: "", text: broken), .standard).problems.isEmpty, "\(broken)")
    #expect(try formatted(broken) == broken)
    let joined = broken.replacing(" \\\n", with: "\n").split(whereSeparator: \.isWhitespace).joined(
      separator: " ")
    #expect(joined == text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
  }

  @Test func aShortOneIsJoined() throws {
    #expect(try formatted("let a = [1,\n 2,\n 3]\nprint \\\n  a\n") == "let a = [1, 2, 3]\nprint a\n")
  }
}
