import Experiments
import Foundation
import Interpreter
import Language
import TestSupport
import Testing

/// `sweep` and `replay`.
struct SweepTests {
  /// A sweep in words, for tests that compare two of them.
  static func table(_ text: String, processors: Int = 1) -> [String] {
    let session = TestSession(processors: processors)
    session.run(text)
    return session.events.compactMap { event in
      switch event {
      case .run(let report): "\(report.run.number) \(report.run.epochs) \(report.run.fingerprint)"
      case .sweep(let report):
        "\(report.result.summaries().map { "\($0.loss) \($0.epochs) \($0.best.number)" }) \(report.result.comparisons())"
      default: nil
      }
    }
  }

  private static let xor = "net 2 2 1\ndata xor\n"

  // MARK: PyTorch

  struct Comparison: Decodable {
    struct Case: Decodable {
      let scheme: String; let a, b: Double?; let bias: Bool?; let reached: Int; let epochs: [Int]
    }
    let cases: [Case]
  }

  /// Five starts on 200 seeds: as many solved as in PyTorch, and of 200 epochs at least 199 the same.
  @Test func fiveStartsAreThoseOfPyTorch() throws {
    let session = TestSession(processors: 2)
    session.run(
      Self.xor
        + """
        sweep seeds 0..199
          init torch
          init xavier
          init uniform -1 1
          init uniform -5 5
          init normal 0 1
          train adam lr 0.01 until loss<0.01 epochs 5000
        end
        """)
    let result = try #require(session.session.sweep?.result)
    let file = Documents.root.appending(path: "Tests/NeuralCoreTests/Vectors/init_compare.json")
    let reference = try JSONDecoder().decode(Comparison.self, from: Data(contentsOf: file)).cases
    let names = [
      ("init torch", "torch_default", nil), ("init xavier", "xavier_normal", nil),
      ("init uniform -1 1", "uniform", -1.0), ("init uniform -5 5", "uniform", -5),
      ("init normal 0 1", "normal", nil),
    ]
    for (variant, (name, scheme, low)) in names.enumerated() {
      #expect(result.variants[variant].name == name)
      let wanted = try #require(reference.first { $0.scheme == scheme && $0.a == low && $0.bias != true })
      let runs = result.runs(of: variant)
      #expect(runs.count { $0.isSolved == true } == wanted.reached)
      let same = zip(runs, wanted.epochs).count { ($0.isSolved == true ? $0.epochs : 0) == $1 }
      #expect(same >= 199, "\(name): \(same) of 200")
    }
  }

  // MARK: The same bits

  static let experiment = """
    data moons 40 noise 0.2 seed 3
    split 0.7 seed 2
    scale standard
    net 2 3 1 sigmoid
    sweep seeds 3..12 by 3
      init xavier uniform
      init he
      train adam lr 0.02 batch 8 shuffle epochs 12 dropout 0.1
      train sgd lr 0.3 epochs 15 patience 3
    end

    """

  @Test func theNumberOfProcessorsChangesNothing() {
    let one = Self.table(Self.experiment)
    #expect(one.count == 17)
    #expect(Self.table(Self.experiment, processors: 2) == one)
    #expect(Self.table(Self.experiment, processors: 5) == one)
  }

  /// Each of the runs made again alone: replay itself compares epochs and bits, and typing the lines gives them too.
  @Test func everyRunIsItselfAlone() throws {
    let session = TestSession(processors: 2)
    session.run(Self.experiment)
    let result = try #require(session.session.sweep?.result)
    for run in result.runs {
      let name = result.variants[run.point.variant].name
      session.run("replay seed \(run.point.seed) of \"\(name)\"")
      #expect(session.problems.isEmpty)
      #expect(session.session.epoch <= run.epochs && session.session.fingerprint == run.fingerprint)
      let alone = TestSession()
      let lines = result.variants[run.point.variant].lines
      alone.run(Self.experiment.components(separatedBy: "sweep")[0])
      alone.run("\(lines[0]) seed \(run.point.seed)\n\(lines[1])")
      #expect(alone.session.fingerprint == run.fingerprint, "\(name), \(run.point.seed)")
      #expect(alone.reports.last?.epochs == run.epochs)
    }
  }

