import Foundation
import Interpreter
import Interchange
import Language
import Rendering
import Testing

/// Names of columns and classes that somebody else wrote, in documents and programs.
struct StrangeNameTests {
  private func stage(_ text: String, _ file: String) -> TestSession {
    let stage = TestSession(scripts: ["f.csv": file])
    stage.run(text)
    return stage
  }

  @Test func markdownHasNoMarkupOfAName() {
    let stage = stage(
      "data \"f.csv\"\nnet 2 3 2 softmax\ninit torch seed 1\nexplain 1 2 as markdown to \"o.md\"",
      "a,b,cls\n1,2,<img src=x onerror=alert(1)>\n2,3,*x* $y$ [z](u)\n")
    #expect(stage.problems.isEmpty)
    let text = stage.file("o.md") ?? ""
    #expect(text.contains("\\<img src=x") && text.contains("\\*x\\* \\$y\\$ \\[z\\](u)"))
    #expect(!text.replacing("\\<", with: "").contains("<img"))
  }

  static let twoLines =
    "a,\"b\n  accuracy 100%\",y\n1,2,\"x\n  accuracy 100%\"\n2,3,q\n3,4,\"x\n  accuracy 100%\"\n"

  /// A line that a name makes would be taken for one of nn.
  @Test func noNameMakesALineOfItsOwn() throws {
    let stage = stage(
      "data \"f.csv\"\nnet 2 2 softmax\ninit torch seed 1\nshow data\nscore\neval data\nplot confusion\n"
        + "explain 1 2\nexplain 1 2 as markdown\nplot confusion to \"p.tex\"\neval \"none.csv\"",
      Self.twoLines)
    #expect(stage.lines.contains { $0.contains("x·  accuracy 100%") })
    for line in stage.lines + (stage.file("p.tex") ?? "").split(separator: "\n").map(String.init) {
      #expect(!line.contains("\n") && !line.hasPrefix("  accuracy 100"), "\(line)")
    }
    #expect(stage.file("p.tex")?.contains("{x$\\cdot$  accuracy 100\\%}") == true)
    // What a script prints has its lines.
    #expect(self.stage("print \"a\\nb\"", "").lines == ["a", "b"])
  }

  static let hasLaTeX = FileManager.default.isExecutableFile(atPath: "/usr/bin/pdflatex")
  static let letters = "x,ä,cls\n1,2,a->b\n2,3,a→b\n3,4,中文\n4,4,Łódź ą\n5,5,αΩΑ\n6,6,x_1 & 50% #^~{}\\|<>\n"

  /// pgfplots has a `\to` of its own, and pdflatex knows few letters.
  @Test func picturesOfLaTeXHaveWhatItCanSet() throws {
    let stage = stage(
      "data \"f.csv\"\nnet 2 6 softmax\ninit torch seed 1\nplot confusion to \"p.tex\"", Self.letters)
    #expect(stage.problems.isEmpty)
    let text = try #require(stage.file("p.tex"))
    #expect(!text.contains("\\to$") && text.contains("{a$\\rightarrow$b}"))
    #expect(text.contains("{\\ifdefined\\Umathcode 中文\\else{\\tiny U+4E2D U+6587}\\fi{}}"))
    #expect(text.contains("{$\\alpha$$\\Omega$A}") && text.contains("{Łódź a}"))
  }

