import Interpreter
import Language
import Rendering
import Standard
import Testing

/// `exercise`, `hint`, `done`, `solution`, `skip`.
struct ExerciseTests {
  private static let text = """
    exercise "Half a net" points 5
      net 2 2 1
      init constant 0.5
      data xor
      let goal = 13
      hint "More units."
      hint "Three of {goal - 10}."
      expect parameters == goal points 3
      expect mine == 0.5
      expect epoch == 0
    solution
      net 2 3 1
      let mine = 1 / 2
    end
    """

  private func work(_ texts: String...) -> TestSession {
    let stage = TestSession(exercises: .worked)
    for text in [Self.text] + texts { stage.run(text) }
    return stage
  }

  private func judgments(_ stage: TestSession) -> [JudgmentReport] {
    stage.events.compactMap { if case .judged(let report) = $0 { report } else { nil } }
  }

  private func check(_ text: String) -> TestSession {
    let stage = TestSession()
    stage.run(text)
    return stage
  }

  // MARK: Somebody works

  @Test func itOpensAndStaysOpenUntilAllHolds() throws {
    let stage = work("done", "net 2 3 1\ndone", "let mine = 0.5\ndone")
    let reports = judgments(stage)
    #expect(reports.map(\.points) == [0, 4, 5])
    #expect(reports.map(\.isSolved) == [false, false, true])
    #expect(reports[0].findings.map(\.holds) == [false, false, true])
    #expect(reports[0].findings[1].found == "`mine` has no value yet: let mine = …")
    #expect(reports[0].findings[0].found.hasPrefix("parameters is 9; goal is 13"))
    #expect(stage.session.exercise == nil)
    #expect(stage.problems.isEmpty)
  }

  /// What the set-up gives a value is read as it left it.
  @Test(arguments: ["let goal = 9", "let goal = 9\nlet parameters = 13", "define goal\nend\nlet goal = 9"])
  func nobodyMovesTheGoal(_ cheat: String) throws {
    let stage = work(cheat, "done")
    let last = try #require(judgments(stage).last)
    #expect(!last.findings[0].holds)
    #expect(last.points == 0)
  }

  /// A figure of the language cannot be given another value.
  @Test func aFigureCannotBeShadowed() throws {
    let stage = TestSession(exercises: .worked)
    stage.run("exercise \"Low\"\nnet 2 2 1\ndata xor\ninit torch seed 1\nexpect loss < 0.01\nsolution\nend")
    stage.run("let loss = 0")
    stage.run("define f loss\nend")
    stage.run("for loss in [0]\nend")
    stage.run("done")
    #expect(stage.problems.count == 3)
    #expect(try #require(judgments(stage).last).points == 0)
  }

