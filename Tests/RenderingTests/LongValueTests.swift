import Interpreter
import Rendering
import Testing

/// Lists of more values than are read, where a person reads them and where a program does.
struct LongValueTests {
  private func text(_ script: String, _ verbosity: Verbosity) -> [String] {
    RenderedRun(script).text(verbosity).map(\.text)
  }

  @Test func thePromptShowsTheEndsOfLongLists() {
    let short = "[1, 2, 3, …, 999, 1000, 1001] (1,001 values)"
    #expect(text("let a = [1..1001]", .prompt) == ["a = " + short])
    #expect(text("let a = [1..1001]\na", .prompt) == ["a = " + short, short])
    #expect(text("let a = [1..1001]\na", .echo).last == short)
    let all = "[" + (1...200).map { "\($0)" }.joined(separator: ", ") + "]"
    #expect(text("let a = [1..200]\na", .prompt) == ["a = " + all, all])
  }

  @Test func rowsOfSeveralOutputsAreCut() {
    let lines = text("data iris\nnet 4 3\ninit zeros\neval data\n_", .prompt)
    let rows = Array(repeating: "[0, 0, 0]", count: 3).joined(separator: ", ")
    #expect(lines.last == "[\(rows), …, \(rows)] (150 values)", "\(lines.last ?? "")")
  }

  @Test func whatIsPrintedIsWhole() {
    let all = "[" + (1...1001).map { "\($0)" }.joined(separator: ", ") + "]"
    #expect(text("let a = [1..1001]\nprint a", .prompt).last == all)
    // In a script a line of its own is a result that a program may read.
    #expect(text("let a = [1..1001]\na", .script) == [all])
    let events = RenderedRun("let a = [1..1001]").events
    #expect(events.flatMap(JSONLines.lines).contains { $0.contains(",499,500,501,") })
  }

  @Test func anExpectationSaysWhereListsPart() throws {
    func mistake(_ script: String) throws -> String {
      let diagnostics = RenderedRun(script).events.compactMap { event in
        if case .failure(let diagnostic) = event { diagnostic } else { nil }
      }
      return try #require(diagnostics.first).help.joined(separator: "\n")
    }
    #expect(
      try mistake("let a = [1..1000]\nlet b = append(a, 5)\nexpect a == b") == """
        a is [1, 2, 3, …, 998, 999, 1000] (1,000 values)
        b is [1, 2, 3, …, 999, 1000, 5] (1,001 values)
        one has 1,000 values, the other 1,001
        """)
    #expect(
      try mistake("let a = [1, 2, 3]\nexpect a == [1, 5, 4]") == """
        a is [1, 2, 3]
        they part at [1]: 2 and 5
        """)
    #expect(
      try mistake("let a = [1, 2, 3]\nexpect a == [1.001, 2, 9] within 0.01") == """
        a is [1, 2, 3]
        they part at [2]: 3 and 9
        """)
    #expect(try mistake("expect [1..3] == [1..4]") == "one has 3 values, the other 4")
    #expect(try mistake("let a = [1, 2]\nexpect a != [1.001, 2] within 0.01") == "a is [1, 2]")
  }
}
