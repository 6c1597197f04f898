import Foundation
import TestSupport
import Testing

/// `nn grade`: what is handed in earns what it deserves, and does no harm.
struct GradeTests {
  private static let exercise = """
    # Homework

    ```nn
    data xor
    ```

    ```nn
    exercise "Learn XOR" points 5
      net 2 2 1
      data xor
      init xavier seed 11
      let goal = 0.01
      hint "More units."
      expect loss < goal points 3
      expect parameters < 20
      expect mine == 6
    solution
      net 2 3 1
      init xavier seed 11
      train adam lr 0.01 until loss < 0.01
      let mine = 6
    end
    ```

    """

  static let right = "net 2 3 1\ninit xavier seed 11\ntrain adam lr 0.01 until loss<0.01\nlet mine = 6\n"

  /// A folder with an exercise and what was handed in.
  final class Class {
    let url: URL
    var handIns: URL { url.appending(path: "hand-ins") }

    init(_ exercise: String, _ name: String = "exercise.md") throws {
      url = FileManager.default.temporaryDirectory.appending(path: "grade-\(UUID().uuidString)")
      try FileManager.default.createDirectory(
        at: url.appending(path: "hand-ins"), withIntermediateDirectories: true)
      try exercise.write(to: url.appending(path: name), atomically: true, encoding: .utf8)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func hand(_ text: String, _ name: String) throws {
      try hand(Data(text.utf8), name)
    }

    func hand(_ data: Data, _ name: String) throws { try data.write(to: handIns.appending(path: name)) }

    /// Everything below the folder, with what it holds.
    var contents: [String: Data] {
      var found: [String: Data] = [:]
      let all = FileManager.default.enumerator(at: url, includingPropertiesForKeys: nil)
      for case let file as URL in all ?? NSEnumerator() as! FileManager.DirectoryEnumerator {
        found[file.path] = (try? Data(contentsOf: file)) ?? Data()
      }
      return found
    }

    func grade(_ names: [String], _ options: [String] = [], _ exercise: String = "exercise.md") throws
      -> Command.Result
    {
      try Command.run(["grade", exercise] + names.map { "hand-ins/\($0)" } + options, in: url)
    }
  }

  /// A JSON line.
  struct Line: Decodable {
    struct Criterion: Decodable {
      let condition: String
      let holds: Bool
      let points: Int
      let of: Int
      let found: String
      let held_before: Bool
    }
    let student: String
    let exercise: String
    let points: Int?
    let of: Int
    let judged: Bool
    let reason: String?
    let criteria: [Criterion]
    let remarks: [String]
  }

  /// Those of exercises.
  static func lines(_ result: Command.Result) throws -> [Line] {
    try result.output.split(separator: "\n").filter { $0.hasPrefix("{\"event\":\"grade\",") }.map {
      try JSONDecoder().decode(Line.self, from: Data($0.utf8))
    }
  }

  /// A JSON line of all exercises of a student.
  struct Total: Decodable {
    let student: String
    let points: Int?
    let of: Int
    let not_judged: Int
    let remarks: [String]
  }

  static func totals(_ result: Command.Result) throws -> [Total] {
    try result.output.split(separator: "\n").filter { $0.hasPrefix("{\"event\":\"grades\",") }.map {
      try JSONDecoder().decode(Total.self, from: Data($0.utf8))
    }
  }

  // MARK: What is earned

  @Test func eachCriterionEarnsItsPoints() throws {
    let room = try Class(Self.exercise)
    try room.hand(Self.right, "anna.nn")
    try room.hand("let mine = 6\n", "bert.nn")
    try room.hand("# nothing\n", "cora.nn")
    let result = try room.grade(["anna.nn", "bert.nn", "cora.nn"], ["--csv", "grades.csv"])
    #expect(result.status == 0, "\(result.error)")
    #expect(result.output.contains("anna.nn: 5 of 5 points"))
    #expect(result.output.contains("bert.nn: 2 of 5 points"))
    #expect(result.output.contains("cora.nn: 0 of 5 points"))
    #expect(result.output.contains("does not hold   loss < goal       0 of 3   loss is"))
    #expect(result.output.contains("`mine` has no value yet"))
    #expect(result.output.contains("3 hand-ins · mean 2.3 of 5 points · 1 with all"))
    let csv = try String(contentsOf: room.url.appending(path: "grades.csv"), encoding: .utf8)
    let rows = csv.components(separatedBy: "\r\n")
    #expect(
      rows[0].hasPrefix(
        "student,points,of,Learn XOR: points,Learn XOR: loss < goal,Learn XOR: loss < goal: found,"))
    #expect(rows[1].hasPrefix("anna.nn,5,5,5,3,"))
    #expect(rows[2].hasPrefix("bert.nn,2,5,2,0,"))
    #expect(rows.count == 5 && rows[4] == "")
  }

