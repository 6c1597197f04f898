import Foundation
import TestSupport
import Testing

/// `nn grade`: what is charged to a hand-in, what could not be judged, and how it is said.
struct JudgedTests {
  typealias Class = GradeTests.Class

  private static let two = """
    exercise "One"
      expect a == 1
      expect 2 > 1
    solution
      let a = 1
    end
    exercise "Two"
      expect b == 1/3 within 0.01 points 2
    solution
      let b = 1/3
    end
    """

  /// The seed is drawn when the page runs: one for all hand-ins shows that it ran once.
  @Test func thePageRunsOnceForAllHandIns() throws {
    let room = try Class(
      """
      net 2 1
      init uniform -1 1
      exercise "E"
        expect seed == 0 - 1
        expect a == 1
      solution
        let a = 1
      end
      """, "exercise.nn")
    for name in ["a.nn", "b.nn", "c.nn"] { try room.hand("let a = 1\n", name) }
    let result = try Command.shell(
      "NN_PROCESSORS=1 nn grade exercise.nn hand-ins/a.nn hand-ins/b.nn hand-ins/c.nn --json", in: room.url)
    let found = try GradeTests.lines(result).map { $0.criteria[0].found }
    #expect(found.count == 3 && Set(found).count == 1 && found[0].hasPrefix("seed is "), "\(found)")
  }

  @Test func aPageThatTakesTooLongIsNotJudged() throws {
    let room = try Class("while true\nend\n" + Self.two, "exercise.nn")
    try room.hand("let a = 1\n", "a.nn")
    let result = try room.grade(["a.nn"], ["--page-time", "0.2", "--csv", "g.csv"], "exercise.nn")
    #expect(result.status == 1 && result.output.contains("a.nn: not judged: "), "\(result.output)")
    #expect(result.output.contains("--page-time") && !result.output.contains("0 of"))
    let csv = try String(contentsOf: room.url.appending(path: "g.csv"), encoding: .utf8)
    #expect(csv.contains("\r\na.nn,,4,,,,,,,,,"), "\(csv)")
  }

