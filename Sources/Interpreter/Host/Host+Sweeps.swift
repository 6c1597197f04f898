import Experiments

extension Host {
  /// How the runs of sweeps are shared between processes, and where they go.
  public struct Sweeps: Sendable {
    /// The machine's name, as ledgers have it; nil where it has none.
    public var machine: String?
    /// Asked as a sweep begins, in the order in which they begin: what is done of it here.
    ///
    /// - Parameter ledger: where the statement says that its runs go, a path; nil for nowhere.
    public var order: @Sendable (_ ledger: String?) -> Order
    /// Polled between runs: is the process to end, so that no further run is begun? Those that have begun go on.
    public var isEnding: @Sendable () -> Bool

    /// What is done of a sweep.
    public enum Order: Sendable {
      /// What its statement says.
      case asWritten
      /// Nothing: another process makes it.
      case passedOver
      /// Some of its runs, into a ledger that is begun or gone on with.
      case share(SweepShare, ledger: String, origin: SweepOrigin)
      /// Nothing, since its ledger may not be written, for a reason and with what to do.
      case refused(ledger: String, reason: String, advice: [String])
    }

    /// Without arguments: statements say all, and nothing ends the process.
    public init(
      machine: String? = nil, order: @escaping @Sendable (String?) -> Order = { _ in .asWritten },
      isEnding: @escaping @Sendable () -> Bool = { false }
    ) {
      (self.machine, self.order, self.isEnding) = (machine, order, isEnding)
    }
  }
}
