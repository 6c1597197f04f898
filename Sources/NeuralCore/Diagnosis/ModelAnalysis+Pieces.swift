/// Hidden units made of straight pieces. As long as every row stays on the piece where it is, the output is a combination of
/// fixed columns (which units are on, times the inputs), whatever the weights; the best combination is a floor.
extension ModelAnalysis {
  /// Rows whose sum is this near to a corner, beside the largest sum of the unit, lie on it.
  static let corner = 0.02
  /// More columns than this are not looked at.
  private static let mostColumns = 200

  /// - Parameter corner: where above 0, rows on the corner of a unit of the first layer count as off, and the unit's weights
  ///   may only change so that they stay there.
  /// - Returns: nil where a unit is not of straight pieces, or the output layer is not fitted by squares or logistic.
  func pieces(corner: Double) -> Double? {
    let hidden = network.layers.dropLast()
    guard hidden.allSatisfy({ $0.activation.isPiecewise }), let fit = fitted else { return nil }
    guard hidden.reduce(inputs[0].count + 1, { $0 * $1.outputs + 1 }) <= Self.mostColumns,
      inputs.count <= RowPartition.mostRows
    else { return nil }
    let rows = columns(corner: corner)
    let columns = rows[0].indices.map { k in rows.map { $0[k] } }
    let sum = targets[0].indices.reduce(0.0) { total, k in total + fit(columns, targets.map { $0[k] }) }
    return objective.loss == .bce
      ? sum / Double(targets.count * targets[0].count)
      : objective.loss == .sse
        ? sum : objective.loss == .halfSse ? sum / 2 : sum / Double(targets.count * targets[0].count)
  }

  private var fitted: (([[Double]], [Double]) -> Double)? {
    guard objective.weights.isEmpty, objective.smoothing == 0 else { return nil }
    switch (objective.loss, network.output) {
    case (.mse, .linear), (.sse, .linear), (.halfSse, .linear): return LeastSquares.residual
    case (.bce, .sigmoid): return LeastSquares.logisticResidual
    default: return nil
    }
  }

  /// The features of each row.
  private func columns(corner: Double) -> [[Double]] {
    let whole = inputs.map { $0 + [1.0] }
    guard network.layers.count > 1 else { return whole }
    let (onCorner, bases) = corners(corner, whole)
    return whole.indices.map { row in
      var features: [Double] = []
      for layer in network.layers.indices.dropLast() {
        let activation = network.layers[layer].activation
        var next: [Double] = []
        for (unit, sum) in values[row][layer].sums.enumerated() {
          var (slope, offset) = activation.piece(at: sum)
          if layer == 0 {
            if onCorner[unit].contains(row) { slope = 0 }
            next += bases[unit].map { slope * LeastSquares.dot($0, whole[row]) } + [offset]
          } else {
            next += features.map { slope * $0 } + [offset]
          }
        }
        features = next + [1]
      }
      return features
    }
  }

  /// For each unit of the first layer the rows on its corner, and the directions in which its weights may change.
  private func corners(_ corner: Double, _ whole: [[Double]]) -> ([Set<Int>], [[[Double]]]) {
    let layer = network.layers[0]
    var (rows, bases) = ([Set<Int>](), [[[Double]]]())
    for unit in 0..<layer.outputs {
      let sums = values.map { $0[0].sums[unit] }
      let top = sums.reduce(0) { max($0, $1.magnitude) }
      let near =
        corner > 0 && [.relu, .leakyRelu].contains(layer.activation)
        ? Set(sums.indices.filter { sums[$0].magnitude <= corner * top }) : []
      rows.append(near)
      bases.append(LeastSquares.complement(near.sorted().map { whole[$0] }, whole[0].count))
    }
    return (rows, bases)
  }
}

extension Activation {
  /// Made of straight pieces.
  var isPiecewise: Bool { [.linear, .relu, .leakyRelu, .hardSigmoid, .hardTanh].contains(self) }

  /// Slope and offset of the piece that a sum is on.
  fileprivate func piece(at sum: Double) -> (Double, Double) {
    switch self {
    case .relu: sum > 1e-6 ? (1, 0) : (0, 0)
    case .leakyRelu: sum > 1e-6 ? (1, 0) : (0.01, 0)
    case .hardSigmoid: sum <= -3 ? (0, 0) : sum >= 3 ? (0, 1) : (1 / 6, 0.5)
    case .hardTanh: sum <= -1 ? (0, -1) : sum >= 1 ? (0, 1) : (1, 0)
    default: (1, 0)
    }
  }
}
