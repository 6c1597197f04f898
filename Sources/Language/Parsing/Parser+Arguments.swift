/// Argument mode: primaries separated by blanks, then options as words.
extension Parser {
  /// Whether the current token can begin an argument.
  var isAtArgument: Bool {
    switch current.kind {
    case .number, .string, .neuron, .bias: true
    case .word(let word): word.keyword?.isValue ?? true
    case .symbol(let symbol): symbol == .openParenthesis || symbol == .openBracket || symbol == .minus
    case .newline, .end: false
    }
  }

  /// sprim = [ SIGN ] postfix ;   A sign has a blank before it and none after it.
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
    let step = eat(.by) ? try argument() : nil
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
        .argumentArithmetic, "arithmetic among arguments needs parentheses", at: operatorToken.span)
    }
    let line = source.line(around: whole.span.start)
    let fixed =
      source.text(Span(line.start, whole.span.start)) + "(" + source.text(whole.span) + ")"
      + source.text(Span(whole.span.end, line.end))
    let trimmed = fixed.drop { $0 == " " }
    throw Diagnostic(
      .argumentArithmetic, "arithmetic among arguments needs parentheses", at: whole.span,
      help: trimmed.count < 100 ? ["Write: \(trimmed)"] : [])
  }

  private var isAtOperator: Bool {
    switch current.kind {
    case .symbol(let symbol):
      switch symbol {
      case .minus: !current.isSpaced || token(ahead: 1).isSpaced
      case .plus, .times, .divide, .power: true
      case .openParenthesis, .closeParenthesis, .openBracket, .closeBracket, .comma, .assign, .equal,
        .unequal,
        .less, .lessOrEqual, .greater, .greaterOrEqual, .arrow, .range, .colon, .question:
        false
      }
    case .word(let word): word.keyword == .mod
    case .number, .string, .neuron, .bias, .newline, .end: false
    }
  }

  /// A word in a word place, hyphens glued when unspaced: `cross-entropy`.
  mutating func word(_ what: @autoclosure () -> String) throws(Diagnostic) -> Located<String> {
    guard case .word(let first) = current.kind else { throw .missing(what(), self) }
    var (name, span) = (text(first), current.span)
    advance()
    while current.isSymbol(.minus), !current.isSpaced, !token(ahead: 1).isSpaced,
      case .word(let next) = token(ahead: 1).kind
    {
      name += "-" + text(next)
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
    guard vocabulary.has(kind, found.node) else { throw .unknownName(found, kind, vocabulary) }
    return found
  }

  /// prim { prim } up to an option or the end of the line; ranges among them.
  mutating func inputs(
    of statement: String, _ options: OptionTable, orUpTo isEnd: (Parser) -> Bool = { _ in false }
  ) throws(Diagnostic) -> [Item] {
    var inputs: [Item] = []
    expect(.argument)
    while isAtArgument, !isAtOption(options), !isEnd(self) {
      inputs.append(try argumentOrRange())
      expect(.argument)
    }
    guard !inputs.isEmpty else {
      throw .lackingInputs(statement, self)
    }
    return inputs
  }

  /// Whether the word of one of these options comes next.
  func isAtOption(_ options: OptionTable) -> Bool {
    guard case .word(let word) = current.kind else { return false }
    return options[text(word)] != nil
  }

  // MARK: Options

  /// { option } up to the end of the line: each a word of these rows and its pattern, in any order, once.
  ///
  /// - Parameter listed: the rows that a message lists; the rest are the settings of optimizers.
  mutating func options(
    _ specs: OptionTable, of statement: String, listed: [OptionSpec]
  ) throws(Diagnostic) -> [GivenOption] {
    var given: [GivenOption] = []
    if !isAtLineEnd { given.reserveCapacity(4) }
    while !isAtLineEnd {
      let start = current.span
      guard isAtWord, current.keyword == nil else { throw .optionWithoutWord(self, specs.rows) }
      let word = try word("an option")
      guard let option = specs[word.node] else {
        let owner = specs.rows.first {
          $0.values.first?.kind.map(vocabulary.names)?.contains(word.node) ?? false
        }
        let setting = optimizer.flatMap { ForeignWords.settings(of: $0)[word.node.lowercased()] }
        throw .unknownOption(word, statement, specs.rows, listed: listed, meant: setting, owner: owner?.word)
      }
      if let first = given.first(where: { $0.word.node == word.node }) {
        throw .repeated(word, first, self)
      }
      if current.isSymbol(.assign) { throw .optionWithEquals(word, self) }
      let arguments = try values(of: option, among: specs)
      given.append(
        GivenOption(spec: option, word: word, arguments: arguments, span: start.joined(last.span)))
    }
    guard isAtCursor else { return given }
    let offered = optimizer.flatMap { vocabulary.entry(.optimizer, $0)?.options }
    let others = offered.map { own in Set(vocabulary.settings.map(\.word)).subtracting(own) } ?? []
    expect(
      specs.rows.filter { spec in
        !given.contains { $0.word.node == spec.word } && !others.contains(spec.word)
      })
    return given
  }

  /// What follows the word of an option, by the pattern of its row.
  private mutating func values(
    of option: OptionSpec, among options: OptionTable
  ) throws(Diagnostic) -> [GivenOption.Argument] {
    var arguments: [GivenOption.Argument] = []
    // Most take one value.
    arguments.reserveCapacity(1)
    for value in option.values {
      switch value {
      case .literal(let word):
        if isCompleting { expect(word: word, option.summary) }
        guard eat(word) else { throw .missingLiteral(word, option, self) }
      case .argument: arguments.append(.expression(try argument(of: option, .argument)))
      case .file:
        try checkFileName(after: option.word)
        arguments.append(.expression(try argument(of: option, .file)))
      case .neuron: arguments.append(.expression(try argument(of: option, .neuron)))
      case .neurons:
        repeat {
          arguments.append(.expression(try argument(of: option, .neuron)))
          expect(.neuron)
        } while isAtNeuron
      case .expression: arguments.append(.expression(try expression()))
      case .word(let kind): arguments.append(.word(try word(of: kind)))
      case .named(let kind): arguments += try named(kind, among: options)
      case .names: arguments.append(.names(try names(upTo: options)))
      }
    }
    return arguments
  }

  /// What has a point or a slash is no variable with a name in it.
  func checkFileName(after words: String) throws(Diagnostic) {
    guard case .word = current.kind, !isCompleting else { return }
    let word = String(wordToBlank)
    // What else stands in it makes it an expression.
    guard word.contains(where: { $0 == "." || $0 == "/" }),
      word.allSatisfy({ $0.isLetter || $0.isNumber || "._-/".contains($0) })
    else { return }
    let start = current.span.start
    throw Diagnostic(
      .fileWithoutQuotes, "file names need quotes", at: Span(start, start + word.utf8.count),
      help: ["Write: \(words) \(word.inQuotes)"])
  }

  /// What looks like the name of a file, up to the next blank.
  var wordToBlank: Substring {
    text(from: current).prefix { $0 != " " && $0 != "\t" }
  }

  private var isAtNeuron: Bool { current.tag == .neuron }

  private mutating func argument(
    of option: OptionSpec, _ expectation: Expectation
  ) throws(Diagnostic) -> Expression {
    expect(expectation)
    guard isAtArgument else { throw .missing("a value (`\(option.form)`)", self) }
    return try argument()
  }

  /// A word of a table, then the numbers of its row: `step 30 0.1`.
  private mutating func named(
    _ kind: Vocabulary.Kind, among options: OptionTable
  ) throws(Diagnostic) -> [GivenOption.Argument] {
    let name = try word(of: kind)
    let entry = vocabulary.entry(kind, name.node)
    var arguments: [GivenOption.Argument] = [.word(name)]
    for parameter in entry?.parameters ?? [] {
      guard isAtArgument, !isAtOption(options) else {
        let words = [kind.rawValue, name.node] + (entry?.examples ?? [])
        throw Diagnostic(
          .missingArgument, "`\(name.node)` needs a number for \(parameter)", at: current.span,
          help: ["For example: \(words.joined(separator: " "))"])
      }
      arguments.append(.expression(try argument(parameter)))
    }
    return arguments
  }

  /// Names of columns: words that are not options, or texts in quotes.
  private mutating func names(upTo options: OptionTable) throws(Diagnostic) -> [Located<String>] {
    var names: [Located<String>] = []
    while true {
      expect(.column)
      if case .string(let place) = current.kind {
        let pieces = tokens.string(place)
        guard case .text(let text)? = pieces.first, pieces.count == 1 else {
          throw .missing("a column", self)
        }
        names.append(Located(text, current.span))
        advance()
      } else if case .neuron = current.kind {
        // An input without a name of its own.
        names.append(Located(text(current), current.span))
        advance()
      } else if case .word = current.kind, names.isEmpty || !isAtOption(options) {
        names.append(try word("a column"))
      } else {
        guard !names.isEmpty else { throw .missing("the name of a column", self) }
        return names
      }
    }
  }
}

