import Interpreter
import Language
import NeuralCore
import Rendering
import Testing

/// Early stopping with a least improvement.
struct PatienceTests {
  private static let iris = "data iris\nscale standard\nnet 4 10 relu 3 softmax\ninit xavier uniform seed 1\n"

  /// With full batches the loss always falls a little: `patience` alone never ends.
  @Test func aLossThatHardlyFallsLosesPatience() throws {
    let stage = TestSession()
    stage.run(Self.iris + "train adam lr 0.001 epochs 5000 patience 10 on loss least 1e-4")
    let report = try #require(stage.reports.first)
    #expect(report.reason == .patience && report.epochs < 5000)
    #expect(report.patience?.epochs == 10 && report.patience?.least == 1e-4)
    // The weights are still the best ones, however little they are better.
    let best = try #require(report.best)
    #expect(best.epoch == report.epochs && best.value == stage.session.presentLoss)
    #expect(
      stage.lines.contains {
        $0.hasPrefix("stopped early: no improvement of loss by more than 0.0001 in 10 epochs, after")
      })
    stage.run("goto epoch 1000\ntrain adam lr 0.001 epochs 100 patience 10 on loss")
    #expect(stage.reports.last?.reason == .epochs)
  }

  /// Small steps add up: what counts is the fall since the value that last counted, as in Keras.
  @Test func smallImprovementsAddUp() {
    let stage = TestSession()
    stage.run(Self.iris + "train adam lr 0.001 epochs 60 patience 10 on loss least 0.01")
    #expect(stage.reports.first?.reason == .epochs)
    stage.run("reset\ntrain adam lr 0.001 epochs 60 patience 10 on loss least 0.5")
    #expect(stage.reports.last?.reason == .patience && stage.reports.last?.epochs == 10)
  }

  @Test func largerIsBetterForAnAccuracy() throws {
    let stage = TestSession()
    stage.run(
      Self.iris + "split 0.8 seed 1\ntrain adam lr 0.01 epochs 500 patience 20 least 0.05 on val.accuracy")
    let report = try #require(stage.reports.first)
    #expect(report.reason == .patience && report.best?.metric == "val.accuracy")
    #expect(
      stage.lines.contains { $0.contains("no improvement of val.accuracy by more than 0.05 in 20 epochs") })
  }

  @Test func theReportSaysWhatWasWatched() throws {
    let stage = TestSession()
    stage.run(Self.iris + "split 0.8 seed 1\ntrain sgd lr 2 epochs 300 patience 3")
    #expect(stage.reports.first?.reason == .patience)
    #expect(
      stage.lines.contains { $0.hasPrefix("stopped early: no improvement of val.loss in 3 epochs, after") })
    let line = stage.events.flatMap(JSONLines.lines).first { $0.contains(#""event":"train""#) }
    #expect(line?.contains(#""watched":"val.loss""#) == true)
  }

  /// The weights are the best ones as well where the epochs end first: the loss of the last update is not theirs.
  @Test func theReportSaysWhoseWeightsAreLeft() throws {
    let stage = TestSession()
    stage.run(Self.iris + "split 0.8 seed 1\ntrain adam lr 0.05 epochs 300 patience 400 on val.accuracy")
    let report = try #require(stage.reports.first)
    let best = try #require(report.best)
    #expect(report.reason == .epochs && best.epoch < 300)
    #expect(
      stage.lines.contains {
        $0.hasPrefix("  the weights are those of epoch \(best.epoch), with the best val.accuracy: ")
      })
    #expect(!stage.lines.contains { $0.contains("before its update") })
  }

  /// Saved, loaded and repeated, the line stops at the same epoch.
  @Test func aRepeatedLineHasIt() throws {
    let stage = TestSession()
    let line = "train adam lr 0.01 epochs 2000 patience 5 least 1e-3 on loss"
    stage.run(Self.iris + line)
    let epochs = try #require(stage.reports.first?.epochs)
    stage.run("reset\nsave \"a.nnet\"\nclear\nload \"a.nnet\"\ntrain")
    #expect(stage.problems.isEmpty && stage.reports.last?.epochs == epochs)
    #expect(formatted(Source(name: "", text: line + "\n"), .standard) == line + "\n")
  }

  @Test(arguments: [
    ("train adam least 1e-4 epochs 5", DiagnosticCode.settingMismatch),
    ("train adam patience 5 least 0 epochs 5", .outOfRange),
    ("train adam patience 5 least -1 epochs 5", .outOfRange),
    ("step adam least 1", .unknownOption),
  ])
  func wrongUseIsAnswered(_ line: String, _ code: DiagnosticCode) {
    let stage = TestSession()
    stage.run("net 2 2 1\ndata xor\ninit torch seed 1\n" + line)
    #expect(stage.problems.map(\.code) == [code])
  }
}
