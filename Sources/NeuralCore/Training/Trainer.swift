/// The epoch loop for one scalar type.
final class Trainer<S: TrainableScalar> {
  typealias Target = UnsafeMutablePointer<SIMD4<S>>

  private let network: Network
  private let configuration: TrainingConfiguration
  private let pass: Workspace<S>
  private let batches: PackedBatches<S>
  private let totalRows: Int
  private var epochLoss: EpochLoss<S>
  /// What the loss of the last batch counts in that of its epoch.
  private var lastShare: S = 1
  /// Multiplications of an epoch.
  private let workOfEpoch: Int
  private let isPlain: Bool
  /// Epochs in CKernels; nil where they were not made yet, where there are none, and as soon as an update is made elsewhere.
  private var rowEpochs: RowEpochs<S>?
  private var hasRowEpochs = true
  /// Whether the loss of each epoch of a run is kept.
  var notesLosses = false
  private(set) var notedLosses: [S] = []
  private var watch: RowWatch<S>?
  private let data: Dataset
  private let machine: Machine
  /// Σ loss · share over the batches of this epoch that single updates took.
  private var totalSoFar: S = 0
  private let size: Int
  private let updater: Updater<S>
  private let start: EpochStart<S>
  private var nextBatch = 0
  /// The order of the rows in this epoch; empty without shuffling.
  private var order: [Int]
  private var shuffler = MersenneTwister.unused
  private let curve = LossCurve<S>()
  /// For rules that solve for all parameters at once; nil until the first update.
  private var equations: NormalEquations?

  /// Behind a pointer, because each use of a field of an object is checked for overlapping uses.
  private let generatorInUse: UnsafeMutablePointer<MersenneTwister>
  var generator: MersenneTwister {
    get { generatorInUse.pointee }
    set { generatorInUse.pointee = newValue }
  }
  private(set) var epochs = 0
  private var first = S.nan
  private var last = S.nan
  /// max |derivative| of this epoch.
  private var largestDerivative: S = 0

  init(
    _ network: Network, _ configuration: TrainingConfiguration, on data: Dataset,
    continuing memory: OptimizerMemory?,
    goesOn: Bool, generator: MersenneTwister, machine: Machine
  ) {
    (self.network, self.configuration, self.data, self.machine) = (network, configuration, data, machine)
    generatorInUse = .allocate(capacity: 1)
    generatorInUse.initialize(to: generator)
    order = configuration.shuffles ? Array(0..<data.rows) : []
    let size = max(1, min(configuration.batch ?? data.rows, data.rows))
    let rows = TypedDataset<S>(data)
    batches = PackedBatches(rows, size: size)
    (self.size, totalRows) = (size, data.rows)
    epochLoss = EpochLoss(configuration.objective, rows, rows: data.rows, batchSize: size)
    pass = Workspace(
      network, configuration.objective, capacity: size, dropout: configuration.dropout, on: machine)
    workOfEpoch = (0..<batches.count).reduce(0) { [pass, batches] in
      $0 + pass.work(ofBlocks: batches[$1].blocks)
    }
    isPlain = batches.count == 1 && configuration.isSteady
    updater = Updater(
      network, configuration, updatesPerEpoch: configuration.updates(ofRows: data.rows), continuing: memory,
      goesOn: goesOn, processors: machine.processors)
    start = EpochStart(updater)
    updater.passes.evaluate = { [unowned self] in evaluate() }
    updater.passes.normalEquations = { [unowned self] in normalEquations() }
    weigh()
  }

  deinit {
    generatorInUse.deinitialize(count: 1)
    generatorInUse.deallocate()
  }

  var state: AnyTrainer.State {
    AnyTrainer.State(
      epochs: epochs, firstLoss: Double(first), lastLoss: Double(last), rate: updater.rate,
      generator: generator, gradientOverflows: updater.gradientOverflows)
  }
  var lastLoss: Double { Double(last) }
  var trained: Network { updater.weights(in: network) }
  var weights: UnsafePointer<S> { UnsafePointer(updater.values) }
  var memory: OptimizerMemory { updater.memory }
  func note(metric: Double) { updater.note(metric: metric) }

