import Language
import NeuralCore
import Standard

/// The inputs that are typed after `eval`, `explain`, `guess`.
extension Executor {
  /// The numbers of the arguments, lists and ranges opened. Where the net learned from a file with words among its inputs, a
  /// row may be typed as it is there: a value for each column.
  mutating func inputs(_ items: [Item], _ network: Network) throws(Diagnostic) -> [Double] {
    try checkNumberOfRow(items, network)
    let columns = session.inputColumns(network)
    let numbers =
      columns.count == items.count && columns.contains { !$0.words.isEmpty }
      ? try row(items, columns) : try numbers(items, columns, network)
    let (first, last) = (items[0].span, items[items.count - 1].span)
    // Of words made numbers nobody counts the inputs: a row has as many values as it has columns.
    if numbers.count != network.inputs, columns.contains(where: { !$0.words.isEmpty }) {
      throw rowWithWords(columns, items)
    }
    let span = first.joined(last)
    do throws(Diagnostic) {
      return try session.checkedInputs(
        numbers, network,
        example: session.exampleOfInputs(
          after: statementOfInputs(span), network, lead: "Give them with blanks between, for example: "))
    } catch {
      throw error.at(span)
    }
  }

  /// `explain row 3`: the row is meant by its number, and is given by its inputs.
  private func checkNumberOfRow(_ items: [Item], _ network: Network) throws(Diagnostic) {
    guard items.count == 2, items[0].bareName == "row", variable("row") == nil,
      case .expression(let number) = items[1], case .number(let literal) = number.bare.node,
      let data = session.data.whole, data.inputCount == network.inputs
    else { return }
    let span = items[0].span.joined(items[1].span)
    guard let place = Int(exactly: literal.value), (1...data.rows).contains(place) else {
      throw Diagnostic(.outOfRange, "the data has the rows 1 to \(data.rows)", at: span)
    }
    let line = context.source.statement(around: span)
    let inputs = data.decimalInputs(place - 1).map(\.text).joined(separator: " ")
    let better = line.replacing(context.source.text(span), with: inputs, maxReplacements: 1)
    throw Diagnostic(
      .wrongCount, "a row is given by its inputs", at: span,
      help: ["Row \(place) of the data is: \(better.split(separator: " ").joined(separator: " "))"])
  }

  private mutating func numbers(
    _ items: [Item], _ columns: [Recipe.Input], _ network: Network
  ) throws(Diagnostic) -> [Double] {
    var numbers: [Double] = []
    for item in items {
      if let name = item.bareName, variable(name) == nil, columns.contains(where: { $0.words.contains(name) })
      {
        throw rowWithWords(columns, items)
      }
      if let number = literal(item) {
        numbers.append(number)
        continue
      }
      let value = try inputValue(item, network)
      guard let found = value.numbers else {
        throw Diagnostic(.wrongType, "inputs are numbers, and this is \(value.kind)", at: item.span)
      }
      numbers += found
    }
    return numbers
  }

  private func rowWithWords(_ columns: [Recipe.Input], _ items: [Item]) -> Diagnostic {
    let span = items[0].span.joined(items[items.count - 1].span)
    return Diagnostic(
      .wrongCount,
      "a row with words has \(count(columns.count, "value")), and \(items.count) \(items.count == 1 ? "is" : "are") given",
      at: span, help: exampleOfInputs(span))
  }

  /// The value of an input. A word that means nothing is no text without its quotes: inputs are numbers.
  private mutating func inputValue(_ item: Item, _ network: Network) throws(Diagnostic) -> Value {
    guard let name = item.bareName, !hasValue(name), Function.named(name) == nil else {
      return try value(item)
    }
    let words = MetricName.allCases.map(\.rawValue) + variableNames
    let statement = statementOfInputs(item.span)
    let example = session.exampleOfInputs(after: statement, network)
    let isOfParameters = ["weights", "parameters", "biases"].contains(name)
    throw Diagnostic(
      .unknownMetric, "inputs are numbers, and `\(name)` is the name of none", at: item.span,
      label: ForeignWords.meant(by: name, among: words).map { "did you mean `\($0)`?" },
      help: example
        + (session.data.whole?.inputCount == network.inputs && statement != "guess"
          ? ["For all rows of the data: \(statement) data"] : [])
        + (isOfParameters ? ["The parameters are listed by: dump"] : []))
  }

  /// A row to type where one was given: which columns it has, and one of the data.
  private func exampleOfInputs(_ span: Span) -> [String] {
    session.exampleOfInputs(statementOfInputs(span))
  }

  /// What inputs were typed behind, as an example begins.
  private func statementOfInputs(_ span: Span) -> String {
    let words = context.source.statement(around: span).split(whereSeparator: \.isWhitespace).prefix(2)
    if words == ["explain", "gradient"] { return "explain gradient" }
    return words.first.flatMap { ["explain", "guess"].contains($0) ? String($0) : nil } ?? "eval"
  }

  /// A number in digits, which is rounded once; nil for another value, and where it is beyond the precision.
  private func literal(_ item: Item) -> Double? {
    guard case .expression(let expression) = item else { return nil }
    var number: Double?
    if case .number(let literal) = expression.node { number = literal.rounded(to: session.precision) }
    if case .negation(let operand) = expression.node, case .number(let literal) = operand.node {
      number = -literal.rounded(to: session.precision)
    }
    return number.flatMap { $0.isFinite ? $0 : nil }
  }

  private mutating func row(_ items: [Item], _ columns: [Recipe.Input]) throws(Diagnostic) -> [Double] {
    var numbers: [Double] = []
    for (item, column) in zip(items, columns) {
      guard !column.words.isEmpty else {
        if let number = literal(item) {
          numbers.append(number)
          continue
        }
        let isNamed = item.bareName.map(hasValue) ?? true
        guard isNamed, case .number(let number) = try value(item) else {
          throw Diagnostic(
            .wrongType, "`\(column.name)` is a number", at: item.span, help: exampleOfInputs(item.span))
        }
        numbers.append(number)
        continue
      }
      let word = try word(item, column)
      guard let place = column.place(of: word, Double(word)) else {
        let meant = ForeignWords.meant(by: word, among: column.words)
        throw Diagnostic(
          .unknownName, "`\(column.name)` was never \(word.isEmpty ? "empty" : word) in the data",
          at: item.span,
          label: meant.map { "did you mean `\($0)`?" },
          help: ["It was: " + column.words.prefix(30).joined(separator: ", ")])
      }
      numbers += column.words.indices.map { $0 == place ? 1 : 0 }
    }
    return numbers
  }

  /// As it stands in the file: a word needs no quotes if it has the form of a name.
  private mutating func word(_ item: Item, _ column: Recipe.Input) throws(Diagnostic) -> String {
    if let name = item.bareName, column.words.contains(name) || variable(name) == nil { return name }
    switch try value(item) {
    case .string(let text): return text
    case .number(let number): return number.text
    case .bool(let truth): return truth ? "true" : "false"
    case .list:
      throw Diagnostic(
        .wrongType, "`\(column.name)` is one word", at: item.span, help: exampleOfInputs(item.span))
    }
  }
}

extension Item {
  fileprivate var bareName: String? {
    if case .expression(let expression) = self, case .name(let name) = expression.node { name } else { nil }
  }
}
