import CKernels

/// The parameters of one network with everything that changes them: the gradient, the update rule with its memory, and
/// what happens to the gradient before an update and to the weights after it.
///
/// The order of an update: derivatives by frozen weights are set to 0; `clip`; l2 and l1 are added; `decay` shrinks the
/// weights; the rule; `maxnorm`; frozen weights are restored.
final class Updater<S: TrainableScalar> {
  typealias Target = UnsafeMutablePointer<SIMD4<S>>

  let vectors: Int
  /// Processors that share an update.
  private let parts: Int
  /// Vectors whose update is worth another processor.
  private static var vectorsOfProcessor: Int { 4096 }
  let parameters: Target
  private let gradient: Target
  /// The mean gradient of a group of batches so far; nil where every batch is a group.
  private let collected: Target?
  private let slots: UnsafeMutableBufferPointer<Target>
  private var rule: AnyUpdateRule<S>
  private let optimizer: Optimizer
  private let settings: Settings
  private let configuration: TrainingConfiguration
  private let updatesPerEpoch: Int
  private let changesRate: Bool
  private var clock = ScheduleClock()
  private let penalty: WeightPenalty<S>
  private let layers: [Layer]
  private var frozenValues: [S]
  /// For rules that search, or solve for all parameters at once.
  let passes = UpdatePasses<S>()
  /// The learning rate of the last update.
  private(set) var rate: Double
  /// Whether `lastGradient` is kept.
  var keepsGradient = false
  /// The gradient that the last update began with, before `clip` and the like.
  private(set) var lastGradient: [S] = []

  init(
    _ network: Network, _ configuration: TrainingConfiguration, updatesPerEpoch: Int,
    continuing memory: OptimizerMemory?,
    goesOn: Bool, processors: Int
  ) {
    vectors = (network.parameters.count + 3) / 4
    parts = max(1, min(processors, vectors / Self.vectorsOfProcessor))
    (parameters, gradient) = (Self.zeros(vectors), Self.zeros(vectors))
    collected = configuration.accumulate > 1 ? Self.zeros(vectors) : nil
    (self.configuration, self.updatesPerEpoch, layers) = (configuration, updatesPerEpoch, network.layers)
    (optimizer, settings, rate) = (
      configuration.optimizer, configuration.settings, configuration.settings[.lr]
    )
    (rule, changesRate) = (S.rule(of: optimizer, settings), configuration.rates != LearningRatePlan(nil))
    let vectors = vectors
    slots = .allocate(capacity: rule.slots.count)
    for k in slots.indices { slots.initializeElement(at: k, to: Self.zeros(vectors)) }
    penalty = WeightPenalty(settings)
    frozenValues = []
    take(network)
    if let memory { resume(memory, goesOn: goesOn) }
  }

  static func zeros(_ count: Int) -> Target {
    // Filled up and placed for the widest vectors that there are.
    let capacity = max(1, (count + 3) / 4 * 4)
    let bytes = capacity * MemoryLayout<SIMD4<S>>.stride
    let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    preferLargePages(raw, bytes)
    let new = raw.bindMemory(to: SIMD4<S>.self, capacity: capacity)
    new.initialize(repeating: .zero, count: capacity)
    return new
  }

  deinit {
    parameters.deallocate()
    gradient.deallocate()
    collected?.deallocate()
    for slot in slots { slot.deallocate() }
    slots.deallocate()
  }

  var values: UnsafeMutablePointer<S> { UnsafeMutableRawPointer(parameters).assumingMemoryBound(to: S.self) }
  var derivatives: UnsafeMutablePointer<S> {
    UnsafeMutableRawPointer(gradient).assumingMemoryBound(to: S.self)
  }

  func copyWeights(to copy: Target) { copy.initialize(from: parameters, count: vectors, parts: parts) }

  private func take(_ network: Network) {
    for (i, value) in S.array(network.parameters).enumerated() { values[i] = value }
    frozenValues = configuration.frozen.map { values[$0] }
  }

  func weights(in network: Network) -> Network { self.network(network, of: values) }

  /// A network of the same layers with other weights.
  func network(_ network: Network, of weights: UnsafePointer<S>) -> Network {
    var result = network
    result.parameters = S.vector(Array(copying: weights, count: network.parameters.count, parts: parts))
    return result
  }

  func restart(from network: Network, keepingMemory: Bool) {
    take(network)
    collected?.update(repeating: .zero, count: vectors)
    guard !keepingMemory else { return }
    rule = S.rule(of: optimizer, settings)
    clock = ScheduleClock()
    for slot in slots { slot.update(repeating: .zero, count: vectors) }
  }

  // MARK: Updates

  /// A gradient was so long that its length is infinite, and clipping it left nothing.
  private(set) var gradientOverflows = false

