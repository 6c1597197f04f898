import Interpreter
import NeuralCore
import Testing

/// What is said and forgotten when the data of a trained net changes under it.
struct TrainedDataTests {
  private static let trained =
    "data iris\nscale standard\nnet 4 3 softmax\ninit torch seed 1\ntrain adam lr 0.01 epochs 5\n"

  /// Another scaling makes other gradients: what the optimizer remembers of the old ones is gone, and that is said.
  @Test(arguments: ["scale minmax", "scale none"])
  func anotherScalingBeginsTheOptimizerAnew(_ line: String) {
    let stage = TestSession()
    stage.run(Self.trained + line + "\ntrain adam lr 0.01 epochs 5")
    let continues = stage.events.compactMap {
      if case .trainStarted(let start) = $0 { start.continues } else { nil }
    }
    #expect(continues == [false, false])
    #expect(stage.lines.contains { $0.contains("the net was trained with other numbers") })
  }

  private func scalings(_ script: String) -> [ScaleReport] {
    let stage = TestSession()
    stage.run(script)
    #expect(stage.problems.isEmpty)
    return stage.events.compactMap { if case .scale(let report) = $0 { report } else { nil } }
  }

  /// The numbers that hold afterwards are shown: those of `scale` after the same split.
  @Test func aNewSplitFitsTheScalingAnewAndShowsIt() throws {
    let stage = TestSession()
    stage.run("data iris\nscale standard\nsplit 0.5 seed 1")
    #expect(stage.lines.contains("inputs scaled (standard), fitted anew on the training set"))
    let anew = scalings("data iris\nscale standard\nsplit 0.5 seed 1")
    let after = scalings("data iris\nsplit 0.5 seed 1\nscale standard")
    #expect(anew.count == 2 && anew[1].isAnew && !anew[0].isAnew && !after[0].isAnew)
    #expect(anew[1].scaling == after[0].scaling && anew[0].scaling != anew[1].scaling)
    stage.run("data iris\nsplit 0.5 seed 1")
    #expect(stage.lines.last?.hasPrefix("split ") == true)
  }

  /// Targets too, and where a split is undone; a trained net is told what that is to it.
  @Test func targetsAreFittedAnewToo() throws {
    let rows = "data\n  for x in 1..20\n    (x) -> (x * x)\n  end\nend\n"
    let both = scalings(rows + "scale standard\nscale targets standard\nsplit 0.5 ordered\nsplit 1")
    #expect(both.map(\.side) == [.inputs, .targets, .inputs, .targets, .inputs, .targets])
    #expect(both[4].scaling == both[0].scaling && both[5].scaling == both[1].scaling && both[5].isAnew)
    let stage = TestSession()
    stage.run(Self.trained + "split 0.5 seed 1")
    #expect(stage.lines.contains { $0.contains("the net was trained with other numbers") })
  }

  @Test func dataWithoutTheScalingOfTheNetIsNoted() {
    let stage = TestSession()
    stage.run(Self.trained + "data iris")
    #expect(stage.lines.contains { $0.hasPrefix("(this data is not scaled") })
    let other = TestSession()
    other.run(Self.trained + "data xor")
    #expect(!other.lines.contains { $0.hasPrefix("(this data is not scaled") })
  }

  /// A target is never made up: rows without one are left out, and means are of what is there.
  @Test func meansAreForInputsAndRowsWithoutATargetAreLeftOut() throws {
    let stage = TestSession(scripts: ["g.csv": "a,b,y\n1,2,3\n,4,5\n3,,7\n5,6,\n7,8,9\n"])
    stage.run("precision double\ndata \"g.csv\" missing mean")
    #expect(stage.problems.isEmpty)
    let data = try #require(stage.session.data.whole)
    #expect(data.rows == 4 && Array(data.target(3)) == [9])
    #expect(Array(data.input(1)) == [11.0 / 3, 4] && Array(data.input(2)) == [3, 14.0 / 3])
    #expect(
      stage.lines.contains {
        $0.contains("2 missing values") || $0.contains("1 rows left out") || $0.contains("1 row left out")
      })
  }

  /// Few whole numbers are most likely classes.
  @Test func wholeNumbersAreOfferedAsClasses() {
    let rows = (0..<30).map { "\($0),\($0 % 3 + 1)" }.joined(separator: "\n")
    let stage = TestSession(scripts: ["w.csv": "x,kind\n\(rows)\n", "v.csv": "x,y\n1,0.5\n2,1.5\n3,0.5\n"])
    stage.run("data \"w.csv\"")
    #expect(stage.lines.last == "(`kind` is only ever 1, 2, 3: if these are classes, add `classes`)")
    stage.run("data \"w.csv\" classes")
    #expect(stage.lines.last?.contains("classes 1, 2, 3") == true)
    stage.run("data \"v.csv\"")
    #expect(stage.lines.last?.contains("add `classes`") == false)
  }

  /// A condition that is met keeps the weights that met it, whichever were the best for patience.
  @Test func patienceDoesNotTakeBackWhatTheConditionSaw() {
    let stage = TestSession()
    stage.run(
      "data iris\nscale standard\nnet 4 6 tanh 3 softmax\ninit xavier seed 1\n"
        + "train sgd lr 0.3 batch 10 shuffle patience 2 on loss until accuracy>0.95 epochs 2000\nexpect accuracy>0.95"
    )
    #expect(stage.reports.last?.reached == true)
    #expect(stage.problems.isEmpty)
  }
}
