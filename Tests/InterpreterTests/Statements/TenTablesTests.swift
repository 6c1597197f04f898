import Foundation
import Interpreter
import Language
import TestSupport
import Testing

/// Tables as people have them, small and in their exact format (Tables/make_tables.py): from a file to a scored net in at most
/// six lines, or told in one message what to do.
struct TenTablesTests {
  private static let folder = Documents.root.appending(path: "Tests/InterpreterTests/Tables")

  private func stage(_ text: String) throws -> TestSession {
    var bytes: [String: [UInt8]] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: Self.folder.path) {
      bytes[name] = Array(try Data(contentsOf: Self.folder.appending(path: name)))
    }
    let stage = TestSession(bytes: bytes)
    stage.run(text)
    return stage
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let data: String
    /// `net` and what else, with the training.
    let rest: String
    let inputs: Int
    let rows: Int
    /// The least accuracy, or R² where there are no classes.
    let least: Double
    /// What is said of the file.
    let says: String
    var testDescription: String { data }
  }

  private static let softmax = "scale standard\nnet %\ninit torch seed 1\ntrain adam lr 0.1 epochs 200\nscore"
  private static let numbers =
    "scale standard ; scale targets standard\nnet %\ninit torch seed 1\ntrain adam lr 0.02 epochs 500\nscore"

  private static func lines(_ form: String, _ net: String) -> String { form.replacing("%", with: net) }

  static let cases = [
    Case(
      data: "data \"r_iris.csv\"", rest: lines(softmax, "4 3 softmax"), inputs: 4, rows: 38, least: 0.95,
      says: "column1 left out (row names)"),
    Case(
      data: "data \"pandas_penguins.csv\" target species onehot island sex missing mean",
      rest: lines(softmax, "10 3 softmax"), inputs: 10, rows: 60, least: 0.95,
      says: "column1 left out (row names)"),
    Case(
      data: "data \"wine.data\" target column1 classes", rest: lines(softmax, "13 3 softmax"), inputs: 13,
      rows: 60,
      least: 0.95, says: "without a header · target column1"),
    Case(
      data: "data \"seeds_dataset.txt\" classes", rest: lines(softmax, "7 3 softmax"), inputs: 7, rows: 45,
      least: 0.95, says: "delimiter blanks"),
    Case(
      data: "data \"auto-mpg.data\" target column1 leave column9 missing mean",
      rest: lines(numbers, "7 4 tanh 1"),
      inputs: 7, rows: 40, least: 0.95, says: "2 missing values became the mean"),
    Case(
      data:
        "data \"titanic.csv\" target Survived onehot Pclass Sex Embarked leave PassengerId Name Ticket Cabin missing mean",
      rest: lines(softmax, "12 1 sigmoid").replacing("epochs 200", with: "loss bce epochs 200"), inputs: 12,
      rows: 40,
      least: 0.9, says: "missing values became the mean"),
    Case(
      data: "data \"wohnungen.csv\" onehot Straße", rest: lines(numbers, "5 3 tanh 1"), inputs: 5,
      rows: 30,
      least: 0.95, says: "Latin-1, delimiter `;`"),
    Case(
      data: "data \"train-images-idx3-ubyte.gz\" labels \"train-labels-idx1-ubyte.gz\"",
      rest: lines(softmax, "64 10 softmax").replacing("standard", with: "minmax"), inputs: 64, rows: 60,
      least: 0.95,
      says: "gzip, IDX file"),
    Case(
      data: "data \"parity.data\"",
      rest: "net 3 5 tanh 1 tanh\ninit torch seed 1\ntrain rprop epochs 300\nscore",
      inputs: 3, rows: 8, least: 1, says: "FANN file"),
    Case(
      data: "data \"weather.arff\" onehot outlook windy",
      rest: lines(softmax, "7 1 sigmoid").replacing("epochs 200", with: "loss bce epochs 200"), inputs: 7,
      rows: 14,
      least: 0.75, says: "ARFF file"),
    Case(
      data: "data \"sensoren.txt\" target \"Leistung W\" onehot Lüfter leave Zeit Reserve missing mean",
      rest: lines(numbers, "4 4 tanh 1").replacing(
        "scale standard", with: "split 0.8 ordered ; scale standard"),
      inputs: 4, rows: 60, least: 0.9, says: "UTF-16, delimiter tab"),
  ]

  @Test(arguments: cases) func fromAFileToAScoredNet(_ table: Case) throws {
    let text = "\(table.data)\n\(table.rest)"
    #expect(text.split(separator: "\n").count <= 6)
    let stage = try stage(text)
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    let data = try #require(stage.session.data.whole)
    #expect(data.inputCount == table.inputs && data.rows == table.rows)
    let said = stage.lines.joined(separator: " ").split(separator: " ").joined(separator: " ")
    #expect(said.contains(table.says), "\(said.prefix(300))")
    let score = try #require(
      stage.events.compactMap { if case .score(let reports) = $0 { reports[0] } else { nil } }.first)
    let quality = score.confusion.map { Double($0.correct) / Double(score.rows) } ?? score.errors.r2
    #expect(try #require(quality) >= table.least)
  }

  /// Whoever knows nothing but the name of the target is told the whole line, which can be pasted as it is shown.
  @Test(arguments: [
    ("data \"pandas_penguins.csv\" target species", "onehot island sex missing mean"),
    ("data \"auto-mpg.data\" target column1", "leave column9 missing mean"),
    ("data \"titanic.csv\" target Survived", "onehot Sex Embarked leave Name Ticket Cabin missing mean"),
    ("data \"wohnungen.csv\"", "onehot Straße"), ("data \"weather.arff\"", "onehot outlook windy"),
    ("data \"sensoren.txt\" target \"Leistung W\"", "onehot Lüfter leave Zeit Reserve missing mean"),
  ])
  func theLineThatTakesAllIsSaid(_ line: String, _ more: String) throws {
    let problem = try #require(try stage(line).problems.first)
    let shown = problem.help.filter { $0.hasPrefix("    ") }
    #expect(shown.allSatisfy { $0.count <= 78 })
    let pasted = shown.joined(separator: "\n")
    #expect(
      shown.map { $0.split(separator: " ").filter { $0 != "\\" }.joined(separator: " ") }.joined(
        separator: " ")
        == "\(line) \(more)")
    let again = try stage(pasted)
    #expect(again.problems.isEmpty && again.session.data.whole != nil, "\(again.problems.map(\.message))")
  }

  /// The other files of a set are scored with the columns, words, means, classes and scaling of the first.
  @Test func picturesOfATestSetAreScored() throws {
    let training = Self.cases[7]
    let stage = try stage(
      "\(training.data)\n\(training.rest) \"t10k-images-idx3-ubyte.gz\" labels \"t10k-labels-idx1-ubyte.gz\"")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    let score = try #require(
      stage.events.compactMap { if case .score(let reports) = $0 { reports[0] } else { nil } }.last)
    #expect(score.rows == 20 && score.part == nil && (score.confusion?.correct ?? 0) >= 16)
  }
}
