import Interpreter
import Language
import NeuralCore
import Testing

/// `scale` to a range and of targets, and `split … ordered`. The numbers are scikit-learn 1.9.1's.
struct ScaleTests {
  private func stage(_ text: String, _ files: [String: String] = [:]) -> TestSession {
    let stage = TestSession(scripts: files)
    stage.run(text)
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    return stage
  }

  private func code(_ text: String) -> [DiagnosticCode] {
    let stage = TestSession()
    stage.run(text)
    return stage.problems.map(\.code)
  }

  /// MinMaxScaler((-1, 1)) and StandardScaler of the same five rows.
  @Test func inputsAreThoseOfScikitLearn() throws {
    let rows: [(inputs: [Double], targets: [Double])] = [
      ([22, 7.25], [0]), ([38, 71.2833], [1]), ([31.666666666666668, 7.925], [1]), ([35, 53.1], [1]),
      ([31.666666666666668, 13], [0]),
    ]
    let data = Dataset(name: "", rows: rows, .double)
    let range = try Scaling(Scaling.Request(.minmax, low: -1, high: 1), of: data).applied(to: data.inputs)
    let expected = [
      -1, -1, 1, 1, 0.20833333333333348, -0.9789172196341591, 0.625, 0.4320673774426744, 0.20833333333333348,
      -0.8204059450317256,
    ]
    for (a, b) in zip(range, expected) { #expect((a - b).magnitude < 1e-14) }
    let standard = try Scaling(.standard, of: data).applied(to: data.inputs)
    for (a, b) in zip(
      standard, [-1.797121781457404, -0.8754046068464355, 1.1774246154376091, 1.5343565972800053])
    {
      #expect((a - b).magnitude < 1e-14)
    }
  }

  /// The ends are reached to the last bit, however far from 0 a column is, and a column that does not vary is at the low end.
  @Test func theEndsOfARangeAreExact() throws {
    let data = Dataset(
      name: "", rows: [([150_000, 5], [0]), ([150_010, 5], [1]), ([150_004, 5], [1])], .single)
    let scaling = try Scaling(Scaling.Request(.minmax, low: -1, high: 1), of: data)
    #expect(try scaling.applied(to: data.inputs) == [-1, -1, 1, -1, Double(Float(4) / 5 - 1), -1])
    #expect(scaling.inverted([-1, -1]) == [150_000, 5])
  }

  @Test func mistakesInScaleAreNamed() {
    #expect(code("data xor\nscale minmax 1 -1") == [.outOfRange])
    #expect(code("data xor\nscale minmax 1 1") == [.outOfRange])
    #expect(code("data xor\nscale standard -1 1") == [.settingMismatch])
    #expect(code("data xor\nscale minmax 1") == [.missingArgument])
    #expect(code("data iris\nscale targets standard") == [.settingMismatch])
    #expect(code("data xor\nscale targets standard") == [.settingMismatch])
    #expect(code("data xor\nscale targets minmax -1 1") == [])
    #expect(code("scale targets standard") == [.noData])
    #expect(code("data xor\nscale targets") == [.missingArgument])
  }

  /// The two numbers of classes come from no training set, and nothing says so.
  @Test func scaledClassesAreSaidToComeFromTheClasses() {
    let stage = TestSession()
    stage.run("data xor\nsplit 0.5 ordered\nscale targets minmax -1 1\nscale standard")
    let words = stage.lines.filter { $0.contains("scaled (") }
    #expect(
      words.map { $0.contains("from the numbers of the classes") } == [true, false]
        && words.map { $0.contains("on the training set") } == [false, true])
  }

