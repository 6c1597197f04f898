import NeuralCore

/// A network evaluated on data under an objective: the facts from which a diagnosis is made.
public struct ModelAnalysis {
  /// The network that is analyzed.
  public let network: Network
  /// The training part, as the network sees it.
  public let data: Dataset
  /// What training makes small.
  public let objective: Objective
  /// `[rows][outputs]`.
  public let targets: RowMatrix
  /// `[rows][inputs]`, scaled as the network sees them.
  public let inputs: RowMatrix
  /// By layer, `[rows][units]`.
  let values: [(preActivations: RowMatrix, outputs: RowMatrix)]
  let predictor: ConstantPredictor
  /// Once it is given, what is found may be any part of the truth: nobody asks for it any more.
  let stop: StopSignal

  /// Runs the network on every row once.
  public init(
    _ network: Network, _ objective: Objective, on data: Dataset, _ stop: StopSignal
  ) throws(Interrupted) {
    (self.network, self.objective, self.data, self.stop) = (network, objective, data, stop)
    targets = RowMatrix(width: data.targetCount, Array(data.targets))
    inputs = RowMatrix(width: data.inputCount, Array(data.inputs))
    try stop.check()
    values = try zip(network.layers, network.layerValues(for: data, stop)).map { layer, values in
      (
        RowMatrix(width: layer.outputs, Array(values.preActivations)),
        RowMatrix(width: layer.outputs, Array(values.outputs))
      )
    }
    try stop.check()
    predictor = ConstantPredictor(objective, network.output)
  }

  /// Outputs of each row.
  public var outputs: RowMatrix { values[values.count - 1].outputs }

  /// A loss this near to a plateau is on it: a 50th of the loss of the best constant outputs, and at most 0.005 for losses
  /// that are means.
  public var tolerance: Double {
    let best = predictor.best(targets.columns.map(targets.column))
      .map { $0.lowerBound.isFinite ? $0.lowerBound : $0.upperBound.isFinite ? $0.upperBound : 0 }
    let share = 0.02 * predictor.loss(RowMatrix(best, like: targets), targets)
    return objective.loss.reduction == .sum ? share : min(share, 0.005)
  }

  /// The floor on which the loss is, if it is on one that is not below the goal.
  public func floor(at loss: Double, goal: Double?) -> LossFloor? {
    let tolerance = tolerance
    return candidates().first { floor in
      let gap = (floor.plateau - loss).magnitude
      return gap <= min(tolerance, Self.near * max(loss.magnitude, floor.plateau.magnitude))
        && floor.plateau >= goal ?? -.infinity
    }
  }

  /// A small loss is at a floor only if it is this near to it, relative to the larger of the two.
  private static let near = 0.2

  /// From the simplest to the most involved.
  private func candidates() -> [LossFloor] {
    var found: [LossFloor] = []
    if let loss = outOfReach { found.append(.outOfReach(loss)) }
    if let contradiction { found.append(.groups(contradiction)) }
    if isLinear, let loss = pieces(corner: 0) { found.append(.linear(loss)) }
    // Outputs of a step are the same for many rows whatever the net tells apart.
    if network.output.isDifferentiable,
      let partition = RowPartition(outputs: outputs, targets: targets, predictor),
      !partition.conflicts(targets).isEmpty
    {
      found.append(.groups(partition))
    }
    if let floor = locked { found.append(floor) }
    if let floor = bottleneck { found.append(floor) }
    for corner in [0, Self.corner] {
      if let loss = pieces(corner: corner) { found.append(.pieces(loss, dead: deadUnits)) }
    }
    return found
  }

  /// Whether there is no hidden layer, or only linear ones.
  public var isLinear: Bool { network.layers.dropLast().allSatisfy(\.activation.isLinear) }

  // MARK: Outputs

  /// The loss that is left if every output is the one nearest to its target that the activation can give; nil if all targets
  /// can be reached.
  public var outOfReach: Double? {
    let range = network.output.range
    guard targets.contains(where: { $0.contains { !range.contains($0) } }), objective.loss.needs == nil else {
      return nil
    }
    let nearest = targets.mapped { number, _ in min(max(number, range.lowerBound), range.upperBound) }
    return predictor.loss(nearest, targets)
  }

  /// Outputs whose unit is flat for the row do not move; the others are in groups.
  private var locked: LossFloor? {
    let activation = network.output
    guard objective.loss.needs == nil, !activation.isLinear, activation.isElementwise,
      inputs.count <= RowPartition.mostRows
    else { return nil }
    let last = values[values.count - 1]
    let fixed = last.outputs.indices.map { row in
      last.outputs.columns.map { k -> Double? in
        let derivative = activation.derivative(at: last.preActivations[row, k], output: last.outputs[row, k])
        return derivative.magnitude <= 1e-3 * activation.steepestDerivative ? last.outputs[row, k] : nil
      }
    }
    let rows = fixed.indices.filter { fixed[$0].contains { $0 != nil } }
    guard !rows.isEmpty,
      let partition = RowPartition(outputs: outputs, targets: targets, predictor, locked: fixed)
    else { return nil }
    return .locked(partition, rows: rows)
  }

  /// A linear output over h units gives a constant and at most h directions; the rest of the targets is the floor.
  private var bottleneck: LossFloor? {
    let width = network.layers[network.layers.count - 1].inputs
    let count = targets.width
    guard case .leastSquares(let factor)? = objective.loss.fit, network.output.isLinear, width < count,
      count <= 64
    else { return nil }
    let means = (0..<count).map { k in
      targets.indices.reduce(0) { $0 + targets[$1, k] } / Double(targets.count)
    }
    let scatter = (0..<count).map { a in
      (0..<count).map { b in
        targets.indices.reduce(0) { $0 + (targets[$1, a] - means[a]) * (targets[$1, b] - means[b]) }
      }
    }
    let rest = LeastSquares.eigenvalues(scatter).dropFirst(width).reduce(0) { $0 + max($1, 0) }
    return rest > 1e-9
      ? .bottleneck(factor * rest / objective.divisor(targets.numbers, outputs: targets.width), width: width)
      : nil
  }
}
