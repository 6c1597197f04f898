import Interpreter
import NeuralCore
import Testing

/// Going back to epochs, and on from there.
struct TravelTests {
  /// What a session can go on from: net, optimizer, generator.
  private func fingerprints(_ setup: String, _ train: String, _ epochs: [Int], tick: Double) -> [String] {
    let stage = TestSession(tick: tick)
    stage.run("\(setup)\n\(train)")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    return epochs.map { epoch in
      #expect(stage.run("goto epoch \(epoch)") == .done, "\(stage.problems.map(\.message))")
      return stage.session.fingerprint
    }
  }

  static let optimizers = [
    "sgd lr 0.1 momentum 0.9", "adam lr 0.01", "adamw lr 0.02 amsgrad", "nadam", "radam", "adamax", "adagrad",
    "adadelta", "rmsprop momentum 0.5 centered", "rprop", "l-bfgs moves 3", "adam lr 0.01 batch 3 shuffle",
    "sgd lr 0.05 dropout 0.2", "sgd lr 0.1 schedule cosine over 30",
    "sgd lr 0.1 schedule step 7 0.5 warmup 5",
    "sgd lr 0.2 schedule plateau 3 0.5", "adam lr 0.01 batch 2 accumulate 2 clip norm 0.5",
    "sgd lr 0.1 schedule one-cycle over 20",
  ]

  /// Any epoch has the bits that a run up to it has, whether states lie near (a clock that ticks) or far.
  @Test(arguments: optimizers)
  func anyEpochComesBackBitForBit(_ optimizer: String) {
    let setup = "net 2 3 tanh 1\ndata xor\ninit torch seed 3"
    let epochs = [60, 17, 0, 59, 31, 1]
    let expected = epochs.map { epoch -> String in
      let stage = TestSession()
      // Where a schedule needs a length the line gives it.
      stage.run("\(setup)\n" + (epoch > 0 ? "train \(optimizer) epochs \(epoch)" : ""))
      return stage.session.fingerprint
    }

    for tick in [0, 1.0] {
      let found = fingerprints(setup, "train \(optimizer) epochs 60", epochs, tick: tick)
      #expect(found == expected, "\(optimizer), tick \(tick)")
    }
  }

  /// Training on from an epoch repeats the run bit for bit.
  @Test(arguments: optimizers, [0, 1.0])
  func trainingOnRepeatsTheRun(_ optimizer: String, _ tick: Double) {
    let stage = TestSession(tick: tick)
    stage.run("net 2 3 tanh 1\ndata xor\ninit torch seed 3\ntrain \(optimizer) epochs 60")
    let end = stage.session.fingerprint
    stage.run("goto epoch 23\ntrain \(optimizer) epochs 37")
    #expect(stage.problems.isEmpty)
    #expect(stage.session.fingerprint == end, "\(optimizer)")
    #expect(stage.session.epoch == 60)
  }

  /// A schedule that waits for a plateau of a metric comes back with the rates that it had.
  @Test(arguments: ["accuracy", "val.accuracy", "loss", "val.loss"], [0, 1.0])
  func plateausOfEveryMetricComeBack(_ metric: String, _ tick: Double) {
    let setup = "data iris\nsplit 0.7 seed 1 stratified\nnet 4 3 softmax\ninit torch seed 1"
    let line = "train sgd lr 0.5 schedule plateau 2 0.5 on \(metric)"
    let epochs = [30, 17, 0, 29, 8, 1]
    let expected = epochs.map { epoch -> String in
      let stage = TestSession()
      stage.run("\(setup)\n" + (epoch > 0 ? "\(line) epochs \(epoch)" : ""))
      return stage.session.fingerprint
    }
    #expect(fingerprints(setup, "\(line) epochs 30", epochs, tick: tick) == expected)
  }

