import Foundation
import TestSupport
import Testing

/// `nn course`, key by key.
@Suite(.serialized) struct CourseTests {
  private static let lesson = """
    # A first lesson

    Some words about a net.

    ```nn
    net 2 1
    ```

    ```text
    net 2-1 · 3 parameters · output linear
    ```

    ## Exercises

    ```nn
    exercise "More" points 3
      net 2 1
      hint "Count."
      expect parameters == 9 points 2
      expect mine == 6
    solution
      net 2 2 1
      let mine = 6
    end
    print parameters
    ```

    The last words.

    """

  /// A folder with a lesson, and a home.
  final class Place {
    let url: URL
    var home: URL { url.appending(path: "home") }
    var record: URL { home.appending(path: "state/nn/course") }

    init() throws {
      url = FileManager.default.temporaryDirectory.appending(path: "course-\(UUID().uuidString)")
      for folder in ["lessons", "home"] {
        try FileManager.default.createDirectory(
          at: url.appending(path: folder), withIntermediateDirectories: true)
      }
      try write(CourseTests.lesson, "lessons/01-first.md")
      try write("# No lesson\n", "lessons/README.md")
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func write(_ text: String, _ name: String) throws {
      try Data(text.utf8).write(to: url.appending(path: name))
    }

    func course(_ arguments: [String] = [], program: [String]? = nil) throws -> PseudoTerminal {
      try PseudoTerminal(
        ["course"] + arguments, program: program, home: home,
        environment: ["XDG_STATE_HOME": home.appending(path: "state").path], rows: 40, in: url)
    }
  }

  @Test func aLessonIsGoneThroughAndProgressIsKept() throws {
    let place = try Place()
    let list = try place.course()
    #expect(list.shows("1   A first lesson   0 of 1 exercises · 0 of 3 points"))
    #expect(list.ends() == 0)

    let terminal = try place.course(["1"])
    #expect(terminal.shows("Some words about a net."))
    #expect(terminal.shows("nn> net 2 1") && terminal.shows("net 2-1 · 3 parameters"))
    #expect(terminal.shows("space: on"))
    terminal.type(" ")
    #expect(terminal.shows("── More ──") && terminal.shows("parameters == 9   2 points"))
    #expect(terminal.shows("nn 2-1> "))
    terminal.enter("hint")
    #expect(terminal.shows("hint 1 of 1: Count."))
    terminal.enter("done")
    #expect(terminal.shows("not yet") && terminal.shows("parameters is 3") && terminal.shows("0 of 3 points"))
    terminal.enter("net 2 2 1 ; let mine = 5")
    terminal.enter("done")
    #expect(terminal.shows("2 of 3 points: the exercise stays open"))
    terminal.enter("let mine = 6")
    terminal.enter("done")
    #expect(terminal.shows("Solved: 3 of 3 points."))
    // The page goes on.
    #expect(terminal.shows("print parameters") && terminal.shows("9"))
    #expect(terminal.shows("space: on"))
    terminal.type(" ")
    #expect(terminal.shows("The last words.") && terminal.shows("3 of 3 points so far"))
    #expect(terminal.ends() == 0)

    let kept = try String(contentsOf: place.record, encoding: .utf8)
    #expect(kept == "nn course 1\nexercise\t01-first.md\tMore\t3\t3\t1\n")
    let again = try place.course()
    #expect(again.shows("1 of 1 exercises · 3 of 3 points") && again.shows("All exercises are solved."))
  }

  /// `q` leaves where a guess is asked for, too.
  @Test func aGuessIsLeftByQ() throws {
    let place = try Place()
    try place.write(
      "# Guesses\n\nWords.\n\n```nn\nnet 2 1\nguess 0 1\nprint \"behind it\"\n```\n", "lessons/02-guess.md")
    let terminal = try place.course(["2"])
    #expect(terminal.shows("the output for 0 1?"))
    terminal.enter("q")
    #expect(terminal.ends() == 0)
    #expect(!terminal.screen.text.contains("behind it") && !terminal.screen.text.contains("a number, please"))
  }

