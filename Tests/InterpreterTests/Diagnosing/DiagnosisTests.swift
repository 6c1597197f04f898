import Diagnosing
import Foundation
import Interpreter
import Language
import NeuralCore
import Testing

/// Why nets are stuck, over a thousand starts and by single causes.
struct DiagnosisTests {
  /// A run of a thousand seeds: data, net, goal, and the misses that are known (PyTorch agrees on the first).
  struct Experiment: CustomTestStringConvertible {
    let name: String
    let setup: String
    let goal: String
    let misses: Int
    var testDescription: String { name }
  }

  private static func rows(_ rows: String...) -> String {
    "data\n" + rows.map { "  \($0)\n" }.joined() + "end"
  }

  static let experiments = [
    Experiment(name: "xor", setup: "net 2 2 1\ndata xor", goal: "0.01", misses: 124),
    Experiment(name: "parity 3", setup: "net 3 3 1\ndata parity 3", goal: "0.01", misses: 8),
    Experiment(
      name: "targets 0.2 and 0.9",
      setup: "net 2 2 1\n" + rows("0 0 -> 0.2", "0 1 -> 0.9", "1 0 -> 0.9", "1 1 -> 0.2"), goal: "0.001",
      misses: 67),
    Experiment(
      name: "a doubled row",
      setup: "net 2 2 1\n" + rows("0 0 -> 0", "0 1 -> 1", "1 0 -> 1", "1 1 -> 0", "0 1 -> 1"), goal: "0.01",
      misses: 348),
  ]

  /// Each miss gets a cause whose plateau is where its loss is, or is said to be falling, and then it arrives within as many
  /// epochs again. None that arrived is called stuck.
  @Test(arguments: experiments)
  func aThousandStarts(_ experiment: Experiment) throws {
    var misses = 0
    for seed in 0..<1000 {
      let stage = TestSession()
      stage.run(
        "\(experiment.setup)\ninit torch seed \(seed)\ntrain adam lr 0.01 until loss<\(experiment.goal) epochs 5000\ndiagnose"
      )
      #expect(stage.problems.isEmpty)
      let report = try #require(stage.reports.last)
      let diagnosis = try #require(self.diagnosis(stage))
      guard report.reached == false else {
        #expect(diagnosis.verdict == .arrived, "\(experiment.name), seed \(seed)")
        continue
      }
      misses += 1
      check(diagnosis, stage, "\(experiment.name), seed \(seed)")
    }
    #expect(misses == experiment.misses)
  }

  private func diagnosis(_ stage: TestSession) -> Diagnosis? {
    stage.events.reversed().lazy.compactMap {
      if case .diagnosis(let diagnosis, false) = $0 { diagnosis } else { nil }
    }.first
  }

  private func check(_ diagnosis: Diagnosis, _ stage: TestSession, _ name: String) {
    switch diagnosis.verdict {
    case .falling:
      stage.run(diagnosis.advice.first?.line ?? "")
      #expect(stage.reports.last?.reached == true, "\(name): said to fall, and did not arrive")
    case .stuck, .leaving:
      let plateau = diagnosis.floor?.plateau ?? .nan
      #expect((plateau - diagnosis.loss).magnitude <= 0.005, "\(name): \(plateau), loss \(diagnosis.loss)")
      #expect(!diagnosis.groups.isEmpty && !diagnosis.advice.isEmpty, "\(name)")
      checkGroups(diagnosis, name)
    default: Issue.record("\(name): \(diagnosis.verdict)")
    }
  }

  /// The plateau is that of the groups, worked out here from their targets alone (for mse and one output).
  private func checkGroups(_ diagnosis: Diagnosis, _ name: String) {
    var squares = 0.0
    for group in diagnosis.groups {
      let targets = group.rows.compactMap { $0.targets?.first }
      let mean = targets.reduce(0, +) / Double(targets.count)
      squares += targets.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      #expect((group.answer[0] - mean).magnitude < 1e-6, "\(name)")
      let outputs = group.rows.map { $0.outputs[0] }
      #expect((outputs.max() ?? 0) - (outputs.min() ?? 0) < 0.05, "\(name): outputs are not the same")
    }
    let plateau = diagnosis.floor?.plateau ?? .nan
    #expect((squares / Double(diagnosis.rows) - plateau).magnitude < 1e-6, "\(name)")
  }

  // MARK: Single causes

