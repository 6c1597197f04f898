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
    #expect(confusion.counts == [[2, 1, 0], [0, 3, 1], [1, 0, 2]] && confusion.right == 7)
    for (k, expected) in [(0, (0.6667, 0.6667)), (1, (0.75, 0.75)), (2, (0.6667, 0.6667))] {
      #expect((try #require(confusion.precision(k)) - expected.0).magnitude < 1e-4)
      #expect((try #require(confusion.recall(k)) - expected.1).magnitude < 1e-4)
      #expect((try #require(confusion.f1(k)) - expected.0).magnitude < 1e-4)
    }
  }

  @Test func oneOutputMakesTwoClasses() throws {
    let data = Dataset(name: "", rows: [([0], [0]), ([0], [1]), ([0], [1]), ([0], [0])], .single)
    let confusion = try #require(Confusion(single([0.4, 0.6, 0.5, .nan]), data))
    #expect(
      confusion.counts == [[1, 0], [1, 1]] && confusion.unanswered == 1 && confusion.names == ["0", "1"])
    let signed = Dataset(name: "", rows: [([0], [-1]), ([0], [1])], .single)
    #expect(Confusion(single([-0.1, 0.1]), signed)?.right == 2)
    #expect(
      Confusion(single([0.5, 0.5]), Dataset(name: "", rows: [([0], [0.5]), ([0], [1])], .single)) == nil)
  }

  @Test func sizesOfErrors() throws {
    let data = Dataset(name: "", rows: [([0], [3]), ([0], [-0.5]), ([0], [2]), ([0], [7])], .single)
    let errors = ErrorSize(single([2.5, 0, 2, 8]), data)
    #expect((errors.mae - 0.5).magnitude < 1e-12)
    #expect((errors.rmse - 0.6123724356957945).magnitude < 1e-12)
    #expect((try #require(errors.r2) - 0.9486081370449679).magnitude < 1e-12)
    #expect(errors.largest == 1)
    #expect(ErrorSize(single([1]), Dataset(name: "", rows: [([0], [1])], .single)).r2 == nil)
  }
}
