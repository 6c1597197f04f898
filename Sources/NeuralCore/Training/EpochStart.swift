/// Where a training goes back to: from an epoch that left no finite loss, to the weights before it; from one that was
/// stopped, to everything that its updates had changed.
final class EpochStart<S: TrainableScalar> {
  typealias Target = UnsafeMutablePointer<SIMD4<S>>

  private let updater: Updater<S>
  /// The weights before the last epoch whose loss was finite.
  private(set) var weights: Target
  /// The epochs that they had seen; nil where there are none.
  private var epochs: Int?
  /// Of an epoch that may be stopped.
  private lazy var snapshot = Updater<S>.Snapshot(updater)
  private var hasSnapshot = false
  /// The weights of the snapshot are those before an epoch, which are needed once: they may become `weights`.
  private var lendsWeights = false
  private var hasLentWeights = false

  init(_ updater: Updater<S>) {
    self.updater = updater
    weights = Updater<S>.zeros(updater.vectors)
  }

  deinit { weights.deallocate() }

  /// Keeps the weights before they change for the first time in an epoch.
  func keep(_ epochs: Int) {
    if hasSnapshot, lendsWeights {
      swap(&weights, &snapshot.weights)
      (lendsWeights, hasLentWeights) = (false, true)
    } else {
      updater.copyWeights(to: weights)
    }
    self.epochs = epochs
  }

  /// Whoever ran epochs has written the weights.
  func note(_ epochs: Int) { self.epochs = epochs }

  func forget() { epochs = nil }

  /// - Returns: the epochs that the weights have now seen; nil where there is nothing to go back to.
  func goBack() -> Int? {
    if epochs != nil { updater.parameters.update(from: weights, count: updater.vectors) }
    return epochs
  }

  /// - Parameter isBegin: an epoch begins here, and does not go on.
  /// - Returns: false if it was stopped.
  func takeSnapshot(isBegin: Bool, _ stops: (() -> Bool)?) -> Bool {
    hasSnapshot = updater.take(snapshot, stops)
    (lendsWeights, hasLentWeights) = (isBegin, false)
    return hasSnapshot
  }

  /// Takes back what was done since the snapshot.
  func restoreSnapshot() {
    if hasSnapshot { updater.restore(snapshot, weights: hasLentWeights ? weights : snapshot.weights) }
  }

  func dropSnapshot() { hasSnapshot = false }
}
