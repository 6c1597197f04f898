import Interpreter
import NeuralCore
import Testing

/// The means in the place of missing values: of the training set, as what `scale` computes.
struct MissingMeanTests {
  private static let rows = "a,k,y\n1,u,1\n,v,2\n3,,3\n8,v,4\n5,u,5\n,u,6\n"
  private static let read = "precision double\ndata \"m.csv\" onehot k missing mean\n"

  private func stage(_ script: String, _ scripts: [String: String] = [:]) -> TestSession {
    let stage = TestSession(
      scripts: ["m.csv": Self.rows].merging(scripts) { $1 })
    stage.run(Self.read + script)
    #expect(stage.problems.isEmpty, "\(script): \(stage.problems.map(\.message))")
    return stage
  }

  /// `a` of the second row, and `k=u`, `k=v` of the third.
  private func means(_ stage: TestSession) throws -> [Double] {
    let data = try #require(stage.session.data.whole)
    return [data.inputs[3], data.inputs[7], data.inputs[8]]
  }

  /// Of the first three rows 1 and 3 are known, and once u and v; of all six 1, 3, 8, 5, and three u of five.
  @Test func aSplitTakesTheMeansOfItsTrainingSet() throws {
    #expect(try means(stage("")) == [4.25, 0.6, 0.4])
    let split = stage("split 0.5 ordered")
    #expect(try means(split) == [2, 0.5, 0.5])
    let validation = try #require(split.session.data.parts[.validation])
    #expect(validation.inputs[6] == 2, "the last row lacks `a`, too")
    #expect(
      split.lines.suffix(2).map { $0.trimmingPrefix(while: \.isWhitespace) }.joined(separator: " ").contains(
        "means of the training set for missing values (a 2.0000, k=u 0.50000, k=v 0.50000)"))
    #expect(try means(stage("split 0.5 ordered\nsplit 0.9 seed 3\nsplit 1")) == [4.25, 0.6, 0.4])
    #expect(try means(stage("split 0.5 ordered\nundo")) == [4.25, 0.6, 0.4])
  }

  /// The numbers of a scaling are those of rows with the right means.
  @Test func aScalingIsOfTheFilledRows() throws {
    let before = stage("scale standard\nsplit 0.5 ordered")
    let after = stage("split 0.5 ordered\nscale standard")
    #expect(before.session.data.parts == after.session.data.parts)
    let scalings = before.events.compactMap {
      if case .scale(let report) = $0 { report.scaling } else { nil }
    }
    #expect(scalings.last?.shift[0] == 2 && scalings.first?.shift[0] != 2)
  }

  /// A column without any value in the training set keeps the mean of all rows.
  @Test func aColumnWithoutATrainingValueHasTheMeanOfAll() throws {
    let stage = TestSession(scripts: ["m.csv": "a,b,y\n1,,1\n2,,2\n3,4,3\n4,8,4\n"])
    stage.run("precision double\ndata \"m.csv\" missing mean\nsplit 0.5 ordered")
    #expect(stage.problems.isEmpty)
    #expect(try #require(stage.session.data.whole).inputs[1] == 6)
  }

  /// Columns that lack nothing have a mean for the rows of other files; that, too, is of the training set.
  @Test func otherFilesAreFilledWithTheSameMeans() throws {
    let other = "a,k,y\n,u,1\n"
    let all = stage("net 3 1\ninit torch seed 1\neval \"o.csv\"", ["o.csv": other])
    let half = stage("split 0.5 ordered\nnet 3 1\ninit torch seed 1\neval \"o.csv\"", ["o.csv": other])
    let typed = stage("net 3 1\ninit torch seed 1\neval 2 1 0")
    func outputs(_ stage: TestSession) -> [Double] {
      stage.events.flatMap { event in
        if case .eval(let rows, _, _) = event { rows.flatMap(\.outputs) } else { [Double]() }
      }
    }
    #expect(outputs(half) == outputs(typed) && outputs(all) != outputs(half) && outputs(typed).count == 1)
  }

  /// What is saved can be split anew as what was not.
  @Test func aSavedSessionKnowsWhatIsMissing() throws {
    let saved = stage("split 0.5 ordered\nnet 3 1\ninit torch seed 1\nsave \"s.nnet\"")
    let file = try #require(saved.file("s.nnet"))
    let loaded = TestSession(scripts: ["s.nnet": file])
    loaded.run("load \"s.nnet\"")
    #expect(try means(loaded) == [2, 0.5, 0.5])
    loaded.run("split 0.7 0.3 ordered")
    #expect(loaded.problems.isEmpty)
    #expect(try means(loaded) == means(stage("split 0.7 0.3 ordered")))
    #expect(try means(loaded) == [4, 1.0 / 3, 2.0 / 3])
  }

  /// Each fold is filled from the rest: the run is the one of the same rows split by hand.
  @Test func aFoldIsFilledFromTheRest() throws {
    let train = "train sgd lr 0.01 epochs 3\n"
    let folds = stage("sweep seeds 1 folds 3\n  net 3 1\n  \(train)end\nreplay seed 1 fold 2")
    // The target of a row is its number.
    let training = try #require(folds.session.data.parts[.train]).targets
    let known = [1.0: 1.0, 3: 3, 4: 8, 5: 5].filter { training.contains($0.key) }.values
    let mean = known.reduce(0, +) / Double(known.count)
    #expect(try means(folds)[0] == mean)
    #expect(mean != 4.25)
  }

  /// A split is not another file: an exercise that keeps the data takes what a learner has split.
  @Test func aSplitLeavesTheMarkOfTheData() {
    #expect(stage("").session.dataMark == stage("split 0.5 ordered").session.dataMark)
    #expect(stage("").session.dataMark != TestSession().session.dataMark)
  }
}
