import CKernels

/// The lanes of a `LaneTrainer`, for one kind of number: what CKernels works on.
final class NetLanes<S: TrainableScalar> {
  private let network: Network
  let count: Int
  private let rows: LaneRows<S>
  private let rule: LaneRule<S>
  private let layers: UnsafeMutablePointer<NetLayer>
  private let settings, classWeights: UnsafeMutablePointer<S>
  private var table: UnsafeMutablePointer<S>
  /// Rows of the table that there are.
  private var tableRows = 0
  private var training = NetTraining()
  private var state = NetState()
  private let arrays: UnsafeMutableRawPointer
  let bytes: Int
  private let slots: [UnsafeMutablePointer<S>]
  private let weights, previous: UnsafeMutablePointer<S>
  private let losses: UnsafeMutablePointer<S>
  private let steps: UnsafeMutablePointer<Int64>
  /// Of each lane that has a net.
  private var places: [Place?]

  private struct Place {
    var epochs = 0
    let budget: Int
  }

  /// Numbers that go through all layers at once: what they take stays near the processor.
  private static var bytesOfChunk: Int { 64 << 10 }
  /// What takes more leaves the processor's own memory, and its nets are better off alone.
  private static var mostBytes: Int { 1 << 20 }
  /// Rows of the table that are made at once, and epochs between two looks at it.
  private static var stretch: Int { 4096 }

  init?(
    _ network: Network, _ configuration: TrainingConfiguration, _ data: Dataset, _ ownRows: Bool,
    _ threshold: LossThreshold?, _ machine: Machine
  ) {
    let settings = configuration.settings
    let parameters = network.parameters.count
    guard let kind = machine.kernel.products(S.self),
      let rule = S.rule(of: configuration.optimizer, settings).lanes(settings[.lr]),
      configuration.objective.loss.kernel.lanes != nil,
      network.layers.allSatisfy({ $0.activation.kernel.lanes != nil }),
      let rows = LaneRows<S>(data, configuration, lanes: netLanes(kind), ownRows)
    else { return nil }
    let plan = Plan(
      network, mostRows: 4 * rows.mostBlocks, bytesOfVector: netLanes(kind) * MemoryLayout<S>.stride)
    guard plan.bytes + rows.bytes <= Self.mostBytes else { return nil }
    (self.network, self.rule, self.rows, count) = (network, rule, rows, netLanes(kind))
    (places, bytes) = (Array(repeating: nil, count: count), plan.bytes + rows.bytes)
    layers = NetLayer.all(network, vectors: plan.chunk)
    arrays = .allocate(byteCount: plan.bytes, alignment: 64)
    let numbers = arrays.bindMemory(to: S.self, capacity: plan.vectors * count)
    numbers.initialize(repeating: 0, count: plan.vectors * count)
    let size = parameters * netLanes(kind)
    func array(_ k: Int) -> UnsafeMutablePointer<S> { numbers + k * size }
    (weights, previous, slots) = (array(0), array(1), [array(3), array(4), array(5)])
    losses = array(6) + (plan.partials + plan.buffers) * count
    steps = .allocate(capacity: count)
    steps.initialize(repeating: 0, count: count)
    self.settings = .allocate(capacity: max(1, rule.settings.count))
    classWeights = .allocate(capacity: max(1, configuration.objective.weights.count))
    table = .allocate(capacity: 1)
    state = NetState(
      weights: weights, previous: previous, gradient: array(2), partials: array(6),
      buffers: array(6) + plan.partials * count, slots: (.init(slots[0]), .init(slots[1]), .init(slots[2])),
      loss: losses, steps: steps, active: 0, met: 0, diverged: 0, divergedWithin: 0)
    training = NetTraining(network, configuration, rule, kind, layers, settings: self.settings, classWeights)
    training.limit(threshold?.limit(S.self))
    (training.batches, training.batch) = (rows.batches.count, UnsafePointer(rows.batches.baseAddress))
    (training.chunk, training.hasOwnRows, training.divisor) = (plan.chunk, ownRows, rows.divisor)
  }

  /// What there is to hold, in vectors.
  private struct Plan {
    /// Rows that go through all layers at once.
    let chunk: Int
    /// Of the rows of a chunk; of sums between the chunks of a batch.
    let buffers, partials: Int
    let vectors, bytes: Int

