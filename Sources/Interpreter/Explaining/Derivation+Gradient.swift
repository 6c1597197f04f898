import Language
import NeuralCore

/// The loss, and the chain rule from the output back.
extension Derivation {
  /// The rows that share one loss.
  struct Share {
    let objective: Objective
    /// Rows that the mean is over.
    let rows: Int
    /// What cross-entropy divides by: the rows, or with class weights their sum.
    let divisor: Double
    /// Of a single row, what the engine has.
    var engine: (loss: Double, gradient: Vector)?
  }

  /// The error signals of one row whose outputs are there: its part of the loss, and δ of every neuron; of a single row also
  /// the slope of every weight, layer by layer.
  mutating func addSignals(_ targets: [Double], _ share: Share, row: Int? = nil) throws(Diagnostic) {
    for (k, target) in targets.enumerated() { give(Quantity(.target(k), row: row), target) }
    begin(.loss(share.objective))
    let last = network.layers.count
    switch share.objective.loss.elements {
    case let elements?:
      try addElements(elements(!share.objective.weights.isEmpty), share, row)
    case nil: try addCrossEntropy(share, row)
    }
    for layer in (1...last).reversed() {
      try addSignals(ofLayer: layer, atSums: layer == last && share.objective.loss.needs != nil, row)
      if let gradient = share.engine?.gradient { try addGradient(gradient, ofLayer: layer, rows: [row]) }
    }
  }

  private func outputs(_ row: Int?) -> [NeuronName] {
    (0..<network.outputs).map { NeuronName(layer: network.layers.count, index: $0) }
  }

  // MARK: The loss

  private mutating func addElements(_ elements: Loss.Elements, _ share: Share, _ row: Int?) throws(Diagnostic)
  {
    let count = share.rows * network.outputs
    let neurons = outputs(row)
    let smoothed = try addSmoothedTargets(share, row)
    func placed(_ formula: Formula, _ k: Int) -> Formula {
      formula.replacing { quantity in
        switch quantity.kind {
        case .local("a"): .quantity(Quantity(.output(neurons[k]), row: row))
        case .local("s"): .quantity(Quantity(.sum(neurons[k]), row: row))
        case .local("t"): .quantity(smoothed[k])
        case .local("w"): .number(share.objective.weights[k])
        default: nil
        }
      }
    }
    let parts = neurons.indices.map { placed(elements.value, $0) }
    let whole: Formula = parts.count == 1 ? parts[0] : .sum(parts)
    let isDivided = elements.isMean && count > 1
    try add(
      Quantity(.loss, row: row), isDivided ? whole / .number(Double(count)) : whole,
      engine: share.engine?.loss, keepsEngine: false)

    let isAtSums = share.objective.loss.needs != nil
    for (k, neuron) in neurons.enumerated() {
      let slope = placed(elements.slope, k)
      let divided = elements.isSlopeMean && count > 1 ? slope / .number(Double(count)) : slope
      let kind: Quantity.Kind = isAtSums || network.output == .linear ? .bySum(neuron) : .byOutput(neuron)
      begin(.neuron(neuron))
      try add(Quantity(kind, row: row), divided)
    }
  }

  /// bce: (1 − ε) t + ε/2, where it is smoothed.
  private mutating func addSmoothedTargets(_ share: Share, _ row: Int?) throws(Diagnostic) -> [Quantity] {
    let smoothing = share.objective.smoothing
    let targets = (0..<network.outputs).map { Quantity(.target($0), row: row) }
    guard smoothing != 0 else { return targets }
    for (k, target) in targets.enumerated() {
      let mixed = Formula.quantity(target) * .number(1 - smoothing) + .number(smoothing) / 2
      try add(Quantity(.share(k), row: row), mixed)
    }
    return targets.indices.map { Quantity(.share($0), row: row) }
  }

  /// E = Σ q (ln Σ − (s − m)) / D, and δ = (y Σq − q) / D, where q is how much each target counts.
  private mutating func addCrossEntropy(_ share: Share, _ row: Int?) throws(Diagnostic) {
    let (neurons, layer) = (outputs(row), network.layers.count)
    let shares = try addShares(share, row)
    let top = Formula.quantity(Quantity(.top(layer: layer), row: row))
    let logarithm = Formula.ln(.quantity(Quantity(.total(layer: layer), row: row)))
    let parts = neurons.indices.filter { value(shares[$0]) != 0 }.map { k in
      .quantity(shares[k]) * (logarithm - (.quantity(Quantity(.sum(neurons[k]), row: row)) - top))
    }
    func divided(_ formula: Formula) -> Formula {
      share.divisor == 1 || share.divisor == 0 ? formula : formula / .number(share.divisor)
    }
    let whole: Formula = parts.count == 1 ? parts[0] : .sum(parts)
    try add(
      Quantity(.loss, row: row), parts.isEmpty ? 0 : divided(whole), engine: share.engine?.loss,
      keepsEngine: false)
    let total = shares.reduce(0) { $0 + value($1) }
    for (k, neuron) in neurons.enumerated() {
      let output = Formula.quantity(Quantity(.output(neuron), row: row))
      let mixed: Formula = total == 1 ? output : output * .sum(shares.map { .quantity($0) })
      begin(.neuron(neuron))
      try add(Quantity(.bySum(neuron), row: row), divided(mixed - .quantity(shares[k])))
    }
  }

