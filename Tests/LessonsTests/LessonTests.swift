import Interpreter
import Language
import Lessons
import Rendering
import TestSupport
import Testing

/// Lessons and scripts as tests, without a process.
struct LessonTests {
  private let runner = LessonRunner { Host(output: $0) }

  private func run(_ text: String) -> [Outcome] { runner.run(lesson: Source(name: "page.md", text: text)) }

  private func update(_ text: String) -> (outcomes: [Outcome], text: String?) {
    runner.update(lesson: Source(name: "page.md", text: text))
  }

  @Test func blocksOfALessonShareASession() {
    let text =
      "```nn\nlet x = 3\n```\n\nwords\n\n```nn\nexpect x == 3\n```\n\n```nn-error unknown-figure\nprint x\n```\n"
    let outcomes = run(text)
    #expect(outcomes.map(\.name) == ["page.md:2", "page.md:8", "page.md:12"])
    #expect(outcomes.allSatisfy { $0.result == .passed })
  }

  @Test func aDifferenceIsShownAndWrittenBack() {
    let text = "# A\n\n```nn\nprint 1\nprint 2\n```\n```\n1\n3\n```\n\nthe end\n"
    #expect(run(text).map(\.result) == [.different(["  1", "- 3", "+ 2"])])
    #expect(update(text).text == text.replacing("3\n", with: "2\n"))
  }

  @Test func anotherMistakeThanExpectedFails() {
    let failures = run("```nn-error no-data\nprint 1 +\n```\n```nn-error no-data\nprint 1\n```\n").map(
      \.failure)
    #expect(failures.map { $0?.first?.hasPrefix("expected the mistake no-data, got ") } == [true, true])
    #expect(failures[1] == ["expected the mistake no-data, got none"])
  }

  // Meant and other mistakes.

  /// A mistake is none the less one where `…` or the mistake itself is expected.
  @Test(arguments: [
    "```nn\nprint 1\nfoo\n```\n```\n…\n```\n", "```nn\nprint 1\nexpect 1 == 2\n```\n```\n1\n…\n```\n",
    "```nn\neval 1\n```\n```\n…error: …\n…\n```\n", "```nn\nprint 1 +\n```\nwords\n```\n…\n```\n",
    "```nn fail\nfoo\n```\n", "```nn title=\"fails\"\nfoo\n```\n",
  ])
  func aMistakeFails(_ text: String) {
    #expect(run(text).map { $0.failure?.contains { $0.contains("error:") } } == [true])
    #expect(update(text).text == nil)
  }

  @Test(arguments: [
    ("nn fails", "foo", true), ("nn fails unknown-figure", "foo", true), ("nn fails no-net", "foo", false),
    ("nn fails", "print 1", false), ("nn fails unknown-mistake", "foo", false),
    ("{.nn .fails}", "print 1 +", true), ("NN-ERROR expectation-failed", "expect 1 == 2", true),
  ])
  func aMeantMistakeHasToHappen(_ info: String, _ text: String, _ passes: Bool) {
    #expect(run("```\(info)\n\(text)\n```\n").map { $0.failure == nil } == [passes])
  }

  @Test func aMeantMistakeKeepsTheSession() {
    let text = "```nn fails\nlet x = 1\nfoo()\n```\n```nn fails\nlet x = 2\nexpect 1 == 2\n```\n"
    #expect(run(text + "```nn\nexpect x == 2\n```\n").allSatisfy { $0.result == .passed })
  }

