/// How the losses of batches make the loss of their epoch: the same reduction over all rows that the loss itself makes over
/// one batch.
///
/// A mean is put together again from the means of the batches, each counted as often as what it was divided by (its rows,
/// or the weights of its classes); a sum is the sum of theirs. So an epoch that leaves the weights alone has the loss of the
/// data, whatever the batch size.
struct EpochLoss<S: Scalar> {
  private let batchSize: Int
  /// Σₖ wₖ yₖ of each row, for a mean over class weights; empty otherwise.
  private let rowWeights: [S]
  /// What the loss of each batch counts: what it was divided by, or 1 for a sum.
  private(set) var shares: [S]
  /// What the total of an epoch is divided by; 1 for a sum.
  private(set) var divisor: S

  /// For batches of `batchSize` rows of the data, in its order.
  init(_ objective: Objective, _ data: TypedDataset<S>, rows: Int, batchSize: Int) {
    self.batchSize = batchSize
    let starts = stride(from: 0, to: rows, by: batchSize)
    switch objective.loss.reduction {
    case .sum: (shares, divisor, rowWeights) = (starts.map { _ in 1 }, 1, [])
    case .mean, .rows:
      (shares, divisor) = (starts.map { S(min(batchSize, rows - $0)) }, S(rows))
      rowWeights = objective.loss.reduction == .rows ? Self.rowWeights(objective.weights, data, rows) : []
    }
    weigh(Array(0..<rows))
  }

  private static func rowWeights(_ weights: [Double], _ data: TypedDataset<S>, _ rows: Int) -> [S] {
    guard !weights.isEmpty else { return [] }
    let weights = weights.map { S($0) }
    return (0..<rows).map { row in
      weights.indices.reduce(S.zero) { $0 + weights[$1] * data.targets[row * weights.count + $1] }
    }
  }

  /// Whether the shares of the batches change with the order of the rows: with class weights.
  var dependsOnOrder: Bool { !rowWeights.isEmpty }

  /// The batches now hold the rows in this order.
  mutating func weigh(_ order: [Int]) {
    guard !rowWeights.isEmpty else { return }
    for batch in shares.indices {
      let rows = order[batch * batchSize..<min((batch + 1) * batchSize, order.count)]
      shares[batch] = rows.reduce(S.zero) { $0 + rowWeights[$1] }
    }
    let whole = shares.reduce(S.zero, +)
    // If no class counts, every batch has the loss 0.
    divisor = whole == 0 ? 1 : whole
  }

  /// What some batches that follow each other come to: a group of `accumulate`, or an epoch.
  ///
  /// - Parameter total: Σ loss · share over these batches.
  func loss(_ total: S, of batches: ClosedRange<Int>) -> S {
    if batches.count == shares.count || divisor == 1 { return total / divisor }
    let whole = shares[batches].reduce(S.zero, +)
    return whole == 0 ? 0 : total / whole
  }
}
