import Charts
import Foundation
import Interpreter
// Foundation has a Host too.
import struct Interpreter.Host
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

  /// After `goto` the way that is drawn is short, and has as many points as there are epochs in it.
  @Test func validationOfAnEarlyEpochIsDrawn() throws {
    let script =
      "data sine 60 seed 1\nsplit 0.8 seed 1\nnet 1 4 tanh 1\ninit torch seed 1\ntrain adam lr 0.05 epochs 2000\n"
    let points = try line(try chart(script + "goto epoch 7\nplot loss"), "validation")
    #expect(points.map(\.x) == (1...7).map(Double.init))
    let stage = TestSession()
    stage.run(script + "goto epoch 7\nprint val.loss")
    #expect(stage.lines.last.flatMap(Double.init) == points.last?.y)
  }

  @Test func whatWasTrainedIsNotDenied() throws {
    let problem = try mistake(Self.xor + "train adam epochs 12\ngoto epoch 0\nplot loss")
    #expect(
      problem.message
        == "the net is back at epoch 0, before all that was trained, so there is no loss to draw")
    #expect(problem.help == ["Go to a later epoch first, for example: goto epoch 12"])
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

  // MARK: Neurons

  private func neuron(_ script: String) throws -> NeuronReport {
    let stage = TestSession()
    stage.run(script)
    let reports = stage.events.compactMap { if case .explainNeuron(let report) = $0 { report } else { nil } }
    return try #require(reports.last, "\(stage.problems.map(\.message))")
  }

  /// By hand: units that are 1 where x + y > ½ and where x + y > 3/2, and the first minus the second.
  private static let andOr = """
    net 2 2 step 1
    data xor
    L0N0 -> L1N0 = 1 ; L0N1 -> L1N0 = 1 ; 0B -> L1N0 = -0.5
    L0N0 -> L1N1 = 1 ; L0N1 -> L1N1 = 1 ; 0B -> L1N1 = -1.5
    L1N0 -> L2N0 = 1 ; L1N1 -> L2N0 = -1 ; 1B -> L2N0 = 0

    """

  @Test func aNeuronIsWhatItWasMadeFor() throws {
    let report = try neuron(Self.andOr + "explain neuron L1N0")
    #expect(report.terms.map(\.weight) == [1, 1] && report.constant == -0.5)
    #expect(report.sides.above == 3 && report.sides.below == 1)
    #expect(report.losses?.with == 0 && report.losses?.without == 0.75)
    #expect(report.accuracies?.with == 1 && report.accuracies?.without == 0.5)
    #expect(report.parts[0].weight == 1 && report.parts[0].change.mean == 0.75)
    #expect(report.rows.map { $0.without[0] } == [0, 0, 0, -1])
  }

  /// The sum of scaled inputs, written for inputs as given, gives the same pre-activations.
  @Test func theLineIsThatOfInputsAsGiven() throws {
    let report = try neuron(
      "data iris\nscale minmax -1 1\nnet 4 3 tanh 3 softmax\ninit torch seed 5\nexplain neuron L1N1")
    #expect(report.isUnscaled && report.terms.map(\.name).first == "sepal_length")
    for row in report.rows {
      let sum = zip(report.terms, row.inputs).reduce(report.constant) { $0 + $1.0.weight * $1.1 }
      #expect(abs(sum - row.preActivation) < 1e-5)
    }
  }

  @Test func lesionsAreOfOneStatementOnly() throws {
    let stage = TestSession()
    stage.run(Self.andOr + "eval 1 1 without L1N0\neval 1 1\nscore without L1N0 L1N1\nscore")
    let evals = stage.events.compactMap {
      if case .eval(let rows, _, _) = $0 { rows[0].outputs[0] } else { nil }
    }
    #expect(evals == [-1, 0])
    let losses = stage.events.compactMap { if case .score(let reports) = $0 { reports[0].loss } else { nil } }
    #expect(losses == [0.5, 0])
  }

  @Test(arguments: [
    "net 2 2 1\ndata xor\nexplain neuron L2N1", "net 2 2 1\ndata xor\nexplain neuron L0N0",
    "net 2 2 1\ndata xor\nscore without L0N1", "net 2 2 1\ndata xor\neval 0 1 without L2N0",
  ])
  func neuronsThatCannotBeLeftOutAreRefused(_ script: String) throws {
    #expect(try mistake(script).code == .unknownWeight)
  }

  // MARK: Starts

  @Test func theStartSaysWhatWasAskedAndFound() throws {
    let stage = TestSession()
    stage.run("net 100 80 relu 1\ninit he seed 3\nexplain init")
    let report = try #require(
      stage.events.compactMap { if case .explainInit(let report) = $0 { report } else { nil } }.last)
    let layer = report.layers[0]
    #expect(layer.formula?.symbols == "√2 / √n_in" && layer.formula?.numbers == "√2 / √100")
    let asked = try #require(layer.weights.deviation)
    #expect(abs(asked - 0.1414213562373095) < 1e-12 && abs(layer.found.deviation / asked - 1) < 0.03)
  }

  /// The numbers of every formula give its value: roots and products are worked out here by the language.
  @Test(arguments: [
    "torch", "xavier", "xavier uniform", "he", "he uniform fan out", "lecun gain 1.4", "he gain 2",
    "xavier gain 0.5",
  ])
  func formulasOfStartsGiveTheirValues(_ start: String) throws {
    let stage = TestSession()
    stage.run("net 3 5 2\ninit \(start) seed 1\nexplain init")
    let report = try #require(
      stage.events.compactMap { if case .explainInit(let report) = $0 { report } else { nil } }.last)
    for layer in report.layers {
      let formula = try #require(layer.formula)
      let text = formula.numbers.replacing(/√([0-9.]+)/) { "sqrt(\($0.output.1))" }.replacing(
        "√(", with: "sqrt(")
      stage.run("let x = \(text)\nprint x")
      let value = try #require(stage.lines.last.flatMap(Double.init))
      #expect(abs(value - formula.value) < 1e-12, "\(formula.numbers)")
    }
  }

  // MARK: Watching

  @Test func picturesAreShownWhileATrainingRuns() throws {
    let pictures = Pictures()
    var host = Host(output: WatchingSink(pictures: pictures))
    let clock = Clock()
    host.clock.now = { clock.tick() }
    Interpreter(host: host).run(
      Source(
        name: "test",
        text: Self.xor
          + "watch boundary loss\ntrain adam lr 0.01 epochs 3000\nwatch off\ntrain adam lr 0.01 epochs 3000"))
    let charts = pictures.all
    #expect(charts.count > 2 && charts.allSatisfy { $0.panels.count == 2 })
    let epochs = charts.compactMap { Int($0.title.split(separator: " ")[1]) }
    #expect(epochs == epochs.sorted() && epochs.allSatisfy { $0 <= 3000 })
  }

  /// However long a picture takes, 50 times as long goes by before the next; and never are there more than ten a second.
  @Test(arguments: [0.0, 0.001, 0.01, 0.2])
  func watchingTakesAtMostTwoPercentOfTheTime(_ cost: Double) throws {
    let (pictures, clock) = (Pictures(), Clock())
    pictures.whenAdded = { clock.spend(cost) }
    var host = Host(output: WatchingSink(pictures: pictures))
    host.clock.now = { clock.tick() }
    let line = "watch loss\ntrain adam lr 0.01 epochs 3000"
    Interpreter(host: host).run(Source(name: "test", text: Self.xor + line))
    let (time, count) = (clock.now, Double(pictures.all.count))
    #expect(count >= 1 && time > 10)
    // The last one may have come just now.
    #expect((count - 1) * cost <= 0.02 * time, "\(count) pictures in \(time) s")
    #expect(count <= 10 * time)
  }

  /// Whoever stops a training sees how it ended, though what is drawn asks about interrupts, too.
  @Test(arguments: ["histogram", "weights", "loss"])
  func theLastPictureIsDrawnAfterAnInterrupt(_ picture: String) {
    let (pictures, clock) = (Pictures(), Clock())
    var host = Host(
      output: WatchingSink(pictures: pictures), input: Host.Input(isInterrupted: { pictures.all.count >= 2 }))
    host.clock.now = { clock.tick() }
    let lines = "watch \(picture) keep\ntrain adam lr 0.01 epochs 1000000"
    Interpreter(host: host).run(Source(name: "test", text: Self.xor + lines))
    #expect(pictures.all.count == 3)
  }

  private final class Clock: @unchecked Sendable {
    private let lock = NSLock()
    private var time = 0.0
    var now: Double { lock.withLock { time } }
    func spend(_ seconds: Double) { lock.withLock { time += seconds } }
    func tick() -> Double {
      lock.withLock {
        time += 0.02
        return time
      }
    }
  }

  private final class Pictures: @unchecked Sendable {
    private let lock = NSLock()
    private var charts: [Chart] = []
    var all: [Chart] { lock.withLock { charts } }
    var whenAdded: @Sendable () -> Void = {}
    func add(_ chart: Chart) {
      lock.withLock { charts.append(chart) }
      whenAdded()
    }
  }

  private struct WatchingSink: EventSink {
    let shown: Pictures
    init(pictures: Pictures) { shown = pictures }
    func receive(_ event: Event) {}
    var pictures: (@Sendable (Chart) -> Void)? { { [shown] in shown.add($0) } }
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
      "mine.svg": "<svg>mine</svg>",
      "ours.svg": "<svg xmlns=\"\">\n<title>t</title>\n<desc>drawn by nn</desc>\n</svg>",
    ])
    stage.run("plot activation tanh to \"ours.svg\"")
    #expect(stage.problems.isEmpty)
    stage.run("plot activation tanh to \"mine.svg\"")
    #expect(stage.problems.map(\.code) == [.cannotWrite])
    stage.run("plot activation tanh to \"mine.svg\" replace")
    #expect(stage.problems.count == 1 && stage.file("mine.svg")?.contains("tanh") == true)
  }

  /// For LaTeX: signs that its old fonts have otherwise, a legend beside the rows, and room below the neurons.
  @Test func picturesForLaTeXAreReadable() throws {
    let stage = TestSession()
    stage.run(
      "data ; 1 1 -> 0 ; 2 3 -> 5 ; 3 3 -> 9 ; end\nnet 2 1\ninit torch seed 1\nplot data to \"t.tex\"\n"
        + "plot surface L0N0->L1N0 L0N1->L1N0 to \"s.tex\"\nnet 4 6 3\ninit torch seed 1\nplot net to \"n.tex\""
    )
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    let data = try #require(stage.file("t.tex"))
    #expect(data.contains("target $<$ 3") && data.contains("legend pos=outer north east"))
    let surface = try #require(stage.file("s.tex"))
    #expect(surface.contains("L0N0 $\\rightarrow$ L1N0") && !surface.contains("->"))
    let net = try #require(stage.file("n.tex"))
    #expect(net.contains("height=12cm") && data.contains("height=8cm"))
  }

  /// A few rows stand on the curve that fits them; many lie below it.
  @Test func fewRowsAreDrawnOverTheCurve() {
    for (rows, isLast) in [(12, true), (200, false)] {
      let stage = TestSession()
      stage.run("data sine \(rows) seed 1\nnet 1 3 tanh 1\ninit torch seed 1\nplot fit")
      let charts = stage.events.compactMap { if case .plot(let chart) = $0 { chart } else { nil } }
      let names = charts.first?.panels.first?.marks.compactMap(\.name) ?? []
      #expect(names == (isLast ? ["output", "data"] : ["data", "output"]))
    }
  }
}
