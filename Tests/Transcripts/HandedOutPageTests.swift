import TestSupport
import Testing

/// Takes solutions out of the exercises of a page.
private enum ExerciseFreePage {
  static func withoutSolutions(_ page: String) -> String {
    var isSolution = false
    return page.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
      let word = line.trimmingPrefix(while: \.isWhitespace)
      if word == "solution" { isSolution = true }
      if word == "end" { isSolution = false }
      return !isSolution
    }.joined(separator: "\n")
  }
}

/// Hand-ins that hold the whole page, as it was handed out, with work below its exercises.
struct HandedOutPageTests {
  private static let page = """
    # A page

    ```nn
    exercise "Bias" points 2
    net 3 1 step
    expect 0B->L1N0 == -3 points 2
    solution
    0B->L1N0 = -3
    end
    ```

    ```nn
    net 2 2 1
    print "shown"
    init xavier seed 4
    ```

    ```nn-error
    foo bar
    ```

    ```nn
    exercise "And not" points 3
    net 2 1 sigmoid
    data and
    init zeros
    expect loss < 0.05 points 3
    solution
    train adam lr 0.1 until loss<0.04
    end
    ```

    ```nn
    init xavier seed 3
    train adam lr 0.1 until loss<0.01
    ```

    ```nn
    exercise "Name"
    expect a == 4
    solution
    let a = 4
    end
    ```

    """

  /// What the page has behind an exercise is nobody's work at it, and does not spoil it.
  @Test func theStatementsBetweenExercisesAreThoseOfThePage() throws {
    let page = Self.page
    let handout = ExerciseFreePage.withoutSolutions(page)
    func points(_ text: String, _ name: String = "h.md") throws -> [Int?] {
      let room = try GradeTests.Class(page, "page.md")
      try room.hand(text, name)
      let result = try room.grade([name], ["--json"], "page.md")
      #expect(result.status == 0, "\(result.error)")
      return try GradeTests.lines(result).map(\.points)
    }
    #expect(try points(handout) == [0, 0, 0])
    let answers = ["0B->L1N0 = -3", "train adam lr 0.1 until loss<0.04", "let a = 4"]
    var (solved, rest) = ("", answers[...])
    for line in handout.split(separator: "\n", omittingEmptySubsequences: false) {
      solved += line + "\n" + (line == "end" ? (rest.popFirst() ?? "") + "\n" : "")
    }
    #expect(try points(solved) == [2, 3, 1])
    // Without its fences a page is a script: what fails on the page is no statement of it.
    let script = solved.split(separator: "\n").filter {
      !$0.hasPrefix("```") && !$0.hasPrefix("# ") && $0 != "foo bar"
    }
    #expect(try points(script.joined(separator: "\n"), "h.nn") == [2, 3, 1])
    // Of the page's statements some are left out.
    #expect(try points(solved.replacing("init xavier seed 4\n", with: "")) == [0, 3, 1])
    // A hand-in that names the exercises alone has nothing of the page: the same statements are work.
    let named = "section \"And not\"\ninit xavier seed 3\ntrain adam lr 0.1 until loss<0.01\n"
    #expect(try points(named, "h.nn") == [0, 3, 0])
  }

  /// A handout that nobody has worked at is worth nothing, though the page solves the exercise in front of it.
  @Test func anUnchangedHandoutEarnsNothing() throws {
    let page = """
      net 2 1 sigmoid
      data or
      init xavier seed 7
      train adam lr 0.1 until loss<0.01
      exercise "Train it" points 5
        net 2 1 sigmoid
        data or
        init zeros
        expect loss < 0.02 points 5
      solution
        init xavier seed 3
        train adam lr 0.1 until loss<0.01
      end

      """
    let handout = ExerciseFreePage.withoutSolutions(page)
    for (text, points) in [
      (handout, 0), (handout + "# nothing yet\n", 0), (handout + "print 1\n", 0),
      (handout + "train adam lr 0.1 until loss<0.01\n", 5),
    ] {
      let room = try GradeTests.Class(page, "exercise.nn")
      try room.hand(text, "h.nn")
      let line = try GradeTests.lines(try room.grade(["h.nn"], ["--json"], "exercise.nn"))[0]
      #expect(line.points == points && line.remarks == [], "\(text) \(line.remarks)")
    }
  }

