/// How far a schedule has come.
public struct ScheduleClock: Sendable, Equatable {
  /// Updates so far.
  public var updates = 0
  /// For a schedule that watches a figure: its factor so far, the best figure, and the epochs since.
  public var reduction = 1.0
  /// The best value of the watched metric; nil before the first.
  public var best: Double?
  /// Epochs since then.
  public var waited = 0

  /// A clock that has not begun.
  public init() {}

  /// Takes note of the figure after an epoch: better is less by more than a 10,000th of the best. A reduction by less than 10⁻⁸ of the rate `lr` is left out, as in PyTorch.
  mutating func note(_ metric: Double, patience: Int, factor: Double, lr: Double) {
    let isBetter = best.map { metric < $0 - $0.magnitude * 1e-4 } ?? true
    if isBetter { (best, waited) = (metric, 0) } else { waited += 1 }
    guard waited > patience else { return }
    waited = 0
    if lr * reduction * (1 - factor) > 1e-8 { reduction *= factor }
  }
}