  /// What a run comes to is told in the loss that its line makes small, weights and smoothing and all.
  @Test(arguments: [
    ("net 4 3 softmax\ndata iris", "loss cross-entropy weights [1, 10, 40] smoothing 0.1", "accuracy"),
    ("net 4 3 softmax\ndata iris", "loss mse", "accuracy"),
    ("net 2 2 1\ndata xor", "loss mae", "largest.error"),
  ])
  func theLossIsThatOfTheLine(_ opening: String, _ loss: String, _ metric: String) throws {
    let line = "train adam lr 0.02 epochs 30 \(loss)"
    let session = TestSession()
    session.run("\(opening)\nsweep seeds 4..5 on \(metric)\ntrain adam lr 0.02 epochs 30\n\(line)\nend")
    let result = try #require(session.session.sweep?.result)
    #expect(session.problems.isEmpty && result.variants.map(\.loss).last == String(loss.dropFirst(5)))
    let run = try #require(result.runs.first { $0.point.seed == 4 && $0.point.variant == 1 })
    let alone = TestSession()
    alone.run("\(opening)\ninit torch seed 4\n\(line)\nprint loss")
    #expect(alone.session.fingerprint == run.fingerprint)
    #expect(alone.lines.last.flatMap(Double.init) == run.lossAfter)
    #expect(session.lines.contains { $0.contains("loss (each variant's own)") })
  }

  /// Fifty runs of the comparison of starts, alone.
  @Test func fiftyRunsOfXorAlone() throws {
    let session = TestSession()
    session.run(
      Self.xor
        + "sweep seeds 100..124\ninit torch\ninit uniform -5 5\ntrain adam lr 0.01 until loss<0.01 epochs 3000\nend"
    )
    let result = try #require(session.session.sweep?.result)
    #expect(result.runs.count == 50)
    for run in result.runs {
      session.run("replay seed \(run.point.seed) of \"\(result.variants[run.point.variant].name)\"")
      #expect(session.problems.isEmpty && session.session.fingerprint == run.fingerprint)
      #expect(session.reports.last?.epochs == run.epochs)
    }
  }

