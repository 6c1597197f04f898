/// One training at work: a network's weights, the data in the kernels' form, an update rule and the epochs so far.
///
/// An epoch is forward, loss, backward and update over every batch; its loss is that of the passes before the
/// updates. The loop allocates nothing and looks at no clock: `run` is called for as many epochs as may pass
/// unseen, and whoever calls watches time, interrupts and conditions in between.
public final class Trainer {
  public enum End: Sendable, Equatable {
    case budget
    /// The bound held for the loss of the last epoch.
    case bound
    /// The loss was not finite: the weights are those of the last pass with a finite one.
    case diverged
  }

  private let network: Network
  private let loss: Loss
  private let pass: Pass
  private let batches: [PackedRows]
  private let totalRows: Int
  private let vectors: Int
  private let weights: UnsafeMutablePointer<Vector>
  /// The weights before the last epoch whose loss was finite, and how many epochs they had seen.
  private let previous: UnsafeMutablePointer<Vector>
  private var previousEpochs = 0
  private var hasPrevious = false
  private var nextBatch = 0
  private let gradient: UnsafeMutablePointer<Vector>

  private let data: Dataset
  private let size: Int
  /// The order of the rows of this epoch; empty where they stay as they stand.
  private var order: [Int]
  private var shuffler = MersenneTwister(seed: 0)
  /// Parameters that no update changes, and what they are.
  private let frozen: [Int]
  private var frozenValues: [Float]

  /// What shuffling draws from.
  public private(set) var generator: MersenneTwister
  public private(set) var rule: any UpdateRule
  /// Whole epochs whose update the weights have seen.
  public private(set) var epochs = 0
  /// The loss of the first epoch of all.
  public private(set) var firstLoss = Float.nan
  /// The loss of the last epoch, before its update.
  public private(set) var lastLoss = Float.nan

  /// - Parameters:
  ///   - batch: rows a step; nil takes all.
  ///   - shuffles: each epoch takes the rows in a new order, as PyTorch's DataLoader draws it from `generator`.
  ///   - frozen: parameters, by place, that no update changes.
  public init(
    _ network: Network, on data: Dataset, loss: Loss, rule: any UpdateRule, batch: Int? = nil,
    shuffles: Bool = false, generator: MersenneTwister = MersenneTwister(seed: 0), frozen: [Int] = []
  ) {
    (self.network, self.loss, self.rule, self.data) = (network, loss, rule, data)
    (self.generator, self.frozen) = (generator, frozen)
    frozenValues = frozen.map { network.parameters[$0] }
    order = shuffles ? Array(0..<data.rows) : []
    size = min(batch ?? data.rows, data.rows)
    let size = size
    batches = stride(from: 0, to: data.rows, by: size).map {
      PackedRows(data, $0..<min($0 + size, data.rows))
    }
    totalRows = data.rows
    pass = Pass(network, capacity: size)
    vectors = (network.parameters.count + 3) / 4
    (weights, previous, gradient) = (Self.zeros(vectors), Self.zeros(vectors), Self.zeros(vectors))
    for (i, value) in network.parameters.enumerated() { weights[i / 4][i % 4] = value }
  }

  private static func zeros(_ count: Int) -> UnsafeMutablePointer<Vector> {
    let new = UnsafeMutablePointer<Vector>.allocate(capacity: count)
    new.initialize(repeating: .zero, count: count)
    return new
  }

  deinit {
    weights.deallocate()
    previous.deallocate()
    gradient.deallocate()
  }

  /// Up to `count` epochs; fewer when the bound holds or the loss is not finite.
  public func run(_ count: Int, until bound: LossBound?) -> End {
    for _ in 0..<count {
      let loss = runEpoch()
      guard loss.isFinite else { return diverge(loss) }
      lastLoss = loss
      if epochs == 0 { firstLoss = loss }
      epochs += 1
      if let bound, bound.holds(loss) { return .bound }
    }
    return .budget
  }

  /// The weights as they are now.
  public var trained: Network {
    var result = network
    for i in result.parameters.indices { result.parameters[i] = weights[i / 4][i % 4] }
    return result
  }

  /// Goes on from other weights, with a rule that is new or the same.
  public func restart(from network: Network, rule: any UpdateRule) {
    for (i, value) in network.parameters.enumerated() { weights[i / 4][i % 4] = value }
    frozenValues = frozen.map { network.parameters[$0] }
    (self.rule, hasPrevious, nextBatch) = (rule, false, 0)
  }

  /// One update, with the next batch in order.
  ///
  /// - Returns: the loss of the batch before the update; if it is not finite nothing was updated.
  public func step() -> Float {
    if nextBatch == 0, !order.isEmpty { shuffle() }
    let value = step(batches[nextBatch], isFirst: nextBatch == 0)
    nextBatch = (nextBatch + 1) % batches.count
    return value
  }

  private func runEpoch() -> Float {
    if batches.count == 1, order.isEmpty { return step(batches[0], isFirst: true) }
    var total: Float = 0
    for _ in batches {
      let rows = Float(batches[nextBatch].rows)
      total += step() * rows
    }
    return total / Float(totalRows)
  }

  private func shuffle() {
    generator.shuffle(&order, with: &shuffler)
    for (k, batch) in batches.enumerated() {
      batch.repack(data, order[k * size..<min((k + 1) * size, order.count)])
    }
  }

  /// One update. Keeps the weights as they were before the first one of an epoch, but only if their loss is finite.
  private func step(_ rows: PackedRows, isFirst: Bool) -> Float {
    let values = UnsafeMutableRawPointer(weights).assumingMemoryBound(to: Float.self)
    pass.forward(rows, values)
    let value = pass.loss(loss, rows)
    guard value.isFinite else { return value }
    if isFirst {
      previous.update(from: weights, count: vectors)
      previousEpochs = epochs
      hasPrevious = true
    }
    pass.backward(
      loss, rows, values, UnsafeMutableRawPointer(gradient).assumingMemoryBound(to: Float.self))
    rule.update(weights, along: gradient, count: vectors)
    for (k, place) in frozen.enumerated() { values[place] = frozenValues[k] }
    return value
  }

  private func diverge(_ loss: Float) -> End {
    lastLoss = loss
    if hasPrevious {
      weights.update(from: previous, count: vectors)
      epochs = previousEpochs
    }
    return .diverged
  }
}
