import CKernels

/// The rows that nets beside each other see, in batches: numbers that all of them have, or vectors over nets.
final class LaneRows<S: TrainableScalar> {
  let batches: UnsafeMutableBufferPointer<NetBatch>
  let divisor: Double
  let bytes: Int
  let mostBlocks: Int
  private let inputs, targets: UnsafeMutablePointer<S>
  private let inputCount, targetCount, lanes, size: Int

  /// nil where each net would need its own shares of batches.
  init?(_ data: Dataset, _ configuration: TrainingConfiguration, lanes: Int, _ ownRows: Bool) {
    let size = max(1, min(configuration.batch ?? data.rows, data.rows))
    let typed = TypedDataset<S>(data)
    let epochLoss = EpochLoss(configuration.objective, typed, rows: data.rows, batchSize: size)
    let count = (data.rows + size - 1) / size
    if ownRows, count > 1, epochLoss.dependsOnOrder { return nil }
    (inputCount, targetCount) = (data.inputCount, data.targetCount)
    (self.lanes, self.size, divisor) = (ownRows ? lanes : 1, size, Double(epochLoss.divisor))
    mostBlocks = (size + 3) / 4
    let numbers = 4 * mostBlocks * count * self.lanes
    bytes = numbers * (inputCount + targetCount) * MemoryLayout<S>.stride
    (inputs, targets) = (Self.zeros(numbers * inputCount), Self.zeros(numbers * targetCount))
    batches = .allocate(capacity: count)
    let stride = 4 * mostBlocks * self.lanes
    for k in 0..<count {
      let rows = min(size, data.rows - k * size)
      let (divisor, factor) = configuration.objective.loss.kernel.reduction(
        S(rows * data.targetCount), rows: S(rows))
      batches.initializeElement(
        at: k,
        to: NetBatch(
          rows: rows, blocks: (rows + 3) / 4, inputs: inputs + k * stride * inputCount,
          targets: targets + k * stride * targetCount, packed: nil, divisor: Double(divisor),
          factor: Double(factor),
          share: Double(epochLoss.shares[k])))
    }
    if !ownRows { put(typed, in: 0) }
  }

  deinit {
    batches.deallocate()
    inputs.deallocate()
    targets.deallocate()
  }

  private static func zeros(_ count: Int) -> UnsafeMutablePointer<S> {
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: max(1, count) * MemoryLayout<S>.stride, alignment: 64)
    let numbers = raw.bindMemory(to: S.self, capacity: max(1, count))
    numbers.initialize(repeating: 0, count: max(1, count))
    return numbers
  }

  /// The rows of one net.
  func put(_ data: Dataset, in lane: Int) { put(TypedDataset<S>(data), in: lane) }

  private func put(_ data: TypedDataset<S>, in lane: Int) {
    for row in 0..<data.rows {
      // Each batch begins with a block of its own.
      let place = row / size * 4 * mostBlocks + row % size
      for k in 0..<inputCount {
        inputs[(place * inputCount + k) * lanes + lane] = data.inputs[row * inputCount + k]
      }
      for k in 0..<targetCount {
        targets[(place * targetCount + k) * lanes + lane] = data.targets[row * targetCount + k]
      }
    }
  }
}
