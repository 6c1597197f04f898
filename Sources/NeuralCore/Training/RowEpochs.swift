import CKernels

/// The epochs of one small net in CKernels, compiled for the processor at hand: the bits of `Workspace` and of the rule.
///
/// For trainings of which nothing is to be seen or changed within an epoch.
final class RowEpochs<S: TrainableScalar> {
  typealias Target = UnsafeMutablePointer<SIMD4<S>>

  private let rule: AnyUpdateRule<S>
  private let rate: Double
  private let lanes: LaneRule<S>
  private let layers: UnsafeMutablePointer<NetLayer>
  private let settings, classWeights, table, losses: UnsafeMutablePointer<S>
  private let batches: UnsafeMutableBufferPointer<NetBatch>
  private let rows, buffers: UnsafeMutableRawPointer
  private let step: UnsafeMutablePointer<Int64>
  private var training: NetTraining
  private var watch: RowWatch<S>?
  private let lanesOfRows: Int
  private var state = NetState()
  /// Epochs of a call at the most.
  private let most: Int
  /// Rows of the table that are for the steps to come, and how many to make at once.
  private var ready = 0..<0
  private var stretch = 64
  private static var few: Int { 64 }

  /// Steps of a call.
  private static var mostSteps: Int { 4096 }
  private static var bytesOfChunk: Int { 256 << 10 }
  /// Layers with more are better off in tiles.
  private static var mostWeights: Int { 4096 }
  /// Numbers of the data that are held a second time.
  private static var mostNumbers: Int { 1 << 18 }

  /// What came of some epochs.
  struct Outcome {
    let epochs: Int
    let end: AnyTrainer.End
    /// Of each epoch; where the training diverged, that of the one after the last, too.
    let losses: UnsafePointer<S>
    /// The weights before the last epoch are those before the one that diverged.
    let isWithin: Bool
  }

  /// nil where the loops of `Workspace` are to run.
  ///
  /// - Parameters:
  ///   - arrays: weights, those before the last epoch, the gradient, and the slots of the rule; filled up to a multiple of
  ///     16 numbers, and beginning at a multiple of 64 bytes.
  init?(
    _ network: Network, _ configuration: TrainingConfiguration, _ data: TypedDataset<S>,
    _ epochLoss: EpochLoss<S>, _ rule: AnyUpdateRule<S>, _ machine: Machine, weights: Target,
    previous: Target, gradient: Target, slots: UnsafeMutableBufferPointer<Target>
  ) {
    let size = max(1, min(configuration.batch ?? data.rows, data.rows))
    rate = configuration.settings[.lr]
    guard let kind = Self.kind(network, configuration, data, size, machine), let lanes = rule.lanes(rate)
    else { return nil }
    let width = rowLanes(kind, size)
    (self.rule, self.lanes, lanesOfRows) = (rule, lanes, width)
    let vectorsOfBlock = network.layers.reduce(0) { $0 + $1.outputs * $1.arrays }
    let bytesOfVector = width * MemoryLayout<S>.stride
    let chunk = min((size + width - 1) / width, max(1, Self.bytesOfChunk / (vectorsOfBlock * bytesOfVector)))
    /// A group of inputs of four rows is a vector; four lanes need no other order.
    func packed(_ layer: Layer) -> Int {
      size <= 4 ? 0 : chunk * (width / 4) * Self.groups(layer.inputs, width)
    }
    let elements = chunk * vectorsOfBlock + network.layers.reduce(0) { $0 + packed($1) }
    let numbers = elements + network.outputs
    layers = NetLayer.all(network, vectors: chunk, packed: packed)
    (rows, batches) = Self.pack(data, size, width, configuration.objective, epochLoss.shares)
    most = max(1, Self.mostSteps / batches.count)
    buffers = Self.zeros(
      bytes: numbers * bytesOfVector + Self.partials(network) * MemoryLayout<S>.stride)
    settings = .allocate(capacity: max(1, lanes.settings.count))
    classWeights = .allocate(capacity: max(1, configuration.objective.weights.count))
    table = .allocate(capacity: max(1, lanes.scalars * batches.count * most))
    losses = Self.zeros(bytes: (most + 1) * MemoryLayout<S>.stride).bindMemory(to: S.self, capacity: most + 1)
    step = .allocate(capacity: 1)
    training = NetTraining(network, configuration, lanes, kind, layers, settings: settings, classWeights)
    (training.batches, training.batch) = (batches.count, UnsafePointer(batches.baseAddress))
    (training.isOneBlock, training.chunk) = (size <= 4, chunk * width)
    (training.divisor, training.elements) = (Double(epochLoss.divisor), elements)
    training.table = UnsafeRawPointer(table)
    (state.weights, state.previous, state.gradient) = (.init(weights), .init(previous), .init(gradient))
    (state.buffers, state.partials, state.loss) = (buffers, buffers + numbers * bytesOfVector, .init(losses))
    state.steps = step
    take(slots, network.parameters.count)
  }

  /// What the epochs are compiled for; nil where those of `Workspace` are to run.
  private static func kind(
    _ network: Network, _ configuration: TrainingConfiguration, _ data: TypedDataset<S>, _ size: Int,
    _ machine: Machine
  ) -> ProductKind? {
    guard let kind = machine.kernel.products(S.self), rowLanes(kind, size) > 0,
      configuration.objective.loss.kernel.lanes != nil,
      data.inputs.count + data.targets.count <= mostNumbers
    else { return nil }
    let areSmall = network.layers.allSatisfy { layer in
      layer.activation.kernel.lanes != nil && layer.weightCount <= mostWeights
    }
    return areSmall ? kind : nil
  }

