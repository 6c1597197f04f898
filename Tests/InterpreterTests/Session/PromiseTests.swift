import Interpreter
import NeuralCore
import TestSupport
import Testing

/// Sentences of the manual about what repeats and what begins anew, held to their word.
struct PromiseTests {
  private func stage(_ text: String) -> TestSession {
    let stage = TestSession()
    stage.run(text)
    return stage
  }

  /// Equal fingerprints: equal outputs and equal draws. What the optimizer remembers is not in them, so training on may
  /// differ.
  @Test func equalFingerprintsAreEqualOutputsAndDraws() throws {
    let one = stage("net 2 2 1\ndata xor\ninit torch seed 1\ntrain adam lr 0.05 epochs 5\ndump to \"w.nn\"")
    let weights = try #require(one.file("w.nn")).split(separator: "\n").filter { $0.contains("->") }.joined(
      separator: "\n")
    let two = stage("net 2 2 1\ndata xor\ninit torch seed 1\n" + weights)
    #expect(one.session.fingerprint == two.session.fingerprint)
    for stage in [one, two] { stage.run("eval data\nprint rand(), loss") }
    #expect(one.lines.suffix(6) == two.lines.suffix(6))
    #expect(one.session.fingerprint == two.session.fingerprint)
    for stage in [one, two] { stage.run("train adam lr 0.05 epochs 5") }
    #expect(one.session.fingerprint != two.session.fingerprint)
    // With nothing to remember it goes on equally.
    for stage in [one, two] { stage.run("init he seed 4\ntrain adam lr 0.05 epochs 5") }
    #expect(one.session.fingerprint == two.session.fingerprint)
  }

  /// After `goto` patience counts from there, and the best so far is that epoch.
  @Test func patienceBeginsAnewAfterGoto() throws {
    let stage = stage(
      "data moons 60 seed 1\nnet 2 4 tanh 1 sigmoid\ninit xavier seed 3\nfreeze all\n"
        + "train adam lr 0.05 loss bce patience 6 on loss epochs 100")
    #expect(stage.reports.last?.epochs == 6 && stage.reports.last?.best?.epoch == 0)
    stage.run("goto epoch 4\ntrain")
    #expect(stage.reports.last?.epochs == 6 && stage.reports.last?.best?.epoch == 4)
    #expect(stage.problems.isEmpty)
  }

  /// The epochs themselves are the same ones, dropout and shuffling included.
  @Test func epochsAfterGotoAreTheSameOnes() throws {
    let stage = stage(
      "data moons 60 seed 1\nsplit 0.7 seed 2\nnet 2 8 tanh 1 sigmoid\ninit xavier seed 3\n"
        + "train adam lr 0.05 batch 8 shuffle dropout 0.2 loss bce epochs 12")
    let end = stage.session.fingerprint
    stage.run("goto epoch 5\ntrain adam lr 0.05 batch 8 shuffle dropout 0.2 loss bce epochs 7")
    #expect(stage.session.fingerprint == end && stage.session.epoch == 12)
  }

  /// Weights have a seed that repeats them, wherever the generator was: right after `seed N` it is N.
  @Test func weightsHaveASeedThatRepeatsThem() throws {
    for before in ["seed 5", "seed 5\nprint rand(0, 1)", "seed 5\nprint randn()", "seed 5\ninit he", ""] {
      let stage = stage("net 2 2 1\n\(before)\ninit torch")
      let seed = try #require(
        stage.events.compactMap { if case .initialized(let start) = $0 { start.seed } else { nil } }.last)
      #expect((seed == 5) == (before == "seed 5"), "\(before): \(seed)")
      let other = self.stage("net 2 2 1\ninit torch seed \(seed)")
      #expect(
        other.session.network == stage.session.network
          && other.session.fingerprint == stage.session.fingerprint)
    }
  }

  /// PyTorch's ReduceLROnPlateau with its defaults, threshold 1e-4 and threshold_mode "rel", on the losses that nn shows.
  @Test(arguments: ["1e-6", "1e-5", "3e-5", "1e-4", "0.001", "0.1"])
  func plateausAreThoseOfPyTorch(_ rate: String) throws {
    let stage = stage(
      "precision double\ndata line 20 seed 1\nnet 1 1\ninit torch seed 1\n"
        + "train sgd lr \(rate) schedule plateau 1 0.5 on loss epochs 12 log every 1")
    var (best, waited, expected) = (Double.infinity, 0, try #require(Double(rate)))
    let epochs = stage.logged.compactMap { report -> (loss: Double, rate: Double)? in
      report.rate.map { (report.loss, $0) }
    }
    #expect(epochs.count == 12)
    for epoch in epochs {
      #expect((epoch.rate / expected - 1).magnitude < 1e-12)
      if epoch.loss < best * (1 - 1e-4) { (best, waited) = (epoch.loss, 0) } else { waited += 1 }
      if waited > 1 { (expected, waited) = (expected - expected / 2 > 1e-8 ? expected / 2 : expected, 0) }
    }
    // A loss that falls by less than a 10,000th an epoch counts as not falling.
    #expect((epochs[11].rate < epochs[0].rate) == ["1e-6", "1e-5"].contains(rate), "\(epochs)")
  }

  /// The default of `looks` is PyTorch's max_eval: max_iter · 5 // 4.
  @Test func looksAreFiveQuartersOfTheMoves() {
    for (moves, looks) in [(20, 25), (10, 12), (3, 3), (7, 8)] {
      let begin =
        "data sine 20 seed 1\nnet 1 5 tanh 1\ninit xavier seed 2\ntrain l-bfgs lr 0.5 moves \(moves)"
      let (one, two) = (stage(begin + " epochs 4"), stage(begin + " looks \(looks) epochs 4"))
      #expect(one.session.fingerprint == two.session.fingerprint, "\(moves)")
      #expect(one.problems.isEmpty && two.problems.isEmpty)
    }
  }

  /// The changelog counts the rows of the tables.
  @Test func theChangelogCountsTheTables() {
    let page = Documents.text("CHANGELOG.md").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let words = ["five", "nine", "twelve", "fourteen", "seventeen"]
    let counts = [5: words[0], 9: words[1], 12: words[2], 14: words[3], 17: words[4]]
    let tables = [
      ("activations", Activation.all.count), ("losses", Loss.all.count),
      ("initializations", Initializer.all.count),
      ("optimizers", Optimizer.all.count), ("schedules", Schedule.all.count),
    ]
    for (kind, count) in tables {
      let isSaid = page.lowercased().contains("\(counts[count] ?? "\(count)") \(kind)")
      #expect(isSaid, "\(count) \(kind)")
    }
  }
}
