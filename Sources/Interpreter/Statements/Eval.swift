import Language
import NeuralCore
import Standard

/// `eval`.
extension Executor {
  mutating func run(_ statement: EvalStatement) throws(Diagnostic) {
    let evaluated = try lesioned(statement.options[.without]) { (executor) throws(Diagnostic) in
      try executor.evaluated(statement)
    }
    session.model.lastInputs =
      evaluated.rows.last?.inputs
    noteMissingWeights()
    guard let file = statement.options[.to]?.expression else {
      try remember(evaluated.rows)
      return emit(.eval(evaluated.rows, classes: evaluated.classes, digits: session.format.digits))
    }
    let name = try fileName(file)
    guard let text = evaluated.text(TableForm(of: name), host.input.stop, on: host.processors) else {
      throw .interrupted
    }
    try write(
      .text(text), to: Located(name, file.span), .table, replaces: statement.options.contains(.replace))
  }

  /// `_`: the output of one row, a list where there are several outputs; of several rows the list of theirs.
  private mutating func remember(_ rows: EvalRows) throws(Diagnostic) {
    guard rows.outputs.count <= Value.sizeLimit else {
      session.recall.value = nil
      return
    }
    var values: [Value] = []
    values.reserveCapacity(rows.count)
    for row in rows.indices {
      try checkInterrupt(at: row)
      let outputs = rows.outputs(of: row)
      values.append(outputs.count == 1 ? .number(outputs[0]) : .list(outputs.map { .number($0) }))
    }
    session.recall.value = values.count == 1 ? values[0] : .list(values)
  }

  /// The rows to be worked out, and how they are written.
  private mutating func evaluated(_ statement: EvalStatement) throws(Diagnostic) -> EvalTable {
    if case .inputs(let items) = statement.what, items.count == 1, case .expression(let file) = items[0],
      case .string = file.node
    {
      return try evaluated(file, statement.options)
    }
    if let labels = statement.options[.labels] {
      throw Diagnostic(
        .settingMismatch, "`labels` belongs to a file of pictures", at: labels.span,
        help: ["For example: eval \"IMAGES\" labels \"LABELS\""])
    }
    switch statement.what {
    case .data:
      let (network, _) = try networkAndDataOrFallback()
      guard let data = session.data.whole else {
        return table(
          Vector([], network.precision), [], network, outputs: Vector([], network.precision))
      }
      return table(
        data.inputs, data.columnNames, network, outputs: try flatOutputs(of: network, for: scaled(data)),
        targets: .all(data.targets, data.targetCount),
        numbers: EvalRows.Numbers(inFile: data.fileRows, parts: session.data.partOfEachRow))
    case .inputs(let items):
      let network = try session.requireNetwork()
      let inputs = try inputs(items, network)
      return table(
        Vector(inputs, network.precision), inputs.indices.map { "L0N\($0)" }, network,
        outputs: network.outputs(for: session.data.scaled(inputs)))
    }
  }

  private func table(
    _ inputs: Vector, _ names: [String], _ network: Network, outputs: Vector,
    targets: EvalRows.Targets = .none, numbers: EvalRows.Numbers? = nil
  ) -> EvalTable {
    EvalTable(
      given: .inputs, head: names,
      rows: EvalRows(
        inputs: inputs, inputCount: network.inputs,
        outputs: session.data.unscaled(outputs: outputs, width: network.outputs),
        outputCount: network.outputs,
        targets: targets, numbers: numbers),
      places: nil, classes: classNames, addsTargets: true)
  }

  /// Names of the classes that outputs say; empty where they have none.
  var classNames: [String] {
    session.data.whole.map { $0.targetCount == session.network?.outputs ? $0.classes : [] } ?? []
  }

  /// All columns of the file are written as they are, so that a row is known by its name or number.
  private mutating func evaluated(
    _ file: Expression, _ options: GivenOptions<EvalOption>
  ) throws(Diagnostic) -> EvalTable {
    let network = try session.requireNetwork()
    let file = try advisingRows(file, network) { (executor) throws(Diagnostic) in
      try executor.rows(of: file, labels: options[.labels], network, isExact: options.contains(.to))
    }
    let outputs = try flatOutputs(of: network, for: scaled(file.dataset(targets: network.outputs)))
    return EvalTable(
      given: .columns(of: file.table), head: file.table.columns.map(\.name),
      rows: EvalRows(
        inputs: file.inputs, inputCount: file.names.count,
        outputs: session.data.unscaled(outputs: outputs, width: network.outputs),
        outputCount: network.outputs,
        targets: .some(file.targets), numbers: EvalRows.Numbers(places: file.places)),
      places: file.places, classes: classNames,
      addsTargets: !file.hasTargetColumns)
  }

  /// A text alone is the name of a file: where there is none, and a row is one word, that may have been meant.
  private mutating func advisingRows(
    _ file: Expression, _ network: Network, _ body: (inout Executor) throws(Diagnostic) -> FileRows
  ) throws(Diagnostic) -> FileRows {
    do throws(Diagnostic) {
      return try body(&self)
    } catch {
      let columns = session.inputColumns(network)
      guard error.code == .fileMissing, error.span == file.span, columns.count == 1,
        let first = columns[0].words.first,
        case .string(let text) = try value(file)
      else { throw error }
      let word = columns[0].words.contains(text) ? text : first
      let line = context.source.statement(around: file.span, with: "(\(word.inQuotes))")
      throw error.advising(
        error.help + ["A text alone is the name of a file. A word of `\(columns[0].name)`: \(line)"])
    }
  }

  mutating func networkAndDataOrFallback() throws(Diagnostic) -> (Network, Dataset) {
    let network = try session.requireNetwork()
    let (data, isFallback) = try session.dataOrFallback(network)
    if isFallback { try use(data, isFallback: true) }
    return (network, data)
  }

  /// A net that was never given weights answers 0 or the same to everything.
  private func noteMissingWeights() {
    if !session.model.hasWeights { emit(.note("(all weights are 0 so far: `init` draws some, `train` too)")) }
  }
}
