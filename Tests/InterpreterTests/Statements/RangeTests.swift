import Interpreter
import Language
import NeuralCore
import Standard
import Testing

/// Every parameter out of its range is refused, with the range, and nothing is changed; at its ends it is taken.
struct RangeTests {
  /// Numbers outside and inside a range, and words that its message has to hold.
  private static func samples(_ range: NumberRange) -> (wrong: [String], right: [String], words: String) {
    switch range {
    case .count: (["0", "-1", "1.5"], ["1"], "whole number")
    case .positive: (["0", "-1", "1e39"], ["1e-30", "3e38"], "above 0")
    case .notNegative: (["-1e-9", "1e39"], ["0", "7"], "at least 0")
    case .fraction: (["-0.1", "1", "2"], ["0", "0.999"], "at least 0 and below 1")
    case .share: (["0", "1.1"], ["0.1", "1"], "above 0 and at most 1")
    case .belowOne: (["0", "1", "-1"], ["0.1", "0.9"], "above 0 and below 1")
    case .aboveOne: (["1", "0", "-3"], ["1.01", "9"], "above 1")
    case .any: (["1e39", "-1e39"], ["-1", "0", "1"], "a number")
    case .whole(let range):
      (
        ["\(range.lowerBound - 1)", "\(range.upperBound + 1)", "1.5"], ["\(range.lowerBound)"], "whole number"
      )
    case .flag: ([], [], "")
    }
  }

  private static func begun() -> TestSession {
    let stage = TestSession()
    stage.run("net 2 3 tanh 1\ndata xor\ninit xavier seed 3")
    return stage
  }

  private func refuses(_ line: String, _ words: String) {
    let stage = Self.begun()
    let before = stage.session.fingerprint
    stage.run(line)
    #expect(stage.problems.map(\.code) == [.outOfRange], "\(line): \(stage.problems.map(\.message))")
    let problem = stage.problems.first
    #expect(problem?.message.contains(words) == true, "\(line): \(problem?.message ?? "")")
    #expect(problem?.span != nil)
    #expect(stage.session.fingerprint == before)
  }

  private func takes(_ line: String) {
    let stage = Self.begun()
    stage.run(line)
    let codes = stage.problems.map(\.code).filter { $0 != .settingMismatch }
    #expect(codes.isEmpty, "\(line): \(stage.problems.map(\.message))")
  }

  @Test(arguments: Optimizer.all.filter { $0 != .perceptron }.map(\.name))
  func settingsStayInTheirRanges(_ name: String) throws {
    let optimizer = try #require(Optimizer.named(name))
    for setting in optimizer.settings {
      let samples = Self.samples(NumberRange(setting.range))
      for value in samples.wrong {
        refuses("train \(name) \(setting.name) \(value) epochs 1", samples.words)
      }
      for value in samples.right { takes("train \(name) \(setting.name) \(value) epochs 1") }
    }
  }

  @Test(arguments: Schedule.all.map(\.name))
  func schedulesStayInTheirRanges(_ name: String) throws {
    let schedule = try #require(Schedule.named(name))
    for place in schedule.parameters.indices {
      let samples = Self.samples(NumberRange(schedule.parameters[place].range))
      func line(_ value: String) -> String {
        let numbers = schedule.parameters.enumerated().map { $0 == place ? value : $1.fallback.text }
        return "train sgd schedule \(name) \(numbers.joined(separator: " ")) epochs 2"
      }
      for value in samples.wrong { refuses(line(value), samples.words) }
      for value in samples.right { takes(line(value)) }
    }
  }

  @Test(arguments: [
    ("epochs", "0", "whole number from 1"), ("epochs", "1.5", "whole number from 1"),
    ("batch", "0", "whole number from 1"), ("accumulate", "0", "whole number from 1"),
    ("warmup", "0", "whole number from 1"), ("patience", "-1", "whole number from 1"),
    ("restart every", "0", "whole number from 1"), ("log every", "0", "whole number from 1"),
    ("seconds", "0", "above 0"), ("seconds", "-2", "above 0"), ("mingrad", "0", "above 0"),
    ("maxnorm", "0", "above 0"), ("clip norm", "0", "above 0"), ("clip value", "-1", "above 0"),
    ("dropout", "1", "at least 0 and below 1"), ("dropout", "-0.1", "at least 0 and below 1"),
    ("schedule cosine over", "0", "whole number from 1"),
  ])
  func optionsStayInTheirRanges(_ option: String, _ value: String, _ words: String) {
    refuses("train adam \(option) \(value)", words)
  }

