import Interpreter
import Language
import NeuralCore
import Testing

/// What statements do, and that a failed one does nothing.
struct StatementTests {
  /// Runs that must fail with a code, saying something, and leave the session as it was.
  struct Failure: Sendable, CustomTestStringConvertible {
    let setup: String
    let text: String
    let code: DiagnosticCode
    let says: String
    init(_ setup: String, _ text: String, _ code: DiagnosticCode, _ says: String) {
      (self.setup, self.text, self.code, self.says) = (setup, text, code, says)
    }
    var testDescription: String { text }
  }

  static let failures: [Failure] = [
    Failure("", "net 2", .wrongCount, "two sizes"),
    Failure("", "net 2 x 1", .unknownName, "no activation or variable"),
    Failure("", "net 2 0 1", .outOfRange, "from 1"),
    Failure("", "net 2 2.5 1", .outOfRange, "2.5"),
    Failure("", "net 2 relu 1", .wrongCount, "the inputs have no activation"),
    Failure("", "net 2 2 relu tanh 1", .wrongCount, "one activation"),
    Failure("net 2 2 1", "net 1000000 1000000", .netTooLarge, "1,000,001,000,000 parameters: 4.0 TB"),
    Failure("", "train adam", .noNet, "net 2 2 1"),
    Failure("net 2 2 1", "eval 1", .wrongCount, "takes 2 inputs, and 1 is given"),
    Failure("net 2 2 1", "train adam until los<0.01", .unknownMetric, "did you mean `loss`?"),
    Failure("net 2 2 1", "train adam patience 3 on validation", .unknownName, "did you mean `val.loss`?"),
    Failure("", "iris", .unknownMetric, "did you mean `data iris`?"),
    Failure("", "net 2 hidden tanh 1", .unknownName, "follows the size of its layer"),
    Failure("data xor", "split 70 15 15", .outOfRange, "Write: split 0.7 0.15 0.15"),
    Failure("net 2 2 1", "train adam until loss", .wrongType, "condition"),
    Failure("net 2 2 1", "train adam lr 0", .outOfRange, "above 0"),
    Failure("net 2 2 1", "train adam lr -1", .outOfRange, "above 0"),
    Failure("net 2 2 1", "train adam beta1 1", .outOfRange, "below 1"),
    Failure("net 2 2 1", "train adam epochs 0", .outOfRange, "from 1"),
    Failure("net 2 2 1", "train adam epochs 1e12", .outOfRange, "from 1"),
    Failure("net 2 2 1", "train adam seconds 0", .outOfRange, "above 0"),
    Failure("net 2 2 1", "train adam momentum 0.9", .settingMismatch, "sgd"),
    Failure("net 2 2 1", "train sgd nesterov", .settingMismatch, "momentum"),
    Failure("net 2 2 1", "train adam loss bce", .lossMismatch, "net 2 2 1 sigmoid"),
    Failure("net 3 2 1", "train adam", .noData, "data ;"),
    Failure("net 3 2 1\ndata xor", "train adam", .dataMismatch, "net 2 2 1"),
    Failure("net 2 2 1", "train adam until accuracy==1 and val.loss<1", .unavailableMetric, "validation"),
    Failure("net 2 2 1", "init normal 0 -1", .outOfRange, "at least 0"),
    Failure("net 2 2 1", "init uniform 1 -1", .outOfRange, "lower end first"),
    Failure("net 2 2 1", "init uniform -3e38 3e38", .outOfRange, "too large"),
    Failure("net 2 2 1", "init xavier seed 1.5", .outOfRange, "whole number"),
    Failure("net 2 2 1", "init torch fan out", .settingMismatch, "he"),
    Failure("net 2 2 1", "L1N0 -> L2N1 = 1", .unknownWeight, "one neuron, L2N0; there is no L2N1"),
    Failure("net 2 2 1", "L0N0 -> L2N0 = 1", .unknownWeight, "from one layer to the next"),
    Failure("net 2 2 1", "1B -> L1N0: 1", .unknownWeight, "0B"),
    Failure("net 2 2 1", "L0N0 -> L99999999999999999999N0 = 1", .unknownWeight, "layers 0"),
    Failure("net 2 1 without bias", "0B -> L1N0: 1", .unknownWeight, "without bias"),
    Failure("net 2 2 1", "L0N0 -> L1N0 = 1e39", .outOfRange, "float32"),
    Failure("net 2 2 1", "explain 0 1 neuron L0N0", .unknownWeight, "input"),
    Failure("net 2 2 1", "explain 0 1 neuron L3N0", .unknownWeight, "layers"),
    Failure("net 2 2 1", "explain 0 1 neuron 3", .wrongType, "L1N0"),
    Failure("net 2 2 1", "eval 1e39 0", .outOfRange, "float32"),
    Failure("net 2 2 1", "eval \"a\" 0", .wrongType, "numbers"),
    Failure("net 2 2 1", "dump layer 3", .outOfRange, "1 to 2"),
    Failure("net 2 2 1", "dump to \"no-such-folder/w.nn\"", .cannotWrite, "no such file"),
    Failure("net 2 2 1", "reset", .nothingToRepeat, "init"),
    Failure("net 2 2 1", "print L1N0", .unavailableMetric, "eval 0 1"),
    Failure("net 2 2 1", "print reached", .unavailableMetric, "train"),
    Failure("net 2 1\ndata ; 0 0 -> 0.5 ; end", "print accuracy", .unavailableMetric, "RMSE"),
    Failure("", "data ; end", .noData, "no rows"),
    Failure("", "data ; 0 -> 1 ; 0 1 -> 1 ; end", .dataMismatch, "2 inputs"),
    Failure("", "data ; 0 -> x ; end", .unknownMetric, "x"),
    Failure("", "let x = y", .unknownMetric, "y"),
    Failure("", "print 1 + true", .wrongType, "true or false"),
    Failure("", "print not 1", .wrongType, "condition"),
    Failure("", "print 1 < \"a\"", .wrongType, "order"),
    Failure("", "print 1 < 2 within 1", .wrongType, "within"),
    Failure("", "print [1][1]", .outOfRange, "counted from 0"),
    Failure("", "print 1[0]", .wrongType, "list"),
    Failure("", "print 0..1e9", .outOfRange, "1,000,000"),
    Failure("", "print 0..1 by 0", .outOfRange, "step"),
    Failure("", "print 1/0", .notFinite, "division by 0"),
    Failure("", "print 1 mod 0", .notFinite, "division by 0"),
    Failure("", "print 10^400", .notFinite, "finite"),
    Failure("", "print sqrt(-1)", .notFinite, "sqrt(-1)"),
    Failure("", "print round(1, 99)", .outOfRange, "decimals"),
    Failure("", "print abs(1, 2)", .wrongCount, "abs"),
    Failure("", "print sin(\"a\")", .wrongType, "number"),
    Failure("", "print std(1)", .notFinite, "std"),
    Failure("", "print rand(2, 1)", .outOfRange, "lower end"),
    Failure("", "print nothere(1)", .unknownFunction, "There are"),
    Failure("let a = [1]", "repeat 60 ; let a = [a, a] ; end", .outOfRange, "1,000,000"),
    Failure("let a = \"xxxxxxxxxx\"", "repeat 60 ; let a = \"{a}{a}\" ; end", .outOfRange, "characters"),
    Failure("", "print rand(-1e308, 1e308)", .outOfRange, "far apart"),
    Failure("", "seed -9223372036854775809", .outOfRange, "2^63"),
    Failure("net 2 2 1", "init he gain -1", .outOfRange, "above 0"),
    Failure(
      "net 1 1000000 1\ndata line 3000 seed 1", "train sgd epochs 1", .netTooLarge, "36 GB"),
    Failure("", "digits 10", .outOfRange, "9"),
    Failure("", "seed 1e30", .outOfRange, "64 bits"),
    Failure("", "expect 1 + 1 == 3", .expectationFailed, "1 + 1 is 2"),
    Failure("", "expect false", .expectationFailed, "false"),
    Failure("", "help nowhere", .unknownName, "no help"),
    Failure("", "undo", .nothingToUndo, "nothing to undo"),
    Failure(
      "define f n\nprint n\nend", "let a = f", .unknownMetric, "`f` is a procedure, which has no value"),
    Failure("define f n\nprint n\nend", "let a = f(3)", .unknownMetric, "`f` is a procedure"),
    Failure("let xs = [1]", "print xs(0)", .unknownFunction, "`xs` is a variable and not a function"),
    Failure("", "train", .nothingToRepeat, "train line"),
  ]

