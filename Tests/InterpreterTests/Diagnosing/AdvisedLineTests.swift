import Interpreter
import NeuralCore
import Testing

/// Lines of advice do what is said of them, typed as they stand.
struct AdvisedLineTests {
  private func diagnosis(_ stage: TestSession) throws -> Diagnosis {
    let found = stage.events.reversed().lazy.compactMap {
      if case .diagnosis(let diagnosis, _) = $0 { diagnosis } else { nil }
    }.first
    return try #require(found)
  }

  /// The loss that a copy came to, and in how many epochs; nil where there was a condition.
  private func outcome(_ advice: Diagnosis.Advice) -> (loss: Double, epochs: Int)? {
    if case .loss(let loss, let epochs) = advice.outcome { (loss, epochs) } else { nil }
  }

  /// A line that is wider than a page stays one line, with all of its options.
  @Test func longLinesAreWhole() throws {
    let stage = TestSession()
    stage.run(
      """
      net 2 3 tanh 1
      data xor
      init xavier seed 11
      train sgd lr 0.01 momentum 0.5 l2 0.0000001 clip norm 5 until loss<0.001 and accuracy==1 epochs 40 batch 2 shuffle
      diagnose
      """)
    let advice = try diagnosis(stage).advice
    #expect(advice.contains { $0.line.count > 100 }, "\(advice.map(\.line))")
    for line in advice.map(\.line) {
      #expect(!line.contains("\\") && !line.contains("\n"), "\(line)")
      let copy = TestSession()
      copy.run("net 2 3 tanh 1\ndata xor\ninit xavier seed 11")
      #expect(copy.run(line) == .done, "\(line): \(copy.problems.map(\.message))")
      #expect(line.contains("batch 2 shuffle"), "\(line)")
    }
  }

  /// A copy goes on for as many epochs as the weights have seen; a line that has fewer of them does not repeat that.
  @Test(arguments: [
    ("epochs 300\ntrain adamw lr 0.001 epochs 100", 400), ("epochs 300\ntrain adam lr 0.001 epochs 300", 600),
    ("epochs 200", 200),
  ])
  func goingOnComesToWhatIsSaid(_ trained: String, _ epochs: Int) throws {
    let stage = TestSession()
    stage.run(
      "data sine 40 seed 1\nnet 1 3 gelu 1\ninit uniform -3 3 seed 29\ntrain adam lr 0.001 \(trained)\ndiagnose"
    )
    let advice = try #require(try diagnosis(stage).advice.first)
    let came = try #require(outcome(advice))
    #expect(came.epochs == epochs)
    #expect((advice.line == "train") == (epochs == 200), "\(advice.line)")
    let count = stage.reports.count
    #expect(stage.run(advice.line) == .done)
    let report = try #require(stage.reports.dropFirst(count).first)
    #expect(report.epochs == epochs && report.lossAfter == came.loss)
  }

  /// Where the training watches the validation set, every copy is judged by it, and it is said.
  @Test func lossesOfValidationAreNamed() throws {
    let stage = TestSession()
    stage.run(
      """
      data sine 40 noise 0.3 seed 1
      split 0.6 seed 2
      net 1 12 tanh 1
      init xavier seed 3
      train adam lr 0.001 epochs 200 patience 300 on val.loss
      diagnose
      """)
    let advice = try #require(try diagnosis(stage).advice.first)
    let shown = stage.lines.joined(separator: "\n")
    #expect(shown.contains("came to val.loss 0.32940 after 200 epochs"), "\(shown)")
    #expect(shown.contains("a copy came to val.loss 0.32940"))
    #expect(stage.run("\(advice.line)\nlet now = val.loss") == .done)
    let loss = try #require(outcome(advice)).loss
    #expect(stage.run("expect now == \(loss) within 1e-6") == .done, "\(loss)")
  }

  /// The goal of the scaled targets is not above the one that is asked for.
  @Test func scaledGoalsMeetTheGoal() throws {
    let stage = TestSession()
    stage.run(
      """
      data
        for c in -10..40 by 10
          (c) -> (1.8*c + 32)
        end
      end
      net 1 1
      init torch seed 5
      train sgd lr 0.001 until loss<0.01 epochs 3000
      diagnose
      """)
    let scaled = try #require(try diagnosis(stage).advice.first { $0.line.contains("scale targets") })
    #expect(stage.run(scaled.line) == .done)
    #expect(stage.reports.last?.reached == true)
    #expect(stage.run("expect train.rmse^2 < 0.01") == .done, "\(stage.problems.map(\.message))")
  }

  /// A pass that met the condition by chance, between steps that throw the loss about or with units dropped, is no success:
  /// the weights that a line leaves are what it is judged by.
  @Test(arguments: [
    (
      "data iris\nnet 4 3 softmax\nseed 11\ninit zeros\ntrain sgd lr 0.001 until loss<0.2 epochs 200", 0.2,
      Diagnosis.Verdict.slow
    ),
    (
      "data xor\nnet 2 4 tanh 1 sigmoid\ninit xavier seed 4\n"
        + "train adam lr 0.05 dropout 0.7 until loss<0.01 epochs 500", 0.01, Diagnosis.Verdict.unsteady
    ),
  ])
  func aLuckyPassIsNoSuccess(_ script: String, _ goal: Double, _ verdict: Diagnosis.Verdict) throws {
    let stage = TestSession()
    stage.run(script + "\ndiagnose")
    let diagnosis = try diagnosis(stage)
    #expect(diagnosis.verdict == verdict && diagnosis.longTrial?.reached == false)
    #expect(!diagnosis.advice.isEmpty)
    for line in diagnosis.advice.map(\.line) {
      let copy = TestSession()
      copy.run(script)
      #expect(copy.run(line) == .done)
      let loss = try #require(copy.reports.last?.lossAfter)
      #expect(loss < 1.2 * goal, "\(line): \(loss)")
    }
  }

