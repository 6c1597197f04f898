import Language
import NeuralCore
import Testing

/// Columns whose spread is at the ends of the precision.
struct ScaleBoundTests {
  private func rows(_ numbers: [String]) -> String {
    "data\n" + numbers.map { "  \($0) 1 -> 1\n" }.joined() + "end\n"
  }

  /// A deviation that is 0 in float32, or denormal, divides nothing: the numbers stay finite and training goes on.
  @Test(
    arguments: ["standard", "minmax"],
    [
      ["1e-45", "2e-45", "0"], ["1.2e-38", "1.1e-38", "1e-38"], ["1e-40", "-1e-40", "3e-42"],
      ["1", "1.0000001", "1"], ["5e-324", "1e-320", "0"],
    ])
  func denormalColumnsStayFinite(_ kind: String, _ numbers: [String]) throws {
    for precision in ["single", "double"] {
      let stage = TestSession()
      stage.run("precision \(precision)\n" + rows(numbers) + "scale \(kind)\nnet 2 2 1\ninit torch seed 1")
      stage.run("train adam epochs 20\neval data\nexplain data\nsave \"s\"\nload \"s\"")
      #expect(stage.problems.isEmpty, "\(stage.problems.map(\.message))")
      #expect(stage.reports.last?.reason == .epochs)
      #expect(stage.session.presentLoss?.isFinite == true)
    }
  }

  /// What spreads farther than the precision reaches is refused, with its name.
  @Test(arguments: ["standard", "minmax"]) func tooWideColumnsAreRefused(_ kind: String) {
    let stage = TestSession()
    stage.run(rows(["3e38", "-3e38", "0"]))
    #expect(stage.run("scale \(kind)") == .failed(1))
    #expect(stage.problems.map(\.code) == [.outOfRange])
    #expect(stage.problems[0].message.contains("`L0N0`"))
  }
}
