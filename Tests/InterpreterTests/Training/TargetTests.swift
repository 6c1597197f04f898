import Interpreter
import Language
import Testing

/// A loss refuses targets that it cannot take, however they came to it, and says which and what would do.
struct TargetTests {
  /// A loss with a net for it, good data, bad rows, and which target of them is the first bad one.
  struct Case: CustomTestStringConvertible, Sendable {
    let net: String
    let train: String
    let good: String
    let bad: String
    let message: String

    var testDescription: String { train + " on " + bad }

    static func block(_ rows: String) -> String { "data\n\(rows.replacing(" ; ", with: "\n"))\nend\n" }
  }

  static let cases = [
    Case(
      net: "net 2 3 1 sigmoid", train: "train adam loss bce epochs 2", good: "0 1 -> 0.25 ; 1 1 -> 1",
      bad: "0 0 -> 1 ; 0 1 -> 5 ; 1 1 -> -29",
      message: "targets from 0 to 1, and the target of row 2 is 5; 2 of 3 rows have such targets"),
    Case(
      net: "net 2 3 1 sigmoid", train: "train adam loss bce weights [3] epochs 2",
      good: "0 1 -> 0 ; 1 1 -> 1",
      bad: "0 0 -> 1 ; 0 1 -> -1", message: "targets from 0 to 1, and the target of row 2 is -1"),
    Case(
      net: "net 2 3 2 sigmoid", train: "train adam loss bce epochs 2", good: "0 1 -> 0 1 ; 1 1 -> 1 1",
      bad: "0 0 -> 1 0 ; 0 1 -> 1 1.5", message: "targets from 0 to 1, and target 2 of row 2 is 1.5"),
    Case(
      net: "net 2 3 softmax", train: "train adam epochs 2", good: "0 1 -> 0 1 0 ; 1 1 -> 0.5 0.25 0.25",
      bad: "0 0 -> 1 2 0", message: "targets from 0 to 1, and target 2 of row 1 is 2"),
    Case(
      net: "net 2 3 softmax", train: "train adam loss cross-entropy smoothing 0.1 epochs 2",
      good: "0 1 -> 0 1 0 ; 1 1 -> 1 0 0", bad: "0 0 -> 1 -1 -1",
      message: "targets from 0 to 1, and target 2 of row 1 is -1"),
    Case(
      net: "net 2 4 tanh 1", train: "train adam loss hinge epochs 2", good: "0 1 -> -1 ; 1 1 -> 1",
      bad: "0 0 -> 1 ; 0 1 -> 0", message: "targets −1 and 1, and the target of row 2 is 0"),
    Case(
      net: "net 2 4 tanh 1", train: "train adam loss hinge epochs 2", good: "0 1 -> -1 ; 1 1 -> 1",
      bad: "0 0 -> 7 ; 0 1 -> -1", message: "targets −1 and 1, and the target of row 1 is 7"),
    Case(
      net: "net 2 1 step", train: "train perceptron epochs 2", good: "0 1 -> 0 ; 1 1 -> 1",
      bad: "0 0 -> 1 ; 0 1 -> -1", message: "targets 0 and 1, and the target of row 2 is -1"),
  ]

  private func expectRefused(_ stage: TestSession, _ text: String, _ test: Case) {
    let count = stage.problems.count
    #expect(stage.run(text) == .failed(1), "\(text)")
    #expect(stage.problems.count == count + 1)
    let problem = stage.problems.last
    #expect(problem?.code == .lossMismatch, "\(text): \(problem?.message ?? "")")
    #expect(problem?.message.hasSuffix(test.message) == true, "\(text): \(problem?.message ?? "")")
    #expect(problem?.help.isEmpty == false && problem?.span != nil)
  }

