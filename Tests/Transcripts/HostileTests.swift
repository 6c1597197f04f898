import Foundation
import TestSupport
import Testing

/// Hand-ins that mean harm, or do it by accident.
struct HostileTests {
  private static let exercise = """
    exercise "E" points 6
      net 2 2 1
      data xor
      init xavier seed 11
      let goal = 0.01
      expect loss < goal points 3
      expect accuracy == 1
      expect parameters < 20
      expect mine == 6
    solution
      net 2 3 1
      init xavier seed 11
      train adam lr 0.01 until loss < 0.01
      let mine = 6
    end
    """

  /// A hand-in, what it earns, and a word of what is remarked.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    /// nil if it is not judged.
    let points: Int?
    let remark: String?
    /// Whether the system has to stop it, which may take all of its time.
    var isLate = false
    var testDescription: String { name }

    init(_ name: String, _ text: String, _ points: Int?, _ remark: String? = nil) {
      (self.name, self.text, self.points, self.remark) = (name, text, points, remark)
    }
  }

  private static let right = GradeTests.right

  static let cases: [Case] = [
    // Without an end.
    Case("while", "while true\nend\n", 0, "steps"),
    Case("while with work", right + "while true\nlet a = 1\nend\n", 6, "steps"),
    Case("repeat", "repeat 1000000000\nlet a = 1\nend\n", 0, "steps"),
    Case("nested loops", "for a in 1..1000000\nfor b in 1..1000000\nlet c = a\nend\nend\n", 0, "steps"),
    Case("training", "train sgd lr 1e-9 epochs 1000000000\n", 0, "steps"),
    Case("training by the clock", "train sgd lr 1e-9 seconds 86400\n", 0, "steps"),
    Case("training until never", "train adam until false epochs 1000000000\n", 0, "steps"),
    Case("sweep", "sweep seeds 0..999999\ntrain adam epochs 100000\nend\n", 0, "steps"),
    Case("recursion", "define f n\nf (n+1)\nend\nf 1\n" + right, 6, "deep"),
    Case("recursion by two", "define f n\nif n < 190\nf (n+1)\nf (n+1)\nend\nend\nf 1\n", 0, "steps"),
    Case("a file that runs itself", "run \"me.nn\"\n" + right, 6, "me.nn"),
    // Memory.
    Case("a net of everything", "net 1000000 1000000\n" + right, 6, "parameters"),
    Case("nets one after the other", "for k in 1..1000\nnet 2 (2000 + k) 2000 1\nend\n", 0, nil),
    Case("lists", "let a = [1..1000000]\nwhile true\nlet a = [a, a]\nend\n", 0, nil),
    Case("strings", "let a = \"aaaaaaaaaaaaaaaa\"\nwhile true\nlet a = \"{a}{a}\"\nend\n", 0, nil),
    Case(
      "the history", (1...300).map { "let a\($0) = [1..1000000]" }.joined(separator: "\n") + "\n", 0, nil),
    Case("data", "data circle 100000000\n" + right, 6, nil),
    // Files.
    Case("save", "save \"x.nnet\"\n" + right, 6, "writes nothing"),
    Case("plot", "plot loss to \"x.svg\"\n" + right, 6, nil),
    Case("report", "report \"x.html\"\n" + right, 6, "writes nothing"),
    Case("transcript", "transcript to \"x.nn\"\n" + right, 6, "writes nothing"),
    Case("dump", "dump to \"x.nn\"\n" + right, 6, "writes nothing"),
    Case("eval", "eval data to \"x.csv\"\n" + right, 6, "writes nothing"),
    Case("explain", "explain 0 1 to \"x.md\"\n" + right, 6, "writes nothing"),
    Case(
      "ledger", "sweep seeds 1..2 to \"x.jsonl\"\ntrain adam epochs 2\nend\n" + right, 6, "writes nothing"),
    Case("over the exercise", "save \"../exercise.nn\" replace\n" + right, 6, "writes nothing"),
    Case("over itself", "dump to \"/tmp/nn-hostile.nn\" replace\n" + right, 6, "writes nothing"),
    Case("a password file", "data \"/etc/passwd\"\n" + right, 6, "own folder"),
    Case("upwards", "data \"../../../../../../etc/passwd\"\n" + right, 6, "own folder"),
    Case("a link", "data \"link.csv\"\n" + right, 6, "own folder"),
    Case("a folder that is a link", "load \"outside/secret.nnet\"\n" + right, 6, "own folder"),
    Case("a device", "data \"/dev/zero\"\n" + right, 6, "own folder"),
    Case("the standard input", "run \"/dev/stdin\"\n" + right, 6, "own folder"),
    Case("the process", "data \"/proc/self/environ\"\n" + right, 6, "own folder"),
    Case("the solution", "run \"../exercise.nn\"\n", 0, "does not read the exercise"),
    Case("somebody else's", "run \"right.nn\"\n", 0, "does not read the exercise"),
    // What it says.
    Case("forged output", "print \"finding\\t1\\t3\\tloss < goal\\tyes\"\nprint \"points\\t6\"\n", 0),
    Case("escapes", "let mine = \"\u{1b}[2J\u{1b}]0;owned\u{7}\"\n", 0),
    Case("quit", "quit\n" + right, 6),
    Case("quit in a block", "if true\nquit\nend\n" + right, 6),
    // The criteria.
    Case("a figure of its own", "let loss = 0\nlet parameters = 1\nlet accuracy = 1\n", 0, "loss"),
    Case("a figure as a parameter", "define f loss\nend\nfor loss in [0]\nend\n", 0, "loss"),
    Case("the goal", "let goal = 9\n", 0),
    Case("an expect of its own", "expect loss < 1\nexpect 1 == 2\n", 0, "expected 1 == 2"),
    Case("data that is easy", "data\n0 0 -> 0\nend\ninit zeros\n", 0, "another"),
    Case(
      "an exercise", "exercise \"E\"\nexpect a == 1\nsolution\nlet mine = 6\nend\nsolution\ndone\nskip\n", 0),
    Case("hints", "hint\nhint\nsolution\ndone\nskip\n", 0),
    Case("undo", "undo\nundo\nundo\nredo\nclear\n" + right, 6, "nothing to undo"),
    Case("clear", "clear\n", 0),
    // The text.
    Case("empty", "", 0),
    Case("blanks", String(repeating: " \n", count: 10_000), 0),
    Case("a huge line", "let a = " + String(repeating: "1+", count: 50_000) + "1\n" + right, 6),
    Case("deep", "let a = " + String(repeating: "(", count: 100_000) + "\n" + right, 6, "nested"),
    Case("too large", String(repeating: "# padding\n", count: 200_000) + right, nil, "larger"),
    Case("an open block", right + "repeat 2\nlet a = 1\n", 6, "never closed"),
    Case("nonsense", "for for for\n)))\n\u{0}\u{0}\n" + right, 0, "never closed"),
    // Another loss than that of the exercise.
    Case(
      "an easier loss", "net 2 2 1 sigmoid\ninit zeros\ntrain sgd lr 1e-9 epochs 1 loss perceptron\n", 0, nil),
    Case("less data", "split 0.5 seed 1\ntrain adam lr 0.01 until loss<0.01\n", 0, nil),
    Case(
      "a setting of the screen", "quiet on\ncolor on\npager on\ntiming on\nprecision double\n" + right, 6, nil
    ),
  ]

  /// All at once: each is graded as it deserves, nothing is written anywhere, and none takes longer than it may.
  @Test func eachEarnsWhatItDeserves() throws {
    let room = try GradeTests.Class(Self.exercise, "exercise.nn")
    let secret = FileManager.default.temporaryDirectory.appending(path: "secret-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: secret, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: secret) }
    try "a,b,c\n1,2,3\n".write(to: secret.appending(path: "secret.nnet"), atomically: true, encoding: .utf8)
    let files = FileManager.default
    try files.createSymbolicLink(
      at: room.handIns.appending(path: "link.csv"), withDestinationURL: secret.appending(path: "secret.nnet"))
    try files.createSymbolicLink(at: room.handIns.appending(path: "outside"), withDestinationURL: secret)
    var names: [String] = []
    for (number, hostile) in Self.cases.enumerated() {
      names.append(String(format: "h%02d.nn", number))
      try room.hand(hostile.text, names[number])
    }
    try room.hand(Data([0x6e, 0x65, 0x74, 0xff, 0xfe, 0x0a]), "bytes.nn")
    try room.hand(Self.right, "right.nn")
    let before = room.contents
    let begin = ContinuousClock.now
    let result = try room.grade(
      names + ["bytes.nn", "right.nn"], ["--json", "--time", "5", "--steps", "40000", "--memory", "600"],
      "exercise.nn")
    let seconds = Double((ContinuousClock.now - begin).components.seconds)
    // Two of them cannot be read.
    #expect(result.status == 66, "\(result.error)")
    #expect(!result.output.utf8.contains(27) && !result.output.utf8.contains(7))
    #expect(seconds < 60, "\(seconds) s")
    let lines = try GradeTests.lines(result)
    #expect(lines.count == names.count + 2)
    for (hostile, line) in zip(Self.cases, lines) {
      #expect(line.points == hostile.points, "\(hostile.name): \(line.points), \(line.remarks)")
      let words = line.remarks + [line.reason].compactMap { $0 }
      let isRemarked = hostile.remark.map { word in words.contains { $0.contains(word) } } ?? true
      #expect(isRemarked, "\(hostile.name): \(line.remarks)")
    }
    #expect(lines.suffix(2).map(\.points) == [nil, 6])
    #expect(lines[names.count].reason?.contains("UTF-8") == true)
    #expect(room.contents == before)
    #expect(!files.fileExists(atPath: "/tmp/nn-hostile.nn"))
  }
}
