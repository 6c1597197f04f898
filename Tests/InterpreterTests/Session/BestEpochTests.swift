import Interpreter
import Language
import NeuralCore
import Rendering
import Testing

/// `goto epoch best`, and what `show epochs` says of a validation set.
struct BestEpochTests {
  private static let iris =
    "data iris\nsplit 0.7 seed 1\nscale standard\nnet 4 5 tanh 3 softmax\ninit torch seed 2\n"

  private func stage(_ text: String, scripts: [String: String] = [:]) -> TestSession {
    let stage = TestSession(scripts: scripts)
    stage.run(text)
    return stage
  }

  /// By trial: every epoch is gone to, and none is better.
  @Test(arguments: ["loss", "accuracy", "largest.error", "val.loss", "val.accuracy"])
  func noEpochIsBetterThanTheBest(_ metric: String) throws {
    let stage = stage(Self.iris + "train adam lr 0.3 epochs 12\ntrain sgd lr 0.1 batch 16 shuffle epochs 4")
    stage.run("goto epoch best on \(metric)")
    let best = stage.session.epoch
    stage.run("let best_value = \(metric)")
    let sign = metric.hasSuffix("accuracy") ? "<" : ">"
    for epoch in 0...16 {
      stage.run("goto epoch \(epoch)\nexpect \(metric) \(sign + (epoch < best ? "" : "=")) best_value")
    }
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
  }

