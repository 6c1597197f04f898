import Language
import NeuralCore

/// `data`.
extension Executor {
  mutating func run(_ statement: DataStatement) throws(Diagnostic) -> Flow {
    switch statement {
    case .file(let file, let options): try useFile(file, options)
    case .builtin(let name, let numbers, let options):
      try use(name, numbers, options)
    case .rows(let body):
      rowsInProgress = []
      defer { rowsInProgress = [] }
      let outer = context
      context = try outer.deeper()
      defer { context = outer }
      let flow = try run(body)
      guard flow == .normal else { return flow }
      guard !rowsInProgress.isEmpty else {
        throw Diagnostic(
          .noData, "this block has no rows", help: ["A row is for example: 0 1 -> 1"])
      }
      let rows = rowsInProgress.map { (inputs: $0.inputs, targets: $0.targets) }
      try use(Dataset(name: "typed in", rows: rows, session.precision), isFallback: false)
    }
    return .normal
  }

  private mutating func use(
    _ name: Located<String>, _ numbers: [Expression], _ options: GivenOptions<DataOption>
  ) throws(Diagnostic) {
    guard let builtin = BuiltinData.named(name.node) else { return }
    var given = BuiltinData.Options(
      name: name.node, numbers: builtin.parameters.map(\.fallback), noise: builtin.noise ?? 0,
      precision: session.precision)
    for (k, number) in numbers.enumerated() {
      given.numbers[k] = try whole(
        number, "`\(name.node) \(builtin.parameters[k].name)`", in: builtin.parameters[k].range)
      given.name += " \(given.numbers[k])"
    }
    if builtin.isTable, !options.isEmpty {
      return try useColumns(builtin.dataset(session.precision), name, options)
    }
    var seed: Int64?
    for (key, option) in options.keyed {
      guard !key.isOfFiles else { throw .ofFiles(option) }
      guard builtin.isDrawn else { throw .notDrawn(option, builtin) }
      guard let value = option.expression else { continue }
      switch key {
      case .seed: seed = try seedValue(value)
      case .noise: given.noise = try noise(value)
      case .target, .inputs, .leave, .classes, .onehot, .missing, .labels, .header, .delimiter: break
      }
    }
    let chosen = seed ?? (builtin.isDrawn ? nextSeed() : 0)
    var own = MersenneTwister(seed: chosen)
    let data = try host.interruptibly { (stop) throws(Interrupted) in
      try builtin.dataset(given, from: &own, stop)
    }
    let isSeeded = builtin.isDrawn && (seed != nil || given.noise > 0 || builtin.drawsMoreThanNoise)
    try use(data, isFallback: false, seed: isSeeded ? chosen : nil, isSeedChosen: seed == nil)
  }

  private mutating func noise(_ expression: Expression) throws(Diagnostic) -> Double {
    let value = try number(expression)
    guard value >= 0, session.precision.isFinite(value) else {
      throw Diagnostic(
        .outOfRange, "`noise` takes a number of at least 0, not \(value.text)", at: expression.span)
    }
    return value
  }

  mutating func use(
    _ data: Dataset, isFallback: Bool, seed: Int64? = nil, isSeedChosen: Bool = false
  ) throws(Diagnostic) {
    session.data = DataState(data)
    session.training.end = nil
    let isOther = session.network?.inputs == data.inputCount ? try fitClasses() : false
    emit(
      .data(
        report(session.data.whole ?? data, isFallback: isFallback, seed: seed, isSeedChosen: isSeedChosen)))
    if isOther { noteClasses() }
    if session.training.sawScaledData, session.epoch > 0, session.network?.inputs == data.inputCount {
      emit(
        .note(
          "(this data is not scaled, and the net was trained on scaled data; to judge it on a file: score \"FILE\")"
        ))
    }
  }

  /// Gives two classes the form that the net takes; whether that is another than before.
  mutating func fitClasses() throws(Diagnostic) -> Bool {
    try host.interruptibly { (stop) throws(Interrupted) in try session.fitClasses(stop) }
  }

  /// Says what two classes are to a net with one output.
  func noteClasses() {
    guard let data = session.data.whole, data.hasOneTargetForTwoClasses else { return }
    emit(.note("(for one output \(data.classes[0]) is 0 and \(data.classes[1]) is 1)"))
  }

  func report(
    _ data: Dataset, isFallback: Bool, seed: Int64? = nil, isSeedChosen: Bool = false
  ) -> DataReport {
    DataReport(
      name: data.name, rows: data.rows, inputs: data.inputCount, targets: data.targetCount,
      isFallback: isFallback, classes: data.classes, seed: seed, isSeedChosen: isSeedChosen)
  }

  /// A row of the block that is being read.
  mutating func add(_ row: DataRow) throws(Diagnostic) {
    let (inputs, targets) = (try elements(row.inputs), try elements(row.targets))
    if let first = rowsInProgress.first,
      first.inputs.count != inputs.count || first.targets.count != targets.count
    {
      throw .unevenRow(row, (inputs.count, targets.count), first.inputs.count, first.targets.count)
    }
    rowsInProgress.append((inputs, targets))
  }

  private mutating func elements(_ expressions: [Expression]) throws(Diagnostic) -> [Double] {
    var result: [Double] = []
    for expression in expressions {
      // A list gives its numbers: a computed row.
      if case .list(let list) = try value(expression), let numbers = Value.list(list).numbers {
        if let large = numbers.first(where: { !session.precision.isFinite($0) }) {
          throw .beyondPrecision("\(large.text) in this list", expression)
        }
        result += numbers.map(session.precision.rounded)
      } else {
        result.append(try element(expression))
      }
    }
    return result
  }

  /// A number of the session's precision; a literal is rounded once, from its decimals.
  mutating func element(_ expression: Expression) throws(Diagnostic) -> Double {
    let value: Double
    if case .number(let literal) = expression.node {
      value = literal.rounded(to: session.precision)
    } else if case .negation(let operand) = expression.node, case .number(let literal) = operand.node {
      value = -literal.rounded(to: session.precision)
    } else {
      value = session.precision.rounded(try number(expression))
    }
    guard value.isFinite else {
      throw .beyondPrecision("this number", expression)
    }
    return value
  }
}

extension Diagnostic {
  fileprivate static func beyondPrecision(_ what: String, _ expression: Expression) -> Diagnostic {
    Diagnostic(.outOfRange, "\(what) is too large: a float32 ends at 3.4e38", at: expression.span)
  }

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
  /// The nearest number of a precision, out of its decimals.
  func rounded(to precision: Precision) -> Double {
    precision == .single ? Double(single) : value
  }
}

extension BuiltinData {
  /// Whether its points depend on the seed without noise too, seen by a few of them.
  fileprivate var drawsMoreThanNoise: Bool {
    let few = Options(
      name: name, numbers: parameters.map { max(6, $0.range.lowerBound) }, noise: 0, precision: .single)
    func points(_ seed: Int64) -> [[Double]] {
      var generator = MersenneTwister(seed: seed)
      let data = dataset(few, from: &generator)
      return [Array(data.inputs), Array(data.targets)]
    }
    return points(1) != points(2)
  }
}
