import NeuralCore

/// The loss, and the chain rule from the output back.
extension Derivation {
  /// What the calculation of one row's loss takes from the whole batch.
  public struct Batch: Sendable {
    let objective: Objective
    /// What the sum over the outputs of all rows is divided by.
    let divisor: Double
    /// The engine's numbers, for a batch of a single row.
    let engine: (loss: Double, gradient: Vector)?
    /// The engine's derivatives by the inputs, of a single row.
    public let byInputs: Vector?

    /// - Parameter data: all rows of the batch.
    /// - Parameter network: given for a single row whose numbers are compared with the engine's.
    public init(_ objective: Objective, _ data: Dataset, comparedWith network: Network? = nil) {
      self.objective = objective
      divisor = objective.divisor(Array(data.targets), outputs: data.targetCount)
      engine = network.map {
        (loss: $0.loss(objective, on: data), gradient: $0.gradient(of: objective, on: data))
      }
      byInputs = network?.inputGradient(of: objective, on: data)
    }
  }

  /// The backward pass of one row whose outputs are there: what it adds to the loss, and δ of every neuron; of a single
  /// row also the derivative by every weight, layer by layer.
  ///
  /// - Parameters:
  ///   - targets: as the network sees them.
  ///   - scaling: the targets as given and their scaling, where they are scaled.
  ///   - isByInputs: the derivatives by the inputs in place of those by the weights; of a single row.
  public mutating func addBackwardPass(
    _ targets: [Double], scaling: (raw: [Double], Scaling)? = nil, _ batch: Batch, row: Int? = nil,
    isByInputs: Bool = false
  ) throws(DerivationFault) {
    if let (raw, scaling) = scaling {
      try addTargets(raw, scaling, row: row)
    } else {
      for (k, target) in targets.enumerated() { give(Quantity(.target(k), row: row), target) }
    }
    begin(.loss(batch.objective))
    let last = network.layers.count
    try addLoss(batch, row)
    for layer in (1...last).reversed() {
      try addErrors(ofLayer: layer, comesFromLoss: layer == last && batch.objective.loss.needs != nil, row)
      if let gradient = batch.engine?.gradient, !isByInputs {
        try addGradient(gradient, ofLayer: layer, rows: [row])
      }
    }
  }

  private func outputs() -> [NeuronName] {
    (0..<network.outputs).map { NeuronName(layer: network.layers.count, index: $0) }
  }

  // MARK: The loss

  /// E of the row, and its derivative by every output or pre-activation.
  private mutating func addLoss(_ batch: Batch, _ row: Int?) throws(DerivationFault) {
    let loss = batch.objective.loss
    let targets = try addTargets(batch.objective, row)
    let total = targets.reduce(0) { $0 + value($1) }
    let elements = loss.elements(
      Loss.ElementForm(isWeighted: !batch.objective.weights.isEmpty, targetsSumToOne: total == 1))
    func divided(_ formula: QuantityFormula) -> QuantityFormula {
      batch.divisor == 1 ? formula : formula / .number(batch.divisor)
    }
    func placed(_ formula: Formula<Loss.Variable>, _ k: Int) -> QuantityFormula {
      self.placed(formula, output: k, targets, batch.objective, row)
    }
    let counted = targets.indices.filter { !elements.skipsZeroTargets || value(targets[$0]) != 0 }
    let parts = counted.map { placed(elements.value, $0) }
    let whole: QuantityFormula = parts.count == 1 ? parts[0] : .sum(parts)
    try add(
      Quantity(.loss, row: row), parts.isEmpty ? 0 : divided(whole), engine: batch.engine?.loss,
      keepsEngine: false)

    for (k, neuron) in outputs().enumerated() {
      let derivative = placed(elements.derivative, k)
      let isByPreActivation = loss.needs != nil || network.output == .linear
      begin(.neuron(neuron))
      try add(
        Quantity(isByPreActivation ? .byPreActivation(neuron) : .byOutput(neuron), row: row),
        elements.isDerivativeReduced ? divided(derivative) : derivative)
    }
  }

  /// A formula of the table for one output, over the quantities of the row.
  private func placed(
    _ formula: Formula<Loss.Variable>, output k: Int, _ targets: [Quantity], _ objective: Objective,
    _ row: Int?
  ) -> QuantityFormula {
    let (layer, neuron) = (network.layers.count, outputs()[k])
    return formula.replacing { variable in
      switch variable {
      case .preActivation: .of(.preActivation(neuron), row: row)
      case .output: .of(.output(neuron), row: row)
      case .target: .variable(targets[k])
      case .weight: .number(objective.weights[k])
      case .largest: .of(.largest(layer: layer), row: row)
      case .total: .of(.total(layer: layer), row: row)
      case .targetTotal: .sum(targets.map { .variable($0) })
      }
    }
  }

  /// What each target counts: t itself, or smoothed, and for exclusive classes weighted.
  private mutating func addTargets(
    _ objective: Objective, _ row: Int?
  ) throws(DerivationFault) -> [Quantity] {
    let targets = (0..<network.outputs).map { Quantity(.target($0), row: row) }
    let isWeighted = objective.loss.classes == .exclusive && !objective.weights.isEmpty
    guard isWeighted || objective.smoothing != 0 else { return targets }
    let smoothed = objective.smoothedTarget(outputs: targets.count)
    for (k, target) in targets.enumerated() {
      let share = smoothed.replacing { _ in QuantityFormula.variable(target) }
      try add(
        Quantity(.targetShare(k), row: row), isWeighted ? .number(objective.weights[k]) * share : share)
    }
    return targets.indices.map { Quantity(.targetShare($0), row: row) }
  }

