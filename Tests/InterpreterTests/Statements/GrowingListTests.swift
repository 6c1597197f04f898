import Interpreter
import Testing

/// A list that grows in its place is what a new list would be, and whoever had it before keeps it.
struct GrowingListTests {
  private func printed(_ script: String) -> [String] {
    let stage = TestSession()
    #expect(stage.run(script) == .done, "\(script)")
    return stage.lines.filter { $0.first == "[" || $0.first?.isNumber == true }
  }

  @Test func aCopyStaysAsItWas() {
    #expect(
      printed("let a = [1, 2]\nlet b = a\nrepeat 3\n  let a = append(a, 5)\nend\nprint b\nprint a")
        == ["[1, 2]", "[1, 2, 5, 5, 5]"])
  }

  @Test func itsOwnElementsMayBeAdded() {
    #expect(
      printed("let a = [1, 2]\nrepeat 2\n  let a = [a, a]\nend\nprint a") == ["[1, 2, 1, 2, 1, 2, 1, 2]"])
    #expect(printed("let a = [3]\nlet a = append(a, a[0], len(a))\nprint a") == ["[3, 3, 1]"])
  }

  @Test func otherFormsAreNotTakenForIt() {
    #expect(printed("let a = [1]\nlet a = [0, a]\nlet a = [a, 1..3]\nprint a") == ["[0, 1, 1, 2, 3]"])
    #expect(printed("let a = [1]\nlet b = append(a, 2)\nprint a\nprint b") == ["[1]", "[1, 2]"])
    #expect(printed("let a = 1\nlet a = [a, 2]\nprint a") == ["[1, 2]"])
  }

  @Test func inAProcedureItIsItsOwn() {
    #expect(
      printed("let a = [1]\ndefine f\n  let a = [7]\n  let a = append(a, 8)\n  print a\nend\nf\nprint a")
        == ["[7, 8]", "[1]"])
  }

  @Test func undoGoesBackBeforeIt() {
    let stage = TestSession()
    stage.run("let a = [1]\nrepeat 3\n  let a = append(a, 2)\nend\nlet a = append(a, \"x\")")
    stage.run("print a\nundo\nprint a\nundo\nprint a\nredo\nprint a")
    #expect(
      stage.lines.filter { $0.first == "[" }
        == ["[1, 2, 2, 2, x]", "[1, 2, 2, 2]", "[1]", "[1, 2, 2, 2]"])
    let bytes = stage.interpreter.state.bytesToUndo
    #expect(bytes.kept == bytes.recounted)
  }

  /// A list of lists is no flat one, wherever they are in it, and counts with all that it holds.
  @Test func listsOfListsAreAsBefore() {
    let rows = "net 2 2 2\ninit torch seed 1\ndata ; 0 1 -> 1 0 ; 1 1 -> 0 1 ; end\neval data\nlet a = _\n"
    #expect(printed(rows + "let a = [a, 3]\nlet a = append(a, 4)\nprint len(a)").last == "4")
    #expect(printed(rows + "let b = [1]\nlet b = append(b, a)\nlet b = [b, 2]\nprint len(b)").last == "4")
  }

  @Test func whatIsTooLongFails() {
    let stage = TestSession()
    stage.run("let a = [1..999999]")
    #expect(stage.run("let a = append(a, 1)") == .done)
    #expect(stage.run("let a = append(a, 1)") == .failed(1))
    #expect(stage.run("let a = [a, 1]") == .failed(1))
    stage.run("print len(a)")
    #expect(stage.lines.last == "1000000")
  }

  @Test func aMistakeInWhatIsAddedIsToldAndDrawsOnce() {
    let stage = TestSession()
    stage.run(
      "seed 1\nlet a = []\nlet a = append(a, rand())\nlet b = rand()\nseed 1\nlet c = rand()\nlet d = rand()")
    #expect(stage.run("expect a[0] == c\nexpect b == d") == .done)
    #expect(stage.run("let a = append(a, nothing)") == .failed(1))
    #expect(stage.run("let a = append(a, sqrt(-1))") == .failed(1))
    #expect(stage.run("expect len(a) == 1") == .done)
  }
}
