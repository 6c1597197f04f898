import Interpreter
import Language
import NeuralCore
import Testing

/// Rows as they stand in somebody's file: typed after `eval`, left out where a value is missing, written with their names.
struct OwnRowTests {
  private static let passengers = """
    name,class,sex,age,port,fare,alive
    "Braund, Mr.",3,male,22,S,7.25,no
    Cumings,1,female,38,C,71.2833,yes
    Heikkinen,3,female,26,S,7.925,yes
    Allen,3,male,35,S,8.05,no
    Moran,3,male,,Q,8.4583,no
    McCarthy,1,male,54,S,51.8625,no
    Johnson,3,female,27,S,11.1333,yes
    Nasser,2,female,14,C,30.0708,yes

    """
  private static let opening =
    "data \"p.csv\" target alive leave name onehot sex port missing drop\nscale standard\nnet 8 4 2 softmax\ninit torch seed 1\ntrain adam lr 0.05 epochs 40"

  private func stage(_ more: String = "", files: [String: String] = [:]) -> TestSession {
    let stage = TestSession(scripts: ["p.csv": Self.passengers].merging(files) { $1 })
    stage.run(Self.opening)
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    stage.run(more)
    return stage
  }

  /// A text alone is the name of a file; where a row is one word, it may have been meant.
  @Test(arguments: [
    ("eval \"light blue\"", "eval (\"light blue\")"), ("eval \"sky\" # one", "eval (\"light blue\")"),
  ])
  func wordsTakenForFilesAreAdvised(_ typed: String, _ written: String) {
    let stage = TestSession(scripts: ["c.csv": "color,y\nred,1\nlight blue,0\nred,1\n"])
    stage.run("data \"c.csv\" target y onehot color\nnet 2 1\ninit torch seed 1")
    stage.run(typed)
    let help = stage.problems.last?.help.last ?? ""
    #expect(help.hasSuffix("A word of `color`: \(written)"), "\(stage.problems.map(\.message))")
    #expect(stage.run(written) == .done)
  }

  /// A row as the file has it is the row of numbers that it becomes.
  @Test(arguments: [
    ("3 male 22 S 7.25", "3 0 1 22 0 0 1 7.25"), ("1 \"female\" 38 C 71.2833", "1 1 0 38 1 0 0 71.2833"),
  ])
  func wordsAreTyped(_ words: String, _ numbers: String) throws {
    let stage = stage("eval \(words)\neval \(numbers)")
    let rows = stage.events.compactMap { if case .eval(let rows, _, _) = $0 { rows[0] } else { nil } }
    try #require(rows.count == 2, "\(stage.problems.map(\.message))")
    #expect(rows[0].inputs == rows[1].inputs && rows[0].outputs == rows[1].outputs)
  }

  @Test func explainAndGuessTakeWords() {
    let stage = stage("explain 3 male 22 S 7.25 neuron L2N0\nguess 3 male 22 S 7.25")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
  }

  /// A variable that is called as no word of the column gives the word.
  @Test func variablesGiveWords() {
    let stage = stage("let who = \"male\"\neval 3 who 22 S 7.25\neval 3 male 22 S 7.25")
    let rows = stage.events.compactMap { if case .eval(let rows, _, _) = $0 { rows[0] } else { nil } }
    #expect(rows.count == 2 && rows.first?.outputs == rows.last?.outputs)
  }

  @Test(arguments: [
    ("eval 3 man 22 S 7.25", "`sex` was never man in the data", "It was: female, male"),
    ("eval 3 male 22 S", "a row with words has 5 values, and 4 are given", "In this order: class, sex"),
    ("eval 3 22", "a row with words has 5 values, and 2 are given", "For example: eval 3 male 22 S 7.25"),
    ("eval 3 male male S 7.25", "`age` is a number", "For example: eval 3 male 22 S 7.25"),
  ])
  func mistakesNameTheColumns(_ line: String, _ message: String, _ help: String) throws {
    let problem = try #require(stage(line).problems.last)
    #expect(problem.message.contains(message), "\(problem.message)")
    #expect(help.isEmpty || problem.help.contains { $0.hasPrefix(help) }, "\(problem.help)")
  }

