import Language
import NeuralCore

/// `score`.
extension Executor {
  mutating func score(_ options: GivenOptions<LossOption>) throws(Diagnostic) {
    try choose({ options[$0] }, try session.requireNetwork())
    let (network, data) = try networkAndDataOrFallback()
    try session.checkTargets(of: data)
    var reports: [ScoreReport] = []
    for part in Part.allCases {
      guard let rows = session.data.parts[part] else { continue }
      reports.append(report(network, rows, part))
    }
    session.recall.value = reports.first.map { .number($0.loss) }
    emit(.score(reports))
  }

  private func report(_ network: Network, _ data: Dataset, _ part: Part) -> ScoreReport {
    let outputs = network.outputs(for: data)
    return ScoreReport(
      data: data.name, part: part, rows: data.rows, lossName: session.objective.loss.name,
      loss: session.loss(of: network, on: data),
      confusion: Confusion(outputs, data), errors: ErrorSize(outputs, data))
  }
}
