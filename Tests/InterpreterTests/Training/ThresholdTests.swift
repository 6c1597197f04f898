import Interpreter
import Language
import NeuralCore
import Rendering
import Testing

/// `heaviside`: the step that is 1 at 0, as McCulloch and Pitts have it.
struct ThresholdTests {
  private func stage(_ text: String) -> TestSession {
    let stage = TestSession()
    stage.run(text)
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    return stage
  }

  private static func and(_ unit: String) -> String {
    "net 2 1 \(unit)\nL0N0 -> L1N0 = 1\nL0N1 -> L1N0 = 1\n0B -> L1N0 = -2\ndata and\n"
  }

  /// AND fires when the sum of the inputs is at least 2: 0 0 0 1. `step` fires above 0 only.
  @Test func aUnitFiresAtItsThreshold() {
    _ = stage(Self.and("heaviside") + "expect accuracy == 1 and out(1, 1) == 1 and out(0, 1) == 0")
    _ = stage(Self.and("step") + "expect accuracy == 0.75 and out(1, 1) == 0")
    _ = stage(
      "expect heaviside(0) == 1 and heaviside(-0.1) == 0 and step(0) == 0 and heaviside([-1, 0, 2]) == [0, 1, 1]"
    )
    _ = stage("precision double\n" + Self.and("heaviside") + "expect accuracy == 1")
  }

  /// Oracle: the perceptron of Raschka, Python Machine Learning, chapter 2, which predicts 1 where the sum is at least 0, with
  /// targets 0 and 1 and rate 0.2 from zero weights: wrong answers an epoch 2 2 3 2 1 0, weights −0.68 1.82, bias −0.4.
  @Test func aPublishedPerceptronComesOut() throws {
    let iris = try #require(BuiltinData.named("iris")).dataset(.double)
    let rows = (0..<100).map {
      "  \(Array(iris.input($0))[0]) \(Array(iris.input($0))[2]) -> \($0 < 50 ? 0 : 1)"
    }
    let stage = stage(
      "precision double\ndata\n" + rows.joined(separator: "\n") + "\nend\nnet 2 1 heaviside\ninit zeros\n"
        + "train perceptron lr 0.2 epochs 6 log every 1\nexpect L0N0->L1N0 == -0.68 within 1e-9\n"
        + "expect L0N1->L1N0 == 1.82 within 1e-9 and 0B->L1N0 == -0.4 within 1e-9")
    let wrong = stage.logged.map { ($0.loss * 100).rounded() }
    #expect(wrong == [2, 2, 3, 2, 1, 0])
  }

  /// What is made for step units takes it: the perceptron's loss, explanations, saved files, pages.
  @Test func itIsAStepInEverythingElse() throws {
    let stage = stage(
      Self.and("heaviside")
        + "explain 1 1\nstep perceptron lr 0.5\nscore\nsave \"h.nnet\"\nload \"h.nnet\"\nshow")
    #expect(stage.lines.contains { $0.contains("heaviside(s)") })
    #expect(stage.events.flatMap(JSONLines.lines).contains { $0.contains(#""activations":["heaviside"]"#) })
    stage.run("explain 1 1 as python to \"h.py\"")
    #expect(try #require(stage.file("h.py")).contains("if"))
    #expect(stage.run("train adam epochs 1") == .failed(1) && stage.problems.last?.code == .settingMismatch)
    #expect(stage.run("check gradient") == .failed(1))
  }
}
