import Interpreter
import Language
import Testing

/// Loops whose bodies were made ready do what their statements say.
struct LoopTests {
  /// Most front ends do not want to know of each `let`: then loops of numbers are computed, else they run as they are written.
  private func printed(_ text: String, told: Bool) -> [String] {
    let stage = TestSession(ignored: told ? [] : [.acknowledgment])
    stage.run(text)
    return stage.lines + stage.problems.map(\.message)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let lines: [String]
    var testDescription: String { text }
    init(_ text: String, _ lines: String...) { (self.text, self.lines) = (text, lines) }
  }

  static let cases = [
    Case(
      "for x in 0..1 by 0.25\nprint x\nend\nprint \"last {x}\"", "0", "0.25", "0.5", "0.75", "1", "last 1"),
    Case("for x in 3..1\nprint x\nend", "3", "2", "1"),
    Case("for x in 1..0 by 1\nprint x\nend\nprint 7", "7"),
    Case("for x in 0..1 by 0\nend", "a range needs finite ends and a step other than 0"),
    Case("for x in [5, \"a\", true]\nprint x\nend", "5", "a", "true"),
    Case("let n = 0\nfor x in 1..10\nlet n = n + x\nlet x = 100\nend\nprint n, x", "55 100"),
    // A name that is another kind of value in another turn.
    Case("let a = 1\nfor k in 1..3\nlet b = a\nprint b\nlet a = \"t{k}\"\nend", "1", "t1", "t2"),
    Case("for k in 1..2\nlet xs = [k, k + 1]\nlet y = xs[0] + k\nprint y\nend", "2", "4"),
    // What decides first decides: the rest is not computed.
    Case("for k in 0..1\nif k == 0 or 1 / k > 0\nprint k\nend\nend", "0", "1"),
    Case("for k in 0..1\nif k > 0 and 1 / k > 0\nprint k\nend\nend", "1"),
    Case("for k in 0..1\nif not (k > 0 and k < 2) or false\nprint k\nend\nend", "0"),
    Case(
      "for k in 1..3\nif k == 1\nprint \"a\"\nelse if k == 2\nprint \"b\"\nelse\nprint \"c\"\nend\nend", "a",
      "b", "c"),
    Case("for k in 1..2\nlet y = -k ^ 2 + 7 mod -3 * (k - 0.5) / 2\nprint y\nend", "-1.5", "-5.5"),
    Case("let y = 2\nrepeat 3\nlet y = sqrt(abs(-y)) + relu(y)\nend\nprint \"{y:.6}\"", "7.555872"),
    // Mistakes are those of the statement, and nothing of the loop stays.
    Case("let k = 5\nfor k in 1..3\nlet y = 1 / (k - 2)\nend", "a division by 0 has no value"),
    Case("for k in 1..3\nlet y = k + z\nend", "there is no metric or variable called `z`"),
    Case("let t = \"x\"\nrepeat 2\nif t < 3\nend\nend", "only numbers have an order"),
    Case("repeat 2\nif 1\nend\nend", "a condition is needed here, and this is a number"),
    Case("let x = 1\nwhile x\nend", "a condition is needed here, and this is a number"),
    Case(
      "let t = \"x\"\nlet n = 0\nwhile t == \"x\"\nlet n = n + 1\nif n == 3\nlet t = n\nend\nend\nprint n",
      "3"),
    Case("let x = 1e308\nrepeat 3\nlet x = x * 10\nend", "the result is too large for a number"),
    // A turn that comes to no number runs as its statements say, from where the turn began; so do those after it.
    Case(
      "let a = 0\nlet b = 0\nfor k in [1, 2, \"x\", 3]\nlet a = a + 1\nif k == \"x\"\nlet b = a\nend\nend\nprint a, b, k",
      "4 3 3"),
    Case("let t = \"x\"\nfor k in 1..3\nlet t = k\nlet u = t + 1\nend\nprint t, u", "3 4"),
    Case(
      "for k in 1..3\nif k == 2\nlet y = k\nend\nlet z = y\nend", "there is no metric or variable called `y`"),
    Case("for k in 1..9\nif k > 7\nlet y = k\nend\nend\nprint y, k", "9 9"),
    Case(
      "for k in 1..9\nif k > 9\nlet y = k\nend\nend\nprint y", "there is no metric or variable called `y`"),
    Case("let k = 1\nwhile k < 1\nlet y = k\nend\nprint y", "there is no metric or variable called `y`"),
    Case("let k = 0\nwhile k < 5\nlet k = k + 1\nlet y = 2 * k\nend\nprint y, k", "10 5"),
    Case("let x = 3\nrepeat 2\nlet y = x\nlet x = y * x - (x - 1) * (y + x)\nend\nprint x, y", "-15 -3"),
    Case("let x = 2\nrepeat 0\nlet x = 5\nend\nprint x", "2"),
    // Names of procedures, of constants, of parameters.
    Case(
      "for k in 1..2\nlet y = 2 * pi\nprint \"{y:.2}\"\nlet pi = 3\nend", "6.28", "6.00"),
    Case(
      "let x = 1\ndefine f x\nfor k in 1..2\nlet x = x + k\nend\nprint x\nend\nrepeat 3\nf 10\nend\nprint x",
      "13", "13", "13", "1"),
    Case("define down n\nif n > 0\ndown (n - 1)\nend\nprint n\nend\ndown 3", "0", "1", "2", "3"),
    Case("define f\nprint 1\nend\nrepeat 2\nf\ndefine f\nprint 2\nend\nend\nf", "1", "2", "2"),
    Case(
      "define f a b c d e g h i j k l m n o p q r s\nlet t = a + s\nrepeat 2\nlet t = t + s\nlet u = t\nend\nprint t, u, a, s\nend\nrepeat 2\nf 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18\nend",
      "55 55 1 18", "55 55 1 18"),
    Case("repeat 2\nrepeat 2\nlet c = 1\nend\nclear\nend", "`clear` cannot be used inside a block"),
  ]

