import Interpreter
import Language
import NeuralCore
import Rendering
import Testing

/// The loss chosen before any training: by every statement that reads it, and kept as `train` keeps it.
struct LossOptionTests {
  private static let net = "net 2 2 1 sigmoid\ndata xor\ninit torch seed 1\n"

  private func stage(_ text: String) -> TestSession {
    let stage = TestSession()
    stage.run(text)
    return stage
  }

  /// Textbooks take half the squared error: the derivative by the output is half of mse's.
  @Test func aGradientByHandTakesTheLossThatIsNamed() throws {
    let stage = stage(Self.net + "explain gradient 0 1 loss half-sse\nlet half = gradient(L1N0->L2N0)")
    #expect(stage.problems.isEmpty && stage.lines.contains { $0.contains("half-sse") })
    stage.run("explain gradient data loss mse\nexpect gradient(L1N0->L2N0) == half / 2 within 1e-8")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
  }

  @Test(arguments: [
    "explain gradient 0 1 -> 1 loss bce", "check gradient loss bce", "score loss bce", "diagnose loss bce",
    "step sgd lr 0.1 loss bce", "explain curvature loss bce", "train sgd lr 0.1 loss bce epochs 1",
  ])
  func everyStatementThatReadsTheLossKeepsIt(_ line: String) {
    let stage = stage(Self.net + line)
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    #expect(stage.loss == "bce")
    stage.run("train adam epochs 1 lr 0.01")
    #expect(stage.loss == "bce")
    stage.run("undo\nundo")
    #expect(stage.loss == "mse")
    stage.run("redo\nnet 2 2 1 sigmoid")
    #expect(stage.loss == "mse", "`net` forgets it")
  }

  @Test func weightsAndSmoothingGoWithIt() {
    let stage = stage(
      "data iris\nnet 4 3 3 softmax\ninit torch seed 1\nscore weights [1, 2, 3] smoothing 0.1")
    #expect(stage.loss == "cross-entropy weights [1, 2, 3] smoothing 0.1")
    stage.run("check gradient smoothing 0")
    #expect(stage.loss == "cross-entropy weights [1, 2, 3]")
    stage.run("diagnose loss mse")
    #expect(stage.loss == "mse")
  }

  /// A statement that fails leaves the loss as it was.
  @Test(arguments: [
    ("check gradient loss cross-entropy", DiagnosticCode.lossMismatch, "needs a softmax output"),
    ("score loss mse weights [1]", .settingMismatch, "has no classes"),
    ("score loss bce weights [1, 2]", .wrongCount, "a number for each of 1 output"),
    ("explain 0 1 loss mse", .unexpectedWord, "do not depend on it"),
    ("score los mse", .unknownOption, "no option called `los`"),
    ("diagnose loss mse loss bce", .repeatedOption, "given twice"),
    ("explain gradient 0 1 -> 5 loss bce", .lossMismatch, "targets from 0 to 1"),
  ])
  func whatDoesNotGoTogetherIsRefused(_ line: String, _ code: DiagnosticCode, _ message: String) {
    let stage = stage(Self.net + "score loss half-sse")
    stage.run(line)
    #expect(stage.problems.map(\.code) == [code])
    #expect(stage.problems.first?.message.contains(message) == true, "\(stage.problems.map(\.message))")
    #expect(stage.loss == "half-sse")
  }

  @Test func machinesReadItToo() {
    let stage = stage(Self.net + "score loss bce")
    let lines = stage.events.flatMap(JSONLines.lines)
    #expect(lines.contains { $0.contains(#""event":"score""#) && $0.contains(#""loss_name":"bce""#) })
    stage.run("transcript")
    #expect(stage.lines.last == "score loss bce")
    #expect(
      formatted(Source(name: "", text: "score   loss bce smoothing  0.1\n"), .standard)
        == "score loss bce smoothing 0.1\n")
    stage.run("save \"s.nnet\"\nclear\nload \"s.nnet\"")
    #expect(stage.loss == "bce")
  }
}

extension TestSession {
  /// The loss in use, as `show` says it.
  fileprivate var loss: String? {
    run("show")
    guard case .show(let report)? = events.last else { return nil }
    return report.loss
  }
}
