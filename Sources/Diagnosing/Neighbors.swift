import NeuralCore

/// What rows that lie next to each other say about the targets: a function that varies little between them cannot follow
/// where they differ.
extension ModelAnalysis {
  /// Of fewer rows the nearest one is too far away to say anything; of more the search takes long.
  private static let rowsWithNeighbors = 30...2000

  /// The mean square of the distance of two rows at random is 2 a column. Neighbors further apart than this part of it are
  /// none.
  private static let nearby = 0.02

  /// For each row the nearest other one, by the Euclidean distance of inputs in standard deviations of their columns; nil
  /// where there are too few rows, or too many, or most of them have no other one near.
  private var neighbors: [Int]? {
    guard Self.rowsWithNeighbors.contains(inputs.count) else { return nil }
    let columns = inputColumns
    let scaled = inputs.map { row in
      zip(row, columns).map { $1.deviation > 0 ? ($0 - $1.mean) / $1.deviation : 0 }
    }
    let nearest = scaled.indices.map { row in
      var nearest = (row: row, distance: Double.infinity)
      for other in scaled.indices where other != row {
        var distance = 0.0
        for (x, y) in zip(scaled[row], scaled[other]) { distance += (x - y) * (x - y) }
        if distance < nearest.distance { nearest = (other, distance) }
      }
      return nearest
    }
    let middle = nearest.map(\.distance).sorted()[nearest.count / 2]
    return middle <= Self.nearby * Double(2 * columns.count) ? nearest.map(\.row) : nil
  }

  /// The variance of the targets that does not depend on the inputs, for each output, by the delta test: half of the mean
  /// squared difference between the targets of a row and of its nearest neighbor. It is too high where rows are sparse.
  ///
  /// Source: E. Eirola, E. Liitiäinen, A. Lendasse, F. Corona, M. Verleysen: Using the Delta Test for Variable Selection,
  /// ESANN 2008. nil for classes, and for too few or too many rows.
  public var noise: [Double]? {
    guard ClassLabels(data) == nil, let neighbors else { return nil }
    return targets[0].indices.map { k in
      let squares = neighbors.enumerated().map { row, other in
        (targets[row][k] - targets[other][k]) * (targets[row][k] - targets[other][k])
      }
      return squares.reduce(0, +) / Double(2 * squares.count)
    }
  }

  /// The loss of outputs that are off by the standard deviation of such a noise.
  public func loss(withNoise noise: [Double]) -> Double {
    predictor.loss(targets.map { zip($0, noise).map { $0 + $1.squareRoot() } }, targets)
  }

  /// The share of the rows whose nearest neighbor is of another class; nil where the targets are not classes, and for too
  /// few or too many rows.
  public var overlap: Double? {
    guard let labels = ClassLabels(data)?.labels, let neighbors else { return nil }
    let mixed = neighbors.enumerated().count { labels[$0] != labels[$1] }
    return Double(mixed) / Double(labels.count)
  }

  /// A row whose error is this many times the median error stands out.
  private static let outstanding = 6.0

  /// The few rows, a 20th of all and at most five, that make more than half of the squared error, the worst first, with
  /// their share of it; nil if there are none, if the targets are classes, or of fewer than 20 rows.
  public var outliers: (rows: [Int], share: Double)? {
    guard inputs.count >= 20, ClassLabels(data) == nil else { return nil }
    let squares = zip(outputs, targets).map { row, target in
      zip(row, target).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    let total = squares.reduce(0, +)
    guard total.isFinite, total > 0 else { return nil }
    let sorted = squares.indices.sorted { (squares[$1], $0) < (squares[$0], $1) }
    let median = squares[sorted[sorted.count / 2]].squareRoot()
    let worst = sorted.prefix(min(5, squares.count / 20)).filter {
      squares[$0].squareRoot() > Self.outstanding * median
    }
    let share = worst.reduce(0) { $0 + squares[$1] } / total
    return share > 0.5 ? (worst, share) : nil
  }

  /// The first layer whose weights spread more than three times as far, or less than a tenth as far, as those of a start
  /// that suits its size, with both standard deviations; nil if there is none, or if they are all the same.
  ///
  /// - Parameter weights: as they were drawn.
  public func unsuitableWeights(_ weights: Vector) -> (layer: Int, spread: Double, suitable: Double)? {
    guard weights.count == network.parameters.count else { return nil }
    for (place, layer) in network.layers.enumerated() {
      let start = network.offset(ofLayer: place)
      let drawn = ColumnSummary(name: "", (start..<start + layer.weightCount).map { weights[$0] })
      let spread = (drawn.deviation * drawn.deviation + drawn.mean * drawn.mean).squareRoot()
      let suitable = (2 / Double(layer.inputs + layer.outputs)).squareRoot()
      guard drawn.deviation > 0 else { continue }
      if spread > 3 * suitable || spread < suitable / 10 { return (place + 1, spread, suitable) }
    }
    return nil
  }
}
