import Interpreter
import Language
import Testing

/// Parts and files that hold one of two classes alone: what is a class is said by the data as a whole.
struct OneClassPartTests {
  private static let files = [
    "zo.csv": "x,y\n0,0\n1,0\n2,0\n3,1\n4,1\n", "ones.csv": "x,y\n0,1\n1,1\n2,1\n",
    "words.csv": "x,y\n0,no\n1,no\n2,no\n3,yes\n4,yes\n", "yes.csv": "x,y\n0,yes\n1,yes\n2,yes\n",
    "numbers.csv": "x,y\n0,0\n1,2\n2,3\n3,5\n4,1\n5,1\n",
  ]
  /// A constant output of 0.119, which says the first class.
  private static let constant = "split 0.6 ordered\nnet 1 1 sigmoid\n0B->L1N0 = -2\n"

  private func stage(_ text: String) -> TestSession {
    let stage = TestSession(scripts: Self.files)
    stage.run(text)
    return stage
  }

  @Test(arguments: ["zo", "words"])
  func theBoundIsThatOfTheWholeData(name: String) {
    let stage = stage("data \"\(name).csv\"\n" + Self.constant + "print val.accuracy, val.f1, accuracy")
    #expect(stage.problems.isEmpty && stage.lines.last == "0 0 1")
  }

  @Test(arguments: [("zo", "ones"), ("words", "yes")])
  func aFileOfOneClassIsJudgedByTheData(name: String, file: String) {
    let stage = stage("data \"\(name).csv\"\n" + Self.constant + "score \"\(file).csv\"")
    #expect(stage.problems.isEmpty && stage.lines.contains { $0.contains("0 of 3 right") })
  }

  /// Alone, ones are classes of 0 and 1.
  @Test func onesAloneAreOfZeroAndOne() {
    let stage = stage("data \"ones.csv\"\nnet 1 1 sigmoid\n0B->L1N0 = -2\nscore")
    #expect(stage.lines.contains { $0.contains("0 of 3 right") })
  }

  /// Leave one out, by hand: 3 zeros right, 2 ones wrong.
  @Test func leaveOneOutOfAConstantNet() throws {
    let stage = stage(
      "data \"zo.csv\"\nnet 1 1 sigmoid\n0B->L1N0 = -2\n"
        + "sweep seeds 0..0 folds 5\n0B->L1N0 = -2\ntrain adam lr 1e-9 epochs 1\nend")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    let runs = try #require(stage.session.sweep).result.runs
    #expect(runs.reduce(0) { $0 + ($1[.validationAccuracy] ?? 0) } / 5 == 0.6)
  }

  @Test func onesOfARegressionAreNoClasses() {
    let stage = stage(
      "data \"numbers.csv\"\nsplit 0.7 ordered\nnet 1 1\ninit torch seed 1\ntrain adam epochs 2\nscore")
    #expect(stage.problems.isEmpty && !stage.lines.contains { $0.contains("accuracy") })
  }

  /// The numbers of classes do not depend on which of them the training part has.
  @Test func scaledClassesAreTheirTwoNumbers() {
    let stage = stage(
      "data \"zo.csv\"\n" + Self.constant + "scale targets minmax -1 1\nscore loss hinge\nprint val.accuracy")
    #expect(stage.problems.isEmpty && stage.lines.last == "0")
  }
}
