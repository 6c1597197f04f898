import Foundation
import TestSupport
import Testing

/// Hand-ins that hold parts of the page: its first statements, its solutions; and files that grading may not replace.
struct RepeatedPageTests {
  /// The second exercise goes on from the first, whose data is another than that of the page's first line.
  private static let page = """
    data iris
    exercise "Mean"
      data xor
      net 2 1
      expect mine == 0.5
    solution
      let mine = loss
    end
    print "between"
    init xavier seed 3
    exercise "Further"
      say "Make it a net of two layers, on the same data."
      expect mine2 == 4 points 2
    solution
      let mine2 = 4
    end

    """
  private static let handout = """
    data iris
    exercise "Mean"
      data xor
      net 2 1
      expect mine == 0.5
    end
    let mine = 0.5
    print "between"
    init xavier seed 3
    exercise "Further"
      say "Make it a net of two layers, on the same data."
      expect mine2 == 4 points 2
    end
    train adam epochs 2
    let mine2 = 4

    """

  /// How a transcript begins: the page's first line and the set-up of the exercise "Mean".
  private static let opening = """
    # written by nn: a transcript, which runs
    data iris
    section "Mean"
    hide
      data xor
      net 2 1
    end

    """

  private func grade(_ text: String) throws -> GradeTests.Line {
    let room = try GradeTests.Class(Self.page, "exercise.nn")
    try room.hand(text, "h.nn")
    let result = try room.grade(["h.nn"], ["--json"], "exercise.nn")
    #expect(result.status == 0, "\(result.error)")
    return try GradeTests.lines(result)[0]
  }

  private func points(_ text: String) throws -> [Int?] {
    let room = try GradeTests.Class(Self.page, "exercise.nn")
    try room.hand(text, "h.nn")
    return try GradeTests.lines(try room.grade(["h.nn"], ["--json"], "exercise.nn")).map(\.points)
  }

  @Test func theFirstStatementsOfThePageAreRunOnce() throws {
    #expect(try points(Self.handout) == [1, 2])
    #expect(try grade(Self.handout).remarks == [])
    // So in a transcript, which tells the block as a section.
    let transcript =
      Self.opening + """
        let mine = 0.5
        init xavier seed 3
        section "Further"
        train adam epochs 2
        let mine2 = 4

        """
    #expect(try points(transcript) == [1, 2])
    #expect(try grade(transcript).remarks == [])
  }

  /// What is no repetition counts, though it has a line of the page.
  @Test func aLineThatIsTheSameByChanceIsWork() throws {
    #expect(try points("section \"Mean\"\nlet mine = 0.5\nsection \"Further\"\nlet mine2 = 4\n") == [1, 2])
  }

