/// A trainer of a network of either precision.
///
/// An epoch is forward, loss, backward and update over every batch; its loss is that of the passes before the updates.
/// The loop allocates nothing and reads no clock: the caller runs it for as many epochs as it can leave unobserved and
/// checks time, interrupts and conditions in between (`TrainingLoop` does).
///
/// It holds closures over a concrete trainer because a method called through a protocol is not specialized.
public final class AnyTrainer {
  /// Why `run` came to an end.
  public enum End: Sendable, Equatable {
    case budget
    /// The threshold held for the loss of the last epoch.
    case bound
    /// No derivative of the last epoch was above the tolerance.
    case flat
    /// The loss was not finite: the weights are those of the last epoch with a finite loss.
    case diverged
    /// What is watched has had no new best for as many epochs as its patience has.
    case patience
    /// `stop(when:)` said so within an epoch, which was taken back.
    case stopped
  }

  private let runEpochs: (Int, LossThreshold?, Double?) -> End
  private let stepOnce: () -> Double
  private let updateOnce: () -> Update?

  private let setNotes: (Bool) -> Void
  private let noted: () -> [Double]
  private let setWatch: (EpochWatch) -> Bool
  private let outcomeOfWatch: () -> EpochWatch.Outcome?
  private let place: (Place?) -> Place
  private let setStops: (@escaping () -> Bool) -> Void

  private let curve: () -> [LossPoint]

  private let state: () -> State
  /// Apart from the state, since they are asked for after every epoch.
  private let epochCount: () -> Int
  private let loss: () -> Double
  private let network: () -> Network
  private let weightsInUse: () -> UnsafeRawPointer
  private let optimizerMemory: () -> OptimizerMemory
  private let restartFrom: (Network, Bool) -> Void
  private let noteMetric: (Double) -> Void
  private let goBack: () -> Void
  private let setGenerator: (MersenneTwister) -> Void
  /// What was asked for since the trainer last went on: at the end of a training several ask, and of a large net each copy
  /// takes long.
  private var copies: (network: Network?, memory: OptimizerMemory?)

  struct State {
    let epochs: Int
    let firstLoss, lastLoss, rate: Double
    let generator: MersenneTwister
    let gradientOverflows: Bool
  }

  /// A position within an epoch: the next batch, and the order of the rows; empty without shuffling.
  public struct Place: Sendable, Equatable {
    /// The batch that comes next.
    public let batch: Int
    /// Of the rows; empty without shuffling.
    public let order: [Int]
    /// What the losses of the batches before it add up to, each counted as its share of the epoch's loss.
    public let total: Double

    /// A position to go on from.
    public init(batch: Int, order: [Int], total: Double) {
      (self.batch, self.order, self.total) = (batch, order, total)
    }
  }

  /// One update: the rows it saw, and their loss and gradient before it.
  public struct Update: Sendable {
    /// Counted from 0.
    public let rows: [Int]
    /// Over these rows, before the update.
    public let loss: Double
    /// Over the epoch, each batch before its update, if the epoch ends with this one.
    public let epochLoss: Double?
    /// Before the update, one number a parameter.
    public let gradient: Vector
  }

  @inline(__always)
  init<S: TrainableScalar>(_ trainer: Trainer<S>) {
    runEpochs = { trainer.run($0, until: $1, gradientTolerance: $2) }
    stepOnce = { trainer.step() }
    updateOnce = { trainer.update() }
    (setNotes, noted) = ({ trainer.notesLosses = $0 }, { trainer.notedLosses.map { Double($0) } })
    (setWatch, outcomeOfWatch) = ({ trainer.watch($0) }, { trainer.outcomeOfWatch() })
    place = { new in
      if let new { trainer.place = new }
      return trainer.place
    }
    curve = { trainer.losses() }
    setStops = { trainer.stops = $0 }

    state = { trainer.state }
    (epochCount, loss) = ({ trainer.epochs }, { trainer.lastLoss })
    network = { trainer.trained }
    weightsInUse = { UnsafeRawPointer(trainer.weights) }
    optimizerMemory = { trainer.memory }
    restartFrom = { trainer.restart(from: $0, keepingMemory: $1) }
    noteMetric = { trainer.note(metric: $0) }
    goBack = { trainer.fallBack() }
    setGenerator = { trainer.generator = $0 }
  }