  private func diagnosed(_ script: String) throws -> (Diagnosis, TestSession) {
    let stage = TestSession()
    stage.run(script + "\ndiagnose")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    return (try #require(diagnosis(stage)), stage)
  }

  private func has(_ diagnosis: Diagnosis, _ test: (Diagnosis.Finding) -> Bool) -> Bool {
    diagnosis.findings.contains(where: test)
  }

  @Test func seed672IsStillFalling() throws {
    let (diagnosis, stage) = try diagnosed(
      "net 2 2 1\ndata xor\ninit torch seed 672\ntrain adam lr 0.01 until loss<0.01 epochs 5000")
    #expect(diagnosis.verdict == .falling && diagnosis.trial?.epochs == 15)
    #expect(stage.lines.contains { $0.contains("at epoch 5015") })
    #expect(stage.session.epoch == 5000, "the copy is a copy")
  }

  @Test func withoutAHiddenLayerNoLineParts() throws {
    let (diagnosis, stage) = try diagnosed(
      "net 2 1\ndata xor\ninit torch seed 1\ntrain sgd lr 0.1 until loss<0.01 epochs 500")
    guard case .linear(let plateau)? = diagnosis.floor else {
      Issue.record("\(String(describing: diagnosis.floor))")
      return
    }
    #expect((plateau - 0.25).magnitude < 1e-9)
    #expect(
      has(diagnosis) {
        if case .inseparable(let first, let second, _) = $0 {
          return first.count == 2 && second.count == 2 && first.allSatisfy { ($0.1 - 0.5).magnitude < 1e-9 }
        }
        return false
      })
    #expect(stage.lines.contains { $0.contains("No straight line separates the classes 0 and 1") })
    let (parted, _) = try diagnosed(
      "net 2 1 sigmoid\ndata and\ninit torch seed 1\ntrain sgd lr 0.1 until loss<0.0001 epochs 50 loss bce")
    #expect(!has(parted) { if case .inseparable = $0 { true } else { false } })
  }

  @Test func theDataContradictsItself() throws {
    let (diagnosis, stage) = try diagnosed(
      "net 1 3 tanh 1\ndata\n  0 -> 0\n  1 -> 1\n  1 -> 0\nend\ninit torch seed 1\ntrain adam lr 0.05 until loss<0.01 epochs 2000"
    )
    #expect(diagnosis.verdict == .stuck && diagnosis.groups.map(\.layer) == [0])
    #expect(((diagnosis.floor?.plateau ?? 0) - 1.0 / 6).magnitude < 1e-9)
    #expect(stage.lines.contains { $0.contains("contradicts itself") })
  }