  /// After every backward pass: the derivatives by frozen weights are set to 0.
  func clearFrozenDerivatives() {
    if !frozenValues.isEmpty { for place in configuration.frozen { derivatives[place] = 0 } }
  }

  /// max |derivative| of the last backward pass.
  var largestDerivative: S {
    var largest = SIMD4<S>.zero
    for i in 0..<vectors { largest = largest.pointwiseMax(gradient[i].magnitude) }
    return largest.max()
  }

  /// Adds the gradient's share of a group of so many batches; true once the group is complete and `gradient` is its mean.
  func collect(_ group: (size: Int, isLast: Bool)) -> Bool {
    guard let collected else { return true }
    for i in 0..<vectors { collected[i] += gradient[i] / S(group.size) }
    guard group.isLast else { return false }
    gradient.update(from: collected, count: vectors)
    collected.update(repeating: .zero, count: vectors)
    return true
  }

  /// The rule's step. Fetched once for many updates, it is not counted in each.
  typealias Step = (_ work: UpdateContext<S>, _ rate: Double) -> Void
  var step: Step { rule.update }

  func update(loss: S, with step: Step) {
    if keepsGradient {
      lastGradient = (0..<layers.reduce(0) { $0 + $1.parameterCount }).map { derivatives[$0] }
    }

    if changesRate {
      rate = settings[.lr] * configuration.rates.factor(clock, updatesPerEpoch: updatesPerEpoch)
    }
    if let clip = configuration.clip { apply(clip) }
    if penalty.isActive { penalty.apply(parameters, gradient, vectors, rate: rate) }
    if penalty.isActive, optimizer.searches {
      updateWithPenalty(loss, with: step)
    } else {
      step(context(loss: loss), rate)
    }
    if let limit = configuration.maxNorm { shorten(to: S(limit)) }
    if !frozenValues.isEmpty {
      for (k, place) in configuration.frozen.enumerated() { values[place] = frozenValues[k] }
    }
    clock.updates += 1
  }

  /// What the rule works on, at this loss.
  func context(loss: S) -> UpdateContext<S> {
    UpdateContext(
      weights: parameters, gradient: gradient, memory: slots, count: vectors, loss: loss, passes: passes,
      parts: parts)
  }

  /// nil where there is none.
  var activePenalty: WeightPenalty<S>? { penalty.isActive ? penalty : nil }

  /// Epochs in CKernels that work on the same arrays; nil where there are none.
  func rowEpochs(
    _ network: Network, _ data: TypedDataset<S>, _ epochLoss: EpochLoss<S>, _ machine: Machine,
    previous: Target
  ) -> RowEpochs<S>? {
    RowEpochs(
      network, configuration, data, epochLoss, rule, machine, weights: parameters, previous: previous,
      gradient: gradient, slots: slots)
  }

  /// Counts updates that were made by the rule's step alone.
  func noteUpdates(_ count: Int) { clock.updates += count }

  /// A rule that searches looks at the loss with its penalty, wherever it goes. Frozen weights are no part of the search.
  private func updateWithPenalty(_ loss: S, with step: Step) {
    clearFrozenDerivatives()
    let evaluate = { [unowned self] in
      let loss = passes.evaluate()
      penalty.apply(parameters, gradient, vectors, rate: rate)
      clearFrozenDerivatives()
      return loss + penalty.value(parameters, vectors)
    }
    let penalized = UpdatePasses(evaluate: evaluate, normalEquations: passes.normalEquations)
    withExtendedLifetime(penalized) {
      step(
        UpdateContext(
          weights: parameters, gradient: gradient, memory: slots, count: vectors,
          loss: loss + penalty.value(parameters, vectors), passes: penalized), rate)
    }
  }

  private func apply(_ clip: Clip) {
    switch clip {
    case .value(let limit):
      let (low, high) = (SIMD4(repeating: S(-limit)), SIMD4(repeating: S(limit)))
      for i in 0..<vectors {
        let g = gradient[i]
        gradient[i] = g.replacing(with: low, where: g .< low).replacing(with: high, where: g .> high)
      }
    case .norm(let limit):
      var total = SIMD4<S>.zero
      for i in 0..<vectors { total += gradient[i] * gradient[i] }
      let length = horizontalSum(total).squareRoot()
      if length == .infinity { gradientOverflows = true }
      let factor = S(limit) / (length + 1e-6)
      guard factor < 1 else { return }
      for i in 0..<vectors { gradient[i] *= factor }
    }
  }

