import Foundation
import Interpreter
import NeuralCore
import Testing

/// The train line that `train` alone repeats, and that files keep.
struct RecalledTrainTests {
  private static let begin = "data xor\nnet 2 2 1\ninit xavier seed 1\n"

  /// Variables are no part of a file, and what they were is.
  @Test(arguments: [
    ("let rate = 0.1\ntrain adam lr rate epochs 40", "train adam lr 0.1 epochs 40"),
    ("let a = [1, 3]\ntrain adam lr (a[1] / 100) epochs 40", "train adam lr 0.03 epochs 40"),
    (
      "let goal = 0.001\ntrain adam lr 0.1 epochs 40 until loss < goal",
      "train adam lr 0.1 epochs 40 until loss < 0.001"
    ),
    ("for k in 1..2\ntrain adam lr (k * 0.1) epochs 20\nend", "train adam lr 0.2 epochs 20"),
    ("define go r n\ntrain adam lr (r * 2) epochs n\nend\ngo 0.05 40", "train adam lr 0.1 epochs 40"),
    ("let s = -2\ntrain adam lr (0.01 * s^abs(2)) epochs 40", "train adam lr (0.01 * (-2)^abs(2)) epochs 40"),
    ("let tanh = 0.1\ntrain adam lr tanh epochs 40", "train adam lr 0.1 epochs 40"),
    (
      "let p = \"a\"\ntrain adam lr 0.1 epochs 40 as \"x {abs(3)} {p}\"",
      "train adam lr 0.1 epochs 40 as \"x 3 a\""
    ),
    (
      "let s = -2\nlet n = \"run {s}\"\ntrain adam lr 0.1 epochs 40 as n",
      "train adam lr 0.1 epochs 40 as \"run -2\""
    ),
  ])
  func filesKeepTheirValues(_ script: String, _ line: String) throws {
    let stage = TestSession()
    stage.run(Self.begin + script + "\nsave \"s.nnet\"")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    let file = try #require(stage.file("s.nnet"))
    let kept = file.split(separator: "\n").first { $0.hasPrefix("train ") }
    #expect(kept == "train \"\(line.replacing("\"", with: "\\\""))\"")
    let other = TestSession(scripts: ["s.nnet": file])
    other.run("load \"s.nnet\"\nlet rate = 5\ntrain")
    stage.run("train")
    #expect(other.problems.isEmpty, "\(other.problems.map(\.message))")
    #expect(other.session.fingerprint == stage.session.fingerprint)
  }

  /// At the prompt a variable has the value that it has now; what belonged to a procedure has none.
  @Test func variablesOfTheSessionAreReadAnew() {
    let (stage, plain) = (TestSession(), TestSession())
    stage.run(Self.begin + "let rate = 0.3\ntrain sgd lr rate epochs 2\nlet rate = 0.1\ntrain")
    plain.run(Self.begin + "let rate = 0.1\ntrain sgd lr 0.3 epochs 2\ntrain sgd lr 0.1 epochs 2")
    #expect(stage.problems.isEmpty && stage.session.fingerprint == plain.session.fingerprint)
  }

  /// A parameter is the procedure's own, also where the session has a variable of its name.
  @Test func parametersAreNotReadAnew() {
    let (stage, plain) = (TestSession(), TestSession())
    stage.run(Self.begin + "let r = 5\ndefine go r\ntrain sgd lr r epochs 2\nend\ngo 0.001\ntrain")
    plain.run(Self.begin + "train sgd lr 0.001 epochs 2\ntrain")
    #expect(stage.problems.isEmpty && stage.session.fingerprint == plain.session.fingerprint)
  }

  // MARK: What a training says of itself

