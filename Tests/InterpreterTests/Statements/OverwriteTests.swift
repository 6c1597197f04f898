import Interpreter
import Language
import Testing

/// A file that nn did not write stays, unless `replace` is given; names that promise another format are answered.
struct OverwriteTests {
  private static let setup = "net 2 2 1\ndata xor\ninit torch seed 1\n"

  static let statements = [
    "save \"f\"", "dump to \"f\"", "eval data to \"f\"", "transcript to \"f\"", "explain 0 1 to \"f\"",
    "explain 0 1 as latex to \"f\"", "explain 0 1 as python to \"f\"", "explain 0 1 as markdown to \"f\"",
    "explain gradient 0 1 to \"f\"", "explain data to \"f\"", "explain gradient data to \"f\"",
    "explain step adam lr 0.1 to \"f\"", "explain 0 1 as markdown fragment to \"f\"",
    "explain step adam lr 0.1 as markdown fragment to \"f\"", "explain data as markdown fragment to \"f\"",
    "explain 0 1 as latex fragment to \"f\"",
  ]

  static let precious = [
    "my notes\n", "net 2 2 1\ntrain adam\n", "net 2 2 1\n", "x,y,label\n1,2,3\n",
    "\\documentclass{article}\n\\begin{document}\n",
    "import math\n", "# Chapter 1\n", "{\"a\":1}\n", "\u{0}\u{1}\u{2}",
  ]

  @Test(arguments: statements, precious) func foreignFilesStay(_ statement: String, _ text: String) {
    let stage = TestSession(scripts: ["f": text])
    stage.run(Self.setup)
    #expect(stage.run(statement) == .failed(73))
    #expect(stage.problems.map(\.code) == [.cannotWrite] && stage.file("f") == nil)
    #expect(stage.problems[0].help == ["Take another name, or write: \(statement) replace"])
    #expect(stage.run(statement + " replace") == .done && stage.file("f") != nil)
  }

  @Test(arguments: ["f.py", "f.json", "f.h", "f.onnx", "f.npz", "f.xlsx", "f.safetensors", "f.tex"])
  func programsOfOthersStay(_ file: String) {
    for text in Self.precious + [
      "from mlx.nn.layers.base import Module\n", "# not written by nn\n", "{\"nn\": 1}",
    ] {
      let stage = TestSession(scripts: [file: text])
      stage.run(Self.setup)
      #expect(stage.run("export \"\(file)\"") == .failed(73), "\(text)")
      #expect(stage.problems.map(\.code) == [.cannotWrite] && stage.file(file) == nil)
      #expect(stage.run("export \"\(file)\" replace") == .done)
    }
  }

