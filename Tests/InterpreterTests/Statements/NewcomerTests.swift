import Foundation
import Interpreter
import NeuralCore
import Rendering
import Testing

/// What somebody types who has not learned the language yet, and what is to be read of a classifier.
struct NewcomerTests {
  private static let net = "data iris\nscale standard\nnet 4 2 3 softmax\ninit torch seed 1\n"

  /// A line that fails, and what is advised.
  @Test(arguments: [
    ("confusion", "Write: score"), ("confusion_matrix(y, p)", "Write: score"),
    ("data \"iris\"", "Write: data iris"),
    ("data \"XOR\"", "Write: data xor"), ("explain row 3", "Row 3 of the data is: explain 4.7 3.2 1.3 0.2"),
    ("eval row 1", "Row 1 of the data is: eval 5.1 3.5 1.4 0.2"), ("export", "For example: export \"xor.h\""),
    ("load", "For example: load \"xor.nnet\""),
  ])
  func whatIsTypedIsAnswered(_ typed: String, _ advice: String) {
    let stage = TestSession()
    stage.run(Self.net)
    #expect(stage.run(typed) != .done)
    #expect(stage.problems.last?.help.first == advice, "\(stage.problems.map(\.help))")
  }

  /// A goal with the sign the wrong way round: what is said is that, and nothing of what makes losses grow.
  @Test(arguments: [
    ("loss > 5 epochs 20", true), ("loss>=0.01", true), ("loss < 5", false), ("loss < 0 epochs 20", false),
    ("epoch > 3 epochs 2", false),
  ])
  func aGoalAboveTheLossIsTurned(_ goal: String, _ isTurned: Bool) {
    let stage = TestSession()
    stage.run("net 2 2 1\ndata xor\ninit torch seed 1\ntrain sgd lr 0.1 until \(goal)")
    let words = "A loss falls as a net learns. To wait for a small one: until "
    #expect(stage.lines.contains { $0.contains(words) } == isTurned)
    guard isTurned else { return }
    #expect(!stage.lines.contains { $0.contains("Try one of") })
    let advice = stage.lines.last.map { String($0.trimmingPrefix("  ").dropFirst(words.count)) } ?? ""
    #expect(stage.run("train sgd lr 0.1 epochs 5 until \(advice)") == .done)
  }

  /// Headings are not broken, so what is longer than a narrow screen is none.
  @Test(arguments: [40, 60, 80]) func helpFitsANarrowScreen(_ width: Int) {
    let stage = TestSession()
    stage.run("help train\nhelp init\nhelp sweep")
    let lines = stage.events.flatMap { TextRenderer(verbosity: .script, width: width).lines($0) }
    for title in lines.filter({ $0.text.contains("settings of the optimizers") }) {
      #expect(title.columns <= width)
    }
    #expect(lines.contains { $0.text.contains("`help adam` tells") })
  }

  /// Whoever asks what there is of a kind uses its plural.
  @Test(arguments: [
    ("metrics", "  val.rmse "), ("functions", "  quantile "), ("optimizers", "  rprop "),
    ("losses", "  huber "),
    ("data sets", "  penguins "), ("statements", "  fingerprint "), ("Activations", "  softmax "),
  ])
  func pluralsListTheirKind(_ plural: String, _ row: String) {
    let stage = TestSession()
    #expect(stage.run("help \(plural)") == .done)
    #expect(stage.lines.first == plural.lowercased())
    #expect(stage.lines.contains { $0.hasPrefix(row) }, "\(stage.lines)")
    #expect(stage.lines.allSatisfy { $0.count <= 80 })
  }

  /// What says where the statements are listed says the truth: `help` alone shows six lines.
  @Test func helpAllListsTheStatements() {
    for line in ["qwertz", "qwertz 1"] {
      let stage = TestSession()
      stage.run(line)
      #expect(stage.problems.first?.help.first?.hasPrefix("`help all` lists the statements") == true)
    }
    let stage = TestSession()
    stage.run("help all")
    for word in ["fingerprint", "val.rmse", "quantile"] {
      #expect(stage.lines.contains { $0.contains(word) })
    }
  }

  @Test func helpOnFilesIsThatOfData() {
    for word in ["csv", "CSV", "xlsx"] {
      let stage = TestSession()
      #expect(stage.run("help \(word)") == .done && stage.lines.contains { $0.contains("data \"FILE\"") })
    }
    let stage = TestSession()
    stage.run(Self.net)
    stage.run("explain row 151")
    #expect(stage.problems.last?.message == "the data has the rows 1 to 150")
    // A variable may be called so.
    stage.run("let row = 1\nnet 2 1\ndata xor\neval row 0")
    #expect(stage.problems.count == 1)
  }

  /// The examples are those of the statement that failed; of a code that is asked for, the general ones.
  @Test func whyIsAboutTheStatementThatFailed() {
    let stage = TestSession()
    stage.run("net 2 2 1")
    stage.run("train lr 0.01")
    stage.run("why")
    #expect(stage.lines.contains { $0.contains("train adam lr 0.01 until") })
    #expect(!stage.lines.contains { $0.contains("init uniform") })
    let other = TestSession()
    other.run("why missing-argument")
    #expect(other.lines.contains { $0.contains("init uniform -1 1") })
  }

  /// Columns beside inputs, the classes of outputs, and the one that is answered; neurons keep their names.
  @Test func explainNamesColumnsAndClasses() throws {
    let stage = TestSession()
    stage.run(Self.net + "explain 5.1 3.5 1.4 0.2")
    #expect(
      stage.lines.contains(
        "inputs as given   sepal_length 5.1   sepal_width 3.5   petal_length 1.4")
        || stage.lines.contains { $0.hasPrefix("inputs as given   sepal_length 5.1   sepal_width 3.5") })
    #expect(stage.lines.contains { $0.hasPrefix("output L2N0 (setosa) ") })
    #expect(stage.lines.contains { $0.hasPrefix("class ") && $0.contains("in the data") })
    #expect(stage.lines.allSatisfy { $0.count <= 80 })
    let event = try #require(stage.events.last { if case .explain = $0 { true } else { false } })
    let lines = try JSONLines.lines(event).map {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:]
    }
    #expect(
      lines.first?["columns"] as? [String] == ["sepal_length", "sepal_width", "petal_length", "petal_width"])
    #expect(lines.last?["class"] as? String == "virginica" && lines.last?["answer"] is String)
    #expect(lines.first?["class"] == nil && lines.last?["columns"] == nil)
    // Without scaling the neurons stand before their columns.
    stage.run("scale none\nexplain 6 3 4 1")
    #expect(
      stage.lines.contains { $0.hasPrefix("inputs   L0N0 (sepal_length) = 6   L0N1 (sepal_width) = 3") })
    let plain = TestSession()
    plain.run("net 2 2 1\ninit torch seed 1\ndata xor\nexplain 0 1")
    #expect(plain.lines.contains("inputs   L0N0 = 0   L0N1 = 1"))
    #expect(!plain.lines.contains { $0.hasPrefix("class ") })
  }
}
