import Interpreter
import NeuralCore
import Rendering
import Testing

/// The line that shows a training under way.
struct ProgressTests {
  private func progress(_ epochs: Int, budget: Int = 1000, losses: [Double] = []) -> TrainProgress {
    TrainProgress(
      epoch: epochs, epochs: epochs, budget: budget, loss: 0.25,
      losses: losses.enumerated().map { LossPoint(epoch: $0 + 1, loss: $1) }, seconds: 2, secondsAllowed: nil)
  }

  @Test func partsFitIntoTheLine() {
    let text = ProgressText(width: 100, hasBlocks: true)
    #expect(
      text.line(progress(250, losses: [1, 0.1, 0.01, 0.001]))
        == "epoch 250 of 1000   loss 0.25000   █▆▃▁   6.0 s left   125 epochs/s   Ctrl-C stops")
    for width in 10...100 {
      let line = ProgressText(width: width, hasBlocks: true).line(
        progress(250_000, budget: 4_000_000, losses: [1, 2, 1, 0.5, 0.2]))
      #expect(line.count < width)
    }
    #expect(
      !ProgressText(width: 100, hasBlocks: false).line(progress(9, losses: [3, 2, 1, 0])).contains("█"))
  }

  /// Told at most ten times a second, after a third of one, and never where nobody watches.
  @Test func aTrainingTellsHowItGoes() {
    let stage = TestSession(tick: 0.02, watches: true)
    stage.run("net 2 2 1\ndata xor\ninit torch seed 1\ntrain adam epochs 300 log every 1")
    let told = stage.progress
    #expect(told.count > 3)
    #expect(told.allSatisfy { $0.seconds > 0.3 && $0.budget == 300 && $0.epochs > 0 })
    for (a, b) in zip(told, told.dropFirst()) { #expect(b.seconds - a.seconds >= 0.1 - 1e-9) }
  }
}
