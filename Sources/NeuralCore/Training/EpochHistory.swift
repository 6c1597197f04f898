/// The epochs of a network since its weights were drawn, each of which can be brought back bit for bit.
///
/// States are kept as a training runs: all that is needed to go on from an epoch. The epochs between two states are
/// replayed, which gives the same bits. So the number of states only decides how long that takes; their memory is
/// bounded, and when it is full every second one is dropped.
public struct EpochHistory: Sendable {
  /// The most that states may take.
  public static let bound = 64_000_000
  private static let mostStates = 256

  /// A net after an epoch, with what the next epochs depend on.
  public final class State: Sendable {
    /// Epochs since the weights were drawn.
    public let epoch: Int
    /// After the epoch.
    public let network: Network
    /// nil before the first update.
    public let optimizer: OptimizerState?
    /// What shuffling and dropout draw from.
    public let generator: MersenneTwister
    /// What the generator was last seeded with; nil if it never was.
    public let seed: Int64?

    /// What the next epochs depend on.
    public init(
      epoch: Int, network: Network, optimizer: OptimizerState?, generator: MersenneTwister, seed: Int64?
    ) {
      (self.epoch, self.network, self.optimizer) = (epoch, network, optimizer)
      (self.generator, self.seed) = (generator, seed)
    }

    /// The same, said to be of the middle of its training or not.
    func midway(_ isMidway: Bool) -> State {
      guard var use = optimizer, use.isMidway != isMidway else { return self }
      use.isMidway = isMidway
      return State(epoch: epoch, network: network, optimizer: use, generator: generator, seed: seed)
    }

    /// About how much memory it takes.
    public var bytes: Int {
      let memory = optimizer?.memory
      let arrays = (memory?.arrays.count ?? 0) + (memory?.history.count ?? 0)
      return network.precision.bytes * network.parameters.count * (1 + arrays) + 3000
    }
  }

  /// Epochs that one configuration trained, without anything else in between.
  public struct Stretch: Sendable {
    /// What stays the same over all of them: behind a reference, since stretches are copied and moved often.
    private final class Terms: Sendable {
      let configuration: TrainingConfiguration
      let data: Dataset
      let watched: WatchedMetric

      init(_ configuration: TrainingConfiguration, _ data: Dataset, _ watched: WatchedMetric) {
        (self.configuration, self.data, self.watched) = (configuration, data, watched)
      }
    }

    private let terms: Terms
    /// The first is where it begins; ascending.
    public internal(set) var states: [State]
    /// The last epoch.
    public internal(set) var end: Int
    /// By epochs since `init`.
    public internal(set) var losses: [LossPoint] = []

    /// The epochs that follow a state.
    public init(
      _ configuration: TrainingConfiguration, on data: Dataset, watching watched: WatchedMetric,
      from state: State
    ) {
      terms = Terms(configuration, data, watched)
      (states, end) = ([state], state.epoch)
    }

    /// How the epochs were trained.
    public var configuration: TrainingConfiguration { terms.configuration }
    /// On which they were trained.
    public var data: Dataset { terms.data }
    /// What a plateau schedule watches.
    var watched: WatchedMetric { terms.watched }

    /// The epoch from which it starts.
    public var begin: Int { states[0].epoch }

    /// - Returns: the states that went.
    mutating func cut(after epoch: Int) -> ArraySlice<State> {
      let last = max(epoch, begin)
      let kept = (states.lastIndex { $0.epoch <= last } ?? 0) + 1
      let gone = states[kept...]
      states.removeSubrange(kept...)
      losses.removeAll { $0.epoch > epoch }
      end = min(end, last)
      return gone
    }

    /// Lets every second state go.
    ///
    /// - Returns: the states that went.
    mutating func thin() -> [State] {
      let gone = states.indices.filter { $0 % 2 == 1 }.map { states[$0] }
      states = states.indices.filter { $0 % 2 == 0 }.map { states[$0] }
      return gone
    }
  }

