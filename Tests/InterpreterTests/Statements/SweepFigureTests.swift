import Experiments
import Interpreter
import Language
import NeuralCore
import Testing

/// RMSE, mean absolute error, R² and F1: in sweeps, in their ledgers, and as metrics of the language.
struct SweepFigureTests {
  private static let prices = """
    data
      1 20 -> 210 3
      2 35 -> 260 5
      2 44 -> 301 4
      3 61 -> 365 9
      4 75 -> 420 8
      5 98 -> 489 11
      6 120 -> 590 13
      1 25 -> 225 2
      3 66 -> 377 7
      4 82 -> 431 9
    end
    scale standard
    scale targets standard
    split 0.7 seed 4
    net 2 3 tanh 2

    """

  /// Tables fit a line: names give way to numbers, and metrics that do not decide are left out.
  @Test(arguments: [
    "sweep seeds 0..2\n  net 2 16 tanh 2\n  net 2 16 relu 2\n  train adam lr 0.01 epochs 40\nend",
    "sweep seeds 0..2\n  train adam lr 0.01 until loss<0.02 epochs 30 loss half-sse\nend",
    "sweep seeds 0..2 on val.largest.error\n  train adam lr 1e-7 epochs 3 batch 2 shuffle\nend",
    "sweep seeds 0..2\n  train adam lr 10 epochs 30 batch 2 shuffle schedule cosine loss huber\nend",
  ])
  func tablesFitALine(_ sweep: String) {
    let stage = TestSession()
    stage.run(Self.prices + sweep)
    #expect(stage.problems.isEmpty && stage.lines.contains { $0.hasPrefix("variant ") })
    // What is to be pasted stays whole.
    #expect(stage.lines.allSatisfy { $0.count <= 80 || $0.hasPrefix("      \"") }, "\(stage.lines)")
    let heads = stage.lines.filter { $0.hasPrefix("variant ") }
    #expect(heads.allSatisfy { $0.contains("loss") || $0.contains("solved") })
  }

  private static let iris = "data iris\nsplit 0.8 seed 1\nscale standard\nnet 4 3 softmax\n"

  /// What a run of the ledger says is what the session says after the same training.
  @Test(arguments: [prices, iris]) func runsHaveTheFiguresOfTheirNets(_ setUp: String) throws {
    let session = TestSession()
    session.run(
      setUp + "sweep seeds 0..2 on val.rmse to \"f.jsonl\"\ntrain adam lr 0.05 epochs 12\nend")
    #expect(session.problems.isEmpty, "\(session.problems.map(\.message))")
    let ledger = try Ledger(reading: try #require(session.file("f.jsonl")))
    #expect(ledger.runs.count == 3)
    for run in ledger.runs {
      session.run("replay seed \(run.point.seed)")
      var seen = 0
      for metric in TrainingMetric.allCases {
        guard let value = run[metric] else { continue }
        seen += 1
        session.run("expect (\(metric.rawValue)) == \(value)")
      }
      #expect(session.problems.isEmpty, "\(session.problems.map(\.message))")
      #expect(seen == (setUp == Self.iris ? 14 : 10))
    }
    let result = try #require(session.session.sweep?.result)
    #expect(result.outcome == .metric(.validationRMSE))
    let values = ledger.runs.compactMap { $0[.validationRMSE] }
    #expect(result.best?[.validationRMSE] == values.min() && result.worst?[.validationRMSE] == values.max())
  }

  @Test func moreIsBetterForSharesAndLessForErrors() throws {
    for (metric, isLarge) in [("val.r2", true), ("val.f1", true), ("val.mae", false), ("train.rmse", false)] {
      let session = TestSession()
      session.run(Self.iris + "sweep seeds 0..3 on \(metric)\ntrain adam lr 0.02 epochs 9\nend")
      let result = try #require(session.session.sweep?.result)
      let values = result.runs.compactMap { $0[TrainingMetric(rawValue: metric) ?? .loss] }
      let best = try #require(isLarge ? values.max() : values.min())
      #expect(result.best?[TrainingMetric(rawValue: metric) ?? .loss] == best)
    }
  }

  @Test func patienceAndConditionsWatchThem() throws {
    let session = TestSession()
    session.run(Self.prices + "init xavier seed 2\ntrain adam lr 0.05 epochs 300 patience 15 on val.mae")
    let best = try #require(session.reports.last?.best)
    #expect(best.metric == "val.mae")
    session.run("expect (val.mae) == \(best.value)\nlet here = val.mae")
    session.run("goto epoch best on val.mae\nexpect val.mae <= here")
    session.run(
      "init xavier seed 2\ntrain rprop until val.r2>0.95 and train.rmse<20 epochs 500\nexpect reached")
    #expect(session.problems.isEmpty, "\(session.problems.map(\.message))")
  }

  @Test func whatDoesNotExistIsSaid() {
    let cases: [(text: String, code: DiagnosticCode, words: String)] = [
      (Self.prices + "print val.f1", .unavailableMetric, "no F1"),
      ("net 2 2 1\ndata xor\nprint val.r2", .unavailableMetric, "validation"),
      ("net 1 1\ndata\n0 -> 0.1\n1 -> 0.1\n2 -> 0.1\nend\nprint train.r2", .unavailableMetric, "R²"),
      (
        Self.prices + "sweep seeds 0..1 folds 7 on val.r2\ntrain adam epochs 3\nend", .unavailableMetric,
        "one row has no R²"
      ), (Self.prices + "sweep seeds 0..1 on val.f1\ntrain adam epochs 3\nend", .unavailableMetric, "F1"),
      (Self.prices + "sweep seeds 0..1 on rmse\ntrain adam epochs 3\nend", .unknownName, "rmse"),
    ]
    for (text, code, words) in cases {
      let session = TestSession()
      session.run(text)
      #expect(session.problems.map(\.code) == [code], "\(text)")
      #expect(session.problems.first?.message.contains(words) == true, "\(session.problems.map(\.message))")
    }
  }

  /// The mean of 0.1 ten times is not 0.1, and still no target varies.
  @Test func equalTargetsHaveNoVariance() {
    let rows = (0..<10).map { (inputs: [Double($0)], targets: [0.1]) }
    let data = Dataset(name: "", rows: rows, .double)
    #expect(ErrorSize(rows.map { Vector([$0.inputs[0]]) }, data).r2 == nil && !data.targetsVary)
  }
}
