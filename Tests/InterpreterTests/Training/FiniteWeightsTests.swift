import Interpreter
import NeuralCore
import Testing

/// Of saturated units the loss stays finite with weights that are not.
struct FiniteWeightsTests {
  private static let setup = """
    data
    1 2 -> 0
    2 -1 -> 1
    0 0 -> 1
    end
    net 2 3 tanh 1 sigmoid
    init xavier seed 8

    """

  /// Whether there were epochs before or not, what is left can be saved, and nothing else can be gone to.
  @Test(arguments: ["train adam epochs 14\n", ""])
  func whatATrainingLeavesIsFinite(before: String) throws {
    let stage = TestSession()
    stage.run(Self.setup + before + "train adam lr 1 until loss<0.01 decay 4294967296")
    #expect(stage.problems.isEmpty && stage.reports.last?.reason == .diverged)
    let network = try #require(stage.session.network)
    #expect(network.parameters.isFinite)
    #expect(stage.reports.last?.epoch == stage.session.epoch)
    let fingerprint = stage.session.fingerprint
    stage.run("save \"a.nnet\"\nload \"a.nnet\"")
    #expect(stage.problems.isEmpty && stage.session.fingerprint == fingerprint)
    stage.run("undo\ngoto epoch \(stage.session.epoch + 1)")
    #expect(stage.problems.count == 1)
  }
}
