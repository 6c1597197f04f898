/// The losses of the epochs of a training, in memory that was there before it began: of every epoch at first, of every second
/// once it is full, and so on.
final class LossCurve<S: Scalar> {
  static var capacity: Int { 1024 }

  private let losses: UnsafeMutablePointer<S>
  private var count = 0
  private var every = 1
  /// The epochs before the first one here.
  private var begin = 0
  /// The next epoch whose loss is kept.
  private(set) var next = 1

  init() {
    losses = .allocate(capacity: Self.capacity)
    losses.initialize(repeating: 0, count: Self.capacity)
  }

  deinit { losses.deallocate() }

  func add(_ loss: S) {
    losses[count] = loss
    count += 1
    if count == Self.capacity { thin() }
    next = begin + (count + 1) * every
  }

  /// Adds the losses of the epochs that follow on so many.
  func add(_ all: UnsafePointer<S>, after epochs: Int, count new: Int) {
    guard next > epochs else { return }
    while next <= epochs + new {
      let (first, distance, place) = (all + (next - epochs - 1), every, losses + count)
      let kept = min(Self.capacity - count, (epochs + new - next) / distance + 1)
      for k in 0..<kept { place[k] = first[k * distance] }
      count += kept
      if count == Self.capacity { thin() }
      next = begin + (count + 1) * every
    }
  }

  /// Keeps every second one: those whose epochs are multiples of twice the distance.
  private func thin() {
    count /= 2
    for k in 0..<count { losses[k] = losses[2 * k + 1] }
    every *= 2
  }

  /// Begins anew after so many epochs.
  func restart(at epoch: Int) {
    (begin, count, every, next) = (epoch, 0, 1, epoch + 1)
  }

  /// Up to an epoch, counted from where the curve begins.
  func points(upTo epoch: Int) -> [LossPoint] {
    let (losses, every) = (losses, every)
    return (0..<max(0, min(count, (epoch - begin) / every))).map {
      LossPoint(epoch: ($0 + 1) * every, loss: Double(losses[$0]))
    }
  }
}
