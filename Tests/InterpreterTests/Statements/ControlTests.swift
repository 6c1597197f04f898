import Interpreter
import Language
import NeuralCore
import Testing

/// Blocks, procedures, scripts that run scripts.
struct ControlTests {
  /// The signs of a typeset formula mean what their ASCII spellings mean.
  @Test(arguments: [
    ("2 ≥ 2", "true"), ("1 ≥ 2", "false"), ("2 ≤ 2", "true"), ("3 ≤ 2", "false"), ("2 ≠ 2", "false"),
    ("2 ≠ 1", "true"), ("2 · 3", "6"), ("2 × 3", "6"), ("3 − 1", "2"), ("−1", "-1"),
  ])
  func typesetSignsAreOperators(_ expression: String, _ value: String) {
    let stage = TestSession()
    stage.run("print \(expression)")
    #expect(stage.lines == [value])
  }

  private func lines(_ text: String, files: [String: String] = [:]) -> [String] {
    let stage = TestSession(scripts: files)
    stage.run(text)
    return stage.lines + stage.problems.map { "\($0.code.rawValue): \($0.message)" }
  }

  @Test func loopsRunOverRangesListsAndConditions() {
    #expect(lines("for i in 3..1\nprint i\nend") == ["3", "2", "1"])
    #expect(lines("for i in 0..1 by 0.5 ; print i ; end") == ["0", "0.5", "1"])
    #expect(lines("for i in [1, [2]] ; print i ; end\nprint i") == ["1", "2", "2"])
    #expect(lines("repeat 0 ; print 1 ; end") == [])
    #expect(lines("let x = 1\nwhile x < 20 ; let x = 3 * x ; end\nprint x") == ["27"])
    #expect(lines("for i in 1..2 ; for j in 1..2 ; print i, j ; end ; end") == ["1 1", "1 2", "2 1", "2 2"])
  }

  @Test func ifTakesTheFirstBranchThatHolds() {
    func answer(_ x: Int) -> [String] {
      lines("let x = \(x)\nif x < 1\nprint \"a\"\nelse if x < 2\nprint \"b\"\nelse\nprint \"c\"\nend")
    }
    #expect(answer(0) == ["a"] && answer(1) == ["b"] && answer(2) == ["c"])
    #expect(lines("if 1 > 2 ; print 1 ; end") == [])
  }

  @Test func proceduresHaveTheirOwnNames() {
    let text = """
      let x = 1
      define change n
        let x = n
        let y = x + n
        print x, y
      end
      change 5
      print x
      """
    #expect(lines(text) == ["5 10", "1"])
    #expect(
      lines("define twice f ; print f, f ; end\ntwice \"a\"\ntwice (1+1)\ntwice -3") == [
        "a a", "2 2", "-3 -3",
      ])
    #expect(lines("define f ; print 1 ; end\nf\nf") == ["1", "1"])
    let deep = "define down n\nif n > 0\ndown (n-1)\nelse\nprint \"bottom\"\nend\nend\n"
    #expect(lines(deep + "down 150") == ["bottom"])
    // Blocks around the call take more of the stack.
    let blocks = "define f ; repeat 1 ; if true ; for x in 1..1 ; f ; end ; end ; end ; end ; f"
    #expect(lines(blocks).first?.hasPrefix("too-deep") == true)
    // The way to an end beyond the reach of doubles is infinite.
    #expect(lines("print len([1e308..-1e308 by 1])") == ["0"])
    #expect(lines(deep + "down 1000").first?.hasPrefix("too-deep") == true)
  }

  @Test func mistakesInBlocks() {
    #expect(lines("define f a ; print a ; end\nf").first?.hasPrefix("wrong-count: `f` takes 1 value") == true)
    #expect(lines("for i in 3 ; end").first?.hasPrefix("wrong-type") == true)
    #expect(lines("repeat -1 ; end").first?.hasPrefix("out-of-range") == true)
    #expect(lines("if 1 ; end").first?.hasPrefix("wrong-type") == true)
    #expect(lines("learn 3").first?.hasPrefix("unknown-statement") == true)
    #expect(lines("for x of 3\nprint 1\nend").count == 1)
    #expect(lines("else").first?.hasPrefix("stray-end") == true)
    #expect(lines("repeat 2 ; undo ; end").first?.hasPrefix("misplaced") == true)
    #expect(lines("repeat 2\nprint 1").first?.hasPrefix("missing-end") == true)
    #expect(lines("define f x x\nend").first?.hasPrefix("repeated-option") == true)
  }

  /// A block that fails leaves the session as it was before it; one undo takes a block back.
  @Test func aBlockIsOneStatement() {
    let stage = TestSession()
    stage.run("net 2 2 1\ninit torch seed 1")
    let before = stage.session.fingerprint
    stage.run("for s in 1..3\ninit torch seed s\nif s == 3\nprint 1/0\nend\nend")
    #expect(stage.problems.map(\.code) == [.notFinite])
    #expect(stage.session.fingerprint == before)
    stage.run("for s in 5..7\ninit torch seed s\nend")
    #expect(stage.session.fingerprint != before)
    stage.run("undo")
    #expect(stage.session.fingerprint == before)
  }

  @Test func anEndlessLoopIsInterrupted() {
    let stage = TestSession(patience: 1000)
    #expect(stage.run("let x = 0\nwhile true\nlet x = x + 1\nend") == .interrupted)
    #expect(stage.problems.map(\.code) == [.interrupted])
    #expect(stage.run("expect x > 100") == .done)
    #expect(TestSession(patience: 1000).run("while true\nend") == .interrupted)
    #expect(TestSession(patience: 1000).run("repeat 1000000000\nend") == .interrupted)
  }

  @Test func quitLeavesFromABlock() {
    let stage = TestSession()
    #expect(stage.run("for i in 1..9\nif i == 3\nquit\nend\nprint i\nend\nprint \"not here\"") == .quit)
    #expect(stage.lines == ["1", "2"])
  }

  @Test func scriptsRunScripts() {
    let files = [
      "a.nn": "let x = 1\nrun \"b.nn\"\nprint x", "b.nn": "let x = x + 1", "c.nn": "run \"c.nn\"",
      "bad.nn": "print 1\ntrian 3\nprint 1/0", "worse.nn": "print 1\nprint 1/0",
    ]
    #expect(lines("run \"a.nn\"", files: files) == ["2"])
    #expect(lines("run \"a.nn\"\nrun \"a.nn\"", files: files) == ["2", "2"])
    #expect(lines("run \"c.nn\"", files: files).first?.hasPrefix("run-cycle") == true)
    #expect(lines("run \"none.nn\"", files: files).first?.hasPrefix("file-missing") == true)
    #expect(lines("run \"bad.nn\"", files: files).count == 1)
    let stage = TestSession(scripts: files)
    stage.run("run \"worse.nn\"")
    #expect(stage.problems.first?.source?.name == "worse.nn")
    #expect(stage.lines == ["1"])
  }

  @Test func rowsMadeByLoops() {
    let stage = TestSession()
    stage.run(
      """
      data
        for a in 0..1
          let b = 1 - a
          if a == 0
            a b -> [1, 0]
          else
            (a * 2) b -> 0 1
          end
        end
      end
      """)
    #expect(stage.session.data.whole?.inputs == [0, 1, 2, 0])
    #expect(stage.session.data.whole?.targets == [1, 0, 0, 1])
  }
}