  @Test(arguments: cases, [true, false]) func printsWhatItSays(_ example: Case, told: Bool) {
    #expect(printed(example.text, told: told) == example.lines)
  }

  /// The place of a mistake in a body is that of its expression.
  @Test func mistakesHaveTheirPlaces() {
    let stage = TestSession()
    stage.run("for k in 1..3\n  let y = 1 / (k - 2)\nend")
    #expect(stage.problems.map { $0.span?.start } == [28])
    stage.run("k")
    #expect(stage.problems.count == 2, "nothing of the loop stays")
  }

  /// Whoever wants to know of each `let` is told, in loops as elsewhere.
  @Test func bindingsAreTold() {
    let stage = TestSession()
    stage.run("let x = 0\nrepeat 3\nlet x = x + 1\nif x > 2\nlet y = x\nend\nend")
    let told = stage.events.compactMap {
      if case .bound(let name, let value) = $0 { "\(name) \(value.text)" } else { nil }
    }
    #expect(told == ["x 0", "x 1", "x 2", "x 3", "y 3"])
  }

  /// A range takes no room, however long it is, and Ctrl-C ends it; what was done is kept.
  @Test(arguments: ["1..1000000000", "1..1e300", "0..-1e12 by -0.5"])
  func longRangesAreLazy(_ range: String) {
    let stage = TestSession(patience: 3_000)
    #expect(stage.run("let n = 0\nfor i in \(range)\nlet n = n + 1\nend") == .interrupted)
    #expect(stage.polls < 3_010)
    stage.patience = .max
    #expect(stage.run("expect n > 900 and n < 3000 and i != 0") == .done)
    #expect(stage.run("print [\(range)]") == .failed(1), "a list has a bound")
  }

  @Test func longLoopsStopWithinABranch() {
    for body in [
      "", "let x = 1", "if true\nend", "repeat 10\nend", "if 1 < 2\nlet x = 1\nelse\nlet x = 2\nend",
    ] {
      let stage = TestSession(patience: 500)
      #expect(stage.run("repeat 1000000000\n\(body)\nend") == .interrupted, "\(body)")
      #expect(stage.polls < 510, "\(body)")
    }
  }
}