  @Test(arguments: failures)
  func failureChangesNothing(_ failure: Failure) throws {
    let stage = TestSession()
    stage.run(failure.setup)
    let before = stage.session.fingerprint
    let end = stage.run(failure.text)
    #expect(end == .failed(failure.code.exitStatus))
    #expect(stage.problems.map(\.code) == [failure.code])
    let problem = try #require(stage.problems.first)
    let all = ([problem.message, problem.label ?? ""] + problem.help).joined(separator: " ")
    #expect(all.contains(failure.says), "\(all)")
    #expect(problem.span != nil && problem.source != nil)
    #expect(stage.session.fingerprint == before)
  }

  /// No text can define a function, so that one is found before anything runs.
  @Test func unknownFunctionsAreFoundBeforeAnythingRuns() {
    let stage = TestSession()
    #expect(stage.run("print 1\nprint sqrt2(3)") == .failed(65))
    #expect(stage.run("print 2\nprint loss(3)") == .failed(65))
    #expect(stage.lines.isEmpty && stage.problems.map(\.code) == [.unknownFunction, .unknownFunction])
    #expect(stage.run("let xs = [1]\nprint xs(0)") == .failed(65))
    #expect(stage.problems.last?.message == "`xs` is a variable and not a function")
  }

  static let fiveLines = "net 2 2 1\ninit xavier seed 1000\ntrain adam lr 0.01 until loss<0.01"