  /// The example in the message runs.
  @Test func theExampleRuns() throws {
    let stage = stage("eval 3 22")
    let help = try #require(stage.problems.last?.help.last)
    #expect(stage.run(String(help.dropFirst("For example: ".count))) == .done)
  }

  /// All columns come back as they were, and a row without outputs keeps its line.
  @Test func filesComeBackWhole() throws {
    let stage = stage("eval \"p.csv\" to \"o.csv\"")
    let lines = try #require(stage.file("o.csv")).split(separator: "\n").map(String.init)
    #expect(lines[0] == "name,class,sex,age,port,fare,alive,output_no,output_yes,predicted")
    #expect(lines.count == 9 && lines[1].hasPrefix("\"Braund, Mr.\",3,male,22,S,7.25,no,"))
    #expect(lines[5] == "Moran,3,male,,Q,8.4583,no,,,", "\(lines[5])")
    #expect(stage.lines.contains { $0.hasPrefix("(1 row of \"p.csv\" left out: no value in `age`") })
    for line in lines[1...] where !line.hasPrefix("Moran") {
      let cells = line.split(separator: ",").suffix(3)
      let outputs = cells.prefix(2).compactMap { Double($0) }
      #expect(outputs.count == 2 && cells.last == (outputs[0] >= outputs[1] ? "no" : "yes"))
    }
  }

  /// Numbers of nine digits are no float32, and names of rows all the same.
  @Test func longNumbersComeBackExactly() throws {
    let file = "id,x,y\n123456789,0.1,1\n987654321,0.25,2\n"
    let stage = TestSession(scripts: ["n.csv": file])
    stage.run(
      "data \"n.csv\" target y leave id\nnet 1 1\neval \"n.csv\" to \"o.csv\"\neval \"n.csv\" to \"q.csv\"")
    #expect(stage.problems.isEmpty)
    #expect(stage.file("o.csv") == "id,x,y,output\n123456789,0.1,1,0\n987654321,0.25,2,0\n")
  }

  /// A column that has the name of an output keeps it.
  @Test func namesStayApart() throws {
    let stage = TestSession(scripts: ["n.csv": "output,predicted\n1,2\n3,4\n"])
    stage.run("data \"n.csv\"\nnet 1 1\neval \"n.csv\" to \"o.csv\"")
    #expect(stage.file("o.csv")?.hasPrefix("output,predicted,output.2\n1,2,0\n") == true)
  }

  @Test func scoresSayWhichRowsTheyLeaveOut() throws {
    let stage = stage("score \"p.csv\"")
    #expect(stage.lines.contains { $0.contains("1 row of \"p.csv\" left out") })
    #expect(stage.lines.contains { $0.contains("score on p.csv, 7 rows") })
    let empty = self.stage(
      "score \"e.csv\"", files: ["e.csv": "class,sex,age,port,fare,alive\n3,male,,S,7,no\n"])
    #expect(empty.problems.last?.message == "every row of \"e.csv\" lacks a value in `age`")
  }

  /// `nn check` does not take a word of the data for a name without a value.
  @Test func checkKnowsWords() {
    func codes(_ text: String) -> [DiagnosticCode] {
      let source = Source(name: "test", text: text)
      return parse(source, .standard).mistakes(
        in: source, defined: [], variables: [], vocabulary: .standard
      ).map(\.code)
    }
    #expect(codes("data \"p.csv\" onehot sex\nnet 3 1\neval 3 male 22").isEmpty)
    #expect(codes("load \"p.nnet\"\neval 3 male 22").isEmpty)
    #expect(codes("net 3 1\neval 3 male 22") == [.unknownMetric])
  }
}

/// Numbers and words as people write them in their tables, and what is said about it.
struct WrittenTableTests {
  private func lines(_ file: String, _ statement: String) -> (text: String, data: Dataset?) {
    let stage = TestSession(scripts: ["t.csv": file])
    stage.run(statement)
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    return (
      stage.lines.joined(separator: " ").split(separator: " ").joined(separator: " "),
      stage.session.data.whole
    )
  }

  @Test func pricesAreNumbers() throws {
    let (said, data) = lines(
      "size;price\n80;\"1.234,50 €\"\n95,5;900 €\n60;\"12.000,00 €\"\n", "data \"t.csv\"")
    #expect(data?.targets == [1234.5, 900, 12000])
    #expect(said.contains("price: 1.234,50 € is read as 1234.5"))
  }

