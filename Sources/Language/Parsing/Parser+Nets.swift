/// Nets, data and weights.
extension Parser {
  /// net = "net" prim { prim | ACTIVATION } [ "without" "bias" ] ;
  mutating func net() throws(Diagnostic) -> Statement {
    var parts: [NetStatement.Part] = []
    while !isAtLineEnd, !current.isWord("without") {
      if case .number = current.kind, token(ahead: 1).isSymbol(.minus), !token(ahead: 1).isSpaced {
        throw sizesWithHyphens()
      }
      if case .word = current.kind, !token(ahead: 1).isAttachedParenthesis {
        parts.append(.word(try word("a size or an activation")))
      } else {
        parts.append(.size(try argument("a size")))
      }
    }
    if parts.count > 1 { expect(.named(.activation)) }
    expect(.argument)
    let hasBias = !eat("without")
    if !hasBias, !eat("bias") { throw .missing("`bias`", self) }
    guard !parts.isEmpty else {
      throw Diagnostic(
        .missingArgument, "`net` needs the sizes of its layers, the inputs first", at: last.span,
        help: ["For example: net 2 2 1"])
    }
    return .net(NetStatement(parts: parts, hasBias: hasBias))
  }

  /// `net 2-2-1`, as nn itself writes a net's sizes.
  private func sizesWithHyphens() -> Diagnostic {
    let start = current.span
    let line = source.text(Span(start.start, source.line(around: start.start).end)).prefix {
      $0 != ";" && $0 != "#"
    }
    let spaced = String(line.trimmingBlanks.map { $0 == "-" ? " " : $0 })
    return Diagnostic(
      .argumentArithmetic, "sizes are separated by blanks", at: start, help: ["Write: net \(spaced)"])
  }

  /// data = "data" ( NL body-of-rows "end" | word ) ;
  mutating func data(_ verb: Token) throws(Diagnostic) -> Statement {
    expect(.named(.data))
    expect(.file)

    guard isAtLineEnd else { return .data(try builtinData(verb)) }
    guard !isInData else {
      throw Diagnostic(.unexpectedWord, "a data block does not stand inside another", at: verb.span)
    }
    isInData = true
    defer { isInData = false }
    let body = try body(of: verb)
    try closeBlock(verb)
    return .data(.rows(body))
  }

  /// "data" WORD { prim } { option }
  private mutating func builtinData(_ verb: Token) throws(Diagnostic) -> DataStatement {
    if case .string = current.kind {
      let file = try argument("a file")
      return .file(file, options: try options(of: "data"))
    }
    let isNumber = if case .number = current.kind { true } else { false }
    if !isNumber, wordToBlank.contains(where: { $0 == "." || $0 == "/" }) { throw fileWithoutQuotes(verb) }
    guard case .word = current.kind else {
      throw Diagnostic(
        .unexpectedWord, "rows stand on lines of their own, closed by `end`", at: current.span,
        help: ["For example: data ; 0 0 -> 0 ; 0 1 -> 1 ; end"])
    }
    let name = try word(of: .data)
    var numbers: [Expression] = []
    if !(vocabulary.entry(.data, name.node)?.parameters.isEmpty ?? true) { expect(.argument) }
    while isAtArgument, !isAtOption(of: "data") {
      let number = try argument("a number")
      guard numbers.count < vocabulary.entry(.data, name.node)?.parameters.count ?? 0 else {
        throw .superfluousNumber(number, name, vocabulary)
      }
      numbers.append(number)
    }
    return .builtin(name, numbers: numbers, options: try options(of: "data"))
  }

  func isAtOption(of statement: String) -> Bool {
    StatementSpec.named(statement)?.options.contains { current.isWord($0.word) } ?? false
  }

  /// split = "split" prim { prim } { option } ;
  mutating func split(_ verb: Token) throws(Diagnostic) -> Statement {
    var shares = [try argument("the share to train on")]
    while isAtArgument, !isAtOption(of: "split") { shares.append(try argument()) }
    expect(.argument)

    let options = try options(of: "split")
    return .split(SplitStatement(shares: shares, options: options, span: verb.span.joined(last.span)))
  }

  /// row = prim { prim } "->" prim { prim } ;
  mutating func row() throws(Diagnostic) -> DataRow {
    let start = current.span
    var inputs = [try argument("an input")]
    while !current.isSymbol(.arrow) {
      expect(.argument)
      guard isAtArgument else { throw .rowWithoutArrow(self) }
      inputs.append(try argument("an input"))
    }
    advance()
    expect(.className)
    var targets = [try argument("a target")]
    while isAtArgument { targets.append(try argument("a target")) }
    return DataRow(inputs: inputs, targets: targets, span: start.joined(last.span))
  }

