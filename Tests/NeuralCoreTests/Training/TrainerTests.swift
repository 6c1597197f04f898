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

  private func training(_ network: Network, lr: Double, batch: Int? = nil) -> AnyTrainer {
    var plan = TrainingConfiguration(
      .sgd, Settings(Optimizer.sgd.settings, given: [.lr: lr]), Objective(.mse))
    plan.batch = batch
    return network.training(plan, on: xor)
  }

  /// Stretches of any length give the bits of one run.
  @Test func stretchesDoNotMatter() {
    let whole = training(network(3), lr: 0.1, batch: 3)
    let parts = training(network(3), lr: 0.1, batch: 3)
    _ = whole.run(100)
    for length in [1, 2, 3, 5, 89] { _ = parts.run(length) }
    #expect(whole.trained == parts.trained)
    #expect(whole.lastLoss == parts.lastLoss)
  }

  @Test func divergenceKeepsTheLastWeightsWithAFiniteLoss() {
    let trainer = training(network(1), lr: 1e6)
    #expect(trainer.run(1000) == .diverged)
    #expect(!trainer.lastLoss.isFinite)
    #expect(trainer.trained.parameters.allSatisfy { $0.isFinite })
    #expect(trainer.trained.loss(Objective(.mse), on: xor).isFinite)
    let again = training(network(1), lr: 1e6)
    _ = again.run(trainer.epochs)
    #expect(again.trained == trainer.trained)
  }

  /// A start whose loss is not finite is left as it is.
  @Test func aHopelessStartIsNotTouched() {
    var start = network(1)
    start.parameters[6] = 3e38
    start.parameters[7] = 3e38
    let trainer = training(start, lr: 0.1)
    #expect(trainer.run(10) == .diverged)
    #expect(trainer.trained == start)
    #expect(trainer.epochs == 0)
  }

  /// A bound on two float32 numbers decides as the decimals do.
  @Test func boundsDecideAsDecimalsDo() {
    for bound in [0.01, 0.1, 0.010000000001, 0.009999999999, 1e-8, 0.25, 1] {
      let near = Float(bound)
      for loss in [near.nextDown, near, near.nextUp] {
        let decimal = loss.shortestDecimal
        let holds = { LossThreshold($0, bound).holds(Double(loss), .single) }
        #expect(holds(.less) == (decimal < bound))
        #expect(holds(.lessOrEqual) == (decimal <= bound))
        #expect(holds(.greater) == (decimal > bound))
        #expect(holds(.greaterOrEqual) == (decimal >= bound))
      }
    }
  }

  /// The order of sums that docs/determinism.md promises, worked out here number by number.
  @Test func sumsHaveTheDocumentedOrder() {
    let rows = (0..<6).map { (r: Int) -> (inputs: [Float], targets: [Float]) in
      let x = Float(r)
      return (inputs: [x * 0.37 - 1, x * -0.21 + 0.4], targets: [Float(r % 2)])
    }
    let data = Dataset(
      name: "",
      rows: rows.map { (inputs: $0.inputs.map { Double($0) }, targets: $0.targets.map { Double($0) }) },
      .single)
    var net = Network(layers: [Layer(inputs: 2, outputs: 1, activation: .linear, hasBias: true)])
    net.parameters = Vector([0.7, -1.3, 0.1] as [Float])
    let weights: [Float] = [0.7, -1.3]
    let outputs = rows.map { row -> Float in
      let products = weights[0] * row.inputs[0] + weights[1] * row.inputs[1]
      return products + 0.1
    }
    #expect(net.outputs(for: data).map { Float($0[0]) } == outputs)
    let errors = zip(outputs, data.targets).map { $0 - Float($1) }
    func summed(_ terms: [Float]) -> Float {
      var partial: [Float] = [0, 0, 0, 0]
      for (row, term) in terms.enumerated() { partial[row % 4] += term }
      return (partial[0] + partial[2]) + (partial[1] + partial[3])
    }
    #expect(net.loss(Objective(.mse), on: data) == Double(summed(errors.map { $0 * $0 }) / 6))
    let factor: Float = 2 / Float(6)
    let slopes = errors.map { $0 * factor }
    let byInput = (0..<2).map { k in summed(zip(slopes, rows).map { $0 * $1.inputs[k] }) }
    #expect(net.gradient(of: Objective(.mse), on: data) == Vector(byInput + [summed(slopes)]))
  }

  /// A row has the same outputs alone and among others.
  @Test func rowsDoNotKnowEachOther() {
    let outputs = network(9).outputs(for: xor)
    for row in 0..<4 { #expect(network(9).outputs(for: Array(xor.input(row))) == outputs[row]) }
  }
}