  @Test func aSolutionThatWasAskedForCountsForNothing() throws {
    let asked =
      Self.opening + """
        # The solution of "Mean" was asked for:
        hide
          data xor
          net 2 1
          let mine = loss
        end
        section "Further"
        let mine2 = 4

        """
    #expect(try points(asked) == [0, 2])
    #expect(
      try grade(asked).remarks.contains {
        $0.contains("the solution of the page stands here; it counts for nothing")
      })
  }

  /// The prompt takes the solution back, and what was done before counts again.
  @Test func undoOfASolutionTakesNothingElseBack() throws {
    let undone =
      Self.opening + """
        let mine = 0.5
        # The solution of "Mean" was asked for:
        hide
          let mine = loss
        end
        undo
        section "Further"
        let mine2 = 4

        """
    #expect(try points(undone) == [1, 2])
  }

  /// Behind the solution the next exercise is opened by itself: that is taken back first.
  @Test func undoAcrossTheNextExerciseTakesNothingElseBack() throws {
    let undone =
      Self.opening + """
        let mine = 0.5
        # The solution of "Mean" was asked for:
        hide
          let mine = loss
        end
        section "Further"
        hide
          say "Make it a net of two layers, on the same data."
        end
        undo
        section "Mean"
        undo
        section "Further"
        let mine2 = 4

        """
    #expect(try points(undone) == [1, 2])
  }

  /// Without sections all of it is for every exercise, which may begin with other weights.
  @Test func statementsForAllExercisesStay() throws {
    let page = """
      data xor
      net 2 2 1
      exercise "A"
        expect epoch == 5
      solution
        init torch seed 1
        train adam epochs 5
      end
      exercise "B"
        init zeros
        expect epoch == 5
      solution
        data xor
        net 2 2 1
        init torch seed 1
        train adam epochs 5
      end

      """
    let room = try GradeTests.Class(page, "exercise.nn")
    try room.hand("data xor\nnet 2 2 1\ninit torch seed 1\ntrain adam epochs 5\n", "h.nn")
    #expect(
      try GradeTests.lines(try room.grade(["h.nn"], ["--json"], "exercise.nn")).map(\.points) == [1, 1])
  }

  /// A net with one output takes two classes as one target: the same data.
  @Test func anotherOutputLayerIsNoOtherData() throws {
    let page = """
      exercise "Two"
        data moons 40 seed 1
        expect accuracy > 0.5
      solution
        net 2 4 2 softmax
        init xavier seed 1
        train adam lr 0.05 epochs 200
      end

      """
    let room = try GradeTests.Class(page, "exercise.nn")
    try room.hand("net 2 4 1 sigmoid\ninit xavier seed 1\ntrain adam lr 0.05 epochs 200 loss bce\n", "h.nn")
    let line = try GradeTests.lines(try room.grade(["h.nn"], ["--json"], "exercise.nn"))[0]
    #expect(line.points == 1 && line.remarks == [])
  }

  /// The course goes on with its own.
  @Test func theSolutionOfTheCourseCountsForNothing() throws {
    let course = """
      # written by nn: a transcript, which runs
      data iris
      exercise "Mean"
        data xor
        net 2 1
        expect mine == 0.5
      solution
        let mine = loss
      end
      section "Further"
      let mine2 = 4

      """
    #expect(try points(course) == [0, 2])
  }

  /// Rows that validate are not for training; the exercise says which they are.
  @Test func anotherSplitIsRemarked() throws {
    let page = """
      exercise "Split"
        data iris
        split 0.8 seed 1
        expect val.accuracy > 0.5
      solution
        net 4 3 softmax
        init xavier seed 1
        train adam lr 0.05 epochs 100
      end

      """
    let work = "net 4 3 softmax\ninit xavier seed 1\ntrain adam lr 0.05 epochs 100\n"
    let room = try GradeTests.Class(page, "exercise.nn")
    try room.hand(work, "a.nn")
    try room.hand("split 1\n" + work, "b.nn")
    let lines = try GradeTests.lines(try room.grade(["a.nn", "b.nn"], ["--json"], "exercise.nn"))
    #expect(lines[0].remarks == [])
    #expect(
      lines[1].remarks.contains { $0.contains("the split is another than the exercise gave") })
  }

  @Test func twoExercisesOfOneTitleAreRefused() throws {
    let page = "exercise \"A\"\n  expect a == 1\nsolution\n  let a = 1\nend\n"
    let room = try GradeTests.Class(page + page.replacingOccurrences(of: "a ", with: "b "), "exercise.nn")
    try room.hand("let a = 1\n", "h.nn")
    let result = try room.grade(["h.nn"], [], "exercise.nn")
    #expect(result.status == 65 || result.status == 1)
    #expect(result.error.contains("two exercises are called \"A\""))
  }

  /// Whoever writes a page hears of it before it is graded, too.
  @Test func twoExercisesOfOneTitleFailAsATest() throws {
    let page = "exercise \"A b\"\n  expect a == 1\nsolution\n  let a = 1\nend\n"
    let other = page.replacing("A b", with: "a  B").replacing("let a", with: "let a = 0\n  let a")
      .replacing("a == 1", with: "a + a == 2")
    let both = page + "let a = 0\n" + other
    let lesson = "```nn\n\(page)```\n\n```nn\nlet a = 0\n\(other)```\n"
    for (name, text, command) in [("x.nn", both, "check"), ("x.nn", both, "test"), ("x.md", lesson, "test")] {
      let room = try GradeTests.Class(text, name)
      let result = try Command.run([command, name], in: room.url)
      #expect(result.status != 0, "\(command) \(name)")
      let said = (result.output + result.error).split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(said.contains("two exercises are called \"a B\""), "\(said)")
      #expect(said.contains("Give each exercise a title of its own."))
    }
  }

  // MARK: Files

  /// `--csv hand-ins/*.nn` takes the first of them for the file to write.
  @Test func nothingOfSomebodyIsOverwritten() throws {
    let room = try GradeTests.Class(Self.page, "exercise.nn")
    try room.hand("let mine = 0.5\n", "anna.nn")
    try room.hand("let mine = 0.5\n", "bert.nn")
    try room.hand("# A lesson\n", "lesson.md")
    for options in [["--csv", "hand-ins/anna.nn"], ["--handout", "hand-ins/lesson.md"]] {
      let before = room.contents
      let result = try room.grade(["bert.nn"], options, "exercise.nn")
      #expect(result.status == 64 && result.error.contains("--replace overwrites it"), "\(result.error)")
      #expect(room.contents == before)
    }
    let test = try Command.run(["test", "--junit", "hand-ins/anna.nn", "hand-ins/bert.nn"], in: room.url)
    #expect(test.status == 64 && test.error.contains("--replace overwrites it"))
    // What nn wrote, it writes again.
    for _ in 0..<2 {
      #expect(
        try room.grade(["bert.nn"], ["--csv", "g.csv", "--handout", "h.nn"], "exercise.nn").status == 0)
      #expect(try Command.run(["test", "--junit", "j.xml", "hand-ins/bert.nn"], in: room.url).status == 0)
    }
    #expect(
      try room.grade(["bert.nn"], ["--handout", "hand-ins/lesson.md", "--replace"], "exercise.nn").status == 0
    )
  }

  /// Nobody waits for a pipe that was handed in.
  @Test func aPipeIsNoHandIn() throws {
    let room = try GradeTests.Class(Self.page, "exercise.nn")
    try room.hand(Self.handout, "a.nn")
    #expect(mkfifo(room.handIns.appending(path: "b.nn").path, 0o600) == 0)
    let result = try room.grade(["a.nn", "b.nn"], [], "exercise.nn")
    #expect(result.status == 66 && result.output.contains("is no file, but a pipe or a device"))
  }

  /// The page's own files are beside it, wherever grading is started.
  @Test func thePageReadsItsFilesFromElsewhere() throws {
    let page = "exercise \"Data\"\n  data \"d.csv\"\n  expect rows == 2\nsolution\n  let rows = 2\nend\n"
    let room = try GradeTests.Class(page, "exercise.nn")
    try "x,y\n1,2\n2,3\n".write(to: room.url.appending(path: "d.csv"), atomically: true, encoding: .utf8)
    try room.hand("let rows = 2\n", "a.nn")
    let result = try Command.run(["grade", "../exercise.nn", "a.nn"], in: room.handIns)
    #expect(result.status == 0 && result.output.contains("1 of 1"), "\(result.output)\(result.error)")
  }
}