  @Test func theSameFileEarnsTheSame() throws {
    let room = try Class(Self.exercise)
    try room.hand("init\ntrain adam epochs 100\nlet mine = rand(0, 9)\nprint seed\n", "a.nn")
    try room.hand("train adam until seconds > 0.01 epochs 100000\nlet mine = epoch", "b.nn")
    let (first, second) = (
      try room.grade(["a.nn", "b.nn"], ["--json"]), try room.grade(["a.nn", "b.nn"], ["--json"])
    )
    #expect(first.output == second.output && !first.output.isEmpty)
  }

  @Test func aTranscriptOfAnotherToolsAnswersIsReadWithoutThem() throws {
    let room = try Class(Self.exercise)
    try room.hand(
      """
      nn 0.1.0 — type a statement
      nn> net 2 3 1
      net 2-3-1 · 13 parameters
      nn 2-3-1> init xavier seed 11
      nn 2-3-1> train adam lr 0.01 until loss<0.01
      reached loss<0.01 at epoch 279
      nn 2-3-1 loss 0.0087> define seven
      ...>   let a = 7
      ...> end
      let mine = 7
      nn 2-3-1 loss 0.0087> let mine = 6
      mine = 6
      """, "anna.txt")
    #expect(try Self.lines(try room.grade(["anna.txt"], ["--json"])).map(\.points) == [5])
  }

  /// What the prompt says is a transcript of the work, as `transcript to` writes it.
  @Test func aTranscriptThatNnWroteIsGraded() throws {
    let room = try Class(Self.exercise)
    try room.hand(
      "# nn transcript\nsection \"Learn XOR\"\nhide\n  net 2 2 1\n  data xor\n  init xavier seed 11\nend\n"
        + Self.right,
      "anna.nn")
    #expect(try Self.lines(try room.grade(["anna.nn"], ["--json"])).map(\.points) == [5])
  }

  private static let two = """
    exercise "One"
      expect a == 1
    solution
      let a = 1
    end
    exercise "Two, and more" points 3
      expect a == 2
      expect b == 3 points 2
    solution
      let a = 2
      let b = 3
    end
    """

  @Test func severalExercisesAreMarkedByTheirTitles() throws {
    let room = try Class(Self.two, "exercise.nn")
    try room.hand("section \"one\"\nlet a = 1\nsection \"Two, and  MORE\"\nlet a = 2\nlet b = 3\n", "a.nn")
    // What stands before the first title is for each; without titles all is.
    try room.hand("let b = 3\nsection \"One\"\nlet a = 1\n", "b.nn")
    try room.hand("let a = 2\nlet b = 3\n", "c.nn")
    // The exercise as it was handed out, with the work below it.
    try room.hand(
      "exercise \"One\"\n  expect a == 1\nend\nlet a = 1\nexercise \"Two, and more\"\n  expect 1 == 1\nend\nlet b = 3\n",
      "d.nn")
    let result = try room.grade(["a.nn", "b.nn", "c.nn", "d.nn"], ["--json"], "exercise.nn")
    #expect(try Self.lines(result).map(\.points) == [1, 3, 1, 2, 0, 3, 1, 2])
  }

