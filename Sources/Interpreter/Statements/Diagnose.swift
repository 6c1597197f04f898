import Diagnosing
import Language
import NeuralCore

/// `diagnose`, and the short form that a `train` says which misses its target.
extension Executor {
  /// Epochs times rows times parameters that trials may take: about a second.
  private static let work = 1e9
  /// For the short form: about a 50th of a second, and no more than the training itself.
  private static let shortWork = 2e7

  mutating func diagnose(_ options: GivenOptions<LossOption>) throws(Diagnostic) {
    try choose({ options[$0] }, try session.requireNetwork())
    let (network, isFallback) = try diagnosed()
    if isFallback { try use(try session.dataOrFallback(network).0, isFallback: true) }
    emit(.diagnosis(try diagnosis(work: Self.work, enough: 4), isShort: false))
  }

  /// After a `train` that missed: what is wrong, if something is known.
  func diagnoseShortly() {
    // Nobody should have to wait for it after a long training.
    guard !session.passIsLong else { return emit(.note("  `diagnose` looks for the reason.")) }
    guard let found = try? diagnosis(work: Self.shortWork, enough: 1), found.verdict != .arrived
    else { return }
    emit(.diagnosis(found, isShort: true))
  }

  private func diagnosed() throws(Diagnostic) -> (Network, isFallback: Bool) {
    let network = try session.requireNetwork()
    guard session.model.hasWeights else {
      throw Diagnostic(
        .unavailableMetric, "all weights are 0: there is nothing to diagnose yet",
        help: ["Draw some: init torch"])
    }
    let (_, isFallback) = try session.dataOrFallback(network)
    return (network, isFallback)
  }

  private func diagnosis(work: Double, enough: Int) throws(Diagnostic) -> Diagnosis {
    let (network, data) = try session.networkAndData()
    try session.checkTargets(of: data)
    let view = try host.interruptibly { (stop) throws(Interrupted) in
      try ModelAnalysis(network, session.objective, on: data, stop)
    }
    var diagnoser = Diagnoser(self, view, lastRequest(), work: work, enough: enough) {
      (copy, statement) throws(Diagnostic) in try copy.run(statement)
    }
    return try diagnoser.result()
  }
}
