import Foundation
import Interpreter
import Language
import NeuralCore
import TestSupport
import Testing

/// Restarts, patience, shuffling, frozen weights, the other losses.
struct TrainingTests {
  struct Loop: Decodable {
    struct Case: Decodable {
      let seed: Int
      let epochs: Int
      let capped: Bool
      let resets: Int
      let final_loss_f32: String
      let losses_every_100_f32: String
    }

    let cap: Int
    let cases: [Case]
  }

  private func single(_ hex: Substring) -> Double {
    Double(Float(bitPattern: UInt32(hex, radix: 16) ?? 0))
  }

  /// What help names as the default of an option is what a training does without it.
  @Test func defaultsInHelpAreThoseOfTheCore() {
    let plain = TrainingConfiguration(.adam, Settings(Optimizer.adam.settings), Objective(.mse))
    #expect(TrainOption.accumulate.spec.fallback == "\(plain.accumulate)")
    #expect(TrainOption.dropout.spec.fallback == plain.dropout.plainText)
    #expect(TrainOption.smoothing.spec.fallback == plain.objective.smoothing.plainText)
    #expect(TrainOption.batch.spec.fallback == "all rows" && plain.batch == nil)
    let stage = TestSession()
    stage.run("net 2 2 1\ninit torch seed 1\ntrain adam")
    #expect(stage.reports.last?.epochs == TrainOption.defaultEpochs)
    #expect(TrainOption.epochs.spec.fallback?.hasPrefix("\(TrainOption.defaultEpochs);") == true)
  }

  /// A start draws the same weights with the gain that help names as its default.
  @Test func defaultGainsAreThoseOfTheStarts() {
    #expect(InitOption.gain.spec.fallback == "1; √2 with he")
    for start in Initializer.all where start.options.contains(.gain) {
      let gain = start == .he ? "(2^0.5)" : "1"
      let stage = TestSession()
      stage.run(
        "precision double\nnet 2 4 1\ninit \(start.name) seed 3\nlet drawn = L0N0->L1N0\n"
          + "init \(start.name) gain \(gain) seed 3\nexpect L0N0->L1N0 == drawn within 1e-12")
      #expect(stage.problems.isEmpty, "\(start.name): \(stage.problems.map(\.message))")
    }
  }

  /// The notebook's own loop for fifty seeds: PyTorch's epochs, and its losses within 2e-5.
  @Test func theNotebooksLoop() throws {
    let url = Documents.root.appending(path: "Tests/NeuralCoreTests/Vectors/xor_loop.json")
    let loop = try JSONDecoder().decode(Loop.self, from: Data(contentsOf: url))
    #expect(loop.cases.count == 50)
    for test in loop.cases {
      let stage = TestSession()
      stage.run(
        """
        net 2 2 1
        data xor
        init torch seed \(test.seed)
        train adam lr 0.01 until loss<=0.01 restart every 1000 keeping optimizer log every 100 epochs \(loop.cap)
        """)
      let report = try #require(stage.reports.first)
      #expect(report.epochs == test.epochs && report.attempts.count == test.resets + 1, "seed \(test.seed)")
      #expect((report.loss - single(Substring(test.final_loss_f32))).magnitude < 2e-5)
      let logged = stage.logged.map(\.loss)
      let hex = test.losses_every_100_f32
      #expect(logged.count == hex.count / 8)
      for (k, loss) in logged.enumerated() {
        #expect((loss - single(hex.dropFirst(8 * k).prefix(8))).magnitude < 2e-5, "seed \(test.seed)")
      }
      #expect(report.replay == nil)
    }
  }

  /// The line that replays the winner gives the same epoch and the same bits.
  @Test(arguments: ["11", "22", "32"])
  func theWinnerReplayedAlone(_ seed: String) throws {
    let stage = TestSession()
    stage.run("net 2 2 1\ndata xor\ninit xavier seed \(seed)")
    stage.run("train adam lr 0.01 until loss<0.01 restart every 1000")
    let report = try #require(stage.reports.first)
    #expect(report.attempts.count > 1 && report.reached == true)
    #expect(report.attempts.enumerated().allSatisfy { $1.seed == (Int64(seed) ?? 0) + Int64($0) })
    let alone = TestSession()
    alone.run("net 2 2 1\ndata xor\n" + (try #require(report.replay)))
    #expect(alone.session.network == stage.session.network)
    #expect(try #require(alone.reports.first).epochs == report.attempts.last?.epochs)
    #expect(alone.session.epoch == stage.session.epoch)
  }

  @Test func restartsEndWithTheBudget() throws {
    let stage = TestSession()
    stage.run("net 2 2 1\ndata xor\ninit torch seed 1\ntrain adam until loss<0 restart every 10 epochs 35")
    let report = try #require(stage.reports.first)
    #expect(report.attempts.map(\.epochs) == [10, 10, 10, 5] && report.reached == false)
  }

  @Test func patienceBringsTheBestWeightsBack() throws {
    let stage = TestSession()
    stage.run("data iris\nsplit 0.5 seed 3\nscale standard\nnet 4 8 tanh 3 softmax\ninit torch seed 2")
    stage.run("train adam lr 0.05 epochs 3000 patience 30 on val.loss")
    let report = try #require(stage.reports.first)
    #expect(report.reason == .patience)
    let best = try #require(report.best)
    stage.run("expect val.loss == \(best.value) and epoch == \(best.epoch)")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.help))")
    #expect(report.epochs == best.epoch + 30)
  }

