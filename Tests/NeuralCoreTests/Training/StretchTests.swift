import NeuralCore
import Testing

/// What a training loop looks at between epochs, and what it keeps.
struct StretchTests {
  private let xor = BuiltinData.named("xor")!.dataset()
  private let adam = TrainingConfiguration(
    .adam, Settings(Optimizer.adam.settings, given: [.lr: 0.05]), Objective(.mse))

  private var network: Network {
    var network = Network(
      layers: [
        Layer(inputs: 2, outputs: 2, activation: .sigmoid, hasBias: true),
        Layer(inputs: 2, outputs: 1, activation: .linear, hasBias: true),
      ])
    var generator = MersenneTwister(seed: 7)
    network.initialize(.torch, Initializer.Options(), from: &generator)
    return network
  }

  private func state(_ epoch: Int) -> EpochHistory.State {
    EpochHistory.State(
      epoch: epoch, network: network, optimizer: nil, generator: MersenneTwister(seed: 7), seed: 7)
  }

  /// A bound without which the condition cannot hold changes how often that is asked, and nothing else.
  @Test(arguments: [0.2, 0.1, 1e-9, 100]) func aGateChangesNothing(_ bound: Double) {
    func run(_ gate: LossThreshold?) -> (StopReason, Int, Vector, asked: Int) {
      var rules = TrainingRules(budget: 900)
      rules.gate = gate
      var loop = TrainingLoop(rules, adam, from: state(0), on: xor)
      var asked = 0
      let reason = loop.run(
        until: { progress in
          asked += 1
          return progress.loss < bound && progress.epoch % 7 == 3
        })
      return (reason, loop.epoch, loop.trained.parameters, asked)
    }
    let (plain, gated) = (run(nil), run(LossThreshold(.less, bound)))
    #expect(plain.0 == gated.0 && plain.1 == gated.1 && plain.2 == gated.2)
    #expect(plain.asked == plain.1 && gated.asked <= plain.asked)
  }

  /// Every n-th epoch is told of, whatever else is watched; and each is the one it says it is.
  @Test(arguments: [1, 3, 250]) func reportsComeInTime(_ every: Int) {
    for gate in [nil, LossThreshold(.less, 0.1)] {
      var rules = TrainingRules(budget: 500)
      (rules.logEvery, rules.gate) = (every, gate)
      var loop = TrainingLoop(rules, adam, from: state(0), on: xor)
      var epochs: [Int] = []
      _ = loop.run(until: { _ in false }) { news in
        if case .epoch(let progress) = news { epochs.append(progress.epoch) }
      }
      #expect(epochs == Array(stride(from: every, through: 500, by: every)))
    }
  }

  /// The bytes of the states are counted as they come and go.
  @Test func bytesAreThoseOfARecount() {
    var (history, epoch) = (EpochHistory(), 0)
    func check() {
      #expect(history.bytes == history.states.reduce(0) { $0 + $1.bytes })
      #expect(history.stateCount == history.states.count && history.stateCount <= 256)
    }
    let watched = WatchedMetric(.loss, training: xor, validation: nil, objective: adam.objective)
    for turn in 0..<300 {
      history.begin(EpochHistory.Stretch(adam, on: xor, watching: watched, from: state(epoch)))
      check()
      for _ in 0...(turn % 5) {
        epoch += 1
        history.keep(state(epoch))
        check()
      }
      if turn % 7 == 0 { history.end(at: epoch - 1, []) }
      if turn % 11 == 3 { epoch -= 2 }
      check()
    }
  }
}