  @Test(arguments: ["f.py", "f.json", "f.h", "f.js", "f.tex"]) func ownProgramsAreReplaced(_ file: String)
    throws
  {
    let one = TestSession()
    one.run(Self.setup + "export \"\(file)\"")
    let two = TestSession(scripts: [file: try #require(one.file(file))])
    #expect(two.run("net 2 2 1\ninit torch seed 9\nexport \"\(file)\"") == .done && two.file(file) != nil)
  }

  /// A document that somebody put a picture or a calculation of nn into is theirs, wherever it stands.
  @Test(arguments: [
    (
      "plot loss to \"f.svg\"", "<svg xmlns=\"http://www.w3.org/2000/svg\">\n<title>Mine</title>\n",
      "</svg>\n"
    ),
    ("plot loss to \"f.tex\"", "\\documentclass{book}\nprecious\n", ""),
    ("plot loss to \"f.tex\"", "% my thesis\n", "\nprecious"),
    ("plot loss to \"f.json\"", "{\n  \"mine\": 1,\n  \"picture\": ", "}\n"),
    ("explain 0 1 as markdown to \"f.md\"", "# Homework\n\n", "\nmine"),
    (
      "explain 0 1 as latex to \"f.tex\"",
      "\\documentclass{article}\n% \\section*{By hand}\n" + String(repeating: "% x\n", count: 20), ""
    ),
    ("explain 0 1 as python to \"f.py\"", "import math\n", ""),
  ])
  func whatHoldsAPieceOfNnStays(_ statement: String, _ before: String, _ after: String) throws {
    let setup = Self.setup + "train adam epochs 3\n"
    let first = TestSession()
    first.run(setup + statement)
    let name = try #require(statement.split(separator: "\"").last).description
    let own = try #require(first.file(name))
    let stage = TestSession(scripts: [name: before + own + after])
    #expect(stage.run(setup + statement) == .failed(73) && stage.file(name) == nil)
    // What is of nn alone is replaced: another training makes another file.
    let again = TestSession(scripts: [name: own])
    #expect(again.run(setup.replacing("seed 1", with: "seed 2") + statement) == .done)
    #expect(again.file(name) != nil && again.file(name) != own)
  }

  /// What nn wrote is known again by a session that knows nothing of the first.
  @Test(arguments: statements, ["", "scale standard\n"])
  func ownFilesAreReplaced(_ statement: String, _ scaling: String) throws {
    let one = TestSession()
    one.run(Self.setup + scaling + statement)
    let text = try #require(one.file("f"))
    let two = TestSession(scripts: ["f": text])
    let again = "net 2 2 1\ndata xor\n\(scaling)init torch seed 9\n" + statement
    #expect(two.run(again) == .done, "\(text.prefix(200))")
    #expect(two.file("f") != nil)
  }

  /// What nn wrote of another kind, or in another format, stays too, and what it is is said; `replace` replaces it.
  @Test(arguments: [
    ("export \"f.py\"", "export \"f.py\" as pytorch", "as python"),
    ("export \"f.py\" as sklearn", "export \"f.py\"", "as sklearn, for scikit-learn"),
    ("export \"f.py\" as keras", "export \"f.py\" as sklearn", "as keras, for Keras"),
    ("export \"f.py\" as pytorch training", "export \"f.py\" as keras", "as pytorch, for PyTorch"),
    ("export \"f.json\"", "save \"f.json\"", "a net that `export` wrote"),
    ("save \"f.nnet\"", "transcript to \"f.nnet\"", "a session that `save` wrote"),
    ("transcript to \"f\"", "save \"f\"", "a transcript"),
    ("save \"f\"", "explain 0 1 to \"f\"", "a session"), ("save \"f\"", "eval data to \"f\"", "a session"),
    ("save \"f\"", "dump to \"f\"", "a session"), ("export \"f.h\"", "score to \"f.h\"", "a net that"),
  ])
  func ownFilesOfAnotherKindStay(_ first: String, _ second: String, _ what: String) throws {
    let name = try #require(second.split(separator: "\"").dropFirst().first.map(String.init))
    let one = TestSession()
    one.run(Self.setup + "train adam epochs 2\n" + first)
    let text = try #require(one.file(name), "\(one.problems.map(\.message))")
    let stage = TestSession(scripts: [name: text])
    stage.run(Self.setup)
    #expect(stage.run(second) == .failed(73))
    #expect(stage.problems.first?.message.contains(what) == true, "\(stage.problems.map(\.message))")
    #expect(stage.problems.first?.help == ["Take another name, or write: \(second) replace"])
    #expect(stage.file(name) == nil && stage.run(second + " replace") == .done && stage.file(name) != nil)
  }

  /// A calculation in one notation is none in another.
  @Test(arguments: ["", " as latex", " as python", " as markdown"])
  func anotherNotationIsNotReplaced(_ first: String) throws {
    for second in ["", " as latex", " as python", " as markdown"] {
      let one = TestSession()
      one.run(Self.setup + "explain 0 1\(first) to \"f\"")
      let stage = TestSession(scripts: ["f": try #require(one.file("f"))])
      stage.run(Self.setup)
      let isSame = first == second
      #expect((stage.run("explain 0 1\(second) to \"f\"") == .done) == isSame, "\(first) \(second)")
    }
  }

  @Test func emptyFilesAreNobodys() {
    let stage = TestSession(scripts: ["f": ""])
    #expect(stage.run(Self.setup + "save \"f\"") == .done)
  }

  @Test(arguments: [
    ("save \"net.pt\"", "save \"net.nnet\"", "PyTorch"), ("save \"net.h5\"", "save \"net.nnet\"", "Keras"),
    ("save \"net.onnx\"", "save \"net.nnet\"", "ONNX"), ("dump to \"w.npy\"", "dump to \"w.nn\"", "NumPy"),
    ("eval data to \"o.xlsx\"", "eval data to \"o.csv\"", "Excel"),
    ("save \"N.PTH\"", "save \"N.nnet\"", "PyTorch"),
    ("transcript to \"t.pkl\"", "transcript to \"t.nn\"", "pickle"),
  ])
  func foreignSuffixesAreAnswered(_ typed: String, _ written: String, _ tool: String) {
    let stage = TestSession()
    stage.run(Self.setup)
    #expect(stage.run(typed) == .failed(73))
    #expect(stage.problems[0].message.contains(tool))
    #expect(stage.problems[0].help.first == "Write: \(written)")
    #expect(stage.run(written) == .done)
  }

  @Test(arguments: ["net.pt", "net.safetensors", "net.keras"]) func foreignSuffixesToLoad(_ name: String) {
    let stage = TestSession(scripts: [name: "x"])
    #expect(stage.run("load \"\(name)\"") == .failed(65))
    #expect(stage.problems[0].help.contains { $0.contains("L0N0 -> L1N0 = 0.5") })
  }
}
