import Interpreter
import NeuralCore
import Testing

/// Losses that are sums, with batches: what is shown, compared and stopped on is the sum over the epoch.
struct SummedLossTests {
  /// Errors 0, −2, 1, −4, −26: the squares sum to 697. The rate is so small that the weights stay.
  private let fiveRows = """
    precision double
    data
      0 -> 0
      1 -> 3
      2 -> 1
      3 -> 7
      4 -> 30
    end
    net 1 1
    L0N0 -> L1N0 = 1

    """

  /// Losses by hand: Σ d², Σ d²/2, and means that were right before.
  private let byHand: [(loss: String, value: Double)] = [
    ("sse", 697), ("half-sse", 348.5), ("mse", 139.4), ("mae", 6.6), ("huber", 6.2),
  ]

  /// The losses that `show epochs` lists.
  private func noted(_ stage: TestSession) -> [Double] {
    stage.run("show epochs")
    return stage.events.compactMap { if case .epochs(let report) = $0 { report.losses } else { nil } }
      .last?.map(\.loss) ?? []
  }

  @Test func theLossShownIsTheEpochs() throws {
    for (loss, value) in byHand {
      for batch in [
        "batch 1", "batch 2", "batch 3", "batch 2 shuffle", "batch 2 accumulate 2", "batch 5", "",
      ] {
        let stage = TestSession()
        stage.run(
          fiveRows + "train sgd lr 1e-12 \(batch) loss \(loss) until loss<\(value * 0.99) epochs 3\n"
            + "expect not reached\nexpect loss == \(value) within 1e-6")
        #expect(stage.problems.isEmpty, "\(loss) \(batch)")
        let report = try #require(stage.reports.first)
        for shown in [report.loss, report.firstLoss, report.lossAfter ?? .nan] {
          #expect((shown - value).magnitude < 1e-6, "\(loss) \(batch): \(shown)")
        }
        #expect(!stage.lines.contains { $0.contains("rose") }, "\(loss) \(batch)")
        #expect(noted(stage).allSatisfy { ($0 - value).magnitude < 1e-6 })
      }
    }
  }

  /// Without `until` a training in small steps does not say that the loss rose.
  @Test func nothingRoseThatFell() {
    for loss in ["sse", "half-sse"] {
      let stage = TestSession()
      stage.run(fiveRows + "train sgd lr 0.0001 batch 2 loss \(loss) epochs 20")
      let report = stage.reports.first
      #expect((report?.lossAfter ?? .nan) < (report?.firstLoss ?? .nan))
      #expect(!stage.lines.contains { $0.contains("rose") }, "\(stage.lines)")
    }
  }

  /// One row a step, until the sum over the rows is small: the loss after it is near the one that the rule saw.
  @Test func untilStopsOnTheSum() {
    for loss in ["sse", "half-sse"] {
      let stage = TestSession()
      stage.run(
        "net 2 3 1 sigmoid\ndata xor\ninit xavier seed 2\n"
          + "train adam lr 0.05 loss \(loss) batch 1 until loss<0.01 epochs 5000\n"
          + "expect reached\nexpect loss < 0.02")
      #expect(stage.problems.isEmpty, "\(loss)")
    }
  }

  /// Step by step: the epoch that is noted is that of all its batches, for sums and for means.
  @Test func stepsNoteTheWholeEpoch() {
    for (loss, value) in byHand {
      let stage = TestSession()
      stage.run(fiveRows + "step sgd lr 1e-12 batch 2 loss \(loss)\nstep\nstep\nexpect epoch == 1")
      #expect(stage.problems.isEmpty)
      let noted = noted(stage)
      #expect(noted.count == 1 && noted.allSatisfy { ($0 - value).magnitude < 1e-6 }, "\(loss): \(noted)")
    }
  }

  /// A mean over class weights is a mean over the epoch too. Oracle: the same line without batches.
  @Test func weightedClassesAreAMeanOverTheEpoch() throws {
    let start = "precision double\ndata iris\nnet 4 3 softmax\ninit xavier seed 1\nfreeze all\n"
    var losses: [Double] = []
    for batch in ["", "batch 1", "batch 16 shuffle", "batch 70"] {
      let stage = TestSession()
      stage.run(start + "train adam \(batch) loss cross-entropy weights [1, 5, 0.5] epochs 1")
      losses.append(try #require(stage.reports.first).loss)
    }
    #expect(losses.allSatisfy { ($0 - losses[0]).magnitude < 1e-12 }, "\(losses)")
  }
}
