import Interpreter
import Language
import NeuralCore
import Testing

/// Schedules, frozen weights, restarts and saved files where they meet.
struct ScheduleTests {
  private static let begin = "net 2 2 1\ndata xor\ninit xavier seed 1\n"

  private func stage(_ text: String) -> TestSession {
    let stage = TestSession()
    stage.run(text)
    #expect(stage.problems.isEmpty, "\(text): \(stage.problems.map(\.message))")
    return stage
  }

  private func rates(_ text: String) -> [Double] {
    stage(Self.begin + text).logged.compactMap(\.rate)
  }

  @Test func aBatchLargerThanTheDataIsAllOfIt() {
    #expect(
      rates("train sgd lr 0.1 batch 1000 schedule step 1 0.5 epochs 4 log every 1") == [
        0.1, 0.05, 0.025, 0.0125,
      ])
  }

  /// A schedule counts from where it was asked for, and goes on only with itself.
  @Test func schedulesBeginWhereTheyAreAskedFor() {
    let warm = rates("train adam lr 0.1 epochs 10\ntrain adam lr 0.1 warmup 5 epochs 5 log every 1")
    #expect(
      zip(warm, [0.02, 0.04, 0.06, 0.08, 0.1]).allSatisfy { ($0 - $1).magnitude < 1e-12 } && warm.count == 5)
    let steps = "schedule step 2 0.5 epochs 3 log every 1"
    #expect(rates("train sgd lr 0.8 \(steps)\ntrain") == [0.8, 0.8, 0.4, 0.4, 0.2, 0.2])
    #expect(
      rates("train sgd lr 0.8 \(steps)\ntrain sgd lr 0.8 batch 2 \(steps)").suffix(3) == [0.8, 0.8, 0.4])
    let plateau = "schedule plateau 1 0.5 on"
    let other = rates(
      "train sgd lr 0.1 \(plateau) accuracy epochs 5\ntrain sgd lr 0.1 \(plateau) loss epochs 3 log every 1")
    #expect(other.suffix(3) == [0.1, 0.1, 0.1])
  }

  /// Frozen weights stay whatever is done, and the others still find their way.
  @Test(arguments: ["l-bfgs", "sgd lr 0.1 maxnorm 0.1", "adamw lr 0.1 decay 1", "rprop"])
  func frozenWeightsStay(_ line: String) throws {
    let stage = stage("net 2 3 tanh 1\ndata xor\ninit xavier seed 1\nfreeze layer 1\nlet before = loss")
    let before = try #require(stage.session.network).parameters
    stage.run("train \(line) epochs 30")
    let after = try #require(stage.session.network).parameters
    #expect(after.prefix(9).elementsEqual(before.prefix(9)) && after != before)
    // Short weights are asked for there, and not a small loss.
    if !line.contains("maxnorm") { stage.run("expect loss < before") }
    #expect(stage.problems.isEmpty)
  }

  /// A restart draws the others anew and leaves frozen weights alone.
  @Test(arguments: ["", " keeping optimizer"])
  func restartsLeaveFrozenWeightsAlone(_ keeping: String) throws {
    let stage = stage("net 2 3 tanh 1\ndata xor\ninit xavier seed 1\nfreeze layer 1")
    let before = try #require(stage.session.network).parameters
    stage.run("train sgd lr 0.01 until loss<1e-9 restart every 10\(keeping) epochs 40")
    #expect(stage.reports.last?.attempts.count == 4)
    let after = try #require(stage.session.network).parameters
    #expect(
      after.prefix(9).elementsEqual(before.prefix(9))
        && !after.dropFirst(9).elementsEqual(before.dropFirst(9)))
  }

  @Test func frozenSlopesAreFlat() {
    let stage = stage(Self.begin + "freeze all\ntrain sgd lr 0.1 mingrad 1e-3")
    #expect(stage.reports.first?.epochs == 1 && stage.reports.first?.reason == .mingrad)
  }

  @Test func historyIsWhatTheLineSays() {
    let stage = stage(
      "data iris\nnet 4 5 tanh 3 softmax\ninit torch seed 1\ntrain l-bfgs moves 4 history 5 epochs 3\n"
        + "train l-bfgs moves 4 history 2 epochs 5\nsave \"s\"")
    #expect(stage.file("s")?.contains("\nhistory 4\n") == true)
  }

  /// The update after the last pass may leave no finite loss.
  @Test func aRuinousLastUpdateIsTakenBack() throws {
    let stage = stage("net 2 2 1\ndata xor\ninit he seed 3\ntrain rmsprop momentum 9e18 epochs 3")
    #expect(stage.reports.first?.reason == .diverged)
    #expect(try #require(stage.session.network).parameters.allSatisfy(\.isFinite))
    #expect(stage.session.presentLoss?.isFinite == true)
  }

  @Test func aBatchOfNoWeightHasNoLoss() {
    let stage = stage(
      "data iris\nnet 4 3 softmax\ninit torch seed 1\ntrain adam weights [0, 0, 1] batch 20 epochs 3")
    #expect(stage.reports.first?.reason == .epochs)
  }

  @Test func nothingBecomesInfiniteByRounding() {
    let stage = stage("precision double\nnet 2 2 1\nL0N0->L1N0 = 1e300")
    stage.run("precision single")
    #expect(stage.problems.map(\.code) == [.outOfRange] && stage.session.precision == .double)
  }

  /// A written dump makes the same net, in its precision.
  @Test func dumpsAreWrittenInTheirPrecision() throws {
    let one = stage(
      "precision double\nnet 2 2 1\ndata xor\ninit torch seed 1\ntrain adam lr 0.1 epochs 10\ndump to \"w.nn\""
    )
    let two = TestSession(scripts: ["w.nn": try #require(one.file("w.nn"))])
    two.run("run \"w.nn\"")
    #expect(two.session.network == one.session.network)
  }

  @Test(arguments: [
    "init identity", "init he layer 2", "init he seed 1\ninit identity layer 1\ninit lecun layer 2 seed 44",
  ])
  func attemptsHaveToDiffer(_ start: String) {
    let stage = TestSession()
    stage.run("net 2 3 tanh 1\ndata xor\n\(start)\ntrain adam until loss<0.01 restart every 20")
    #expect(stage.problems.map(\.code) == [.settingMismatch])
  }

  /// No line is shown that would not reproduce the attempt.
  @Test(arguments: [
    ("L0N0->L1N0=0.3", false), ("freeze L0N0->L1N0", false), ("print 1", true),
    ("init uniform -1 1 layer 2", true),
  ])
  func replaysReproduceTheAttempt(_ line: String, _ isShown: Bool) throws {
    let begin = "data xor\nnet 2 4 tanh 1\n"
    let stage = stage(
      begin
        + "init xavier seed 2\n\(line)\ntrain adam lr 0.05 until loss<0.01 restart every 5000 dropout 0.01")
    let report = try #require(stage.reports.first)
    #expect((report.replay != nil) == isShown && report.reached == true)
    guard let replay = report.replay else { return }
    #expect(self.stage(begin + replay).session.fingerprint == stage.session.fingerprint)
    #expect(stage.lines.allSatisfy { $0.count <= 80 })
  }

  /// The line for a copy of the best attempt repeats every option that has a part in its bits.
  @Test(arguments: [
    "batch 2", "batch 1 accumulate 3", "batch 2 shuffle", "dropout 0.05", "clip norm 0.1", "clip value 0.05",
    "maxnorm 1.5", "l1 0.001 l2 0.001", "schedule step 50 0.9", "schedule cosine over 400", "warmup 40",
    "loss huber", "schedule plateau 5 0.9 on loss",
  ])
  func replaysRepeatEveryOption(_ options: String) throws {
    let begin = "data xor\nnet 2 4 tanh 1\n"
    let stage = stage(
      begin
        + "init xavier seed 2\ntrain adam lr 0.05 until loss<0.02 restart every 400 \(options) epochs 4000")
    let report = try #require(stage.reports.first)
    let replay = try #require(
      report.replay, "\(options): \(report.reason), \(report.attempts.count) attempts")
    let other = self.stage(begin + replay)
    #expect(other.session.network == stage.session.network, "\(replay)")
    #expect(other.session.epoch == stage.session.epoch)
  }

  /// Class weights and smoothing are part of the loss that such a line names.
  @Test func replaysNameTheLoss() throws {
    let begin = "data iris\nscale standard\nnet 4 1 tanh 3 softmax\n"
    let stage = stage(
      begin + "init torch seed 4\ntrain adam lr 0.05 until accuracy>0.97 restart every 40 epochs 3000"
        + " loss cross-entropy weights [1, 2, 1] smoothing 0.05")
    let replay = try #require(stage.reports.first?.replay)
    #expect(replay.contains("loss cross-entropy weights [1, 2, 1] smoothing 0.05"))
    #expect(self.stage(begin + replay).session.network == stage.session.network)
  }

  // MARK: Files

  /// Fields that the hash vouches for and that make no sense.
  @Test(arguments: [
    ("history 0", "history -1"), ("epoch 3", "epoch -5"), ("epoch 3", "epoch 9223372036854775807"),
    ("train \"train adam epochs 3\"", "train \"train\""), ("clock 3 1.0 - 0", "clock 3 nan - 0"),
    ("clock 3 1.0 - 0", "clock 3 1.0 - 9223372036854775807"), ("clock 3 1.0 - 0", "clock -1 1.0 - 0"),
    ("data \"xor\" 2 1", "data \"xor\" 2 9223372036854775807"), ("digits 4", "digits 77"),
    ("start.0 xavier normal in - - 1", "start.0 xavier normal in -1 - 1"),
    ("start.0 xavier normal in - - 1", "start.0 xavier normal in - 7 1"),
    ("start.0 xavier normal in - - 1", "start.0 uniform normal in - - 1 5 -5"),
    ("schedule 1 - 0 0 -", "schedule 1 cosinus 0 0 -"), ("schedule 1 - 0 0 -", "schedule 1 step 0 0 -"),
  ])
  func fieldsWithoutSenseAreRefused(_ field: String, _ damaged: String) throws {
    let one = stage("net 2 2 1\ndata xor\ninit xavier seed 1\ntrain adam epochs 3\nsave \"s\"")
    let text = try #require(one.file("s"))
    #expect(text.contains("\n\(field)\n"), "\(field) is not in the file")
    let closed = SavedFile.rehashed(text.replacing("\n\(field)\n", with: "\n\(damaged)\n"))
    let two = TestSession(scripts: ["s": closed])
    two.run("load \"s\"\ntrain adam epochs 1")
    #expect(two.problems.map(\.code) == [.badFile])
  }

  @Test func namesThatBeginWithAMarkComeBack() throws {
    let one = TestSession(scripts: ["f.csv": "k,y\n1,\u{301}a\n2,b\n"])
    one.run("data \"f.csv\"\nnet 1 2 softmax\nsave \"s\"")
    let two = TestSession(scripts: ["s": try #require(one.file("s"))])
    two.run("load \"s\"")
    #expect(two.problems.isEmpty && two.session.data.whole == one.session.data.whole)
  }

  /// A mistake in the line that a file brought is shown in that line.
  @Test func mistakesOfALoadedLineStandInIt() throws {
    let one = stage(
      "data circle 20 seed 1\nnet 2 2 1\nsplit 0.5 seed 1\ntrain adam epochs 1 until val.loss<0.001\nsave \"s\""
    )
    let two = TestSession(scripts: ["s": try #require(one.file("s"))])
    two.run("load \"s\"\ndata xor\ntrain")
    #expect(two.problems.first?.source?.name == "s")
  }
}