  /// Two trainings, a weight set between them, another optimizer: each epoch as it was.
  @Test func stretchesFollowEachOther() {
    let stage = TestSession(tick: 1)
    stage.run("net 2 2 1\ndata xor\ninit xavier seed 5\ntrain adam lr 0.01 epochs 40")
    let atForty = stage.session.fingerprint
    stage.run("L0N0 -> L1N0 = 0.5\ntrain sgd lr 0.1 momentum 0.5 epochs 20")
    let atSixty = stage.session.fingerprint
    stage.run("goto epoch 39\ntrain adam lr 0.01 epochs 1")
    #expect(stage.session.fingerprint == atForty, "the way of the first training")
    #expect(stage.run("goto epoch 60") == .failed(1), "what was behind it is forgotten")
    stage.run("undo\nundo\ngoto epoch 60")
    #expect(stage.session.fingerprint == atSixty)
    stage.run("goto epoch 40\nexpect L0N0->L1N0 == 0.5\ntrain sgd lr 0.1 momentum 0.5 epochs 20")
    #expect(stage.session.fingerprint == atSixty)
  }

  /// A restart is a new way; keeping the optimizer, the way goes on.
  @Test func aRestartBeginsANewHistory() {
    let stage = TestSession(tick: 1)
    stage.run(
      "net 2 2 1\ndata xor\ninit xavier seed 11\ntrain adam lr 0.01 until loss<0.01 restart every 500")
    let (end, epochs) = (stage.session.fingerprint, stage.session.epoch)
    stage.run("goto epoch 0")
    let begin = stage.session.network
    stage.run("goto epoch \(epochs)")
    #expect(stage.session.fingerprint == end)
    stage.run("reset")
    #expect(stage.session.network == begin)
    stage.run(
      "init torch seed 5\ntrain adam lr 0.01 until loss<0.01 restart every 300 keeping optimizer epochs 1000")
    let last = stage.session.fingerprint
    let epoch = stage.session.epoch
    #expect(stage.run("goto epoch 350") == .done)
    #expect(stage.run("goto epoch \(epoch)") == .done)
    #expect(stage.session.fingerprint == last)
  }

  /// Steps are epochs of the way too, batch steps when their epoch is whole.
  @Test func stepsArePartOfTheWay() {
    let stage = TestSession()
    stage.run("net 2 2 1\ndata xor\ninit torch seed 1\nrepeat 5\n  step adam lr 0.01\nend")
    let atFive = stage.session.fingerprint
    stage.run("back 3\ntrain adam lr 0.01 epochs 3")
    #expect(stage.session.fingerprint == atFive)
    stage.run("init torch seed 1\nrepeat 4\n  step sgd lr 0.1 batch 2 shuffle\nend\nexpect epoch == 2")
    let atTwo = stage.session.fingerprint
    stage.run("goto epoch 1\ntrain sgd lr 0.1 batch 2 shuffle epochs 1")
    #expect(stage.session.fingerprint == atTwo)
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
  }

  /// With patience the best weights came back; the epochs after the best can be seen until training goes on.
  @Test func patienceKeepsTheEpochsAfterTheBest() {
    let stage = TestSession(tick: 1)
    stage.run(
      "net 2 2 1\ndata xor\ninit torch seed 1\ntrain sgd lr 3 epochs 200 patience 5 on loss")
    let best = stage.session.epoch
    let network = stage.session.network
    stage.run("goto epoch \(best)")
    #expect(stage.session.network == network)
    #expect(stage.run("goto epoch \(best + 3)") == .done)
  }

  /// States stay within their memory, and every epoch can still be reached.
  @Test func memoryIsBounded() {
    let stage = TestSession(tick: 1)
    // A state takes 2.4 MB: some twenty of a thousand fit.
    stage.run("net 200 1000 1\ndata\n")
    let row = (0..<200).map { _ in "0.1" }.joined(separator: " ")
    stage.run("net 200 1000 1\ndata\n  \(row) -> 1\nend\ninit torch seed 1\ntrain adam epochs 800")
    #expect(stage.session.keptBytes <= 64_000_000 && stage.session.keptBytes > 20_000_000)
    let end = stage.session.fingerprint
    stage.run("goto epoch 771\ntrain adam epochs 29")
    #expect(stage.session.fingerprint == end)
    // One state would be too large.
    stage.run("net 200 50000 1\ninit torch seed 1\ntrain sgd lr 0.001 epochs 1")
    #expect(stage.session.keptBytes == 0)
    #expect(stage.run("goto epoch 0") == .failed(1))
    #expect(stage.problems.last?.message.contains("too much for the 64 MB") == true)
  }