  /// Shuffled batches in PyTorch's order: an epoch is the same as one on the rows written in that order.
  @Test func shufflingTakesTheLoadersOrder() throws {
    let stage = TestSession()
    stage.run("data line 10 noise 0.1 seed 4\nnet 1 3 tanh 1\ninit torch seed 8\nseed 42")
    let data = try #require(stage.session.data.whole)
    var generator = MersenneTwister(seed: 42)
    _ = generator.nextDoubleWord()
    var own = MersenneTwister(seed: Int64(generator.nextDoubleWord() & (1 << 63 - 1)))
    var plan = TrainingConfiguration(
      .sgd, Settings(Optimizer.sgd.settings, given: [.lr: 0.1]), Objective(.mse))
    plan.batch = 4
    let other = try #require(stage.session.network).training(
      plan, on: data.selecting(own.permutation(10)))
    _ = other.run(1)
    stage.run("train sgd lr 0.1 batch 4 shuffle epochs 1")
    #expect(stage.session.network == other.trained)
    let (one, two) = (TestSession(), TestSession())
    for stage in [one, two] {
      stage.run(
        "data line 10 noise 0.1 seed 4\nnet 1 3 tanh 1\ninit torch seed 8\ntrain sgd batch 3 shuffle epochs 9"
      )
    }
    #expect(one.session.fingerprint == two.session.fingerprint)
  }

  @Test func frozenWeightsStay() throws {
    let stage = TestSession()
    stage.run("net 2 2 1\ndata xor\ninit torch seed 1\nfreeze L0N0 -> L1N0 1B -> L2N0")
    let before = try #require(stage.session.network)
    stage.run("train adam lr 0.1 l2 0.1 epochs 20\ntrain sgd lr 0.1 momentum 0.9 epochs 20")
    let after = try #require(stage.session.network)
    let same = before.parameters.indices.filter { before.parameters[$0] == after.parameters[$0] }
    #expect(same == [0, 8])
    stage.run("unfreeze all\ntrain sgd epochs 1\nfreeze layer 1")
    #expect(stage.lines.contains("6 of 9 weights are frozen"))
    #expect(stage.problems.isEmpty)
  }

  @Test func optionsThatNeedEachOther() {
    for (line, word) in [
      ("train adam keeping optimizer", "restart"), ("train adam on loss", "patience"),
      ("train adam restart every 5", "until"), ("train adam patience 5 on epoch", "names"),
      ("train adam until loss<1 restart every 5 patience 3", "exclude"),
    ] {
      let stage = TestSession()
      stage.run("net 2 2 1\n\(line)")
      #expect(stage.problems.map(\.code) == [.settingMismatch])
      #expect(stage.problems.first?.message.contains(word) == true)
    }
    let stage = TestSession()
    stage.run("net 2 2 1\nfreeze 3")
    #expect(stage.problems.map(\.code) == [.missingArgument])
  }

  /// Rosenblatt's rule worked out by hand: from zeros, AND in the order of its rows.
  @Test func thePerceptronRuleMatchesHandCalculation() throws {
    let stage = TestSession()
    stage.run("net 2 1 step\ninit zeros\ndata and\ntrain perceptron epochs 1")
    #expect(stage.session.network?.parameters == [1, 1, 1])
    stage.run("train perceptron until loss==0 epochs 50\nexpect reached and accuracy == 1")
    #expect(stage.problems.isEmpty)
    for (setup, line) in [
      ("net 2 1", "train perceptron"), ("net 2 2 step 1 step", "train perceptron"),
      ("net 2 1 step", "train adam"),
      ("net 2 2 step 1", "train sgd"),
    ] {
      let other = TestSession()
      other.run(setup + "\n" + line)
      #expect(other.problems.map(\.code) == [.settingMismatch])
    }
  }

  @Test func l1DrawsWeightsToZero() throws {
    let stage = TestSession()
    stage.run("net 2 2 1\ndata xor\ninit torch seed 1\ntrain sgd lr 0.01 l1 1 epochs 500")
    #expect(try #require(stage.session.network).parameters.dropLast().allSatisfy { $0.magnitude < 0.02 })
  }
}
