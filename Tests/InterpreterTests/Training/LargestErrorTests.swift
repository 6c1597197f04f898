import Interpreter
import Language
import NeuralCore
import Rendering
import Testing

/// The largest difference of an output from its target, as a metric of the language.
struct LargestErrorTests {
  private static let encoder = "net 8 3 8 sigmoid\ndata encoder 8\ninit uniform -1 1 seed 1\n"

  /// Fahlman's criterion: every output is within 0.4 of its target.
  @Test func aTrainingStopsWhenEveryOutputIsNear() throws {
    let stage = TestSession()
    stage.run(
      Self.encoder + "train rprop lr 0.1 loss half-sse until largest.error<0.4 epochs 500\n"
        + "expect reached and largest.error < 0.4 and accuracy == 1")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    let report = try #require(stage.reports.first)
    #expect(report.reason == .until && report.condition == "largest.error<0.4")
    // One epoch before, some output was not.
    stage.run("back\nexpect largest.error >= 0.4")
    #expect(stage.problems.isEmpty)
  }

  /// The same number by hand, in `print`, `if`, `expect` and a text; of several outputs and of negative targets.
  @Test func itIsAMetricLikeTheOthers() {
    let stage = TestSession()
    stage.run(
      """
      net 1 2
      data
        0 -> 1 -1
        1 -> 0.25 3
      end
      L0N0->L1N0 = 0.5
      L0N0->L1N1 = 1
      expect largest.error == 2
      if largest.error > 1.9
        print "{largest.error:.2}"
      end
      """)
    #expect(stage.problems.isEmpty && stage.lines.last == "2.00")
    stage.run("score")
    let scores = stage.events.flatMap(JSONLines.lines).filter { $0.contains(#""event":"score""#) }
    #expect(scores.last?.contains(#""largest_error":2"#) == true)
  }

  @Test func theLogShowsIt() {
    let stage = TestSession()
    stage.run(Self.encoder + "train rprop lr 0.1 until largest.error<0.1 epochs 2 log every 1")
    #expect(stage.lines.contains { $0.hasPrefix("epoch      2") && $0.contains("largest.error 0.") })
    let epochs = stage.events.flatMap(JSONLines.lines).filter { $0.contains(#""event":"epoch""#) }
    #expect(epochs.count == 2 && epochs.allSatisfy { $0.contains(#""largest_error":0."#) })
  }

  @Test func patienceAndTheBestEpochGoByItToo() throws {
    let stage = TestSession()
    stage.run(Self.encoder + "train sgd lr 5 loss half-sse epochs 40 patience 5 on largest.error")
    let best = try #require(stage.reports.first?.best)
    #expect(best.metric == "largest.error")
    stage.run("expect largest.error == \(best.value)\ngoto epoch best on largest.error")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
  }

  /// With scaled targets it is in the units of the data, as `score` has it, in `until` too.
  @Test func scaledTargetsAreUndone() throws {
    let stage = TestSession()
    stage.run(
      "data line 20 noise 0.1 seed 2\nscale targets minmax\nnet 1 3 tanh 1\ninit torch seed 1\n"
        + "train adam lr 0.05 until largest.error<0.5 epochs 3000\nlet largest = largest.error\nexpect largest < 0.5\nscore"
    )
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    guard case .score(let reports)? = stage.events.last else { return #expect(Bool(false), "no score") }
    stage.run("expect largest == \(reports[0].errors.largest) within 1e-6")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
  }

  @Test func withoutDataItHasNoValue() {
    let stage = TestSession()
    stage.run("net 3 2\nprint largest.error")
    #expect(stage.problems.map(\.code) == [.noData])
    stage.run("print largest.eror")
    #expect(stage.problems.last?.label == "did you mean `largest.error`?")
  }
}
