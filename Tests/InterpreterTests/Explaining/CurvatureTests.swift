import Diagnosing
import Interpreter
import Language
import NeuralCore
import Testing

/// `explain curvature`: places of known kinds, what is tried, and what is refused.
struct CurvatureTests {
  private func explained(_ script: String) throws -> (CurvatureReport, TestSession) {
    let stage = TestSession()
    stage.run(script + "\nexplain curvature")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    let report = stage.events.lazy.compactMap { if case .curvature(let report) = $0 { report } else { nil } }
    return (try #require(report.first), stage)
  }

  /// Units that are alike from the start are on a saddle, which the pasted line leaves as it was tried.
  @Test func theWayOffASaddleIsTheOneTried() throws {
    let script = "data xor\nnet 2 2 1\ninit zeros\ntrain adam lr 0.01 until loss<0.01 epochs 1000"
    let (report, stage) = try explained(script)
    #expect(report.place.kind == .saddle && report.place.counts.negative == 1)
    let departure = try #require(report.departure)
    let trial = try #require(departure.trial)
    #expect(departure.loss < report.loss && trial.left < trial.stayed)
    let before = stage.session.network
    let pasted = stage.lines.filter {
      $0.hasPrefix("    L") && $0.contains(" = ") || $0.contains("B ->") && $0.contains(": ")
    }
    #expect(!pasted.isEmpty)
    stage.run(pasted.joined(separator: "\n") + "\nprint loss\ntrain\nprint loss")
    #expect(stage.problems.isEmpty)
    #expect(stage.session.network != before)
    #expect(stage.lines.contains(departure.loss.description) && stage.lines.contains(trial.left.description))
  }

  /// With units dropped some pass has a loss below the bound; the weights that it leaves have not.
  @Test func aLuckyPassIsNotTheGoal() throws {
    let script =
      "data xor\nnet 2 4 1\ninit constant 0.5\ntrain adam lr 0.01 epochs 3000\nseed 3\ntrain sgd lr 1e-7 dropout 0.5 until loss<0.1 epochs 500"
    let (report, stage) = try explained(script)
    let trial = try #require(report.departure?.trial)
    #expect(stage.reports.last?.reached == true)
    #expect(trial.left > 0.2 && !trial.reached)
  }

  @Test func nothingOfTheSessionChanges() throws {
    let script = "data xor\nnet 2 2 1\ninit zeros\ntrain adam lr 0.01 epochs 300"
    let stage = TestSession()
    stage.run(script + "\nsave \"a.nn\"\nexplain curvature\nsave \"b.nn\"")
    #expect(stage.problems.isEmpty)
    #expect(stage.file("a.nn") == stage.file("b.nn"))
  }

  @Test func kindsOfPlaces() throws {
    #expect(try explained("data xor\nnet 2 2 1\ninit torch seed 1").0.place.kind == .slope)
    let line = try explained(
      "data line 20 noise 0.1 seed 2\nnet 1 1\ninit torch seed 1\ntrain l-bfgs epochs 20")
    #expect(line.0.place.kind == .minimum && line.0.place.counts == (0, 0, 2))
    let valley = try explained(
      "data xor\nnet 2 2 1\ninit torch seed 1\ntrain adam lr 0.01 epochs 5000\nfreeze 0B->L1N0")
    #expect(valley.0.place.kind == .valley && valley.0.place.eigenvalues.count == 8)
    // The perfect fit of float32: its slope is rounding.
    let fit = try explained("data xor\nnet 2 2 1\ninit torch seed 3\ntrain l-bfgs epochs 300")
    #expect(fit.0.loss < 1e-10 && fit.0.place.kind == .valley && fit.0.place.decrease < fit.0.place.noise)
  }

  /// Linear layers one behind the other: 0 is a saddle for any data (Baldi and Hornik 1989).
  @Test func zeroIsASaddleOfLinearLayers() throws {
    let (report, stage) = try explained(
      "data line 20 seed 1\nnet 1 2 linear 1\ninit zeros\nexpect loss > 0\n1B -> L2N0: 0.5")
    #expect(report.place.kind != .minimum && report.place.counts.negative >= 1)
    #expect(stage.lines.contains { $0.hasPrefix("SADDLE") || $0.hasPrefix("SLOPE") })
  }

  @Test(arguments: [
    ("explain curvature", DiagnosticCode.noNet, "net 2 2 1"),
    ("net 3 2 1\ninit torch seed 1\nexplain curvature", .noData, "data"),
    ("net 2 2 1\ndata xor\nexplain curvature", .unavailableMetric, "init torch"),
    ("net 2 100 1\ndata xor\ninit torch seed 1\nexplain curvature", .netTooLarge, "freeze layer 1"),
    (
      "net 2 2 1\ndata xor\ninit torch seed 1\nfreeze all\nexplain curvature", .settingMismatch,
      "unfreeze all"
    ),
    ("net 2 2 step 1\ndata xor\ninit torch seed 1\nexplain curvature", .settingMismatch, "net 2 2 1"),
    ("net 2 2 1\ndata xor\ninit torch seed 1\nexplain curvature as python", .unknownOption, ""),
  ])
  func whatIsRefused(_ script: String, _ code: DiagnosticCode, _ advice: String) throws {
    let stage = TestSession()
    stage.run(script)
    let problem = try #require(stage.problems.first)
    #expect(problem.code == code, "\(problem.code) \(problem.message)")
    #expect(problem.help.joined(separator: "\n").contains(advice) || advice.isEmpty, "\(problem.help)")
  }

  /// What the refusals advise works.
  @Test func theAdviceWorks() throws {
    #expect(
      try explained("net 2 100 1\ndata xor\ninit torch seed 1\nfreeze layer 1").0.place.hessian.places.count
        == 101)
    #expect(try explained("data xor\nnet 2 2 sigmoid 1\ninit torch seed 1").0.place.eigenvalues.count == 9)
  }

  @Test func anInterruptStopsIt() {
    let stage = TestSession(patience: 2)
    stage.run("net 2 2 1\ndata xor\ninit torch seed 1\nexplain curvature")
    #expect(stage.problems.first?.code == .interrupted)
  }

  /// A large net's way out is short enough to paste.
  @Test func aLargeNetMovesFewWeights() throws {
    let (report, _) = try explained(
      "data moons 40 seed 3\nnet 2 8 tanh 8 tanh 1 sigmoid\ninit constant 0.1\ntrain adam lr 0.01 epochs 100")
    #expect(report.place.kind == .saddle)
    let departure = try #require(report.departure)
    #expect(departure.weights.count < 40 && departure.loss < report.loss)
  }
}
