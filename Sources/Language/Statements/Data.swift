/// `data xor`, a file, or rows typed in, with loops and conditions around them.
public enum DataStatement: Sendable {
  case file(Expression, options: GivenOptions<DataOption>)
  case builtin(Located<String>, numbers: [Expression], options: GivenOptions<DataOption>)
  case rows(Body)
}

/// The options of `data`.
public enum DataOption: String, OptionKey {
  case target, inputs, leave, classes, onehot, missing, labels, header, delimiter, noise, seed

  /// The option's row: what follows it, and its line of help.
  public var spec: OptionSpec {
    switch self {
    case .target:
      OptionSpec(rawValue, [.names("COLUMN …")], "of a file: the columns to predict; by default the last one")
    case .inputs:
      OptionSpec(
        rawValue, [.names("COLUMN …")], "of a file: the columns that are inputs; by default all others")
    case .leave: OptionSpec(rawValue, [.names("COLUMN …")], "of a file: columns to ignore")
    case .classes:
      OptionSpec(rawValue, [], "of a file: the numbers of the target column are names of classes")
    case .onehot:
      OptionSpec(
        rawValue, [.names("COLUMN …")], "of a file: columns with an input of 0 or 1 for each of their words")
    case .missing:
      OptionSpec(
        rawValue, [.word(.missing)], "of a file: how missing values are treated; by default an error")
    case .labels: OptionSpec(rawValue, [.file], "of a file of pictures (IDX): the file with their classes")
    case .header:
      OptionSpec(
        rawValue, [.word(.header)], "of a file: whether its first line has names; by default found out")
    case .delimiter:
      OptionSpec(
        rawValue, [.argument("\";\"|tab|blank")], "of a file: what parts its cells; by default found out")
    case .noise:
      OptionSpec(
        rawValue, [.argument("X")], "standard deviation of the noise added to generated points", .notNegative)
    case .seed:
      OptionSpec(
        rawValue, [.argument("N")], "seed of their random numbers; by default chosen and shown",
        isMeantByNumber: true)
    }
  }
}

extension DataOption {
  /// Whether it belongs to data from a file; else to data that is generated.
  public var isOfFiles: Bool {
    switch self {
    case .target, .inputs, .leave, .classes, .onehot, .missing, .labels, .header, .delimiter: true
    case .noise, .seed: false
    }
  }
}

/// `0 1 -> 1`
public struct DataRow: Sendable {
  /// The numbers before `->`.
  public let inputs: [Expression]
  /// The numbers after `->`.
  public let targets: [Expression]
  /// Where it is in the source.
  public let span: Span
}

extension StatementSpec {
  static let data = StatementSpec(
    "data", .data, "chooses the data: a built-in set, a file, or rows typed in",
    forms: [
      "data NAME [NUMBER] [OPTIONS]", "data ; ROW ; ROW … ; end      (a row: INPUTS -> TARGETS)",
      "data \"FILE\" [target COLUMN …] [OPTIONS]",
    ],
    options: DataOption.specs,
    notes: [
      "A net with two inputs and one output and without data uses xor, and says so.",
      "All rows have the same number of inputs and of targets.",
      "A file is CSV: header and delimiter are detected and reported; a target column of words makes classes.",
      "`classes` makes classes of numbers; `onehot` makes inputs of words; both are remembered for `eval \"FILE\"`.",
      "Excel workbooks and files of NumPy, Weka (ARFF), FANN, LIBSVM, SNNS and MNIST (IDX, `labels`) are read too.",
      "Loops, `if` and `let` can surround rows, to generate data.",
    ],
    example: "data\n  0 0 -> 0\n  0 1 -> 1\nend", speaksOf: [.data], effects: [.changesSession],
    mistakes: [.alone("data xorr", .unknownName), .alone("data \"no-such-file.csv\"", .fileMissing)]
  ) { (parser, verb) throws(Diagnostic) in try parser.data(verb) }
}

extension Parser {
  /// data = "data" ( NL body-of-rows "end" | file { option } | WORD { prim } { option } ) ;
  fileprivate mutating func data(_ verb: Token) throws(Diagnostic) -> Statement {
    expect(.named(.data))
    expect(.file)
    guard isAtLineEnd else { return .data(try dataOfOneLine(verb)) }
    guard !isInData else {
      throw Diagnostic(.unexpectedWord, "a data block cannot contain another", at: verb.span)
    }
    isInData = true
    defer { isInData = false }
    let body = try body(of: verb)
    try closeBlock(verb)
    return .data(.rows(body))
  }

