import Interpreter
import Rendering
import Synchronization
import Testing

/// Lists of more values than are read, where a person reads them and where a program does.
struct LongValueTests {
  private final class Lines: Sendable {
    private let lines = Mutex<[Line]>([])
    func add(_ line: Line) { lines.withLock { $0.append(line) } }
    var all: [Line] { lines.withLock { $0 } }
  }

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

  /// The rows of one `eval` are written some at a time, in the columns of one table.
  @Test func manyRowsStandInTheSameColumns() throws {
    let one = """
      data
        for x in [1..900]
          [x] -> (x / 7)
        end
        -123456.75 -> 1
        for x in [1..99]
          [x] -> (x / 7)
        end
      end
      net 1 2 1
      init torch seed 3
      eval data
      """
    let many = one.replacing("[x]", with: "[x, 1..300]").replacing("75 ->", with: "75 [1..300] ->")
      .replacing("net 1", with: "net 301")
    for script in [one, many] {
      let run = RenderedRun(script)
      let event = try #require(run.events.last { if case .eval = $0 { true } else { false } })
      let (renderer, lines) = (TextRenderer(verbosity: .prompt), Lines())
      TextLines(renderer: { renderer }, write: { lines.add($0) }).receive(event)
      #expect(lines.all == renderer.lines(event))
      #expect(lines.all.count == 1001)
    }
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