  /// In the order of their epochs, without gaps.
  public private(set) var stretches: [Stretch] = []
  /// About how much memory the states take; kept up to date, since it is asked for after every statement.
  public private(set) var bytes = 0
  /// Of all stretches.
  public private(set) var stateCount = 0

  /// A history without epochs.
  public init() {}

  /// All states that are kept.
  public var states: [State] { stretches.flatMap(\.states) }
  /// The first and the last epoch that can be brought back.
  public var first: Int? { stretches.first?.begin }
  /// The last epoch that can be gone to; nil without any.
  public var last: Int? { stretches.last?.end }
  /// By which an epoch was trained, as the optimizer of its state is the one that trained it; of the first, by which the next
  /// one was.
  public func objective(at epoch: Int) -> Objective? {
    let made =
      stretches.first { $0.begin < epoch && epoch <= $0.end } ?? stretches.first { $0.begin == epoch }
    return made?.configuration.objective
  }

  /// The weights that were frozen where the training after an epoch began, or in it.
  public func frozen(at epoch: Int) -> [Int]? {
    stretches.last { $0.begin <= epoch && epoch <= $0.end }?.configuration.frozen
  }

  /// A state of this size can be kept at all.
  public static func keeps(_ bytes: Int) -> Bool { 2 * bytes <= bound }

  // MARK: Keeping

  /// Trains on from a state: the epochs after it are forgotten.
  public mutating func begin(_ stretch: Stretch) {
    guard Self.keeps(stretch.states[0].bytes) else {
      self = EpochHistory()
      return
    }
    forget(after: stretch.begin)
    stretches.append(stretch)
    count(stretch.states)
    thin()
  }

  /// Keeps a state of the last stretch.
  public mutating func keep(_ state: State) {
    guard let last = stretches.indices.last, state.epoch > stretches[last].states.last?.epoch ?? .max,
      Self.keeps(state.bytes)
    else { return }
    stretches[last].states.append(state)
    count([state])
    stretches[last].end = max(stretches[last].end, state.epoch)
    thin()
  }

  /// The last stretch reaches to this epoch.
  public mutating func end(at epoch: Int, _ losses: [LossPoint]) {
    guard let last = stretches.indices.last else { return }
    discount(stretches[last].cut(after: epoch))
    (stretches[last].end, stretches[last].losses) = (max(stretches[last].begin, epoch), losses)
  }

  /// Nothing after this epoch can be gone to any more.
  public mutating func forget(after epoch: Int) {
    while let last = stretches.last, last.begin > epoch { discount(stretches.removeLast().states) }
    guard let last = stretches.indices.last, stretches[last].end > epoch else { return }
    discount(stretches[last].cut(after: epoch))
  }

  private mutating func count(_ states: some Collection<State>) {
    stateCount += states.count
    bytes += states.reduce(0) { $0 + $1.bytes }
  }

  private mutating func discount(_ states: some Collection<State>) {
    stateCount -= states.count
    bytes -= states.reduce(0) { $0 + $1.bytes }
  }

  /// Lets every second state go where there are too many, but for those with which a stretch begins; then whole stretches,
  /// the oldest first.
  private mutating func thin() {
    while isFull, stateCount > stretches.count {
      for k in stretches.indices where stretches[k].states.count > 1 { discount(stretches[k].thin()) }
    }
    while isFull, stretches.count > 1 { discount(stretches.removeFirst().states) }
  }

  private var isFull: Bool { bytes > Self.bound || stateCount > Self.mostStates }

  /// Where the last training began.
  public var lastBegin: State? { stretches.last?.states.first }

  /// The losses of the whole way.
  public var losses: [LossPoint] { stretches.flatMap(\.losses) }

  // MARK: Going there

