import Interpreter
import Language
import NeuralCore
import Standard
import Testing

/// Built-in sets, parts, scaling.
struct DataTests {
  /// The column `predicted` of `eval … to` names the largest output of each row.
  @Test func writtenClassesAreTheLargestOutputs() throws {
    let stage = TestSession()
    stage.run("data iris\nscale standard\nnet 4 3 softmax\ninit torch seed 1\ntrain adam lr 0.1 epochs 100")
    stage.run("eval data to \"o.csv\"")
    #expect(stage.problems.isEmpty)
    let rows = try #require(stage.file("o.csv")).split(separator: "\n").map { $0.split(separator: ",") }
    let names = try #require(rows.first)[4..<7].map(String.init)
    #expect(names == ["setosa", "versicolor", "virginica"].map { "output_\($0)" })
    #expect(rows.first?.suffix(2) == ["predicted", "target"])
    var classes: Set<Substring> = []
    for row in rows.dropFirst() {
      let outputs = row[4..<7].compactMap { Double($0) }
      let largest = try #require(outputs.indices.max { outputs[$0] < outputs[$1] })
      #expect("output_\(row[7])" == names[largest])
      classes.insert(row[7])
    }
    #expect(rows.count == 151 && classes.count == 3)
  }

  private func data(_ text: String) -> Dataset? {
    let stage = TestSession()
    stage.run(text)
    return stage.session.data.whole
  }

  @Test func parityAndEncoderHaveTheirRows() throws {
    let parity = try #require(data("data parity 3"))
    #expect(parity.targets == [0, 1, 1, 0, 1, 0, 0, 1])
    #expect(Array(parity.input(6)) == [1, 1, 0])
    #expect(data("data parity 2")?.targets == BuiltinData.named("xor")?.dataset().targets)
    let encoder = try #require(data("data encoder 4"))
    #expect(encoder.inputs == encoder.targets && encoder.rows == 4 && encoder.inputs.reduce(0, +) == 4)
  }

  /// R's iris: sums of the columns, and the two rows that UCI's file has wrong.
  @Test func irisIsTheOneOfR() throws {
    let iris = try #require(data("data iris"))
    #expect((iris.rows, iris.inputCount, iris.targetCount) == (150, 4, 3))
    let sums = (0..<4).map { k in (0..<150).reduce(0.0) { $0 + Double(iris.inputs[$1 * 4 + k]) } }
    for (sum, expected) in zip(sums, [876.5, 458.6, 563.7, 179.9]) {
      #expect((sum - expected).magnitude < 1e-3)
    }
    #expect(iris.input(34).map { Float($0) } == [4.9, 3.1, 1.5, 0.2])
    #expect(iris.input(37).map { Float($0) } == [4.9, 3.6, 1.4, 0.1])
    #expect(Array(iris.target(149)) == [0, 0, 1])
    #expect(iris.classes == ["setosa", "versicolor", "virginica"])
  }

  /// Sums of the columns in palmerpenguins 0.1.6 and scikit-learn 1.9.1 (make_tables.py prints them).
  @Test(arguments: [
    ("penguins", [151, 68, 123], [15021.3, 5865.7, 68713, 1437000]),
    (
      "wine", [59, 71, 48],
      [
        2314.11, 415.87, 421.24, 3470.1, 17754, 408.53, 361.21, 64.41, 283.18, 900.339999, 170.426, 464.88,
        132947,
      ]
    ),
  ])
  func tablesAreThoseOfTheirPackages(_ name: String, _ rows: [Int], _ sums: [Double]) throws {
    let data = try #require(self.data("precision double\ndata \(name)"))
    #expect(data.inputCount == sums.count && data.columns.count == sums.count)
    for (k, sum) in sums.enumerated() {
      let found = (0..<data.rows).reduce(0.0) { $0 + data.inputs[$1 * data.inputCount + k] }
      #expect((found - sum).magnitude < 1e-6 * sum)
    }
    #expect(rows == (0..<3).map { k in (0..<data.rows).count { data.targets[3 * $0 + k] == 1 } })
    #expect(data.recipe?.targets == [name == "wine" ? "cultivar" : "species"])
  }