  /// One start, however it is typed, is advised once.
  @Test func noStartIsAdvisedTwice() throws {
    let stage = TestSession()
    stage.run(
      "net 2 3 relu 1 ; data xor ; init he seed 1 ; 0B->L1N0 = -9 ; train sgd lr 0.1 epochs 200 ; diagnose")
    let advice = try diagnosis(stage).advice
    let lines = advice.map { $0.line.replacing("init he normal", with: "init he") }
    #expect(Set(lines).count == lines.count && lines.contains("init he seed 1 ; train"), "\(lines)")
    #expect(Set(advice.map { "\($0.remedy)" }).count == advice.count, "\(lines)")
  }

  /// `net` forgets the loss that an earlier line chose, and its weights: a line that begins with one gives them again.
  @Test(arguments: [
    (
      "data iris\nnet 4 3 softmax\ninit zeros\ntrain sgd lr 0.001 loss cross-entropy weights [1,2,3] epochs 100\n"
        + "train sgd lr 0.001 until loss<0.3 epochs 100", "weights [1, 2, 3]"
    ),
    (
      "data xor\nnet 2 2 tanh 1 sigmoid\ninit zeros\ntrain sgd lr 0.05 loss bce weights [3] smoothing 0.1 epochs 10\n"
        + "train sgd lr 0.05 until loss<0.4 epochs 100", "loss bce weights [3] smoothing 0.1"
    ),
    (
      "data\n  0 0 -> 0\n  0 1 -> 2\n  1 0 -> 2\n  1 1 -> 0\nend\nnet 2 4 1 sigmoid\ninit torch seed 2\n"
        + "train adam lr 0.05 loss huber epochs 10\ntrain adam lr 0.05 until loss<0.01 epochs 1000",
      "loss huber"
    ),
  ])
  func keptLossesGoAlong(_ script: String, _ kept: String) throws {
    let stage = TestSession()
    stage.run(script + "\ndiagnose")
    let nets = try diagnosis(stage).advice.filter { $0.line.hasPrefix("net ") }
    #expect(!nets.isEmpty)
    for advice in nets {
      #expect(advice.line.contains(kept), "\(advice.line)")
      #expect(
        !advice.changes.contains { $0.contains("loss") || $0.contains("weights`") }, "\(advice.changes)")
      let copy = TestSession()
      copy.run(script)
      #expect(copy.run(advice.line) == .done && copy.reports.last?.reached == true, "\(advice.line)")
    }
  }

  /// After a restart the first loss is that of the weights that were drawn for it.
  @Test func noLossRoseThatFellAfterARestart() throws {
    let stage = TestSession()
    stage.run(
      """
      net 2 3 tanh 1
      data xor
      init torch seed 3
      train sgd lr 0.5 until loss<1e-8 epochs 200
      train sgd lr 0.01 l2 1e-7 until loss<1e-8 epochs 40 restart every 20
      """)
    let report = try #require(stage.reports.last)
    let fresh = TestSession()
    fresh.run("net 2 3 tanh 1\ndata xor\ninit torch seed 4\ntrain sgd lr 0.01 l2 1e-7 epochs 20")
    #expect(report.firstLoss == fresh.reports.first?.firstLoss)
    #expect(report.lossAfter == fresh.reports.first?.lossAfter)
    #expect(!stage.lines.contains { $0.contains("rose") }, "\(stage.lines)")
  }

  /// The largest of what an input below the normal numbers is multiplied with: a calculation by hand takes the number
  /// that the net has, and not the shortest decimal that reads back as it.
  @Test(arguments: ["1e-45", "3e-45", "1e-40", "1.1e-38"])
  func subnormalInputsAreExplained(_ input: String) throws {
    let stage = TestSession()
    stage.run("net 2 2 1\ninit torch seed 1\nexplain gradient \(input) 1 -> 1e30\nL0N0 -> L1N0 = \(input)")
    stage.run("explain 1 0\nexplain gradient 1 \(input) -> 1e30\nexplain \(input) \(input)")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
  }

  /// What made another goal of the training is not left out without a word, whatever the optimizer.
  @Test func penaltiesThatAreLeftOutAreNamed() throws {
    let stage = TestSession()
    stage.run(
      """
      data parity 3
      scale minmax -1 1
      net 3 2 tanh 1
      init uniform -3 3 seed 3
      train adamw lr 0.5 epochs 300 l1 0.001 clip norm 0.1
      diagnose
      """)
    for advice in try diagnosis(stage).advice
    where !advice.line.contains("l1 ") && advice.line.contains("train adam ") {
      #expect(advice.changes.contains("no `l1`"), "\(advice.line): \(advice.changes)")
    }
  }
}
