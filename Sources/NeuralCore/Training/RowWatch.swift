import CKernels

/// What the epochs of one small net look at after each, as CKernels has it.
final class RowWatch<S: TrainableScalar> {
  /// Where it is.
  let place: UnsafeMutablePointer<NetWatch>

  private let rows: Int
  private let precision: Precision
  private let bestWeights: UnsafeMutableRawPointer
  private let classes: UnsafeMutablePointer<S>?
  /// Rows of its own.
  private let own: (rows: UnsafeMutableRawPointer, batch: UnsafeMutableBufferPointer<NetBatch>)?

  /// After how many epochs of the training the best value of a run came; nil where none was the best so far.
  private var bestEpoch: Int?

  /// nil where the epochs are compiled for fewer rows.
  ///
  /// - Parameters:
  ///   - lanes: of the epochs.
  ///   - isOneBlock: they are compiled for four rows.
  ///   - data: what the training learns from, in batches of which there may be one.
  init?(
    _ watch: EpochWatch, _ network: Network, _ objective: Objective, lanes: Int, isOneBlock: Bool,
    isOneBatch: Bool, _ data: Dataset
  ) {
    let seen = watch.rows ?? data
    guard !isOneBlock || seen.rows <= 4, seen.rows > 0,
      seen.rows * network.parameters.count <= Evaluator.most
    else { return nil }
    (rows, precision) = (seen.rows, network.precision)
    place = .allocate(capacity: 1)
    bestWeights = RowEpochs<S>.zeros(bytes: max(1, network.parameters.count) * MemoryLayout<S>.stride)
    own =
      watch.rows == nil && isOneBatch
      ? nil : RowEpochs<S>.pack(TypedDataset(seen), seen.rows, lanes, objective, [1])
    classes = watch.classes.map { Self.pack($0.labels, lanes) }
    var new = NetWatch()
    new.batch = own.flatMap { UnsafePointer($0.batch.baseAddress) }
    new.classes = classes.map { UnsafeRawPointer($0) }
    new.threshold = watch.classes?.threshold ?? 0
    new.bestWeights = bestWeights
    switch watch.aim {
    case .correct(let range): (new.least, new.most) = (range.lowerBound, range.upperBound)
    case .best(let patience, let since, let value):
      (new.patience, new.since) = (patience, since)
      new.best = watch.classes == nil ? Double(S(value)) : -(value * Double(seen.rows)).rounded()
    }
    place.initialize(to: new)
  }

  deinit {
    place.deallocate()
    bestWeights.deallocate()
    classes?.deallocate()
    own?.rows.deallocate()
    own?.batch.deallocate()
  }

  /// A vector of rows after the other; what fills up the last one is of no class.
  private static func pack(_ labels: [Int], _ lanes: Int) -> UnsafeMutablePointer<S> {
    let count = (labels.count + lanes - 1) / lanes * lanes
    let packed = RowEpochs<S>.zeros(bytes: count * MemoryLayout<S>.stride)
      .bindMemory(to: S.self, capacity: count)
    for row in 0..<count { packed[row] = row < labels.count ? S(labels[row]) : -1 }
    return packed
  }

  /// A run begins.
  func begin() { bestEpoch = nil }

  /// Takes note of some epochs that came after so many.
  func note(after epochs: Int) {
    guard place.pointee.isImproved else { return }
    bestEpoch = epochs + place.pointee.bestEpoch
    place.pointee.isImproved = false
  }

  /// Whether the patience is at its end.
  var isOver: Bool { place.pointee.isOver }

  /// What came of the run.
  func outcome(_ network: (UnsafePointer<S>) -> Network) -> EpochWatch.Outcome {
    let seen = place.pointee
    let value = classes == nil ? precision.decimal(seen.best) : -seen.best / Double(rows)
    let weights = UnsafePointer(bestWeights.assumingMemoryBound(to: S.self))
    return EpochWatch.Outcome(best: bestEpoch.map { ($0, value, network(weights)) }, since: seen.since)
  }
}