  /// What help says of an option's numbers is what the option takes.
  @Test(arguments: ["train", "init", "data"])
  func rangesOfTheTable(_ word: String) throws {
    let spec = try #require(StatementSpec.named(word))
    let lines = ["train": "train adam epochs 1 ", "init": "init xavier ", "data": "data circle 20 "]
    for option in spec.options {
      guard let range = option.range else { continue }
      let line =
        option.word == "epochs"
        ? "train adam " : (lines[word] ?? "") + (option.word == "over" ? "schedule cosine " : "")
      let form = option.form.split(separator: " ").dropLast().joined(separator: " ")
        .replacing("value|norm", with: "norm")
      let samples = Self.samples(range)
      for value in samples.wrong {
        let stage = Self.begun()
        stage.run(
          "\(option.word == "smoothing" ? "net 2 2 softmax ; data and ; " : "")" + line + "\(form) \(value)")
        #expect(stage.problems.map(\.code) == [.outOfRange], "\(form) \(value)")
      }
      for value in samples.right where value != "1e-30" && value != "3e38" {
        let stage = Self.begun()
        stage.run(line + "\(form) \(value)")
        #expect(!stage.problems.map(\.code).contains(.outOfRange), "\(form) \(value)")
      }
    }
  }

  @Test func lossesNeedTheirOutputs() {
    let stage = TestSession()
    stage.run("data iris\nnet 4 3 softmax\ninit torch seed 1")
    for (line, code) in [
      ("weights [1, 2]", DiagnosticCode.wrongCount), ("weights [1, -2, 1]", .outOfRange),
      ("weights [0, 0, 0]", .outOfRange), ("weights \"a\"", .outOfRange), ("smoothing 1", .outOfRange),
      ("smoothing -0.1", .outOfRange), ("loss mse weights [1, 1, 1]", .settingMismatch),
      ("loss mse smoothing 0.1", .settingMismatch), ("loss hinge", .lossMismatch),
    ] {
      let count = stage.problems.count
      stage.run("train adam epochs 1 \(line)")
      #expect(stage.problems.dropFirst(count).map(\.code) == [code], "\(line)")
    }
    #expect(stage.session.epoch == 0)
  }

  @Test(arguments: [
    ("truncated 0 1 2 1", "lower end first"), ("truncated 0 0 -1 1", "above 0"),
    ("truncated 0 1 10 1e6", "hardly a number"), ("normal 0 -1", "at least 0"),
    ("uniform 1 -1", "lower end first"), ("xavier gain 0", "above 0"), ("orthogonal gain -1", "above 0"),
    ("he layer 0", "from 1 to 2"), ("he layer 3", "from 1 to 2"), ("constant 1e39", "too large"),
  ])
  func initializationsStayInTheirRanges(_ start: String, _ words: String) {
    refuses("init \(start)", words)
  }

  /// What cannot go together is said, with what to do.
  @Test(arguments: [
    "train adam schedule cosine", "train adam over 5", "train adam schedule cosine epochs 5 warmup 5",
    "train rprop schedule step 5 0.5 epochs 3", "train rprop warmup 3", "train l-bfgs clip norm 1",
    "train l-bfgs dropout 0.1", "train l-bfgs accumulate 2", "train l-bfgs maxnorm 1",
    "train rprop stepmin 3 stepmax 2", "train adam on val.loss", "train l-bfgs l1 0.1", "train adam rho 0.5",
    "train sgd momentum 0 nesterov",
  ])
  func optionsThatExcludeEachOtherAreRefused(_ line: String) {
    let stage = Self.begun()
    stage.run(line)
    #expect(stage.problems.map(\.code) == [.settingMismatch], "\(line): \(stage.problems.map(\.message))")
    #expect(stage.problems.first?.span != nil)
  }
}
