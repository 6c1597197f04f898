import Interpreter
import Language
import NeuralCore
import Testing

/// Two words are two outputs of a softmax, or 0 and 1 of one output.
struct TwoClassTests {
  static let file = "x,kind\n1,yes\n2,no\n3,yes\n4,no\n"

  private func stage(_ text: String) -> TestSession {
    let stage = TestSession(scripts: ["f.csv": Self.file])
    stage.run(text)
    return stage
  }

  @Test(arguments: [
    "data \"f.csv\"\nnet 1 2 1 sigmoid", "net 1 2 1 sigmoid\ndata \"f.csv\"",
    "data \"f.csv\"\nnet 1 2 softmax\nnet 1 2 1 sigmoid",
  ])
  func oneOutputTakesThemAsNumbers(_ text: String) throws {
    let stage = stage(text)
    let data = try #require(stage.session.data.whole)
    #expect(data.targetCount == 1 && data.targets == [1, 0, 1, 0] && data.classes == ["no", "yes"])
    #expect(stage.lines.contains("(for one output no is 0 and yes is 1)"), "\(stage.lines)")
    stage.run(
      "init torch seed 1\ntrain adam lr 0.1 loss bce epochs 5\nscore\neval data\neval 1\nexplain gradient 1 -> no"
    )
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    #expect(
      stage.lines.contains { $0.contains("class \\ answer") && $0.contains("no") && $0.contains("yes") })
    #expect(stage.lines.contains { $0.contains("t0 = 0") || $0.contains("targets   t0 = 0") })
  }

  @Test func severalOutputsTakeThemAsClasses() throws {
    let stage = stage(
      "data \"f.csv\"\nnet 1 2 1 sigmoid\nnet 1 2 softmax\ninit torch seed 1\ntrain adam epochs 3")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    #expect(stage.session.data.whole?.targets == [0, 1, 1, 0, 0, 1, 1, 0])
  }

  @Test func undoBringsBackWhatTheNetChanged() throws {
    let stage = stage("data \"f.csv\"\nnet 1 2 1 sigmoid")
    stage.run("undo")
    #expect(stage.session.data.whole?.targetCount == 2)
  }

  /// The names come back with a saved session, and say the class of an output.
  @Test func theNamesAreSaved() throws {
    let stage = stage(
      "data \"f.csv\"\nsplit 0.5 ordered\nnet 1 1 sigmoid\ninit torch seed 1\nsave \"s.nnet\"\nclear\nload \"s.nnet\""
    )
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    #expect(
      stage.session.data.whole?.classes == ["no", "yes"] && stage.session.data.whole?.targets == [1, 0, 1, 0])
    stage.run("eval 9")
    #expect(stage.lines.last?.hasSuffix("no") == true || stage.lines.last?.hasSuffix("yes") == true)
  }
}
