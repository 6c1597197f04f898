import Interpreter
import Language
import Testing

/// Columns of numbers that are names: lines of a bus, article numbers, codes.
struct NameColumnTests {
  private static let bus = "line,delay,late\n4,1.5,1\n7,2,0\n18,3,1\nN2,9,1\n4,0.5,0\n"
  private static let articles = "x,id\n1,4006381312345\n2,4006381312346\n3,4006381312345\n4,4006381312347\n"

  private func stage(_ text: String, _ files: [String: String]) -> TestSession {
    let stage = TestSession(scripts: files)
    stage.run(text)
    return stage
  }

  /// A float32 holds seven digits.
  @Test func longNumbersAreClassesOfTheirOwn() throws {
    let stage = stage("data \"f.csv\" classes\nnet 1 3 softmax\ninit torch seed 1", ["f.csv": Self.articles])
    #expect(stage.problems.isEmpty)
    #expect(
      stage.session.data.whole?.classes == ["4006381312345", "4006381312346", "4006381312347"])
    stage.run("score \"f.csv\"\neval \"f.csv\"")
    #expect(stage.problems.isEmpty && stage.lines.contains { $0.contains("4006381312347") })
  }

  @Test func longNumbersAreInputsOfTheirOwn() throws {
    let stage = stage("data \"f.csv\" target x onehot id", ["f.csv": Self.articles])
    #expect(
      stage.session.data.whole?.columns == ["id=4006381312345", "id=4006381312346", "id=4006381312347"])
    #expect(Array(stage.session.data.whole?.inputs.map { $0 } ?? []).prefix(6) == [1, 0, 0, 0, 1, 0])
  }

  /// In whatever order the rows are.
  @Test(arguments: [
    (bus, "If its numbers are names, too: onehot line"),
    (
      "line,delay,late\nN2,9,1\n4,1.5,1\n7,2,0\n18,3,1\n4,0.5,0\n",
      "An input for each word: onehot line     or without the column: leave line"
    ),
  ])
  func aWordAmongNumbersMayBeAName(file: String, advice: String) throws {
    let refused = stage("data \"f.csv\"", ["f.csv": file])
    #expect(refused.problems.first?.code == .wrongType)
    #expect(refused.problems.first?.help.contains(advice) == true)
    let stage = stage("data \"f.csv\" onehot line\nnet 5 1\ninit torch seed 1", ["f.csv": file])
    #expect(stage.problems.isEmpty)
    #expect(stage.session.data.whole?.columns == ["line=18", "line=4", "line=7", "line=N2", "delay"])
    stage.run("eval \"f.csv\"")
    #expect(stage.problems.isEmpty)
    let classes = self.stage("data \"f.csv\" target line classes", ["f.csv": file])
    #expect(classes.session.data.whole?.classes == ["18", "4", "7", "N2"])
  }

  /// However a number is written, it is one class; a file may have only those that look like numbers.
  @Test func equalNumbersAreOneClass() throws {
    let long = stage(
      "data \"f.csv\" target t classes", ["f.csv": "t,x\n5e7,1\n3,2\n3.0,3\n03,4\n50000001,5\n"])
    #expect(long.session.data.whole?.classes == ["3", "50000000", "50000001"])
    let files = ["f.csv": "y,x\nN1,1\n007,2\n008,3\nN1,4\n", "g.csv": "y,x\n7,2\n008,3\n"]
    let codes = stage(
      "data \"f.csv\" target y classes\nnet 1 3 softmax\ninit torch seed 1\nscore \"g.csv\"", files)
    #expect(codes.problems.isEmpty, "\(codes.problems.map(\.message))")
    let words = ["f.csv": "a,y\n1,N\n2,7\n3,N\n4,007\n5,8\n", "g.csv": "a,y\n1,N\n2,7.0\n"]
    let mixed = stage("data \"f.csv\" classes\nnet 1 3 softmax\ninit torch seed 1\nscore \"g.csv\"", words)
    #expect(mixed.problems.isEmpty && mixed.session.data.whole?.classes == ["7", "8", "N"])
    let ids = ["f.csv": "t,x\n20000002.0,1\n20000003,2\n", "g.csv": "t,x\n20000002,2\n"]
    let same = stage("data \"f.csv\" onehot t\nnet 2 1\ninit torch seed 1\nscore \"g.csv\"", ids)
    #expect(same.problems.isEmpty, "\(same.problems.map(\.message))")
  }

  /// Sizes, marks, answers: a word among some whole numbers makes classes, which is told.
  @Test(arguments: [
    "len,size\n1,S\n2,36\n3,38\n4,40\n", "len,size\n1,x\n2,1\n", "len,size\n1,\"1,2\"\n2,none\n3,\"3,4\"\n",
  ])
  func wordsAmongWholeNumbersAreClasses(file: String) {
    let stage = stage("data \"f.csv\"", ["f.csv": file])
    #expect(stage.problems.isEmpty && (stage.session.data.whole?.classes.count ?? 0) > 1)
    #expect(
      stage.lines.contains { $0.contains("among numbers, so all of them are classes") } == !file.contains(
        "none"))
  }

  /// The advice for a target has been tried.
  @Test func aTargetOfNumbersWithAWordIsNoRegressionAndNoClasses() throws {
    let file = "x,y\n0,oops\n1,2.5\n2,3.5\n3,4.5\n"
    let problem = try #require(stage("data \"f.csv\"", ["f.csv": file]).problems.first)
    #expect(problem.code == .wrongType && problem.message.contains("in line 2 the word \"oops\""))
    #expect(
      problem.help == [
        "If \"oops\" means a missing value, write NA or nothing",
        "Correct the file, or name another target: target COLUMN",
        "If its numbers are names, too: target y classes",
      ])
    #expect(stage("data \"f.csv\" target y classes", ["f.csv": file]).problems.isEmpty)
  }

  /// A word among marks is most likely that of a pupil who was absent: that comes before columns are left out.
  @Test func aWordAmongMarksMayBeAMissingValue() throws {
    let file = "name,a,b,grade\nx,1,2,3\ny,abs,3,4\nz,4,abs,5\nw,3,2,1\nv,abs,2,1\n"
    let problem = try #require(stage("data \"f.csv\" leave name", ["f.csv": file]).problems.first)
    #expect(problem.help.first == "If \"abs\" means a missing value, write NA or nothing")
    let mended = file.replacing("abs", with: "NA")
    #expect(stage("data \"f.csv\" leave name missing mean", ["f.csv": mended]).problems.isEmpty)
    // What has a digit in it is a slip, or a name.
    let slip = try #require(stage("data \"f.csv\"", ["f.csv": "a,y\n1,3\n2x,3\n3,1\n"]).problems.first)
    #expect(slip.help.first?.hasPrefix("Correct the file") == true, "\(slip.help)")
  }

  /// Three digits behind each comma are thousands; any other number of them are decimals.
  @Test(arguments: [
    ("x,y\n\"1,5\",\"2,5\"\n\"2,5\",\"3,0\"\n\"3,25\",\"4\"\n", "1.5 instead of 1,5"),
    ("x,y\n\"1,5\",2\n\"2,500\",3\n\"3,25\",4\n", "1.5 instead of 1,5"),
  ])
  func aCommaWithinQuotesIsThatOfDecimals(file: String, _ numbers: String) throws {
    let problem = try #require(stage("data \"f.csv\"", ["f.csv": file]).problems.first)
    #expect(problem.help.first == "Numbers have a decimal point: \(numbers)", "\(problem.help)")
    #expect(!problem.help.contains { $0.contains("15") })
    let semicolons = file.replacing("\",\"", with: "\";\"").replacing("\",", with: "\";").replacing(
      "x,y", with: "x;y")
    let stage = stage("data \"f.csv\"", ["f.csv": semicolons])
    #expect(
      stage.problems.isEmpty && stage.session.data.whole?.inputs.map { $0 }.first == 1.5, "\(stage.problems)")
  }

  @Test func aHeaderOfYearsIsAskedFor() throws {
    let file = "2019,2020,y\n1,2,3.5\n2,3,4.5\n3,3,5.5\n"
    let problem = try #require(stage("data \"f.csv\"", ["f.csv": file]).problems.first)
    #expect(problem.help.first == "If the first row names the columns: data \"f.csv\" header on")
    let stage = stage("data \"f.csv\" header on", ["f.csv": file])
    #expect(stage.problems.isEmpty && stage.session.data.whole?.columns == ["2019", "2020"])
    #expect(stage.session.data.whole?.classes == [])
  }

  @Test func columnsAreListedAsTheyAreTyped() throws {
    let file = "Länge (cm),Ring Nr.,y\n1,2,3\n2,3,4\n"
    let problem = try #require(stage("data \"f.csv\" target z", ["f.csv": file]).problems.first)
    #expect(problem.help == ["Its columns: \"Länge (cm)\", \"Ring Nr.\", y"])
  }

  /// The inputs of an autoencoder are its targets, and words are no numbers.
  @Test func anAutoencoderHasNoWords() throws {
    let file = "c,x\nred,1\nblue,2\nred,3\n"
    for line in ["data \"f.csv\" target c x onehot c", "data \"f.csv\" target c x"] {
      let problem = try #require(stage(line, ["f.csv": file]).problems.first)
      #expect(problem.code == .wrongType && problem.message.contains("several targets are numbers"))
    }
  }

  /// Codes are copied as they are; numbers stay numbers.
  @Test func codesAreCopiedAsTheyAreWritten() throws {
    let file = "id,n,x,y\n007,1.50,0.10,1\n12345678901234567890,2,2,3\n010,3,3,5\n"
    let stage = stage(
      "data \"f.csv\" leave id n\nnet 1 1\ninit torch seed 1\neval \"f.csv\" to \"o.csv\"\neval \"f.csv\" to \"o.json\"",
      ["f.csv": file])
    #expect(stage.problems.isEmpty)
    let rows = try #require(stage.file("o.csv")).split(separator: "\n")
    #expect(rows[1].hasPrefix("007,1.5,0.1,1,") && rows[2].hasPrefix("12345678901234567890,2,2,3,"))
    #expect(rows[3].hasPrefix("010,3,"))
    #expect(stage.file("o.json")?.contains("{\"id\":\"007\",\"n\":1.5,\"x\":0.1,") == true)
  }

  /// Each name without one is looked for from where the last was found.
  @Test func manyColumnsWithoutNamesAreNamedAtOnce() throws {
    let named = (5001...10_000).map { "column\($0)" }.joined(separator: ",")
    let head = "y,b" + String(repeating: ",", count: 20_000) + named
    let row = Array(repeating: "1", count: 2 + 19_999 + 5000).joined(separator: ",")
    let stage = stage(
      "data \"f.csv\" target y inputs b column3 column10001", ["f.csv": "\(head)\n\(row)\n\(row)\n"])
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
  }
}
