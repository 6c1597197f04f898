import Interpreter
import Language
import NeuralCore
import Testing

/// Tables of one's own: class numbers, words among inputs, missing values, names. The numbers are pandas 3.1.1's and
/// scikit-learn 1.9.1's.
struct OwnTableTests {
  static let titanic =
    "pclass,sex,age,fare,survived\n3,male,22,7.25,0\n1,female,38,71.2833,1\n3,female,,7.925,1\n1,female,35,53.1,1\n2,male,,13,0\n"

  private func stage(_ text: String, _ files: [String: String]) -> TestSession {
    let stage = TestSession(scripts: files)
    stage.run(text)
    return stage
  }

  private func data(_ text: String, _ file: String) throws -> Dataset {
    let stage = stage(text, ["f.csv": file])
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    return try #require(stage.session.data.whole)
  }

  private func problem(_ text: String, _ file: String) throws -> Diagnostic {
    let stage = stage(text, ["f.csv": file])
    #expect(stage.problems.count == 1)
    return try #require(stage.problems.first)
  }

  /// What was shown, without the ends of lines.
  private func said(_ stage: TestSession) -> String {
    stage.lines.joined(separator: " ").split(separator: " ").joined(separator: " ")
  }

  // MARK: Class numbers

  @Test func numbersOfTheTargetAreClasses() throws {
    let wine = "1,14.2,1.7\n1,13.2,1.8\n2,12.4,0.9\n3,12.9,1.4\n"
    let data = try data("data \"f.csv\" target column1 classes", wine)
    #expect(data.classes == ["1", "2", "3"] && data.columns == ["column2", "column3"])
    #expect(data.targets == [1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1])
    let stage = stage(
      "data \"f.csv\" target column1 classes\nnet 2 4 3 softmax\ninit torch seed 1\ntrain adam lr 0.05 epochs 20\nscore",
      ["f.csv": wine])
    #expect(stage.problems.isEmpty && stage.lines.contains { $0.contains("accuracy") })
  }

