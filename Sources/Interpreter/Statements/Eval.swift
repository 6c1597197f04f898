import Language
import NeuralCore
import Standard

/// `eval`.
extension Executor {
  mutating func run(_ statement: EvalStatement) throws(Diagnostic) {
    let (rows, names) = try lesioned(statement.options[.without]) { (executor) throws(Diagnostic) in
      try executor.rows(statement)
    }
    session.model.lastInputs = rows.last?.inputs
    noteMissingWeights()
    let classes =
      session.data.whole.map { $0.targetCount == session.network?.outputs ? $0.classes : [] } ?? []
    guard let file = statement.options[.to]?.expression else {
      remember(rows)
      return emit(.eval(rows, classes: classes, digits: session.format.digits))
    }
    let name = try fileName(file)
    let text = try CommaSeparated.text(rows, inputs: names, classes: classes) { (row) throws(Diagnostic) in
      try checkInterrupt(at: row)
    }
    try write(
      .text(text), to: Located(name, file.span), .table, replaces: statement.options.contains(.replace))
  }

  /// `_`: the output of one row, a list where there are several outputs; of several rows the list of theirs.
  private mutating func remember(_ rows: [EvalRow]) {
    let values = rows.map { row in
      row.outputs.count == 1 ? Value.number(row.outputs[0]) : .list(row.outputs.map { .number($0) })
    }
    session.recall.value = values.count == 1 ? values[0] : try? Value.checkedList(values)
  }

  /// The rows to be worked out, with the names of their inputs.
  private mutating func rows(_ statement: EvalStatement) throws(Diagnostic) -> ([EvalRow], [String]) {
    if case .inputs(let items) = statement.what, items.count == 1, case .expression(let file) = items[0],
      case .string = file.node
    {
      let network = try session.requireNetwork()
      let file = try rows(of: file, labels: statement.options[.labels], network)
      return (try evalRows(file, network), file.names)
    }
    if let labels = statement.options[.labels] {
      throw Diagnostic(
        .settingMismatch, "`labels` belongs to a file of pictures", at: labels.span,
        help: ["For example: eval \"IMAGES\" labels \"LABELS\""])
    }
    switch statement.what {
    case .data:
      let (network, _) = try networkAndDataOrFallback()
      guard let data = session.data.whole else { return ([], []) }
      let outputs = try outputs(of: network, for: session.data.scaled(data))
      let rows = try (0..<data.rows).map { (row) throws(Diagnostic) in
        try checkInterrupt(at: row)
        return EvalRow(
          inputs: data.decimalInputs(row), outputs: session.data.unscaled(outputs: outputs[row]).decimals,
          targets: data.decimalTargets(row))
      }
      return (rows, data.columnNames)
    case .inputs(let items):
      let network = try session.requireNetwork()
      let inputs = try inputs(items, network)
      return ([evaluated(inputs, network)], inputs.indices.map { "L0N\($0)" })
    }
  }

  private func evalRows(_ file: FileRows, _ network: Network) throws(Diagnostic) -> [EvalRow] {
    let outputs = try outputs(
      of: network, for: session.data.scaled(file.dataset(targets: network.outputs)))
    return try file.targets.indices.map { (row) throws(Diagnostic) in
      try checkInterrupt(at: row)
      return EvalRow(
        inputs: file.inputs(row).map(network.precision.decimal),
        outputs: session.data.unscaled(outputs: outputs[row]).decimals,
        targets: file.targets[row]?.map(network.precision.decimal))
    }
  }

  /// The outputs for some inputs, given as the net's numbers.
  private func evaluated(_ inputs: [Double], _ network: Network) -> EvalRow {
    EvalRow(
      inputs: inputs.map(network.precision.decimal),
      outputs: session.data.unscaled(outputs: network.outputs(for: session.data.scaled(inputs))).decimals,
      targets: nil)
  }

  mutating func networkAndDataOrFallback() throws(Diagnostic) -> (Network, Dataset) {
    let network = try session.requireNetwork()
    let (data, isFallback) = try session.dataOrFallback(network)
    if isFallback { use(data, isFallback: true) }
    return (network, data)
  }

  /// The numbers of the arguments, lists and ranges opened.
  mutating func inputs(
    _ items: [Item], _ network: Network
  ) throws(Diagnostic) -> [Double] {
    var numbers: [Double] = []
    for item in items {
      let value = try value(item)
      guard let found = value.numbers else {
        throw Diagnostic(.wrongType, "inputs are numbers, and this is \(value.kind)", at: item.span)
      }
      numbers += found
    }
    let (first, last) = (items[0].span, items[items.count - 1].span)
    do throws(Diagnostic) {
      return try session.checkedInputs(numbers, network)
    } catch {
      throw error.at(first.joined(last))
    }
  }

  /// A net that was never given weights answers 0 or the same to everything.
  private func noteMissingWeights() {
    if !session.model.hasWeights { emit(.note("(all weights are 0 so far: `init` draws some, `train` too)")) }
  }
}