  /// Shows every epoch of the way in order, each computed again: the network after it, and its loss before the updates; of
  /// the first state, which no epoch here has made, without a loss.
  ///
  /// - Returns: false if an epoch could not be computed again.
  public func visit(
    _ stop: StopSignal = .never,
    _ body: (_ epoch: Int, _ network: Network, _ loss: Double?) throws(Interrupted) -> Void
  ) throws(Interrupted) -> Bool {
    for (k, stretch) in stretches.enumerated() {
      let start = stretch.states[0]
      // An epoch that two trainings share is where the later one began: weights may have been set in between.
      func network(_ epoch: Int, _ trained: @autoclosure () -> Network) -> Network {
        guard epoch == stretch.begin || epoch == stretch.end else { return trained() }
        return stretches[(k + 1)...].last { $0.begin == epoch }?.states[0].network ?? trained()
      }
      if k == 0 { try body(start.epoch, network(start.epoch, start.network), nil) }
      let last = try stretch.replayed(from: start, to: stretch.end, stop, isShown: true) {
        (training) throws(Interrupted) in
        let epoch = start.epoch + training.epochs
        try body(epoch, network(epoch, training.trained), training.lastLoss)
      }
      if last == nil { return false }
    }
    return true
  }

  /// The epoch whose weights have the best value of a metric, the first of equal ones, and that value.
  ///
  /// - Returns: nil if the metric has no value.
  public func best(
    of metric: WatchedMetric, _ stop: StopSignal = .never
  ) throws(Interrupted) -> (epoch: Int, value: Double)? {
    var best: (epoch: Int, value: Double)?
    let isWhole = try visit(stop) { (epoch, network, _) throws(Interrupted) in
      guard let value = try metric.value(of: network, stop), !value.isNaN else { return }
      if best.map({ metric.isBetter(value, than: $0.value) }) ?? true { best = (epoch, value) }
    }
    return isWhole ? best : nil
  }

  /// The state after an epoch, computed again from the last one kept before it.
  ///
  /// - Returns: nil if the epoch is not part of the way.
  public func state(at epoch: Int, _ stop: StopSignal = .never) throws(Interrupted) -> State? {
    guard let stretch = stretches.last(where: { $0.begin <= epoch && epoch <= $0.end }),
      let kept = stretch.states.last(where: { $0.epoch <= epoch })
    else { return nil }
    return try stretch.replayed(from: kept, to: epoch, stop)
      .map { $0.midway(epoch < stretch.end) }
  }
}

extension EpochHistory.Stretch {
  /// - Parameter isShown: whether `observe` is told of every epoch.
  fileprivate func replayed(
    from state: EpochHistory.State, to epoch: Int, _ stop: StopSignal, isShown: Bool = false,
    observe: (AnyTrainer) throws(Interrupted) -> Void = { (_) throws(Interrupted) in }
  ) throws(Interrupted) -> EpochHistory.State? {
    guard state.epoch < epoch else { return state }
    let use = state.optimizer
    let training = state.network.training(
      configuration, on: data, continuing: use?.optimizer == configuration.optimizer ? use?.memory : nil,
      goesOn: state.epoch > begin || use?.isMidway == true, generator: state.generator)
    let isWatched = configuration.rates.isAdaptive
    if state.network.parameters.count * data.rows > TrainingRules.longPass {
      training.stop { stop.isGiven }
    }
    while state.epoch + training.epochs < epoch {
      try stop.check()

      let rest = epoch - state.epoch - training.epochs
      // In pieces, so that it can be interrupted.
      switch training.run(isWatched || isShown ? 1 : min(rest, pieceOfWork)) {
      case .diverged: return nil
      case .stopped: throw Interrupted()
      case .budget, .bound, .flat, .patience: break
      }
      if isWatched { try watched.note(training, stop) }
      if isShown { try observe(training) }
    }
    return EpochHistory.State(
      epoch: epoch, network: training.trained,
      optimizer: OptimizerState(
        optimizer: configuration.optimizer, settings: configuration.settings, memory: training.memory,
        isMidway: true),
      generator: training.generator, seed: state.seed)
  }

  /// Epochs that take some milliseconds.
  private var pieceOfWork: Int {
    max(1, 5_000_000 / max(1, states[0].network.parameters.count * data.rows))
  }
}
