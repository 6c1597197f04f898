/// One training at work, whatever the precision of its network.
///
/// An epoch is forward, loss, backward and update over every batch; its loss is that of the passes before the updates.
/// The loop allocates nothing and looks at no clock: `run` is called for as many epochs as may pass unseen, and whoever
/// calls watches time, interrupts and conditions in between.
///
/// It holds closures over a concrete trainer, because a method that is called through a protocol is not compiled for its
/// kind of number.
public final class AnyTrainer {
  public enum End: Sendable, Equatable {
    case budget
    /// The bound held for the loss of the last epoch.
    case bound
    /// No slope of the last epoch was above the limit.
    case flat
    /// The loss was not finite: the weights are those of the last pass with a finite one.
    case diverged
    /// `stop(when:)` said so, in the middle of an epoch that was taken back.
    case stopped
  }

  private let runEpochs: (Int, LossThreshold?, Double?) -> End
  private let stepOnce: () -> Double
  private let updateOnce: () -> Update?

  private let place: (Place?) -> Place
  private let setStops: (@escaping () -> Bool) -> Void

  private let curve: () -> [LossPoint]

  private let state: () -> State
  private let network: () -> Network
  private let optimizerMemory: () -> OptimizerMemory
  private let restartFrom: (Network, Bool) -> Void
  private let noteMetric: (Double) -> Void
  private let goBack: () -> Void
  private let setGenerator: (MersenneTwister) -> Void

  struct State {
    let epochs: Int
    let firstLoss, lastLoss, rate: Double
    let generator: MersenneTwister
  }

  /// Where in its epoch a training stands: the batch that comes next, and the order of the rows; empty where they stay as
  /// they stand.
  public struct Place: Sendable, Equatable {
    public let batch: Int
    public let order: [Int]
  }

  /// One update: the rows that it saw, their loss and their gradient before it.
  public struct Update: Sendable {
    public let rows: [Int]
    public let loss: Double
    public let gradient: Vector
  }

  @inline(__always)
  init<S: Scalar>(_ trainer: Trainer<S>) {
    runEpochs = { trainer.run($0, until: $1, slopeLimit: $2) }
    stepOnce = { trainer.step() }
    updateOnce = { trainer.update() }
    place = { new in
      if let new { trainer.place = new }
      return trainer.place
    }
    curve = { trainer.losses() }
    setStops = { trainer.stops = $0 }

    state = { trainer.state }
    network = { trainer.trained }
    optimizerMemory = { trainer.memory }
    restartFrom = { trainer.restart(from: $0, keepingMemory: $1) }
    noteMetric = { trainer.note(metric: $0) }
    goBack = { trainer.fallBack() }
    setGenerator = { trainer.generator = $0 }
  }

  /// Up to `count` epochs; fewer when the bound holds, no slope is above `slopeLimit`, or the loss is not finite.
  public func run(_ count: Int, until bound: LossThreshold? = nil, slopeLimit: Double? = nil) -> End {
    runEpochs(count, bound, slopeLimit)
  }

  /// One batch, with an update if its group is complete; its loss before that. If that is not finite nothing was updated.
  public func step() -> Double { stepOnce() }

  /// One update, of as many batches as make a group; nil if their loss is not finite, and nothing was changed.
  public func update() -> Update? { updateOnce() }

  /// Where in its epoch it stands.
  public var placeInEpoch: Place { place(nil) }
  /// Goes on from a place in an epoch, if the training has such a place.
  public func resume(at new: Place) { _ = place(new) }

  /// The losses of the epochs so far, or since the last restart, thinned to at most 1024.
  public var losses: [LossPoint] { curve() }

  /// From now on epochs ask now and then whether to stop. For long ones: asking takes a small net longer than its sums.
  public func stop(when stops: @escaping () -> Bool) { setStops(stops) }

  /// The network as it is now.
  public var trained: Network { network() }
  /// Goes on from other weights, with the memory that the optimizer has or without.
  public func restart(from network: Network, keepingMemory: Bool) { restartFrom(network, keepingMemory) }
  /// What optimizer and schedule remember.
  public var memory: OptimizerMemory { optimizerMemory() }
  /// Tells a schedule that watches a figure how it stands after an epoch; less is better.
  public func note(metric: Double) { noteMetric(metric) }

  /// Goes back to before the last epoch: its updates left no finite loss.
  public func fallBack() { goBack() }

  /// Whole epochs whose updates the weights have seen.
  public var epochs: Int { state().epochs }
  /// The losses of the first and the last epoch, before their updates.
  public var firstLoss: Double { state().firstLoss }
  public var lastLoss: Double { state().lastLoss }
  /// The rate of the last update.
  public var rate: Double { state().rate }
  /// What shuffling and dropout draw from.
  public var generator: MersenneTwister {
    get { state().generator }
    set { setGenerator(newValue) }
  }
}

extension Network {
  /// A training of this network.
  ///
  /// - Parameter memory: of an optimizer with this name and network, to go on with; what does not fit is left.
  /// - Parameter goesOn: the memory is from the middle of this very training, so its schedule goes on even if it is over.
  public func training(
    _ plan: TrainingConfiguration, on data: Dataset, continuing memory: OptimizerMemory? = nil,
    goesOn: Bool = false,
    generator: MersenneTwister = MersenneTwister(seed: 0)
  ) -> AnyTrainer {
    precision == .single
      ? AnyTrainer(
        Trainer<Float>(self, plan, on: data, continuing: memory, goesOn: goesOn, generator: generator))
      : AnyTrainer(
        Trainer<Double>(self, plan, on: data, continuing: memory, goesOn: goesOn, generator: generator))
  }
}
