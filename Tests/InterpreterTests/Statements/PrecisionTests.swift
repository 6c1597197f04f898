import Interpreter
import NeuralCore
import TestSupport
import Testing

/// `precision`, `language`, `check gradient`, and the options of `train` as a script uses them.
struct PrecisionTests {
  private func stage(_ text: String) -> TestSession {
    let stage = TestSession()
    stage.run(text)
    #expect(stage.problems.isEmpty, "\(text): \(stage.problems.map(\.message))")
    return stage
  }

  /// PyTorch in float64 from the same weights stops at the same epoch; a dump is input in double precision too.
  @Test func theFiveLinesInDoublePrecision() throws {
    let one = stage(
      "precision double\nnet 2 2 1\ninit xavier seed 1000\ntrain adam lr 0.01 until loss<0.01\ndump\nexpect epoch == 1514"
    )
    let dump = one.lines.suffix(9).joined(separator: "\n")
    let two = stage("precision double\nnet 2 2 1\n\(dump)")
    let (first, second) = (try #require(one.session.network), try #require(two.session.network))
    #expect(first.precision == .double && first.parameters == second.parameters)
    #expect(first.parameters.contains { Double(Float($0)) != $0 })
  }

  @Test func numbersAreReadInThePrecisionOfTheMoment() throws {
    let double = stage("precision double\ndata\n 0.1 0.2 -> (1/3)\nend\nnet 2 1\nL0N0 -> L1N0 = 0.1")
    #expect(
      double.session.data.whole?.inputs == [0.1, 0.2] && double.session.data.whole?.targets == [1.0 / 3])
    #expect(double.session.network?.parameters[0] == 0.1)
    let files = TestSession(scripts: ["f.csv": "a,b\n0.1,0.7\n0.3,0.9\n"])
    files.run("precision double\ndata \"f.csv\"")
    #expect(files.session.data.whole?.inputs == [0.1, 0.3])
    let single = stage("data\n 0.1 0.2 -> 0.3\nend\nnet 2 1\nL0N0 -> L1N0 = 0.1\nprecision double")
    #expect(single.session.data.whole?.inputs == [Double(Float(0.1)), Double(Float(0.2))])
    #expect(single.session.network?.parameters[0] == Double(Float(0.1)))
  }

  /// There and back is where it was; the optimizer starts clean.
  @Test func conversionsAreExact() throws {
    let one = stage("net 2 3 1\ndata xor\ninit torch seed 4\ntrain adam epochs 10")
    let before = try #require(one.session.network)
    one.run("precision double\nprecision single")
    #expect(one.session.network == before)
    one.run("train adam epochs 1")
    let goesOn = one.events.contains {
      if case .trainStarted(let plan) = $0 { plan.continues } else { false }
    }
    #expect(!goesOn)
    one.run("undo\nundo")
    #expect(one.session.precision == .double)
    one.run("clear")
    #expect(one.session.precision == .single)
  }

  /// Whatever the examples and the manual's calculations do, they do in double precision too.
  @Test func explanationsAgreeInDoublePrecision() {
    for activation in Activation.all where activation != .step {
      let stage = stage(
        "precision double\nnet 3 4 \(activation.name) 2\ninit torch seed 7\nexplain 0.3 -1.5 2\neval 0.3 -1.5 2"
      )
      #expect(stage.lines.count > 8)
    }
  }

  @Test func theVersionOfTheLanguage() {
    _ = stage("language 1")
    let other = TestSession()
    other.run("language 2")
    #expect(other.problems.map(\.code) == [.languageVersion])
  }

  @Test func theGradientIsChecked() {
    for net in ["2 3 relu 1", "2 4 gelu 2 softplus 1 sigmoid", "2 3 selu 1 without bias"] {
      let stage = stage("net \(net)\ndata xor\ninit xavier seed 2\ncheck gradient")
      let reports = stage.events.compactMap {
        if case .gradientCheck(let report) = $0 { report } else { nil }
      }
      #expect(reports.count == 1 && reports[0].check.agrees, "\(net)")
    }
    let steps = TestSession()
    steps.run("net 2 1 step\ndata and\ncheck gradient")
    #expect(steps.problems.map(\.code) == [.settingMismatch])
    let interrupted = TestSession(patience: 3)
    interrupted.run("net 2 9 1\ndata xor\ninit torch seed 1\ncheck gradient")
    #expect(interrupted.problems.contains { $0.code == .interrupted })
  }