  @Test func whatCannotBeReadIsToldApartFromNoPoints() throws {
    let room = try Class(Self.two, "exercise.nn")
    try room.hand("let a = 2\n", "none.nn")
    try room.hand(Data([0x61, 0xff]), "bytes.nn")
    let result = try room.grade(["none.nn", "bytes.nn", "gone.nn"], [], "exercise.nn")
    #expect(result.status == 66)
    #expect(
      result.output.contains("none.nn: 0 of 4 points") && result.output.contains("bytes.nn: not judged: "))
    #expect(result.output.contains("3 hand-ins · mean 0.0 of 4 points · 0 with all · 2 not judged"))
    let json = try room.grade(["none.nn", "bytes.nn", "gone.nn"], ["--json"], "exercise.nn")
    let lines = try GradeTests.lines(json)
    #expect(lines.map(\.judged) == [true, true, false, false, false, false])
    #expect(lines.map(\.points) == [0, 0, nil, nil, nil, nil] && lines[0].reason == nil)
    #expect(lines[0].criteria.map(\.held_before) == [false, true])
    #expect(try GradeTests.totals(json).map(\.points) == [0, nil, nil])
    #expect(try GradeTests.totals(json).map(\.not_judged) == [0, 2, 2])
  }

  /// An exercise that does not run takes nothing from the other.
  @Test func oneExerciseThatDoesNotRunLeavesTheOther() throws {
    let room = try Class(
      Self.two.replacing("exercise \"Two\"", with: "exercise \"Two\"\n  print 1/0"), "exercise.nn")
    try room.hand("let a = 1\nlet b = 1/3\n", "a.nn")
    let result = try room.grade(["a.nn"], [], "exercise.nn")
    #expect(result.status == 1)
    #expect(
      result.output.contains("a.nn: 2 of 2 points, 1 of 2 exercises not judged")
        && result.output.contains("Two: not judged: the exercise does not run: line 8: a division by 0"),
      "\(result.output)")
  }

  @Test func remarksAreSaidOnceInTheOrderOfLines() throws {
    let room = try Class(Self.two, "exercise.nn")
    try room.hand(
      "let a = 1\nprint 1/0\nprint qq\nfoo bar\nfor k in 1..9\nprint 1/0\nend\nprint 0/0\n", "a.nn")
    let result = try room.grade(["a.nn"], [], "exercise.nn")
    let remarks = result.lines.filter { $0.contains("remark: ") }.map { String($0.prefix(17)) }
    #expect(remarks == [2, 3, 4, 6, 8].map { "  remark: line \($0):" }, "\(result.output)")
    let json = try room.grade(["a.nn"], ["--json"], "exercise.nn")
    #expect(try GradeTests.totals(json)[0].remarks.count == 5)
  }

  /// With six digits, unless that would be the number that it is compared with.
  @Test func numbersAreShownWithTheDigitsThatAreRead() throws {
    let room = try Class(
      Self.two
        + "\nexercise \"Three\"\n  data xor\n  net 2 1\n  expect out(0, 0) < 1\nsolution\n  init zeros\nend"
        .replacing("net 2 1", with: "net 2 1\n  0B -> L1N0: 2"), "exercise.nn")
    try room.hand("precision double\nlet b = 1/3\n0B -> L1N0: 1.00000001\n", "a.nn")
    let lines = try GradeTests.lines(try room.grade(["a.nn"], ["--json"], "exercise.nn"))
    #expect(lines[1].criteria[0].found == "b is 0.333333")
    #expect(lines[2].criteria[0].found == "out(0, 0) is 1.00000001")
  }

  @Test func noTwoColumnsHaveOneName() throws {
    let room = try Class(
      "exercise \"E\"\n  expect a == 1\n  expect a == 1\n  expect b == 1\nsolution\n  let a = 1\n  let b = 1\nend",
      "exercise.nn")
    try room.hand("let a = 1\n", "a.nn")
    _ = try room.grade(["a.nn"], ["--csv", "g.csv"], "exercise.nn")
    let csv = try String(contentsOf: room.url.appending(path: "g.csv"), encoding: .utf8)
    let names = csv.components(separatedBy: "\r\n")[0].components(separatedBy: ",")
    #expect(names.count == 12 && Set(names).count == 12, "\(names)")
  }

  /// A goal that the page sets before its exercises stays where it is; what the solution gives a value to may be given one.
  @Test func goalsOfThePageStay() throws {
    let page = """
      let want = 0.9
      let mine = 0
      exercise "E"
        expect mine > want
        expect mine == 3
      solution
        let mine = 3
      end
      """
    let room = try Class(page, "exercise.nn")
    try room.hand("let want = 0\nlet mine = 0.5\n", "a.nn")
    try room.hand("let mine = 3\n", "b.nn")
    let lines = try GradeTests.lines(try room.grade(["a.nn", "b.nn"], ["--json"], "exercise.nn"))
    #expect(lines.map(\.points) == [0, 2])
    #expect(lines[0].criteria[0].found == "mine is 0.5", "\(lines[0].criteria)")
  }

  // MARK: Sessions that were copied

  /// The exercise typed at the prompt, a block that was given up, a line of a block that was refused.
  @Test func aCopiedSessionIsReadAsThePromptReadIt() throws {
    let room = try Class(Self.two, "exercise.nn")
    try room.hand(
      """
      nn> exercise "One"
      ...>   expect a == 1
      ...> ^C
      nn> exercise "One"
      ...>   expect a == 1
      ...>   expct 2 > 1
      error: there is no statement called `expct`
      ...>   expect 2 > 1
      ...> end

      ── One ──
      nn> repeat 2
      ...> done
      error: `done` cannot stand here
      ...> let a = 1
      ...> end
      nn> exercise "Two"
      ...>   expect b == 1/3 within 0.01 points 2
      ...> solution
      ...>   let b = 0
      ...> end
      nn> let b = 0.3333
      """, "a.txt")
    let lines = try GradeTests.lines(try room.grade(["a.txt"], ["--json"], "exercise.nn"))
    #expect(lines.map(\.points) == [2, 2], "\(lines.map(\.remarks))")
  }

  /// In `nn -i` a heading shows where an exercise begins, and nobody types `section`. Work at the second does not count for
  /// the first, whose own came before it.
  @Test func headingsOfACopiedSessionDivideIt() throws {
    let page = ["A": 5, "B": 7].sorted { $0.key < $1.key }.map { title, value in
      "exercise \"\(title)\"\n  net 1 1\n  expect out(1) == \(value)\nsolution\n  L0N0 -> L1N0 = \(value)\nend\n"
    }
    let room = try Class(page.joined(), "exercise.nn")
    let terminal = { (typed: String) in
      """

      ── A ───────────────────────────
      net 1-1 · 2 parameters · output linear
      nn 1-1> L0N0 -> L1N0 = 5
      L0N0 -> L1N0 = 5
      nn 1-1> done
      Solved: 1 of 1 point.

      ── B ───────────────────────────
      net 1-1 · 2 parameters · output linear
      nn 1-1> \(typed)
      nn 1-1> done
      nn 1-1>
      """
    }
    try room.hand(terminal("L0N0 -> L1N0 = 7"), "a.txt")
    try room.hand(terminal("section \"A\"\nnn 1-1> L0N0 -> L1N0 = 7"), "b.txt")
    let lines = try GradeTests.lines(try room.grade(["a.txt", "b.txt"], ["--json"], "exercise.nn"))
    #expect(lines.map(\.points) == [1, 1, 0, 0], "\(lines.map(\.remarks))")
  }

  // MARK: Which loss

  private static let learn = """
    exercise "E"
      net 2 2 1 sigmoid
      data xor
      init xavier seed 11
      expect loss < 0.1
    solution
      net 2 3 1 sigmoid
      init xavier seed 11
      train adam lr 0.05 until loss<0.01
    end
    """

  /// At 0.5 everywhere the mean squared error is 0.25; smaller losses of the same net do not count.
  @Test func aCriterionReadsTheLossOfTheExercise() throws {
    let room = try Class(Self.learn, "exercise.nn")
    try room.hand("init zeros\ntrain sgd lr 1e-9 epochs 1 loss perceptron\n", "perceptron.nn")
    try room.hand("init zeros\ntrain sgd lr 1e-9 epochs 1 loss bce weights [0.001]\n", "weights.nn")
    try room.hand("net 2 2 1 softmax\ninit zeros\n", "softmax.nn")
    try room.hand("split 0.25 seed 1\ntrain adam lr 0.05 epochs 3000\n", "split.nn")
    try room.hand(
      "net 2 3 1 sigmoid\ninit xavier seed 11\ntrain adam lr 0.05 epochs 2000 loss bce\n", "bce.nn")
    let names = ["perceptron.nn", "weights.nn", "softmax.nn", "split.nn", "bce.nn"]
    let lines = try GradeTests.lines(try room.grade(names, ["--json"], "exercise.nn"))
    #expect(lines.map(\.points) == [0, 0, 0, 0, 1], "\(lines.map { $0.criteria.map(\.found) })")
    #expect(lines[4].criteria[0].found.hasSuffix("by the exercise's loss, mse"))
  }

  /// A student who calls something else `pi` moves no criterion.
  @Test func aCriterionReadsTheConstants() throws {
    let room = try Class(
      """
      exercise "A circle"
        say "Its area at a radius of 2: let mine = ..."
        expect mine == pi * 4 within 0.01 points 3
        expect mine / e > 4
        solution
        let mine = pi * 2^2
      end

      """, "circle.nn")
    try room.hand("let pi = 0\nlet e = 0.0001\nlet mine = 0.01\n", "sly.nn")
    try room.hand("let mine = 3.14159 * 4\n", "right.nn")
    let lines = try GradeTests.lines(try room.grade(["sly.nn", "right.nn"], ["--json"], "circle.nn"))
    #expect(lines.map(\.points) == [0, 4], "\(lines.map { $0.criteria.map(\.found) })")
  }

  /// What the set-up trained with is what is asked for.
  @Test func aSetUpMayChooseTheLoss() throws {
    let text = Self.learn.replacing(
      "seed 11\n  expect", with: "seed 11\n  train sgd epochs 1 loss bce\n  expect")
    let room = try Class(text, "exercise.nn")
    try room.hand(
      "net 2 3 1 sigmoid\ninit xavier seed 11\ntrain adam lr 0.05 until loss < 0.03 loss mse\n", "mse.nn")
    let found = try GradeTests.lines(try room.grade(["mse.nn"], ["--json"], "exercise.nn"))[0].criteria[0]
      .found
    #expect(found.hasSuffix("by the exercise's loss, bce"))
  }

  @Test func scaledTargetsAreOtherUnits() throws {
    let room = try Class(
      """
      exercise "E"
        net 1 1
        hide
          data
            1 -> 2
            2 -> 4.5
            3 -> 6
          end
        end
        expect loss < 0.1
      solution
        train lm epochs 5
      end
      """, "exercise.nn")
    try room.hand("scale targets minmax 0 0.001\ninit zeros\n", "units.nn")
    try room.hand("scale minmax\ntrain lm epochs 5\n", "inputs.nn")
    let lines = try GradeTests.lines(try room.grade(["units.nn", "inputs.nn"], ["--json"], "exercise.nn"))
    #expect(lines.map(\.points) == [0, 1], "\(lines.map { $0.criteria.map(\.found) })")
  }
}