  /// Polled within long epochs; the epoch that is stopped is taken back.
  var stops: (() -> Bool)? {
    get { pass.stops }
    set { pass.stops = newValue }
  }

  /// The position within the epoch, for a training that goes batch by batch.
  var place: AnyTrainer.Place {
    get { AnyTrainer.Place(batch: nextBatch, order: order, total: Double(totalSoFar)) }
    set {
      guard newValue.batch < batches.count, newValue.order.count == order.count else { return }
      (nextBatch, order, totalSoFar) = (newValue.batch, newValue.order, S(newValue.total))
      if !order.isEmpty, nextBatch > 0 { repack() }
    }
  }

  func losses() -> [LossPoint] { curve.points(upTo: epochs) }

  func step() -> Double {
    rowEpochs = nil
    return Double(nextStep(watchesGradient: false, updater.step))
  }

  /// One whole update: of the batches of a group. nil if the loss was not finite and nothing was changed, or if it was
  /// stopped; then it is of no more use.
  func update() -> AnyTrainer.Update? {
    (updater.keepsGradient, rowEpochs) = (true, nil)
    var (rows, total) = ([Int](), S.zero)
    let first = nextBatch
    while true {
      let batch = nextBatch
      let value = nextStep(watchesGradient: false, updater.step)
      guard value.isFinite, !pass.isStopped else { return nil }
      let range = batch * size..<min((batch + 1) * size, totalRows)
      rows += order.isEmpty ? Array(range) : Array(order[range])
      total += value * lastShare
      guard configuration.endsGroup(batch, of: batches.count) else { continue }
      last = epochLoss.loss(total, of: first...batch)
      return AnyTrainer.Update(
        rows: rows, loss: Double(last), epochLoss: noteUpdate(total, endsEpoch: nextBatch == 0),
        gradient: S.vector(updater.lastGradient))
    }
  }

  /// Adds the batches of an update to the epoch's.
  ///
  /// - Returns: the loss of the epoch, if that is now whole.
  private func noteUpdate(_ total: S, endsEpoch: Bool) -> Double? {
    totalSoFar += total
    guard endsEpoch else { return nil }
    epochs += 1
    defer { totalSoFar = 0 }
    return Double(epochLoss.loss(totalSoFar, of: 0...batches.count - 1))
  }

  func restart(from network: Network, keepingMemory: Bool) {
    updater.restart(from: network, keepingMemory: keepingMemory)
    start.forget()
    (nextBatch, totalSoFar, rowEpochs, first) = (0, 0, nil, .nan)
    curve.restart(at: epochs)
  }

  func run(_ count: Int, until bound: LossThreshold?, gradientTolerance: Double?) -> AnyTrainer.End {
    let limit = bound?.limit(S.self)
    let flat = gradientTolerance.map { S($0) }
    let step = updater.step
    notedLosses.removeAll(keepingCapacity: true)
    if flat == nil, count > 0, pass.stops == nil, let rowEpochs = presentRowEpochs() {
      return run(rowEpochs, count, until: limit)
    }
    rowEpochs = nil
    if isPlain, flat == nil, pass.stops == nil || !pass.mayPoll(within: workOfEpoch &* count) {
      return runPlainEpochs(count, until: limit, step)
    }
    for _ in 0..<count {
      guard let loss = runWholeEpoch(watchesGradient: flat != nil, step) else { return .stopped }

      guard loss.isFinite else { return diverge(loss) }
      last = loss
      if first.isNaN { first = loss }
      epochs += 1
      if notesLosses { notedLosses.append(loss) }
      if epochs == curve.next { curve.add(loss) }
      if let limit, limit.holds(loss) { return .bound }
      if let flat, largestDerivative <= flat { return .flat }
    }
    return .budget
  }