  /// With exact numbers, training on scaled targets is the training on targets that were scaled by hand, bit for bit.
  @Test func trainingSeesScaledTargets() throws {
    let begin = "net 1 3 tanh 1\ninit torch seed 1\n"
    let end = "\ntrain adam lr 0.05 epochs 50\nlet a = out(3)\nlet b = loss\nscore\neval data"
    let scaled = stage(
      "data\n 1 -> 0\n 2 -> 8\n 3 -> 4\n 4 -> 2\nend\n" + begin + "scale targets minmax" + end)
    let byHand = stage("data\n 1 -> 0\n 2 -> 1\n 3 -> 0.5\n 4 -> 0.25\nend\n" + begin + end)
    #expect(scaled.session.network?.parameters == byHand.session.network?.parameters)
    scaled.run("expect b == loss")
    let outputs = [scaled, byHand].map { stage in
      stage.events.compactMap { if case .eval(let rows, _, _) = $0 { rows } else { nil } }[0]
    }
    for (a, b) in zip(outputs[0], outputs[1]) {
      #expect((a.outputs[0] - 8 * b.outputs[0]).magnitude < 1e-6 && a.targets?[0] == 8 * (b.targets?[0] ?? 0))
    }
    let scores = [scaled, byHand].compactMap { stage in
      stage.events.compactMap { if case .score(let reports) = $0 { reports[0] } else { nil } }.first
    }
    scaled.run("let e = largest.error")
    guard
      case .number(let largest)? = scaled.events.compactMap({
        if case .bound("e", let value) = $0 { value } else { nil }
      }).last
    else {
      Issue.record("no largest.error")
      return
    }
    #expect((largest - scores[0].errors.largest).magnitude < 1e-5)
    #expect(scores[0].loss == scores[1].loss && scores[0].isLossScaled && !scores[1].isLossScaled)
    #expect((scores[0].errors.rmse - 8 * scores[1].errors.rmse).magnitude < 1e-6)
    #expect(((scores[0].errors.r2 ?? 0) - (scores[1].errors.r2 ?? 1)).magnitude < 1e-6)
  }

  static let houses =
    "data\n  for i in 1..40\n    (1000 + 37*i) (1 + (i mod 5)) -> (150000 + 900*i + 12000*(i mod 5))\n  end\nend\nnet 2 8 relu 1\nscale standard\n"