  /// Without a terminal, and for a lesson that there is not, there is one message in the form of all others.
  @Test(arguments: [
    ("1", "error: a lesson of the course needs a terminal"), ("99", "error: there is no lesson `99`"),
  ])
  func whatCannotBeginIsAMistakeLikeOthers(_ lesson: String, _ message: String) throws {
    let place = try Place()
    let result = try Command.run(["course", lesson], in: place.url)
    #expect(result.status == 64 && result.error.hasPrefix(message), "\(result.error)")
    #expect(!result.error.contains("Usage:") && !result.error.contains("Error:"))
  }

  /// After `skip` the page goes on with its own solution, as whoever wrote it saw it.
  @Test func skipGoesOnAsThePageDoes() throws {
    let place = try Place()
    let terminal = try place.course(["lessons/01-first.md"])
    #expect(terminal.shows("space: on"))
    terminal.type("s")
    #expect(terminal.shows("nn 2-1> "))
    terminal.enter("skip")
    #expect(terminal.shows("left More") && terminal.shows("the lesson goes on with its own solution"))
    #expect(terminal.shows("print parameters") && terminal.shows("9"))
    terminal.type("q")
    #expect(terminal.ends() == 0)
  }

  @Test func leavingAnExerciseLeavesTheLesson() throws {
    let place = try Place()
    let terminal = try place.course(["1"])
    #expect(terminal.shows("space: on"))
    terminal.type(" ")
    #expect(terminal.shows("nn 2-1> "))
    terminal.enter("solution")
    #expect(terminal.shows("A solution:") && terminal.shows("no points of 3"))
    // What it shows is to be read before the page goes on.
    #expect(terminal.shows("space: on") && !terminal.screen.text.contains("print parameters"))
    terminal.type("q")
    #expect(terminal.ends() == 0)
    let list = try place.course()
    #expect(list.shows("0 of 1 exercises · 0 of 3 points"))
  }

  /// A lesson that was left goes on there, on the session that it had there; or from the top.
  @Test func aLessonGoesOnWhereItWasLeft() throws {
    let place = try Place()
    let terminal = try place.course(["1"])
    #expect(terminal.shows("space: on"))
    terminal.type(" ")
    #expect(terminal.shows("nn 2-1> "))
    terminal.enter("help")
    #expect(terminal.shows("`done` judges") && terminal.shows("`skip` leaves it"))
    #expect(terminal.sees { $0.text.contains("tour (five") && $0.lines[$0.cursor.row] == "nn 2-1>" })
    terminal.type("\u{4}")
    #expect(terminal.ends() == 0)
    #expect(try String(contentsOf: place.record, encoding: .utf8).contains("place\t01-first.md\t4\t6\n"))

    let again = try place.course(["1"])
    #expect(again.shows("You left this lesson at the exercise \"More\"") && again.shows("t: from the top"))
    #expect(!again.screen.text.contains("Some words"))
    again.type(" ")
    #expect(again.shows("── More ──") && again.shows("nn 2-1> "))
    again.enter("skip")
    #expect(again.shows("print parameters") && again.shows("space: on"))
    again.type(" ")
    #expect(again.shows("The last words."))
    #expect(again.ends() == 0)
    // It was gone through: there is no place to go on from.
    let third = try place.course(["1"])
    #expect(third.shows("Some words about a net."))
    third.type("q")
    #expect(third.ends() == 0)
  }

  @Test func aLessonThatWasLeftBeginsAnewIfThatIsWanted() throws {
    let place = try Place()
    for arguments in [["1"], ["1", "--from-top"]] {
      let terminal = try place.course(arguments)
      if terminal.sees({ $0.text.contains("from the top") || $0.text.contains("space: on") }),
        terminal.screen.text.contains("from the top")
      {
        terminal.type("t")
      }
      #expect(terminal.shows("Some words about a net.") && terminal.shows("space: on"))
      terminal.type(" ")
      #expect(terminal.shows("nn 2-1> "))
      terminal.type("\u{4}")
      #expect(terminal.ends() == 0)
    }
    let terminal = try place.course(["1"])
    #expect(terminal.shows("t: from the top"))
    terminal.type("t")
    #expect(terminal.shows("Some words about a net."))
    terminal.type("q")
    #expect(terminal.ends() == 0)
  }

