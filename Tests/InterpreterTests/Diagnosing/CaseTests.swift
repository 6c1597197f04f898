import Interpreter
import NeuralCore
import Testing

/// Single nets that were judged wrongly once.
struct CaseTests {
  private func diagnosed(_ script: String) throws -> Diagnosis {
    let stage = TestSession()
    stage.run(script + "\ndiagnose")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    let found = stage.events.reversed().lazy.compactMap {
      if case .diagnosis(let diagnosis, false) = $0 { diagnosis } else { nil }
    }.first
    return try #require(found)
  }

  /// What learned its rows by heart is told where it was better.
  @Test func whatFitsByHeartIsOverfitting() throws {
    let run = try DiagnosedRun(
      "data moons 40 noise 0.6 seed 1\nsplit 0.5 seed 1\nnet 2 30 tanh 1 sigmoid\ninit xavier seed 1\n"
        + "train adam lr 0.05 epochs 2000")
    #expect(run.diagnosis.verdict == .overfitting && run.findings == ["overfitting"])
    let line = try #require(run.diagnosis.advice.first?.line)
    #expect(run.stage.run("expect val.loss > 0.4\n\(line)\nexpect val.loss < 0.3") == .done, "\(line)")
  }

  /// Nets that fit have arrived, also without a condition: a line, equal targets, weights set by hand, threshold units.
  @Test(arguments: [
    "net 1 1\ndata line 20\ninit torch seed 1\ntrain l-bfgs epochs 30",
    "data\n  0 -> 5\n  1 -> 5\n  2 -> 5\nend\nnet 1 2 1\ninit torch seed 1\ntrain l-bfgs epochs 20",
    "net 2 2 relu 1\nL0N0 -> L1N0 = 1\nL0N0 -> L1N1 = 1\nL0N1 -> L1N0 = 1\nL0N1 -> L1N1 = 1\n0B -> L1N1 = -1\n"
      + "L1N0 -> L2N0 = 1\nL1N1 -> L2N0 = -2\ndata xor",
    "net 2 2 step 1 step\nL0N0 -> L1N0 = 1\nL0N1 -> L1N0 = 1\n0B -> L1N0 = -1.5\nL0N0 -> L1N1 = 1\n"
      + "L0N1 -> L1N1 = 1\n0B -> L1N1 = -0.5\nL1N0 -> L2N0 = -2\nL1N1 -> L2N0 = 1\n1B -> L2N0 = -0.5\ndata xor",
  ])
  func netsThatFitHaveArrived(_ script: String) throws {
    let diagnosis = try diagnosed(script)
    #expect(diagnosis.verdict == .arrived && diagnosis.advice.isEmpty && diagnosis.findings.isEmpty)
  }

  /// Columns of very different sizes hide nothing: three points that a line separates are not called inseparable.
  @Test(arguments: [
    "0 0 -> 0\n100000 0 -> 0\n50000 0.001 -> 1", "0 0 -> 0\n1 0 -> 0\n0.5 1e-9 -> 1",
    "1e6 1 -> 0\n1e6 2 -> 1\n3e6 1.5 -> 0\n3e6 2.5 -> 1",
  ])
  func separableClassesAreNotCalledInseparable(_ rows: String) throws {
    let diagnosis = try diagnosed(
      "data\n\(rows)\nend\nnet 2 1 sigmoid\ninit torch seed 1\ntrain sgd lr 1e-12 epochs 5 loss bce until loss<0.1"
    )
    let isAccused = diagnosis.findings.contains { if case .inseparable = $0 { true } else { false } }
    #expect(!isAccused)
  }

  /// What could not be learned from raw inputs is learned from scaled ones, and the line says to what loss.
  @Test func rawInputsAreScaled() throws {
    let diagnosis = try diagnosed(
      """
      data
        for i in 1..60
          (20 + i mod 60) (980 + i mod 40) (i mod 7) (i mod 11) (5 + i mod 20) -> (-3 + (i mod 13)*0.5)
        end
      end
      net 5 5 tanh 1
      init torch seed 1
      train adam lr 0.01 epochs 2000
      """)
    let first = try #require(diagnosis.advice.first)
    #expect(first.line == "scale standard ; init torch seed 1 ; train")
    guard case .loss(let loss, epochs: 2000) = first.outcome else {
      Issue.record("\(first.outcome)")
      return
    }
    #expect((loss - 0.0156).magnitude < 0.0001)
  }

  /// A softmax over one output is named, and the net with a sigmoid advised.
  @Test func aSoftmaxOfOneIsNamed() throws {
    let diagnosis = try diagnosed(
      "net 2 4 relu 1 softmax\ndata xor\ninit he seed 3\ntrain adam lr 0.01 epochs 200")
    let isNamed = diagnosis.findings.contains { if case .softmaxOfOne = $0 { true } else { false } }
    #expect(isNamed && diagnosis.advice.first?.line.hasPrefix("net 2 4 relu 1 sigmoid ;") == true)
  }

  /// What a perceptron cannot learn is not left to the perceptron rule with a net that it refuses.
  @Test func adviceForAPerceptronCanBeFollowed() throws {
    let diagnosis = try diagnosed(
      "data\n0 0 -> 1\n0 1 -> 0\n1 0 -> 0\n1 1 -> 1\nend\nnet 2 1 step\ninit torch seed 1\n"
        + "train perceptron until loss==0 epochs 100")
    let first = try #require(diagnosis.advice.first)
    #expect(first.line.contains("train adam"))
    guard case .reached = first.outcome else {
      Issue.record("\(first.outcome)")
      return
    }
  }
}
