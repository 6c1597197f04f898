import NeuralCore

extension SweepRun {
  /// As it stands in a ledger.
  ///
  /// - Parameter names: of the variants.
  public func line(_ names: [String]) -> String {
    LedgerValue.fields([
      ("k", .int(number)), ("variant", .string(names[point.variant])), ("seed", .int(point.seed)),
      ("fold", point.fold.map { .int($0) }), ("end", .string(end.rawValue)),
      ("solved", isSolved.map { .bool($0) }), ("epochs", .int(epochs)), ("loss", .double(loss)),
      ("loss_after", .double(lossAfter)), ("accuracy", accuracy.map { .double($0) }),
      ("val_loss", validationLoss.map { .double($0) }),
      ("val_accuracy", validationAccuracy.map { .double($0) }), ("largest_error", .double(largestError)),
      ("fingerprint", .string(fingerprint)), ("seconds", .double(seconds)),
    ]).written
  }

  init(reading line: Substring, _ header: Ledger.Header, at number: Int) throws(Ledger.Fault) {
    guard let value = LedgerValue(reading: line), let k = value["k"]?.int else {
      throw Ledger.Fault(line: number, message: "this is no line of a run")
    }
    guard (0..<header.points.count).contains(k) else {
      throw Ledger.Fault(line: number, message: "there is no run \(k) in this sweep")
    }
    let point = header.points[k]
    guard value["seed"]?.int64 == point.seed, value["fold"]?.int == point.fold,
      value["variant"]?.text == header.names[point.variant]
    else { throw Ledger.Fault(line: number, message: "run \(k) has another seed, fold or variant") }
    guard let end = value["end"]?.text.flatMap(StopReason.init), let epochs = value["epochs"]?.int,
      let loss = value["loss"]?.double, let lossAfter = value["loss_after"]?.double,
      let largest = value["largest_error"]?.double, let fingerprint = value["fingerprint"]?.text
    else { throw Ledger.Fault(line: number, message: "the line of run \(k) is not whole") }
    self.init(
      number: k, point: point, end: end, isSolved: value["solved"]?.truth, epochs: epochs, loss: loss,
      lossAfter: lossAfter, accuracy: value["accuracy"]?.double, validationLoss: value["val_loss"]?.double,
      validationAccuracy: value["val_accuracy"]?.double, largestError: largest, fingerprint: fingerprint,
      seconds: value["seconds"]?.double ?? 0)
  }
}