  @Test func longProseComesInPages() throws {
    let place = try Place()
    let prose = (1...60).map { "Paragraph \($0).\n\n" }.joined()
    try place.write("# Long\n\n\(prose)```nn\nprint 1\n```\n", "lessons/02-long.md")
    let terminal = try place.course(["2"])
    #expect(terminal.shows("Paragraph 1.") && terminal.shows("space: the rest"))
    #expect(terminal.screen.text.contains("# Long") || terminal.screen.text.contains("Long"))
    #expect(!terminal.screen.text.contains("Paragraph 30."))
    terminal.type(" ")
    #expect(terminal.shows("Paragraph 30.") && terminal.shows("space: the rest"))
    terminal.type("q")
    #expect(terminal.ends() == 0)
  }

  @Test func aBrokenRecordIsSetAside() throws {
    let place = try Place()
    try FileManager.default.createDirectory(
      at: place.record.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data("nn course 1\nexercise\tx\n".utf8).write(to: place.record)
    let list = try place.course()
    #expect(list.shows("is broken") && list.shows("0 of 1 exercises"))
    #expect(list.ends() == 0)
    #expect(
      try String(contentsOf: URL(filePath: place.record.path + ".broken"), encoding: .utf8).hasSuffix("x\n"))
    #expect(!FileManager.default.fileExists(atPath: place.record.path))
  }

  /// A file with several exercises at the prompt: the next opens when the one before is solved or left.
  @Test func exercisesOfAFileOpenInTurn() throws {
    let place = try Place()
    try place.write(
      """
      exercise "One"
        expect a == 1
      end
      exercise "Two"
        expect b == a + 1
      end
      print "between"
      exercise "Three"
        expect c == 3
      end
      print "behind"
      """, "three.nn")
    let terminal = try PseudoTerminal(["-i", "three.nn"], home: place.home, rows: 40, in: place.url)
    #expect(terminal.shows("── One ──") && terminal.shows("nn> "))
    #expect(!terminal.screen.text.contains("── Two ──"))
    terminal.enter("done")
    #expect(terminal.shows("stays open"))
    terminal.enter("let a = 1")
    terminal.enter("done")
    #expect(terminal.shows("── Two ──") && terminal.shows("between"))
    #expect(!terminal.screen.text.contains("── Three ──"))
    terminal.enter("skip")
    #expect(terminal.shows("left Two") && terminal.shows("── Three ──") && terminal.shows("behind"))
    terminal.enter("let c = 3 ; done")
    #expect(terminal.sees { $0.text.components(separatedBy: "Solved: 1 of 1 point.").count == 3 })
    terminal.enter("quit")
    #expect(terminal.ends() == 0)
  }

  // MARK: A file in an editor

  static let file = """
    exercise "Six" points 2
      hint "Half of twelve."
      expect mine == 6
      expect parameters == 9
    end

    # Your work:

    """

  @Test func aFileIsJudgedEachTimeItIsSaved() throws {
    let place = try Place()
    try place.write(Self.file, "six.nn")
    let terminal = try place.course(["six.nn"])
    #expect(terminal.shows("── Six ──") && terminal.shows("`mine` has no value yet"))
    #expect(terminal.shows("0 of 1 solved"))
    terminal.type("h")
    #expect(terminal.shows("hint 1 of 1: Half of twelve."))
    terminal.type("h")
    #expect(terminal.shows("no more hints"))
    try place.write(Self.file + "let mine = 5\nnet 2 2 1\n", "six.nn")
    #expect(terminal.shows("mine is 5") && terminal.shows("0 of 1 solved"))
    try place.write(Self.file + "let mine = \n", "six.nn")
    #expect(terminal.shows("error:"))
    // As editors do it: another file takes its place.
    try place.write(Self.file + "let mine = 6\nnet 2 2 1\n", "six.new")
    try FileManager.default.removeItem(at: place.url.appending(path: "six.nn"))
    Thread.sleep(forTimeInterval: 0.5)
    try FileManager.default.moveItem(
      at: place.url.appending(path: "six.new"), to: place.url.appending(path: "six.nn"))
    #expect(terminal.shows("Solved: 2 of 2 points.") && terminal.shows("1 of 1 solved"))
    terminal.type("\u{3}")
    #expect(terminal.ends() == 130)
  }

