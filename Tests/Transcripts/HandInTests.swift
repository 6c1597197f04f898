import Foundation
import TestSupport
import Testing

/// What a hand-in may look like, and what is said where it cannot be taken as it stands.
struct HandInTests {
  private static let exercise = """
    exercise "Learn XOR" points 6
      say "Make it learn."
      net 2 2 1
      data xor
      init xavier seed 11
      hint "More units."
      expect loss < 0.01 points 3
      expect parameters < 20
      expect mine == 6 points 2
    solution
      net 2 3 1
      init xavier seed 11
      train adam lr 0.01 until loss < 0.01
      let mine = 6
    end

    """
  private static let work = GradeTests.right
  /// As it is handed out.
  private static let handout = String(exercise[..<exercise.range(of: "solution")!.lowerBound]) + "end\n"

  private func grade(_ handIns: [String], _ options: [String] = []) throws -> [GradeTests.Line] {
    let room = try GradeTests.Class(Self.exercise, "exercise.nn")
    let names = handIns.indices.map { "h\($0).nn" }
    for (name, text) in zip(names, handIns) { try room.hand(text, name) }
    let result = try room.grade(names, ["--json"] + options, "exercise.nn")
    #expect(result.status == 0, "\(result.error)")
    return try GradeTests.lines(result)
  }

  private func remarks(_ text: String) throws -> [String] { try grade([text])[0].remarks }

  // MARK: Sessions

  private static let answers = """
    net 2-3-1 · 13 parameters · hidden sigmoid, output linear
    start xavier (normal) · seed 11
    reached loss<0.01 at epoch 279 · 12 ms
    """

  @Test func aSessionWithItsPromptsIsReadWhole() throws {
    let lines = Self.work.split(separator: "\n")
    let session = "nn> " + lines.joined(separator: "\n...> ") + "\n\(Self.answers)\nnn 2-3-1 loss 0.0087> \n"
    let grade = try grade([session])[0]
    #expect(grade.points == 6 && grade.remarks.isEmpty, "\(grade.remarks)")
  }