  private static func groups(_ inputs: Int, _ width: Int) -> Int { (inputs + width / 4 - 1) / (width / 4) }

  /// Four sums for each parameter.
  private static func partials(_ network: Network) -> Int { 4 * ((network.parameters.count + 3) / 4 * 4) }

  deinit {
    for array in [settings, classWeights, table, losses] { array.deallocate() }
    layers.deallocate()
    batches.deallocate()
    rows.deallocate()
    buffers.deallocate()
    step.deallocate()
  }

  static func zeros(bytes: Int) -> UnsafeMutableRawPointer {
    let new = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    new.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    return new
  }

  /// The slots where CKernels has them, with what a rule that has made no step puts into them.
  private func take(_ slots: UnsafeMutableBufferPointer<Target>, _ parameters: Int) {
    for (k, slot) in slots.enumerated() {
      switch lanes.slots[k] {
      case 0: state.slots.0 = .init(slot)
      case 1: state.slots.1 = .init(slot)
      default: state.slots.2 = .init(slot)
      }
      guard k < lanes.initial.count else { continue }
      let numbers = UnsafeMutableRawPointer(slot).assumingMemoryBound(to: S.self)
      for i in 0..<(parameters + 3) / 4 * 4 { numbers[i] = lanes.initial[k] }
    }
  }

  /// The rows as CKernels wants them, a batch after the other.
  static func pack(
    _ data: TypedDataset<S>, _ size: Int, _ width: Int, _ objective: Objective, _ shares: [S]
  ) -> (UnsafeMutableRawPointer, UnsafeMutableBufferPointer<NetBatch>) {
    let count = (data.rows + size - 1) / size
    let (inputs, targets, padded) = (data.inputCount, data.targetCount, (size + width - 1) / width * width)
    let widthOfPacked = groups(inputs, width) * (width / 4)
    let stride = padded * (inputs + targets + widthOfPacked)
    let rows = zeros(bytes: count * stride * MemoryLayout<S>.stride)
    let numbers = rows.bindMemory(to: S.self, capacity: count * stride)
    let batches = UnsafeMutableBufferPointer<NetBatch>.allocate(capacity: count)
    for k in 0..<count {
      let (first, many) = (k * size, min(size, data.rows - k * size))
      let x = numbers + k * stride
      let (y, packed) = (x + padded * inputs, x + padded * (inputs + targets))
      for row in 0..<many {
        let (block, lane) = (row / width, row % width)
        for i in 0..<inputs {
          let number = data.inputs[(first + row) * inputs + i]
          x[(block * inputs + i) * width + lane] = number
          packed[(row / 4 * widthOfPacked + i) * 4 + row % 4] = number
        }
        for i in 0..<targets {
          y[(block * targets + i) * width + lane] = data.targets[(first + row) * targets + i]
        }
      }
      let (divisor, factor) = objective.loss.kernel.reduction(S(many * targets), rows: S(many))
      batches.initializeElement(
        at: k,
        to: NetBatch(
          rows: many, blocks: (many + 3) / 4, inputs: UnsafeRawPointer(x), targets: UnsafeRawPointer(y),
          packed: UnsafeRawPointer(packed), divisor: Double(divisor), factor: Double(factor),
          share: Double(shares[k])))
    }
    return (rows, batches)
  }

  /// Sees to it that the table has rows for so many steps.
  private func prepare(_ steps: Int) {
    guard lanes.scalars > 0, ready.count < steps else { return }
    table.update(from: table + ready.lowerBound * lanes.scalars, count: ready.count * lanes.scalars)
    let whole = most * batches.count
    // Who asks for many does not come back soon; who asks for few does.
    let new = steps < Self.few ? max(steps, min(whole, stretch)) : steps
    stretch = min(whole, 2 * stretch)
    lanes.fill(table + ready.count * lanes.scalars, new - ready.count)
    ready = 0..<new
  }

  /// From now on this is looked at after every epoch; nil for nothing.
  func look(at watch: RowWatch<S>?) {
    self.watch = watch
    training.watch = watch?.place
  }

  /// The watch for these epochs; nil where they are compiled for fewer rows.
  func watch(
    _ watch: EpochWatch, _ network: Network, _ objective: Objective, on data: Dataset
  ) -> RowWatch<S>? {
    RowWatch(
      watch, network, objective, lanes: lanesOfRows, isOneBlock: training.isOneBlock,
      isOneBatch: batches.count == 1, data)
  }

  /// Runs so many epochs, or fewer.
  func run(_ epochs: Int, until limit: LossThreshold.Limit<S>?) -> Outcome {
    let epochs = min(epochs, most)
    prepare(epochs * batches.count)
    training.limit(limit)
    step.pointee = Int64(ready.lowerBound)
    let done = rowEpochs(&training, &state, epochs)
    ready = min(ready.lowerBound + done * batches.count, ready.upperBound)..<ready.upperBound
    rule.skip(done * batches.count, rate)
    let end: AnyTrainer.End =
      if state.diverged != 0 { .diverged } else if state.met != 0 { .bound } else {
        watch?.isOver == true ? .patience : .budget
      }
    return Outcome(epochs: done, end: end, losses: losses, isWithin: state.divergedWithin != 0)
  }
}
