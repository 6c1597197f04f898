import Interpreter
import Testing

/// `export` and `import` as statements: what of the session goes along, and what is refused.
struct ExportTests {
  private static let setup = "data xor\nnet 2 2 1\ninit xavier seed 1\n"

  // MARK: Names of programs

  /// Python looks into the folder of a program first, so that it would import itself.
  @Test(arguments: [
    "export \"torch.py\" as pytorch", "export \"sub/keras.py\" as keras", "export \"sklearn.py\" as sklearn",
    "export \"math.py\"", "export \"datetime.py\"", "explain 0 1 as python to \"numpy.py\"",
    "explain gradient 0 1 -> 1 to \"sub/json.py\"", "let f = \"code.py\" ; export (f)",
  ])
  func noProgramHidesAModule(line: String) throws {
    let stage = TestSession()
    stage.run(Self.setup)
    #expect(stage.run(line) == .failed(73))
    #expect(stage.problems[0].message.contains("would hide the module "))
    let help = try #require(stage.problems[0].help.first)
    #expect(stage.run(String(help.dropFirst("Take another name: ".count))) == .done, "\(help)")
  }

  // MARK: Programs that train

  /// A program ends at the weights that the net has, or there is none.
  @Test(arguments: ["L0N0 -> L1N0 = 5", "precision double"])
  func programsOfTrainingAreOfTheWeightsThatAreThere(_ line: String) {
    let stage = TestSession()
    stage.run(Self.setup + "train sgd lr 0.5 epochs 7\n")
    #expect(stage.run("export \"a.py\" as pytorch training") == .done)
    #expect(stage.run(line) == .done, "\(stage.problems)")
    #expect(stage.run("export \"b.py\" as pytorch training") == .failed(1))
    #expect(stage.problems[0].message.hasPrefix("the weights were changed since they were trained"))
    #expect(stage.file("b.py") == nil && stage.run("export \"b.py\" as pytorch") == .done)
  }

  /// The steps of a training are not saved; the same line takes them again.
  @Test func trainingsThatWereLoadedAreMadeAgain() throws {
    let stage = TestSession()
    stage.run(Self.setup + "train sgd lr 0.5 epochs 7\nsave \"s.nnet\"\nload \"s.nnet\"\n")
    #expect(stage.run("export \"a.py\" as pytorch training") == .failed(1))
    let problem = try #require(stage.problems.first)
    #expect(problem.message == "a saved session has the weights, and not the steps of its training")
    let help = try #require(problem.help.first)
    #expect(stage.run(String(help.dropFirst("Make them again: ".count))) == .done, "\(help)")
    #expect(stage.run("export \"a.py\" as pytorch training") == .done)
    #expect(stage.file("a.py")?.contains("EPOCHS = 7\n") == true)
  }

  /// The advice brings them back.
  @Test func weightsThatAreBackLeaveAgain() {
    let stage = TestSession()
    stage.run(Self.setup + "train sgd lr 0.5 epochs 7\nL0N0 -> L1N0 = 5\ngoto epoch 7\n")
    #expect(stage.run("export \"a.py\" as pytorch training") == .done)
    #expect(stage.file("a.py")?.contains("EPOCHS = 7\n") == true)
    // An epoch whose state is not kept is computed again.
    stage.run("reset\ntrain adam lr 0.01 epochs 3000\ngoto epoch 1777\n")
    #expect(stage.run("export \"b.py\" as pytorch training") == .done)
    #expect(stage.file("b.py")?.contains("EPOCHS = 1777\n") == true)
  }

  /// The last attempt is a training of its own.
  @Test func lastAttemptLeavesAlone() {
    let stage = TestSession()
    stage.run(Self.setup + "train sgd lr 0.5 epochs 120 restart every 50 until loss<0.0001\n")
    #expect(stage.run("export \"a.py\" as pytorch training") == .done, "\(stage.problems)")
    #expect(stage.file("a.py")?.contains("EPOCHS = 20\n") == true)
  }