  @Test func lossesThatRiseNameWhatDrawsWeights() {
    let stage = TestSession()
    stage.run(Self.begin + "train adam lr 0.1 epochs 400\ntrain adam lr 0.001 epochs 900 l2 0.1")
    let text = stage.lines.joined(separator: " ")
    #expect(text.contains("`l2 0.1` draws weights away"), "\(text)")
    #expect(!text.contains("the steps may be too large"))
    stage.run("train sgd lr 300 epochs 3")
    #expect(
      stage.lines.joined(separator: " ").contains("the steps may be too large")
        || stage.lines.contains { $0.contains("DIVERGED") })
  }

  @Test func lossesWithDropoutSaySo() {
    let stage = TestSession()
    stage.run(Self.begin + "train adam lr 0.1 epochs 5 dropout 0.5")
    #expect(
      stage.lines.contains {
        $0.contains("before its update, with units left out, ") && $0.hasSuffix("after, with all")
      })
    stage.run("train adam lr 0.1 epochs 5")
    #expect(!(stage.lines.last ?? "").contains("left out"))
  }

  /// The lowest loss over the validation set is the one that `goto epoch best` finds.
  @Test func adviceGoesToTheBestEpoch() throws {
    let stage = TestSession()
    stage.run(
      "net 2 20 20 1\ndata moons 90 noise 0.3 seed 1\nsplit 0.7 seed 1\ninit torch seed 1\n"
        + "train adam lr 0.05 epochs 1500\ndiagnose\ngoto epoch best")
    let text = stage.lines.joined(separator: "\n")
    let advice = try #require(text.firstMatch(of: /goto epoch (\d+)/))
    #expect(text.contains("epoch \(advice.output.1) of 1500 · best val.loss"), "\(text)")
  }

  /// Data that is read anew is not scaled; the net may never have seen scaled data either.
  @Test func onlyNetsOfScaledDataAreReminded() {
    let rows = "data\n1 -> 2\n2 -> 4\n3 -> 5\nend\n"
    let stage = TestSession()
    stage.run(rows + "net 1 1\ninit torch seed 1\ntrain sgd lr 0.01 epochs 5\nscale standard\n" + rows)
    #expect(!stage.lines.contains { $0.contains("trained on scaled data") })
    stage.run("scale standard\ninit torch seed 1\ntrain sgd lr 0.01 epochs 5\n" + rows)
    #expect(stage.lines.contains { $0.contains("trained on scaled data") })
    let split = TestSession()
    split.run(
      rows + "scale standard\nnet 1 1\ninit torch seed 1\ntrain sgd lr 0.01 epochs 5\nsplit 0.7 seed 1\n"
        + rows)
    #expect(split.lines.contains { $0.contains("trained on scaled data") })
  }

  @Test func reportsAreInHistoryAndTranscript() {
    let stage = TestSession()
    stage.run("net 2 1\nreport \"r.html\"\nhistory\ntranscript")
    #expect(stage.lines.contains { $0.hasSuffix("  report \"r.html\"") })
    #expect(stage.lines.contains("report \"r.html\""))
  }

  /// Rows of many columns share a line with their outputs.
  @Test func evidenceOfWideRowsFits() {
    var script = "data\n"
    for row in 0..<20 {
      script += (0..<40).map { "\(Double(($0 * 7 + row * 13) % 29) / 7 - 2)" }.joined(separator: " ")
      script += " -> \(row % 2)\n"
    }
    let stage = TestSession()
    stage.run(
      script
        + "end\nnet 40 2 relu 1 sigmoid\ninit zeros\ntrain adam lr 0.01 epochs 100 loss bce weights [3]\ndiagnose"
    )
    #expect(stage.lines.contains { $0.contains("row: ") })
    for line in stage.lines { #expect(line.count <= 80, "\(line)") }
  }

  /// What is not shown can be shown by the line that says so.
  @Test(arguments: [
    ("explain step sgd lr 0.1 momentum 0.9", "explain step sgd lr 0.1 momentum 0.9 neuron "),
    ("train adam epochs 2\nexplain step sgd lr 0.5", "explain step sgd lr 0.5 neuron "),
    ("train adam epochs 2\nexplain step", "explain step neuron "),
    ("step sgd lr 0.1", "undo`, then `explain step sgd lr 0.1 neuron "),
  ])
  func shortenedStepsNameTheirLine(_ script: String, _ advice: String) throws {
    let stage = TestSession()
    stage.run("data iris\nnet 4 12 relu 3 softmax\ninit torch seed 1\n" + script)
    let text = stage.lines.joined(separator: " ").split(separator: " ").joined(separator: " ")
    let found = try #require(text.firstRange(of: "`" + advice), "\(text.suffix(2000))")
    let line = text[found.lowerBound...].dropFirst().split(separator: "`")
    let typed = advice.hasPrefix("undo") ? "undo\n" + line[2] : String(line[0])
    stage.run(typed)
    #expect(stage.problems.isEmpty, "\(typed): \(stage.problems.map(\.message))")
  }
}
