import Interpreter
import Language
import Testing

/// Lists that grow, are sorted and have a middle; the constants; functions whose names are statements.
struct ListTests {
  /// What a script that only expects leaves: nothing.
  private func problems(_ text: String) -> [String] {
    let stage = TestSession()
    stage.run(text, keepsGoing: true)
    return stage.problems.flatMap { [$0.message] + $0.help }
  }

  private func code(_ text: String) -> [DiagnosticCode] {
    let stage = TestSession()
    stage.run(text)
    return stage.problems.map(\.code)
  }

  /// A number from every run is collected, at either end or in the middle, in loops, branches and procedures.
  @Test func aListInAListGivesItsElements() {
    #expect(
      problems(
        """
        let found = []
        for i in 1..5
          let found = [found, i*i]
        end
        expect len(found) == 5 and mean(found) == 11 and found == [1, 4, 9, 16, 25]
        let found = [0, found, 36]
        expect found[6] == 36 and found == [0, 1, 4, 9, 16, 25, 36] and sum(found)/len(found) == 13
        let words = []
        for word in ["a", "b"]
          let words = [words, word, words]
        end
        expect words == ["a", "b", "a"] and "{words}" == "[a, b, a]"
        expect [[], [], []] == [] and [[1, 2], [3, [4]]] == [1..4] and [1..3, [1..3]] == [1, 2, 3, 1, 2, 3]
        net 2 3 2
        init torch seed 1
        let outs = []
        repeat 3
          let outs = [outs, out(0, 1)]
        end
        expect len(outs) == 6 and outs[4] == out(0, 1)[0]
        """
      ).isEmpty)
  }

  /// A list that grows stops at its limit, and not at a depth.
  @Test func growingHasALimitOfLengthAlone() {
    #expect(problems("let xs = []\nfor i in 1..500\n  let xs = [xs, i]\nend\nexpect len(xs) == 500").isEmpty)
    #expect(code("let xs = [1..1000000]\nlet xs = [xs, 1]") == [.outOfRange])
  }

  /// Oracle: Python 3.11's sorted, statistics.median and list.index(max(…)).
  @Test func sortedListsAndTheirMiddle() {
    #expect(
      problems(
        """
        expect sort([3, -1, 2.5, 3, 0]) == [-1, 0, 2.5, 3, 3] and sort(2, 1) == [1, 2] and sort([]) == []
        expect sort(3..1) == [1, 2, 3] and reverse(sort([2, 9, 4])) == [9, 4, 2] and reverse(["x", 1]) == [1, "x"]
        expect median([7]) == 7 and median([3, 1, 2]) == 2 and median(4, 1, 3, 2) == 2.5 and median(1..100) == 50.5
        expect median([1e308, 1.5e308]) == 1.25e308
        expect argmax([1, 5, 5, 2]) == 1 and argmin(3, 2, 9, 2) == 1 and argmax(4) == 0
        let xs = [5, 3]
        let ys = sort(xs)
        expect xs == [5, 3] and ys[0] == min(xs)
        """
      ).isEmpty)
    for text in ["median([])", "std([])", "mean([])", "argmax([])", "argmin([])"] {
      #expect(code(text) == [.notFinite], "\(text)")
    }
    for text in ["sort([1, \"a\"])", "median(true)", "reverse(3)", "sum([1, \"a\"])"] {
      #expect(code(text) == [.wrongType], "\(text)")
    }
    #expect(problems("sort([2, \"a\"])") == ["`sort` takes numbers, not a text"])
  }

  /// π and e to the last bit of a float64 (Python's math.pi and math.e), and a variable of the same name wins.
  @Test func constantsReserveNoName() {
    #expect(
      problems(
        """
        expect pi == 3.141592653589793 and e == 2.718281828459045
        expect log(e) == 1 and cos(pi) == -1 and 2*pi == 6.283185307179586
        let e = 0.5
        expect e == 0.5 and e^2 == 0.25
        for pi in 1..3
          print pi
        end
        expect pi == 3
        define twice e
          expect e == 7
        end
        twice 7
        expect e == 0.5
        """
      ).isEmpty)
    let stage = TestSession()
    stage.type("pi\ne\nlet e = 4\ne\nhelp pi\napropos logarithm\nsay \"{e}\"")
    #expect(stage.problems.isEmpty)
    let note = "(`e` is a variable now and no longer 2.718…, in formulas that are pasted too)"
    #expect(stage.lines.prefix(4) == ["3.141592653589793", "2.718281828459045", note, "4"])
    // It is said once, of either, and not of the parameter of a procedure.
    stage.type("let e = 5\nfor pi in 1..3\nend\nlet pi = 4")
    #expect(stage.lines.count { $0.contains("is a variable now") } == 2)
    let local = TestSession()
    local.type("define twice e\n  print 2 * e\nend\ntwice 7")
    #expect(local.lines == ["14"])
  }

  /// A condition with a constant is watched as one with a number: same epoch.
  @Test func constantsInConditions() {
    for bound in ["e/200", "pi/300"] {
      let epochs = [
        bound, "(\(bound)) + 0*seed", bound == "e/200" ? "0.01359140914229523" : "0.010471975511965976",
      ]
      .map { bound in
        let stage = TestSession()
        stage.run("net 2 2 1\ndata xor\ninit xavier seed 1000\ntrain adam lr 0.05 until loss<\(bound)")
        #expect(stage.problems.isEmpty)
        return stage.session.epoch
      }
      #expect(epochs[0] == epochs[1] && epochs[0] == epochs[2] && epochs[0] > 10, "\(epochs)")
    }
  }

  /// Alone on a line the function, with a blank or an option the statement.
  @Test func aFunctionCalledLikeAStatement() {
    let stage = TestSession()
    stage.run("step(0.5)\nstep(-1) + 1\nstep([1, -1])[0]\n  step(2); step(-2)\nif true\n  step(3)\nend")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    #expect(stage.lines == ["1", "1", "1", "1", "0", "1"])
    stage.run("net 2 2 1\ndata xor\ninit torch seed 1\nstep adam lr 0.01\nstep\nexpect epoch == 2")
    #expect(stage.problems.isEmpty)
    #expect(code("net 2 2 1\ninit torch seed 1\nstep (0.5)") != [])
  }
}
