import Interpreter
import Language
import NeuralCore
import Testing

/// A sign stays with its number, and there is one minus sign.
struct SignTests {
  private func lines(_ script: String) -> [String] {
    let stage = TestSession()
    stage.run(script)
    return stage.lines
  }

  @Test func factorsKeepTheirSigns() {
    typealias F = Formula<String>
    let notation = Notation<String>.plain()
    func product(_ a: Double, _ b: Double) -> F { .product([.number(a), .number(b)]) }
    #expect(notation.text(product(0.9, -0.5)) == "0.9·(−0.5)")
    #expect(notation.text(product(-0.9, 0.5)) == "−0.9·0.5")
    #expect(notation.text(product(-0.9, -0.5)) == "−0.9·(−0.5)")
    #expect(notation.text(.sum([product(0, -6.47), .number(1)])) == "0·(−6.47) + 1")
    #expect(notation.text(.sum([.number(1), product(0.1, -0.5)])) == "1 + 0.1·(−0.5)")
    #expect(notation.text(.sum([.number(1), .number(-0.5)])) == "1 − 0.5")
  }

  @Test func updatesShowTheBetasAsTheyAre() {
    let shown = lines("net 2 2 1\ndata xor\ninit torch seed 1\ntrain adam epochs 3\nstep adam")
    #expect(shown.contains { $0.contains("m = 0.9·(−") && $0.contains(" + (1 − 0.9)·(−") })
    #expect(!shown.contains { $0.contains("= −0.9·") || $0.contains(" − (1 − 0.9)·") })
  }

  @Test func inputsOfZeroHaveNoSign() {
    let shown = lines("net 2 2 1\ninit torch seed 1\nL0N0 -> L1N0 = -6.47\nexplain 0 1")
    #expect(shown.contains { $0.contains("0·(−6.4700)") })
    #expect(!shown.contains { $0.contains("−0·") })
  }

  @Test(arguments: [
    "explain 0 1", "explain gradient 0 1 -> 1", "step adam", "step nadam", "step sgd momentum 0.9",
  ])
  func oneMinusSign(_ statement: String) {
    let shown = lines("net 2 2 1\ndata xor\ninit torch seed 1\ntrain adam lr 0.5 epochs 40\n" + statement)
    for line in shown.drop(while: { !$0.contains("layer 1") && !$0.contains("update") }) {
      let isNumber = line.replacing("->", with: "").indices.contains { index in
        let text = line.replacing("->", with: "  ")
        guard index < text.endIndex, text[index] == "-" else { return false }
        let next = text.index(after: index)
        return next < text.endIndex && text[next].isNumber
      }
      #expect(!isNumber || line.contains("net 2-2-1"), "\(line)")
    }
  }

  /// What is printed can be typed.
  @Test func printedExponentsAreRead() {
    let stage = TestSession()
    #expect(stage.run("let x = 2.5e−07\nexpect x == 2.5e-07\nlet y = −3\nexpect y == 0-3") == .done)
  }

  /// Roots and logarithms of a calculation can be typed as they are printed.
  @Test(arguments: [
    ("ln(2)", "log(2)"), ("√(2)", "sqrt(2)"), ("√2", "sqrt(2)"), ("2·√v + 1", "2 * sqrt(v) + 1"),
    ("√v^2", "sqrt(v)^2"), ("−0.5·ln(√(v + 1))", "-0.5 * log(sqrt(v + 1))"), ("√√v", "sqrt(sqrt(v))"),
  ])
  func rootsAndLogarithmsAreRead(_ printed: String, _ typed: String) {
    let stage = TestSession()
    stage.run("let v = 0.25")
    #expect(stage.run("expect \(printed) == \(typed)") == .done, "\(stage.problems.map(\.message))")
    #expect(stage.run(printed) == .done, "\(stage.problems.map(\.message))")
    #expect(stage.run("net 1 1\neval √v") == .done)
  }

  /// Worked with the numbers that are shown, and with no others: the scale of the targets, too, and constants of functions.
  @Test(arguments: [
    (0, "5·31 + 59", "214"), (1, "5.0·30.7 + 59", "212.5"), (4, "4.9771·30.7409 + 59", "212.0005"),
  ])
  func allIsWorkedAsItIsShown(_ digits: Int, _ shown: String, _ result: String) {
    let rows = (-1...4).map { "  \($0 * 10) -> \(Double($0 * 10) * 1.8 + 32)\n" }.joined()
    let all = lines(
      """
      data
      \(rows)end
      net 1 1
      scale standard
      scale targets standard
      0B -> L1N0: 0
      L0N0 -> L1N0 = 1
      digits \(digits)
      explain 100
      """
    ).joined(separator: " ").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(all.contains("= \(shown) = "), "\(all)")
    #expect(all.contains("all the way you get \(result); the exact value is 212."), "\(all)")
    // Nothing is divided by the 0 that a small deviation would be.
    let iris = lines(
      "data iris\nscale standard\nnet 4 2 3 softmax\ninit torch seed 1\ndigits \(digits)\nexplain 5.1 3.5 1.4 0.2"
    ).joined(separator: " ")
    #expect(iris.contains("of the exact") && !iris.contains("nan"), "\(iris)")
    let selu = lines("net 1 1 selu\n0B -> L1N0: 0\nL0N0 -> L1N0 = 1\ndigits 2\nexplain 1000").joined(
      separator: " ")
    #expect(selu.contains("1.05·1000.00") && selu.contains("1050"), "\(selu)")
  }
}