  /// Folds are cut and scaled as the run's seed says: a split typed by hand with the same rows gives the same.
  @Test func aFoldIsScaledWithoutItself() throws {
    let session = TestSession()
    session.run(
      "data iris\nscale standard\nnet 4 3 softmax\nsweep seeds 5..6 folds 5\ntrain adam lr 0.05 epochs 4\nend"
    )
    let result = try #require(session.session.sweep?.result)
    #expect(result.runs.count == 10 && result.outcome.name == "val.accuracy")
    session.run("replay seed 6 fold 2")
    #expect(session.problems.isEmpty)
    session.run("show data")
    let summary = try #require(
      session.events.compactMap { if case .showData(let summary) = $0 { summary } else { nil } }.last)
    #expect(summary.parts.map(\.rows) == [120, 30])
    // The score of a run is that of its validation part.
    session.run("print val.accuracy")
    let run = try #require(result.run(result.points.number(variant: 0, fold: 2, seed: 6) ?? -1))
    #expect(
      session.lines.last
        == run[.validationAccuracy].map { "\($0)" }.map { $0.hasSuffix(".0") ? String($0.dropLast(2)) : $0 })
  }

  @Test func theSessionStaysAsItWas() {
    let session = TestSession()
    session.run(Self.xor + "init torch seed 4\ntrain adam epochs 7")
    let before = session.session.fingerprint
    session.run("sweep seeds 0..3\nnet 2 3 1\ndata and\ninit he\ntrain rprop epochs 5\nend")
    #expect(session.problems.isEmpty)
    #expect(session.session.fingerprint == before && session.session.epoch == 7)
    session.run("undo\nreplay best")
    #expect(session.problems.last?.code == .nothingToRepeat)
  }

  // MARK: Lines

  private func names(_ text: String) -> [String] {
    let session = TestSession()
    session.run(text)
    #expect(session.problems.isEmpty, "\(session.problems.map(\.message))")
    return session.session.sweep?.result.variants.map(\.name) ?? []
  }

  @Test func variantsAreNamedByWhatVaries() {
    #expect(
      names(
        "data xor\nsweep seeds 0..1\nfor h in 2..3\nnet 2 (h) 1\nend\ninit torch\ninit he\ntrain adam epochs 2\nend"
      )
        == ["net 2 2 1 · init torch", "net 2 2 1 · init he", "net 2 3 1 · init torch", "net 2 3 1 · init he"])
    #expect(names(Self.xor + "sweep seeds 0..1\ninit   xavier\ntrain adam epochs 2\nend") == ["init xavier"])
    #expect(
      names(
        Self.xor
          + "let goal = 0.5\nsweep seeds 0..1\nfor r in [0.1, 1e-3]\ntrain adam lr r until loss<goal*2 epochs 2\nend\nend"
      )
        == ["train adam lr 0.1 until loss < 1 epochs 2", "train adam lr 0.001 until loss < 1 epochs 2"])
    #expect(
      names(
        Self.xor + "sweep seeds 0..1\nfor a in [1, 5]\ninit uniform (-a) a\nend\ntrain adam epochs 2\nend")
        == ["init uniform -1 1", "init uniform -5 5"])
  }

  @Test func whatIsMissingTheSessionHas() throws {
    let session = TestSession()
    session.run(Self.xor + "init he seed 3\ntrain rprop epochs 3\nsweep seeds [3, 3000000000]\nend")
    let result = try #require(session.session.sweep?.result)
    session.run("init he seed 3\ntrain rprop epochs 3")
    #expect(result.runs[0].fingerprint == session.session.fingerprint)
    #expect(result.runs[1].point.seed == 3_000_000_000)
  }

  @Test func weightLinesAreAStart() throws {
    let session = TestSession()
    session.run(
      Self.xor
        + "sweep seeds 0..2\nL0N0 -> L1N0 = 1\nL0N1 -> L1N1 = -1\n init torch\ntrain adam lr 0.01 epochs 3\nend"
    )
    let result = try #require(session.session.sweep?.result)
    #expect(result.variants.map(\.name) == ["L0N0 -> L1N0 = 1 ; L0N1 -> L1N1 = -1", "init torch"])
    #expect(Set(result.runs(of: 0).map(\.lossAfter)).count == 1)
    #expect(Set(result.runs(of: 1).map(\.lossAfter)).count == 3)
    session.run("replay seed 2 of \"L0N0 -> L1N0 = 1 ; L0N1 -> L1N1 = -1\"")
    #expect(session.problems.isEmpty)
  }

  @Test func namesWithQuotesCanBeTyped() throws {
    let session = TestSession(scripts: ["x.csv": "a,b,c\n0,0,0\n0,1,1\n1,0,1\n"])
    session.run("net 2 2 1\nsweep seeds 0..1\ndata \"x.csv\"\ndata xor\ntrain adam epochs 2\nend")
    let quoted = try #require(session.session.sweep?.result.variants[0].quoted)
    session.run("replay seed 1 of \(quoted)")
    #expect(session.problems.isEmpty && quoted == #""data \"x.csv\"""#)
  }

  @Test func rowsTypedInAreData() {
    let rows = "data\nfor x in 0..3\n(x) -> (x * n)\nend\nend"
    #expect(
      names("net 1 2 1\nsweep seeds 0..1\nfor n in 1..2\n\(rows)\nend\ntrain adam epochs 2\nend").count == 2)
  }

  @Test func inAProcedureItSeesTheParameters() {
    let text =
      "define contrast n\nsweep seeds 0..n\ninit torch\nnet 2 (n) 1\ntrain adam epochs 2\nend\nend\ndata xor\ncontrast 2"
    #expect(names(text) == ["init torch"])
  }

  // MARK: Mistakes

  @Test(arguments: [
    ("sweep seeds 0..3\ninit torch\nend", DiagnosticCode.nothingToRepeat),
    ("sweep seeds 0..3\ntrain adam until loss<1\nend", .settingMismatch),
    ("sweep seeds 0..3\ntrain adam epochs 5 seconds 1\nend", .settingMismatch),
    ("sweep seeds 0..3\ntrain adam until seconds>1 epochs 5\nend", .settingMismatch),
    ("sweep seeds 0..999999999\ntrain adam epochs 5\nend", .outOfRange),
    ("sweep seeds 0..9e18\ntrain adam epochs 5\nend", .outOfRange),
    ("sweep seeds 0..3 by -1\ntrain adam epochs 5\nend", .outOfRange),
    ("sweep seeds []\ntrain adam epochs 5\nend", .outOfRange),
    ("sweep seeds [1, 1]\ntrain adam epochs 5\nend", .outOfRange),
    ("sweep seeds \"a\"\ntrain adam epochs 5\nend", .wrongType),
    ("sweep seeds 0..3\ndata moons\ntrain adam epochs 5\nend", .missingArgument),
    ("sweep seeds 0..3\ninit torch\ninit  torch\ntrain adam epochs 5\nend", .repeatedOption),
    ("sweep seeds 0..3\ninit torch layer 1\ntrain adam epochs 5\nend", .settingMismatch),
    ("sweep seeds 0..3 folds 5\ntrain adam epochs 5\nend", .outOfRange),
    ("sweep seeds 0..3 on val.loss\ntrain adam epochs 5\nend", .unavailableMetric),
    ("sweep seeds 0..3 on epoch\ntrain adam epochs 5\nend", .settingMismatch),
    ("sweep seeds 0..3 on seed\ntrain adam epochs 5\nend", .settingMismatch),
    ("sweep seeds 0..3\ntrain adam epochs 5 loss hinge\nend", .lossMismatch),
    ("sweep seeds 0..3\ntrain adam epochs 5\ntrain adam epochs 5 loss huber\nend", .settingMismatch),
    ("sweep seeds 0..3 on loss\ntrain adam epochs 5\ntrain adam epochs 5 loss huber\nend", .settingMismatch),
    ("sweep resume \"none.jsonl\"", .fileMissing),
    ("sweep seeds 0..3 to \"page.xlsx\"\ntrain adam epochs 5\nend", .cannotWrite),
    ("sweep seeds 0..3 to \"no-such-folder/a.jsonl\"\ntrain adam epochs 5\nend", .cannotWrite),
  ])
  func mistakesRunNothing(_ text: String, _ code: DiagnosticCode) {
    let session = TestSession()
    session.run("net 2 2 1\ndata\n0 1 -> 0.5\n1 1 -> 0.25\n0 0 -> 2\n end\n" + text)
    #expect(session.problems.map(\.code) == [code], "\(session.problems.map(\.message))")
    #expect(session.session.sweep == nil && session.session.network != nil)
  }

  @Test(arguments: [
    "dump", "eval 0 1", "sweep seeds 0..1\nend", "init torch seed 3", "while true\nend", "let a = 1",
  ])
  func linesThatNoSweepHas(_ line: String) {
    let session = TestSession()
    session.run(Self.xor + "sweep seeds 0..3\n\(line)\ntrain adam epochs 5\nend")
    #expect(session.problems.first?.code == .unexpectedWord)
    #expect(session.session.network == nil, "nothing of the text ran")
  }

  /// A variant that cannot be run is named before anything is run.
  @Test func theVariantWithTheMistakeIsNamed() throws {
    let session = TestSession()
    session.run("data xor\nsweep seeds 0..3\nnet 2 2 1\nnet 3 2 1\ntrain adam epochs 5\nend")
    let problem = try #require(session.problems.first)
    #expect(problem.code == .dataMismatch && problem.help.contains { $0.contains("\"net 3 2 1\"") })
    #expect(!session.events.contains { if case .run = $0 { true } else { false } })
  }

  @Test func withoutANetOrData() {
    for text in ["", "net 3 1\n"] {
      let session = TestSession()
      session.run(text + "sweep seeds 0..3\ntrain adam epochs 5\nend")
      #expect(session.problems.map(\.code) == [text.isEmpty ? .noNet : .noData])
    }
  }

  @Test func dataThatAreHardToSweep() throws {
    // One row, a constant target, numbers that overflow.
    for rows in ["0 0 -> 1", "0 0 -> 1\n0 0 -> 1", "1e30 1 -> 1e30\n2 2 -> 1"] {
      let session = TestSession()
      session.run(
        "net 2 2 1\ndata\n\(rows)\nend\nsweep seeds 0..2\ninit torch\ninit uniform -5 5\ntrain sgd lr 10 epochs 30\nend"
      )
      #expect(session.problems.isEmpty)
      let result = try #require(session.session.sweep?.result)
      #expect(result.isComplete && result.comparisons().count == 1)
      session.run("replay seed 2 of \"init torch\"")
      #expect(session.problems.isEmpty, "\(session.problems.map(\.message))")
    }
  }

  // MARK: replay

  @Test(arguments: [
    ("replay seed 1", DiagnosticCode.missingArgument), ("replay seed 7 of \"init torch\"", .outOfRange),
    ("replay seed 1 of \"init tor\"", .unknownName), ("replay seed 1 of 3", .wrongType),
    ("replay seed 1 of \"init torch\" fold 2", .settingMismatch), ("replay best fold 2", .settingMismatch),
    ("replay seed 1.5 of \"init torch\"", .outOfRange),
  ])
  func mistakesOfReplay(_ text: String, _ code: DiagnosticCode) {
    let session = TestSession()
    session.run(Self.xor + "sweep seeds 0..3\ninit torch\ninit xavier\ntrain adam epochs 3\nend")
    session.run(text)
    #expect(session.problems.map(\.code) == [code])
  }
}
