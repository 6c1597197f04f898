import NeuralCore

/// What a trial may take, and what it took.
struct TrialBudget {
  /// In epochs times rows times parameters.
  var work: Double
  /// That were trained.
  var epochs = 0
  /// A training was given fewer epochs than its line asks for.
  var isCut = false

  /// The epochs that a training may have, of those that it asks for.
  mutating func allowed(
    _ epochs: Int, _ configuration: TrainingConfiguration, _ network: Network, _ data: Dataset
  ) -> Int {
    let most = work / cost(configuration, network, data)
    if Double(epochs) <= most { return epochs }
    isCut = true
    return max(0, Int(exactly: most.rounded(.down)) ?? 0)
  }

  mutating func spend(
    _ epochs: Int, _ configuration: TrainingConfiguration, _ network: Network, _ data: Dataset
  ) {
    work -= Double(epochs) * cost(configuration, network, data)
    self.epochs += epochs
  }

  /// Of an epoch; an optimizer that searches passes over the data some times.
  private func cost(_ configuration: TrainingConfiguration, _ network: Network, _ data: Dataset) -> Double {
    Double(data.rows) * Double(network.parameters.count + 10)
      * (configuration.optimizer.takesJacobian
        ? Double(network.parameters.count) : configuration.optimizer.searches ? 25 : 1)
  }
}