  /// Titles are what they say, for whoever reads them beside the events.
  @Test func titlesAreReadAsTexts() throws {
    let page = "exercise \"Say \\\"hi\\\" {{now}\"\nexpect a == 1\nsolution\nlet a = 1\nend\n"
    let room = try GradeTests.Class(page, "exercise.nn")
    try room.hand("section \"Say \\\"hi\\\" {{now}\"\nlet a = 1\n", "h.nn")
    let result = try room.grade(["h.nn"], ["--json"], "exercise.nn")
    let line = try GradeTests.lines(result)[0]
    #expect(line.exercise == "Say \"hi\" {now}" && line.points == 1, "\(result.output)")
  }

  /// What a learner typed is hers, though the page goes on with the same lines: in a transcript, which ran what it has, and
  /// in what was copied of a page and ends before them.
  @Test(arguments: [
    "# written by nn: a transcript, which runs\ndata xor\nsection \"A\"\n",
    "# written by nn: a transcript, which runs\ndata xor\nsection \"A\"\nhide\n  net 2 2 1\n  init xavier seed 11\nend\nnet 2 3 1\ninit xavier seed 11\ninit zeros\n",
    "exercise \"A\" points 1\n  net 2 2 1\n  init xavier seed 11\n  expect loss < 0.01\nend\n",
  ])
  func linesOfALearnerAreHersThoughThePageHasThemToo(_ beginning: String) throws {
    let page = """
      data xor
      exercise "A" points 1
        net 2 2 1
        init xavier seed 11
        expect loss < 0.01
      solution
        net 2 3 1
        init xavier seed 11
        train adam lr 0.01 until loss<0.01
      end
      net 2 3 1
      init xavier seed 11
      exercise "B" points 1
        expect parameters == 5
      solution
        net 2 1 1
      end

      """
    let room = try GradeTests.Class(page, "exercise.nn")
    let work = "net 2 3 1\ninit xavier seed 11\ntrain adam lr 0.01 until loss<0.01 epochs 400\n"
    try room.hand(beginning + work, "h.nn")
    let lines = try GradeTests.lines(try room.grade(["h.nn"], ["--json"], "exercise.nn"))
    #expect(lines.map(\.points) == [1, 0])
    // The whole page with work at both exercises has those lines twice, and those of the page are passed over.
    let whole =
      ExerciseFreePage.withoutSolutions(page).replacing(
        "< 0.01\nend\n", with: "< 0.01\nend\n\(work)") + "net 2 1 1\n"
    try room.hand(whole, "w.nn")
    let all = try GradeTests.lines(try room.grade(["w.nn"], ["--json"], "exercise.nn"))
    #expect(all.map(\.points) == [1, 1])
  }

  /// What is typed right before the page's own lines is an answer, a seed and words as well.
  @Test(arguments: ["net 1 1\n", ""]) func aSeedBeforeThePagesLinesIsAnAnswer(_ between: String) throws {
    func exercise(_ seed: Int, _ answer: String, solved: Bool) -> String {
      "exercise \"Seed \(seed)\"\n  expect seed == \(seed)\n" + (solved ? "solution\n  seed \(seed)\n" : "")
        + "end\n"
        + answer.replacing("N", with: "\(seed)")
    }
    func page(_ answer: String, solved: Bool) -> String {
      exercise(5, answer, solved: solved) + between + exercise(6, answer, solved: solved)
        + "net 2 2 1\ninit zeros\n"
    }
    for (answer, points) in [("seed N\n", [1, 1]), ("seed N\nprint \"done\"\n", [1, 1]), ("", [0, 0])] {
      let room = try GradeTests.Class(page("", solved: true), "exercise.nn")
      try room.hand(page(answer, solved: false), "h.nn")
      let lines = try GradeTests.lines(try room.grade(["h.nn"], ["--json"], "exercise.nn"))
      #expect(lines.map(\.points) == points, "\(answer)")
    }
  }
}
