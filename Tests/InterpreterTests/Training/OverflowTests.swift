import Interpreter
import Language
import Testing

/// Squared gradients beyond the precision: the loss is finite, nothing moves, and that is said.
struct OverflowTests {
  private static let huge =
    "net 2 1\ndata\n  1e10 2e10 -> 1e12\n  3e10 -1e10 -> -2e12\n  -3e10 1e9 -> 3e12\nend\n"

  @Test(arguments: [
    "adam", "adam amsgrad", "adamw", "nadam", "rmsprop", "rmsprop momentum 0.9", "adagrad",
    "adadelta",
  ])
  func itIsSaid(_ optimizer: String) throws {
    let stage = TestSession()
    stage.run(Self.huge + "init torch seed 1\ntrain \(optimizer) epochs 20")
    let report = try #require(stage.reports.last)
    let overflow = try #require(report.overflow, "\(optimizer)")
    #expect(overflow.weights >= 2 && overflow.all == 3)
    #expect(stage.lines.contains { $0.hasPrefix("OVERFLOW: the squared gradients of") }, "\(stage.lines)")
    let already = stage.lines.count
    stage.run("explain step")
    let shown = stage.lines.dropFirst(already)
    #expect(shown.contains { $0.hasSuffix("= inf") } && shown.contains { $0.hasPrefix("inf is infinite") })
    // The advice was tried.
    stage.run("scale standard\ninit")
    let before = stage.session.network
    stage.run("train \(optimizer) epochs 20")
    #expect(stage.problems.isEmpty && stage.reports.last?.overflow == nil)
    #expect(stage.session.network != before)
  }

  @Test func aLengthThatIsInfiniteIsSaidToo() throws {
    let stage = TestSession()
    stage.run(Self.huge + "init torch seed 1\ntrain sgd lr 1e-30 clip norm 1 epochs 3")
    let overflow = try #require(stage.reports.last?.overflow)
    #expect(overflow.weights == 0)
    #expect(stage.lines.joined(separator: " ").contains("longer than a float32"))
  }

  /// float64 holds these squares; its own limit is said with its own name.
  @Test func bothPrecisionsHaveALimit() throws {
    let stage = TestSession()
    stage.run("precision double\n" + Self.huge + "init torch seed 1\ntrain adam epochs 20")
    #expect(stage.reports.last?.overflow == nil)
    stage.run("net 1 1\ndata\n  1e100 -> 1e100\nend\ninit zeros\ntrain adam epochs 3")
    #expect(stage.reports.last?.overflow?.precision == .double)
    #expect(stage.lines.joined(separator: " ").contains("beyond a float64"))
  }

  @Test(arguments: ["adam", "adamax", "rprop", "sgd lr 0.1"]) func nothingIsSaidWithoutIt(_ optimizer: String)
  {
    let stage = TestSession()
    stage.run("net 2 2 1\ndata xor\ninit torch seed 1\ntrain \(optimizer) epochs 20")
    #expect(stage.reports.last != nil && stage.reports.last?.overflow == nil)
  }

  /// A loss beyond the precision is shown with what that is.
  @Test func aLossBeyondThePrecisionIsSaidToBe() {
    let stage = TestSession()
    stage.run("net 1 1\ndata ; 1 -> 0 ; 2 -> 0 ; end\nL0N0 -> L1N0 = 3e38\nshow")
    #expect(stage.lines.contains("  loss         mse = inf, too large for a float32"), "\(stage.lines)")
    stage.run("L0N0 -> L1N0 = 3\nshow")
    #expect(stage.lines.contains("  loss         mse = 22.500"))
  }
}
