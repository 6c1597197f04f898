import Foundation
import Interpreter
import Rendering
import Testing

/// Causes that only a trial tells apart, and the words of the remedies.
struct CauseTests {
  private func diagnosed(_ script: String) throws -> (Diagnosis, findings: [String], lines: [String]) {
    let stage = TestSession()
    stage.run(script + "\ndiagnose")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    let event = try #require(
      stage.events.last { if case .diagnosis(_, false) = $0 { true } else { false } })
    guard case .diagnosis(let diagnosis, _) = event else { throw CancellationError() }
    let fields =
      try JSONSerialization.jsonObject(with: Data((JSONLines.lines(event).first ?? "{}").utf8))
      as? [String: Any] ?? [:]
    return (diagnosis, fields["findings"] as? [String] ?? [], stage.lines)
  }

  private static let parabola = "data\n  for x in 0..3 by 0.05\n    (x) -> (x*(3-x))\n  end\n"

  /// Script, the finding that comes first, and the line that is advised first; empty for no line.
  @Test(arguments: [
    (
      "data\n  for x in -2..2 by 0.1\n    (x) -> (2*x+7)\n  end\nend\nnet 1 1 without bias\ninit torch seed 1\n"
        + "train sgd lr 0.05 until loss<0.01 epochs 500", "no-bias", "net 1 1 ; init xavier seed 1 ; train"
    ),
    (
      "data circle 120 seed 3\nnet 2 8 relu 1 sigmoid without bias\ninit he seed 2\n"
        + "train adam lr 0.02 until loss<0.02 epochs 600 loss bce", "no-bias",
      "net 2 8 relu 1 sigmoid ; init he seed 1 ; train"
    ),
    (
      parabola + "  (1.52) -> 60\n  (2.51) -> -45\nend\nnet 1 8 tanh 1\ninit xavier seed 4\n"
        + "train adam lr 0.01 until loss<0.01 epochs 300", "outliers", ""
    ),
    (
      "data moons 120 seed 8\nnet 2 10 tanh 1 sigmoid\ninit normal 0 25 seed 24\n"
        + "train adam lr 0.02 until loss<0.02 epochs 400 loss bce", "large-weights",
      "train adam lr 0.02 until loss < 0.02 epochs 1914 loss bce"
    ),
    (
      "data moons 150 seed 3\nnet 2 10 tanh 2 tanh 1 sigmoid\ninit xavier seed 13\n"
        + "train sgd lr 60 until loss<0.05 epochs 400", "rate-too-large",
      "init xavier normal seed 13 ; train sgd lr 18 until loss < 0.05 epochs 400"
    ),
    (
      "data line 60 seed 2\nnet 1 6 relu 1\ninit he seed 26\ntrain sgd lr 8 epochs 2\n"
        + "train sgd lr 0.02 until loss<0.02 epochs 600", "steps-too-large",
      "init he normal seed 26 ; train"
    ),
    (
      "data iris\nscale standard\nnet 4 6 tanh 3 softmax\ninit xavier seed 6\n"
        + "train adam lr 0.02 smoothing 0.4 until loss<0.1 epochs 300", "hindered",
      "init xavier normal seed 6 ; train adam lr 0.02 smoothing 0 until loss < 0.1 epochs 300 loss cross-entropy"
    ),
    (
      "data blobs 80 noise 2 seed 5\nnet 2 4 tanh 3 softmax\ninit xavier seed 1\n"
        + "train adam lr 0.02 until accuracy>0.99 epochs 200", "overlap",
      "net 2 40 tanh 40 tanh 3 softmax ; init xavier seed 1 ; train adam lr 0.01 until accuracy > 0.99 epochs 500"
    ),
  ])
  func causesAreNamedFirst(_ script: String, _ finding: String, _ line: String) throws {
    let (diagnosis, findings, _) = try diagnosed(script)
    #expect(findings.first == finding, "\(findings)")
    #expect(diagnosis.advice.first?.line ?? "" == line)
  }

  /// Noise is named where the goal is below it and nothing gets there; with a goal that it allows, nothing is wrong.
  @Test func noiseIsNamedWhereTheGoalIsBelowIt() throws {
    let net = "data line 80 noise 0.5 seed 3\nnet 1 3 tanh 1\ninit xavier seed 1\n"
    let (_, findings, _) = try diagnosed(net + "train adam lr 0.02 until loss<0.02 epochs 400")
    #expect(findings.contains("noise"))
    let (_, others, _) = try diagnosed(net + "train adam lr 0.02 until loss<0.5 epochs 400")
    #expect(others.isEmpty)
  }

  /// All that a line changes is said: another optimizer that begins with other weights.
  @Test func remediesNameAllThatTheyChange() throws {
    let (diagnosis, _, _) = try diagnosed(
      "data moons 200 noise 0.05 seed 8\nnet 2 10 tanh 1 sigmoid\ninit zeros\n"
        + "train sgd lr 0.05 batch 10 until loss<0.02 epochs 300")
    let advice = try #require(diagnosis.advice.first)
    #expect(advice.remedy == .otherOptimizer && advice.changes == ["weights drawn by `xavier`"], "\(advice)")
  }

  /// A net that needs a few more epochs is told just that.
  @Test func aFewMoreEpochsAreNoIllness() throws {
    let (diagnosis, findings, lines) = try diagnosed(
      "data moons 200 noise 0.1 seed 4\nnet 2 8 tanh 1 sigmoid\ninit xavier seed 4\n"
        + "train adam lr 0.02 until loss<0.04 epochs 150 loss bce")
    #expect(diagnosis.verdict == .falling && findings.isEmpty && diagnosis.advice.count == 1)
    #expect(lines.contains { $0.hasPrefix("STILL FALLING: it only needs more epochs.") })
  }

  /// A condition is judged before the update that ends an epoch: one that this update undid is said so.
  @Test(arguments: [("4", true), ("0.5", false)])
  func whatTheLastUpdateUndidIsSaid(_ rate: String, _ isUndone: Bool) throws {
    let (diagnosis, _, lines) = try diagnosed(
      "data iris\nscale standard\nnet 4 6 tanh 3 softmax\ninit xavier seed 2\n"
        + "train sgd lr \(rate) until loss<0.4 epochs 200")
    #expect(diagnosis.verdict == .arrived && diagnosis.isConditionMet == !isUndone)
    #expect(lines.contains { $0.contains("do not meet it") } == isUndone)
  }
}