  /// Runs up to `count` epochs; fewer when the threshold holds, no derivative is above `gradientTolerance`, or the loss is
  /// not finite.
  public func run(_ count: Int, until bound: LossThreshold? = nil, gradientTolerance: Double? = nil) -> End {
    copies = (nil, nil)
    return runEpochs(count, bound, gradientTolerance)
  }

  /// Keeps the loss of each epoch of a run, until the next run.
  func noteLosses() { setNotes(true) }

  /// Of the whole epochs of the last run, if they are kept.
  var lossesOfRun: [Double] { noted() }

  /// From now on the epochs themselves look at this, where they can. If so, those that could not run no more.
  ///
  /// - Returns: whether they can.
  func watch(_ watch: EpochWatch) -> Bool { setWatch(watch) }

  /// What the watch has seen in the last run.
  var watched: EpochWatch.Outcome? { outcomeOfWatch() }

  /// One batch, with an update if its group is complete. Returns its loss before that; if that is not finite, nothing was
  /// updated.
  public func step() -> Double {
    copies = (nil, nil)
    return stepOnce()
  }

  /// One update, of as many batches as make a group; nil if their loss is not finite, and nothing was changed.
  public func update() -> Update? {
    copies = (nil, nil)
    return updateOnce()
  }

  /// The position within the epoch.
  public var placeInEpoch: Place { place(nil) }
  /// Goes on from a place in an epoch, if the training has such a place.
  public func resume(at new: Place) { _ = place(new) }

  /// The losses of the epochs so far, or since the last restart, thinned to at most 1024.
  public var losses: [LossPoint] { curve() }

  /// From now on epochs poll `stops`. For long epochs only: polling takes a small network longer than its arithmetic.
  public func stop(when stops: @escaping () -> Bool) { setStops(stops) }

  /// The network as it is now.
  public var trained: Network {
    if let copy = copies.network { return copy }
    let copy = network()
    copies.network = copy
    return copy
  }
  /// Its parameters where they are, in its precision; until it goes on.
  var weights: UnsafeRawPointer { weightsInUse() }
  /// Goes on from other weights, with the memory that the optimizer has or without.
  public func restart(from network: Network, keepingMemory: Bool) {
    copies = (nil, nil)
    restartFrom(network, keepingMemory)
  }
  /// What optimizer and schedule remember.
  public var memory: OptimizerMemory {
    if let copy = copies.memory { return copy }
    let copy = optimizerMemory()
    copies.memory = copy
    return copy
  }
  /// Tells a schedule that watches a metric its value after an epoch; less is better.
  public func note(metric: Double) {
    copies.memory = nil
    noteMetric(metric)
  }

  /// Goes back to before the last epoch: its updates left no finite loss.
  public func fallBack() {
    copies = (nil, nil)
    goBack()
  }

  /// Whole epochs whose updates the weights have seen.
  public var epochs: Int { epochCount() }
  /// The losses of the first and the last epoch, before their updates; the first is that since the last restart, NaN where
  /// there was none.
  public var firstLoss: Double { state().firstLoss }
  /// Of the last epoch, before its updates.
  public var lastLoss: Double { loss() }
  /// The learning rate of the last update.
  public var rate: Double { state().rate }
  /// `clip norm` met a gradient whose length is beyond the precision, and made it 0.
  public var gradientOverflows: Bool { state().gradientOverflows }
  /// What shuffling and dropout draw from.
  public var generator: MersenneTwister {
    get { state().generator }
    set { setGenerator(newValue) }
  }
}

extension Network {
  /// A trainer that starts from this network.
  ///
  /// - Parameter memory: of an optimizer with this name and network, to go on with; what does not fit is left.
  /// - Parameter machine: what the epochs run on.
  /// - Parameter goesOn: the memory is from the middle of this very training, so its schedule goes on even if it is over.
  public func training(
    _ configuration: TrainingConfiguration, on data: Dataset, continuing memory: OptimizerMemory? = nil,
    goesOn: Bool = false,
    generator: MersenneTwister = MersenneTwister(seed: 0), machine: Machine = Machine()
  ) -> AnyTrainer {
    precision == .single
      ? AnyTrainer(
        Trainer<Float>(
          self, configuration, on: data, continuing: memory, goesOn: goesOn, generator: generator,
          machine: machine))
      : AnyTrainer(
        Trainer<Double>(
          self, configuration, on: data, continuing: memory, goesOn: goesOn, generator: generator,
          machine: machine))
  }
}
