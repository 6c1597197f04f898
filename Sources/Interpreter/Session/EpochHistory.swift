import NeuralCore

/// The way of a net since its weights were drawn: whatever brings back any epoch of it, bit for bit.
///
/// States are kept as a training runs: all there is to go on from an epoch. The epochs between two of them are computed
/// again, which gives the same bits. So the number of states only decides how long that takes; it is bounded by their
/// memory, and when that is full every second one goes.
struct EpochHistory: Sendable {
  /// The most that states may take.
  static let bound = 64_000_000
  private static let mostStates = 256

  /// A net after an epoch, with what the next epochs depend on.
  final class State: Sendable {
    let epoch: Int
    let network: Network
    let optimizer: OptimizerState?
    let generator: MersenneTwister

    init(
      epoch: Int, network: Network, optimizer: OptimizerState?, generator: MersenneTwister
    ) {
      (self.epoch, self.network, self.optimizer, self.generator) = (epoch, network, optimizer, generator)
    }

    /// The same, said to be of the middle of its training or not.
    func midway(_ isMidway: Bool) -> State {
      guard var use = optimizer, use.isMidway != isMidway else { return self }
      use.isMidway = isMidway
      return State(epoch: epoch, network: network, optimizer: use, generator: generator)
    }

    var bytes: Int {
      let memory = optimizer?.memory
      let arrays = (memory?.arrays.count ?? 0) + (memory?.history.count ?? 0)
      return network.precision.bytes * network.parameters.count * (1 + arrays) + 3000
    }
  }

  /// Epochs that one plan trained, without anything else in between.
  struct Stretch: Sendable {
    let plan: TrainingConfiguration
    let data: Dataset
    /// What a schedule watches that waits for a plateau.
    let watched: WatchedMetric
    /// The first is where it begins; ascending.
    var states: [State]
    var end: Int
    /// By epochs since `init`.
    var losses: [LossPoint] = []

    var begin: Int { states[0].epoch }

    mutating func cut(after epoch: Int) {
      let begin = begin
      states.removeAll { $0.epoch > max(epoch, begin) }
      losses.removeAll { $0.epoch > epoch }
      end = min(end, max(epoch, begin))
    }
  }

  private(set) var stretches: [Stretch] = []

  var states: [State] { stretches.flatMap(\.states) }
  var first: Int? { stretches.first?.begin }
  var last: Int? { stretches.last?.end }
  /// A state of this size can be kept at all.
  static func keeps(_ bytes: Int) -> Bool { 2 * bytes <= bound }

  // MARK: Keeping

  /// Trains on from a state: the epochs after it are forgotten.
  mutating func begin(_ stretch: Stretch) {
    guard Self.keeps(stretch.states[0].bytes) else {
      stretches = []
      return
    }
    forget(after: stretch.begin)
    stretches.append(stretch)
    thin()
  }

  mutating func keep(_ state: State) {
    guard let last = stretches.indices.last, state.epoch > stretches[last].states.last?.epoch ?? .max,
      Self.keeps(state.bytes)
    else { return }
    stretches[last].states.append(state)
    stretches[last].end = max(stretches[last].end, state.epoch)
    thin()
  }

  /// The last stretch reaches to this epoch.
  mutating func end(at epoch: Int, _ losses: [LossPoint]) {
    guard let last = stretches.indices.last else { return }
    stretches[last].cut(after: epoch)
    (stretches[last].end, stretches[last].losses) = (max(stretches[last].begin, epoch), losses)
  }

  private mutating func forget(after epoch: Int) {
    while let last = stretches.last, last.begin > epoch { stretches.removeLast() }
    guard let last = stretches.indices.last, stretches[last].end > epoch else { return }
    stretches[last].cut(after: epoch)
  }

  /// Lets every second state go where there are too many, but for those with which a stretch begins; then whole stretches,
  /// the oldest first.
  private mutating func thin() {
    while isFull, stretches.contains(where: { $0.states.count > 1 }) {
      for k in stretches.indices where stretches[k].states.count > 1 {
        let states = stretches[k].states
        stretches[k].states = states.indices.filter { $0 % 2 == 0 }.map { states[$0] }
      }
    }
    while isFull, stretches.count > 1 { stretches.removeFirst() }
  }

  private var isFull: Bool {
    bytes > Self.bound || stretches.reduce(0) { $0 + $1.states.count } > Self.mostStates
  }

  var bytes: Int { states.reduce(0) { $0 + $1.bytes } }

  /// Where the last training began.
  var lastBegin: State? { stretches.last?.states.first }

  /// The losses of the whole way.
  var losses: [LossPoint] { stretches.flatMap(\.losses) }

  // MARK: Going there

  /// The state after an epoch, computed again from the last one kept before it.
  ///
  /// - Returns: nil if the epoch is not part of the way, or it was interrupted.
  func state(at epoch: Int, isInterrupted: () -> Bool) -> State? {
    guard let stretch = stretches.last(where: { $0.begin <= epoch && epoch <= $0.end }),
      let kept = stretch.states.last(where: { $0.epoch <= epoch })
    else { return nil }
    return stretch.replayed(from: kept, to: epoch, isInterrupted: isInterrupted)
      .map { $0.midway(epoch < stretch.end) }
  }
}

extension EpochHistory.Stretch {
  fileprivate func replayed(
    from state: EpochHistory.State, to epoch: Int, isInterrupted: () -> Bool
  ) -> EpochHistory.State? {
    guard state.epoch < epoch else { return state }
    let use = state.optimizer
    let training = state.network.training(
      plan, on: data, continuing: use?.optimizer == plan.optimizer ? use?.memory : nil,
      goesOn: state.epoch > begin || use?.isMidway == true, generator: state.generator)
    let isWatched = plan.rates.schedule?.isAdaptive == true
    while state.epoch + training.epochs < epoch {
      if isInterrupted() { return nil }

      let rest = epoch - state.epoch - training.epochs
      // In pieces, so that it can be interrupted.
      guard training.run(isWatched ? 1 : min(rest, pieceOfWork)) != .diverged else { return nil }
      if isWatched { watched.note(training) }
    }
    return EpochHistory.State(
      epoch: epoch, network: training.trained,
      optimizer: OptimizerState(
        optimizer: plan.optimizer, settings: plan.settings, memory: training.memory, isMidway: true),
      generator: training.generator)
  }

  /// Epochs that take some milliseconds.
  private var pieceOfWork: Int {
    max(1, 5_000_000 / max(1, states[0].network.parameters.count * data.rows))
  }
}

/// The metric that a plateau schedule watches, after each epoch.
struct WatchedMetric: Sendable {
  let name: String
  let validation: Dataset?
  let training: Dataset
  let objective: Objective

  /// Tells the schedule the value of the metric; for `loss`, that of the epoch itself.
  func note(_ training: AnyTrainer) {
    guard name != "loss" else { return training.note(metric: training.lastLoss) }
    let network = training.trained
    let data = name.hasPrefix("val.") ? validation ?? self.training : self.training
    if name.hasSuffix("accuracy") {
      guard let right = Confusion(network.outputs(for: data), data)?.right else { return }
      training.note(metric: -Double(right) / Double(data.rows))
    } else {
      training.note(metric: network.precision.decimal(network.loss(objective, on: data)))
    }
  }
}
