import NeuralCore

/// What rows that lie next to each other say about the targets: a function that varies little between them cannot follow
/// where they differ.
extension ModelAnalysis {
  /// Of fewer rows the nearest one is too far away to say anything; of more the search takes long.
  private static let rowsWithNeighbors = 30...2000

  /// The mean square of the distance of two rows at random is 2 a column. Neighbors further apart than this part of it are
  /// none.
  private static let nearby = 0.02

  /// For each row the nearest other ones, the nearest first, by the square of the Euclidean distance of inputs in standard
  /// deviations of their columns; nil where there are too few rows, or too many, or most of them have no other one near.
  private func neighbors(
    _ count: Int, within nearby: Double = Self.nearby
  ) -> [[(row: Int, distance: Double)]]? {
    guard Self.rowsWithNeighbors.contains(inputs.count) else { return nil }
    let columns = inputColumns
    let scaled = inputs.map { row in
      zip(row, columns).map { $1.deviation > 0 ? ($0 - $1.mean) / $1.deviation : 0 }
    }
    let nearest = scaled.indices.map { row in
      var nearest: [(row: Int, distance: Double)] = []
      for other in scaled.indices where other != row && !stop.isGiven {
        var distance = 0.0
        for (x, y) in zip(scaled[row], scaled[other]) { distance += (x - y) * (x - y) }
        guard nearest.count < count || distance < nearest[count - 1].distance else { continue }
        let place = nearest.firstIndex { distance < $0.distance } ?? nearest.count
        nearest.insert((other, distance), at: place)
        if nearest.count > count { nearest.removeLast() }
      }
      return nearest
    }
    guard nearest.allSatisfy({ $0.count == count }) else { return nil }
    let middle = nearest.map { $0[0].distance }.sorted()[nearest.count / 2]
    return middle <= nearby * Double(2 * columns.count) ? nearest : nil
  }

  /// So many neighbors of each row show how targets differ with the distance.
  private static let neighborsOfGamma = 8

  /// The variance of the targets that does not depend on the inputs, for each output, by the gamma test: half of the mean
  /// squared difference between the targets of rows and of their k-th neighbors, k from 1 to 8, falls to it as the mean
  /// squared distance falls to 0, along a straight line; and the delta test, which takes the nearest neighbors for all,
  /// bounds it from above.
  ///
  /// Sources: A. Stefánsson, N. Končar, A. J. Jones: A Note on the Gamma Test, Neural Computing & Applications 5 (1997);
  /// E. Eirola, E. Liitiäinen, A. Lendasse, F. Corona, M. Verleysen: Using the Delta Test for Variable Selection, ESANN 2008.
  /// nil for classes, and for too few or too many rows.
  public var noise: [Double]? {
    let count = Self.neighborsOfGamma
    guard ClassLabels(data) == nil, let neighbors = neighbors(count) else { return nil }
    let rows = Double(neighbors.count)
    let distances = (0..<count).map { k in neighbors.reduce(0) { $0 + $1[k].distance } / rows }
    return targets.columns.map { output in
      let halves = (0..<count).map { k in
        neighbors.enumerated().reduce(0) { sum, row in
          let difference = targets[row.offset, output] - targets[row.element[k].row, output]
          return sum + difference * difference
        } / (2 * rows)
      }
      return min(halves[0], max(0, Self.intercept(distances, halves)))
    }
  }

  /// Of the straight line through points with the least squares of its errors.
  private static func intercept(_ x: [Double], _ y: [Double]) -> Double {
    let (a, b) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
    let variance = x.reduce(0) { $0 + ($1 - a) * ($1 - a) }
    guard variance > 0 else { return b }
    return b - zip(x, y).reduce(0) { $0 + ($1.0 - a) * ($1.1 - b) } / variance * a
  }

  /// The loss of outputs that are off by the standard deviation of such a noise.
  public func loss(withNoise noise: [Double]) -> Double {
    predictor.loss(targets.mapped { $0 + noise[$1].squareRoot() }, targets)
  }

  /// The share of the rows whose nearest neighbor is of another class; nil where the targets are not classes, and for too
  /// few or too many rows.
  public var overlap: Double? {
    guard let labels = ClassLabels(data)?.labels, let neighbors = neighbors(1) else { return nil }
    let mixed = neighbors.enumerated().count { labels[$0] != labels[$1[0].row] }
    return Double(mixed) / Double(labels.count)
  }

  /// Neighbors up to this part of the mean square of the distance still tell chance from a function of the inputs.
  private static let fartherBy = 0.06

  /// The share of the rows whose nearest neighbor is of another class, where that is about what it would be if classes were
  /// drawn without a look at the inputs: 1 − Σ p² for classes with shares p. nil where it is not, and as for `overlap`.
  public var chanceOverlap: Double? {
    guard let classes = ClassLabels(data), let neighbors = neighbors(1, within: Self.fartherBy) else {
      return nil
    }
    let labels = classes.labels
    let rows = Double(labels.count)
    let chance =
      1 - classes.counts.reduce(0) { $0 + (Double($1) / rows) * (Double($1) / rows) }
    let share = Double(neighbors.enumerated().count { labels[$0] != labels[$1[0].row] }) / rows
    return chance > 0.2 && share > 0.8 * chance && share < 1.2 * chance ? share : nil
  }

  /// A row whose error is this many times the median error stands out.
  private static let outstanding = 6.0

  /// The few rows, a 20th of all and at most five, that make more than half of the squared error, the worst first, with
  /// their share of it; nil if there are none, if the targets are classes, or of fewer than 20 rows.
  public var outliers: (rows: [Int], share: Double)? {
    guard inputs.count >= 20, ClassLabels(data) == nil else { return nil }
    let outputs = outputs
    let squares = targets.indices.map { row in
      targets.columns.reduce(0) {
        $0 + (outputs[row, $1] - targets[row, $1]) * (outputs[row, $1] - targets[row, $1])
      }
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
      let xavier = (2 / Double(layer.inputs + layer.outputs)).squareRoot()
      // Units that pass only half of their inputs on want more.
      let suitable = layer.activation.canDie ? max(xavier, (2 / Double(layer.inputs)).squareRoot()) : xavier
      guard drawn.deviation > 0 else { continue }
      if spread > 3 * suitable || spread < suitable / 10 { return (place + 1, spread, suitable) }
    }
    return nil
  }
}