  /// How much each target counts: t itself, or w ((1 − ε) t + ε/K).
  private mutating func addShares(_ share: Share, _ row: Int?) throws(Diagnostic) -> [Quantity] {
    let targets = (0..<network.outputs).map { Quantity(.target($0), row: row) }
    let (weights, smoothing) = (share.objective.weights, share.objective.smoothing)
    guard !weights.isEmpty || smoothing != 0 else { return targets }
    for (k, target) in targets.enumerated() {
      var formula = Formula.quantity(target)
      if smoothing != 0 {
        formula = formula * .number(1 - smoothing) + .number(smoothing) / .number(Double(targets.count))
      }
      if !weights.isEmpty { formula = .number(weights[k]) * formula }
      try add(Quantity(.share(k), row: row), formula)
    }
    return targets.indices.map { Quantity(.share($0), row: row) }
  }

  // MARK: Back through the layers

  /// δ of every neuron of a layer: what later layers hand back, times the slope of the activation.
  private mutating func addSignals(ofLayer number: Int, atSums: Bool, _ row: Int?) throws(Diagnostic) {
    let activation = network.layers[number - 1].activation
    let isLast = number == network.layers.count
    // The loss gave δ itself.
    if isLast, atSums || activation == .linear { return }
    begin(.slopes(layer: number, activation, atSums: atSums))
    let neurons = (0..<network.layers[number - 1].outputs).map { NeuronName(layer: number, index: $0) }
    for neuron in neurons {
      begin(.neuron(neuron))
      let kind: Quantity.Kind = activation == .linear ? .bySum(neuron) : .byOutput(neuron)
      if !isLast { try add(Quantity(kind, row: row), handedBack(to: neuron, row)) }
      if activation != .linear, activation.isElementwise { try addSlope(neuron, activation, row) }
    }
    if !activation.isElementwise { try addSoftmaxSlopes(neurons, number, row) }
  }

  /// Σ δ · weight over the neurons of the next layer.
  private func handedBack(to neuron: NeuronName, _ row: Int?) -> Formula {
    let terms = (0..<network.layers[neuron.layer].outputs).map { k in
      let next = NeuronName(layer: neuron.layer + 1, index: k)
      let weight = WeightName(from: .neuron(neuron), to: next)
      return Formula.quantity(Quantity(.bySum(next), row: row)) * .quantity(Quantity(.weight(weight)))
    }
    return terms.count == 1 ? terms[0] : .sum(terms)
  }

  private mutating func addSlope(
    _ neuron: NeuronName, _ activation: Activation, _ row: Int?
  ) throws(Diagnostic) {
    let slope = activation.slope.replacing { quantity in
      switch quantity.kind {
      case .local("s"): .quantity(Quantity(.sum(neuron), row: row))
      case .local("y"): .quantity(Quantity(.output(neuron), row: row))
      default: nil
      }
    }
    try add(
      Quantity(.bySum(neuron), row: row), .quantity(Quantity(.byOutput(neuron), row: row)) * slope)
  }

  /// δₖ = yₖ (dE/dyₖ − b), b = Σ y dE/dy.
  private mutating func addSoftmaxSlopes(
    _ neurons: [NeuronName], _ layer: Int, _ row: Int?
  ) throws(Diagnostic) {
    let blend = Quantity(.blend(layer: layer), row: row)
    func pair(_ neuron: NeuronName) -> (y: Formula, slope: Formula) {
      (.quantity(Quantity(.output(neuron), row: row)), .quantity(Quantity(.byOutput(neuron), row: row)))
    }
    begin(.all)
    try add(blend, .sum(neurons.map { pair($0).slope * pair($0).y }))
    for neuron in neurons {
      begin(.neuron(neuron))
      let (y, slope) = pair(neuron)
      try add(Quantity(.bySum(neuron), row: row), y * (slope - .quantity(blend)))
    }
  }

  // MARK: The weights

  /// dE/dw of every weight into a layer: Σ δ · output over the rows. `gradient` is the engine's.
  mutating func addGradient(_ gradient: Vector, ofLayer layer: Int, rows: [Int?]) throws(Diagnostic) {
    begin(.weights(layer: layer, rows: rows.count))
    for name in network.weightNames(into: layer) {
      guard let place = network.index(of: name) else { continue }
      begin(.weight(name))
      let terms = rows.map { row in
        let signal = Formula.quantity(Quantity(.bySum(name.to), row: row))
        guard case .neuron(let from) = name.from else { return signal }
        return signal * .quantity(Quantity(.output(from), row: row))
      }
      try add(
        Quantity(.byWeight(name)), terms.count == 1 ? terms[0] : .sum(terms), engine: gradient[place],
        keepsEngine: false)
    }
  }

  /// The loss over several rows.
  mutating func addLoss(rows: [Int?], engine: Double) throws(Diagnostic) {
    begin(.wholeLoss(rows: rows.count))
    try add(
      Quantity(.loss), .sum(rows.map { .quantity(Quantity(.loss, row: $0)) }), engine: engine,
      keepsEngine: false)
  }
}