  /// Scales the weights into a neuron whose Euclidean norm exceeds `limit` by limit / (norm + 1e-7).
  private func shorten(to limit: S) {
    var place = 0
    for layer in layers {
      for neuron in 0..<layer.outputs {
        let start = place + neuron * layer.inputs
        var total: S = 0
        for k in 0..<layer.inputs { total += values[start + k] * values[start + k] }
        let length = total.squareRoot()
        guard length > limit else { continue }
        let factor = limit / (length + 1e-7)
        for k in 0..<layer.inputs { values[start + k] *= factor }
      }
      place += layer.parameterCount
    }
  }

  func note(metric: Double) {
    guard let schedule = configuration.rates.schedule, schedule.isAdaptive else { return }
    guard configuration.rates.isWarm(clock, updatesPerEpoch: updatesPerEpoch) else { return }
    clock.note(
      metric, patience: Int(clamping: configuration.rates.numbers[0]), factor: configuration.rates.numbers[1],
      lr: settings[.lr])
  }

  // MARK: Going back

  /// Everything that an update changes, in memory that is there for as long as the training.
  final class Snapshot {
    var weights: Target
    fileprivate let memory: [Target]
    fileprivate var scalars: [OptimizerMemory.Counter: Double] = [:]
    fileprivate var history: [[SIMD4<S>]] = []
    fileprivate var clock = ScheduleClock()

    init(_ updater: Updater) {
      weights = Updater.zeros(updater.vectors)
      memory = updater.memoryArrays.map { _ in Updater.zeros(updater.vectors) }
    }

    deinit {
      weights.deallocate()
      for array in memory { array.deallocate() }
    }
  }

  /// What changes with the weights.
  private var memoryArrays: [Target] { Array(slots) + (collected.map { [$0] } ?? []) }

  /// Vectors that are copied between two looks at what stops it.
  private static var vectorsOfPiece: Int { 1 << 20 }

  /// - Returns: false if it was stopped; then the snapshot is of no use.
  func take(_ snapshot: Snapshot, _ stops: (() -> Bool)?) -> Bool {
    for (array, copy) in zip([parameters] + memoryArrays, [snapshot.weights] + snapshot.memory) {
      for first in stride(from: 0, to: vectors, by: Self.vectorsOfPiece) {
        if vectors > Self.vectorsOfPiece, stops?() == true { return false }
        (copy + first).initialize(
          from: array + first, count: min(Self.vectorsOfPiece, vectors - first), parts: parts)
      }
    }
    (snapshot.scalars, snapshot.history, snapshot.clock) = (rule.scalars(), rule.history(), clock)
    return true
  }

  /// - Parameter weights: of the snapshot, wherever they are now.
  func restore(_ snapshot: Snapshot, weights: Target) {
    for (array, old) in zip([parameters] + memoryArrays, [weights] + snapshot.memory) {
      array.initialize(from: old, count: vectors, parts: parts)
    }
    rule = S.rule(of: optimizer, settings)
    rule.restore(snapshot.scalars, snapshot.history)
    clock = snapshot.clock
  }

  // MARK: Memory

  var memory: OptimizerMemory {
    var memory = OptimizerMemory()
    (memory.scalars, memory.clock) = (rule.scalars(), clock)
    (memory.rates, memory.updatesPerEpoch) = (configuration.rates, updatesPerEpoch)
    for (name, slot) in zip(rule.slots, slots) { memory.arrays[name] = numbers(slot) }
    memory.history = rule.history().map { array in
      array.withUnsafeBufferPointer { numbers(UnsafePointer($0.baseAddress ?? UnsafePointer(parameters))) }
    }
    return memory
  }

  private func numbers(_ array: UnsafePointer<SIMD4<S>>) -> Vector {
    let numbers = UnsafeRawPointer(array).assumingMemoryBound(to: S.self)
    return S.vector(Array(copying: numbers, count: 4 * vectors, parts: parts))
  }

  /// Takes over what fits: arrays of the right length, and the clock of the same schedule if it is not over.
  private func resume(_ memory: OptimizerMemory, goesOn: Bool) {
    for (name, slot) in zip(rule.slots, slots) {
      guard let numbers = memory.arrays[name], numbers.count == 4 * vectors else { continue }
      for (i, value) in S.array(numbers).enumerated() { slot[i / 4][i % 4] = value }
    }
    rule.restore(memory.scalars, memory.history.map(packed))
    let isTheSame = memory.rates == configuration.rates && memory.updatesPerEpoch == updatesPerEpoch
    let isOver = configuration.rates.isOver(memory.clock, updatesPerEpoch: updatesPerEpoch)
    if isTheSame, goesOn || !isOver { clock = memory.clock }
  }

  private func packed(_ numbers: Vector) -> [SIMD4<S>] {
    let array = S.array(numbers)
    return (0..<array.count / 4).map { SIMD4(array[4 * $0..<4 * $0 + 4]) }
  }
}