  /// Neither the condition nor its other side is told of what is asked for; other criteria are as they stand.
  @Test func whatIsAskedForIsNotTold() {
    let stage = TestSession(exercises: .worked)
    stage.run(
      "exercise \"By hand\" ; net 2 1 sigmoid ; expect mine == 0.8176 within 0.001 ; expect parameters == 3 ; solution ; let mine = 0.8176 ; end"
    )
    stage.run("let mine = 0.7\ndone")
    let text = stage.lines.joined(separator: "\n")
    #expect(
      text.contains("`mine` is right") && text.contains("parameters == 3") && text.contains("mine is 0.7"))
    #expect(!text.contains("0.8176"), "\(text)")
    // Who reads the lines of a machine sees all.
    #expect(judgments(stage).last?.findings.first?.criterion.condition == "mine == 0.8176 within 0.001")
  }

  /// What one exercise asked for is no answer to the next that asks for the same name; what a page made before is kept.
  @Test func anAnswerFromBeforeIsNone() {
    let stage = TestSession(exercises: .worked)
    stage.run("let mine = 0.5 ; let bound = 1")
    stage.run(
      "exercise \"Half\" ; expect mine == 0.5 ; expect mine < bound ; solution ; let mine = 1/2 ; end")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    stage.run("done")
    #expect(judgments(stage).last?.isSolved == false)
    stage.run("let mine = 1 / 2 ; done")
    #expect(judgments(stage).last?.isSolved == true)
    #expect(
      stage.run("exercise \"Half again\" ; expect mine == 0.5 ; solution ; let mine = 1/2 ; end") == .done)
    stage.run("done")
    #expect(judgments(stage).last?.isSolved == false)
  }

  @Test func hintsComeOneAfterTheOther() {
    let stage = work("hint", "hint", "hint", "undo", "undo", "hint")
    let hints = stage.events.compactMap { event -> String? in
      if case .hint(let text, let number, let count) = event { "\(number)/\(count) \(text)" } else { nil }
    }
    // What says that there are no more is nothing to come back from.
    #expect(hints.prefix(2) == ["1/2 More units.", "2/2 Three of 3."])
    #expect(hints.last == "2/2 Three of 3.")
    #expect(stage.session.exercise?.title == "Half a net")
  }

  @Test func theSolutionBeginsAnewAndEarnsNothing() throws {
    let stage = work("clear", "undo", "let other = 7\nnet 5 1", "solution")
    let last = try #require(judgments(stage).last)
    #expect(last.occasion == .solution && last.isSolved && last.points == 0)
    #expect(stage.session.network?.sizes == [2, 3, 1])
    #expect(stage.session.exercise == nil)
    stage.run("other")
    #expect(stage.problems.count == 1)
    stage.run("undo\nother")
    #expect(stage.session.exercise != nil)
    #expect(stage.session.network?.sizes == [5, 1])
    #expect(stage.problems.count == 1)
  }

  /// Lines that are one statement stand under each other, as the page has them.
  @Test func solutionsAreShownAsTheyStand() {
    let stage = TestSession(exercises: .worked)
    stage.run(
      """
      exercise "Fahrenheit"
        net 1 1
        expect L0N0->L1N0 == 1.8
      solution
        L0N0 -> L1N0 = 1.8
        0B -> L1N0: 32
        repeat 2
          print 3
        end
      end
      """)
    stage.run("solution")
    let shown = stage.events.compactMap { if case .solution(let lines) = $0 { lines } else { nil } }
    #expect(
      shown == [["L0N0 -> L1N0 = 1.8\n0B -> L1N0: 32", "repeat 2\n  print 3\nend"]])
  }

  @Test func undoTakesBackEachStep() {
    let stage = work("net 2 3 1\nlet mine = 0.5\ndone", "undo")
    #expect(stage.session.exercise != nil)
    stage.run("skip")
    #expect(stage.session.exercise == nil)
    stage.run("undo")
    #expect(stage.session.exercise != nil)
    stage.run("redo")
    #expect(stage.session.exercise == nil)
    let opened = work("undo")
    #expect(opened.session.exercise == nil && opened.session.network == nil)
  }

  @Test func aSetUpThatFailsOpensNothing() {
    let stage = TestSession(exercises: .worked)
    stage.run("exercise \"Bad\"\nnet 2 1\nprint 1/0\nexpect mine == 1\nsolution\nend")
    #expect(stage.session.exercise == nil && stage.session.network == nil)
    #expect(stage.problems.first?.code == .notFinite)
  }

  @Test func oneIsOpenAtATime() {
    let stage = work(Self.text)
    #expect(stage.problems.first?.message == "the exercise \"Half a net\" is still open")
    #expect(stage.session.exercise != nil)
  }

  @Test(arguments: ["hint", "done", "solution", "skip"])
  func withoutAnExerciseAWordSaysSo(_ word: String) {
    #expect(check(word).problems.first?.code == .misplaced)
  }

  /// `load` brings a net of before; the exercise is still open.
  @Test func loadLeavesItOpen() {
    let stage = work("save \"a.nnet\"", "load \"a.nnet\"", "done")
    #expect(stage.problems.isEmpty)
    #expect(judgments(stage).count == 1)
  }

  @Test func itRunsFromAScriptAtThePrompt() {
    let stage = TestSession(scripts: ["e.nn": Self.text], exercises: .worked)
    stage.run("run \"e.nn\"")
    #expect(stage.session.exercise?.title == "Half a net")
    stage.run("net 2 3 1\nlet mine = 1/2\ndone")
    #expect(judgments(stage).last?.isSolved == true)
  }

  /// The transcript is the work as a script, in a section of the exercise's name, and gives the same session.
  @Test func theTranscriptRepeatsTheWork() throws {
    let stage = work("hint", "net 2 3 1\ninit he", "done", "let mine = 0.5\ndone", "transcript")
    let lines = stage.events.compactMap { if case .transcript(let lines) = $0 { lines } else { nil } }.last
    let script = try #require(lines).joined(separator: "\n")
    #expect(script.hasPrefix("section \"Half a net\"\nhide\n  net 2 2 1"))
    #expect(!script.contains("hint") && !script.contains("done"))
    let again = check(script)
    #expect(again.problems.isEmpty)
    #expect(again.session.fingerprint == stage.session.fingerprint)
  }

  @Test func theTranscriptTellsOfASolution() throws {
    let stage = work("solution", "undo", "transcript")
    let lines = stage.events.compactMap { if case .transcript(let lines) = $0 { lines } else { nil } }.last
    #expect(try #require(lines).contains("# The solution of \"Half a net\" was asked for:"))
    #expect(check(try #require(lines).joined(separator: "\n")).problems.isEmpty)
  }

  // MARK: Nobody works

  @Test func inAScriptItTestsItself() {
    let stage = check(Self.text + "\nprint mine, parameters")
    #expect(stage.lines == ["exercise Half a net: its solution earns 5 points", "0.5 13"])
  }

  @Test func nothingToDoIsAMistake() throws {
    let stage = check("exercise \"E\"\nlet a = 1\nexpect 1 == 1\nexpect 2 > 1\nsolution\nend\nprint 3")
    let problem = try #require(stage.problems.first)
    #expect(problem.code == .expectationFailed)
    #expect(problem.message == "every criterion of \"E\" holds before the solution: nothing is left to do")
    #expect(problem.help == ["1 == 1 holds from the start", "2 > 1 holds from the start"])
    #expect(stage.lines.isEmpty)
  }

  /// Each criterion that does not hold is told, with its place and what was found.
  @Test func aSolutionThatDoesNotHoldIsAMistake() throws {
    let stage = check("exercise \"E\"\nexpect a == 1\nexpect b == 2\nexpect c\nsolution\nlet b = 3\nend")
    #expect(Set(stage.problems.map(\.message)).count == 3)
    let lines = stage.problems.compactMap { problem in
      problem.span.flatMap { span in problem.source.map { $0.position(of: span.start).line } }
    }
    #expect(lines.sorted() == [2, 3, 4])
    #expect(stage.problems.contains { $0.help.first == "b is 3" })
    #expect(stage.problems.contains { $0.help.first == "`a` has no value yet: let a = …" })
  }

  /// Both kinds of mistakes are told of one exercise.
  @Test func bothKindsAreTold() {
    let stage = check("net 2 2 1\nexercise \"E\"\nexpect parameters == 9\nsolution\nnet 2 3 1\nend")
    #expect(stage.problems.count == 2)
  }

  @Test func aSolutionThatFailsIsAMistake() {
    let stage = check("exercise \"E\"\nexpect a == 1\nsolution\nprint 1/0\nend")
    #expect(stage.problems.map(\.code) == [.notFinite])
  }

  @Test func whatTheSetUpMadeStaysAsItWas() {
    let stage = check("exercise \"E\"\nlet a = 1\nexpect a == 2\nsolution\nlet a = 2\nend")
    #expect(stage.problems.first?.help.last?.hasPrefix("`a` is read as the set-up left it") == true)
  }

  @Test func withoutASolutionItCannotBeTested() {
    #expect(check("exercise \"E\"\nexpect a == 2\nend").problems.first?.code == .expectationFailed)
    let stage = TestSession(exercises: .worked)
    stage.run("exercise \"E\"\nexpect a == 2\nend\nsolution\nlet a = 2\ndone", keepsGoing: true)
    #expect(stage.problems.map(\.code) == [.misplaced])
    #expect(judgments(stage).last?.isSolved == true)
  }

  /// A hand-in does not judge itself.
  @Test func itIsPassedOverWhereThatIsAsked() {
    let stage = TestSession(exercises: .passedOver)
    stage.run(Self.text + "\nhint\ndone\nsolution\nskip\nprint 1")
    #expect(stage.problems.isEmpty && stage.session.network == nil)
  }

  // MARK: The text

  @Test(arguments: [
    ("exercise \"A\"\nsolution\nend", DiagnosticCode.missingArgument, 1),
    ("exercise \"A\" points 3\nexpect 1 == 2 points 2\nsolution\nend", .wrongCount, 1),
    ("exercise \"A\" points 0\nexpect 1 == 2\nend", .outOfRange, 1),
    ("exercise \"A\"\nexpect 1 == 2 points 1.5\nend", .outOfRange, 2),
    ("expect 1 == 1 points 2", .misplaced, 1),
    ("exercise \"A\"\nexpect 1 == 2\nsolution\nexpect 1 == 1 points 2\nend", .misplaced, 4),
    ("exercise \"A\"\nexpect 1 == 2\nif true\nhint \"x\"\nend\nend", .misplaced, 4),
    ("exercise \"A\"\nexpect 1 == 2\nif true\nsolution\nend\nend", .misplaced, 4),
    ("exercise \"A\"\nexpect 1 == 2\ndone\nend", .misplaced, 3),
    ("exercise \"A\"\nhint\nexpect 1 == 2\nend", .missingArgument, 2),
    ("hint \"x\"", .misplaced, 1),
    ("for k in 1..2\nexercise \"A\"\nexpect 1 == 2\nsolution\nend\nend", .misplaced, 2),
    ("define f\nexercise \"A\"\nexpect 1 == 2\nend\nend", .misplaced, 2),
    ("hide\nexercise \"A\"\nexpect 1 == 2\nend\nend", .misplaced, 2),
    (
      "exercise \"A\"\nexercise \"B\"\nexpect 1 == 2\nsolution\nend\nexpect 1 == 2\nsolution\nend",
      .misplaced, 2
    ),
    ("exercise \"A\"\nexpect 1 == 2\nsolution\nexercise \"B\"\nexpect 1 == 2\nend\nend", .misplaced, 4),
    ("exercise \"A\"\nexpect 1 == 2\nsolution\nlet a = 1", .missingEnd, 1),
  ])
  func aTextThatIsWrongSaysWhere(_ text: String, _ code: DiagnosticCode, _ line: Int) throws {
    let source = Source(name: "test", text: text)
    let problems = parse(source, .standard).problems
    #expect(problems.map(\.code) == [code], "\(problems.map(\.message))")
    #expect(source.position(of: try #require(problems.first?.span).start).line == line)
  }

  @Test func theLayoutKeepsCommentsAndLines() {
    let text = """
      # one
      exercise "A" points 2  # two
        # three
        hint "h"

        expect 1 == 2 points 2  # four
        # five
      solution  # six
        # seven
        let a = 1
        # eight
      end  # nine

      """
    #expect(formatted(Source(name: "test", text: text), .standard) == text)
    let loose = text.split(separator: "\n").map { "   " + $0.drop { $0 == " " } }.joined(separator: "\n")
    #expect(
      formatted(Source(name: "test", text: loose), .standard)?.filter { $0 != "\n" }
        == text.filter { $0 != "\n" })
  }

  @Test func blocksMayStandInBothParts() {
    let stage = check(
      "exercise \"A\"\nfor k in 1..2\nlet s = k\nend\nexpect t == s\nsolution\nif true\nlet t = 2\nelse\nlet t = 3\nend\nend"
    )
    #expect(stage.problems.isEmpty)
  }

  @Test func completionOffersTheSolution() {
    let offers = { (text: String) in
      completions(of: text, at: text.utf8.count, .standard, KnownNames()).candidates.map(\.text)
    }
    #expect(offers("exercise \"A\"\nsol") == ["solution"])
    #expect(offers("exercise \"A\" po") == ["points"])
    #expect(offers("exercise \"A\"\nexpect 1 == 2 poi") == ["points"])
    #expect(offers("don") == ["done"])
  }
}