  /// What means nothing is said before time is spent on it.
  @Test func aSoftmaxOverOneOutput() {
    let stage = TestSession()
    stage.run("net 2 2 2 softmax ; net 2 2 1 softmax")
    #expect(stage.lines.count { $0.contains("softmax over one output") } == 1)
  }

  /// What beginners type is answered with what they meant.
  @Test(arguments: [
    ("data iris.csv", "Write: data \"iris.csv\""), ("data ../iris.csv", "Write: data \"../iris.csv\""),
    ("print hello", "Text needs quotes: \"hello\""), ("print log", "log: natural logarithm"),
    ("print \"a\" + \"b\"", "A text takes values in with braces: \"the loss is {loss}\""),
  ])
  func beginnersAreAnswered(_ line: String, _ help: String) {
    let stage = TestSession()
    stage.run(line)
    #expect(stage.problems.first?.help.first == help)
  }

  @Test func theFiveLinesLearnXor() throws {
    let stage = TestSession()
    stage.run(Self.fiveLines)
    let report = try #require(stage.reports.first)
    #expect((report.epochs, report.epoch, report.reached) == (1514, 1514, true))
    #expect(report.reason == .until && report.seed == 1000)
    #expect(stage.lines.contains("no data given: using xor (4 rows)"))
    #expect(stage.lines.contains("reached loss<0.01 at epoch 1514 · 0.0 ms"))
    #expect(stage.lines.contains("  loss 0.0099617 before its update, 0.0098015 after"))
  }

  /// A condition that is computed after every epoch stops where the bound in the loop does.
  @Test(arguments: [
    "loss < 0.01", "(loss<0.01)", "0.01 > loss", "loss<0.01 or false", "loss < x", "not loss >= x",
  ])
  func everyFormOfAConditionAgrees(_ condition: String) throws {
    let stage = TestSession()
    stage.run("let x = 0.01\nnet 2 2 1\ninit xavier seed 1000\ntrain adam lr 0.01 until \(condition)")
    #expect(try #require(stage.reports.first).epochs == 1514)
  }

  @Test func trainingStopsAtAnyCondition() throws {
    let stage = TestSession()
    stage.run("net 2 2 1\ninit xavier seed 1000\ntrain adam lr 0.01 until epoch>=10")
    stage.run("train adam lr 0.01 until accuracy==1 epochs 5000")
    stage.run("train adam lr 0.01 until L0N0->L1N0 > 3.9")
    #expect(stage.problems.isEmpty)
    #expect(stage.reports.map(\.reached) == [true, true, true])
    #expect(stage.reports[0].epoch == 10)
    #expect(stage.session.network?.parameters[0] ?? 0 > 3.9)
  }

  @Test func trainingGoesOnWithItsAverages() throws {
    let (whole, parts, fresh) = (TestSession(), TestSession(), TestSession())
    whole.run("net 2 2 1\ninit torch seed 3\ntrain adam lr 0.01 epochs 300")
    parts.run("net 2 2 1\ninit torch seed 3\ntrain adam lr 0.01 epochs 100\ntrain\ntrain")
    fresh.run(
      "net 2 2 1\ninit torch seed 3\ntrain adam lr 0.01 epochs 100\ntrain sgd epochs 1\ntrain adam lr 0.01 epochs 199"
    )
    #expect(whole.session.fingerprint == parts.session.fingerprint)
    #expect(whole.session.fingerprint != fresh.session.fingerprint)
    #expect(parts.lines.contains("going on with the state of adam"))
    #expect(try #require(parts.reports.last).epoch == 300)
  }