extension Diagnostic {
  /// No longer example is read: a range stands for more inputs.
  private static let mostInputs = 8
  private static let mostTargets = 200

  fileprivate static func lackingInputs(_ statement: String, _ parser: Parser) -> Diagnostic {
    let (inputs, outputs) = parser.ends ?? (2, 1)
    var words = [statement]
    words += inputs > mostInputs ? ["1..\(inputs)"] : (0..<max(inputs, 1)).map { String($0 % 2) }
    // A row that no data has needs its targets.
    if statement.hasSuffix("gradient") {
      words += ["->"] + (0..<min(max(outputs, 1), mostTargets)).map { $0 == 0 ? "1" : "0" }
    }
    var lacking = Diagnostic(
      .missingArgument, "`\(statement)` needs the inputs",
      at: parser.isAtLineEnd ? parser.last.span : parser.current.span,
      help: ["For example: " + words.joined(separator: " ")])
    lacking.lackingInputs = parser.ends == nil ? statement : nil
    return lacking
  }

  static func unknownName(
    _ word: Located<String>, _ kind: Vocabulary.Kind, _ vocabulary: Vocabulary
  ) -> Diagnostic {
    unknownName(word, kind, among: vocabulary.names(kind))
  }

  /// - Parameter names: those that are legal at the place.
  static func unknownName(
    _ word: Located<String>, _ kind: Vocabulary.Kind, among names: [String]
  ) -> Diagnostic {
    let meant = ForeignWords.meant(by: word.node, among: names)
    return Diagnostic(
      .unknownName, "there is no \(kind.rawValue) called `\(word.node)`", at: word.span,
      label: meant.map { "did you mean `\($0)`?" },
      help: ["There are: " + names.joined(separator: ", ")])
  }

