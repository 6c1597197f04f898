import Interpreter
import Language
import Testing

/// Several exercises of a text, of which the next opens when the one before is left.
struct ExerciseTurnTests {
  private static let text = """
    exercise "One"
      say "Let a be 1."
      expect a == 1
    solution
      let a = 1
    end
    exercise "Two"
      let c = 5
      expect b == 2
    solution
      let b = 2
    end
    print "between"
    let between = 1
    exercise "Three"
      net 2 2 1
      expect c == 2
    solution
      let c = 2
    end
    """

  private func begin(_ text: String = text) -> TestSession {
    let stage = TestSession(exercises: .worked)
    stage.interpreter.run(Source(name: "three.nn", text: text), opensInTurn: true)
    return stage
  }

  private func open(_ stage: TestSession) -> String? { stage.session.exercise?.title }

  @Test(arguments: ["solution", "let a = 1 ; done", "skip"])
  func whatLeavesOneOpensTheNext(_ leaving: String) {
    let stage = begin()
    #expect(open(stage) == "One")
    stage.run(leaving)
    #expect(open(stage) == "Two")
    stage.run("undo")
    #expect(open(stage) == "One")
    stage.run("redo")
    #expect(open(stage) == "Two")
    stage.run("undo")
    stage.run("solution")
    #expect(open(stage) == "Two", "it opens once more")
    stage.run("skip")
    #expect(open(stage) == "Three" && stage.session.network != nil)
    stage.run("expect between == 1")
    stage.run("undo")
    #expect(open(stage) == "Two" && stage.session.network == nil)
    stage.run("expect between == 1")
    stage.run("undo")
    #expect(open(stage) == "One" && stage.problems.isEmpty)
    stage.run("between")
    #expect(stage.problems.count == 1, "what follows an exercise belongs to the step that opened it, too")
  }

  @Test func backToTheBeginningAndForthAgain() {
    let stage = begin()
    let states = ["solution", "skip", "let c = 2 ; done"].map { line in
      stage.run(line)
      return (open(stage), stage.session.fingerprint)
    }
    #expect(states.map(\.0) == ["Two", "Three", nil])
    // `let` is one of its own.
    for title in ["Three", "Three", "Two", "One", nil] {
      #expect(stage.run("undo") == .done)
      #expect(open(stage) == title)
    }
    #expect(stage.run("undo") != .done)
    for _ in 1...5 { stage.run("redo") }
    #expect(open(stage) == nil && stage.session.fingerprint == states[2].1)
    #expect(stage.run("redo") != .done)
  }

  /// What stands behind it in the same line is done at the next.
  @Test func theNextIsOpenAtOnce() {
    let stage = begin()
    stage.run("skip ; let b = 2 ; done ; undo ; undo")
    #expect(open(stage) == "Two")
    stage.run("expect b == 2")
    #expect(stage.problems.count == 1)
  }

  @Test func itIsSaidWhichIsOpen() {
    let stage = begin()
    stage.run("skip\nundo\nundo\nredo")
    let notes = stage.events.compactMap { if case .note(let text) = $0 { text } else { nil } }
    #expect(
      notes == ["the exercise \"One\" is open", "no exercise is open", "the exercise \"One\" is open"])
  }

  /// Other texts wait as long, and `clear`, `solution` and what is loaded leave them waiting.
  @Test func otherTextsWaitToo() {
    let stage = begin()
    let other = "print \"other\"\nexercise \"Four\"\nexpect d == 4\nsolution\nlet d = 4\nend"
    stage.interpreter.run(Source(name: "four.nn", text: other), opensInTurn: true)
    stage.run("net 2 1\ninit zeros\nsave \"a.nnet\"\nload \"a.nnet\"\nclear\nsolution")
    #expect(open(stage) == "Two")
    #expect(!stage.lines.contains("other"))
    stage.run("skip\nskip")
    #expect(open(stage) == "Four" && stage.lines.contains("other"))
    stage.run("undo")
    #expect(open(stage) == "Three")
  }

  @Test func aSetUpThatFailsLeavesTheOneBeforeLeft() {
    let stage = begin("exercise \"A\"\nexpect a == 1\nend\nexercise \"B\"\nprint 1/0\nexpect b == 1\nend")
    #expect(stage.run("skip") != .done)
    #expect(open(stage) == nil)
    stage.run("undo")
    #expect(open(stage) == "A")
  }

  /// Whatever was undone, the transcript has each line in the section of its exercise, and does the same again.
  @Test(arguments: [
    "solution\nundo\nlet a = 1\ndone\nlet b = 2", "skip\nundo\nredo\nlet b = 2\ndone\nundo\nundo\nlet b = 3",
    "solution\nsolution\nundo\nundo\nredo\nlet x = 1\nredo\nundo\nundo\nlet a = 1\ndone",
    "let a = 1\ndone\nskip\nundo\nundo\nundo\nlet a = 7", "solution\nundo\nundo\nredo\nredo\nlet b = 1",
  ])
  func theTranscriptKeepsToTheSections(_ lines: String) throws {
    let stage = begin()
    for line in lines.split(separator: "\n") { stage.run(String(line)) }
    for options in ["", " without mistakes"] {
      stage.run("transcript to \"t\(options.count).nn\"\(options)")
      let script = try #require(stage.file("t\(options.count).nn"))
      let again = TestSession()
      #expect(again.run(script) == .done, "\(again.problems.map(\.message)) in \(script)")
      #expect(again.session.names.variables == stage.session.names.variables, "\(script)")
      #expect(again.session.fingerprint == stage.session.fingerprint, "\(script)")
      let sections = script.split(separator: "\n").filter { $0.hasPrefix("section") }
      let last = open(stage).map { "section \"\($0)\"" }
      #expect(last.map { $0[...] } == sections.last, "\(script)")
    }
  }
}
