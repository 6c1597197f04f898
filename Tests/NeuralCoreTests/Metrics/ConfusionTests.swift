import NeuralCore
import Testing

/// Counts and shares worked out by hand, and the example in scikit-learn's documentation of r2_score and
/// mean_absolute_error.
struct ConfusionTests {
  /// Rows of one output.
  private func single(_ outputs: [Double]) -> [Vector] { outputs.map { Vector([$0], .single) } }

  @Test func threeClassesAreCounted() throws {
    let labels = [0, 0, 0, 1, 1, 1, 1, 2, 2, 2]
    let answers = [0, 0, 1, 1, 1, 2, 1, 2, 0, 2]
    let data = Dataset(
      name: "", columns: [], inputs: Vector(labels.map { Float($0) }), classes: ["a", "b", "c"],
      labels: labels)
    let outputs = answers.map { answer in Vector((0..<3).map { $0 == answer ? 0.6 : 0.2 }, .single) }
    let confusion = try #require(Confusion(outputs, data))
    #expect(confusion.counts == [[2, 1, 0], [0, 3, 1], [1, 0, 2]] && confusion.correct == 7)
    for (k, expected) in [(0, (0.6667, 0.6667)), (1, (0.75, 0.75)), (2, (0.6667, 0.6667))] {
      #expect((try #require(confusion.precision(k)) - expected.0).magnitude < 1e-4)
      #expect((try #require(confusion.recall(k)) - expected.1).magnitude < 1e-4)
      #expect((try #require(confusion.f1(k)) - expected.0).magnitude < 1e-4)
    }
  }

  /// scikit-learn 1.9.1, `precision_recall_fscore_support` with its defaults: by class (nil where it lists none), then
  /// `average="macro"`.
  struct Shares: Sendable {
    let labels, answers: [Int]
    let precision, recall, f1: [Double?]
    let macro: [Double]
  }

  static let shares = [
    Shares(
      labels: [0, 1, 1, 0], answers: [0, 0, 0, 0], precision: [0.5, 0], recall: [1, 0],
      f1: [0.6666666666666666, 0], macro: [0.25, 0.5, 0.3333333333333333]),
    Shares(
      labels: [0, 0, 1, 1, 3, 3, 3], answers: [0, 1, 1, 2, 0, 0, 0], precision: [0.25, 0.5, 0, 0],
      recall: [0.5, 0.5, 0, 0], f1: [0.3333333333333333, 0.5, 0, 0],
      macro: [0.1875, 0.25, 0.20833333333333331]),
    Shares(
      labels: [0, 0, 0], answers: [0, 1, 2], precision: [1, 0, 0], recall: [0.3333333333333333, 0, 0],
      f1: [0.5, 0, 0], macro: [0.3333333333333333, 0.1111111111111111, 0.16666666666666666]),
    Shares(
      labels: [1, 1, 1, 1], answers: [1, 1, 1, 1], precision: [nil, 1, nil], recall: [nil, 1, nil],
      f1: [nil, 1, nil], macro: [1, 1, 1]),
    Shares(
      labels: [0, 1, 2, 3, 4, 4], answers: [1, 2, 3, 4, 0, 4], precision: [0, 0, 0, 0, 0.5],
      recall: [0, 0, 0, 0, 0.5], f1: [0, 0, 0, 0, 0.5], macro: [0.1, 0.1, 0.1]),
  ]

  @Test(arguments: shares)
  func sharesAreThoseOfScikitLearn(_ expected: Shares) throws {
    let count = expected.precision.count
    let data = Dataset(
      name: "", columns: [], inputs: Vector(expected.labels.map { Float($0) }),
      classes: (0..<count).map { "\($0)" }, labels: expected.labels)
    let outputs = expected.answers.map { k in Vector((0..<count).map { $0 == k ? 0.9 : 0.1 }, .single) }
    let confusion = try #require(Confusion(outputs, data))
    for k in 0..<count {
      #expect(confusion.precision(k) == expected.precision[k] && confusion.recall(k) == expected.recall[k])
      #expect(confusion.f1(k) == expected.f1[k])
    }
    let macro = [
      confusion.macro(confusion.precision), confusion.macro(confusion.recall), confusion.macro(confusion.f1),
    ]
    for (share, value) in zip(macro, expected.macro) { #expect((share - value).magnitude < 1e-15) }
  }

  /// A row without an answer is a row of its class that was missed.
  @Test func nanIsMissed() throws {
    let data = Dataset(name: "", rows: [([0], [0]), ([0], [1]), ([0], [1])], .single)
    let confusion = try #require(Confusion(single([0, 1, .nan]), data))
    #expect(confusion.recall(1) == 0.5 && confusion.precision(1) == 1 && confusion.f1(1) == 2 / 3)
  }

  @Test func oneOutputMakesTwoClasses() throws {
    let data = Dataset(name: "", rows: [([0], [0]), ([0], [1]), ([0], [1]), ([0], [0])], .single)
    let confusion = try #require(Confusion(single([0.4, 0.6, 0.5, .nan]), data))
    #expect(
      confusion.counts == [[1, 0], [1, 1]] && confusion.unanswered == 1 && confusion.names == ["0", "1"])
    let signed = Dataset(name: "", rows: [([0], [-1]), ([0], [1])], .single)
    #expect(Confusion(single([-0.1, 0.1]), signed)?.correct == 2)
    #expect(
      Confusion(single([0.5, 0.5]), Dataset(name: "", rows: [([0], [0.5]), ([0], [1])], .single)) == nil)
  }

  @Test func errorSizesAreThoseOfTheDefinition() throws {
    let data = Dataset(name: "", rows: [([0], [3]), ([0], [-0.5]), ([0], [2]), ([0], [7])], .single)
    let errors = ErrorSize(single([2.5, 0, 2, 8]), data)
    #expect((errors.mae - 0.5).magnitude < 1e-12)
    #expect((errors.rmse - 0.6123724356957945).magnitude < 1e-12)
    #expect((try #require(errors.r2) - 0.9486081370449679).magnitude < 1e-12)
    #expect(errors.largest == 1)
    // Several outputs: scikit-learn 1.9.1, `r2_score` with its defaults; the first is from its documentation.
    let several: [(targets: [[Double]], outputs: [[Double]], r2: Double)] = [
      ([[0.5, 1], [-1, 1], [7, -6]], [[0, 2], [-1, 2], [8, -5]], 0.9368005266622779),
      (
        [[1, 0], [2, 5], [2, 9], [4, 4]], [[0.5, 0.25], [0.75, -0.5], [1, 1], [1.25, 2]],
        -1.291038189987163
      ), ([[1, 3], [2, 3], [4, 3]], [[1, 3], [2.5, 3], [3, 3]], 0.8660714285714286),
      ([[1, 3], [2, 3], [4, 3]], [[1, 3], [2.5, 3.5], [3, 3]], 0.36607142857142855),
      (
        [[0.5, 1, -1], [1, -2, 3], [2, 0, 5], [7, -6, 2]],
        [[0, 2, -1], [-1, 2, 3], [8, -5, 4], [1, 1, 1]],
        -1.0430089717046238
      ),
    ]
    for (targets, outputs, expected) in several {
      let data = Dataset(name: "", rows: targets.map { (inputs: [0], targets: $0) }, .double)
      let r2 = try #require(ErrorSize(outputs.map { Vector($0) }, data).r2)
      #expect((r2 - expected).magnitude < 1e-14, "\(r2) \(expected)")
    }
    #expect(ErrorSize(single([1]), Dataset(name: "", rows: [([0], [1])], .single)).r2 == nil)
  }
}