  @Test func targetsOutOfReach() throws {
    let (diagnosis, _) = try diagnosed(
      "net 2 4 1 sigmoid\ndata\n  0 0 -> 0\n  0 1 -> 2\n  1 0 -> 2\n  1 1 -> 0\nend\ninit torch seed 2\ntrain adam lr 0.05 until loss<0.01 epochs 3000"
    )
    #expect(
      has(diagnosis) {
        if case .outOfReach(2, let floor) = $0 { (floor - 0.5).magnitude < 1e-9 } else { false }
      })
    #expect(diagnosis.advice.first?.line.hasPrefix("net 2 4 1 ; init ") == true)
  }

  @Test func aSymmetricStart() throws {
    let (diagnosis, stage) = try diagnosed(
      "net 2 3 1\ndata xor\ninit constant 0.5\ntrain adam lr 0.01 until loss<0.01 epochs 500")
    #expect(has(diagnosis) { if case .mirrored(let pairs) = $0 { pairs.count == 3 } else { false } })
    #expect(stage.lines.contains { $0.hasPrefix("Symmetric weights: all 3 units of layer 1") })
  }

  @Test func deadSaturatedAndTwinUnits() throws {
    let (dead, _) = try diagnosed(
      "net 2 2 relu 1\ndata xor\ninit torch seed 1\n0B -> L1N0: -9\ntrain adam lr 0.01 until loss<0.01 epochs 300"
    )
    #expect(
      has(dead) {
        if case .dead(let units) = $0 { units.contains(NeuronName(layer: 1, index: 0)) } else { false }
      })
    let (saturated, _) = try diagnosed(
      "net 2 2 1\ndata xor\ninit torch seed 1\n0B -> L1N1: 40\ntrain adam lr 0.01 until loss<0.01 epochs 300")
    #expect(
      has(saturated) {
        if case .saturated(let units) = $0 { units == [NeuronName(layer: 1, index: 1)] } else { false }
      })
    let (twins, _) = try diagnosed(
      """
      net 2 2 1
      data xor
      init torch seed 1
      L0N0 -> L1N0 = 1
      L0N0 -> L1N1 = 1.001
      L0N1 -> L1N0 = -1
      L0N1 -> L1N1 = -1
      0B -> L1N0: 0
      0B -> L1N1: 0
      train sgd lr 0.001 until loss<0.01 epochs 1
      """)
    let data = try #require(BuiltinData.named("xor")?.dataset())
    #expect(try ModelAnalysis(twins.network, Objective(.mse), on: data, .never).units.twins.count == 1)
  }

  /// Where an output is beyond a float32, all distances would be within an infinite one.
  @Test func outputsBeyondFloat32MakeNoTwins() {
    let stage = TestSession()
    stage.run(
      "data\n 1 2 -> 0\n 2 3 -> 0\nend\nnet 2 2 relu 1\ninit torch seed 1\nL0N0 -> L1N0 = 3e38\nL1N0 -> L2N0 = -3e38\ndiagnose"
    )
    #expect(!stage.lines.joined(separator: " ").contains("same output for every row"), "\(stage.lines)")
  }

  @Test func vanishingAndExplodingGradientsAreFound() throws {
    let (diagnosis, _) = try diagnosed(
      "net 2 4 4 4 4 4 4 1\ndata xor\ninit normal 0 0.3 seed 1\ntrain sgd lr 0.1 until loss<0.01 epochs 50")
    #expect(has(diagnosis) { if case .vanishing(let sizes) = $0 { sizes.count == 7 } else { false } })
    let (exploding, _) = try diagnosed(
      "net 1 1 relu 1 relu 1\ndata\n  1 -> 0\n  2 -> 1\nend\nL0N0 -> L1N0 = 0.001\nL1N0 -> L2N0 = 100\n"
        + "L2N0 -> L3N0 = 100\ntrain sgd lr 1e-12 until loss<0.01 epochs 1")
    #expect(has(exploding) { if case .exploding(let sizes) = $0 { sizes.count == 3 } else { false } })
  }

  /// The curvature of a parabola is known: loss = mean of (w x − y)² has the second derivative 2 mean x².
  @Test func ratesBesideTheCurvature() throws {
    let data = "net 1 1 without bias\ndata\n  1 -> 1\n  3 -> 3\nend\nL0N0 -> L1N0 = 2\n"
    let (large, stage) = try diagnosed(data + "train sgd lr 0.5 until loss<0.001 epochs 300")
    #expect(large.verdict == .diverged)
    #expect(
      has(large) {
        if case .tooLarge(0.5, let limit, let curvature) = $0 {
          return (curvature - 10).magnitude < 0.01 && (limit - 0.2).magnitude < 0.001
        }
        return false
      })
    #expect(stage.run(try #require(large.advice.first).line) == .done)

    #expect(stage.reports.last?.reached == true, "the rate that it names arrives")
    let (small, _) = try diagnosed(data + "train sgd lr 1e-5 until loss<0.001 epochs 300")
    #expect(has(small) { if case .tooSmall = $0 { true } else { false } })
  }

  /// The largest stable rate of a parabola of curvature 10, with momentum m: 2 (1 + m) / 10, of Nesterov's
  /// 2 (1 + m) / (1 + 2 m) / 10. Below it a training arrives, above it the loss grows.
  @Test(arguments: [
    ("", 0.2), ("momentum 0.5", 0.3), ("momentum 0.9", 0.38), ("momentum 0.5 nesterov", 0.15),
    ("momentum 0.9 nesterov", 0.135_714),
  ])
  func theLimitOfTheRateIsWhereTrainingTurns(_ options: String, _ limit: Double) throws {
    let data = "net 1 1 without bias\ndata\n  1 -> 1\n  3 -> 3\nend\nL0N0 -> L1N0 = 2\n"
    let (diagnosis, _) = try diagnosed(data + "train sgd lr 1 \(options) until loss<0.001 epochs 400")
    #expect(
      has(diagnosis) {
        if case .tooLarge(_, let found, _) = $0 { (found - limit).magnitude < 0.005 * limit } else { false }
      }, "\(diagnosis.findings)")
    for (factor, arrives) in [(0.97, true), (1.03, false)] {
      let stage = TestSession()
      stage.run(data + "train sgd lr \(factor * limit) \(options) until loss<0.001 epochs 4000")
      #expect(stage.reports.last?.reached == arrives, "\(factor) of the limit")
    }
  }

  /// A positive target weighs as much as its class weight says: the best common output of targets 0 and 1 is
  /// w / (w + 1), and the loss of the three rows there is its cross-entropy.
  @Test(arguments: [1.0, 3.0, 9.0])
  func classWeightsMoveTheBestCommonOutput(_ weight: Double) throws {
    let (diagnosis, _) = try diagnosed(
      """
      net 1 3 tanh 1 sigmoid
      data
        0 -> 0
        1 -> 1
        1 -> 0
      end
      init torch seed 1
      train adam lr 0.05 until loss<0.01 epochs 3000 loss bce weights [\(weight)]
      """)
    let best = weight / (weight + 1)
    let group = try #require(diagnosis.groups.first)
    #expect((group.answer[0] - best).magnitude < 1e-9)
    let plateau = try #require(diagnosis.floor?.plateau)
    #expect((plateau + (weight * log(best) + log(1 - best)) / 3).magnitude < 1e-9)
  }

  /// What an output layer can give at least or at most, and the loss that a target of ±3 beyond it leaves.
  @Test(arguments: [
    ("sigmoid", -3, 0), ("sigmoid", 3, 1), ("tanh", -3, -1), ("relu", -3, 0), ("softplus", -3, 0),
    ("elu", -3, -1), ("selu", -3, -1.758_099), ("gelu", -3, -0.169_971), ("silu", -3, -0.278_46),
    ("softsign", 3, 1),
  ])
  func outputsEndWhereTheActivationDoes(_ activation: String, _ target: Double, _ bound: Double) throws {
    let (diagnosis, _) = try diagnosed(
      "net 1 1 \(activation) without bias\ndata\n  1 -> \(target)\n  2 -> 0.5\nend\ninit torch seed 1\n"
        + "train adam lr 0.05 until loss<0.01 epochs 300")
    let expected = (target - bound) * (target - bound) / 2
    #expect(
      has(diagnosis) {
        if case .outOfReach(1, let floor) = $0 { (floor - expected).magnitude < 1e-4 } else { false }
      }, "\(diagnosis.findings)")
  }

  @Test func aBottleneckAndOverfitting() throws {
    let (bottleneck, _) = try diagnosed(
      "net 4 1 tanh 4\ndata encoder 4\ninit torch seed 1\ntrain adam lr 0.05 until loss<0.01 epochs 4000")
    #expect(bottleneck.verdict == .stuck)
    guard case .bottleneck(let plateau, let width)? = bottleneck.floor else {
      Issue.record("\(String(describing: bottleneck.floor))")
      return
    }
    #expect(width == 1 && (plateau - 2.0 / 16).magnitude < 1e-9)
    let (fitted, _) = try diagnosed(
      "data sine 40 noise 0.6 seed 3\nsplit 0.4 seed 1\nnet 1 20 tanh 1\ninit torch seed 1\ntrain adam lr 0.02 epochs 4000"
    )
    #expect(has(fitted) { if case .overfitting(let best, _, _) = $0 { best < 4000 } else { false } })
  }

  @Test func aMetGoalHasArrivedAndAnUntrainedNetIsUnknown() throws {
    let (arrived, _) = try diagnosed(
      "net 2 2 1\ndata xor\ninit xavier seed 1000\ntrain adam lr 0.01 until loss<0.01")
    #expect(arrived.verdict == .arrived && arrived.floor == nil)
    let (unknown, _) = try diagnosed("net 2 2 1\ndata xor\ninit xavier seed 1000")
    #expect(unknown.verdict == .untrained && unknown.trial == nil)
    let stage = TestSession()
    #expect(stage.run("net 2 2 1\ndata xor\ndiagnose") == .failed(1))
    #expect(stage.run("net 2 3\ninit torch seed 1\ndiagnose") == .failed(1))
  }

  /// Every line of advice reads, and does not fail.
  @Test(arguments: [3, 11, 28, 672]) func adviceCanBePasted(_ seed: Int) throws {
    let (diagnosis, stage) = try diagnosed(
      "net 2 2 1\ndata xor\ninit xavier seed \(seed)\ntrain adam lr 0.01 until loss<0.01 epochs 3000")
    for advice in diagnosis.advice {
      let before = stage.problems.count
      stage.run(advice.line)
      #expect(stage.problems.count == before, "\(advice.line): \(stage.problems.last?.message ?? "")")
      stage.run("undo")
    }
  }

  /// The short form stands behind a train that missed, and costs no state.
  @Test func aMissSaysWhy() throws {
    let stage = TestSession()
    stage.run("net 2 2 1\ndata xor\ninit xavier seed 11\ntrain adam lr 0.01 until loss<0.01 epochs 5000")
    #expect(
      stage.events.contains {
        if case .diagnosis(let found, true) = $0 { found.verdict == .stuck } else { false }
      })
    let text = stage.lines.joined(separator: " ").split(separator: " ").joined(separator: " ")
    #expect(text.contains("(0,1) and (1,1) get the same output, 0.50, for targets 1 and 0."))
    #expect(text.contains("A net that merges them can do no better than 0.12500"))
    let fingerprint = stage.session.fingerprint
    stage.run("diagnose")
    #expect(stage.session.fingerprint == fingerprint)
  }
}