  @Test func aHandoutHasNoSolutions() throws {
    let room = try Class(Self.exercise)
    let result = try room.grade([], ["--handout", "out.md"])
    #expect(result.status == 0, "\(result.error)")
    let text = try String(contentsOf: room.url.appending(path: "out.md"), encoding: .utf8)
    #expect(
      !text.contains("solution") && !text.contains("net 2 3 1") && text.contains("expect mine == 6\nend"))
    #expect(text.hasPrefix("# Homework") && text.contains("hint \"More units.\""))
    #expect(try room.grade([], ["--handout", "exercise.md"]).status == 64)
  }

  @Test func aSpreadsheetGetsNoFormulas() throws {
    let room = try Class(
      "exercise \"E\"\n  expect t == \"x\"\nsolution\n  let t = \"x\"\nend\n", "exercise.nn")
    try room.hand("let t = \"=1+1\"\n", "=cmd|' a.nn")
    try room.hand("let t = \"a\\\"b,c\"\n", "-b.nn")
    _ = try room.grade(["=cmd|' a.nn", "-b.nn"], ["--csv", "g.csv"], "exercise.nn")
    let csv = try String(contentsOf: room.url.appending(path: "g.csv"), encoding: .utf8)
    #expect(csv.contains("\r\n'=cmd|' a.nn,0,1") && csv.contains("\r\n'-b.nn,0,1"))
    #expect(csv.contains("\"t is a\"\"b,c\""))
  }

  /// What a mistake leaves of a line is not run, the lines around it are; a title with a slip of the pen is said.
  @Test func aLineWithAMistakeEarnsNothing() throws {
    let folder = try Class(Self.exercise)
    try folder.hand(Self.right.replacing("let mine = 6", with: "let mine = 6,5"), "comma.nn")
    try folder.hand("section \"Lern XOR\"\n" + Self.right, "slip.nn")
    let result = try folder.grade(["comma.nn", "slip.nn"])
    #expect(result.output.contains("`mine` has no value yet"), "\(result.output)")
    #expect(result.output.contains("4 of 5 points"), "\(result.output)")
    #expect(result.output.contains("no exercise is called \"Lern XOR\""), "\(result.output)")
  }

  /// What judges a hand-in ends with whoever asked for it, however that ends.
  @Test(arguments: [SIGINT, SIGKILL]) func nothingIsLeftRunningAfterASignal(_ signal: Int32) throws {
    let folder = try Class("```nn\nexercise \"A\"\n  expect epoch > 0\nsolution\n  step\nend\n```\n")
    let name = "\(UUID().uuidString).nn"
    try folder.hand("data circle 20000 seed 1\nnet 2 200 200 1\ntrain adam epochs 100000", name)
    // On a busy machine it takes a while to see it, so it is given the time.
    let arguments = ["grade", "exercise.md", "hand-ins/\(name)", "--time", "600"]
    let process = try Command.start(arguments, in: folder.url)
    defer { process.terminate() }
    // The process that judges, and its copy for the hand-in.
    #expect(try Self.sees { try Self.judges(of: name) == 2 })
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    #expect(process.terminationStatus == (signal == SIGINT ? 130 : signal))
    #expect(try Self.sees { try Self.judges(of: name) == 0 })
  }

  private static func sees(_ condition: () throws -> Bool) throws -> Bool {
    let end = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < end {
      if try condition() { return true }
      // Not a task that sleeps: among all tests it would wake up much later.
      Thread.sleep(forTimeInterval: 0.05)
    }
    return false
  }

  /// Processes that judge a hand-in.
  private static func judges(of name: String) throws -> Int {
    let listed = try Command.shell(
      """
      if [ -d /proc/self ]; then
        for file in /proc/[0-9]*/cmdline; do tr '\\0' ' ' < $file; echo; done 2>/dev/null
      else
        ps -axo args
      fi
      """)
    let lines = listed.output.split(separator: "\n")
    return lines.count { $0.contains("grade-one") && $0.contains(name) }
  }

  @Test func wrongUseSaysWhy() throws {
    let room = try Class("net 2 2 1\n", "exercise.nn")
    try room.hand("", "a.nn")
    #expect(try room.grade(["a.nn"], [], "exercise.nn").status == 65)
    let event = try room.grade(["a.nn"], ["--json"], "exercise.nn")
    #expect(event.status == 65 && event.output.hasPrefix("{\"event\":\"error\",") && event.error.isEmpty)
    let broken = try Class("exercise \"E\"\n  print 1/0\n  expect a == 1\nsolution\nend\n", "exercise.nn")
    try broken.hand("", "a.nn")
    let result = try broken.grade(["a.nn"], [], "exercise.nn")
    #expect(result.status == 1 && result.error.contains("cannot be judged: line 2: a division by 0"))
    let whole = try Class(Self.exercise)
    let missing = try whole.grade(["none.nn"])
    #expect(missing.status == 66 && missing.output.contains("there is no such file"))
    #expect(try whole.grade([]).status == 64)
  }
}
