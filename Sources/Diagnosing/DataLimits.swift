import NeuralCore

/// What the data alone decides, whatever the net.
extension ModelAnalysis {
  /// A number is far out where it is this many times as far from the median as any other of its column …
  private static let gap = 8.0
  /// … and as the middle half of the column is wide.
  private static let widths = 10.0

  /// The column of inputs with numbers far beyond all others, of a 20th of the rows or fewer (a code for a missing value, a
  /// slip of the pen), with these rows; nil if there is none, or of fewer than 20 rows.
  public var farInputs: (column: Int, rows: [Int])? {
    guard inputs.count >= 20 else { return nil }
    for column in inputs.columns where !stop.isGiven {
      let numbers = inputs.column(column)
      guard let sorted = numbers.order(stop, by: { numbers[$0] }) else { return nil }
      let count = sorted.count
      func value(_ place: Int) -> Double { inputs[sorted[place], column] }
      let (median, width) = (value(count / 2), value(3 * count / 4) - value(count / 4))
      guard width > 0 else { continue }
      // Of equal distances the last row comes first.
      let distances = numbers.map { ($0 - median).magnitude }
      guard let nearest = numbers.order(stop, by: { distances[$0] }) else { return nil }
      let byDistance = Array(nearest.reversed())
      func distance(_ place: Int) -> Double { distances[byDistance[place]] }
      for far in (1...max(1, count / 20)).reversed()
      where distance(far - 1) > Self.widths * width && distance(far - 1) > Self.gap * distance(far) {
        return (column, byDistance[..<far].sorted())
      }
    }
    return nil
  }

  /// How many rows have targets that a softmax cannot give together, since its outputs sum to 1.
  public var rowsThatSoftmaxCannotGive: Int {
    guard network.output == .softmax, network.outputs > 1 else { return 0 }
    return targets.count { ($0.reduce(0, +) - 1).magnitude > 1e-3 }
  }

  /// The loss of outputs that are the targets: of logarithmic losses the entropy of targets between 0 and 1, of others 0.
  /// nil where no outputs are the targets.
  public var leastLoss: Double? {
    guard rowsThatSoftmaxCannotGive == 0, outOfReach == nil, objective.smoothing == 0,
      targets.allSatisfy({ $0.allSatisfy(network.output.range.contains) })
    else { return nil }
    let loss = predictor.loss(targets, targets)
    return loss.isFinite ? loss : nil
  }
}