  /// As numbers, not as texts: 10 comes after 9.
  @Test func classesAreInTheOrderOfTheirNumbers() throws {
    #expect(
      try data("data \"f.csv\" classes", "x,y\n1,10\n2,9\n3,-1\n4,0.5\n").classes == ["-1", "0.5", "9", "10"])
  }

  @Test func theMismatchNamesTheWay() throws {
    let problem = try problem(
      "data \"f.csv\"\nnet 1 3 softmax\ninit torch seed 1\ntrain adam epochs 2", "x,y\n1,0\n2,1\n3,2\n")
    #expect(problem.code == .dataMismatch)
    #expect(problem.help.first == "If the numbers of `y` are classes: data \"f.csv\" target y classes")
  }

  @Test func classesComeFromOneColumn() throws {
    #expect(
      try problem("data \"f.csv\" target x y classes", "w,x,y\n1,0,1\n2,1,1\n").code == .settingMismatch)
    #expect(try problem("data xor classes", "").code == .settingMismatch)
  }

  /// Refused before room is made for so many targets.
  @Test(arguments: ["", " classes"]) func aColumnOfNamesIsNoTarget(_ option: String) throws {
    let words = (0..<60_000).map { option.isEmpty ? "\($0),word\($0)\n" : "\($0),\($0)\n" }.joined()
    let problem = try problem("data \"f.csv\" target y\(option)", "x,y\n" + words)
    #expect(problem.code == .netTooLarge && problem.message.contains("60000 different values"))
  }

  // MARK: Words among inputs

  /// As `pandas.get_dummies(d[["pclass", "sex"]].astype(str))`.
  @Test func wordsBecomeInputs() throws {
    let data = try data("data \"f.csv\" onehot pclass sex leave age", Self.titanic)
    #expect(data.columns == ["pclass=1", "pclass=2", "pclass=3", "sex=female", "sex=male", "fare"])
    let rows = (0..<5).map { Array(data.input($0).prefix(5)) }
    #expect(
      rows == [[0, 0, 1, 0, 1], [1, 0, 0, 1, 0], [0, 0, 1, 1, 0], [1, 0, 0, 1, 0], [0, 1, 0, 0, 1]])
    #expect(data.targets == [0, 1, 1, 1, 0])
  }

  /// The mean of the inputs that a column becomes: the share of each word.
  @Test func missingWordsBecomeShares() throws {
    let text = "precision double\ndata \"f.csv\" onehot k missing mean"
    let data = try data(text, "k,y\na,1\nb,2\n,3\na,4\n")
    #expect(data.inputs == [1, 0, 0, 1, 2.0 / 3, 1.0 / 3, 1, 0])
  }

  @Test func wordsBecomeInputsForSeveralTargets() throws {
    let data = try data("data \"f.csv\" target y z onehot k", "k,x,y,z\na,1,2,3\nb,1,2,4\n")
    #expect(data.inputs == [1, 0, 1, 0, 1, 1])
    #expect(data.targets == [2, 3, 2, 4])
    let problem = try problem("data \"f.csv\" target y z", "x,y,z\n1,2,a\n1,2,b\n")
    #expect(problem.message.contains("several targets are numbers"))
  }

  @Test func theWholeLineIsOffered() throws {
    let file =
      "Name,Sex,Age,Cabin,Survived\n\"Braund, Mr. Owen\",male,22,,0\n\"Cumings, Mrs. John\",female,,C85,1\n\"Allen, Mr. William\",male,35,,0\n"
    let problem = try problem("data \"f.csv\"", file)
    #expect(problem.help.first == "An input for each word: onehot Name     or without the column: leave Name")
    #expect(
      problem.help.dropFirst() == [
        "The whole file:", "    data \"f.csv\" onehot Sex leave Name Cabin missing mean",
      ])
    let line = try #require(problem.help.last)
    #expect(try data(line, file).columns == ["Sex=female", "Sex=male", "Age"])
  }

  @Test func onehotIsForInputs() throws {
    for (text, says) in [
      ("data \"f.csv\" onehot survived", "is the target"),
      ("data \"f.csv\" onehot sex leave sex age", "is left out"),
      ("data \"f.csv\" onehot Sex", "no column called"), ("data \"f.csv\" onehot sex sex", "named twice"),
    ] {
      #expect(try problem(text, Self.titanic).message.contains(says))
    }
  }

  // MARK: Other files

  /// Means, words and the scaling of the data are those of every other file.
  @Test func otherFilesAreReadAlike() throws {
    let files = ["f.csv": Self.titanic, "g.csv": "fare,age,sex,pclass\n7.25,22,male,3\n8,,female,2\n"]
    let stage = stage(
      "precision double\ndata \"f.csv\" onehot pclass sex missing mean\nscale standard\nnet 7 1 sigmoid\ninit torch seed 1\neval data\neval \"g.csv\"",
      files)
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    let rows = stage.events.compactMap { if case .eval(let rows, _, _) = $0 { rows } else { nil } }
    #expect(rows[1][0].inputs == rows[0][0].inputs && rows[1][0].outputs == rows[0][0].outputs)
    #expect(rows[1][0].targets == nil)
    #expect(rows[1][1].inputs == [0, 1, 0, 1, 0, 31.666666666666668, 8])
  }

  @Test func targetsOfFilesAreShownAndScored() throws {
    let files = ["f.csv": Self.titanic, "g.csv": Self.titanic]
    let stage = stage(
      "data \"f.csv\" onehot sex missing mean\nscale standard\nnet 5 1 sigmoid\ninit torch seed 1\neval data\neval \"g.csv\"\nscore\nscore \"g.csv\"",
      files)
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    let rows = stage.events.compactMap { if case .eval(let rows, _, _) = $0 { rows } else { nil } }
    #expect(
      rows[0].map(\.outputs) == rows[1].map(\.outputs) && rows[0].map(\.targets) == rows[1].map(\.targets))
    let scores = stage.events.compactMap { if case .score(let reports) = $0 { reports[0] } else { nil } }
    #expect(scores[0].loss == scores[1].loss && scores[0].errors == scores[1].errors)
    #expect(scores[0].confusion == scores[1].confusion && scores[1].part == nil && scores[1].data == "g.csv")
  }

  @Test func whatAFileLacksIsNamed() throws {
    let begin = "data \"f.csv\" onehot sex leave age\nnet 4 1 sigmoid\ninit torch seed 1\n"
    for (statement, file, says) in [
      (
        "eval \"g.csv\"", "pclass,sex,fare\n1,other,2\n",
        "has \"other\" in line 2, which the data does not have"
      ),
      ("eval \"g.csv\"", "pclass,fare\n1,2\n", "has no column called `sex`"),
      ("eval \"g.csv\"", "pclass,sex,fare\n1,male,\n", "every row of \"g.csv\" lacks a value in `fare`"),
      ("eval \"g.csv\"", "pclass,sex,fare\n1,male,much\n", "the word \"much\""),
      ("score \"g.csv\"", "pclass,sex,fare\n1,male,2\n", "has no column for `survived`"),
      ("score \"g.csv\"", "pclass,sex,fare,survived\n1,male,2,\n", "has no value for `survived`"),
    ] {
      let stage = stage(begin + statement, ["f.csv": Self.titanic, "g.csv": file])
      #expect(
        stage.problems.count == 1 && stage.problems.first?.message.contains(says) == true,
        "\(stage.problems.map(\.message))")
    }
  }

  /// A file without names has all columns of the first one, or the inputs alone.
  @Test func filesWithoutNamesAreTakenInOrder() throws {
    let files = [
      "f.csv": "1,14,2\n2,13,3\n1,12,5\n", "all.csv": "2,13,3\n", "inputs.csv": "13,3\n", "one.csv": "13\n",
    ]
    let stage = stage(
      "data \"f.csv\" target column1 classes\nnet 2 2 softmax\ninit torch seed 1\neval \"all.csv\"\neval \"inputs.csv\"\nscore \"all.csv\"",
      files)
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    let rows = stage.events.compactMap { if case .eval(let rows, _, _) = $0 { rows[0] } else { nil } }
    #expect(rows[0].inputs == [13, 3] && rows[0].outputs == rows[1].outputs && rows[0].targets == [0, 1])
    stage.run("eval \"one.csv\"")
    #expect(stage.problems.map(\.code) == [.wrongCount])
  }

  // MARK: Names and numbers

  @Test func columnsWithoutNamesAreLeftOutAndSaid() throws {
    let stage = stage("data \"f.csv\"", ["f.csv": ",x,y,\na,1,2,\nb,3,4,\n"])
    #expect(said(stage).contains("column1 left out (row names) · column4 left out (empty)"))
    #expect(stage.session.data.whole?.columns == ["x"] && stage.session.data.whole?.targets == [2, 4])
    #expect(
      try data("data \"f.csv\" inputs column1 x target y", ",x,y\n1,1,2\n2,3,4\n").columns == [
        "column1", "x",
      ])
  }

  @Test func equalNamesAreNotConfused() throws {
    let file = "x,x,y\n1,2,3\n4,5,6\n"
    let problem = try problem("data \"f.csv\" target x", file)
    #expect(problem.code == .unknownColumn && problem.help == ["They are told apart as \"x.1\", \"x.2\""])
    let data = try data("data \"f.csv\" target \"x.1\"", file)
    #expect(data.targets == [1, 4] && data.columns == ["x.2", "y"])
  }

  @Test func numbersThatOverflowMatterWhereTheyAreUsed() throws {
    let file = "id,x,y\n1e39,1,2\n2e39,3,4\n"
    let problem = try problem("data \"f.csv\"", file)
    #expect(problem.code == .outOfRange && problem.message.contains("`id` the number 1e39 of line 2"))
    #expect(try data("data \"f.csv\" leave id", file).inputs == [1, 3])
    #expect(try data("precision double\ndata \"f.csv\"", file).inputs == [1e39, 1, 2e39, 3])
    #expect(
      try self.problem("precision double\ndata \"f.csv\"", "x,y\n1e400,1\n").message.contains("float64"))
  }

  @Test func headerAndDelimiterCanBeSaid() throws {
    #expect(try data("data \"f.csv\" header on", "2019,2020\n1,2\n").columns == ["2019"])
    #expect(try data("data \"f.csv\" header off target column1", "a,1\nb,2\n").classes == ["a", "b"])
    #expect(try data("data \"f.csv\" delimiter blank", "1, 2\n3, 4\n".replacing(",", with: "")).rows == 2)
    #expect(try data("data \"f.csv\" delimiter \":\"", "1:2\n3:4\n").inputs == [1, 3])
    #expect(try data("data \"f.csv\" delimiter tab", "a b\tc\n1\t2\n").columns == ["a b"])
    #expect(try problem("data \"f.csv\" delimiter \"ab\"", "1,2\n").code == .wrongType)
    #expect(try problem("data \"f.csv\" header yes", "1,2\n").code == .unknownName)
  }

  /// The target column that is there is not told to be missing.
  @Test func theTargetColumnThatIsMissingIsNamed() {
    let stage = stage(
      "data \"f.csv\" target Erlös Kosten\nnet 3 2\nscore \"g.csv\"",
      ["f.csv": "a,b,c,Erlös,Kosten\n1,2,3,4,5\n2,3,4,5,6\n", "g.csv": "a,b,c,Kosten\n1,2,3,4\n2,3,4,5\n"])
    #expect(stage.problems.first?.message.contains("has no column for `Erlös`, so there") == true)
  }

  @Test func anAutoencoderHasItsInputsAsTargets() throws {
    let file = "a,b,c\n1,2,3\n2,3,5\n"
    for line in ["data \"f.csv\" target a b c", "data \"f.csv\" inputs a b c target a b c"] {
      let data = try data(line, file)
      #expect(data.inputs == data.targets && data.inputs == [1, 2, 3, 2, 3, 5])
    }
    let part = try data("data \"f.csv\" inputs c a target a b", file)
    #expect(part.inputs == [3, 1, 5, 2] && part.targets == [1, 2, 2, 3])
    #expect(said(stage("data \"f.csv\" target a b c", ["f.csv": file])).contains("(an autoencoder)"))
    let single = stage("data \"h.csv\" target x\nnet 1 1", ["h.csv": "x\n1\n2\n3\n"])
    #expect(said(single).contains("(an autoencoder)") && single.problems.isEmpty)
    let words = stage("data \"h.csv\" target x", ["h.csv": "x\na\nb\n"])
    #expect(words.problems.first?.message == "\"h.csv\" has no column left for the inputs")
    #expect(try problem("data \"f.csv\" inputs a leave a", file).code == .settingMismatch)
    #expect(try problem("data \"f.csv\"", "a\n1\n2\n").message.contains("no column left for the inputs"))
  }

  /// Irises, penguins and wines have columns, too.
  @Test func columnsOfBuiltinTablesAreChosen() throws {
    let numbers = try data("data penguins target body_mass_g onehot species", "")
    #expect(numbers.targetColumns == ["body_mass_g"] && numbers.targets.first == 3750)
    #expect(numbers.columns.suffix(3) == ["species=Adelie", "species=Chinstrap", "species=Gentoo"])
    let auto = try data(
      "data iris target sepal_length sepal_width petal_length petal_width leave species inputs sepal_length sepal_width petal_length petal_width",
      "")
    #expect(auto.inputs == auto.targets && auto.inputs == BuiltinData.named("iris")?.dataset().inputs)
    let few = try data("data wine inputs alcohol hue target cultivar", "")
    #expect(
      few.columns == ["alcohol", "hue"] && few.classes == ["barbera", "barolo", "grignolino"]
        && few.rows == 178)
    let problem = try problem("data penguins target body_mass_g", "")
    #expect(problem.help.contains("    data penguins target body_mass_g onehot species"))
    #expect(try self.problem("data iris target kind", "").message == "iris has no column called `kind`")
    #expect(try self.problem("data iris missing mean", "").code == .settingMismatch)
    #expect(try self.problem("data iris seed 3", "").code == .settingMismatch)
    #expect(try self.problem("data xor target a", "").code == .settingMismatch)
  }

  @Test func filesOfWekaFANNAndLIBSVMAreData() throws {
    let fann = try data("data \"f.csv\"", "2 2 1\n-1 -1\n-1\n-1 1\n1\n")
    #expect(fann.inputs == [-1, -1, -1, 1] && fann.targets == [-1, 1])
    let arff = try data(
      "data \"f.csv\" onehot outlook",
      "@relation w\n@attribute outlook {sunny,rainy}\n@attribute t real\n@attribute play {no,yes}\n@data\nsunny,85,no\nrainy,70,yes\n"
    )
    #expect(arff.columns == ["outlook=rainy", "outlook=sunny", "t"] && arff.classes == ["no", "yes"])
    let svm = try data("data \"f.csv\" classes", "+1 1:0.5 2:1\n-1 2:2\n")
    #expect(svm.inputs == [0.5, 1, 0, 2] && svm.classes == ["-1", "1"] && svm.columns == ["x1", "x2"])
  }

  /// A test file of LIBSVM whose last columns are all 0 names fewer of them.
  @Test func sparseFilesHaveAsManyColumnsAsTheData() throws {
    let stage = stage(
      "data \"f.csv\" classes\nnet 3 2 softmax\ninit torch seed 1\nscore \"g.csv\"",
      ["f.csv": "1 1:1 3:2\n2 2:1\n", "g.csv": "2 1:1\n1 2:1\n"])
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    #expect(stage.lines.contains("score on g.csv, 2 rows"))
  }

  @Test func picturesHaveTheirLabelsInAnotherFile() throws {
    let images: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 1] + [0, 255, 9, 8, 7, 6]
    let bytes: [String: [UInt8]] = [
      "images": images, "labels": [0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 7], "few": [0, 0, 8, 1, 0, 0, 0, 1, 7],
    ]
    let stage = TestSession(scripts: ["f.csv": "1,2\n"], bytes: bytes)
    stage.run(
      "data \"images\" labels \"labels\"\nnet 2 2 softmax\ninit torch seed 1\nscore \"images\" labels \"labels\"\neval \"images\""
    )
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    let data = try #require(stage.session.data.whole)
    #expect(
      data.inputs == [0, 255, 9, 8, 7, 6] && data.classes == ["2", "7"] && data.targets == [0, 1, 1, 0, 0, 1])
    for (line, says) in [
      ("data \"images\"", "3 pictures without their classes"),
      ("data \"images\" labels \"few\"", "\"few\" has 1 label"),
      ("data \"f.csv\" labels \"labels\"", "belongs to pictures"),
      ("data \"images\" leave pixel1", "takes no `leave`"),
    ] {
      let stage = TestSession(scripts: ["f.csv": "1,2\n"], bytes: bytes)
      stage.run(line)
      #expect(stage.problems.first?.message.contains(says) == true, "\(stage.problems.map(\.message))")
    }
  }

  /// A header of numbers over a column of words is read as a row, and that is said; a header on advice is one.
  @Test func aFirstRowWithAClassOfItsOwnIsRemarked() throws {
    let rows = ["f.csv": "1,2,class\n1,2,a\n2,3,b\n3,4,a\n"]
    let alone = stage("data \"f.csv\"", rows)
    #expect(alone.lines.contains { $0.contains("only the first row has the class `class`") })
    let named = stage("data \"f.csv\" header on", rows)
    #expect(try #require(named.session.data.whole).columns == ["1", "2"])
    for text in [
      "1,2,a\n1,2,b\n2,3,b\n3,4,a\n", "x,y,class\n1,2,a\n2,3,b\n3,4,a\n", "1,2,a\n1,2,b\n2,3,c\n3,4,d\n",
    ] {
      #expect(!stage("data \"f.csv\"", ["f.csv": text]).lines.contains { $0.contains("only the first row") })
    }
  }
}
