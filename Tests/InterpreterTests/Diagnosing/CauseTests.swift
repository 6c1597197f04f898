import Foundation
import Interpreter
import Testing

/// Causes that only a trial tells apart, and the words of the remedies.
struct CauseTests {
  private func diagnosed(_ script: String) throws -> (Diagnosis, findings: [String], lines: [String]) {
    let run = try DiagnosedRun(script)
    return (run.diagnosis, run.findings, run.stage.lines)
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

  /// What the data, the net or the goal decide before any training: the finding that comes first, one that must not be
  /// there, and the line that is advised first.
  @Test(arguments: [
    (
      "data\n  for k in 0..39\n    (k/40) (sin(k)) -> (k/40 - sin(k))\n  end\n  -99999 0.4 -> 0.3\nend\n"
        + "scale minmax -1 1\nnet 2 8 tanh 1\ninit xavier seed 1\ntrain adam lr 0.01 until loss<0.01 epochs 300",
      "far-inputs", "noise", ""
    ),
    (
      "data\n  0 0 -> 0 0\n  0 1 -> 0 1\n  1 0 -> 1 0\n  1 1 -> 1 1\nend\nnet 2 4 tanh 2 softmax\n"
        + "init xavier seed 3\ntrain adam lr 0.05 loss mse until loss<0.01 epochs 500", "sums", "too-narrow",
      "net 2 4 tanh 2 sigmoid ; init xavier seed 1 ; train adam lr 0.05 until loss < 0.01 epochs 500 loss bce"
    ),
    (
      "data\n  for x in -2..2 by 0.1\n    (x) -> (1/(1+exp(-2*x)))\n  end\nend\nnet 1 4 tanh 1 sigmoid\n"
        + "init xavier seed 3\ntrain adam lr 0.05 loss bce until loss<0.1 epochs 500", "least-loss", "noise",
      "train adam lr 0.05 loss bce until loss < 0.41 epochs 500"
    ),
    (
      "data iris\nscale standard\nnet 4 3 softmax\ninit torch seed 1\ntrain adam lr 0.05 until accuracy>1 epochs 50",
      "impossible", "inseparable", ""
    ),
    (
      "data\n  for x in 0..1 by 0.05\n    (x) -> (x*x/5000)\n  end\nend\nnet 1 6 tanh 1\ninit xavier seed 1\n"
        + "train adam lr 0.01 until largest.error<0.00001 epochs 500", "large-targets", "too-narrow",
      "scale targets standard ; init xavier seed 1 ; train"
    ),
    (
      "data\n  for x in 0..1 by 0.05\n    (x/5000) -> (x*x)\n  end\nend\nnet 1 6 tanh 1\ninit xavier seed 1\n"
        + "train adam lr 0.01 until loss<0.001 epochs 500", "unscaled", "too-narrow",
      "scale standard ; init xavier normal seed 1 ; train"
    ),
    (
      "data\n  for t in 0..1 by 0.02\n    (t) -> (50*t + 6*sin(12*t))\n  end\nend\nscale targets standard\n"
        + "net 1 6 linear 6 linear 1\ninit xavier seed 1\ntrain adam lr 0.01 until loss<0.001 epochs 1000",
      "", "noise",
      "net 1 6 tanh 6 tanh 1 ; init xavier seed 1 ; train l-bfgs until loss < 0.001 epochs 1000"
    ),
  ])
  func whatNoTrainingChangesIsNamedFirst(
    _ script: String, _ finding: String, _ absent: String, _ line: String
  ) throws {
    let (diagnosis, findings, lines) = try diagnosed(script)
    #expect(findings.first ?? "" == finding && !findings.contains(absent), "\(findings)")
    #expect(diagnosis.advice.first?.line ?? "" == line, "\(lines)")
  }

  /// A table of counts repeats its rows with other outcomes: without a goal that is no illness.
  @Test func repeatedRowsConverge() throws {
    let (diagnosis, findings, lines) = try diagnosed(
      "data\n  repeat 5\n    for a in 0..1\n      for b in 0..1\n        (a) (b) -> 0\n        (a) (b) -> 1\n"
        + "      end\n    end\n  end\nend\n"
        + "net 2 3 tanh 1 sigmoid\ninit xavier seed 1\ntrain adam lr 0.05 loss bce epochs 2000")
    #expect(diagnosis.verdict == .converged && findings == ["contradiction"] && diagnosis.advice.isEmpty)
    #expect(lines.contains { $0.hasPrefix("CONVERGED: rows come again with other targets") })
    #expect(lines.contains { $0.hasPrefix("Repeated rows: ") })
  }

  /// What rose early and has fallen since, to where a penalty holds it, jumps no more.
  @Test(arguments: [500, 8000]) func aSmoothRestIsNotUnsteady(_ epochs: Int) throws {
    let (diagnosis, findings, lines) = try diagnosed(
      "data sine 30\nnet 1 6 tanh 1\ninit xavier seed 4\n"
        + "train adam lr 0.02 l2 0.5 until loss<0.01 epochs \(epochs)")
    #expect(diagnosis.verdict == .flat && findings == ["hindered"], "\(lines)")
  }

  @Test func aNetThatWasNotTrainedIsToldSo() throws {
    let (diagnosis, findings, _) = try diagnosed("data iris\nnet 4 3 softmax\ninit torch seed 1")
    #expect(diagnosis.verdict == .untrained && findings.isEmpty)
    #expect(diagnosis.advice.map(\.line) == ["train adam lr 0.01 epochs 1000"])
  }

  /// The seed in use is no other seed.
  @Test func theSeedInUseIsNoOther() throws {
    let (diagnosis, _, lines) = try diagnosed(
      "data line 60 noise 0.05 seed 2\nnet 1 4 tanh 1\ninit xavier seed 1\n"
        + "train sgd lr 0.0001 until loss<0.02 epochs 300")
    let same = try #require(diagnosis.advice.first { $0.line.hasPrefix("init xavier seed 1 ") }, "\(lines)")
    #expect(!same.changes.contains("another seed") && same.remedy != .otherSeed, "\(same)")
  }
}