  /// init = "init" [ SCHEME [ "normal" | "uniform" ] { prim } { option } ] ;
  mutating func initialize() throws(Diagnostic) -> Statement {
    let isOption = StatementSpec.named("init")?.options.contains { current.isWord($0.word) } ?? false
    expect(.named(.initialization))
    guard !isAtLineEnd, !isOption else {
      return .initialize(InitStatement(scheme: nil, form: nil, numbers: [], options: try options(of: "init")))
    }
    let scheme = try word(of: .initialization)
    let entry = vocabulary.entry(.initialization, scheme.node)
    var form: Located<String>?
    for form in entry?.forms ?? [] { expect(word: form) }
    if case .word(let word) = current.kind, entry?.forms.contains(word) == true {
      form = Located(word, current.span)
      advance()
    }
    var numbers: [Expression] = []
    for parameter in entry?.parameters ?? [] {
      guard isAtArgument else { throw .missingParameter(parameter, scheme, entry, self) }
      numbers.append(try argument(parameter))
    }
    let options = try options(of: "init")
    return .initialize(InitStatement(scheme: scheme, form: form, numbers: numbers, options: options))
  }

  /// Whether a weight and `=` or `:` come next: then the line sets that weight.
  var isAtWeightLine: Bool {
    switch current.kind {
    case .neuron, .bias: break
    default: return false
    }
    guard token(ahead: 1).isSymbol(.arrow), case .neuron = token(ahead: 2).kind else { return false }
    return token(ahead: 3).isSymbol(.assign) || token(ahead: 3).isSymbol(.colon)
  }

  /// weights = weight ("=" | ":") expr { NL weight ("=" | ":") expr } ;
  mutating func weights() throws(Diagnostic) -> Statement {
    var lines = [try weightLine()]
    while skipToNextWeightLine() { lines.append(try weightLine()) }
    return .weights(WeightsStatement(lines: lines))
  }

  private mutating func weightLine() throws(Diagnostic) -> WeightsStatement.Line {
    let start = current.span
    expect(.weight)
    expectTarget()
    guard isAtWeightLine, let weight = try weight() else { throw .noWeight(self) }
    advance()
    let value = try expression()
    if current.isSymbol(.comma) { throw .weightsWithComma(self) }
    guard isAtLineEnd else { throw .unexpected(self) }
    return WeightsStatement.Line(weight: weight, value: value, span: start.joined(value.span))
  }

  /// Goes over line ends to the next line if that sets a weight too; else stays.
  private mutating func skipToNextWeightLine() -> Bool {
    let start = position
    while current.kind == .newline { advance() }
    if current.isWord("set") { advance() }
    if isAtWeightLine { return true }
    position = start
    return false
  }
}

extension Token {
  fileprivate var isAttachedParenthesis: Bool { isSymbol(.openParenthesis) && !isSpaced }
}

extension Diagnostic {
  fileprivate static func superfluousNumber(
    _ number: Expression, _ name: Located<String>, _ vocabulary: Vocabulary
  ) -> Diagnostic {
    let parameters = vocabulary.entry(.data, name.node)?.parameters ?? []
    return Diagnostic(
      .unexpectedWord, "`\(name.node)` takes \(parameters.isEmpty ? "no number" : "one number")",
      at: number.span,
      help: parameters.isEmpty ? [] : ["Write: data \(name.node) \(parameters.joined(separator: " "))"])
  }

  fileprivate static func rowWithoutArrow(_ parser: Parser) -> Diagnostic {
    if parser.current.isSymbol(.comma) { return .misplacedComma(parser) }
    return Diagnostic(
      .missingArgument, "a row has `->` between its inputs and its targets", at: parser.current.span,
      help: ["For example: 0 1 -> 1"])
  }

  fileprivate static func missingParameter(
    _ parameter: String, _ scheme: Located<String>, _ entry: Vocabulary.Entry?, _ parser: Parser
  ) -> Diagnostic {
    let form = ([scheme.node] + (entry?.parameters ?? []).map { $0.uppercased() }).joined(separator: " ")
    return Diagnostic(
      .missingArgument, "`\(scheme.node)` needs a number for \(parameter)", at: parser.current.span,
      help: ["Write: init \(form)"])
  }

  fileprivate static func weightsWithComma(_ parser: Parser) -> Diagnostic {
    Diagnostic(
      .unexpectedWord, "weight lines are separated by `;` or stand on lines of their own",
      at: parser.current.span)
  }

  fileprivate static func noWeight(_ parser: Parser) -> Diagnostic {
    Diagnostic(
      .missingArgument, "I expected a weight and its value", at: parser.current.span,
      help: ["For example: L0N0 -> L1N0 = 0.66     or, for a bias: 0B -> L1N0: -1.5"])
  }
}
