import Language
import NeuralCore
import Standard

/// `eval`.
extension Executor {
  mutating func run(_ statement: EvalStatement) throws(Diagnostic) {
    let (rows, names) = try rows(statement.what)
    session.model.lastInputs = rows.last?.inputs
    noteMissingWeights()
    let classes =
      session.data.whole.map { $0.targetCount == session.network?.outputs ? $0.classes : [] } ?? []
    guard let file = statement.options[.to]?.expression else {
      remember(rows)
      return emit(.eval(rows, classes: classes, digits: session.format.digits))
    }
    let name = try fileName(file)
    let text = CommaSeparated.text(rows, inputs: names, classes: classes)
    try write(.text(text), to: Located(name, file.span))
  }

  /// `_`: the output of one row, a list where there are several outputs; of several rows the list of theirs.
  private mutating func remember(_ rows: [EvalRow]) {
    let values = rows.map { row in
      row.outputs.count == 1 ? Value.number(row.outputs[0]) : .list(row.outputs.map { .number($0) })
    }
    session.recall.value = values.count == 1 ? values[0] : try? Value.checkedList(values)
  }

  /// The rows to be worked out, with the names of their inputs.
  private mutating func rows(
    _ what: EvalStatement.What
  ) throws(Diagnostic) -> ([EvalRow], [String]) {
    switch what {
    case .data:
      let (network, _) = try networkAndDataOrFallback()
      guard let data = session.data.whole else { return ([], []) }
      let outputs = network.outputs(for: session.data.scaling.map { $0.applied(to: data) } ?? data)
      let rows = (0..<data.rows).map {
        EvalRow(
          inputs: data.decimalInputs($0), outputs: outputs[$0].decimals, targets: data.decimalTargets($0))
      }
      return (rows, data.columnNames)
    case .inputs(let items):
      let network = try session.requireNetwork()
      if items.count == 1, case .expression(let file) = items[0], case .string = file.node {
        return try rows(ofFile: file, network)
      }
      let inputs = try inputs(items, network)
      return ([evaluated(inputs, network)], inputs.indices.map { "L0N\($0)" })
    }
  }

  /// The rows of a file: columns by the names of the data where it has them, else in their order.
  private mutating func rows(
    ofFile file: Expression, _ network: Network
  ) throws(Diagnostic) -> ([EvalRow], [String]) {
    let name = try fileName(file)
    let table = try table(name, file.span)
    let names = table.columns.map(\.name)
    let wanted = session.data.whole?.columns ?? []
    let places = wanted.compactMap { names.firstIndex(of: $0) }
    let used = places.count == network.inputs ? places : Array(names.indices.prefix(network.inputs))
    guard used.count == network.inputs else {
      throw Diagnostic(
        .wrongCount,
        "\"\(name)\" has \(count(names.count, "column")), and this net takes \(count(network.inputs, "input"))",
        at: file.span)
    }
    for place in used {
      let column = table.columns[place]
      guard column.kind == .numbers, column.strayWord == nil, column.missing == 0 else {
        throw Diagnostic(
          .missingValue,
          "column `\(column.name)` of \"\(name)\" has cells without a number"
            + (column.strayWord.map { ", in row \($0.row) \"\($0.text)\"" } ?? column.firstMissing.map {
              ", first in row \($0)"
            } ?? ""),
          at: file.span)
      }
    }
    let rows = (0..<table.rows).map { row in
      evaluated(used.map { table.value(row, $0) }, network)
    }
    return (rows, used.map { names[$0] })
  }

  /// The outputs for some inputs, given as the net's numbers.
  private func evaluated(_ inputs: [Double], _ network: Network) -> EvalRow {
    EvalRow(
      inputs: inputs.map(network.precision.decimal),
      outputs: network.outputs(for: session.data.scaled(inputs)).decimals, targets: nil)
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
