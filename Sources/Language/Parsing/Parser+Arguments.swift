/// Argument mode: primaries separated by blanks, then options as words.
extension Parser {
  /// Whether the current token can begin an argument.
  var isAtArgument: Bool {
    switch current.kind {
    case .number, .string, .neuron, .bias: true
    case .word(let word): !StatementSpec.keywords.contains(word) || word == "true" || word == "false"
    case .symbol(.openParenthesis), .symbol(.openBracket), .symbol(.minus): true
    default: false
    }
  }

  /// sprim = [ SIGN ] postfix ;   A sign has a blank before it and none behind.
  mutating func argument(_ what: String = "a value") throws(Diagnostic) -> Expression {
    expect(.argument)

    guard isAtArgument else { throw .missing(what, self) }
    let start = position
    let value: Expression
    if current.isSymbol(.minus) {
      let sign = current
      guard sign.isSpaced, !token(ahead: 1).isSpaced else { throw .missing(what, self) }
      advance()
      let operand = try postfix()
      value = Expression(.negation(operand), sign.span.joined(operand.span))
    } else {
      value = try postfix()
    }
    try refuseArithmetic(from: start)
    return value
  }

  /// prim = sprim [ ".." sprim [ "by" sprim ] ] ;
  mutating func argumentOrRange() throws(Diagnostic) -> Item {
    let start = try argument()
    guard eat(.range) else { return .expression(start) }
    let end = try argument()
    let step = eat("by") ? try argument() : nil
    return .range(RangeExpression(start: start, end: end, step: step))
  }

  /// No operator is legal between arguments: the line is shown with the parentheses put in.
  private mutating func refuseArithmetic(from start: Int) throws(Diagnostic) {
    guard isAtOperator else { return }
    let operatorToken = current
    position = start
    guard let whole = try? expression() else {
      position = start
      throw Diagnostic(
        .argumentArithmetic, "arithmetic among arguments stands in parentheses", at: operatorToken.span)
    }
    let line = source.line(around: whole.span.start)
    let fixed =
      source.text(Span(line.start, whole.span.start)) + "(" + source.text(whole.span) + ")"
      + source.text(Span(whole.span.end, line.end))
    let trimmed = fixed.drop { $0 == " " }
    throw Diagnostic(
      .argumentArithmetic, "arithmetic among arguments stands in parentheses", at: whole.span,
      help: trimmed.count < 100 ? ["Write: \(trimmed)"] : [])
  }

  private var isAtOperator: Bool {
    switch current.kind {
    case .symbol(.minus): !current.isSpaced || token(ahead: 1).isSpaced
    case .symbol(.plus), .symbol(.times), .symbol(.divide), .symbol(.power): true
    case .word("mod"): true
    default: false
    }
  }

  /// A word in a word place, hyphens glued when unspaced: `cross-entropy`.
  mutating func word(_ what: String) throws(Diagnostic) -> Located<String> {
    guard case .word(var name) = current.kind else { throw .missing(what, self) }
    var span = current.span
    advance()
    while current.isSymbol(.minus), !current.isSpaced, !token(ahead: 1).isSpaced,
      case .word(let next) = token(ahead: 1).kind
    {
      name += "-" + next
      span = span.joined(token(ahead: 1).span)
      position += 2
    }
    return Located(name, span)
  }

  /// A word of one table; an unknown one is answered from that table.
  mutating func word(of kind: Vocabulary.Kind) throws(Diagnostic) -> Located<String> {
    expect(.named(kind))

    guard case .word = current.kind else {
      throw Diagnostic.missing("the name of \(kind.text)", self)
        .helping("There are: " + vocabulary.names(kind).joined(separator: ", "))
    }
    let found = try word("the name of \(kind.text)")
    guard vocabulary.entry(kind, found.node) != nil else { throw .unknownName(found, kind, vocabulary) }
    return found
  }

  /// { option } up to the end of the line: each a word of the statement's table and its pattern, any order, once.
  mutating func options(of statement: String) throws(Diagnostic) -> [GivenOption] {
    try options(of: [statement])
  }

  /// The options of several statements together; mistakes speak of the first.
  mutating func options(of statements: [String]) throws(Diagnostic) -> [GivenOption] {
    let specs = statements.compactMap(StatementSpec.named).flatMap { vocabulary.options(of: $0) }
    let statement = statements[0]

    var given: [GivenOption] = []
    while !isAtLineEnd {
      let start = current.span
      guard case .word = current.kind else { throw .optionWithoutWord(self, statement) }
      let word = try word("an option")
      guard let option = specs.first(where: { $0.word == word.node }) else {
        throw .unknownOption(word, statement, specs)
      }
      if let first = given.first(where: { $0.word.node == word.node }) {
        throw .repeated(word, first, self)
      }
      if current.isSymbol(.assign) { throw .optionWithEquals(word, self) }
      let arguments = try values(of: option)
      given.append(GivenOption(word: word, arguments: arguments, span: start.joined(last.span)))
    }
    expect(specs.filter { spec in !given.contains { $0.word.node == spec.word } })
    return given
  }