  @Test func missingValuesAreCountedByColumn() {
    let (mean, data) = lines("a,b,y\n1,,1\n2,3,0\n-,5,1\n", "data \"t.csv\" missing mean")
    #expect(mean.contains("2 missing values became the mean (a 1, b 1)"), "\(mean)")
    #expect(data?.inputs == [1, 4, 2, 3, 1.5, 5])
    let (drop, _) = lines("a,b,y\n1,,1\n2,3,0\n-,5,1\n", "data \"t.csv\" missing drop")
    #expect(drop.contains("2 rows left out for missing values (a 1, b 1)"), "\(drop)")
  }

  @Test func wordsThatDifferInCapitalsAreRemarkedOn() {
    let (said, data) = lines("x,y\n1,Pass\n2,pass\n3,fail\n", "data \"t.csv\"")
    #expect(data?.classes.count == 3)
    #expect(said.contains("`y` has \"Pass\" and \"pass\", which are different words"))
    let (quiet, _) = lines("x,y\n1,pass\n2,pass\n3,fail\n", "data \"t.csv\"")
    #expect(!quiet.contains("different words"))
  }

  @Test func manyClassesAreShortened() {
    let rows = (0..<40).map { "\($0),w\($0)" }.joined(separator: "\n")
    let (said, _) = lines("x,y\n" + rows + "\n", "data \"t.csv\"\nshow data")
    let text = said
    #expect(text.contains("40 classes w0, w1, w10"), "\(text)")
    #expect(text.contains(" … w9") && !text.contains("w35,"))
  }
}

/// What is typed for a share, a scaling or a row, and the line that is advised.
struct TypedAdviceTests {
  @Test(arguments: [
    ("split 80/20", "split 0.8"), ("split 80%", "split 0.8"), ("split 75", "split 0.75"),
    ("split 80 20", "split 0.8"), ("split 60 20 20", "split 0.6 0.2 0.2"), ("split 75%", "split 0.75"),
    ("split 4 1", "split 0.8"), ("scale", "scale standard"), ("scale 0 1", "scale minmax 0 1"),
    ("normalize", "scale standard"), ("standardize data", "scale standard"),

    ("predict", "eval data"), ("split", "split 0.8"),
  ])
  func theLineIsAdvised(_ typed: String, _ line: String) throws {
    let stage = TestSession()
    stage.run("data iris\nnet 4 3 softmax")
    stage.run(typed)
    let problem = try #require(stage.problems.last, "\(typed)")
    #expect(problem.help == ["Write: \(line)"], "\(typed): \(problem.help)")
    #expect(stage.run(line) == .done)
  }

  @Test(arguments: [
    ("5.1,3.5 -> 0", "5.1 3.5 -> 0"), ("5.1, 3.5 -> 1, 0", "5.1 3.5 -> 1 0"),
    ("5,1 3,5 -> 1", "5.1 3.5 -> 1"),
    ("5.1\t3.5\t0", "5.1 3.5 -> 0"), ("0 1 > 1", "0 1 -> 1"),
    ("0 1 = 1", "0 1 -> 1"), ("-1,2,3", "-1 2 -> 3"),
  ])
  func rowsAreAdvised(_ row: String, _ better: String) throws {
    let stage = TestSession()
    stage.run("data\n\(row)\nend")
    let problem = try #require(stage.problems.last, "\(row)")
    #expect(problem.help.first == "Write: \(better)", "\(row): \(problem.help)")
    #expect(stage.run("data\n\(better)\nend") == .done)
  }

  /// A table that was pasted is one mistake, not one a row.
  @Test func aPastedTableIsOneMistake() throws {
    let stage = TestSession()
    stage.run("data\n" + (0..<50).map { "\($0),1,2" }.joined(separator: "\n") + "\nend")
    #expect(stage.problems.count == 1)
    #expect(stage.problems.first?.help.last == "The 49 rows after it are like it.")
  }

  @Test func aTableIsNoSession() {
    let stage = TestSession()
    stage.run("load \"exam.csv\"")
    #expect(stage.problems.last?.help.first == "A table of data is read by: data \"exam.csv\"")
  }

