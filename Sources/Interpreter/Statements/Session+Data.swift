import Language
import NeuralCore

/// `data`.
extension Session {
  mutating func run(_ statement: DataStatement, _ context: Context) throws(Diagnostic) -> Flow {
    switch statement {
    case .file(let file, let options): try useFile(file, options, context)
    case .builtin(let name, let numbers, let options):
      try use(name, numbers, options, context.host)
    case .rows(let body):
      rowsInProgress = []
      defer { rowsInProgress = [] }
      let flow = try run(body, try context.deeper())
      guard flow == .normal else { return flow }
      guard !rowsInProgress.isEmpty else {
        throw Diagnostic(
          .noData, "this block has no rows", help: ["A row is for example: 0 1 -> 1"])
      }
      let rows = rowsInProgress.map { (inputs: $0.inputs, targets: $0.targets) }
      use(Dataset(name: "typed in", rows: rows, precision), isFallback: false, context.host)
    }
    return .normal
  }

  private mutating func use(
    _ name: Located<String>, _ numbers: [Expression], _ options: [GivenOption], _ host: Host
  ) throws(Diagnostic) {
    guard let builtin = BuiltinData.named(name.node) else { return }
    var given = BuiltinData.Options(
      name: name.node, numbers: builtin.parameters.map(\.fallback), noise: builtin.noise ?? 0,
      precision: precision)
    for (k, number) in numbers.enumerated() {
      given.numbers[k] = try whole(
        number, "`\(name.node) \(builtin.parameters[k].name)`", in: builtin.parameters[k].range, host)
      given.name += " \(given.numbers[k])"
    }
    var seed: Int64?
    for option in options {
      guard ["noise", "seed"].contains(option.word.node) else { throw .ofFiles(option) }
      guard builtin.isDrawn else { throw .notDrawn(option, builtin) }
      guard case .expression(let value)? = option.arguments.first else { continue }
      if option.word.node == "seed" {
        seed = try seedValue(value, host)
      } else {
        given.noise = try noise(value, host)
      }
    }
    let chosen = seed ?? (builtin.isDrawn ? nextSeed(host) : 0)
    var own = MersenneTwister(seed: chosen)
    let data = builtin.dataset(given, from: &own)
    use(data, isFallback: false, seed: builtin.isDrawn ? chosen : nil, isSeedChosen: seed == nil, host)
  }

  private mutating func noise(_ expression: Expression, _ host: Host) throws(Diagnostic) -> Double {
    let value = try number(expression, host)
    guard value >= 0, precision.isFinite(value) else {
      throw Diagnostic(
        .outOfRange, "`noise` takes a number of at least 0, not \(value.text)", at: expression.span)
    }
    return value
  }

  mutating func use(
    _ data: Dataset, isFallback: Bool, seed: Int64? = nil, isSeedChosen: Bool = false, _ host: Host
  ) {
    self.data = data
    (split, scaling) = (nil, nil)
    prepareParts()
    host.emit(.data(report(data, isFallback: isFallback, seed: seed, isSeedChosen: isSeedChosen)))
  }

  func report(
    _ data: Dataset, isFallback: Bool, seed: Int64? = nil, isSeedChosen: Bool = false
  ) -> DataReport {
    DataReport(
      name: data.name, rows: data.rows, inputs: data.inputCount, targets: data.targetCount,
      isFallback: isFallback, classes: data.classes, seed: seed, isSeedChosen: isSeedChosen)
  }

  /// A row of the block that is being read.
  mutating func add(_ row: DataRow, _ host: Host) throws(Diagnostic) {
    let (inputs, targets) = (try elements(row.inputs, host), try elements(row.targets, host))
    if let first = rowsInProgress.first,
      first.inputs.count != inputs.count || first.targets.count != targets.count
    {
      throw .unevenRow(row, (inputs.count, targets.count), first.inputs.count, first.targets.count)
    }
    rowsInProgress.append((inputs, targets))
  }

  private mutating func elements(_ expressions: [Expression], _ host: Host) throws(Diagnostic) -> [Double] {
    var result: [Double] = []
    for expression in expressions {
      // A list stands for its numbers: a computed row.
      if case .list(let list) = try value(expression, host), let numbers = Value.list(list).numbers {
        result += numbers.map(precision.rounded)
      } else {
        result.append(try element(expression, host))
      }
    }
    return result
  }

  /// A number of the session's precision; a literal is rounded once, from its decimals.
  mutating func element(_ expression: Expression, _ host: Host) throws(Diagnostic) -> Double {
    let value: Double
    switch expression.node {
    case .number(let literal): value = literal.rounded(to: precision)
    case .negation(let operand):
      if case .number(let literal) = operand.node {
        value = -literal.rounded(to: precision)
      } else {
        value = precision.rounded(try number(expression, host))
      }
    default: value = precision.rounded(try number(expression, host))
    }
    guard value.isFinite else {
      throw Diagnostic(
        .outOfRange, "this number is too large: a float32 ends at 3.4e38", at: expression.span)
    }
    return value
  }
}

extension Diagnostic {
  fileprivate static func ofFiles(_ option: GivenOption) -> Diagnostic {
    Diagnostic(
      .settingMismatch, "`\(option.word.node)` belongs to data from a file", at: option.span,
      help: ["For example: data \"iris.csv\" target species"])
  }

  fileprivate static func notDrawn(_ option: GivenOption, _ builtin: BuiltinData) -> Diagnostic {
    Diagnostic(
      .settingMismatch, "`\(builtin.name)` draws nothing and takes no `\(option.word.node)`", at: option.span,
      help: ["It belongs to: " + BuiltinData.all.filter(\.isDrawn).map(\.name).joined(separator: ", ")])
  }

  fileprivate static func unevenRow(
    _ row: DataRow, _ counts: (inputs: Int, targets: Int), _ inputs: Int, _ targets: Int
  ) -> Diagnostic {
    Diagnostic(
      .dataMismatch,
      "this row has \(count(counts.inputs, "input")) and \(count(counts.targets, "target")), "
        + "the first has \(inputs) and \(targets)",
      at: row.span)
  }
}

extension NumberLiteral {
  fileprivate func rounded(to precision: Precision) -> Double {
    precision == .single ? Double(single) : value
  }
}

extension Dataset {
  /// One row as the language sees it: shortest decimals.
  func decimalInputs(_ row: Int) -> [Double] { input(row).map(precision.decimal) }
  func decimalTargets(_ row: Int) -> [Double] { target(row).map(precision.decimal) }
}