  /// Names of columns: words that are no options, or texts in quotes.
  private mutating func names() throws(Diagnostic) -> [Located<String>] {
    let options = StatementSpec.named("data")?.options.map(\.word) ?? []
    var names: [Located<String>] = []
    while true {
      expect(.column)
      switch current.kind {
      case .word(let word) where !options.contains(word) || names.isEmpty:
        names.append(try self.word("a column"))
      case .string(let pieces):
        guard case .text(let text)? = pieces.first, pieces.count == 1 else {
          throw .missing("a column", self)
        }
        names.append(Located(text, current.span))
        advance()
      default:
        guard !names.isEmpty else { throw .missing("the name of a column", self) }
        return names
      }
    }
  }

  /// A word of a table, then the numbers of its row: `step 30 0.1`.
  private mutating func named(_ kind: Vocabulary.Kind) throws(Diagnostic) -> [GivenOption.Argument] {
    let name = try word(of: kind)
    var arguments: [GivenOption.Argument] = [.word(name)]
    for parameter in vocabulary.entry(kind, name.node)?.parameters ?? [] {
      guard isAtArgument, !isAtOption(of: "train") else {
        let form = vocabulary.entry(kind, name.node)?.parameters.map { $0.uppercased() } ?? []
        throw Diagnostic(
          .missingArgument, "`\(name.node)` needs a number for \(parameter)", at: current.span,
          help: ["Write: \(([kind.rawValue, name.node] + form).joined(separator: " "))"])
      }
      arguments.append(.expression(try argument(parameter)))
    }
    return arguments
  }

  private mutating func values(of option: OptionSpec) throws(Diagnostic) -> [GivenOption.Argument] {
    var arguments: [GivenOption.Argument] = []
    for value in option.values {
      switch value {
      case .literal(let word):
        expect(word: word, option.summary)
        guard eat(word) else { throw .missing("`\(word)` (`\(option.form)`)", self) }
      case .argument(let name):
        expect(name == "\"FILE\"" ? .file : name == "L1N0" ? .neuron : .argument)
        guard isAtArgument else { throw .missing("a value (`\(option.form)`)", self) }
        arguments.append(.expression(try argument()))
      case .expression: arguments.append(.expression(try expression()))
      case .word(let kind): arguments.append(.word(try self.word(of: kind)))
      case .named(let kind): arguments += try named(kind)
      case .names: arguments.append(.names(try names()))
      }
    }
    return arguments
  }
}

extension Diagnostic {
  static func unknownName(
    _ word: Located<String>, _ kind: Vocabulary.Kind, _ vocabulary: Vocabulary
  ) -> Diagnostic {
    let names = vocabulary.names(kind)
    let meant = ForeignWords.meant(by: word.node, among: names)
    return Diagnostic(
      .unknownName, "I do not know \(kind.text) called `\(word.node)`", at: word.span,
      label: meant.map { "did you mean `\($0)`?" },
      help: ["There are: " + names.joined(separator: ", ")])
  }

  fileprivate static func unknownOption(
    _ word: Located<String>, _ statement: String, _ specs: [OptionSpec]
  ) -> Diagnostic {
    let words = specs.map(\.word)
    guard !words.isEmpty else {
      return Diagnostic(
        .unexpectedWord, "I did not expect `\(word.node)` here", at: word.span,
        label: "the statement is complete before this")
    }
    let meant = ForeignWords.meant(by: word.node, among: words)
    let own = StatementSpec.named(statement)?.options ?? specs
    let rest = own.count < specs.count ? ", and the settings of its optimizer" : ""
    return Diagnostic(
      .unknownOption, "`\(statement)` has no option called `\(word.node)`", at: word.span,
      label: meant.map { "did you mean `\($0)`?" },
      help: ["Its options: " + own.map(\.form).joined(separator: ", ") + rest])
  }

  /// A value where an option should begin: its word was most likely forgotten.
  fileprivate static func optionWithoutWord(_ parser: Parser, _ statement: String) -> Diagnostic {
    let text = parser.text(parser.current)
    let words = ["init": "seed", "train": "epochs", "dump": "layer", "data": "seed", "split": "seed"]
    var word: String?
    switch parser.current.kind {
    case .number: word = words[statement]
    case .string: word = statement == "dump" ? "to" : nil
    case .neuron: word = statement == "explain" ? "neuron" : nil
    default: break
    }
    guard let word else { return .unexpected(parser) }
    return Diagnostic(
      .unexpectedWord, "I did not expect `\(text)` here", at: parser.current.span,
      label: "did you mean `\(word) \(text)`?")
  }

  fileprivate static func optionWithEquals(_ word: Located<String>, _ parser: Parser) -> Diagnostic {
    let value = parser.text(parser.token(ahead: 1))
    return Diagnostic(
      .unexpectedWord, "an option and its value stand side by side, without `=`", at: parser.current.span,
      help: ["Write: \(word.node) \(value)"])
  }

  fileprivate static func repeated(_ word: Located<String>, _ first: GivenOption, _ parser: Parser)
    -> Diagnostic
  {
    Diagnostic(
      .repeatedOption, "`\(word.node)` is given twice", at: word.span,
      label: "the first is `\(parser.source.text(first.span))`", help: ["Leave one of them out."])
  }
}
