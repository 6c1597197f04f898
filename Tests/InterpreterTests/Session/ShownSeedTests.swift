import Interpreter
import Testing

/// A seed that is shown gives the weights that it is shown with.
struct ShownSeedTests {
  /// Scripts that draw weights at their end.
  @Test(arguments: [
    "seed 4\ndata moons 20\nnet 2 2 1\ninit torch", "seed 4\ndata iris\nsplit 0.5\nnet 4 2 3\ninit torch",
    "seed 4\nlet x = rand(0, 1)\nnet 2 2 1\ninit torch", "seed 4\nnet 2 2 1\ninit torch",
    "net 2 2 1\ndata xor\ninit torch seed 1\ntrain adam epochs 5\nseed 4\ngoto epoch 2\ninit torch",
    "net 2 2 1\ndata xor\ninit torch seed 1\ntrain adam epochs 5\nseed 4\nback 3\ninit xavier",
    "net 2 2 1\ndata xor\ninit torch seed 1\nseed 4\ntrain adam lr 0.01 until loss<0.0001 epochs 9 restart every 3 keeping optimizer\ninit torch",
    "net 2 2 1\ndata xor\ninit torch seed 1\nseed 4\nstep sgd lr 0.1 dropout 0.5\ninit he",
    "net 2 2 1\ndata xor\ninit torch seed 1\nseed 4\ntrain sgd epochs 2 batch 1 shuffle\ninit he",
    "net 2 2 1\nseed 4\nsave \"s.nnet\"\nload \"s.nnet\"\ninit torch",
  ])
  func anInitWithTheSeedThatIsShownGivesTheSameWeights(_ script: String) throws {
    let stage = TestSession()
    stage.run(script)
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    let report = try #require(
      stage.events.reversed().lazy.compactMap {
        if case .initialized(let report) = $0 { report } else { nil }
      }.first)
    let weights = try #require(stage.session.network?.parameters)
    let seed = try #require(report.seed)
    let again = TestSession()
    let net = script.split(separator: "\n").last { $0.hasPrefix("net ") } ?? ""
    let name = report.name.split(separator: " ")[0]
    again.run("\(net)\ninit \(name) seed \(seed)")
    #expect(again.session.network?.parameters == weights, "\(seed)")
  }

  /// Right after `seed N` an `init` begins with N; what draws nothing is nothing in between.
  @Test(arguments: ["", "data xor\n", "net 2 3 1\n", "let x = 2\n", "data moons 9 seed 3\n"])
  func initTakesTheSeedBeforeIt(_ between: String) {
    let stage = TestSession()
    stage.run("net 2 2 1\nseed 4\n\(between)init torch")
    #expect(stage.lines.contains { $0.hasPrefix("start torch · seed 4") && !$0.contains("chosen") })
  }

  /// The generator of an epoch had the seed of that epoch.
  @Test func anEpochHasTheSeedOfItsGenerator() {
    let stage = TestSession()
    stage.run("net 2 2 1\ndata xor\ninit torch seed 1\ntrain adam epochs 5\nseed 4\ntrain adam epochs 5\n")
    for (epoch, seed) in [(2, 1), (7, 4), (3, 1), (5, 4)] {
      stage.run("goto epoch \(epoch)\nexpect seed == \(seed)")
      #expect(stage.problems.isEmpty, "epoch \(epoch)")
    }
  }

  /// A start that no seed gives is shown without one: of weights that are not drawn, and of those that a restart drew on.
  @Test(arguments: [
    ("init zeros", "zeros"), ("init torch seed 3\ninit constant 2", "constant 2"),
    (
      "init torch seed 5\ntrain adam lr 0.01 until loss<0.0001 epochs 9 restart every 3 keeping optimizer",
      "torch"
    ),
    ("init xavier layer 1 seed 4", "xavier normal of layer 1 alone, seed 4"),
    ("init xavier seed 4\ninit he layer 2", "xavier normal and 1 layer by itself, seed 4"),
  ])
  func aStartWithoutASeedShowsNone(_ script: String, _ start: String) throws {
    let stage = TestSession()
    stage.run("net 2 2 1\ndata xor\n\(script)\nshow")
    #expect(stage.lines.contains("  start        \(start)"), "\(stage.lines.suffix(9))")
    stage.run("save \"s.nnet\"")
    let file = try #require(stage.file("s.nnet"))
    let loaded = TestSession(scripts: ["s.nnet": file])
    loaded.run("load \"s.nnet\"\nshow")
    #expect(loaded.problems.isEmpty && loaded.lines.contains("  start        \(start)"))
  }
}

/// What belongs to an epoch besides its weights.
struct EpochTermsTests {
  private static let begin = "net 2 2 1\ndata xor\ninit torch seed 1\n"

  /// Training on from an epoch repeats what followed, whatever was changed since.
  @Test(arguments: [
    ("train adam lr 0.01 epochs 10 loss mae", 20, "train adam lr 0.01 epochs 30", "the loss is mse"),
    (
      "freeze layer 1\ntrain adam lr 0.01 epochs 10", 20, "train adam lr 0.01 epochs 30",
      "no weight is frozen"
    ),
    (
      "freeze layer 1\ntrain adam lr 0.01 epochs 10 loss huber\nunfreeze layer 1\ngoto epoch 55\ntrain adam lr 0.01 loss huber epochs 5\ngoto epoch 30",
      30, "train adam lr 0.01 epochs 20", "the loss is mse; no weight is frozen"
    ),
  ])
  func lossAndFrozenWeightsAreThoseOfTheEpoch(
    _ since: String, _ epoch: Int, _ again: String, _ said: String
  ) throws {
    let stage = TestSession()
    stage.run(Self.begin + "train adam lr 0.01 epochs 50")
    let weights = try #require(stage.session.network?.parameters)
    stage.run("\(since)\ngoto epoch \(epoch)")
    #expect(stage.lines.contains("(as in that epoch: \(said))"), "\(stage.lines.suffix(4))")
    stage.run(again)
    #expect(stage.problems.isEmpty && stage.session.network?.parameters == weights)
  }

  @Test func anEpochThatTwoTrainingsShareHasTheTermsOfTheLater() throws {
    let stage = TestSession()
    stage.run(
      Self.begin + "train adam lr 0.01 epochs 50\nfreeze layer 1\ntrain adam lr 0.01 epochs 10 loss mae")
    let weights = try #require(stage.session.network?.parameters)
    stage.run("goto epoch 20\ngoto epoch 50")
    // The later training began with what was frozen before it, and chose its loss itself.
    #expect(stage.lines.last == "(as in that epoch: 6 weights frozen)", "\(stage.lines.suffix(3))")
    stage.run("train adam lr 0.01 epochs 10 loss mae")
    #expect(stage.problems.isEmpty && stage.session.network?.parameters == weights)
    // Where nothing is other than it was, nothing is said; and who stays has what was changed there.
    stage.run("goto epoch 55")
    #expect(stage.lines.last?.hasPrefix("epoch 55 of 60") == true)
    stage.run("unfreeze layer 1\ngoto epoch 55")
    #expect(stage.lines.last?.hasPrefix("epoch 55 of 60") == true)
  }
}
