import Interpreter
import Language
import Testing

/// What is said of columns that are not what they seem.
struct OwnColumnTests {
  private func stage(_ text: String, _ file: String) -> TestSession {
    let stage = TestSession(scripts: ["f.csv": file])
    stage.run(text)
    return stage
  }

  private static let times = "t,x,y\n1700000000000,1,2\n1700000060000,2,3\n1700000120000,3,4\n"

  @Test func digitsThatAreLostAreTold() {
    let stage = stage("data \"f.csv\"", Self.times)
    #expect(stage.lines.contains { $0.contains("the numbers of `t` are nearly the same") })
    let double = self.stage("precision double\ndata \"f.csv\"", Self.times)
    #expect(!double.lines.contains { $0.contains("nearly the same") })
    let large = self.stage("data \"f.csv\"", "t,y\n20000000,1\n90000000,2\n")
    #expect(!large.lines.contains { $0.contains("nearly the same") })
  }

  @Test func aTargetIsNotLeftOut() throws {
    for line in ["data \"f.csv\" leave y", "data \"f.csv\" target y leave t y"] {
      let problem = try #require(stage(line, Self.times).problems.first)
      #expect(problem.message == "column `y` is the target and left out, too")
    }
    #expect(stage("data \"f.csv\" target x leave y", Self.times).problems.isEmpty)
  }

  @Test func aTargetAmongTheInputsIsTold() {
    let stage = stage("data \"f.csv\" target y inputs x y", Self.times)
    #expect(stage.problems.isEmpty && stage.lines.contains { $0.contains("`y` is an input and a target") })
    let same = self.stage("data \"f.csv\" target x y inputs x y", Self.times)
    #expect(!same.lines.contains { $0.contains("is an input and a target") })
  }

  /// The last column is the target unless another is named: who names it as an input has forgotten that.
  @Test func theLastColumnIsNoInputByAccident() throws {
    for line in ["data \"f.csv\" inputs y", "data \"f.csv\" inputs t y"] {
      let problem = try #require(stage(line, Self.times).problems.first)
      #expect(problem.message == "column `y` is an input and, as the last column, the target too")
      #expect(problem.help.count == 3)
      for advice in problem.help.dropLast() {
        let data = String(advice[(try #require(advice.firstRange(of: "data \""))).lowerBound...])
        #expect(stage(data, Self.times).problems.isEmpty, "\(data)")
      }
    }
    #expect(stage("data \"f.csv\" target y inputs y", Self.times).problems.isEmpty)
  }

  @Test func aClassOfANumberIsNamedInQuotes() throws {
    let stage = stage(
      "data \"f.csv\" classes\nnet 1 2 softmax\ninit torch seed 1\nexplain gradient 1 -> 2",
      "x,k\n1,1\n2,2\n3,1\n")
    #expect(stage.problems.first?.help == ["For the class of that name: -> \"2\""])
    stage.run("explain gradient 1 -> \"2\"")
    #expect(stage.problems.count == 1)
  }

  @Test func aBraceInATextIsWrittenTwice() throws {
    let stage = stage("print \"{x}\"\nprint \"{{x}}\"", "")
    #expect(stage.problems.first?.help.first?.hasSuffix("is written twice: {{x}}") == true)
    #expect(self.stage("print \"{{x}}\"", "").lines == ["{x}"])
  }

  /// Of targets near 1e-8 four decimals would show zeros.
  @Test func smallNumbersHaveTheirDigits() {
    let stage = stage(
      "data \"f.csv\"\nnet 1 1\nL0N0->L1N0 = 1e-8\neval data", "x,y\n1,1e-8\n2,2e-8\n3,3.5e-8\n")
    #expect(stage.lines.last?.split(separator: " ") == ["3", "3.000e−08", "3.5e−08", "−5.000e−09"])
    let usual = self.stage("data \"f.csv\"\nnet 1 1\neval data", "x,y\n1,0\n2,0.01\n")
    #expect(usual.lines.last?.split(separator: " ") == ["2", "0.0000", "0.01", "−0.0100"])
  }

  /// What nobody called so is no share.
  @Test func wordsOfOtherToolsAreNoShares() throws {
    let stage = stage("data iris\nsplit 0.8 shuffle\nsplit train 0.8", "")
    #expect(stage.problems.map(\.code) == [.unexpectedWord])
    #expect(
      stage.problems[0].help == ["Rows are drawn at random anyway; a seed says which: split 0.8 seed 1"])
    #expect(self.stage("let training = 0.8\ndata iris\nsplit training seed 1", "").problems.isEmpty)
  }

  @Test func aColumnThatCannotBeReadIsNotAdvisedToBeLeftOutAsTheTarget() throws {
    for file in ["x,y\n1,1.5\n2,2.5\n3,oops\n", "x,y\n1,NA\n2,NA\n", "x,y\n1,1\n2,1e300\n"] {
      let problem = try #require(stage("data \"f.csv\"", file).problems.first)
      #expect(
        problem.help.contains { $0.hasSuffix("or name another target: target COLUMN") }, "\(problem.help)")
      #expect(stage("data \"f.csv\" target x", file).problems.first?.message.contains("`y`") == true)
    }
  }
}
