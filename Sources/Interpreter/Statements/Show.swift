import Language
import NeuralCore

/// `show`.
extension Executor {
  mutating func show(_ topic: ShowTopic) throws(Diagnostic) {
    switch topic {
    case .session: emit(.show(try self.report()))
    case .data: try showData()
    case .epochs(let options): try showEpochs(options)
    }
  }

  /// The session in short.
  func report() throws(Diagnostic) -> SessionReport {
    SessionReport(
      network: session.network, start: session.model.initialization.map(\.name),
      seed: session.model.initialization?.seedOfDraws,
      data: session.data.whole.map { report($0, isFallback: false) }, parts: parts,
      scaling: session.data.scaling?.request.text, targetScaling: session.data.targetScaling?.request.text,
      loss: session.objective.text,
      lossValue: try presentLoss(), optimizer: session.training.optimizer.map(\.text), epoch: session.epoch,
      precision: session.precision)
  }

  private var parts: [(part: Part, rows: Int)] {
    Part.allCases.compactMap { part in session.data.parts[part].map { (part, $0.rows) } }
  }

  func showData() throws(Diagnostic) {
    let data = try requireData()
    let rows = (0..<min(5, data.rows)).map {
      EvalRow(inputs: data.decimalInputs($0), outputs: [], targets: data.decimalTargets($0))
    }
    emit(
      .showData(
        DataSummary(
          report: report(data, isFallback: false),
          parts: parts,
          scaling: session.data.scaling?.request.text,
          targetScaling: session.data.targetScaling?.request.text,
          inputs: data.columns(of: data.inputs, data.columnNames),
          targets: data.columns(of: data.targets, data.targetNames), balance: data.balance, first: rows)))
  }
}

extension Dataset {
  fileprivate func columns(of numbers: Vector, _ names: [String]) -> [DataSummary.Column] {
    names.enumerated().map { k, name in
      let column = stride(from: k, to: numbers.count, by: names.count).map { numbers[$0] }
      let mean = column.reduce(0, +) / Double(column.count)
      let squares = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return DataSummary.Column(
        name: name, least: precision.decimal(column.min() ?? 0), mean: mean,
        deviation: (squares / Double(column.count)).squareRoot(), most: precision.decimal(column.max() ?? 0))
    }
  }

  /// Rows of each class that has some; empty if the targets are not classes.
  fileprivate var balance: [(name: String, rows: Int)] {
    guard let classes = ClassLabels(self) else { return [] }
    let names = targetCount == 1 ? classes.names : targetNames
    return zip(names, classes.counts).map { (name: $0, rows: $1) }.filter { targetCount > 1 || $0.rows > 0 }
  }
}
