/// Losses below which a net cannot come as long as something about it stays as it is. Each follows from that something, the
/// inputs and the targets, never from the present loss.
public enum LossFloor: Sendable {
  /// Rows that share an output.
  case groups(RowPartition)
  /// Outputs that no slope can move (a dead relu at the output), and groups among the others; which rows.
  case locked(RowPartition, rows: [Int])
  /// No hidden layer, or only linear ones: the best straight function of the inputs.
  case linear(Double)
  /// A last hidden layer with fewer units than the targets have directions.
  case bottleneck(Double, width: Int)
  /// Units made of straight pieces, each row on the piece where it is; units that are off for every row.
  case pieces(Double, dead: [NeuronName])
  /// Targets that the activation of the output cannot give.
  case outOfReach(Double)

  public var plateau: Double {
    switch self {
    case .groups(let grouping), .locked(let grouping, _): grouping.plateau
    case .linear(let loss), .bottleneck(let loss, _), .pieces(let loss, _), .outOfReach(let loss): loss
    }
  }
}

/// A net beside its data, as a diagnosis looks at it.
public struct ModelAnalysis {
  public let network: Network
  public let data: Dataset
  public let objective: Objective
  public let targets: [[Double]]
  public let inputs: [[Double]]
  /// By row and layer.
  let values: [[(sums: [Double], outputs: [Double])]]
  let answer: ConstantPredictor

  public init(_ network: Network, _ objective: Objective, on data: Dataset) {
    (self.network, self.objective, self.data) = (network, objective, data)
    targets = (0..<data.rows).map { Array(data.target($0)) }
    inputs = (0..<data.rows).map { Array(data.input($0)) }
    values = network.values(for: data).map { row in
      row.map { (sums: Array($0.sums), outputs: Array($0.outputs)) }
    }
    answer = ConstantPredictor(objective, network.output)
  }

  public var outputs: [[Double]] { values.map { $0[$0.count - 1].outputs } }

  /// A loss this near to a plateau stands on it: a 50th of the loss of the best constant answer, and at most 0.005 for losses
  /// that are means.
  public var tolerance: Double {
    let whole = targets[0].indices.map { k in
      answer.best(targets.map { $0[k] }, k, of: targets[0].count)
    }.map { $0.0.isFinite ? $0.0 : $0.1.isFinite ? $0.1 : 0 }
    let share = 0.02 * answer.loss(targets.map { _ in whole }, targets)
    return objective.loss == .sse || objective.loss == .halfSse ? share : min(share, 0.005)
  }

  /// The floor that the loss stands on, if it stands on one that is not below the goal.
  public func floor(at loss: Double, goal: Double?) -> LossFloor? {
    let tolerance = tolerance
    return candidates().first { floor in
      (floor.plateau - loss).magnitude <= tolerance && floor.plateau >= goal ?? -.infinity
    }
  }

  /// From the plainest to the most involved.
  private func candidates() -> [LossFloor] {
    var found: [LossFloor] = []
    if let loss = outOfReach { found.append(.outOfReach(loss)) }
    if isLinear, let loss = pieces(corner: 0) { found.append(.linear(loss)) }
    if let grouping = RowPartition(outputs: outputs, targets: targets, answer),
      !grouping.conflicts(targets).isEmpty
    {
      found.append(.groups(grouping))
    }
    if let floor = locked { found.append(floor) }
    if let floor = bottleneck { found.append(floor) }
    for corner in [0, Self.corner] {
      if let loss = pieces(corner: corner) { found.append(.pieces(loss, dead: deadUnits)) }
    }
    return found
  }

  public var isLinear: Bool { network.layers.dropLast().allSatisfy { $0.activation == .linear } }

  // MARK: Outputs

  /// The loss that is left if every row has the nearest output that there is; nil if all targets can be reached.
  public var outOfReach: Double? {
    let range = network.output.range
    guard targets.contains(where: { $0.contains { !range.contains($0) } }), objective.loss.needs == nil else {
      return nil
    }
    let nearest = targets.map { $0.map { min(max($0, range.lowerBound), range.upperBound) } }
    return answer.loss(nearest, targets)
  }

  /// Outputs whose unit is flat for the row stand still; the others in groups.
  private var locked: LossFloor? {
    let activation = network.output
    guard objective.loss.needs == nil, activation != .linear, activation.isElementwise else { return nil }
    let still = values.map { row -> [Double?] in
      let last = row[row.count - 1]
      return last.sums.indices.map { k in
        let slope = activation.slope(last.sums[k], last.outputs[k])
        return slope.magnitude <= 1e-3 * activation.steepest ? last.outputs[k] : nil
      }
    }
    let rows = still.indices.filter { still[$0].contains { $0 != nil } }
    guard !rows.isEmpty,
      let grouping = RowPartition(outputs: outputs, targets: targets, answer, locked: still)
    else { return nil }
    return .locked(grouping, rows: rows)
  }

  private var isSquare: Bool { [.mse, .sse, .halfSse].contains(objective.loss) }

  private func scaled(_ sum: Double) -> Double {
    switch objective.loss {
    case .sse: sum
    case .halfSse: sum / 2
    default: sum / Double(targets.count * targets[0].count)
    }
  }

  /// A linear output over h units makes a constant and at most h directions; the rest of the targets is the floor.
  private var bottleneck: LossFloor? {
    let width = network.layers[network.layers.count - 1].inputs
    let count = targets[0].count
    guard isSquare, network.output == .linear, width < count, count <= 64 else { return nil }
    let means = (0..<count).map { k in targets.reduce(0) { $0 + $1[k] } / Double(targets.count) }
    let scatter = (0..<count).map { a in
      (0..<count).map { b in targets.reduce(0) { $0 + ($1[a] - means[a]) * ($1[b] - means[b]) } }
    }
    let rest = LeastSquares.eigenvalues(scatter).dropFirst(width).reduce(0) { $0 + max($1, 0) }
    return rest > 1e-9 ? .bottleneck(scaled(rest), width: width) : nil
  }
}

extension Activation {
  /// f′ of one number.
  func slope(_ sum: Double, _ output: Double) -> Double {
    slope.value { $0.kind == .local("s") ? sum : output }
  }
}
