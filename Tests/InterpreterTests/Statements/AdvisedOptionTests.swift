import Interpreter
import NeuralCore
import Testing

/// Lines that are advised keep the options that were typed, and lead out of the mistake.
struct AdvisedOptionTests {
  /// A line, and the line of its message; both after a net, data and weights.
  @Test(arguments: [
    ("train adam epochs 4 log 2", "Write: train adam epochs 4 log every 2"),
    (
      "train adam epochs 9 restart 3 until loss<0.9",
      "Write: train adam epochs 9 restart every 3 until loss<0.9"
    ),
    ("step initial 0.1", "For example: step adagrad initial 0.1"),
    ("train momentum 0.9 epochs 3 nesterov", "For example: train sgd momentum 0.9 epochs 3 nesterov"),
    ("train lr 0.1", "For example: train adam lr 0.1"),
    ("save replace", "For example: save \"xor.nnet\" replace"),
    ("save my.nnet replace", "Write: save \"my.nnet\" replace"),
    ("export double", "For example: export \"xor.h\" double"), ("export mine", "Write: export \"mine.py\""),
    ("export net.h double", "Write: export \"net.h\" double"), ("export (3)", "Write: export \"net.py\""),
    ("report mine", "Write: report \"mine.html\""),
    ("explain 0 1 fragment", "Write: explain 0 1 as latex fragment"),
    ("explain 0 1 names math", "Write: explain 0 1 as latex names math"),
    ("explain 0 1 as python fragment", "Write: explain 0 1 as latex fragment"),
    ("explain 0 1 to \"x.py\" fragment", "Write: explain 0 1 to \"x.tex\" fragment"),
    ("explain 0.5", "Give them with blanks between, for example: explain 0 1"),
    ("explain gradient 0.5", "Give them with blanks between, for example: explain gradient 0 1 -> 1"),
    ("eval 0 1 1", "Give them with blanks between, for example: eval 0 1"),
  ])
  func theAdvisedLineKeepsOptions(_ typed: String, _ help: String) throws {
    try check(typed, help, after: "net 2 2 1\ndata xor\ninit torch seed 1\ntrain adam epochs 2")
  }

  @Test(arguments: [
    ("split seed 3", "For example: split 0.8 seed 3"),
    ("split seed 3 stratified", "For example: split 0.8 seed 3 stratified"),
    ("split 80 20 seed 3 stratified", "Write: split 0.8 seed 3 stratified"),
    ("split 0.5 0.2 seed 3", "For example: split 0.6 0.2 0.2 seed 3"),
  ])
  func theAdvisedSplitKeepsOptions(_ typed: String, _ help: String) throws {
    try check(typed, help, after: "data moons 40 seed 1")
  }

  private func check(_ typed: String, _ help: String, after begin: String) throws {
    let stage = TestSession()
    stage.run(begin)
    try #require(stage.problems.isEmpty)
    guard case .failed = stage.run(typed) else {
      Issue.record("\(typed) runs")
      return
    }
    #expect(stage.problems.first?.help == [help])
    let line = try #require(help.split(separator: ": ", maxSplits: 1).last)
    #expect(stage.run(String(line)) == .done, "\(line): \(stage.problems.map(\.message))")
  }

  /// The text of a variable is offered where there is one.
  @Test func aVariableIsOfferedWhereThereIsOne() {
    let stage = TestSession()
    stage.run("net 2 2 1")
    stage.run("save place")
    #expect(stage.problems.last?.help == ["Write: save \"place\""])
    stage.run("let place = \"a.nnet\"")
    stage.run("save place replace")
    #expect(
      stage.problems.last?.help == [
        "Write: save \"place\" replace", "or, for the text of the variable: save (place) replace",
      ])
    #expect(stage.run("save (place) replace") == .done)
    let script = TestSession()
    script.run("net 2 2 1\nlet place = \"b.nnet\"\nsave place")
    #expect(script.problems.last?.help.last == "or, for the text of the variable: save (place)")
  }

  /// What is to come first comes with the net that it needs.
  @Test func trainingFirstComesWithItsNet() {
    let stage = TestSession()
    stage.run("data iris")
    stage.run("plot loss")
    let line = "net 4 4 3 softmax ; train adam lr 0.01 epochs 100"
    #expect(stage.problems.last?.help == ["Train first, for example: \(line)"])
    #expect(stage.run(line) == .done && stage.run("plot loss") == .done)
  }

  /// Epochs of both precisions are not compared, and going from one to the other is no way out.
  @Test func epochsOfBothPrecisions() {
    let stage = TestSession()
    stage.run("data xor\nnet 2 2 1\ninit torch seed 1\ntrain adam epochs 5\nprecision double")
    stage.run("goto epoch best")
    #expect(stage.problems.last?.help == ["Go back to it first: precision single"])
    #expect(stage.run("precision single\ngoto epoch best") == .done)
    let both = TestSession()
    both.run(
      "data xor\nnet 2 2 1\ninit torch seed 1\ntrain adam epochs 5\nprecision double\ntrain adam epochs 5")
    for line in ["goto epoch best", "play loss"] {
      both.run(line)
      #expect(both.problems.last?.help == ["One by itself can be looked at: goto epoch 10"], "\(line)")
    }
    #expect(both.problems.count == 2)
    #expect(both.run("goto epoch 10") == .done)
    // In the other precision it is another one.
    both.run("precision single\ngoto epoch best")
    #expect(both.problems.last?.help == ["One by itself can be looked at: goto epoch 0"])
    #expect(both.run("goto epoch 0") == .done && both.session.epoch == 0)
  }
}