  /// - Parameters:
  ///   - setting: what the optimizer at hand calls it.
  ///   - owner: the option of which the word is a value.
  fileprivate static func unknownOption(
    _ word: Located<String>, _ statement: String, _ specs: [OptionSpec], listed: [OptionSpec],
    meant setting: String?, owner: String?
  ) -> Diagnostic {
    guard !specs.isEmpty else {
      return Diagnostic(
        .unexpectedWord, "I did not expect `\(word.node)` here", at: word.span,
        label: "the statement is complete before this")
    }
    // An `epoch` of another tool is the number of them, and only then a metric that something watches.
    let words = specs.map(\.word)
    let meant =
      setting ?? ForeignWords.translation(of: word.node, among: words) ?? owner.map { "\($0) \(word.node)" }
      ?? suggestion(for: word.node, among: words)
    let rest = listed.count < specs.count ? ", and the settings of its optimizer" : ""
    return Diagnostic(
      .unknownOption, "`\(statement)` has no option called `\(word.node)`", at: word.span,
      label: meant.map { "did you mean `\($0)`?" },
      help: meant != nil
        ? ["All of them: help \(statement)"]
        : ["Its options: " + listed.map(\.form).joined(separator: ", ") + rest])
  }

  /// `log 10` for `log every 10`: the word between an option and its number was left out.
  fileprivate static func missingLiteral(_ word: String, _ option: OptionSpec, _ parser: Parser) -> Diagnostic
  {
    let missing = Diagnostic.missing("`\(word)` (`\(option.form)`)", parser)
    guard case .number = parser.current.kind else { return missing }
    let number = parser.text(parser.current)
    return missing.helping(
      "Write: " + parser.source.statement(around: parser.current.span, with: "\(word) \(number)"))
  }

  /// A value where an option should begin: its word was most likely forgotten.
  fileprivate static func optionWithoutWord(_ parser: Parser, _ specs: [OptionSpec]) -> Diagnostic {
    // `10 seconds`: the word stands behind its number.
    let behind = parser.text(parser.token(ahead: 1))
    let swapped = specs.first { spec in
      guard case .number = parser.current.kind, case .argument? = spec.values.first else { return false }
      return spec.word == behind || spec.word == behind + "s"
    }
    let meant =
      swapped
      ?? specs.first { spec in
        switch (parser.current.kind, spec.values.first) {
        case (.number(let place), _): spec.isMeantByNumber && parser.tokens.number(place).whole != nil
        case (.string, .file?), (.neuron, .neuron?): true
        case (_, _): false
        }
      }
    guard let meant else { return .unexpected(parser) }
    let text = parser.text(parser.current)
    return Diagnostic(
      .unexpectedWord, "I did not expect `\(text)` here", at: parser.current.span,
      label: "did you mean `\(meant.word) \(text)`?")
  }

  fileprivate static func optionWithEquals(_ word: Located<String>, _ parser: Parser) -> Diagnostic {
    let value = parser.text(parser.token(ahead: 1))
    return Diagnostic(
      .unexpectedWord, "the value of an option follows it, without `=`", at: parser.current.span,
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