  /// Epochs of one pass and one update, of which nothing is to be seen or changed in between: for the small networks that
  /// most are, this is the loop that takes their time.
  private func runPlainEpochs(
    _ count: Int, until limit: LossThreshold.Limit<S>?, _ step: Updater<S>.Step
  ) -> AnyTrainer.End {
    let (rows, weights, derivatives) = (batches[0], updater.values, updater.derivatives)
    let (context, rate, penalty) = (updater.context(loss: 0), updater.rate, updater.activePenalty)
    let previous = start.weights
    let (parameters, gradient, vectors) = (context.weights, context.gradient, context.count)
    var (done, loss, end, next) = (0, S.zero, AnyTrainer.End.budget, curve.next - epochs)
    while done < count {
      pass.forward(rows, weights, &generatorInUse.pointee)
      loss = pass.loss(rows)
      guard loss.isFinite else {
        end = .diverged
        break
      }
      previous.update(from: parameters, count: vectors)
      pass.backward(rows, weights, derivatives)
      penalty?.apply(parameters, gradient, vectors, rate: rate)
      step(context, rate)
      if first.isNaN { first = loss }
      done += 1
      if notesLosses { notedLosses.append(loss) }
      if done == next {
        curve.add(loss)
        next = curve.next - epochs
      }
      if let limit, limit.holds(loss) {
        end = .bound
        break
      }
    }
    if done > 0 {
      start.note(epochs + done - 1)
      last = loss
      lastShare = rows.share
      epochs += done
      updater.noteUpdates(done)
    }
    return end == .diverged ? diverge(loss) : end
  }

  private func presentRowEpochs() -> RowEpochs<S>? {
    guard hasRowEpochs, nextBatch == 0 else { return nil }
    if let rowEpochs { return rowEpochs }
    rowEpochs =
      configuration.isSteady
      ? updater.rowEpochs(network, TypedDataset(data), epochLoss, machine, previous: start.weights)
      : nil
    hasRowEpochs = rowEpochs != nil
    rowEpochs?.look(at: watch)
    return rowEpochs
  }

  /// Whether the epochs can look at this themselves; from now on they do.
  func watch(_ new: EpochWatch) -> Bool {
    guard pass.stops == nil, let rowEpochs = presentRowEpochs(),
      let made = rowEpochs.watch(new, network, configuration.objective, on: data)
    else { return false }
    watch = made
    rowEpochs.look(at: made)
    return true
  }

  func outcomeOfWatch() -> EpochWatch.Outcome? { watch?.outcome { updater.network(network, of: $0) } }

  /// Epochs in CKernels, some at a time.
  private func run(
    _ rowEpochs: RowEpochs<S>, _ count: Int, until limit: LossThreshold.Limit<S>?
  ) -> AnyTrainer.End {
    var done = 0
    watch?.begin()
    while done < count {
      let outcome = rowEpochs.run(count - done, until: limit)
      watch?.note(after: epochs)
      if first.isNaN, outcome.epochs > 0 { first = outcome.losses[0] }
      curve.add(outcome.losses, after: epochs, count: outcome.epochs)
      if notesLosses {
        notedLosses.append(contentsOf: UnsafeBufferPointer(start: outcome.losses, count: outcome.epochs))
      }
      epochs += outcome.epochs
      done += outcome.epochs
      updater.noteUpdates(outcome.epochs * batches.count)
      if outcome.epochs > 0 {
        start.note(epochs - 1)
        last = outcome.losses[outcome.epochs - 1]
        lastShare = batches[batches.count - 1].share
      }
      if outcome.end == .diverged {
        if outcome.isWithin { start.note(epochs) }
        return diverge(outcome.losses[outcome.epochs])
      }
      if outcome.end != .budget { return outcome.end }
    }
    return .budget
  }

