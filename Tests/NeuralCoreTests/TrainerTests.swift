import NeuralCore
import Testing

/// The loop: batches, bounds, divergence, the order of sums.
struct TrainerTests {
  private let xor = BuiltinData.named("xor")!.dataset()

  private func network(_ seed: Int64) -> Network {
    var network = Network(
      layers: [
        Layer(inputs: 2, outputs: 2, activation: .sigmoid, hasBias: true),
        Layer(inputs: 2, outputs: 1, activation: .linear, hasBias: true),
      ])
    var generator = MersenneTwister(seed: seed)
    network.initialize(.xavier, Initializer.Options(), from: &generator)
    return network
  }

  private func sgd(_ lr: Double) -> any UpdateRule {
    Optimizer.sgd.rule(Settings(Optimizer.sgd.settings, given: ["lr": lr]), parameters: 9)
  }

  /// Stretches of any length give the bits of one run.
  @Test func stretchesDoNotMatter() {
    let whole = Trainer(network(3), on: xor, loss: .mse, rule: sgd(0.1), batch: 3)
    let parts = Trainer(network(3), on: xor, loss: .mse, rule: sgd(0.1), batch: 3)
    _ = whole.run(100, until: nil)
    for length in [1, 2, 3, 5, 89] { _ = parts.run(length, until: nil) }
    #expect(whole.trained == parts.trained)
    #expect(whole.lastLoss == parts.lastLoss)
  }

  @Test func divergenceKeepsTheLastWeightsWithAFiniteLoss() {
    let trainer = Trainer(network(1), on: xor, loss: .mse, rule: sgd(1e6))
    #expect(trainer.run(1000, until: nil) == .diverged)
    #expect(!trainer.lastLoss.isFinite)
    #expect(trainer.trained.parameters.allSatisfy { $0.isFinite })
    #expect(trainer.trained.loss(.mse, on: xor).isFinite)
    let again = Trainer(network(1), on: xor, loss: .mse, rule: sgd(1e6))
    _ = again.run(trainer.epochs, until: nil)
    #expect(again.trained == trainer.trained)
  }

  /// A start whose loss is not finite is left as it is.
  @Test func aHopelessStartIsNotTouched() {
    var start = network(1)
    start.parameters[6] = 3e38
    start.parameters[7] = 3e38
    let trainer = Trainer(start, on: xor, loss: .mse, rule: sgd(0.1))
    #expect(trainer.run(10, until: nil) == .diverged)
    #expect(trainer.trained == start)
    #expect(trainer.epochs == 0)
  }

  /// A bound on two float32 numbers decides as the decimals do.
  @Test func boundsDecideAsDecimalsDo() {
    for bound in [0.01, 0.1, 0.010000000001, 0.009999999999, 1e-8, 0.25, 1] {
      let near = Float(bound)
      for loss in [near.nextDown, near, near.nextUp] {
        let decimal = loss.shortestDecimal
        #expect(LossBound(.less, bound).holds(loss) == (decimal < bound))
        #expect(LossBound(.lessOrEqual, bound).holds(loss) == (decimal <= bound))
        #expect(LossBound(.greater, bound).holds(loss) == (decimal > bound))
        #expect(LossBound(.greaterOrEqual, bound).holds(loss) == (decimal >= bound))
      }
    }
  }

  /// The order of sums that docs/determinism.md promises, worked out here number by number.
  @Test func sumsHaveTheDocumentedOrder() {
    let rows = (0..<6).map { (r: Int) -> (inputs: [Float], targets: [Float]) in
      let x = Float(r)
      return (inputs: [x * 0.37 - 1, x * -0.21 + 0.4], targets: [Float(r % 2)])
    }
    let data = Dataset(name: "", rows: rows)
    var net = Network(layers: [Layer(inputs: 2, outputs: 1, activation: .linear, hasBias: true)])
    net.parameters = [0.7, -1.3, 0.1]
    let weights: [Float] = [0.7, -1.3]
    let outputs = rows.map { row -> Float in
      let first: Float = 0.1 + weights[0] * row.inputs[0]
      return first + weights[1] * row.inputs[1]
    }
    #expect(net.outputs(for: data).map { $0[0] } == outputs)
    let errors = zip(outputs, data.targets).map { $0 - $1 }
    func summed(_ terms: [Float]) -> Float {
      var partial: [Float] = [0, 0, 0, 0]
      for (row, term) in terms.enumerated() { partial[row % 4] += term }
      return (partial[0] + partial[2]) + (partial[1] + partial[3])
    }
    #expect(net.loss(.mse, on: data) == summed(errors.map { $0 * $0 }) / 6)
    let factor: Float = 2 / Float(6)
    let slopes = errors.map { $0 * factor }
    let byInput = (0..<2).map { k in summed(zip(slopes, rows).map { $0 * $1.inputs[k] }) }
    #expect(net.gradient(of: .mse, on: data) == byInput + [summed(slopes)])
  }

  /// A row has the same outputs alone and among others.
  @Test func rowsDoNotKnowEachOther() {
    let outputs = network(9).outputs(for: xor)
    for row in 0..<4 { #expect(network(9).outputs(for: Array(xor.input(row))) == outputs[row]) }
  }
}
