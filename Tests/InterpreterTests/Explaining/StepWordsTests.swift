import Interpreter
import Testing

/// What is said beside the formulas of an update: each sentence holds for the line that was typed.
struct StepWordsTests {
  private static let begin = "net 2 2 1\ndata xor\ninit xavier seed 1000\n"

  private func stage(_ script: String) -> TestSession {
    let stage = TestSession()
    stage.run(Self.begin + script)
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    return stage
  }

  /// The line that is named makes the update that was shown.
  @Test(arguments: [
    ("explain step sgd lr 0.1", "step sgd lr 0.1"),
    ("explain step adam lr 0.02 batch 2", "step adam lr 0.02 batch 2"),
    ("train adam lr 0.01 epochs 3\nexplain step", "step"),
    ("train adam lr 0.01 epochs 3\nexplain step sgd lr 1", "step sgd lr 1"),
    ("explain step sgd lr 0.1 dropout 0.5", "step sgd lr 0.1 dropout 0.5"),
    ("explain step sgd lr 0.1 loss mae", "step sgd lr 0.1 loss mae"),
  ])
  func theLineThatIsNamedMakesTheUpdate(_ typed: String, _ line: String) throws {
    let stage = stage(typed)
    let text = stage.lines.joined(separator: " ").split(separator: " ").joined(separator: " ")
    #expect(text.contains("`\(line)` does just this"), "\(stage.lines.suffix(3))")
    // Slopes over the whole data are those of another line where that has a batch, dropout or its own loss.
    let isWhole = !["batch", "dropout"].contains { line.contains($0) }
    #expect(text.contains("`explain gradient data` shows where dE/dw comes from") == isWhole)
    #expect(
      text.contains("dropout 0.5: the loss and dE/dw are those of the net without")
        == line.contains("dropout"))
    func news(_ stage: TestSession) -> [Double] {
      stage.events.flatMap { event in
        guard case .explain(let explanation, _) = event else { return [Double]() }
        return explanation.steps.map { explanation.derivation.value($0.quantity) }
      }
    }
    let shown = news(stage)
    let made = self.stage(typed.split(separator: "\n").dropLast().map { $0 + "\n" }.joined() + line)
    #expect(news(made) == shown && !shown.isEmpty)
  }

  @Test func frozenWeightsOfOneNeuronAreNotAll() {
    let stage = stage("freeze layer 1\nexplain step sgd lr 0.1 neuron L1N0")
    #expect(stage.lines.contains("  all weights into L1N0 are frozen: nothing changes"))
    stage.run("freeze layer 2\nexplain step sgd lr 0.1")
    #expect(stage.lines.contains("  all weights are frozen: nothing changes"))
    stage.run("net 1 1\ninit torch seed 1\nfreeze 0B->L1N0")
    #expect(stage.lines.last == "1 of 2 weights is frozen", "\(stage.lines.last ?? "")")
  }

  /// One row is no rows.
  @Test func oneRowOfABatchIsOne() {
    let stage = stage("step sgd lr 0.1 batch 1\nstep\nexplain step sgd lr 0.1 batch 3")
    #expect(stage.lines.contains("update 1 of sgd lr 0.1 over the row 1 of 4"))
    #expect(stage.lines.contains("update 2 of sgd lr 0.1 over the row 2 of 4"))
  }

  /// Where l-bfgs rests it says so, and its table moves nothing.
  @Test func aSearchAtRestSaysThatItMovesNothing() {
    let stage = TestSession()
    stage.run(
      "data\n 1 0.5 -> 1 0\n 0.25 -0.75 -> 0 1\nend\nnet 2 2 softmax\ninit xavier seed 7\ntrain l-bfgs epochs 4\nexplain step"
    )
    #expect(stage.problems.isEmpty)
    let text = stage.lines.joined(separator: " ")
    #expect(text.contains("No weight moves") && !text.contains("times this direction"))
    let moving = self.stage("explain step l-bfgs")
    #expect(moving.lines.joined(separator: " ").contains("times this direction"))
  }

  /// Numbers show no digits that a float32 does not keep, so that a pocket calculator finds the same.
  @Test func largeNumbersShowTheDigitsThatTheyHave() {
    let stage = TestSession()
    stage.run(
      "data\n85 -> 187654.25\nend\nnet 1 1\n0B -> L1N0: 12345.678\nL0N0 -> L1N0 = 2103.4567\nexplain 85")
    #expect(stage.lines.contains { $0.contains("85·2103.457 + 12345.68 = 191139.5") }, "\(stage.lines)")
    let double = TestSession()
    double.run(
      "precision double\ndata\n85 -> 187654.25\nend\nnet 1 1\n0B -> L1N0: 12345.678\nL0N0 -> L1N0 = 2103.4567\nexplain 85"
    )
    #expect(
      double.lines.contains { $0.contains("85·2103.4567 + 12345.6780 = 191139.4975") }, "\(double.lines)")
  }

  /// A schedule's rate is shown as it is meant, and headings have the digits of the calculation below them.
  @Test func settingsAndHeadingsAreRounded() {
    let stage = stage(
      "explain step sgd lr 0.1 warmup 10 neuron L2N0\nexplain step sgd lr 0.1 neuron L2N0 as markdown")
    #expect(stage.lines.contains("  lr = 0.01") && !stage.lines.contains { $0.contains("0.0100000") })
    #expect(stage.lines.contains { $0.contains("\\to \\mathrm{L2N0}} = 0.7571$") })
    #expect(!stage.lines.contains { $0.contains("0.75711667") })
  }

  /// A row of a part has another number in the data, which is the one that other statements name.
  @Test func rowsOfAPartHaveTheirNumbersInTheData() {
    let stage = TestSession()
    stage.run(
      "data\n for k in 1..5\n (k) 1 -> (k)\n end\nend\nsplit 0.6 seed 1\nnet 2 1\ninit torch seed 1\nexplain gradient data"
    )
    #expect(stage.problems.isEmpty)
    let rows = stage.lines.filter { $0.hasPrefix("row ") }
    for (k, line) in rows.enumerated() {
      // Inputs and target say the number of the row.
      let number = line.split(separator: " ").last ?? ""
      let isOther = number != "\(k + 1)"
      #expect(line.hasPrefix("row \(k + 1)" + (isOther ? " (row \(number) of the data):" : ":")), "\(line)")
    }
    #expect(rows.count == 3 && rows.contains { $0.contains("of the data") })
  }

  /// What the perceptron rule takes is no slope of the loss, and that is said.
  @Test(arguments: [("step", true), ("heaviside", true), ("sigmoid", false)])
  func stepsHaveNoSlope(_ activation: String, _ isSaid: Bool) {
    for line in ["explain gradient data", "explain gradient 0 1 -> 1"]
      + (isSaid ? ["explain step perceptron"] : [])
    {
      let stage = TestSession()
      stage.run("net 2 1 \(activation)\ndata and\n0B -> L1N0: 0.1\n\(line)")
      #expect(stage.problems.isEmpty)
      #expect(stage.lines.contains { $0.hasPrefix("A step has no slope.") } == isSaid, "\(line)")
    }
  }

  /// The output is named where the formula has it.
  @Test(arguments: [("relu", false), ("sigmoid", true), ("tanh", true), ("softplus", false)])
  func theOutputIsNamedWhereAFormulaHasIt(_ activation: String, _ isNamed: Bool) {
    let stage = TestSession()
    stage.run("net 1 1 \(activation) 1\ndata\n 1 -> 0\nend\ninit ones\nexplain gradient 1")
    #expect(stage.problems.isEmpty && stage.lines.contains { $0.contains("whose derivative is") })
    #expect(stage.lines.contains { $0.contains("(y its output)") } == isNamed)
  }
}
