import Interpreter
import Language
import Lessons
import Rendering
import Testing

/// Lessons and scripts as tests, without a process.
struct LessonTests {
  private func run(_ text: String) -> (outcomes: [LessonRunner.Outcome], updated: String) {
    LessonRunner { Host(output: $0) }.run(lesson: Source(name: "page.md", text: text))
  }

  @Test func blocksOfALessonShareASession() {
    let text =
      "```nn\nlet x = 3\n```\n\nwords\n\n```nn\nexpect x == 3\n```\n\n```nn-error unknown-figure\nprint x\n```\n"
    let outcomes = run(text).outcomes
    #expect(outcomes.map(\.name) == ["page.md:2", "page.md:8", "page.md:12"])
    #expect(outcomes.allSatisfy { $0.failure == nil })
  }

  @Test func aDifferenceIsShownAndWrittenBack() {
    let text = "# A\n\n```nn\nprint 1\nprint 2\n```\n```\n1\n3\n```\n\nthe end\n"
    let result = run(text)
    #expect(result.outcomes.map(\.failure) == [["  1", "- 3", "+ 2"]])
    #expect(result.updated == text.replacing("3\n", with: "2\n"))
    #expect(run(result.updated).outcomes.map(\.failure) == [nil])
  }

  @Test func anotherMistakeThanExpectedFails() {
    let failures = run("```nn-error no-data\nprint 1 +\n```\n```nn-error no-data\nprint 1\n```\n").outcomes
      .map(\.failure)
    #expect(failures.map { $0?.first?.hasPrefix("expected the mistake no-data, got ") } == [true, true])
    #expect(failures[1] == ["expected the mistake no-data, got none"])
  }

  @Test func aScriptPassesIfNothingInItFails() {
    let runner = LessonRunner { Host(output: $0) }
    #expect(
      runner.run(script: Source(name: "a.nn", text: "expect 1 == 1\nquit"), identity: nil).failure == nil)
    let failure = runner.run(script: Source(name: "a.nn", text: "print 7\nexpect 1 == 2"), identity: nil)
      .failure
    #expect(failure?.first == "7" && failure?[1].hasPrefix("a.nn:2:8: error:") == true)
  }

  @Test func onlyABlockRightAfterHoldsOutput() {
    let page = Lesson(
      "```nn\nprint 1\n```\n\n```\n1\n```\n```nn\nprint 2\n```\nwords\n```\n2\n```\n```sh\nls\n```\n")
    #expect(page.blocks.count == 2)
    #expect(page.blocks.map { page.expected($0) } == [["1"], nil])
    #expect(page.blocks.map(\.line) == [2, 9])
  }

  @Test(arguments: [
    ("0.33", "0.3333", true), ("0.34", "0.3333", false), ("1", "0.9999", false), ("0.3… a", "0.3333 a", true),
    ("a…", "abc", true), ("a…c", "ab", false), ("-0.5", "-0.5", true), ("-0.5", "0.5", false),
    ("x  ", "x", true), ("12 ms", "12 ms", true), ("1.0 of 2", "1.04 of 2", true),
    ("1.0 of 2", "1.06 of 2", false),
  ])
  func aLineMatches(_ expected: String, _ actual: String, _ matches: Bool) {
    #expect(Match.matches(expected, actual) == matches)
  }

  @Test func aLineOfDotsStandsForAnyLines() {
    #expect(
      Match.matches(["a", "…", "c"], ["a", "c"]) && Match.matches(["a", "…", "c"], ["a", "b", "b", "c"]))
    #expect(!Match.matches(["a", "…", "c"], ["a", "b"]) && !Match.matches(["a"], ["a", "b"]))
  }

  @Test func theShortestDifferenceIsShown() {
    #expect(Difference.lines(["a", "b", "c"], ["a", "c", "d"]) == ["  a", "- b", "  c", "+ d"])
  }

  @Test func resultsAreEscapedForTestServers() {
    let text = JUnit.text([
      .init(name: "a<b>.nn", failure: nil), .init(name: "c", failure: ["\u{1b}x & y", "\"z\""]),
    ])
    #expect(text.contains("tests=\"2\" failures=\"1\""))
    #expect(text.contains("<testcase name=\"a&lt;b&gt;.nn\"/>"))
    #expect(text.contains("<failure>\u{fffd}x &amp; y\n&quot;z&quot;</failure>"))
  }
}
