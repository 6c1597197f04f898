import Interpreter
import Testing

/// `guess` asks first, and shows then.
struct GuessTests {
  private func report(_ stage: TestSession) throws -> GuessReport {
    try #require(
      stage.events.lazy.compactMap { if case .guess(let report) = $0 { report } else { nil } }.last)
  }

  @Test func aNumberIsSetBesideTheOutput() throws {
    let stage = TestSession(answers: ["1/4"])
    stage.run("net 2 2 1\ninit zeros\n1B -> L2N0: 0.5\nguess 0 1")
    #expect(stage.questions == ["the output for 0 1? "])
    #expect(try report(stage).guesses == [0.25] && report(stage).row.outputs == [0.5])
    #expect(stage.lines.last == "you say 0.25; the output is 0.5000: 0.25 too little")
  }

  @Test func whatIsNoNumberIsAskedAgain() throws {
    let stage = TestSession(answers: ["half", "0.5 0.5", "0.5"])
    stage.run("net 2 2 1\ninit zeros\n1B -> L2N0: 0.5\nguess 0 1")
    #expect(stage.questions.count == 3)
    #expect(stage.lines.last == "you say 0.5; the output is 0.5000: exactly, to the digits shown")
  }

  @Test func severalOutputsAndNoAnswer() throws {
    let stage = TestSession(answers: ["0.2, 0.8", ""])
    stage.run("net 2 2 softmax\ninit zeros\nguess 0 1")
    #expect(try report(stage).guesses == [0.2, 0.8])
    stage.run("guess 1 1")
    #expect(try report(stage).guesses == nil && !report(stage).isPassedBy)
    #expect(stage.lines.last == "output 2 is 0.5000")
  }

  @Test func aScriptPassesItBy() throws {
    let stage = TestSession()
    stage.run("net 2 2 1\ninit torch seed 1\nguess 0 1\nexpect L1N0 == L1N0")
    #expect(try report(stage).isPassedBy && stage.problems.isEmpty)
    #expect(stage.run("guess 1") == .failed(1))
  }
}