  @Test func drawnSetsAreWhatTheySay() throws {
    let circle = try #require(data("data circle 300 seed 3"))
    for row in 0..<300 {
      let (x, y) = (circle.inputs[2 * row], circle.inputs[2 * row + 1])
      let radius = (x * x + y * y).squareRoot()
      #expect(circle.targets[row] == 1 ? radius <= 0.5001 : radius > 0.6999 && radius < 1.0001)
    }
    let line = try #require(data("data line 5 seed 1"))
    #expect(line.inputs == [-1, -0.5, 0, 0.5, 1] && line.targets == [-3, -2, -1, 0, 1])
    let sine = try #require(data("data sine 3 seed 1"))
    #expect(sine.targets.allSatisfy { $0.magnitude < 1e-6 })
    for name in ["circle", "moons", "spiral", "blobs", "sine", "line"] {
      let one = data("data \(name) 50 noise 0.2 seed 5")
      #expect(one == data("seed 3\ndata \(name) 50 noise 0.2 seed 5"))
      #expect(one != data("data \(name) 50 noise 0.2 seed 6"))
      #expect(one?.rows == 50)
    }
    let moons = try #require(data("data moons 4 noise 0 seed 1"))
    #expect(
      zip(moons.inputs, [1, 0, 0, 0.5, -1, 0, 2, 0.5] as [Double]).allSatisfy { ($0 - $1).magnitude < 1e-6 })
  }

  @Test func mistakesInDataAreNamed() {
    func code(_ text: String) -> [DiagnosticCode] {
      let stage = TestSession()
      stage.run(text)
      return stage.problems.map(\.code)
    }
    #expect(code("data parity 99") == [.outOfRange])
    #expect(code("data parity 3 4") == [.unexpectedWord])
    #expect(code("data xor 3") == [.unexpectedWord])
    #expect(code("data iris seed 3") == [.settingMismatch])
    #expect(code("data circle noise -1") == [.outOfRange])
    #expect(code("split 0.5") == [.noData])
    #expect(code("scale standard") == [.noData])
    #expect(code("show data") == [.noData])
    #expect(code("data xor\nsplit 1.5") == [.outOfRange])
    #expect(code("data xor\nsplit 0.999 seed 1") == [.outOfRange])
    #expect(code("data xor\nsplit 0.5 0.2") == [.outOfRange])
    #expect(code("data xor\nscale standart") == [.unknownName])
  }

  /// The radius is uniform, not the area: a mean of 0.25 within and of 0.85 in the ring (uniform in area: 0.333, 0.859), and
  /// half of the disc's points within half its radius.
  @Test func circleIsUniformInRadius() throws {
    let circle = try #require(BuiltinData.named("circle"))
    var generator = MersenneTwister(seed: 1)
    let data = circle.dataset(.init(name: "", numbers: [20_000], noise: 0), from: &generator)
    let radii = (0..<data.rows).map { row in
      let point = Array(data.input(row))
      return (point[0] * point[0] + point[1] * point[1]).squareRoot()
    }
    func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }
    let inside = radii.indices.filter { $0 % 2 == 0 }.map { radii[$0] }
    let outside = radii.indices.filter { $0 % 2 == 1 }.map { radii[$0] }
    #expect((mean(inside) - 0.25).magnitude < 0.005 && (mean(outside) - 0.85).magnitude < 0.003)
    #expect((Double(inside.count { $0 < 0.25 }) / 10_000 - 0.5).magnitude < 0.015)
  }

  /// `show data`: mean and standard deviation of scikit-learn 1.9.1's StandardScaler (divided by n).
  @Test func columnsHaveMeanAndDeviation() throws {
    let stage = TestSession()
    stage.run("precision double\ndata iris\nsplit 0.5 seed 1\nscale standard\nshow data")
    let summary = stage.events.compactMap { if case .showData(let summary) = $0 { summary } else { nil } }
    let columns = try #require(summary.last).inputs
    let means = [5.84333333, 3.05733333, 3.758, 1.19933333]
    let deviations = [0.82530129, 0.43441097, 1.75940407, 0.75969263]
    for (column, (mean, deviation)) in zip(columns, zip(means, deviations)) {
      #expect((column.mean - mean).magnitude < 1e-8 && (column.deviation - deviation).magnitude < 1e-8)
    }
    #expect(stage.lines.contains { $0.split(separator: " ") == ["min", "mean", "sd", "max"] })
  }

  @Test func partsAreDisjointAndWhole() throws {
    let data = try #require(BuiltinData.named("iris")).dataset()
    for isStratified in [false, true] {
      var generator = MersenneTwister(seed: 1)
      let parts = try data.rowsOfParts([0.6, 0.2, 0.2], isStratified: isStratified, from: &generator)
      #expect(parts.map(\.count) == [90, 30, 30])
      #expect(parts.flatMap { $0 }.sorted() == Array(0..<150))
      if isStratified {
        for part in parts { #expect(Set((0..<3).map { k in part.count { $0 / 50 == k } }).count == 1) }
      }
    }
    // The first part is the beginning of torch.randperm(150) with this seed.
    var generator = MersenneTwister(seed: 1)
    let order = MersenneTwister(seed: 1)
    var copy = order
    #expect(
      try data.rowsOfParts([0.5, 0.5], isStratified: false, from: &generator)[0]
        == Array(copy.permutation(150)[..<75]))
  }

  @Test func scalingComesFromTheTrainingPart() throws {
    let stage = TestSession()
    stage.run(
      "data iris\nsplit 0.5 seed 3\nscale standard\nnet 4 3 softmax\ninit torch seed 1\nprint loss, val.loss")
    #expect(stage.problems.isEmpty)
    stage.run("let a = out(5.1, 3.5, 1.4, 0.2)\nscale none\nlet b = out(5.1, 3.5, 1.4, 0.2)\nexpect a != b")
    #expect(stage.problems.isEmpty)
    let data = Dataset(name: "", rows: [([1, 5], [0]), ([3, 5], [1])], .single)
    let standard = try Scaling(.standard, of: data)
    #expect(standard.shift == [2, 5] && standard.scale == [1, 1])
    #expect(try Scaling(.minmax, of: data).applied(to: [2, 7]) == [0.5, 2])
  }

  /// Training sees the first part alone.
  @Test func trainingSeesTheTrainingPartAlone() throws {
    let stage = TestSession()
    stage.run(
      "data iris\nsplit 0.8 seed 1 stratified\nscale standard\nnet 4 8 tanh 3 softmax\ninit torch seed 1")
    stage.run("train adam lr 0.02 until val.accuracy>=0.9 epochs 300\nexpect reached")
    stage.run("score")
    #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
    let scores = stage.lines.filter { $0.hasPrefix("score on") }
    #expect(scores == ["score on iris, train part, 120 rows", "score on iris, validation part, 30 rows"])
  }
}