  @Test(
    .enabled(if: hasLaTeX),
    arguments: [
      "plot confusion", "plot boundary", "plot data", "plot net", "explain 1 2", "explain gradient data",
    ])
  func everyNameCompilesInLaTeX(line: String) throws {
    let stage = stage(
      "data \"f.csv\"\nnet 2 6 softmax\ninit torch seed 1\n\(line) to \"p.tex\"", Self.letters)
    #expect(stage.problems.isEmpty)
    let folder = FileManager.default.temporaryDirectory.appending(path: "nn-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let page = try #require(stage.file("p.tex"))
    try page.write(to: folder.appending(path: "p.tex"), atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/pdflatex")
    process.arguments = ["-interaction=batchmode", "-halt-on-error", "p.tex"]
    process.currentDirectoryURL = folder
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  /// A backslash becomes a slash, which must not end the comment.
  @Test(arguments: ["a*\\b", "a*/b", "a\\*b", "**\\/"])
  func noNameEndsTheCommentOfAProgram(name: String) throws {
    let stage = stage(
      "data \"f.csv\"\nnet 1 1\ninit torch seed 1\nexport \"f.h\"", "\(name),y\n1,2\n2,3\n3,5\n")
    #expect(stage.problems.isEmpty)
    let text = try #require(stage.file("f.h"))
    let comment = try #require(text.split(separator: "#ifndef").first)
    #expect(comment.matches(of: /\*\//).count == 1 && comment.matches(of: /\/\*/).count == 1)
  }

  /// Numbers that are words are given as either.
  @Test(arguments: ["py", "js"])
  func programsTakeNumbersForWordsThatAreNumbers(end: String) throws {
    let file = "num,x,y\n1,2,3\n2,3,4\n10,3,5\n"
    let stage = stage(
      "data \"f.csv\" onehot num\nnet 4 1\ninit torch seed 1\nexport \"f.\(end)\"", file)
    #expect(stage.problems.isEmpty)
    let text = try #require(stage.file("f.\(end)"))
    #expect(text.contains(end == "py" ? "def find(words, value):" : "function find(words, value)"))
    // Words that are none need no such thing.
    let words = self.stage(
      "data \"f.csv\" onehot num\nnet 4 1\ninit torch seed 1\nexport \"f.\(end)\"",
      file.replacing("\n1,", with: "\na,").replacing("\n2,", with: "\nb,").replacing("\n10,", with: "\nc,"))
    #expect(words.problems.isEmpty && words.file("f.\(end)")?.contains("find(") == false)
  }

  /// A letter with an accent is one sign or two, and the same word in nn: so it is in programs, where Python is there to say.
  @Test func programsTakeAccentsInBothForms() throws {
    let stage = TestSession(scripts: ["w.csv": "w,x,t\ne\u{301},1,2\n\u{e9},2,3\nb,3,4\n"])
    stage.run(
      "data \"w.csv\" onehot w\nnet 3 1\ninit torch seed 1\nexport \"w.py\" as python\nexport \"w.mjs\"")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    #expect(try #require(stage.file("w.mjs")).contains("row[k].normalize()"))
    let program = try #require(stage.file("w.py"))
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "python3", "-c", program + "\nassert predict([\"e\\u0301\", 1]) == predict([\"\\u00e9\", 1])\n",
    ]
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0 || process.terminationStatus == 127)
    // Words without accents need none of it.
    let plain = TestSession(scripts: ["w.csv": "w,x,t\na,1,2\nb,3,4\n"])
    plain.run("data \"w.csv\" onehot w\nnet 3 1\ninit torch seed 1\nexport \"w.py\" as python")
    #expect(try !(#require(plain.file("w.py"))).contains("unicodedata"))
  }

  /// As wide as a page, whatever the classes are called.
  @Test func scoresFitIntoEightyColumns() {
    let names = ["Blaumeise", "Gruenfink", "Haussperling (Spatz)", "Kohlmeise", "Moenchsgrasmuecke"]
    let rows = names.enumerated().map { "\($0),\($0 * 2),\($1)" }.joined(separator: "\n")
    let stage = stage("data \"f.csv\"\nnet 2 5 softmax\ninit torch seed 1\nscore", "a,b,bird\n\(rows)\n")
    #expect(stage.problems.isEmpty && stage.lines.allSatisfy { $0.count <= 80 })
    #expect(stage.lines.contains { $0.hasPrefix("  3 Haussperling (Spatz)") })
    let digits = (0..<8).map { "\($0),\($0)" }.joined(separator: "\n")
    let numbers = self.stage(
      "data \"f.csv\" classes\nnet 1 8 softmax\ninit torch seed 1\nscore", "a,b\n\(digits)\n")
    #expect(numbers.problems.isEmpty && numbers.lines.allSatisfy { $0.count <= 80 })
  }

  // MARK: What to make

  @Test func aNetIsAdvisedThatFitsTheData() {
    let stage = stage("data iris\nshow\ntrain adam", "")
    #expect(stage.lines.contains("no net yet: net 4 4 3 softmax makes one"))
    #expect(stage.problems.first?.help == ["Make one first, for example: net 4 4 3 softmax"])
    stage.run("net 4 4 3 softmax\ninit torch\ntrain adam epochs 1")
    #expect(stage.problems.count == 1)
  }

  @Test func crossEntropyOfOneOutputIsNoSoftmaxOfOne() {
    let two = stage("net 2 2 1\ninit torch seed 1\ndata xor\ntrain adam loss cross-entropy", "")
    #expect(
      two.problems.first?.help == ["A single output takes bce: net 2 2 1 sigmoid ; train adam loss bce"])
    let many = stage("data iris\nnet 4 3 1\ntrain adam loss cross-entropy", "")
    #expect(
      many.problems.first?.help == ["Make it with an output for each class: net 4 4 3 softmax"])
  }
}
