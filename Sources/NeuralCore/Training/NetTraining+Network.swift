import CKernels

/// A training as CKernels takes it: of many nets beside each other, or of one.
extension NetTraining {
  /// What is the same for both. Whoever asks sees to it that every layer, the loss and the rule are there.
  init<S: TrainableScalar>(
    _ network: Network, _ configuration: TrainingConfiguration, _ rule: LaneRule<S>, _ kind: ProductKind,
    _ layers: UnsafeMutablePointer<NetLayer>, settings: UnsafeMutablePointer<S>,
    _ classWeights: UnsafeMutablePointer<S>
  ) {
    let objective = configuration.objective
    for (k, setting) in rule.settings.enumerated() { settings[k] = setting }
    for (k, weight) in objective.weights.enumerated() { classWeights[k] = S(weight) }
    self.init()
    self.kind = kind
    (self.layers, layer, parameters) = (network.layers.count, UnsafePointer(layers), network.parameters.count)
    loss = Int32(objective.loss.kernel.lanes ?? NetLossSquared)
    startsAtPreActivations = objective.loss.needs != nil
    smoothing = objective.smoothing
    self.classWeights = objective.weights.isEmpty ? nil : UnsafeRawPointer(classWeights)
    (self.rule, flag, scalars) = (Int32(rule.number), rule.flag, rule.scalars)
    self.settings = UnsafeRawPointer(settings)
    let given = configuration.settings
    (l1, l2) = (given[.l1], given[.l2])
    kept = given[.decay] == 0 ? 1 : Double(S(1 - given[.lr] * given[.decay]))
    relation = Int32(NetNever)
  }

  /// The loss at which a net is done.
  mutating func limit<S: Scalar>(_ limit: LossThreshold.Limit<S>?) {
    relation = Int32(limit?.relation.number ?? NetNever)
    self.limit = limit.map { Double($0.value) } ?? 0
  }
}

extension NetLayer {
  /// The layers of a network whose arrays have so many vectors a neuron.
  ///
  /// - Parameter packed: vectors of the packed inputs of a layer; they come after all others.
  static func all(
    _ network: Network, vectors: Int, packed: (Layer) -> Int = { _ in 0 }
  ) -> UnsafeMutablePointer<NetLayer> {
    let layers = UnsafeMutablePointer<NetLayer>.allocate(capacity: network.layers.count)
    var (buffers, weights) = (0, 0)
    for (k, layer) in network.layers.enumerated() {
      let size = vectors * layer.outputs
      (layers + k).initialize(
        to: NetLayer(
          inputs: layer.inputs, outputs: layer.outputs,
          curve: Int32(layer.activation.kernel.lanes ?? CurveLinear), hasBias: layer.hasBias,
          weights: weights, preActivations: buffers, values: buffers + (layer.arrays - 2) * size,
          errors: buffers + (layer.arrays - 1) * size, packed: 0))
      buffers += layer.arrays * size
      weights += layer.parameterCount
    }
    for (k, layer) in network.layers.enumerated() {
      layers[k].packed = buffers
      buffers += packed(layer)
    }
    return layers
  }
}

extension Layer {
  /// Pre-activations, outputs and errors; the first two are one where they are the same.
  var arrays: Int { activation.isIdentity ? 2 : 3 }
}

extension LossThreshold.Relation {
  /// In CKernels.
  fileprivate var number: Int {
    switch self {
    case .less: NetLess
    case .lessOrEqual: NetLessOrEqual
    case .greater: NetGreater
    case .greaterOrEqual: NetGreaterOrEqual
    }
  }
}
