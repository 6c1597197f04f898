import Interpreter
import NeuralCore
import Testing

/// What early checks and advice must leave alone.
struct SecondLookTests {
  /// What another script defines is known when it has run.
  @Test func namesOfOtherScriptsAreLeftToThem() throws {
    let scripts = ["lib.nn": "define dbl x\nprint 2 * x\nend\nlet tbl = [4, 5]\n"]
    let stage = TestSession(scripts: scripts)
    stage.run("run \"lib.nn\"\ndbl 3\nprint dbl(3)")
    #expect(stage.lines == ["6"])
    #expect(try #require(stage.problems.first).message.contains("`dbl` is a procedure"))
    let other = TestSession(scripts: scripts)
    other.run("run \"lib.nn\"\nprint tbl(0)")
    #expect(try #require(other.problems.first).help.contains { $0.contains("tbl[0]") })
  }

  /// The line that is wrong is looked at, and not the block around it.
  @Test(arguments: [
    ("repeat 3\n  break\nend", "A loop ends by itself"),
    ("while 1 > 0\n  if 1 > 0\n    continue\n  end\nend", "What a turn may skip"),
    ("define f n\n  return n\nend\nf 3", "Write: print n"),
  ])
  func advicesReachIntoBlocks(_ script: String, _ advice: String) throws {
    let stage = TestSession()
    stage.run(script)
    #expect(try #require(stage.problems.first).help.first?.hasPrefix(advice) == true, "\(stage.problems)")
  }

  /// A table that `eval data to` wrote has the columns of the data, whatever was left out.
  @Test func tablesOfOutputsAreReadAgain() throws {
    let one = TestSession(scripts: ["rw.csv": "row,y\n10,0\n20,1\n,0\n40,1\n"])
    one.run(
      "data \"rw.csv\" target y missing drop\nnet 1 1\ninit constant 1\neval data to \"o.csv\"\neval \"rw.csv\""
    )
    #expect(one.problems.isEmpty, "\(one.problems.map(\.message))")
    let written = try #require(one.file("o.csv"))
    #expect(written.hasPrefix("row,output,target\n10,"), "\(written)")
  }

  /// What is beside a single column was meant to tell it, even if it is only the names of rows.
  @Test func rowNamesMakeNoAutoencoder() throws {
    let stage = TestSession(scripts: ["ix.csv": ",y\n0,2\n1,7\n2,4\n3,9\n"])
    stage.run("data \"ix.csv\" target y")
    #expect(try #require(stage.problems.first).message.contains("no column left for the inputs"))
    let one = TestSession(scripts: ["h.csv": "x\n1\n2\n3\n"])
    one.run("data \"h.csv\" target x")
    #expect(one.problems.isEmpty && one.session.data.whole?.inputCount == 1)
  }

  /// A sign that is read as a function names nothing.
  @Test func rootsAreNoNames() {
    for line in ["let √ = 3", "for √ in 1..2\nend", "define √ x\nend"] {
      let stage = TestSession()
      stage.run(line)
      #expect(!stage.problems.isEmpty, "\(line)")
    }
  }

  /// A lesson whose output is compared says nothing more for a variable of its own; whoever types is told.
  @Test func scriptsMayHideConstants() {
    let (script, prompt) = (TestSession(), TestSession())
    script.run("let e = 3\nprint e")
    prompt.type("let e = 3\nprint e")
    #expect(script.lines == ["3"] && prompt.lines.count == 2)
  }

  /// The number behind `to` is the end of a range, and no file; what stands behind an empty name stays.
  @Test func namesOfFilesAreNoNumbersOfARange() {
    let stage = TestSession(scripts: ["page.md": "# A\n\n```nn\nprint 1\n```\n"])
    stage.run("net 2 2 1\ndata xor\ninit torch seed 1\ntrain adam epochs 5")
    for (typed, advice) in [
      ("play loss epochs 1 to 3", "Write: play loss epochs 1..3"),
      ("sweep seeds 0 to 9\ntrain adam epochs 3\nend", "Write: sweep seeds 0..9"),
      ("export \"\" as python", "For example: export \"net.py\" as python"),
      ("run \"page.md\"", "Its blocks are run by: nn test page.md"),
    ] {
      let count = stage.problems.count
      stage.run(typed)
      #expect(stage.problems.dropFirst(count).map(\.help) == [[advice]], "\(typed)")
    }
    #expect(stage.run("play loss epochs 1..3\nexport \"net.py\" as python") == .done)
  }

  /// Every cut that is advised can be made.
  @Test(arguments: 2...9) func sharesThatAreAdvisedCutTheRows(_ rows: Int) {
    let data = "data\n" + (1...rows).map { "  \($0) -> \($0)\n" }.joined() + "end\n"
    for typed in ["split 0.999", "split 0.98 0.01 0.01"] {
      let stage = TestSession()
      stage.run(data + typed)
      let help = stage.problems.last?.help.first ?? ""
      if rows == 2, typed.contains("0.01") {
        #expect(help == "2 rows cannot be cut in 3 parts.")
      } else {
        #expect(help.hasPrefix("Write: split ") && stage.run(String(help.dropFirst(7))) == .done, "\(help)")
      }
    }
  }
}