  /// An epoch that two trainings share is where the later one began: what is shown of it are the weights that are gone to.
  @Test(arguments: ["L0N0 -> L1N0 = 5\n", "step sgd lr 0.1 batch 3\n", ""])
  func aSharedEpochIsWhereTheLaterTrainingBegan(_ between: String) throws {
    let stage = stage(
      "data\n for i in 0..9\n (i/10) -> (i/5 - 0.3)\n end\nend\nsplit 0.7 seed 1\nnet 1 1\ninit torch seed 2\n"
        + "train sgd lr 0.1 epochs 3\n\(between)train sgd lr 0.1 epochs 2\nshow epochs to \"h.csv\"\ngoto epoch best\nlet best_value = val.loss"
    )
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    guard
      case .wentTo(let report)? = stage.events.last(where: { if case .wentTo = $0 { true } else { false } })
    else { return #expect(Bool(false)) }
    stage.run("expect val.loss == \(report.best?.value ?? -1)")
    let rows = try #require(stage.file("h.csv")).split(separator: "\n").dropFirst()
    for row in rows {
      let cells = row.split(separator: ",")
      stage.run("goto epoch \(cells[0])\nexpect val.loss == \(cells[2])\nexpect val.loss >= best_value")
    }
    #expect(stage.problems.isEmpty && rows.count == 5, "\(stage.problems.map(\.message))")
  }

  /// Without a metric: what the last training watched, else `val.loss`, else `loss`.
  @Test func theMetricIsTheOneThatMatters() {
    func metric(_ text: String) -> String? {
      let stage = stage(text + "\ngoto epoch best")
      #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
      guard case .wentTo(let report)? = stage.events.last else { return nil }
      return report.best?.metric.rawValue
    }
    #expect(metric(Self.iris + "train adam lr 0.3 epochs 5 patience 4 on val.accuracy") == "val.accuracy")
    #expect(metric(Self.iris + "train adam lr 0.3 epochs 5") == "val.loss")
    #expect(metric("net 2 2 1\ndata xor\ninit torch seed 1\ntrain adam epochs 5") == "loss")
  }

  /// A training that rose ends with worse weights than it had.
  @Test func trainingOnFromThereRepeatsTheRun() {
    let stage = stage(
      "net 2 2 1\ndata xor\ninit torch seed 1\ntrain sgd lr 0.5 epochs 20\nlet low = loss\ntrain sgd lr 8 epochs 6"
    )
    stage.run(
      "let high = loss\ngoto epoch best\nexpect loss <= low and loss < high\nundo\nexpect loss == high")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
  }

  @Test func aVariableOfThatNameIsTheNumber() {
    let stage = stage(
      "net 2 2 1\ndata xor\ninit torch seed 1\ntrain adam epochs 9\nlet best = 3\ngoto epoch best")
    #expect(stage.problems.isEmpty && stage.session.epoch == 3)
    stage.run("goto epoch best on loss")
    #expect(stage.session.epoch == 9)
  }

  @Test(arguments: [
    ("goto epoch best", DiagnosticCode.unavailableMetric),
    ("train adam epochs 3\ngoto epoch best on epoch", .unavailableMetric),
    ("train adam epochs 3\ngoto epoch best on val.loss", .unavailableMetric),
    ("train adam epochs 3\ngoto epoch best on los", .unknownName), ("goto best", .missingArgument),
  ])
  func wrongUseIsAnswered(_ lines: String, _ code: DiagnosticCode) {
    let stage = stage("net 2 2 1\ndata xor\ninit torch seed 1\n" + lines)
    #expect(stage.problems.map(\.code) == [code])
  }

  @Test func ctrlCEndsTheSearchAndChangesNothing() {
    let stage = TestSession(patience: 400)
    stage.run("net 2 2 1\ndata xor\ninit torch seed 1\nquiet ; train adam epochs 3000 ; end")
    let epoch = stage.session.epoch
    stage.run("goto epoch best")
    #expect(stage.problems.last?.code == .interrupted && stage.session.epoch == epoch)
  }

  @Test func machinesReadWhatIsBest() {
    let stage = stage(Self.iris + "train adam lr 0.3 epochs 5\ngoto epoch best on val.accuracy\ngoto epoch 2")
    let lines = stage.events.flatMap(JSONLines.lines).filter { $0.contains(#""event":"goto""#) }
    #expect(lines.first?.contains(#""best_metric":"val.accuracy","best":"#) == true)
    #expect(lines.last?.contains("best") == false)
    #expect(
      formatted(Source(name: "", text: "goto  epoch best  on val.loss\ngoto epoch  5\n"), .standard)
        == "goto epoch best on val.loss\ngoto epoch 5\n")
  }

  // MARK: Validation metrics on the way

  /// What the log says of an epoch is what one gets there.
  @Test func theLogHasTheMetricsOfTheValidationSet() throws {
    let stage = stage(Self.iris + "train adam lr 0.1 epochs 10 log every 5")
    let epochs = stage.logged
    #expect(
      epochs.map(\.epoch) == [5, 10]
        && stage.lines.contains { $0.contains("val.loss ") && $0.contains("val.accuracy ") })
    for report in epochs {
      let (loss, accuracy) = (
        try #require(report[.validationLoss]), try #require(report[.validationAccuracy])
      )
      stage.run("goto epoch \(report.epoch)\nexpect val.loss == \(loss) and val.accuracy == \(accuracy)")
    }
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    #expect(stage.lines.allSatisfy { $0.count <= 80 })
  }

  @Test func numbersHaveNoAccuracy() {
    let text =
      "data sine 40 seed 1\nsplit 0.8 seed 1\nnet 1 4 tanh 1\ninit torch seed 1\ntrain adam epochs 3\nshow epochs to \"e.csv\"\nshow epochs"
    let stage = stage(text)
    #expect(
      stage.problems.isEmpty && stage.lines.contains { $0.contains("val.loss ") && !$0.contains("accuracy") })
    #expect(stage.file("e.csv")?.hasPrefix("epoch,loss,val_loss\n1,") == true)
    let epochs = stage.events.flatMap(JSONLines.lines).last { $0.contains(#""event":"epochs""#) }
    #expect(epochs?.contains(#""val_accuracies":[]"#) == true)
  }

  @Test func withoutAValidationSetNothingIsSaidOfOne() {
    let stage = stage(
      "net 2 2 1\ndata xor\ninit torch seed 1\ntrain adam epochs 3\nshow epochs\nshow epochs to \"e.csv\"")
    #expect(!stage.lines.contains { $0.contains("val") })
    #expect(stage.file("e.csv")?.split(separator: "\n").count == 4)
  }

  /// A line an epoch, none left out, each number as one gets it there, across two trainings; the file is data for nn.
  @Test func everyEpochIsALineOfTheFile() throws {
    let stage = stage(
      Self.iris + "quiet\ntrain adam lr 0.1 epochs 1500\ntrain sgd lr 0.1 batch 20 shuffle epochs 2\nend")
    stage.run("show epochs to \"run.csv\"")
    let lines = try #require(stage.file("run.csv")).split(separator: "\n").map { $0.split(separator: ",") }
    #expect(lines[0] == ["epoch", "loss", "val_loss", "val_accuracy"] && lines.count == 1503)
    #expect(lines.dropFirst().map { $0[0] } == (1...1502).map { Substring("\($0)") })
    for k in [1, 777, 1500, 1502] {
      stage.run("goto epoch \(k)\nexpect val.loss == \(lines[k][2]) and val.accuracy == \(lines[k][3])")
    }
    stage.run("goto epoch 999\nexpect loss == \(lines[1000][1])")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    #expect(
      stage.events.contains {
        if case .wrote(let file, let lines) = $0 { file == "run.csv" && lines == 1503 } else { false }
      })
  }

  @Test func theListedEpochsAreThoseOfTheFile() throws {
    let stage = stage(Self.iris + "train adam lr 0.1 epochs 200\nshow epochs\nshow epochs to \"run.csv\"")
    guard
      case .epochs(let report)? = stage.events.first(where: { if case .epochs = $0 { true } else { false } })
    else { return #expect(Bool(false), "no report") }
    let lines = try #require(stage.file("run.csv")).split(separator: "\n").map { $0.split(separator: ",") }
    for (point, validation) in zip(report.losses, report.validation) {
      let line = lines[point.epoch]
      #expect(Double(line[1]) == point.loss && Double(line[2]) == validation.loss)
      #expect(Double(line[3]) == validation.accuracy)
    }
  }
}
