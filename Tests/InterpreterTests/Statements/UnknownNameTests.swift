import Interpreter
import Testing

/// What is advised where a name means nothing.
struct UnknownNameTests {
  private func help(_ line: String) -> [String] {
    let stage = TestSession()
    stage.run("net 2 2 1\ndata xor\ninit torch seed 1\n\(line)")
    return stage.problems.first?.help ?? []
  }

  /// A line that has the name still is no answer, and what it changed besides would be wrong.
  @Test(arguments: [
    "print atan2(1,2)", "print foo(0,5)", "print max(1,2), b", "let k = foo([1,2])",
    "print quantile([1,2], a)", "print out(0.5, -1) - o", "train adam lr 0.05 epochs ten",
    "let k = [1, 2]\nprint k[1,2] + q",
  ])
  func numbersOfTheLineStayAsTheyAre(_ line: String) {
    #expect(!help(line).contains { $0.hasPrefix("Write:") }, "\(help(line))")
    #expect(!help(line).isEmpty)
  }

  /// One that has it no more is one.
  @Test(arguments: [("print pow(2,3)", "Write: print 2^3"), ("print pow(loss, 2)", "Write: print loss^2")])
  func anotherSpellingIsAdvised(_ line: String, _ advice: String) { #expect(help(line) == [advice]) }

  /// Another loss takes another output, and nothing else of the net.
  @Test(arguments: [
    ("net 2 4 tanh 3 softmax", "bce", "net 2 4 tanh 3 sigmoid"),
    ("net 2 4 relu 3 without bias", "cross-entropy", "net 2 4 relu 3 softmax without bias"),
    ("net 2 3 tanh 1 sigmoid", "cross-entropy", "net 2 3 tanh 1 sigmoid ; train adam loss bce"),
  ])
  func theAdvisedNetKeepsItsHiddenUnits(_ net: String, _ loss: String, _ advised: String) {
    let stage = TestSession()
    stage.run("\(net)\ndata xor\ninit torch seed 1\ntrain adam loss \(loss)")
    #expect(stage.problems.first?.help.contains { $0.hasSuffix(advised) } == true, "\(stage.problems)")
  }

  @Test func theWrongArgumentIsNamed() {
    let stage = TestSession()
    stage.run("net 2 2 1\ninit torch seed 1\nprint out(1, \"A\")")
    #expect(stage.problems.first?.message == "`out` takes numbers, not a text")
  }

  /// A seed beyond what a number holds exactly is never another one.
  @Test func seedsBeyondExactNumbersAreKeptOrRefused() throws {
    let stage = TestSession()
    stage.run("net 2 2 1\ninit torch seed 9007199254740993")
    let weights = try #require(stage.session.network?.parameters)
    stage.run("init zeros\ninit torch seed 9007199254740993\ninit torch seed (seed)")
    #expect(stage.problems.isEmpty && stage.session.network?.parameters == weights)
    for line in [
      "print seed", "init torch seed (2^53 + 2)", "init torch seed (2^53)",
      "let s = 9007199254740993\ninit torch seed s",
    ] {
      let other = TestSession()
      other.run("net 2 2 1\ninit torch seed 9007199254740993\n\(line)")
      #expect(other.problems.count == 1 && other.problems[0].message.contains("2^53"), "\(line)")
    }
    stage.run(
      "init torch seed (2^53 - 1)\nexpect seed == 2^53 - 1\ninit torch seed 18446744073709551615\nexpect seed == -1"
    )
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
  }
}
