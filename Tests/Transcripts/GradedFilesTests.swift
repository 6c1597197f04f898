import Foundation
import TestSupport
import Testing

/// Files around `nn grade`: what the page writes, what is handed in, and the copy that is handed out.
struct GradedFilesTests {
  private static let page = """
    # P

    ```nn fails
    print Mo
    ```

    ```nn
    net 2 2 1
    init torch seed 1
    plot net to "n.svg"
    save "n.nnet"
    load "n.nnet"
    ```

    ```nn
    exercise "W"
      expect w == 2
    solution
      let w = 2
    end
    ```

    """

  /// Grading leaves nothing behind, and what is there already is in nobody's way.
  @Test func pagesThatWriteAreGradedAgain() throws {
    let room = try GradeTests.Class(Self.page)
    try room.hand("let w = 2\n", "a.nn")
    try room.hand("load \"n.nnet\"\nlet w = parameters - 7\n", "b.nn")
    for round in 0..<3 {
      if round == 2 { #expect(try Command.run(["test", "exercise.md"], in: room.url).status == 0) }
      let before = room.contents
      let lines = try GradeTests.lines(try room.grade(["a.nn", "b.nn"], ["--json"]))
      #expect(lines.map(\.points).prefix(2) == [1, 1], "\(round)")
      #expect(room.contents == before)
    }
  }

  /// The mistake that keeps the page from running, and none that it makes on purpose.
  @Test func theMistakeOfThePageIsTheOneThatEndsIt() throws {
    let room = try GradeTests.Class(Self.page.replacing("load \"n.nnet\"", with: "print other"))
    try room.hand("let w = 2\n", "a.nn")
    let result = try room.grade(["a.nn"])
    #expect(result.error.contains("other") || result.output.contains("other"), "\(result)")
    #expect(!(result.error + result.output).contains("Mo"))
  }

  /// A folder that was unpacked can hold links.
  @Test func linksAreNotHandedIn() throws {
    let room = try GradeTests.Class(Self.page)
    try room.hand("let w = 2\n", "a.nn")
    for (name, target) in [("b.nn", "a.nn"), ("c.nn", "../exercise.md"), ("d.nn", "/etc/hostname")] {
      try FileManager.default.createSymbolicLink(
        atPath: room.handIns.appending(path: name).path, withDestinationPath: target)
    }
    let lines = try GradeTests.lines(try room.grade(["a.nn", "b.nn", "c.nn", "d.nn"], ["--json"]))
    #expect(lines[0].points == 1)
    for line in lines[1...3] { #expect(line.points == nil && line.judged == false, "\(line)") }
    // A name for a neighbor that is not handed in besides is that neighbor.
    let alone = try GradeTests.lines(try room.grade(["b.nn"], ["--json"]))
    #expect(alone[0].points == 1)
  }

  // MARK: The copy for students

  private static let task = "exercise \"T\"\n  expect m == 42\nsolution\n  let m = 40 + 2\n  print m\nend"
  private static let left = "exercise \"T\"\n  expect m == 42\nend"

  private static func fenced(_ text: String, _ margin: String, _ first: String) -> String {
    let lines = (["```nn"] + text.split(separator: "\n").map(String.init) + ["```"])
    return lines.enumerated().map { ($0 == 0 ? first : margin) + $1 + "\n" }.joined()
  }

  /// Wherever a block stands, and however its statements share lines.
  @Test(arguments: [
    (fenced(task, "   ", "1. Do it:\n\n   "), fenced(left, "   ", "1. Do it:\n\n   ")),
    (fenced(task, "> ", "> "), fenced(left, "> ", "> ")),
    (fenced(task, "  ", "- "), fenced(left, "  ", "- ")),
    (
      fenced(task + "; exercise \"U\"; expect n == 1 points 1; solution; let n = 1; end", "", ""),
      fenced(left + "; exercise \"U\"; expect n == 1 points 1\nend", "", "")
    ),
    (
      fenced("exercise \"T\"\n  expect m == 42 points 1; solution\n  let m = 42\nend", "", ""),
      fenced("exercise \"T\"\n  expect m == 42 points 1\nend", "", "")
    ),
    (
      fenced("exercise \"T\"\n  expect m == 42\nsolution\n  let m = 42; end; print 7", "", ""),
      fenced("exercise \"T\"\n  expect m == 42\nend; print 7", "", "")
    ),
    (
      fenced("exercise \"T\"; expect m == 42; solution; let m = 42\nend", "", ""),
      fenced("exercise \"T\"; expect m == 42\nend", "", "")
    ),
    (
      fenced(task, "", "") + "\n```text\nexercise T: its solution earns 1 point\n```\n",
      fenced(left, "", "") + "\n```text\n…\n```\n"
    ),
  ])
  func noSolutionIsHandedOut(_ page: String, _ expected: String) throws {
    let room = try GradeTests.Class("# L\n\n" + page)
    #expect(try Command.run(["test", "exercise.md"], in: room.url).status == 0)
    #expect(try room.grade([], ["--handout", "out.md"]).status == 0)
    let out = try String(contentsOf: room.url.appending(path: "out.md"), encoding: .utf8)
    #expect(out == "# L\n\n" + expected)
    // It is known again as the copy of this page, and can be written anew.
    #expect(try room.grade([], ["--handout", "out.md"]).status == 0)
  }

  /// What was asked for is not printed by blocks behind, and blocks that do not run hold no solution either.
  private static let pageWithAnswers = """
    ```nn
    exercise "A"
      expect a == 42
    solution
      let a = 40 + 2
    end
    ```

    ```nn
    print a
    ```

    ```text
    42
    ```

    ```nn
    print 7
    ```

    ```text
    7
    ```

    ```nn ignore
    exercise "B"
      expect b == 1
    solution
      let b = 40 + 3
    end
    ```

    """

  @Test func answersAreNotHandedOutElsewhere() throws {
    let page = Self.pageWithAnswers
    let room = try GradeTests.Class(page)
    #expect(try Command.run(["test", "exercise.md"], in: room.url).status == 0)
    #expect(try room.grade([], ["--handout", "out.md"]).status == 0)
    let out = try String(contentsOf: room.url.appending(path: "out.md"), encoding: .utf8)
    #expect(!out.contains("40 +") && !out.contains("solution") && out.contains("```text\n…\n```"))
    #expect(out.contains("```text\n7\n```") && out.contains("expect b == 1\nend"))
    // What is not closed cannot be cut.
    let open = try GradeTests.Class(String(page.dropLast(5)))
    let result = try open.grade([], ["--handout", "out.md"])
    #expect(result.status == 65 && result.error.contains("nn test exercise.md says where"))
    #expect(!FileManager.default.fileExists(atPath: open.url.appending(path: "out.md").path))
  }

  /// A ledger grows line by line, and whatever the page is called from, it may write what nobody keeps.
  @Test func pagesMayWriteMuchFromAnywhere() throws {
    let room = try GradeTests.Class(
      Self.page.replacing(
        "load \"n.nnet\"",
        with: "data xor\nsweep seeds 1..1300 to \"l.jsonl\"\ntrain adam lr 0.1 epochs 1\nend\n"
          + "let mine = 2\nsave \"out/deep/n.nnet\"\ntranscript to \"m.nn\""))
    try room.hand("run \"m.nn\"\nlet w = mine\n", "a.nn")
    let page = room.url.appending(path: "exercise.md").path
    for (exercise, folder) in [(page, room.url), ("../exercise.md", room.handIns)] {
      let work = folder == room.url ? "hand-ins/a.nn" : "a.nn"
      let before = room.contents
      let result = try Command.run(["grade", exercise, work, "--json"], in: folder)
      #expect(try GradeTests.lines(result).first?.judged == true, "\(result)")
      #expect(room.contents == before)
    }
  }

  /// A linked folder makes two names of one file.
  @Test func filesAreHandedInOnce() throws {
    let room = try GradeTests.Class(Self.page)
    try FileManager.default.createDirectory(
      at: room.handIns.appending(path: "bob"), withIntermediateDirectories: true)
    try room.hand("let w = 2\n", "bob/a.nn")
    try FileManager.default.createSymbolicLink(
      atPath: room.handIns.appending(path: "anna").path, withDestinationPath: "bob")
    let lines = try GradeTests.lines(try room.grade(["anna/a.nn", "bob/a.nn"], ["--json"]))
    #expect(lines.map(\.judged) == [false, true])
  }

  @Test func scriptsLoseTheirSolutionsToo() throws {
    let script = (0..<3).map {
      "exercise \"x\($0)\"\n  expect m\($0) == 1\nsolution # so\n  let m\($0) = 1\nend # done\n"
    }.joined()
    let room = try GradeTests.Class(script, "exercise.nn")
    #expect(try room.grade([], ["--handout", "out.nn"], "exercise.nn").status == 0)
    let out = try String(contentsOf: room.url.appending(path: "out.nn"), encoding: .utf8)
    #expect(out == (0..<3).map { "exercise \"x\($0)\"\n  expect m\($0) == 1\nend # done\n" }.joined())
  }
}
