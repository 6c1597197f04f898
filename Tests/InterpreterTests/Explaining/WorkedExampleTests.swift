import Explaining
import Interpreter
import NeuralCore
import Rendering
import Testing

/// Calculations that were done by hand elsewhere.
struct WorkedExampleTests {
  /// A 2-2-2 net of sigmoid units, half the sum of squares, one step of gradient descent, biases left alone: a calculation
  /// that many courses do on the board.
  static let board = """
    net 2 2 2 sigmoid
    data
      0.05 0.1 -> 0.01 0.99
    end
    L0N0 -> L1N0 = 0.15
    L0N1 -> L1N0 = 0.20
    L0N0 -> L1N1 = 0.25
    L0N1 -> L1N1 = 0.30
    0B -> L1N0: 0.35
    0B -> L1N1: 0.35
    L1N0 -> L2N0 = 0.40
    L1N1 -> L2N0 = 0.45
    L1N0 -> L2N1 = 0.50
    L1N1 -> L2N1 = 0.55
    1B -> L2N0: 0.60
    1B -> L2N1: 0.60
    freeze 0B -> L1N0 0B -> L1N1 1B -> L2N0 1B -> L2N1
    """

  /// Inputs of small and of large units: no scale and no weight of one is shown as 0.
  @Test func scalesOfAnySizeKeepTheirDigits() throws {
    let stage = TestSession()
    stage.run(
      """
      data
        5000 2e-5 -> 1
        29000 1.1e-5 -> 3
        80 3.3e-5 -> 2
        12000 0.8e-5 -> 5
      end
      scale standard
      net 2 2 tanh 1
      init torch seed 1
      explain 5000 2e-5
      explain gradient 5000 2e-5 of L2N0 wrt inputs
      explain 5000 2e-5 as latex
      explain gradient 5000 2e-5 of L2N0 wrt inputs as markdown
      explain neuron L1N0
      """)
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    let json = stage.events.flatMap(JSONLines.lines)
    for line in stage.lines + json {
      #expect(!line.contains(/[-−] 0\.?0*\)|\/ 0(\.0*)?( |$|\")|\}\{0\}|[^.0-9]0\.0000·/), "\(line)")
    }
    #expect(stage.lines.contains { $0.contains("(2e−05 − 1.8e−05) / 9.721e−06 =") }, "\(stage.lines)")
  }

  @Test func theBoardExampleHasItsNumbers() throws {
    let stage = TestSession()
    stage.run(
      "precision double\n\(Self.board)\nstep sgd lr 0.5 loss half-sse\nexpect loss == 0.291027774 within 1e-9\n"
        + "expect L1N0->L2N0 == 0.358916480 within 1e-9\nexpect L0N0->L1N0 == 0.149780716 within 1e-9\n"
        + "expect 0B->L1N0 == 0.35 and epoch == 1")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    guard
      case .explain(let explanation, _)? = stage.events.first(where: {
        if case .explain = $0 { true } else { false }
      }), case .update(let update) = explanation.kind
    else {
      Issue.record("no explanation")
      return
    }
    #expect((update.loss - 0.298371109).magnitude < 1e-9 && update.frozen == 4)
    // dE/dw of the first output weight, as on the board.
    let name = WeightName(
      from: .neuron(NeuronName(layer: 1, index: 0)), to: NeuronName(layer: 2, index: 0))
    #expect((explanation.derivation.value(Quantity(.byWeight(name))) - 0.082167041).magnitude < 1e-9)
  }

  @Test func gradientOfAWeight() {
    let stage = TestSession()
    stage.run(
      "\(Self.board)\ntrain sgd lr 0.5 loss half-sse epochs 1\nreset\n", keepsGoing: true)
    stage.run(
      "\(Self.board)\nexplain gradient 0.05 0.1\nlet g = gradient(L1N0->L2N0)\nexpect g == 0.082167041 within 1e-7\n"
        + "expect gradient((L1N0->L2N0)) == g")
    stage.run("print gradient(1)")
    #expect(stage.problems.last?.code == .wrongType)
    stage.run("print gradient(L1N0->L2N5)")
    #expect(stage.problems.last?.code == .unknownWeight)
  }

  /// Targets come from the data, as numbers, or as the name of a class.
  @Test func targetsOfAGradient() {
    let stage = TestSession()
    stage.run("data iris\nnet 4 3 softmax\ninit torch seed 1")
    #expect(stage.run("explain gradient 5.1 3.5 1.4 0.2") == .done)
    #expect(stage.run("explain gradient 5 3 2 1 -> virginica neuron L1N2") == .done)
    #expect(stage.run("explain gradient 5 3 2 1 -> 0 0 1") == .done)
    #expect(stage.run("explain gradient 5 3 2 1 -> 0 1") == .failed(1))
    #expect(stage.run("explain gradient 5 3 2 1 -> rose") == .failed(65))
    #expect(stage.run("explain gradient 5 3 2 1") == .failed(65))
    #expect(stage.run("explain 5 3 2 1 -> 1") == .failed(65))
    #expect(stage.run("explain gradient data") == .done)
    stage.run("net 4 60 60 3 softmax\ninit torch seed 1")
    #expect(stage.run("explain gradient data") == .failed(1))
    #expect(stage.problems.last?.code == .netTooLarge)
  }

  /// The perceptron rule hands back the error itself: w += lr (t − y) x.
  @Test func thePerceptronRuleMovesByTheInputs() {
    let stage = TestSession()
    stage.run(
      "net 2 1 step\ndata or\nL0N0 -> L1N0 = 0.5\nL0N1 -> L1N0 = -1\n0B -> L1N0: 0.25\nexplain 0 1\n"
        + "explain gradient 0 1 -> 1\nexplain gradient data\nexplain step perceptron lr 0.5\nstep perceptron lr 0.5\nstep\n"
        + "expect L0N1->L1N0 == -0.5 and 0B->L1N0 == 0.25 and L0N0->L1N0 == 0.5")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    #expect(stage.lines.contains { $0.contains("δ(L1N0) = L1N0 − t0 = 0.0000 − 1 = −1.0000") })
  }

  /// The formula that is printed with names can be typed, and gives the number printed.
  @Test func aPrintedFormulaCanBeTyped() throws {
    let stage = TestSession()
    stage.run("net 2 3 tanh 1\ninit xavier seed 4\ndata xor\ndigits 6\nexplain 0 1")
    let line = try #require(stage.lines.first { $0.contains("L1N1   s = ") })
    let formula = line.separated(by: " s = ")[1]
    stage.run(
      "let typed = \(formula)\nexpect typed == 0·(L0N0->L1N1) + (L0N1->L1N1) + (0B->L1N1) within 1e-6")
    stage.run("expect L1N1 == tanh(typed) within 1e-6")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
  }
}