  /// An endless loop in the file ends by Ctrl-C, and the file is watched on.
  @Test func aLoopWithoutAnEndIsInterrupted() throws {
    let place = try Place()
    try place.write(Self.file + "while true\nend\n", "six.nn")
    let terminal = try place.course(["six.nn"])
    terminal.wait(0.5)
    terminal.type("\u{3}")
    #expect(terminal.shows("0 of 1 solved"))
    try place.write(Self.file + "let mine = 6\nnet 2 2 1\n", "six.nn")
    #expect(terminal.shows("1 of 1 solved"))
    terminal.type("q")
    #expect(terminal.ends() == 0)
  }

  /// The words of the task, what runs, what it shows (its last lines) and what was found; a slip of the pen hides none.
  @Test func theWatchShowsTheTaskAndWhatTheWorkShows() throws {
    let place = try Place()
    let task = Self.file.replacing("  hint", with: "  say \"What is half of twelve?\"\n  hint")
    try place.write(task + "for k in 1..60\n  print \"row {k}\"\nend\nlet mine = 5\n", "six.nn")
    let terminal = try place.course(["six.nn"])
    #expect(
      terminal.shows("What is half of twelve?") && terminal.shows("row 60") && terminal.shows("mine is 5"))
    #expect(terminal.screen.text.contains("lines before") && !terminal.screen.text.contains("row 9\n"))
    #expect(terminal.screen.lines[0].hasSuffix("six.nn"))
    try place.write(task + "print \"mine\"\nlet mine = \n", "six.nn")
    #expect(terminal.shows("error:"))
    #expect(terminal.shows("Before that:") && terminal.shows("What is half") && terminal.shows("mine is 5"))
    terminal.type("h")
    #expect(terminal.shows("hint 1 of 1: Half of twelve."))
    terminal.type("q")
    #expect(terminal.ends() == 0)
    // With a slip from the start there is the task all the same.
    let again = try place.course(["six.nn"])
    #expect(again.shows("error:") && again.shows("What is half of twelve?") && again.shows("0 of 1 solved"))
    again.type("h")
    #expect(again.shows("hint 1 of 1: Half of twelve."))
    again.type("q")
    #expect(again.ends() == 0)
  }

  @Test func whatRunsLongIsSaid() throws {
    let place = try Place()
    try place.write(Self.file + "let mine = 6\nwhile true\nend\n", "six.nn")
    let terminal = try place.course(["six.nn"])
    #expect(terminal.shows("running … line 9: while true"))
    terminal.type("\u{3}")
    #expect(terminal.shows("0 of 1 solved") && !terminal.screen.text.contains("running"))
    terminal.type("q")
    #expect(terminal.ends() == 0)
  }

  @Test func withoutATerminalAFileIsJudgedOnce() throws {
    let place = try Place()
    try place.write(Self.file, "six.nn")
    let open = try Command.run(["course", "six.nn"], in: place.url)
    #expect(open.status == 1 && open.output.contains("0 of 1 solved"))
    try place.write(Self.file + "let mine = 6\nnet 2 2 1\n", "six.nn")
    #expect(try Command.run(["course", "six.nn"], in: place.url).status == 0)
    #expect(try Command.run(["course", "none.nn"], in: place.url).status == 66)
    #expect(try Command.run(["course", "99"], in: place.url).status == 64)
    let none = try Command.shell("NN_LESSONS=nothing nn course", in: place.home)
    #expect(none.status == 66 && none.error.contains("There are no lessons here"))
  }
}