  /// The data first, typed in or from a file, then the loss.
  @Test(arguments: cases)
  func dataAndThenTheLoss(_ test: Case) {
    let inputs = "\(test.net)\ninit torch seed 1\n"
    let table = test.bad.replacing(" ; ", with: "\n").replacing(" -> ", with: ",").replacing(" ", with: ",")
    let targets = test.bad.split(separator: ";")[0].split(separator: ">")[1].split(separator: " ").count
    let names = (1...targets).map { "t\($0)" }
    let file = (["x", "y"] + names).joined(separator: ",") + "\n" + table + "\n"
    for data in [Case.block(test.bad), "data \"rows.csv\" target \(names.joined(separator: " "))\n"] {
      for precision in ["single", "double"] {
        let stage = TestSession(scripts: ["rows.csv": file])
        stage.run("precision \(precision)\n" + inputs + data)
        #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
        let named = Case(
          net: test.net, train: test.train, good: test.good, bad: test.bad,
          message: test.message.replacing("the target of", with: "`t1` of").replacing(
            "target 2", with: "`t2`"))
        let isFile = data.contains("csv")
        expectRefused(stage, test.train, isFile ? named : test)
        expectRefused(
          stage, test.train.replacing("train", with: "step").replacing("epochs 2", with: ""),
          isFile ? named : test)
        #expect(stage.session.epoch == 0)
      }
    }
  }

  /// The loss first, then other data: whatever computes the loss refuses, and what does not goes on.
  @Test(arguments: cases)
  func theLossAndThenTheData(_ test: Case) throws {
    let stage = TestSession()
    stage.run(
      "\(test.net)\ninit torch seed 1\n" + Case.block(test.good) + "\(test.train)\nscore\n"
        + Case.block(test.bad)
        + "eval data\neval 0 1\nexplain 0 1\nshow\nshow data\nback\nfingerprint\nsave \"s.nnet\"")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    #expect(stage.session.presentLoss == nil)
    let loaded = TestSession(scripts: ["s.nnet": try #require(stage.file("s.nnet"))])
    loaded.run("load \"s.nnet\"")
    #expect(loaded.problems.isEmpty)
    let isStep = test.net.contains("step")
    for session in [stage, loaded] {
      for text in [test.train, "train", "score", "print loss", "if loss < 1\nend", "explain gradient data"]
        + (isStep ? [] : ["diagnose", "print gradient(L0N0->L1N0)", "check gradient"])
      {
        expectRefused(session, text, test)
      }
      session.run("split 0.5 seed 1")
      if test.bad.contains(" ; ") { expectRefused(session, "print val.loss", test) }
    }
  }

  /// Targets of a gradient at the prompt.
  @Test(arguments: cases)
  func targetsOfAGradient(_ test: Case) {
    let stage = TestSession()
    stage.run("\(test.net)\ninit torch seed 1\n" + Case.block(test.good) + test.train)
    for row in test.bad.split(separator: ";") {
      let isBad = test.message.contains(
        "row \((test.bad.split(separator: ";").firstIndex(of: row) ?? 0) + 1) ")
      stage.run("explain gradient \(row)")
      if isBad {
        #expect(stage.problems.last?.code == .lossMismatch && stage.problems.last?.span != nil)
        #expect(stage.problems.last?.help.isEmpty == false)
      }
    }
    #expect(stage.problems.allSatisfy { $0.code == .lossMismatch })
  }

  /// What the message says to type works on the very data that was refused.
  @Test(arguments: cases)
  func theAdviceWasTried(_ test: Case) throws {
    let stage = TestSession()
    stage.run("\(test.net)\ninit torch seed 1\n" + Case.block(test.bad) + test.train)
    let help = try #require(stage.problems.first).help
    let lines = help.filter { $0.contains(": net ") }.map { $0.separated(by: ": ")[1] }
    #expect(!lines.isEmpty || help == ["Write 0 in place of −1."])
    for line in lines {
      let session = TestSession()
      let loss = help.contains { $0.contains("bce") } ? " loss bce" : ""
      session.run(
        Case.block(test.bad) + (line.contains("train") ? line : line + "\ntrain adam epochs 3\(loss)"))
      #expect(session.problems.isEmpty, "\(line): \(session.problems.map(\.message))")
    }
    if help.contains("Write 0 in place of −1.") {
      stage.run(Case.block(test.bad.replacing("-1", with: "0")) + test.train)
      #expect(stage.problems.count == 1)
    }
  }
}
