import NeuralCore
import Testing

/// What is kept from epoch to epoch gives the same bits as what is made anew.
struct KeptMetricTests {
  static let cases: [(data: Dataset, layers: [Layer], loss: Loss)] = {
    let names = ["xor", "iris", "wine"]
    let sets = names.compactMap { BuiltinData.named($0)?.dataset() }
    return sets.map { data in
      let isOfClasses = data.targetCount > 1
      let layers = [
        Layer(inputs: data.inputCount, outputs: 5, activation: .tanh, hasBias: true),
        Layer(
          inputs: 5, outputs: data.targetCount, activation: isOfClasses ? .softmax : .sigmoid, hasBias: true),
      ]
      return (data, layers, isOfClasses ? .crossEntropy : .mse)
    }
  }()

  private func network(_ layers: [Layer], _ precision: Precision, seed: Int64) -> Network {
    var (network, generator) = (Network(layers: layers, precision), MersenneTwister(seed: seed))
    network.initialize(.torch, Initializer.Options(), from: &generator)
    return network
  }

  @Test(arguments: Precision.allCases, TrainingMetric.allCases)
  func isTheSameAsWhatIsMadeAnew(_ precision: Precision, _ metric: TrainingMetric) throws {
    #expect(Self.cases.count == 3)
    for (data, layers, loss) in Self.cases {
      let watched = WatchedMetric(
        metric, training: data.converted(to: precision), validation: nil, objective: Objective(loss))
      let kept = KeptMetric(watched)
      let configuration = TrainingConfiguration(
        .sgd, Settings(Optimizer.sgd.settings, given: [:]), Objective(loss))
      let trainer = network(layers, precision, seed: 0).training(
        configuration, on: data.converted(to: precision))
      for seed in 0..<5 as Range<Int64> {
        var net = network(layers, precision, seed: seed)
        if seed == 3 { net.parameters[0] = .nan }
        if seed == 4 { net.parameters[net.parameters.count - 1] = .infinity }
        trainer.restart(from: net, keepingMemory: false)
        let (value, expected) = (try kept.value(of: trainer), try watched.value(of: net))
        #expect(value?.bitPattern == expected?.bitPattern, "\(data.name) \(seed)")
      }
    }
  }
}
