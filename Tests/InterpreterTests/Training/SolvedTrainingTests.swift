import Interpreter
import Language
import NeuralCore
import Rendering
import Testing

/// `quickprop` and `lm` as a person meets them: what they take, what they refuse, how one step is shown.
struct SolvedTrainingTests {
  private static let xor = "net 2 3 tanh 1\ndata xor\ninit torch seed 1\n"

  private func stage(_ text: String) -> TestSession {
    let stage = TestSession()
    stage.run(text)
    return stage
  }

  @Test func bothLearnXor() {
    let stage = stage(
      Self.xor + "train lm until loss<1e-6 epochs 30\nexpect reached and epoch < 12\n"
        + "reset\ntrain quickprop lr 0.5 until loss<1e-3 epochs 200\nexpect reached")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
  }

  @Test(arguments: [
    (
      "net 4 3 softmax\ndata iris\ntrain lm", DiagnosticCode.settingMismatch,
      "squared errors, and the loss is cross-entropy"
    ),
    ("net 2 1 sigmoid\ndata xor\ntrain lm loss bce", .settingMismatch, "the loss is bce"),
    ("net 2 400 1\ndata xor\ntrain lm", .netTooLarge, "at most 1,000, and this net has 1,601"),
    ("net 2 2 1\ndata xor\ntrain lm clip norm 1", .settingMismatch, "takes no `clip`"),
    ("net 2 2 1\ndata xor\ntrain lm l2 1", .settingMismatch, "`lm` has no `l2`"),
    ("net 2 2 1\ndata xor\ntrain lm damping 0", .outOfRange, "`damping` takes"),
    ("net 2 2 1\ndata xor\ntrain lm dampup 1", .outOfRange, "`dampup` takes"),
    ("net 2 2 1\ndata xor\ntrain quickprop mu 1", .outOfRange, "`mu` takes"),
    ("net 2 2 1\ndata xor\ntrain quickprop momentum 0.9", .settingMismatch, "`quickprop` has no `momentum`"),
  ])
  func whatDoesNotGoTogetherIsRefused(_ text: String, _ code: DiagnosticCode, _ message: String) {
    let stage = stage(text)
    #expect(stage.problems.map(\.code) == [code], "\(stage.problems.map(\.message))")
    #expect(stage.problems.first?.message.contains(message) == true, "\(stage.problems.map(\.message))")
  }

  /// What the refusals advise works.
  @Test func theAdviceWorks() {
    let stage = stage(
      "net 4 3 softmax\ndata iris\ntrain l-bfgs epochs 2\ntrain lm loss mse epochs 2\nnet 2 400 1\ndata xor\ntrain l-bfgs epochs 2"
    )
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
  }

  /// `explain step` shows the direction of the one move, and `step` makes it: before + lr · direction.
  @Test func aStepOfLmIsADirection() throws {
    let stage = stage(
      Self.xor + "explain step lm lr 0.5\nstep lm lr 0.5\nexplain step lm lr 0.5 as python to \"p.py\"")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    #expect(stage.lines.contains { $0.contains("solves (JᵀJ + λ I) d =") })
    let moves = stage.events.flatMap(JSONLines.lines).filter { $0.contains(#""event":"move""#) }
    #expect(moves.count == 26 && Array(moves.prefix(13)) == Array(moves.suffix(13)))
    for line in moves.prefix(13) {
      let match = try #require(
        line.firstMatch(of: /"before":([-0-9.e]+),"direction":([-0-9.e]+),"after":([-0-9.e]+)/))
      let (before, direction, after) = (
        try #require(Double(match.1)), try #require(Double(match.2)), try #require(Double(match.3))
      )
      #expect((before + 0.5 * direction - after).magnitude < 1e-6)
    }
    #expect(try #require(stage.file("p.py")).contains("length = 0.5"))
  }

  @Test func aStepOfQuickpropIsAFormula() {
    let stage = stage(Self.xor + "train quickprop lr 0.5 epochs 4\nexplain step\nstep\nstep")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    #expect(stage.lines.contains { $0.hasPrefix("  along = lr·s if s·sign(d₀) > 0 else 0") })
    let names = stage.events.flatMap(JSONLines.lines).filter { $0.contains(#""event":"update_step""#) }
    #expect(names.contains { $0.contains(#""name":"jump""#) })
  }

  /// Stopped, saved and taken up again; in time travel too.
  @Test(arguments: ["lm", "quickprop lr 0.2 l2 1e-4"])
  func trainingGoesOn(_ line: String) {
    let stage = stage(
      Self.xor
        + "train \(line) epochs 6\nlet six = loss\nreset\ntrain \(line) epochs 3\nsave \"a.nnet\"\nclear\nload \"a.nnet\"\ntrain"
    )
    stage.run("let again = loss\ngoto epoch 4\ntrain \(line) epochs 2\nexpect loss == again")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
  }

  @Test func ctrlCEndsALongSolution() {
    let stage = TestSession(patience: 1500)
    stage.run(
      "net 3 40 tanh 1\ndata\nfor k in 1..300\n(k/300) (k mod 7) (k mod 3) -> (k mod 2)\nend\nend\ninit torch seed 1\nquiet\nend"
    )
    let weights = stage.session.network
    let end = stage.run("train lm epochs 1000")
    #expect(end == .interrupted && stage.reports.last?.reason == .interrupted)
    #expect(stage.session.network?.parameters.allSatisfy(\.isFinite) == true && weights != nil)
  }

  /// The first example of scikit-learn's page on multi-layer perceptrons: solver lbfgs, alpha 1e-5, two rows; it predicts 1
  /// for (2, 2) and 0 for (−1, −2).
  @Test func lbfgsTakesAPenalty() {
    let stage = stage(
      "net 2 5 relu 2 relu 1 sigmoid\ndata\n  0 0 -> 0\n  1 1 -> 1\nend\ninit xavier uniform seed 1\n"
        + "train l-bfgs loss bce l2 1e-5 epochs 200\nexpect round(out(2, 2)) == 1 and round(out(-1, -2)) == 0\n"
        + "let loose = L2N0->L3N0\nreset\ntrain l-bfgs loss bce l2 0.1 epochs 200\nexpect abs(L2N0->L3N0) < abs(loose)"
    )
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    stage.run("explain step\nstep")
    #expect(
      stage.problems.isEmpty && stage.lines.contains { $0.contains("of l-bfgs") && $0.contains("l2 0.1") })
  }

  @Test func helpSaysWhereTheyComeFrom() {
    let stage = stage("help lm\nhelp quickprop\nhelp damping")
    #expect(stage.problems.isEmpty && stage.lines.contains { $0.contains("trainlm") })
    #expect(stage.lines.contains { $0.contains("FANN") } && stage.lines.allSatisfy { $0.count <= 80 })
  }
}
