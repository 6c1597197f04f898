import Foundation
import Interpreter
import NeuralCore
import Testing

/// Classes that are learned as numbers, and inputs whose numbers do not suit, are named with a line that was tried.
struct ClassOutputTests {
  /// Fruit by weight in grams and redness, which differ by a factor of 300: drawn so that a net can tell them apart.
  private static func fruit(_ kinds: [String], rows: Int = 60) -> String {
    var text = "weight,red,kind\n"
    for row in 0..<rows {
      let kind = row % kinds.count
      let wave = Double(row * 7 % 11) / 11 - 0.5
      text += "\(60 + 80 * kind + Int(30 * wave)),\(0.2 + 0.3 * Double(kind) + 0.1 * wave),\(kinds[kind])\n"
    }
    return text
  }

  private static let files = [
    "three.csv": fruit(["plum", "apple", "melon"]), "two.csv": fruit(["plum", "apple"]),
    "numbers.csv": fruit(["0", "1"]), "truth.csv": fruit(["0", "1"], rows: 8),
  ]

  private func diagnosed(_ script: String) throws -> (Diagnosis, findings: [String], TestSession) {
    let run = try DiagnosedRun(script, on: TestSession(scripts: Self.files))
    return (run.diagnosis, run.findings, run.stage)
  }

  /// Names of classes, and a column of 0 and 1 with more rows than the net has parameters.
  @Test(arguments: [
    ("three.csv", "net 2 3 3", "net 2 3 3 softmax ;", ""),
    ("two.csv", "net 2 3 1", "net 2 3 1 sigmoid ;", "loss bce"),
    ("numbers.csv", "net 2 3 1", "net 2 3 1 sigmoid ;", "loss bce"),
    ("three.csv", "net 2 4 tanh 3 relu", "net 2 4 tanh 3 softmax ;", ""),
  ])
  func classesLearnedAsNumbersAreNamed(_ file: String, _ net: String, _ line: String, _ loss: String) throws {
    let (diagnosis, findings, stage) = try diagnosed(
      "data \"\(file)\"\n\(net)\ninit torch seed 1\ntrain sgd lr 0.001 epochs 30")
    #expect(findings.contains("numbers-for-classes") && findings.contains("unscaled"), "\(findings)")
    let advice = try #require(
      diagnosis.advice.first { $0.line.contains(line) }, "\(diagnosis.advice.map(\.line))")
    #expect((loss.isEmpty || advice.line.contains(loss)) && advice.outcome != .untried)
    let scaled = diagnosis.advice.contains {
      $0.line.hasPrefix("scale standard ; ") && $0.outcome != .untried
    }
    #expect(scaled, "\(diagnosis.advice.map(\.line))")
    // What is advised runs, and comes to the loss that it says.
    #expect(stage.run(advice.line) == .done)
  }

  /// The rows of a truth table are numbers as well as classes; outputs that suit are not blamed.
  @Test(arguments: [
    ("data \"truth.csv\"\nnet 2 3 1", ""), ("data \"three.csv\"\nnet 2 3 3 softmax", ""),
    ("data \"two.csv\"\nnet 2 3 1 sigmoid", ""), ("data xor\nnet 2 2 1", ""),
    ("data\n  1 2 -> 1\n  2 1 -> -1\nend\nnet 2 1", "loss hinge"),
  ])
  func whatSuitsIsNotNamed(_ net: String, _ loss: String) throws {
    let (_, findings, stage) = try diagnosed("\(net)\ninit torch seed 1\ntrain sgd lr 0.001 epochs 3 \(loss)")
    #expect(!findings.contains("numbers-for-classes"), "\(findings)")
    #expect(!stage.lines.contains { $0.hasPrefix("(mse on") })
  }

  /// Where a training begins on classes with names it is said, once.
  @Test func aTrainingThatBeginsSaysWhatIsForClasses() {
    let stage = TestSession(scripts: Self.files)
    stage.run("data \"three.csv\"\nnet 2 3 3\ninit torch seed 1\ntrain adam epochs 3\ntrain adam epochs 3")
    let notes = stage.lines.filter { $0.hasPrefix("(mse on") }
    #expect(notes == ["(mse on linear outputs suits numbers; for classes: net 2 3 3 softmax)"])
    let two = TestSession(scripts: Self.files)
    two.run("data \"two.csv\"\nnet 2 3 1\ninit torch seed 1\ntrain adam epochs 3")
    #expect(
      two.lines.contains(
        "(mse on linear outputs suits numbers; for classes: net 2 3 1 sigmoid, loss bce)"))
  }

  /// A net that only needs more epochs is told so first, and that scaled inputs need fewer.
  @Test func scalingIsAdvisedBesideMoreEpochs() throws {
    let (diagnosis, findings, stage) = try diagnosed(
      "data \"two.csv\"\nnet 2 4 tanh 1 sigmoid\ninit xavier seed 1\n"
        + "train adam lr 0.01 until loss<0.02 epochs 400 loss bce")
    #expect(findings == ["unscaled"] || diagnosis.verdict == .arrived, "\(findings)")
    if diagnosis.verdict != .arrived {
      #expect(diagnosis.advice.contains { $0.line.hasPrefix("scale standard ; ") }, "\(diagnosis.advice)")
      #expect(stage.lines.contains { $0.contains("`scale standard`") })
    }
  }
}
