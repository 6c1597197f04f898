import Language
import NeuralCore

/// `data`.
extension Session {
  mutating func run(_ statement: DataStatement, _ door: Door) throws(Diagnostic) {
    switch statement {
    case .builtin(let name):
      guard let data = BuiltinData.named(name.node)?.dataset() else { return }
      use(data, isFallback: false, door)
    case .rows(let rows): use(try dataset(rows, door), isFallback: false, door)
    }
  }

  mutating func use(_ data: Dataset, isFallback: Bool, _ door: Door) {
    self.data = data
    door.emit(
      .data(
        DataReport(
          name: data.name, rows: data.rows, inputs: data.inputCount, targets: data.targetCount,
          isFallback: isFallback)))
  }

  private mutating func dataset(_ rows: [DataRow], _ door: Door) throws(Diagnostic) -> Dataset {
    guard let first = rows.first else {
      throw Diagnostic(
        .noData, "this block has no rows", help: ["A row is for example: 0 1 -> 1"])
    }
    var numbers: [(inputs: [Float], targets: [Float])] = []
    for row in rows {
      guard row.inputs.count == first.inputs.count, row.targets.count == first.targets.count else {
        throw .unevenRow(row, first)
      }
      numbers.append((try singles(row.inputs, door), try singles(row.targets, door)))
    }
    return Dataset(name: "typed in", rows: numbers)
  }

  private mutating func singles(_ expressions: [Expression], _ door: Door) throws(Diagnostic) -> [Float] {
    var result: [Float] = []
    for expression in expressions { result.append(try single(expression, door)) }
    return result
  }

  /// A number as float32; a literal is rounded once, from its decimals.
  mutating func single(_ expression: Expression, _ door: Door) throws(Diagnostic) -> Float {
    let value: Float
    switch expression.node {
    case .number(let literal): value = literal.single
    case .negation(let operand):
      if case .number(let literal) = operand.node {
        value = -literal.single
      } else {
        value = Float(try number(expression, door))
      }
    default: value = Float(try number(expression, door))
    }
    guard value.isFinite else {
      throw Diagnostic(
        .outOfRange, "this number is too large: a float32 ends at 3.4e38", at: expression.span)
    }
    return value
  }
}

extension Diagnostic {
  fileprivate static func unevenRow(_ row: DataRow, _ first: DataRow) -> Diagnostic {
    Diagnostic(
      .dataMismatch,
      "this row has \(count(row.inputs.count, "input")) and \(count(row.targets.count, "target")), "
        + "the first has \(row.inputs.count == first.inputs.count ? "" : "\(count(first.inputs.count, "input")) and ")"
        + count(first.targets.count, "target"),
      at: row.span)
  }
}