    init(_ network: Network, mostRows: Int, bytesOfVector: Int) {
      let vectorsOfRow = network.layers.reduce(0) { $0 + $1.outputs * $1.arrays }
      let parameters = network.parameters.count
      chunk = min(mostRows, max(8, NetLanes.bytesOfChunk / (vectorsOfRow * bytesOfVector) / 4 * 4))
      buffers = chunk * vectorsOfRow
      partials = chunk < mostRows ? 4 * parameters : 0
      // Parameters: weights, those before, gradient and three slots; and the losses.
      vectors = 6 * parameters + partials + buffers + 1
      bytes = vectors * bytesOfVector
    }
  }

  deinit {
    arrays.deallocate()
    layers.deallocate()
    settings.deallocate()
    classWeights.deallocate()
    table.deallocate()
    steps.deallocate()
  }

  // MARK: Nets

  func begin(_ network: Network, _ budget: Int, _ data: Dataset?, _ lane: Int) {
    put(S.array(network.parameters), lane)
    for (k, slot) in slots.enumerated() {
      let start = k < rule.initial.count ? rule.initial[k] : 0
      for i in 0..<network.parameters.count { slot[i * count + lane] = start }
    }
    if let data { rows.put(data, in: lane) }
    steps[lane] = 0
    places[lane] = Place(budget: budget)
    state.active |= 1 << lane
  }

  private func put(_ parameters: [S], _ lane: Int) {
    for (i, value) in parameters.enumerated() { weights[i * count + lane] = value }
  }

  private func net(_ array: UnsafeMutablePointer<S>, _ lane: Int) -> Network {
    var result = network
    result.parameters = S.vector((0..<network.parameters.count).map { array[$0 * count + lane] })
    return result
  }

  // MARK: Epochs

  func run(_ most: Int) -> [(lane: Int, run: LaneTrainer.Run)] {
    let left = places.compactMap { $0.map { $0.budget - $0.epochs } }.min() ?? 0
    let epochs = min(most, left, Self.stretch)
    guard epochs > 0 else { return [] }
    makeTable(for: epochs)
    let done = netEpochs(&training, &state, epochs)
    var runs: [(lane: Int, run: LaneTrainer.Run)] = []
    for lane in places.indices {
      guard var place = places[lane] else { continue }
      place.epochs += done
      places[lane] = place
      if let run = end(lane, place) {
        runs.append((lane, run))
        free(lane)
      }
    }
    return runs
  }

  /// nil for a net that goes on.
  private func end(_ lane: Int, _ place: Place) -> LaneTrainer.Run? {
    let bit: UInt32 = 1 << UInt32(lane)
    let isLost = state.diverged & bit != 0
    if isLost || state.divergedWithin & bit != 0 {
      // The pass that found it is no epoch; where it was the first of its epoch, the epoch before is taken back too.
      let isFirst = isLost && place.epochs == 0
      return LaneTrainer.Run(
        trained: net(isFirst ? weights : previous, lane), before: nil,
        epochs: max(0, place.epochs - 1), lastLoss: Double(losses[lane]), end: .diverged)
    }
    let isMet = state.met & bit != 0
    guard isMet || place.epochs == place.budget else { return nil }
    return LaneTrainer.Run(
      trained: net(weights, lane), before: net(previous, lane), epochs: place.epochs,
      lastLoss: Double(losses[lane]), end: isMet ? .until : .epochs)
  }

  /// Zeros are quick to calculate with, whatever was there.
  private func free(_ lane: Int) {
    places[lane] = nil
    state.active &= ~(1 << UInt32(lane))
    put([S](repeating: 0, count: network.parameters.count), lane)
    steps[lane] = 0
  }

  /// There must be a row for each step that a net may take.
  private func makeTable(for epochs: Int) {
    guard rule.scalars > 0 else { return }
    let last = (0..<count).reduce(0) { max($0, Int(clamping: steps[$1])) }
    let needed = last + epochs * rows.batches.count
    guard needed > tableRows else { return }
    let budget = places.reduce(0) { max($0, $1?.budget ?? 0) }
    let size = max(needed, min(needed + Self.stretch, budget * rows.batches.count))
    let new = UnsafeMutablePointer<S>.allocate(capacity: size * rule.scalars)
    new.update(from: table, count: tableRows * rule.scalars)
    rule.fill(new + tableRows * rule.scalars, size - tableRows)
    table.deallocate()
    (table, tableRows) = (new, size)
    training.table = UnsafeRawPointer(new)
  }
}
