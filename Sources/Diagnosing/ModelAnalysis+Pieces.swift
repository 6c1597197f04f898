import NeuralCore

/// Piecewise linear hidden units. As long as every row stays on the piece where it is, the output is a combination of fixed
/// columns (which units are on, times the inputs), whatever the weights; the best combination is a floor.
extension ModelAnalysis {
  /// Rows whose pre-activation is this near to a corner, relative to the unit's largest, are on it.
  static let corner = 0.02
  /// With more columns than this there is no analysis.
  private static let mostColumns = 200

  /// - Parameter corner: where above 0, rows on the corner of a unit of the first layer count as off, and the unit's weights
  ///   may only change so that they stay there.
  /// - Returns: nil where a unit is not piecewise linear, or the output layer cannot be fitted exactly.
  func pieces(corner: Double) -> Double? {
    let hidden = network.layers.dropLast()
    guard hidden.allSatisfy({ $0.activation.pieces != nil }), let fit = fitted else { return nil }
    guard isLinear || hidden.reduce(inputs.width + 1, { $0 * $1.outputs + 1 }) <= Self.mostColumns,
      inputs.count <= RowPartition.mostRows
    else { return nil }
    // Linear layers make a linear function, whatever their widths.
    let rows =
      isLinear
      ? inputs.map { Array($0) + constant(network.layers.contains(where: \.hasBias)) }
      : columns(corner: corner)
    let columns = rows[0].indices.map { k in rows.map { $0[k] } }
    let sum = targets.columns.reduce(0.0) { total, k in total + fit(columns, targets.column(k)) }
    return sum / objective.divisor(targets.numbers, outputs: targets.width)
  }

  /// The least loss that a combination of columns leaves of one output's targets, before the reduction.
  private var fitted: (([[Double]], [Double]) -> Double)? {
    guard objective.weights.isEmpty, objective.smoothing == 0 else { return nil }
    switch objective.loss.fit {
    case .leastSquares(let factor)? where network.output.isLinear:
      return { factor * LeastSquares.residual($0, $1) }
    case .logistic? where network.output == .sigmoid: return LeastSquares.logisticResidual
    case .leastSquares?, .logistic?, nil: return nil
    }
  }

  /// The feature that a bias weighs.
  private func constant(_ hasBias: Bool) -> [Double] { hasBias ? [1] : [] }

  /// The features of each row.
  private func columns(corner: Double) -> [[Double]] {
    let whole = inputs.map { Array($0) + constant(network.layers[0].hasBias) }
    guard network.layers.count > 1 else { return whole }
    let (onCorner, bases) = corners(corner, whole)
    return whole.indices.map { row in
      var features: [Double] = []
      for layer in network.layers.indices.dropLast() {
        let activation = network.layers[layer].activation
        var next: [Double] = []
        for (unit, sum) in values[layer].preActivations[row].enumerated() {
          var (slope, offset) = activation.piece(at: sum)
          if layer == 0 {
            if onCorner[unit].contains(row) { slope = 0 }
            next += bases[unit].map { slope * LeastSquares.dot($0, whole[row]) } + [offset]
          } else {
            next += features.map { slope * $0 } + [offset]
          }
        }
        features = next + constant(network.layers[layer + 1].hasBias)
      }
      return features
    }
  }

  /// For each unit of the first layer the rows on its corner, and the directions in which its weights may change.
  private func corners(_ corner: Double, _ whole: [[Double]]) -> ([Set<Int>], [[[Double]]]) {
    let layer = network.layers[0]
    var (rows, bases) = ([Set<Int>](), [[[Double]]]())
    for unit in 0..<layer.outputs {
      let sums = values[0].preActivations.column(unit)
      let top = sums.reduce(0) { max($0, $1.magnitude) }
      let near =
        corner > 0 && layer.activation.bendsAtZero
        ? Set(sums.indices.filter { sums[$0].magnitude <= corner * top }) : []
      rows.append(near)
      bases.append(LeastSquares.complement(near.sorted().map { whole[$0] }, whole[0].count))
    }
    return (rows, bases)
  }
}

extension Activation {
  /// Two straight pieces that meet at 0.
  fileprivate var bendsAtZero: Bool { pieces?.count == 2 && pieces?.last?.start == 0 }

  /// Slope and offset of the piece on which a pre-activation is; at a corner those of the flatter piece, as the derivative
  /// there has them. Without pieces it is the identity.
  fileprivate func piece(at preActivation: Double) -> (Double, Double) {
    guard let pieces else { return (1, 0) }
    let rounding = 1e-6
    let reached = pieces.filter { $0.start <= preActivation + rounding }
    guard let last = reached.last else { return (1, 0) }
    let isAtCorner = preActivation <= last.start + rounding
    let candidates = reached.suffix(isAtCorner ? 2 : 1)
    let flattest = candidates.min { $0.slope.magnitude < $1.slope.magnitude } ?? last
    return (flattest.slope, flattest.offset)
  }
}