  // MARK: train

  @Test func aFlatPlaceEndsTheTraining() throws {
    let stage = stage("net 1 1\ndata line 10 seed 1\ninit torch seed 1\ntrain l-bfgs mingrad 1e-3 epochs 100")
    let report = try #require(stage.reports.first)
    #expect(report.reason == .mingrad && report.epochs < 100)
    let missed = TestSession()
    missed.run(
      "net 1 1\ndata line 10 noise 0.5 seed 1\ninit torch seed 1\ntrain l-bfgs mingrad 1e-3 until loss<1e-9")
    #expect(missed.reports.first?.reason == .mingrad && missed.reports.first?.reached == false)
    #expect(missed.lines.contains { $0.hasPrefix("NOT REACHED") })
    // Where attempts follow each other, a flat place ends one of them.
    let again = TestSession()
    again.run(
      "net 2 2 1\ndata xor\ninit xavier seed 11\ntrain adam lr 0.1 mingrad 1e-4 until loss<0.01 restart every 5000"
    )
    let ends = again.reports.first?.attempts.map(\.end) ?? []
    #expect(ends.count > 1 && ends.dropLast().contains(.mingrad) && ends.last == .until, "\(ends)")
  }

  @Test func aPlateauIsWatchedOnTheValidationPart() throws {
    let stage = stage(
      """
      data moons 60 noise 0.3 seed 2
      split 0.5 seed 1
      net 2 4 tanh 1
      init xavier seed 1
      train adam lr 0.1 schedule plateau 3 0.5 on val.loss epochs 200 log every 50
      """)
    let rates = stage.logged.compactMap(\.rate)
    #expect(rates.count == 4 && rates[0] < 0.1 && rates[3] < rates[0] && rates == rates.sorted(by: >))
  }

  /// Class weights and smoothing are part of the loss, whoever asks for it, until another loss is named.
  @Test func theObjectiveIsKept() throws {
    let stage = stage(
      """
      data iris
      net 4 3 softmax
      init torch seed 1
      let plain = loss
      train adam epochs 1 weights [5, 1, 1] smoothing 0.2
      init torch seed 1
      expect loss != plain
      train adam epochs 1
      show
      train adam epochs 1 loss cross-entropy
      init torch seed 1
      expect loss == plain
      """)
    #expect(stage.lines.contains { $0.contains("weights [5, 1, 1] smoothing 0.2") })
  }

  @Test func initAloneRepeatsEveryDraw() throws {
    let stage = stage("net 2 2 1\ninit xavier seed 11\ninit constant 0.5 layer 2\nseed 12\ninit")
    let other = self.stage("net 2 2 1\ninit xavier seed 12\ninit constant 0.5 layer 2")
    #expect(stage.session.network == other.session.network)
    stage.run("train adam lr 0.1 epochs 3\nreset")
    #expect(stage.session.network == other.session.network)
  }

  /// One layer drawn by itself is part of the start: restarts draw it in its turn, and the line that replays says so.
  @Test func restartsRepeatEveryDraw() throws {
    let stage = stage(
      """
      data xor
      net 2 2 1
      init xavier seed 11
      init uniform -1 1 layer 2
      train adam lr 0.05 until loss<0.05 restart every 100 batch 2 shuffle
      """)
    let report = try #require(stage.reports.first)
    let replay = try #require(report.replay)
    #expect(report.attempts.count > 1 && report.reached == true)
    #expect(replay.contains("init uniform -1 1 layer 2") && replay.contains("shuffle"))
    let again = self.stage("data xor\nnet 2 2 1\n\(replay)")
    #expect(again.session.network == stage.session.network)
    #expect(again.session.fingerprint == stage.session.fingerprint)
  }
}