  private mutating func dataOfOneLine(_ verb: Token) throws(Diagnostic) -> DataStatement {
    if case .string = current.kind {
      let file = try argument("a file")
      return .file(file, options: try options(of: .data, DataOption.self))
    }
    let isNumber = if case .number = current.kind { true } else { false }
    if !isNumber, wordToBlank.contains(where: { $0 == "." || $0 == "/" }) { throw fileWithoutQuotes(verb) }
    guard case .word = current.kind else {
      throw Diagnostic(
        .unexpectedWord, "rows are written on lines of their own, closed by `end`", at: current.span,
        help: ["For example: data ; 0 0 -> 0 ; 0 1 -> 1 ; end"])
    }
    return try builtinData(try word(of: .data))
  }

  private mutating func builtinData(_ name: Located<String>) throws(Diagnostic) -> DataStatement {
    let entry = vocabulary.entry(.data, name.node)
    let parameters = entry?.parameters ?? []
    var numbers: [Expression] = []
    if !parameters.isEmpty { expect(.argument) }
    while isAtArgument, !isAtOption(StatementSpec.data.optionTable) {
      let number = try argument("a number")
      guard numbers.count < parameters.count else {
        throw .superfluousNumber(number, name, entry?.examples ?? [])
      }
      numbers.append(number)
    }
    return .builtin(name, numbers: numbers, options: try options(of: .data, DataOption.self))
  }

  /// row = prim { prim } "->" prim { prim } ;
  mutating func row() throws(Diagnostic) -> DataRow {
    let start = current.span
    do throws(Diagnostic) {
      return try row(from: start)
    } catch {
      throw error.advising(TypedRow.advice(for: source.statement(around: start)))
    }
  }

  private mutating func row(from start: Span) throws(Diagnostic) -> DataRow {
    var inputs = [try argument("an input")]
    while !current.isSymbol(.arrow) {
      expect(.argument)
      guard isAtArgument else { throw .rowWithoutArrow(self) }
      inputs.append(try argument("an input"))
    }
    advance()
    expect(.argument)
    var targets = [try argument("a target")]
    while isAtArgument { targets.append(try argument("a target")) }
    return DataRow(inputs: inputs, targets: targets, span: start.joined(last.span))
  }
}

extension DataStatement: StatementSyntax {
  var spec: StatementSpec? { .data }

  var givenOptions: [GivenOption] {
    switch self {
    case .file(_, let options), .builtin(_, _, let options): options.all
    case .rows: []
    }
  }

  func checkLiterals(_ check: inout LiteralCheck) {
    if case .builtin(let name, let numbers, _) = self { check.check(numbers, of: .data, name.node) }
    check.check(givenOptions)
  }

  var bodies: [Body] {
    switch self {
    case .rows(let body): [body]
    case .file, .builtin: []
    }
  }

  var effects: Set<Effect> {
    switch self {
    case .builtin: [.changesSession, .takesSeed]
    case .file, .rows: [.changesSession]
    }
  }

  func write(to formatter: inout Formatter, _ span: Span) {
    switch self {
    case .rows(let body): formatter.addBlock("data", body, span)
    case .file(let file, _):
      formatter.addLine(
        formatter.joined(["data", formatter.text(file)] + givenOptions.map { formatter.text($0) }), span)
    case .builtin(let name, let numbers, _):
      let words = ["data", name.node] + numbers.map { formatter.text($0) }
      formatter.addLine(formatter.joined(words + givenOptions.map { formatter.text($0) }), span)
    }
  }
}

extension DataRow: LineSyntax {
  func visitExpressions(_ body: (Expression) -> Void) {
    inputs.forEach(body)
    targets.forEach(body)
  }
  var spec: StatementSpec? { nil }

  func words(_ formatter: Formatter) -> [String] {
    inputs.map { formatter.text($0) } + ["->"] + targets.map { formatter.text($0) }
  }
}

extension Diagnostic {
  fileprivate static func superfluousNumber(
    _ number: Expression, _ name: Located<String>, _ examples: [String]
  ) -> Diagnostic {
    Diagnostic(
      .unexpectedWord,
      "`\(name.node)` takes \(examples.isEmpty ? "no number" : examples.count == 1 ? "one number" : "\(examples.count) numbers")",
      at: number.span,
      help: examples.isEmpty ? [] : ["For example: data \(name.node) \(examples.joined(separator: " "))"])
  }

  fileprivate static func rowWithoutArrow(_ parser: Parser) -> Diagnostic {
    if parser.current.isSymbol(.comma) { return .misplacedComma(parser) }
    return Diagnostic(
      .missingArgument, "a row has `->` between its inputs and its targets", at: parser.current.span,
      help: ["For example: 0 1 -> 1"])
  }
}