  @Test func undoAndOtherWays() {
    let stage = TestSession()
    stage.run("net 2 2 1\ndata xor\ninit torch seed 1\ntrain adam epochs 10")
    let there = stage.session.fingerprint
    stage.run("goto epoch 4\nundo")
    #expect(stage.session.fingerprint == there && stage.session.epoch == 10)
    #expect(stage.run("back 11") == .failed(1))
    #expect(stage.run("goto epoch 2.5") == .failed(1))
    #expect(stage.run("goto 5") == .failed(65))
    stage.run("precision double")
    #expect(stage.run("goto epoch 4") == .failed(1))
    #expect(stage.problems.last?.help.first?.contains("precision single") == true)
    stage.run("reset")
    #expect(stage.run("back") == .failed(1))
  }

  /// Stopped in the middle of a long epoch, all is as after the last whole one: weights, averages, generator, clock.
  @Test(arguments: [
    "adam lr 0.01", "adam lr 0.01 batch 50 shuffle",
    "sgd lr 0.01 momentum 0.9 batch 30 accumulate 2 warmup 3",
    "l-bfgs moves 4", "rmsprop batch 64 dropout 0.1",
  ])
  func aStoppedEpochIsTakenBack(_ optimizer: String) throws {
    let setup = "data moons 300 seed 1\nnet 2 100 tanh 70 tanh 1\ninit torch seed 2\n"
    for patience in [3, 20, 41, 80, 130] {
      let stage = TestSession(patience: patience)
      let end = stage.run("\(setup)train \(optimizer) epochs 100000")
      // Before an epoch was whole, or before the weights were drawn, the statement was stopped and changed nothing.
      #expect(end == .interrupted || end == .failed(130))
      guard end == .interrupted else { continue }
      let epoch = stage.session.epoch
      let fresh = TestSession()
      fresh.run(setup + (epoch > 0 ? "train \(optimizer) epochs \(epoch)" : ""))
      #expect(stage.session.fingerprint == fresh.session.fingerprint, "\(optimizer), epoch \(epoch)")
      guard epoch > 0 else { continue }
      stage.patience = .max
      stage.run("save \"a\"")
      fresh.run("save \"a\"")
      func lines(_ stage: TestSession) throws -> [Substring] {
        try #require(stage.file("a")).split(separator: "\n").filter {
          !$0.hasPrefix("train") && !$0.hasPrefix("end")
        }
      }
      #expect(try lines(stage) == lines(fresh), "\(optimizer), epoch \(epoch)")
    }
  }

  @Test func compareShowsTheWeightsOfBothEpochs() throws {
    let stage = TestSession()
    stage.run(
      "net 2 2 1\ndata xor\ninit xavier seed 1000\ntrain adam lr 0.01 until loss<0.01\ncompare epoch 0 1514")
    let report = try #require(
      stage.events.lazy.compactMap { if case .compare(let report) = $0 { report } else { nil } }.first)
    #expect(report.first.count == 9 && report.second.count == 9 && report.epochs == (0, 1514))
    #expect(report.first.map(\.name) == report.network.weightNames)
    let now = try #require(stage.session.network)
    for weight in report.second {
      #expect(now.index(of: weight.name).map { now.parameters.decimal($0) } == weight.value)
    }
    #expect((report.losses?.1 ?? 0) == stage.session.presentLoss)
  }

  @Test func showEpochsListsTheWay() throws {
    let stage = TestSession()
    stage.run(
      "net 2 2 1\ndata xor\ninit xavier seed 1000\ntrain adam lr 0.01 until loss<0.01\ngoto epoch 700\nshow epochs"
    )
    let report = try #require(
      stage.events.lazy.compactMap { if case .epochs(let report) = $0 { report } else { nil } }.first)
    #expect(report.first == 0 && report.last == 1514 && report.here == 700 && report.bound == 64_000_000)
    #expect(report.losses.last?.epoch ?? 0 > 1500 && report.losses.count > 8)
    for point in report.losses {
      stage.run("goto epoch \(point.epoch - 1)")
      // The loss of an epoch is that before its update.
      #expect(stage.session.presentLoss == point.loss, "\(point)")
    }
  }
}