  /// nil if it was stopped: then all is as it was before.
  @inline(__always)
  private func runWholeEpoch(watchesGradient: Bool, _ step: Updater<S>.Step) -> S? {
    pass.isStopped = false
    let searches = configuration.optimizer.searches
    guard pass.stops != nil, searches || pass.mayPoll(within: workOfEpoch) else {
      return runEpoch(watchesGradient: watchesGradient, step)
    }
    // One update whose gradient is not there yet has changed nothing.
    let begun = generator
    if batches.count > 1 || searches, !start.takeSnapshot(isBegin: nextBatch == 0, pass.stops) {
      pass.forgetPasses()
      return nil
    }
    defer { start.dropSnapshot() }
    let loss = runEpoch(watchesGradient: watchesGradient, step)
    guard pass.isStopped else { return loss }
    pass.forgetPasses()
    start.restoreSnapshot()
    (generator, nextBatch) = (begun, 0)
    return nil
  }

  private func runEpoch(watchesGradient: Bool, _ step: Updater<S>.Step) -> S {
    largestDerivative = 0
    if batches.count == 1, order.isEmpty { return nextStep(watchesGradient: watchesGradient, step) }
    var total: S = 0
    for _ in 0..<batches.count {
      let value = nextStep(watchesGradient: watchesGradient, step)
      total += value * lastShare
      if pass.isStopped { break }
    }
    return total / epochLoss.divisor
  }

  /// One batch. Keeps the weights as they were before the first one of an epoch, but only if their loss is finite.
  private func nextStep(watchesGradient: Bool, _ step: Updater<S>.Step) -> S {
    if nextBatch == 0, !order.isEmpty { shuffle() }
    let rows = batches[nextBatch]
    lastShare = rows.share
    pass.forward(rows, updater.values, &generatorInUse.pointee)
    if pass.isStopped { return .nan }
    let value = pass.loss(rows)
    if value.isFinite {
      if nextBatch == 0 { start.keep(epochs) }
      update(rows, value, watchesGradient: watchesGradient, step)
    }
    nextBatch = nextBatch + 1 == batches.count ? 0 : nextBatch + 1
    return value
  }

  private func update(
    _ rows: PackedBatch<S>, _ value: S, watchesGradient: Bool, _ step: Updater<S>.Step
  ) {
    pass.backward(rows, updater.values, updater.derivatives)
    if pass.isStopped { return }
    updater.clearFrozenDerivatives()
    if watchesGradient { largestDerivative = max(largestDerivative, updater.largestDerivative) }
    guard
      configuration.accumulate == 1
        || updater.collect(configuration.group(with: nextBatch, of: batches.count))
    else { return }
    updater.update(loss: value, with: step)
  }

  /// Loss and gradient of the batch at hand once more, at the weights as they are.
  private func evaluate() -> S {
    let rows = batches[nextBatch]
    pass.forward(rows, updater.values, &generatorInUse.pointee)
    let value = pass.loss(rows)
    pass.backward(rows, updater.values, updater.derivatives)
    updater.clearFrozenDerivatives()
    return value
  }

  /// Of the batch at hand, whose forward pass was the last.
  private func normalEquations() -> NormalEquations? {
    let loss = configuration.objective.loss
    guard case .leastSquares(let factor)? = loss.fit else { return nil }
    let rows = batches[nextBatch]
    let equations = self.equations ?? NormalEquations(count: network.parameters.count)
    self.equations = equations
    let divisor = loss.reduction == .sum ? 1 : Double(rows.rows * network.outputs)
    pass.fill(
      equations, rows, updater.values, weight: factor / divisor, frozen: Set(configuration.frozen))
    return pass.isStopped ? nil : equations
  }

  private func shuffle() {
    generatorInUse.pointee.shuffle(&order, with: &shuffler)
    repack()
  }

  private func repack() {
    batches.repack(order)
    if epochLoss.dependsOnOrder { weigh() }
  }

  /// Gives the batches their shares in the loss of the epoch.
  private func weigh() {
    if !order.isEmpty { epochLoss.weigh(order) }
    batches.weigh(epochLoss.shares)
  }

  /// Goes back to before the last epoch, whose updates left no finite loss.
  func fallBack() { _ = diverge(.nan) }

  private func diverge(_ loss: S) -> AnyTrainer.End {
    last = loss
    if let before = start.goBack() { epochs = before }
    return .diverged
  }
}
