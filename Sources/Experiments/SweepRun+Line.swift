import JSONText
import NeuralCore

extension TrainingMetric {
  /// Its name in a ledger and in JSON, of a run that is over: `accuracy`, `rmse`, `val_rmse`; the loss is `loss_after`, beside
  /// that of the last pass.
  public var field: String {
    switch self {
    case .loss: "loss_after"
    case .accuracy: "accuracy"
    case .f1: "f1"
    case .rmse: "rmse"
    case .mae: "mae"
    case .r2: "r2"
    case .largestError: "largest_error"
    case .validationLoss: "val_loss"
    case .validationAccuracy: "val_accuracy"
    case .validationF1: "val_f1"
    case .validationRMSE: "val_rmse"
    case .validationMAE: "val_mae"
    case .validationR2: "val_r2"
    case .validationLargestError: "val_largest_error"
    }
  }
}

extension SweepRun {
  /// As it stands in a ledger.
  ///
  /// - Parameter names: of the variants.
  public func line(_ names: [String]) -> String {
    var line = LedgerLine()
    line.add("k", "\(number)")
    line.add("variant", JSONText.quoted(names[point.variant]))
    line.add("seed", "\(point.seed)")
    if let fold = point.fold { line.add("fold", "\(fold)") }
    line.add("end", JSONText.quoted(end.rawValue))
    if let isSolved { line.add("solved", isSolved ? "true" : "false") }
    line.add("epochs", "\(epochs)")
    line.add("loss", loss)
    for metric in TrainingMetric.allCases {
      if let value = self[metric] { line.add(metric.field, value) }
    }
    line.add("fingerprint", JSONText.quoted(fingerprint))
    line.add("seconds", seconds)
    if let machine { line.add("host", JSONText.quoted(machine)) }
    return line.text + "}"
  }

  init(_ value: JSONText, _ header: Ledger.Header, at number: Int) throws(Ledger.Fault) {
    guard let k = value["k"]?.int else {
      throw Ledger.Fault(line: number, message: "this is no line of a run")
    }
    guard (0..<header.points.count).contains(k) else {
      throw Ledger.Fault(line: number, message: "there is no run \(k) in this sweep")
    }
    let point = header.points[k]
    guard value["seed"]?.int64 == point.seed, value["fold"]?.int == point.fold,
      value["variant"]?.text == header.names[point.variant]
    else { throw Ledger.Fault(line: number, message: "run \(k) has another seed, fold or variant") }
    func figure(_ metric: TrainingMetric) -> Double? { value[metric.field]?.double }
    guard let end = value["end"]?.text.flatMap(StopReason.init), let epochs = value["epochs"]?.int,
      let loss = value["loss"]?.double, let lossAfter = figure(.loss), let largest = figure(.largestError),
      let fingerprint = value["fingerprint"]?.text
    else { throw Ledger.Fault(line: number, message: "the line of run \(k) is not whole") }
    self.init(
      number: k, point: point, end: end, isSolved: value["solved"]?.truth, epochs: epochs, loss: loss,
      training: Figures(
        loss: lossAfter, accuracy: figure(.accuracy), f1: figure(.f1), rmse: figure(.rmse), mae: figure(.mae),
        r2: figure(.r2), largestError: largest),
      validation: figure(.validationLoss).map { loss in
        Figures(
          loss: loss, accuracy: figure(.validationAccuracy), f1: figure(.validationF1),
          rmse: figure(.validationRMSE), mae: figure(.validationMAE), r2: figure(.validationR2),
          largestError: figure(.validationLargestError))
      },
      fingerprint: fingerprint, seconds: value["seconds"]?.double ?? 0,
      machine: value["host"]?.text)
  }
}

/// A JSON object as it is written, field by field: a ledger may have a million of them.
private struct LedgerLine {
  private(set) var text = "{"

  /// - Parameter value: as JSON has it.
  mutating func add(_ name: String, _ value: String) {
    text += text.utf8.count > 1 ? ",\"" : "\""
    text += name
    text += "\":"
    text += value
  }

  /// A number, `null` where it is not finite.
  mutating func add(_ name: String, _ value: Double) { add(name, value.isFinite ? value.text : "null") }
}