  @Test func severalTrainingsAreRefused() {
    let stage = TestSession()
    stage.run(Self.setup + "train sgd lr 0.5 epochs 5\ntrain adam epochs 5\n")
    #expect(stage.run("export \"a.py\" as pytorch training") == .failed(1))
    #expect(stage.problems[0].help == ["Begin anew with `reset`, then one `train` line."])
    #expect(
      stage.run("reset\ntrain adam epochs 5\nexport \"a.py\" as pytorch training") == .done)
  }

  // MARK: What is said

  /// One row of data is a row; without data there is none.
  @Test(arguments: [
    ("net 2 2 1\n", 0), ("data\n1 2 -> 1\nend\nnet 2 2 1\n", 1), ("data xor\nnet 2 2 1\n", 4),
  ])
  func rowsThatAreComparedAreCounted(_ setup: String, _ rows: Int) {
    let stage = TestSession()
    #expect(stage.run(setup + "init torch seed 1\nexport \"a.h\"") == .done)
    let reports = stage.events.compactMap { if case .exported(let report) = $0 { report } else { nil } }
    #expect(reports.map(\.rows) == [rows] && reports.first?.difference == 0)
  }

  @Test func manyRowsAreComparedInPart() {
    let stage = TestSession()
    #expect(stage.run("data circle 12000 seed 1\nnet 2 2 1\ninit torch seed 1\nexport \"a.h\"") == .done)
    let reports = stage.events.compactMap { if case .exported(let report) = $0 { report } else { nil } }
    #expect(reports.map(\.rows) == [10_000])
  }

  @Test func filesSayTheirNames() {
    let stage = TestSession()
    stage.run("net 2 2 1\ninit torch seed 1\nexport \"My Net.js\"\n")
    #expect(stage.file("My Net.js")?.contains("from \"./My Net.js\";") == true)
  }

  // MARK: Import

  private static func imported(_ setup: String, _ json: String) -> (stage: TestSession, report: ImportReport?)
  {
    let stage = TestSession(scripts: ["a.json": json])
    stage.run(setup + "import \"a.json\"")
    return (
      stage, stage.events.compactMap { if case .imported(let report) = $0 { report } else { nil } }.last
    )
  }

  private static func json(_ rest: String, _ activation: String = "softmax", weights: String) -> String {
    "{\"nn\": 1, \"layers\": [{\"activation\": \"\(activation)\", \"weights\": \(weights)}]\(rest)}"
  }

  /// An output is the class that it is in the file.
  @Test func classesComeIntoTheOrderOfTheData() throws {
    let weights = "[[1,2,3,4],[5,6,7,8],[9,10,11,12]]"
    for (names, first) in [
      (["virginica", "setosa", "versicolor"], 5.0), (["setosa", "versicolor", "virginica"], 1),
      (["a", "b", "c"], 1),
    ] {
      let list = names.map { "\"\($0)\"" }.joined(separator: ",")
      let (stage, report) = Self.imported(
        "data iris\n", Self.json(",\"classes\":[\(list)]", weights: weights))
      #expect(stage.session.network?.parameters.first == first)
      #expect(report?.remarks.count == (names[0] == "setosa" ? 0 : 1), "\(report?.remarks ?? [])")
      #expect(report?.classes == (names[0] == "a" ? names : ["setosa", "versicolor", "virginica"]))
    }
  }

  /// A scaling is folded in the session's precision.
  @Test func foldedNumbersHaveThePrecisionOfTheSession() throws {
    let json = Self.json(
      ",\"input_scaling\":{\"shift\":[0.1],\"scale\":[0.3],\"offset\":0}", "linear", weights: "[[1]]")
    let (shift, scale) = (Double(Float(0.1)), Double(Float(0.3)))
    let (double, _) = Self.imported("precision double\n", json)
    #expect(double.session.network.map { Array($0.parameters) } == [1 / scale, -shift / scale])
    let (single, _) = Self.imported("", json)
    #expect(
      single.session.network.map { Array($0.parameters) }
        == [1 / scale, -shift / scale].map { Double(Float($0)) })
  }

  /// What is too large for one precision is not for the other: advice is given where it helps.
  @Test func weightsThatAreTooLargeAreRefusedByPrecision() {
    let scaling = { (number: String) in
      ",\"precision\":\"float64\",\"input_scaling\":{\"shift\":[0],\"scale\":[\(number)],\"offset\":0}"
    }
    let (single, _) = Self.imported("", Self.json(scaling("1e-30"), "linear", weights: "[[1e20]]"))
    #expect(
      single.problems.last?.message.hasSuffix(
        "its weights are too large for float32 with the scaling in them") == true)
    #expect(single.problems.last?.help.first == "Write before it: precision double")
    let (double, _) = Self.imported(
      "precision double\n", Self.json(scaling("1e-30"), "linear", weights: "[[1e20]]"))
    #expect(double.problems.isEmpty && double.session.network?.parameters.first ?? 0 > 0.9e50)
    let (larger, _) = Self.imported(
      "precision double\n", Self.json(scaling("1e-300"), "linear", weights: "[[1e200]]"))
    #expect(larger.problems.last?.message.hasSuffix("too large for float64 with the scaling in them") == true)
    #expect(larger.problems.last?.help == ["Nothing was changed."])
  }

  /// A number among words is found by its text or its value, and refused if it is none of them: `!a >= 0` would be always so.
  @Test func numbersAsWordsAreLookedForInJavaScript() throws {
    let stage = TestSession(scripts: ["y.csv": "year,y\n2020,5.1\n2021,6.2\n2022,7.1\n2020,5.5\n"])
    stage.run("data \"y.csv\" onehot year\nnet 3 1\ninit torch seed 1\nexport \"m.js\"")
    let text = try #require(stage.file("m.js"))
    #expect(text.contains("(words.length && !(find(words, value) >= 0))"))
  }

  /// The same rows with their columns in another order are the same to a net that was imported.
  @Test(arguments: ["json", "onnx"]) func importedInputsAreFoundByTheirNames(_ kind: String) {
    let stage = TestSession(scripts: [
      "a.csv": "x,z,y\n1,5,2\n2,3,4\n3,8,1\n4,1,7\n", "b.csv": "z,x,y\n5,1,2\n3,2,4\n8,3,1\n1,4,7\n",
    ])
    stage.run(
      "data \"a.csv\"\nscale standard\nnet 2 3 tanh 1\ninit torch seed 1\ntrain adam lr 0.05 epochs 100\nlet own = loss\n"
        + "export \"p.\(kind)\"\ndata \"b.csv\"\nimport \"p.\(kind)\"\nexpect loss == own within 1e-5\n"
        + "scale standard\nimport \"p.\(kind)\"\nexpect loss == own within 1e-5")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    #expect(stage.lines.contains { $0.contains("Its inputs are x, z, and those of the data z, x") })
  }
}
