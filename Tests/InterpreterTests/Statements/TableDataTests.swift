import Interpreter
import Language
import NeuralCore
import Testing

/// Data from files: targets, classes, missing values; outputs to files.
struct TableDataTests {
  static let flowers = "length,kind,width\n1,rose,4\n2,tulip,5\n3,rose,6\n,lily,7\n"

  private func stage(_ text: String, _ file: String = flowers) -> TestSession {
    let stage = TestSession(scripts: ["f.csv": file])
    stage.run(text)
    return stage
  }

  @Test func wordsMakeClassesAndNumbersDoNot() throws {
    let data = try #require(stage("data \"f.csv\" target kind missing drop").session.data.whole)
    #expect(data.classes == ["lily", "rose", "tulip"] && data.columns == ["length", "width"])
    #expect(data.inputs == [1, 4, 2, 5, 3, 6] && data.targets == [0, 1, 0, 0, 0, 1, 0, 1, 0])
    let filled = try #require(stage("data \"f.csv\" target kind missing mean").session.data.whole)
    #expect(filled.inputs == [1, 4, 2, 5, 3, 6, 2, 7])
    let numbers = try #require(stage("data \"f.csv\" leave kind missing mean").session.data.whole)
    #expect(numbers.targets == [4, 5, 6, 7] && numbers.classes.isEmpty)
    let two = try #require(
      stage("data \"f.csv\" target length width leave kind", "length,kind,width,x\n1,a,2,3\n").session.data
        .whole)
    #expect(two.inputs == [3] && two.targets == [1, 2])
  }

  /// All values of a column may stand in rows that are left out for want of a target.
  @Test func aMeanOfNothingIsRefused() {
    for (file, column) in [("a,b,t\n1,1,\n,2,5\n,3,6\n", "a"), ("a,b,t\n1,,4\n2,,5\n", "b")] {
      let stage = stage("data \"f.csv\" missing mean", file)
      #expect(stage.problems.first?.message.contains("column `\(column)` has no value in any row") == true)
      #expect(stage.session.data.whole == nil)
      stage.run("data \"f.csv\" missing mean leave \(column)")
      #expect(stage.session.data.whole?.inputs.allSatisfy(\.isFinite) == true)
    }
  }

  /// People read which delimiter was found in quotes or by name, machines the character itself.
  @Test(arguments: [(",", "`,`"), (";", "`;`"), ("|", "`|`"), ("\t", "tab")])
  func theDelimiterIsSaid(_ character: String, _ words: String) throws {
    let file = Self.flowers.replacing(",", with: character)
    let read = stage("data \"f.csv\" target kind missing drop", file)
    #expect(read.lines.first?.hasPrefix("read \"f.csv\": delimiter \(words) ") == true, "\(read.lines)")
    let table = read.events.compactMap { if case .table(let report) = $0 { report } else { nil } }.first
    #expect(table?.delimiter == character)
  }

  @Test func mistakesInTablesAreNamed() {
    for (text, code, says) in [
      ("data \"f.csv\" target kind", DiagnosticCode.missingValue, "column `length` has no value in line 5"),
      ("data \"f.csv\"", .wrongType, "column `kind` holds words"),
      ("data \"f.csv\" target knid", .unknownColumn, "`knid`"),
      ("data \"f.csv\" target length width leave kind", .wrongCount, "no column left"),
      ("data \"none.csv\"", .fileMissing, "none"),
      ("data \"f.csv\" noise 1", .settingMismatch, "takes no `noise`"),
      ("data xor target a", .settingMismatch, "file"),
      ("data \"f.csv\" missing zero", .unknownName, "zero"),
      ("data \"f.csv\" target", .missingArgument, "column"),
    ] {
      let stage = stage(text)
      #expect(stage.problems.map(\.code) == [code], "\(text)")
      #expect(stage.problems.first?.message.contains(says) == true, "\(stage.problems.map(\.message))")
    }
    let stray = stage("data \"f.csv\"", "a,b\n1,2\nx,3\n")
    #expect(stray.problems.first?.message.contains("in line 3 the word \"x\"") == true)
    #expect(stage("data \"f.csv\"", "a,b\n1\n").problems.first?.message.contains("line 2") == true)
  }

  /// What is written goes through float64, what the net is given does not.
  @Test(arguments: ["eval \"f.csv\"", "eval \"f.csv\" to \"out.csv\""])
  func numbersThatTheNetDoesNotHoldAreRefused(_ line: String) {
    let stage = stage("net 2 1\ninit ones\n\(line)", "a,b\n1,2\n3,1e39\n")
    #expect(stage.problems.map(\.code) == [.outOfRange])
    #expect(stage.problems.first?.message.contains("line 3") == true && stage.file("out.csv") == nil)
    #expect(stage.problems.first?.help == ["Take float64 first: precision double"])
    let double = self.stage("precision double\nnet 2 1\ninit ones\n\(line)", "a,b\n1,2\n3,1e39\n")
    #expect(double.problems.isEmpty)
  }

  /// Outputs written as CSV are data again.
  @Test func outputsGoToFilesAndComeBack() throws {
    let stage = TestSession()
    stage.run("data iris\nnet 4 3 softmax\ninit torch seed 1\neval data to \"out.csv\"")
    let text = try #require(stage.file("out.csv"))
    #expect(
      text.hasPrefix(
        "sepal_length,sepal_width,petal_length,petal_width,output_setosa,output_versicolor,output_virginica,predicted,target\n"
      ))
    stage.run(
      "data \"out.csv\" target \"target\" leave output_setosa output_versicolor output_virginica predicted")
    #expect(stage.session.data.whole?.inputs == BuiltinData.named("iris")?.dataset().inputs)
    stage.run("eval \"out.csv\" to \"again.csv\"")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    #expect(stage.file("again.csv")?.split(separator: "\n").count == 151)
  }

  /// The columns of a file are found by name, whatever their order.
  @Test func columnsAreFoundByName() throws {
    let stage = TestSession(scripts: [
      "new.csv": "petal_width,id,petal_length,sepal_width,sepal_length\n0.2,7,1.4,3.5,5.1\n"
    ])
    stage.run(
      "data iris\nscale standard\nnet 4 3 softmax\ninit torch seed 1\neval 5.1 3.5 1.4 0.2\neval \"new.csv\"")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    let rows = stage.events.compactMap { if case .eval(let rows, _, _) = $0 { rows[0] } else { nil } }
    #expect(rows.count == 2 && rows[0].outputs == rows[1].outputs && rows[0].inputs == rows[1].inputs)
  }
}