  @Test func quitHidesNothing() {
    for text in ["quit\nexpect 1 == 2", "print 1\nquit\nfoo()", "if 1 == 1\n  quit\nend\nprint 2"] {
      #expect(run("```nn\n\(text)\n```\n").map { $0.failure == nil } == [false], "\(text)")
      let script = runner.run(script: Source(name: "a.nn", text: text), identity: nil)
      #expect(script.failure != nil)
    }
    #expect(run("```nn\nquit\n```\n```nn\nexpect 1 == 2\n```\n").map { $0.failure == nil } == [true, false])
    #expect(
      run("```nn\nprint 1\nquit\nprint 2\n```\n")[0].failure?.last
        == "`quit` ended this before line 4: the rest was not tested")
  }

  @Test func aScriptPassesIfAllOfItRuns() {
    func failure(_ text: String) -> [String]? {
      runner.run(script: Source(name: "a.nn", text: text), identity: nil).failure
    }
    #expect(failure("expect 1 == 1\nquit") == nil)
    let wrong = failure("print 7\nexpect 1 == 2")
    #expect(wrong?.first == "7" && wrong?[1].hasPrefix("a.nn:2:8: error:") == true)
    #expect(failure("# only words\n") == ["there is no statement here: nothing was tested"])
  }

  @Test func narrationIsCompared() {
    let text = "```nn\nsay \"one\"\nprint 2\nsection \"Three\"\n```\n```\none\n2\n\n── Three ─…\n```\n"
    #expect(run(text).map(\.result) == [.passed])
    #expect(run(text.replacing("one\n2\n\n", with: "2\n\n")).map { $0.failure == nil } == [false])
    #expect(run("```nn\nsay \"b\"\n```\n```\na\n```\n").map(\.result) == [.different(["- a", "+ b"])])
  }

  // Update.

  @Test(arguments: [
    ("print 1\nprint 2\nprint 3", "0\n…\n9", "1\n…\n3"), ("print \"a 1 b\"", "a … c", "a … b"),
    ("print 1/3\nprint 2", "0.33\n1", "0.33\n2"), ("print \"x\"\nprint \"y\"", "…\nz", "…\ny"),
    ("print \"all other words\"", "loss … of 4", "all other words"), ("print 1", "", "1"),
  ])
  func anUpdateKeepsWhatHolds(_ code: String, _ old: String, _ new: String) {
    func page(_ output: String) -> String { "```nn\n\(code)\n```\n\n```\n\(output)\n```\n" }
    let updated = update(page(old))
    #expect(updated.text == page(new) && updated.outcomes.allSatisfy { $0.failure == nil })
  }

  @Test func anUpdateKeepsListsQuotationsAndLineEnds() {
    let list = "1. A\n\n   ```nn\n   print 1\n   print \"\"\n   print 2\n   ```\n\n   ```\n   ```\n"
    #expect(update(list).text == list.replacing("```\n   ```\n", with: "```\n   1\n\n   2\n   ```\n"))
    let quoted = "> - ~~~nn\n>   print 1\n>   print \"\"\n>   print 2\n>   ~~~\n>   ~~~\n>   9\n>   ~~~\n"
    #expect(update(quoted).text == quoted.replacing(">   9\n", with: ">   1\n>\n>   2\n"))
    let windows = "```nn\r\nprint 2\r\n```\r\n\r\n```\r\n3\r\n```\r\n"
    #expect(update(windows).text == windows.replacing("3\r\n", with: "2\r\n"))
  }

  @Test func anUpdateRefusesWhatWouldNotPassAgain() {
    // An output that would close its own block gets a longer fence.
    #expect(
      update("```nn\nprint \"```\"\n```\n```\n1\n```\n").text
        == "```nn\nprint \"```\"\n```\n````\n```\n````\n")
    let mistake = "```nn\nprint 2\n```\n```\n1\n```\n```nn\nfoo\n```\n```\n…\n```\n"
    #expect(
      update(mistake).text == nil && update(mistake).outcomes.map(\.name) == ["page.md:2", "page.md:8"])
  }

  /// The places of mistakes move with the lines before them.
  @Test func anUpdateOfAMeantMistakeHolds() throws {
    let text = "```nn\nprint 1\nprint 2\n```\n```\n```\n```nn fails\neval 1\n```\n```\nx\n```\n"
    let updated = try #require(update(text).text)
    #expect(updated.contains("…error: there is no net yet\n…\n"))
    #expect(run("words\n\n" + updated).allSatisfy { $0.result == .passed })
  }

  // Matching.

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

  /// Several `…` take no more than the product of the lengths.
  @Test func manyDotsAreMatchedAtOnce() {
    let lines = Array(repeating: "a", count: 2000)
    let expected = Array(repeating: ["…", "a"], count: 60).flatMap { $0 } + ["b"]
    #expect(!Match.matches(expected, lines) && Match.matches(expected.dropLast() + ["…"], lines))
    let words = String(repeating: "a ", count: 2000)
    #expect(!Match.matches(String(repeating: "…a", count: 60) + "b", words))
    #expect(Match.matches(String(repeating: "…a", count: 60) + "…", words))
    #expect(Match.matches(["…", "a", "…", "a", "b", "…"], ["a", "b", "a", "c", "a", "b"]))
    #expect(Difference.lines(expected, lines).contains("- b"))
  }

  @Test func theShortestDifferenceIsShown() {
    #expect(Difference.lines(["a", "b", "c"], ["a", "c", "d"]) == ["  a", "- b", "  c", "+ d"])
    #expect(Difference.lines(["a", "…", "c"], ["a", "b", "d"]) == ["  a", "  …", "- c", "+ d"])
  }

  @Test func resultsAreEscapedForTestServers() {
    let text = JUnit.text([
      Outcome(name: "a<b>.nn", .passed), Outcome(name: "c", .failed(["\u{1b}x & y", "\"z\""])),
      Outcome(name: "d", .skipped("sh")),
    ])
    #expect(text.contains("tests=\"3\" failures=\"1\" skipped=\"1\""))
    #expect(text.contains("<skipped message=\"sh\"/>"))
    #expect(text.contains("<testcase name=\"a&lt;b&gt;.nn\"/>"))
    #expect(text.contains("<failure>\u{fffd}x &amp; y\n&quot;z&quot;</failure>"))
  }
}
