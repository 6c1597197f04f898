import Interpreter
import NeuralCore
import Testing

/// Whether targets are classes is decided by the numbers as they are given, not by what scaling makes of them.
struct ScaledNumbersTests {
  private static let tens =
    "data\n for i in 1..20\n (i) (i mod 3) -> (10 + 10*(i mod 2))\n end\nend\n"

  private func stage(_ script: String) -> TestSession {
    let stage = TestSession(scripts: ["jn.csv": "x,y\n1,ja\n2,nein\n3,ja\n4,nein\n5,nein\n"])
    stage.run(script)
    return stage
  }

  @Test(arguments: [
    "split 0.7 seed 1\nscale targets minmax\n", "scale targets minmax\nsplit 0.7 seed 1\n",
    "scale targets minmax\n", "scale targets minmax -1 1\n", "precision double\nscale targets minmax\n",
  ])
  func numbersScaledToZeroAndOneAreNoClasses(_ lines: String) {
    let stage = stage(
      Self.tens + lines + "net 2 3 tanh 1\ninit torch seed 1\ntrain adam epochs 5 log every 1\nscore")
    #expect(stage.problems.isEmpty)
    #expect(!stage.lines.contains { $0.contains("accuracy") }, "\(stage.lines)")
    stage.run("print accuracy")
    #expect(stage.problems.count == 1)
    let sweep = self.stage(
      Self.tens + lines + "net 2 3 tanh 1\nsweep seeds 0..2\n train adam lr 0.05 epochs 5\nend")
    #expect(sweep.problems.isEmpty && !sweep.lines.contains { $0.contains("accuracy") })
  }

  @Test func aConstantTargetIsNoClass() {
    let stage = stage(
      "data ; 1 -> 7 ; 2 -> 7 ; 3 -> 7 ; 4 -> 7 ; end\nsplit 0.5 ordered\nscale targets standard\n"
        + "net 1 1\ninit torch seed 1\ntrain sgd lr 0.1 epochs 2 log every 1")
    #expect(stage.problems.isEmpty && !stage.lines.contains { $0.contains("accuracy") })
  }

  /// Two classes of a single target may be scaled to −1 and 1; with an output each they are not.
  @Test func scalingOfClassesEndsWithTheirSingleTarget() throws {
    let stage = stage("data \"jn.csv\"\nnet 1 1 tanh\nscale targets minmax -1 1\ninit torch seed 1\nscore")
    #expect(stage.lines.contains { $0.contains("accuracy") })
    stage.run("net 1 2 softmax\ninit torch seed 1\neval 2\ntrain adam lr 0.1 epochs 20")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    #expect(stage.lines.contains("(targets are not scaled anymore: each class has an output of its own)"))
    let outputs = stage.events.compactMap { event in
      if case .eval(let rows, _, _) = event { rows.first?.outputs } else { [Double]?.none }
    }
    let sum = try #require(outputs.first).reduce(0, +)
    #expect(abs(sum - 1) < 1e-6)
    stage.run(
      "net 1 1 tanh\nscale targets minmax -1 1\nsweep seeds 0..1\n net 1 4 1 tanh\n net 1 4 2 softmax\n train adam epochs 5\nend"
    )
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
  }
}