  /// Without them it is said which lines are not read.
  @Test func linesOfAPasteWithoutAPromptAreRemarked() throws {
    let session = "nn> let mine = 6\n\(Self.work)\(Self.answers)\nnn 2-3-1 loss 0.0087> dump\n"
    let grade = try grade([session])[0]
    #expect(grade.points == 3)
    #expect(
      grade.remarks == [
        "line 2: these 3 lines look like statements, but no prompt stands before them: they were not run"
      ])
    let block = "nn> net 2 3 1\nfor k in 1..3\n  let mine = 2 * k\nend\nmine = 6\nnn 2-3-1> print 1\n1\n"
    #expect(try remarks(block).first?.hasPrefix("line 2: these 3 lines") == true)
    let table = try GradeTests.Class(Self.exercise, "exercise.nn")
    try table.hand(session, "a.txt")
    let text = try table.grade(["a.txt"], ["--csv", "g.csv"], "exercise.nn").output
    #expect(text.contains("remark: line 2: these 3 lines look like statements"))
    let csv = try String(contentsOf: table.url.appending(path: "g.csv"), encoding: .utf8)
    #expect(csv.contains("line 2: these 3 lines look like statements"))
  }

  private static let statements = [
    "net 2 2 1", "data xor", "init xavier seed 5", "train adam epochs 20",
    "show", "show data", "dump", "eval data", "eval 0 1", "score", "explain 0 1", "diagnose", "fingerprint",
    "history", "transcript", "help train", "help", "loss", "\"net 2 2 1\"", "print \"net 2 2 1\"",
    "digits 3",
    "seed 5", "reset", "step sgd lr 0.1", "back 1", "goto epoch 5", "save \"x.nnet\"", "load \"x.nnet\"",
    "split 0.5 seed 1", "scale standard", "freeze all", "unfreeze all", "compare epoch 1 5", "undo", "redo",
    "sweep seeds 1..3\n  init torch\n  init xavier\n  train adam epochs 5\nend",
    "replay seed 1 of \"init torch\"",
    "say \"net 2 2 1\"", "section \"Two\"", "expect 1 == 1", "check gradient", "plot loss", "apropos rate",
    "show epochs", "why", "clear",
  ]

  /// Answers of every statement, as they come below prompts, are no statements.
  @Test func answersAreNoStatements() throws {
    let script = Self.statements.joined(separator: "\n")
    let folder = FileManager.default.temporaryDirectory.appending(path: "answers-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let session = try Command.run(["--echo", "--keep-going", "-"], input: script, in: folder).output
    #expect(session.contains("nn 2-2-1") && session.contains("...> "), "\(session)")
    let remarks = try remarks(session).filter { $0.contains("no prompt") }
    #expect(remarks.isEmpty, "\(remarks)")
  }

  /// What Ctrl-C dropped was not run; what was typed ahead stands behind a prompt later.
  @Test func whatWasDroppedIsNotRun() throws {
    let session = """
      nn> let mine = 5
      nn> let mine = 7^C
      nn> net 5 5
      ...> let mine = 8^C
      nn> repeat 3
      ...> let mine = 9
      ...> ^C
      nn> train adam epochs 5
      let mine = 6
      epoch 1   loss 0.5
      nn 2-2-1> let mine = 6
      mine = 6
      """
    let grade = try grade([session])[0]
    #expect(grade.criteria[2].found == "mine is 6" && grade.criteria[1].found == "parameters is 9")
    #expect(grade.remarks.isEmpty, "\(grade.remarks)")
  }

  /// As `script` records a terminal: escape sequences, what was rubbed out, and a paste that was written anew.
  @Test func aRecordingOfATerminalIsRead() throws {
    let (green, plain) = ("\u{1b}[1;32m", "\u{1b}[0m")
    let session = [
      "Script started on 2026-11-29", "\u{1b}]0;a title\u{7}\u{1b}[1mnn 0.1.0\u{1b}[0m",
      "\u{1b}[?2004h\(green)nn>\(plain) net 2 4\u{8} \u{8}3 1", "\u{1b}[?2004lnet 2-3-1 · 13 parameters",
      "\(green)nn 2-3-1>\(plain) init xavier seed 12\u{1b}[D\u{1b}[K1",
      "\(green)nn 2-3-1>\(plain) train adam lr 0.01 until loss<0.01", "let mine = 6",
      "\u{1b}[2A\r\u{1b}[J\(green)nn 2-3-1>\(plain) train adam lr 0.01 until loss<0.01",
      "\(green)...>\(plain) let mine = 6", "mine = 6", "\u{1b}[999999999C\u{1b}[999999999Bx\u{1b}[999999999A",
    ].joined(separator: "\r\n")
    let grade = try grade([session])[0]
    #expect(grade.points == 6 && grade.remarks.isEmpty, "\(grade.remarks)")
  }

  // MARK: The block of the exercise

  @Test func theBlockAsItWasHandedOutSaysNothing() throws {
    let loose = Self.handout.replacing("  say \"Make it learn.\"\n", with: "  # my copy\n")
      .replacing("net 2 2 1", with: "net  2   2 1").replacing("loss < 0.01", with: "loss < 99")
    for block in [Self.handout, loose] {
      let grade = try grade([block + Self.work])[0]
      #expect(grade.points == 6 && grade.remarks.isEmpty, "\(grade.remarks)")
    }
    #expect(try grade([Self.handout])[0].points == 0)
  }

  /// Work that stands in the block counts as if it stood below, and that is remarked.
  @Test(arguments: ["", "solution\n"])
  func workInTheBlockCounts(_ word: String) throws {
    let text = Self.handout.replacing("end\n", with: word + Self.work + "end\n")
    let grade = try grade([text])[0]
    #expect(grade.points == 6)
    let line = word.isEmpty ? 10 : 11
    #expect(
      grade.remarks == [
        "line \(line): this stands inside the block of the exercise; it was run as if it stood below"
      ])
  }

  /// What was put between the lines runs with those behind it, as it did for its author.
  @Test func workBetweenTheLinesOfTheBlock() throws {
    let text =
      Self.handout.replacing(
        "  init xavier", with: "  net 2 3 1\n  init xavier")
      + "train adam lr 0.01 until loss<0.01\nlet mine = 6\n"
    let grade = try grade([text])[0]
    #expect(grade.points == 6 && grade.remarks.map { $0.prefix(7) } == ["line 5:"], "\(grade.remarks)")
  }

  /// A block in which something is otherwise is passed over, and that is remarked.
  @Test(arguments: [
    ("init xavier seed 11", "init xavier seed 12\n  let mine = 6", 5), ("  data xor\n", "", 4),
    ("net 2 2 1", "net 2 3 1", 3),
  ])
  func aBlockThatIsOtherwiseIsPassedOver(_ old: String, _ new: String, _ line: Int) throws {
    let text = Self.handout.replacing(old, with: new)
    let grades = try grade([text, text + Self.work])
    #expect(grades.map(\.points) == [0, 6])
    for grade in grades {
      #expect(
        grade.remarks == [
          "line \(line): the block of the exercise is not as it is on the page; it was passed over, and the page's own was run"
        ])
    }
  }

  @Test func anExerciseThatThePageDoesNotHaveIsRemarked() throws {
    let text = Self.handout.replacing("Learn XOR", with: "Learn NOR") + Self.work
    #expect(
      try remarks(text) == [
        "line 1: no exercise is called \"Learn NOR\"; \"Learn XOR\" may be meant; its block was passed over"
      ])
    let own = "exercise \"Mine\"\n  expect b == 1\nend\n" + Self.work
    #expect(try remarks(own) == ["line 1: no exercise is called \"Mine\"; its block was passed over"])
    #expect(try remarks("section \"Mine\"\n" + Self.work) == [])
  }

  // MARK: Stopped

  /// By the clock: the statement is asked to stop, and what was done is judged. What stands below is not run.
  @Test func whatWasReachedBeforeTheClockCounts() throws {
    let endless = "while true\n  let a = 1\nend\nlet mine = 7\n"
    let training = "train sgd lr 1e-9 epochs 1000000000\nlet mine = 7\n"
    let sweep = "sweep seeds 0..999999\n  train adam epochs 100000\nend\nlet mine = 7\n"
    let grades = try grade(
      [Self.work + endless, Self.work + training, Self.work + sweep, endless],
      ["--time", "1", "--steps", "2000000000"])
    #expect(grades.map(\.points) == [6, 6, 6, 0])
    for (grade, line) in zip(grades, [5, 5, 5, 1]) {
      // A machine that is busy may have to end the process.
      #expect(grade.remarks.count == 1)
      let words = ["stopped here after 1 s; it was judged", "it took more than 1 s"].map {
        "line \(line): \($0)"
      }
      #expect(
        words.contains { grade.remarks.first?.hasPrefix($0) == true }, "\(grade.remarks)")
    }
  }

  /// By the system, for its memory: another process goes as far as it was, and judges that.
  @Test func whatWasReachedBeforeTheMemoryWasFullCounts() throws {
    let lists = (1...200).map { "let a\($0) = [1..1000000]\n" }.joined()
    let grades = try grade([Self.work + lists, lists + Self.work], ["--memory", "400", "--time", "100"])
    #expect(grades.map(\.points) == [6, 0])
    for grade in grades {
      #expect(grade.remarks.count == 1)
      #expect(
        grade.remarks.first?.hasSuffix(
          "it took more than 400 MB of memory; it was judged by what was done before this line") == true,
        "\(grade.remarks)")
      #expect(grade.criteria.allSatisfy { $0.found != "stopped" })
    }
  }

  @Test func stepsAreCountedAsBefore() throws {
    let grade = try grade([Self.work + "while true\nend\nlet mine = 7\n"], ["--steps", "20000"])[0]
    #expect(grade.points == 6)
    #expect(
      grade.remarks == [
        "line 5: stopped here after 20000 steps, the most that a hand-in may take; it was judged by what was done until then"
      ])
  }
}
