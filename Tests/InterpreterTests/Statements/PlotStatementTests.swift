import Charts
import Foundation
import Interpreter
import Language
import Testing

/// `plot`: what it draws of a session, and what it says where there is nothing to draw.
struct PlotStatementTests {
  private func chart(_ script: String) throws -> Chart {
    let stage = TestSession()
    stage.run(script)
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    let charts = stage.events.compactMap { if case .plot(let chart) = $0 { chart } else { nil } }
    return try #require(charts.last)
  }

  private func mistake(_ script: String) throws -> Diagnostic {
    let stage = TestSession()
    stage.run(script)
    return try #require(stage.problems.first)
  }

  private func line(_ chart: Chart, _ name: String?) throws -> [Point] {
    let mark = try #require(chart.panels[0].marks.first { $0.name == name })
    guard case .line(let points) = mark.shape else { throw CancellationError() }
    return points
  }

  private static let xor = "net 2 2 1\ndata xor\ninit xavier seed 1000\n"

  // MARK: Loss

  @Test func lossesAreThoseOfTheEpochs() throws {
    let points = try line(try chart(Self.xor + "train adam lr 0.01 epochs 30\nplot loss"), nil)
    #expect(points.map(\.x) == (1...30).map(Double.init))
    #expect(abs(points[0].y - 1.5572) < 1e-4)
  }

  @Test func twoTrainingsAreOneWay() throws {
    let points = try line(
      try chart(Self.xor + "train adam lr 0.01 epochs 30\ntrain sgd lr 0.1 epochs 20\nplot loss"), nil)
    #expect(points.map(\.x) == (1...50).map(Double.init))
  }

  @Test func restartsAreMarkedAndAttemptsAreAllThere() throws {
    let drawn = try chart(
      "net 2 2 1\ndata xor\ninit xavier seed 11\ntrain adam lr 0.01 until loss<0.01 restart every 100 epochs 350\nplot loss"
    )
    let mark = try #require(drawn.panels[0].marks.first { $0.name == "restart" })
    guard case .strokes(let strokes) = mark.shape else { throw CancellationError() }
    #expect(strokes.map(\.from.x) == [100, 200, 300])
    let points = try line(drawn, nil)
    #expect(points.count { !$0.isFinite } == 3 && points.count(where: \.isFinite) == 350)
    #expect(points.last?.x == 350)
  }

  @Test func restartsThatKeepTheOptimizerAreMarkedToo() throws {
    let drawn = try chart(
      "net 2 2 1\ndata xor\ninit xavier seed 11\ntrain adam lr 0.01 until loss<0.01 restart every 100 keeping optimizer epochs 250\nplot loss"
    )
    let mark = try #require(drawn.panels[0].marks.first { $0.name == "restart" })
    guard case .strokes(let strokes) = mark.shape else { throw CancellationError() }
    #expect(strokes.map(\.from.x) == [100, 200])
  }

  @Test func validationIsThatOfTheStates() throws {
    let script =
      "data sine 60 seed 1\nsplit 0.8 seed 1\nnet 1 4 tanh 1\ninit torch seed 1\ntrain adam lr 0.05 epochs 40\n"
    let points = try line(try chart(script + "plot loss"), "validation")
    #expect(points.map(\.x) == (1...40).map(Double.init))
    let stage = TestSession()
    stage.run(script + "print val.loss")
    #expect(stage.lines.last.flatMap(Double.init) == points.last?.y)
  }

  @Test func runsByNameAreDrawnOverEachOther() throws {
    let script =
      Self.xor
      + "train adam lr 0.01 epochs 30 as \"a\"\ninit xavier seed 1000\ntrain sgd lr 0.1 epochs 20 as \"b\"\n"
    let drawn = try chart(script + "net 2 3 1\nplot loss \"a\" \"b\" title \"Both\" log off")
    #expect(drawn.title == "Both" && drawn.panels[0].y.scale.kind == .linear)
    #expect(try line(drawn, "a").count == 30)
    #expect(try line(drawn, "b").count == 20)
    let again = try chart(script + "reset\ntrain sgd lr 0.1 epochs 9 as \"b\"\nplot loss \"b\"")
    #expect(try line(again, nil).count == 9)
  }

  @Test func undoneRunsAreForgotten() throws {
    #expect(
      try mistake(Self.xor + "train adam epochs 3 as \"a\"\nundo\nplot loss \"a\"").code == .unknownName)
  }

  @Test func oneEpochIsOneSign() throws {
    let drawn = try chart(Self.xor + "train adam epochs 1\nplot loss")
    guard case .dots(let points) = drawn.panels[0].marks[0].shape else { throw CancellationError() }
    #expect(points.count == 1)
  }

  // MARK: Mistakes

  @Test(arguments: [
    ("plot loss", DiagnosticCode.unavailableMetric, "Train first"),
    ("plot loss \"a\"", .unknownName, "train adam lr 0.01 epochs 100 as \"a\""),
    ("plot histogram", .noNet, "net 2 2 1"),
    ("let xs = []\nplot histogram xs", .outOfRange, "append"),
    ("plot histogram true", .wrongType, "plot histogram"),
    ("plot activation softmax", .settingMismatch, "plot activation sigmoid"),
    ("plot activation tanh log on", .settingMismatch, "plot loss log off"),
    ("plot activation tanh width 5", .outOfRange, ""),
    ("plot activation tanh to \"a.gif\"", .cannotWrite, ".svg"),
    ("plot activation tanh to a.svg", .fileWithoutQuotes, "\"a.svg\""),
    ("net 2 2 1\ntrain adam epochs 3 as fast", .wrongType, "as \"fast\""),
  ])
  func mistakesSayWhatToType(_ script: String, _ code: DiagnosticCode, _ advice: String) throws {
    let problem = try mistake(script)
    #expect(problem.code == code, "\(problem.message)")
    let words = problem.help.joined(separator: "\n") + problem.message
    #expect(advice.isEmpty || words.contains(advice), "\(words)")
  }

  // MARK: Files

  @Test func picturesAreWrittenByTheEndOfTheirNames() throws {
    let stage = TestSession()
    stage.run(
      Self.xor
        + "train adam epochs 20\nplot loss to \"a.svg\"\nplot loss to \"a.TEX\"\nplot loss to \"a.json\"\nplot loss to \"a.txt\""
    )
    #expect(stage.problems.isEmpty)
    #expect(stage.file("a.svg")?.hasPrefix("<svg ") == true)
    #expect(stage.file("a.TEX")?.contains("\\begin{document}") == true)
    #expect(stage.file("a.json")?.contains("vega-lite") == true)
    #expect(stage.file("a.txt")?.contains("loss (mse), logarithmic") == true)
  }

  @Test func aFileThatNnDidNotDrawStays() throws {
    let stage = TestSession(scripts: [
      "mine.svg": "<svg>mine</svg>", "ours.svg": "<svg><desc>drawn by nn</desc></svg>",
    ])
    stage.run("plot activation tanh to \"ours.svg\"")
    #expect(stage.problems.isEmpty)
    stage.run("plot activation tanh to \"mine.svg\"")
    #expect(stage.problems.map(\.code) == [.cannotWrite])
    stage.run("plot activation tanh to \"mine.svg\" replace")
    #expect(stage.problems.count == 1 && stage.file("mine.svg")?.contains("tanh") == true)
  }
}