  @Test func largeTargetsAreLearnt() throws {
    let stage = stage(
      Self.houses + "scale targets standard\ninit torch seed 1\ntrain adam lr 0.01 epochs 1000\nscore")
    let score = stage.events.compactMap { if case .score(let reports) = $0 { reports[0] } else { nil } }.first
    #expect(
      try #require(score?.errors.r2) > 0.999 && stage.lines.contains { $0.contains("mse, of scaled targets") }
    )
  }

  /// The line that `diagnose` offers was tried, and its loss is in the units of the data.
  @Test func diagnoseNamesTheScalingOfTargets() throws {
    let stage = stage(Self.houses + "init torch seed 1\ntrain adam lr 0.01 epochs 1000\ndiagnose")
    let diagnosis = stage.events.compactMap { if case .diagnosis(let found, _) = $0 { found } else { nil } }
      .last
    let advice = try #require(diagnosis?.advice.first { $0.remedy == .targetScaling })
    guard case .loss(let loss, _) = advice.outcome else {
      Issue.record("\(advice)")
      return
    }
    #expect(loss > 1 && loss < 1e8)
    stage.run(advice.line + "\nscore")
    let score = stage.events.compactMap { if case .score(let reports) = $0 { reports[0] } else { nil } }.last
    #expect(((try #require(score).errors.rmse) - loss.squareRoot()).magnitude < 1e-3 * loss.squareRoot())
  }

  /// What is shown is in the units of the data: outputs, targets, files, guesses, and the last lines of `explain`.
  @Test func everythingShownIsInTheUnitsOfTheData() throws {
    let stage = TestSession(answers: ["1", "1"])
    stage.run(
      "data\n 1 -> 1000\n 2 -> 3000\nend\nnet 1 1\nscale targets minmax\nL0N0->L1N0 = 0.5\n0B->L1N0: 0.25")
    stage.run("eval 1\nprint out(1)\nguess 1\nexplain 1\nexplain gradient 1 -> 2000\neval data to \"o.csv\"")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    // 0.5 · 1 + 0.25 = 0.75, and 0.75 · 2000 + 1000 = 2500.
    let rows = stage.events.compactMap { if case .eval(let rows, _, _) = $0 { rows[0] } else { nil } }
    #expect(rows[0].outputs == [2500] && stage.lines.contains("2500"))
    let guess = stage.events.compactMap { if case .guess(let report) = $0 { report.row } else { nil } }.first
    #expect(guess?.outputs == [2500])
    #expect(
      stage.lines.contains { $0.hasPrefix("output 2500") && $0.contains("target 1000") }, "\(stage.lines)")
    #expect(stage.lines.contains { $0.contains("y0 = L1N0·2000 + 1000") }, "\(stage.lines)")
    #expect(stage.lines.contains { $0.contains("t0 = (2000 − 1000) / 2000 = 0.5") }, "\(stage.lines)")
    #expect(stage.file("o.csv") == "L0N0,output,target\n1,2500,1000\n2,3500,3000\n")
  }

  @Test func scalingsAreComputedAnewForASplitAndTakenBack() throws {
    let stage = stage(
      "data\n 1 -> 10\n 2 -> 20\n 3 -> 40\n 4 -> 100\nend\nscale targets minmax -1 1\nsplit 0.5 ordered")
    #expect(stage.session.data.parts[.train]?.targets == [-1, 1])
    #expect(stage.session.data.parts[.validation]?.targets == [5, 17])
    stage.run("scale targets none")
    #expect(stage.session.data.parts[.validation]?.targets == [40, 100])
    stage.run("undo")
    #expect(stage.session.data.parts[.validation]?.targets == [5, 17])
    // A new net, new weights and their reset leave the data as it is.
    stage.run("net 1 2 1\ninit torch seed 1\ntrain adam epochs 2\nreset\nprecision double")
    #expect(stage.problems.isEmpty && stage.session.data.parts[.validation]?.targets == [5, 17])
    stage.run("data xor")
    #expect(stage.session.data.parts[.train]?.targets == [0, 1, 1, 0])
  }

  @Test func rowsKeepTheirOrder() throws {
    let stage = stage("data sine 100 seed 1\nsplit 0.8 ordered")
    let whole = try #require(stage.session.data.whole)
    #expect(stage.session.data.parts[.train] == whole.selecting(Array(0..<80)).asPart(of: .numbers))
    #expect(stage.session.data.parts[.validation] == whole.selecting(Array(80..<100)).asPart(of: .numbers))
    #expect(stage.lines.last == "split train 80, validation 20 · in the order of the data")
    stage.run("split 0.6 0.2 0.2 ordered")
    #expect(stage.session.data.parts[.test] == whole.selecting(Array(80..<100)).asPart(of: .numbers))
    #expect(code("data xor\nsplit 0.5 ordered seed 1") == [.settingMismatch])
    #expect(code("data xor\nsplit 0.5 stratified ordered") == [.settingMismatch])
    #expect(code("data xor\nsplit 0.8 in order") == [.unexpectedWord])
    // Nothing is drawn, so what is drawn next stays the same.
    let seeds = ["split 0.5 ordered\n", ""].map {
      self.stage("seed 3\ndata xor\n\($0)net 2 2 1\ninit torch").session.fingerprint
    }
    #expect(seeds[0] == seeds[1])
  }

  /// Words, means, classes, and both scalings come back with a saved session.
  @Test func aSavedSessionReadsFilesAsBefore() throws {
    let text =
      "precision double\ndata \"f.csv\" target fare onehot sex pclass leave survived missing mean\nsplit 0.8 ordered\nscale minmax -1 1\nscale targets standard\nnet 6 1\ninit torch seed 1\ntrain adam lr 0.05 epochs 20\n"
    let files = [
      "f.csv": OwnTableTests.titanic, "g.csv": "age,sex,pclass,fare\n,female,2,10\n40,male,1,20\n",
    ]
    let stage = stage(text + "score \"g.csv\"\neval \"g.csv\"\nscore\nsave \"s.nnet\"", files)
    stage.run("clear\nload \"s.nnet\"\nscore \"g.csv\"\neval \"g.csv\"\nscore")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    let rows = stage.events.compactMap { if case .eval(let rows, _, _) = $0 { rows } else { nil } }
    #expect(
      rows[0].map(\.outputs) == rows[1].map(\.outputs) && rows[0].map(\.inputs) == rows[1].map(\.inputs))
    let scores = stage.events.compactMap { if case .score(let reports) = $0 { reports } else { nil } }
    #expect(scores.count == 4 && scores[0][0].errors == scores[2][0].errors)
    #expect(
      scores[1].map(\.errors) == scores[3].map(\.errors) && scores[1].map(\.loss) == scores[3].map(\.loss))
  }
}