  @Test func divergenceIsSaid() throws {
    let stage = TestSession()
    let end = stage.run(
      "net 2 2 1\ninit torch seed 1\ntrain sgd lr 1e6 until loss<0 epochs 1000\nexpect not reached")
    #expect(end == .done)
    let report = try #require(stage.reports.first)
    #expect(
      report.reason == .diverged && report.reached == false && !report.loss.isFinite
        && report.lossAfter?.isFinite == true)
    #expect(stage.session.network?.parameters.allSatisfy { $0.isFinite } == true)
    #expect(stage.lines.contains { $0.hasPrefix("DIVERGED") })
  }

  @Test func aMissedTargetIsSaidLoudly() throws {
    let stage = TestSession()
    stage.run("net 2 2 1\ninit xavier seed 11\ntrain adam lr 0.01 until loss<0.01 epochs 500")
    #expect(stage.lines.contains { $0.hasPrefix("NOT REACHED: loss<0.01, after 500 epochs") })
    #expect(stage.lines.contains { $0.hasSuffix("init xavier normal seed 14 ; train") })
    #expect(stage.run("expect reached") == .failed(1))
    #expect(stage.run("init xavier normal seed 14 ; train") == .done)
    #expect(stage.run("expect reached") == .done, "the line was tried")
  }

  /// Interrupted between epochs: the weights are those of a whole epoch, and training goes on from there.
  @Test func anInterruptKeepsTheLastWholeEpoch() throws {
    let stage = TestSession(patience: 10)
    let end = stage.run("net 2 2 1\ninit torch seed 3\ntrain adam lr 0.01 epochs 1000000\nprint \"not run\"")
    #expect(end == .interrupted)
    let report = try #require(stage.reports.first)
    #expect(report.reason == .interrupted && report.epochs > 0 && report.epochs < 1_000_000)
    let same = TestSession()
    same.run("net 2 2 1\ninit torch seed 3\ntrain adam lr 0.01 epochs \(report.epochs)")
    #expect(same.session.fingerprint == stage.session.fingerprint)
    #expect(stage.problems.isEmpty)
  }

  @Test func undoTakesBackOneStatement() {
    let stage = TestSession()
    stage.run("net 2 2 1\ninit torch seed 3")
    let before = stage.session.fingerprint
    stage.run("0B -> L1N0: 1\n0B -> L1N1: 2\nundo")
    #expect(stage.session.fingerprint == before)
    stage.run("train adam lr 0.1 epochs 10\nprint loss\nundo")
    #expect(stage.session.fingerprint == before)
    #expect(stage.session.epoch == 0)
    stage.run("clear\nundo")
    #expect(stage.session.fingerprint == before)
  }

  @Test func resetGoesBackToTheStart() {
    let stage = TestSession()
    stage.run("net 2 2 1\ninit torch seed 3")
    let before = stage.session.network
    stage.run("train adam lr 0.1 epochs 10\nL0N0->L1N0 = 3\nreset")
    #expect(stage.session.network == before)
    #expect(stage.session.epoch == 0)
  }

  /// `seed N` then `init`, and `init … seed N`, draw the same; a seed that was not given is shown.
  @Test func seedsGivenAnywhereDrawTheSame() {
    let (one, two, three) = (TestSession(), TestSession(), TestSession())
    one.run("net 2 2 1\nseed 1000\ninit xavier")
    two.run("net 2 2 1\ninit xavier seed 1000")
    #expect(one.session.network == two.session.network)
    three.run("net 2 2 1\ninit xavier")
    #expect(three.lines.contains("start xavier (normal) · seed 4711 (chosen)"))
    three.run("train adam epochs 1")
    let implied = TestSession()
    implied.run("net 2 2 1\ntrain adam epochs 1")
    #expect(implied.lines.contains("no start given: using torch · seed 4711 (chosen)"))
  }

  /// Seeds are whole numbers of 64 bits, not rounded by a double.
  @Test func seedsAreExact() {
    func weights(_ seed: String) -> Vector? {
      let stage = TestSession()
      stage.run("net 2 2 1\ninit torch seed \(seed)")
      return stage.session.network?.parameters
    }
    #expect(weights("9007199254740993") == weights("\(9_007_199_254_740_993 % (1 << 32))"))
    #expect(weights("18446744073709551615") == weights("-1"))
    #expect(weights("-9223372036854775808") == weights("0"))
    #expect(weights("9223372036854775807") == weights("4294967295"))
  }

  @Test func twoSessionsDoNotKnowEachOther() {
    let (one, two) = (TestSession(), TestSession())
    one.run("net 2 2 1\nlet x = 1\ninit torch seed 1")
    two.run("net 3 1\nlet x = 2\ninit torch seed 2")
    one.run("expect x == 1 and parameters == 9")
    two.run("expect x == 2 and parameters == 4")
    #expect(one.problems.isEmpty && two.problems.isEmpty)
  }

  @Test func keepGoingGoesOnWithTheFirstStatus() {
    let stage = TestSession()
    #expect(stage.run("expect 1 == 2\nprint 3\nprint 1/0", keepsGoing: true) == .failed(1))
    #expect(stage.lines.contains("3"))
    #expect(stage.problems.count == 2)
  }

  @Test func quitEndsTheText() {
    let stage = TestSession()
    #expect(stage.run("print 1\nquit\nprint 2") == .quit)
    #expect(stage.lines == ["1"])
  }
}
