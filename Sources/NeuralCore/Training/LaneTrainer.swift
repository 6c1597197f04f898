/// Trains many nets of one shape at the same time, each in its lane of vectors over nets: for experiments with many starts.
/// The bits of each are those that a trainer gives it alone, whichever nets are beside it.
///
/// For nets that begin with an optimizer without memory, at a constant rate and without chance in their epochs. A lane whose
/// net is done takes the next one.
public final class LaneTrainer {
  /// How the training of one net ended.
  public struct Run: Sendable {
    /// The weights that it left.
    public let trained: Network
    /// Those before its last epoch, to fall back on; nil without one.
    public let before: Network?
    /// Whole epochs whose updates the weights have seen.
    public let epochs: Int
    /// Of the last epoch, before its updates.
    public let lastLoss: Double
    /// `until`, `epochs` or `diverged`.
    public let end: StopReason

    /// The same as if the updates of the last epoch had left no finite loss.
    public var fallenBack: Run {
      Run(
        trained: before ?? trained, before: nil, epochs: before == nil ? epochs : epochs - 1, lastLoss: .nan,
        end: .diverged)
    }
  }

  private enum Lanes {
    case single(NetLanes<Float>)
    case double(NetLanes<Double>)
  }

  private let nets: Lanes

  /// nil where nets of this shape, with this training, cannot be beside each other, or would gain nothing by it.
  ///
  /// - Parameters:
  ///   - data: whose rows all nets see, or, with `ownRows`, as many rows as each sees.
  ///   - ownRows: each net comes with its own rows.
  public init?(
    _ network: Network, _ configuration: TrainingConfiguration, on data: Dataset, ownRows: Bool = false,
    until threshold: LossThreshold?, machine: Machine
  ) {
    guard Self.isPlain(configuration) else { return nil }
    switch network.precision {
    case .single:
      guard let lanes = NetLanes<Float>(network, configuration, data, ownRows, threshold, machine) else {
        return nil
      }
      nets = .single(lanes)
    case .double:
      guard let lanes = NetLanes<Double>(network, configuration, data, ownRows, threshold, machine) else {
        return nil
      }
      nets = .double(lanes)
    }
  }

  /// Whether nothing but passes and the rule's step happens in an epoch.
  private static func isPlain(_ configuration: TrainingConfiguration) -> Bool {
    !configuration.shuffles && configuration.accumulate == 1 && configuration.dropout == 0
      && configuration.rates == LearningRatePlan(nil) && configuration.clip == nil
      && configuration.maxNorm == nil && configuration.frozen.isEmpty && !configuration.optimizer.searches
      && !configuration.optimizer.takesJacobian
  }

  /// How many nets there may be at the same time.
  public var lanes: Int {
    switch nets {
    case .single(let lanes): lanes.count
    case .double(let lanes): lanes.count
    }
  }

  /// What all of it takes.
  public var bytes: Int {
    switch nets {
    case .single(let lanes): lanes.bytes
    case .double(let lanes): lanes.bytes
    }
  }

  /// Puts a net into a lane, which has none.
  ///
  /// - Parameters:
  ///   - budget: the most epochs that it may have; at least 1.
  ///   - data: its rows, where each net has its own.
  public func begin(_ network: Network, budget: Int, on data: Dataset? = nil, in lane: Int) {
    switch nets {
    case .single(let lanes): lanes.begin(network, budget, data, lane)
    case .double(let lanes): lanes.begin(network, budget, data, lane)
    }
  }

  /// Runs so many epochs of every net, or fewer, until one of them is done. The lanes of those that are done are free again.
  public func run(_ most: Int) -> [(lane: Int, run: Run)] {
    switch nets {
    case .single(let lanes): lanes.run(most)
    case .double(let lanes): lanes.run(most)
    }
  }
}