  @Test func showTellsOfScalingAndParts() {
    let stage = TestSession()
    stage.run("data iris\nsplit 0.8 seed 1\nscale minmax -1 1\nnet 4 3 softmax\nshow")
    #expect(stage.lines.contains { $0.contains("split        train 120, validation 30") })
    #expect(stage.lines.contains { $0.contains("scaled       inputs minmax -1 1") })
  }
}

/// Tables in other languages than English.
struct ForeignTableTests {
  private static let prices =
    "Größe;Lage;Preis\n80;Süd;\"1.234,50 €\"\n95,5;Nord;900 €\n60;—;-\n70;Süd;\"2.000,00 €\"\n-;Nord;\"1.500,00 €\"\n"

  private func stage(_ script: String) -> TestSession {
    let stage = TestSession(scripts: ["p.csv": Self.prices])
    stage.run("data \"p.csv\" target Preis onehot Lage missing mean\nnet 4 1\ninit torch seed 1\n" + script)
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    return stage
  }

  /// Words with letters of any script need no quotes.
  @Test func wordsHaveLettersOfAnyScript() {
    let stage = stage("eval 80 Süd\neval 80 \"Süd\"\nlet größe = 3\nprint größe * 2")
    let rows = stage.events.compactMap { if case .eval(let rows, _, _) = $0 { rows[0] } else { nil } }
    #expect(
      rows.count == 2 && rows.first?.inputs == [80, 0, 1, 0] && rows.last?.inputs == rows.first?.inputs)
    #expect(stage.lines.contains("6"))
  }

  /// A mean is that of the rows that are kept, and what was filled and what left out is said apart.
  @Test func meansAreOfTheRowsThatAreKept() {
    let stage = stage("")
    #expect(stage.session.data.whole?.inputs[12] == Double(Float((80 + 95.5 + 70) / 3)))
    let said = stage.lines.joined(separator: " ").split(separator: " ").joined(separator: " ")
    #expect(said.contains("1 missing value became the mean (Größe 1)"), "\(said)")
    #expect(said.contains("1 row left out for missing values (Preis 1)"), "\(said)")
    #expect(said.contains("(`Lage` has the word \"—\": if that means a missing value"), "\(said)")
  }

  @Test func rowsWithoutATargetAreNotScored() {
    let stage = stage("score \"p.csv\"")
    #expect(stage.lines.contains("(1 row of \"p.csv\" left out: no target)"))
    #expect(stage.lines.contains { $0.contains("score on p.csv, 4 rows") })
  }

  /// A class whose name has a blank is a text.
  @Test func classesWithBlanksAreTargets() {
    let stage = TestSession(scripts: ["c.csv": "x,y\n1,very low\n2,high\n3,very low\n"])
    stage.run("data \"c.csv\"\nnet 1 2 softmax\ninit torch seed 1\nexplain gradient 1 -> \"very low\"")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
  }

  /// The slope of an output in the units of the data is what a small step of an input shows.
  @Test func slopesAreInTheUnitsOfTheData() throws {
    let stage = TestSession()
    stage.run(
      "data wine target alcohol leave cultivar\nscale standard\nscale targets standard\nprecision double\n"
        + "net 12 3 tanh 1\ninit torch seed 3\ndigits 9")
    func output(_ first: Double) throws -> Double {
      stage.run("eval \(first) 2.43 15.6 127 2.8 3.06 0.28 2.29 5.64 1.04 3.92 1065")
      guard case .eval(let rows, _, _)? = stage.events.last else { throw CancellationError() }
      return rows[0].outputs[0]
    }
    let slope = (try output(1.71001) - output(1.70999)) / 0.00002
    stage.run("explain gradient 1.71 2.43 15.6 127 2.8 3.06 0.28 2.29 5.64 1.04 3.92 1065 of L2N0 wrt inputs")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    let text = stage.lines.joined(separator: " ").split(separator: " ").joined(separator: " ")
    let shown = try #require(text.firstMatch(of: /dL2N0\/dx0 = [^=]*= [^=]* = (−?[0-9.]+)/)?.output.1)
    let value = try #require(Double(String(shown).replacing("−", with: "-")))
    #expect((value - slope).magnitude < 1e-6 * max(1, slope.magnitude), "\(value) \(slope)")
  }
}
