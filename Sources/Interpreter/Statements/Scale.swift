import Language
import NeuralCore
import Standard

/// `scale`.
extension Executor {
  mutating func run(_ statement: ScaleStatement) throws(Diagnostic) {
    let data = try requireData()
    let side: Scaling.Side = statement.isOfTargets ? .targets : .inputs
    let request = try request(statement)
    if let request {
      if side == .targets { try checkTargets(request, data, statement) }
      try checkSpread(request, side, statement)
    }
    try host.interruptibly { (stop) throws(Interrupted) in try session.data.scale(side, request, stop) }
    session.training.end = nil
    report(side, of: data)
    // What an optimizer remembers of gradients was of other numbers. Inputs and targets are scaled one after the other: what
    // that is to the net is said once.
    if session.training.optimizer != nil { noteScaling() }
    session.training.optimizer = nil
  }

  private func report(_ side: Scaling.Side, of data: Dataset, isAnew: Bool = false) {
    let (scaling, columns) =
      switch side {
      case .inputs: (session.data.scaling, data.columnNames)
      case .targets: (session.data.targetScaling, data.targetNames)
      }
    emit(
      .scale(
        ScaleReport(
          side: side, scaling: scaling, columns: columns, isAnew: isAnew,
          isOfClasses: side == .targets && ClassLabels(data) != nil)))
  }

  /// Shows the numbers of what is scaled, which are those of another training set now.
  func reportScalingAnew(of data: Dataset) {
    // The numbers of classes are known without a training set.
    let hasOtherTargets = session.data.targetScaling != nil && ClassLabels(data) == nil
    guard session.data.scaling != nil || hasOtherTargets else { return }
    if session.data.scaling != nil { report(.inputs, of: data, isAnew: true) }
    if hasOtherTargets { report(.targets, of: data, isAnew: true) }
    noteScaling()
  }

  /// Says what another scaling is to a net that was trained before it.
  private func noteScaling() {
    guard session.epoch > 0 else { return }
    emit(.note("(the net was trained with other numbers: `init` begins anew, `train` adapts it)"))
  }

  /// nil for `none`.
  private mutating func request(_ statement: ScaleStatement) throws(Diagnostic) -> Scaling.Request? {
    let word = statement.kind.node
    let kind = ScalingChoice(rawValue: word)?.kind
    guard statement.range.count == 2 else { return kind.map { Scaling.Request($0) } }
    guard kind == .minmax else {
      throw Diagnostic(
        .settingMismatch, "`\(word)` takes no range",
        at: statement.range[0].span.joined(statement.range[1].span),
        help: ["A range belongs to minmax: scale \(statement.isOfTargets ? "targets " : "")minmax -1 1"])
    }
    let (low, high) = (try element(statement.range[0]), try element(statement.range[1]))
    guard low < high, session.precision.isFinite(high - low) else {
      throw Diagnostic(
        .outOfRange, "the range ends above where it begins, not from \(low.text) to \(high.text)",
        at: statement.range[0].span.joined(statement.range[1].span), help: ["For example: scale minmax -1 1"])
    }
    return Scaling.Request(.minmax, low: low, high: high)
  }

  /// Classes stay what they are: 0 and 1 may become -1 and 1, and nothing else.
  private func checkTargets(
    _ request: Scaling.Request, _ data: Dataset, _ statement: ScaleStatement
  ) throws(Diagnostic) {
    guard ClassLabels(data) != nil else { return }
    let isOfSigns = request == Scaling.Request(.minmax, low: -1, high: 1)
    let isOfBits = request == Scaling.Request(.minmax)
    if data.targetCount == 1, isOfSigns || isOfBits { return }
    throw Diagnostic(
      .settingMismatch, "the targets of `\(data.name)` are classes, which are not scaled", at: statement.span,
      help: data.targetCount == 1
        ? ["For outputs between -1 and 1 there is: scale targets minmax -1 1"]
        : ["A softmax output and the loss cross-entropy take them as they are."])
  }

  private func checkSpread(
    _ request: Scaling.Request, _ side: Scaling.Side, _ statement: ScaleStatement
  ) throws(Diagnostic) {
    let data = session.data
    let (part, column) = try host.interruptibly { (stop) throws(Interrupted) in
      let part = try data.unscaled(.train, stop)
      return (
        part,
        try part.flatMap { (part) throws(Interrupted) in try Scaling.columnTooWide(request, part, side, stop)
        }
      )
    }
    guard let part, let column else { return }
    let names = side == .inputs ? part.columnNames : part.targetNames
    let name = names.indices.contains(column) ? names[column] : "\(column + 1)"
    throw Diagnostic(
      .outOfRange,
      "\(side == .inputs ? "input" : "target") `\(name)` spreads too far to be scaled: its numbers differ by more than "
        + (part.precision == .single ? "a float32 holds" : "a float64 holds"), at: statement.kind.span)
  }
}