  // MARK: Back through the layers

  /// A derivative of what this calculation differentiates.
  func slope(_ kind: Quantity.Kind, _ row: Int?) -> Quantity { Quantity(kind, row: row, of: differentiated) }

  /// δ of every neuron of a layer: what the next layer backpropagates, times the derivative of the activation.
  mutating func addErrors(
    ofLayer number: Int, comesFromLoss: Bool, _ row: Int?
  ) throws(DerivationFault) {
    let activation = network.layers[number - 1].activation
    // Where the derivative begins, it is by the outputs already.
    let isLast = number == differentiated?.layer ?? network.layers.count
    // The loss gave δ itself.
    if isLast, comesFromLoss || activation == .linear { return }
    begin(.errors(layer: number, activation, of: differentiated))
    let neurons = neurons(ofLayer: number)
    for neuron in neurons {
      // Softmax takes dE/dy of the loss as it stands: δ of its neurons comes after that of all.
      guard !isLast || activation.isElementwise else { continue }
      begin(.neuron(neuron))
      let kind: Quantity.Kind = activation == .linear ? .byPreActivation(neuron) : .byOutput(neuron)
      if !isLast { try add(slope(kind, row), backpropagated(to: neuron, row)) }
      if activation != .linear, activation.isElementwise { try addError(neuron, activation, row) }
    }
    if !activation.isElementwise { try addSoftmaxErrors(neurons, number, row) }
  }

  /// Σ δ · weight over the neurons of the next layer that what is differentiated depends on.
  func backpropagated(to neuron: NeuronName, _ row: Int?) -> QuantityFormula {
    let terms = neurons(ofLayer: neuron.layer + 1).map { next in
      let weight = WeightName(from: .neuron(neuron), to: next)
      return QuantityFormula.quantity(slope(.byPreActivation(next), row)) * .of(.weight(weight))
    }
    return terms.count == 1 ? terms[0] : .sum(terms)
  }

  /// δ = dE/dy · f′.
  private mutating func addError(
    _ neuron: NeuronName, _ activation: Activation, _ row: Int?
  ) throws(DerivationFault) {
    let derivative = activation.derivative.replacing { neuron.placed($0, row) }
    try add(
      slope(.byPreActivation(neuron), row), .quantity(slope(.byOutput(neuron), row)) * derivative)
  }

  /// δₖ = yₖ (dE/dyₖ − b), b = Σ y dE/dy.
  private mutating func addSoftmaxErrors(
    _ neurons: [NeuronName], _ layer: Int, _ row: Int?
  ) throws(DerivationFault) {
    let blend = slope(.blend(layer: layer), row)
    func pair(_ neuron: NeuronName) -> (y: QuantityFormula, byOutput: QuantityFormula) {
      (.of(.output(neuron), row: row), .quantity(slope(.byOutput(neuron), row)))
    }
    begin(.all)
    try add(blend, .sum(neurons.map { pair($0).byOutput * pair($0).y }))
    for neuron in neurons {
      begin(.neuron(neuron))
      let (y, byOutput) = pair(neuron)
      try add(slope(.byPreActivation(neuron), row), y * (byOutput - .quantity(blend)))
    }
  }

  // MARK: The weights

  /// dE/dw of every weight into a layer: Σ δ · output over the rows.
  ///
  /// - Parameter gradient: the engine's, for comparison.
  public mutating func addGradient(
    _ gradient: Vector, ofLayer layer: Int, rows: [Int?]
  ) throws(DerivationFault) {
    begin(.weights(layer: layer, rows: rows.count))
    let reached = Set(neurons(ofLayer: layer))
    for name in network.weightNames(into: layer) where reached.contains(name.to) {
      guard let index = network.index(of: name) else { continue }
      begin(.weight(name))
      let terms = rows.map { row in
        let error = QuantityFormula.quantity(slope(.byPreActivation(name.to), row))
        guard case .neuron(let from) = name.from else { return error }
        return error * .of(.output(from), row: row)
      }
      try add(
        slope(.byWeight(name), nil), terms.count == 1 ? terms[0] : .sum(terms), engine: gradient[index],
        keepsEngine: false)
    }
  }

  /// The loss over several rows: the sum of what each adds.
  public mutating func addLoss(rows: [Int?], engine: Double) throws(DerivationFault) {
    begin(.wholeLoss(rows: rows.count))
    try add(
      Quantity(.loss), .sum(rows.map { .of(.loss, row: $0) }), engine: engine, keepsEngine: false)
  }
}

extension NeuronName {
  /// A variable of an activation's formula, of this neuron.
  func placed(_ variable: Activation.Variable, _ row: Int?) -> QuantityFormula {
    switch variable {
    case .preActivation: .of(.preActivation(self), row: row)
    case .output: .of(.output(self), row: row)
    case .totalOfExponentials: .of(.total(layer: layer), row: row)
    }
  }
}
