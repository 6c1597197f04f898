extension Parser {
  /// statement = weights | verb-statement | block | value ;
  mutating func statement() throws(Diagnostic) -> Statement {
    expectTarget()
    if isAtWeightLine { return try weights() }

    switch current.kind {
    case .symbol(.question):
      advance()
      return try help()
    case .word(let word): return try statement(beginning: word)
    default: return .value(try value())
    }
  }

  private mutating func statement(beginning word: String) throws(Diagnostic) -> Statement {
    if token(ahead: 1).isSymbol(.assign), !StatementSpec.words.contains(word) { throw .missingLet(self) }
    if word == "else" { throw .strayElse(current) }
    guard StatementSpec.words.contains(word) else { return try valueOrCall(word) }
    let verb = current
    advance()
    switch word {
    case "net": return try net()
    case "data": return try data(verb)
    case "split": return try split(verb)
    case "scale": return .scale(try self.word(of: .scaling))
    case "precision": return .precision(try self.word(of: .precision))
    case "language": return .language(try argument("a version of the language"))
    case "check":
      guard eat("gradient") else { throw .missing("`gradient`", self) }
      return .checkGradient
    case "show": return .show(eat("data") ? .data : eat("epochs") ? .epochs : .session)
    case "goto": return try goTo()
    case "back": return .back(isAtLineEnd ? nil : try argument("a number of epochs"))
    case "compare": return try compare()
    case "guess": return .guess(try inputs(of: "guess"))
    case "init": return try initialize()
    case "set": return try weights()
    case "dump": return .dump(DumpStatement(options: try options(of: word)))
    case "train": return try train()
    case "step": return try step()

    case "save": return .save(try file(verb))
    case "load": return .load(try file(verb))
    case "freeze", "unfreeze": return try freeze(verb)
    case "eval": return try eval()
    case "explain": return try explain()
    case "digits": return .digits(try argument("how many decimals"))
    case "seed": return .seed(try argument("a whole number"))
    case "let": return try bind()
    case "print": return .print(try printed())
    case "expect": return .expect(try expression())
    case "say": return .say(try expression())
    case "section": return .section(try expression())
    case "note": return .note(try expression())

    case "help": return try help()
    case "apropos":
      guard case .help(let topic?) = try help() else { throw .missing("a word", self) }
      return .apropos(topic)
    case "why": return .why(try mistakeCode())
    case "transcript": return .transcript(try options(of: word))
    case "prompt": return .prompt(try self.word(of: .promptForm))
    case "color": return .color(try self.word(of: .color))
    case "timing": return .timing(try self.word(of: .timing))

    case "if": return try conditional(verb)
    case "repeat", "for", "while": return try loop(verb)
    case "define": return try define(verb)
    case "run": return .run(try file(verb))
    case "end": throw .strayEnd(verb)
    default: return plain(word)
    }
  }

  /// A file: a text in quotes, or a variable with one in parentheses.
  private mutating func file(_ verb: Token) throws(Diagnostic) -> Expression {
    expect(.file)

    if case .word(let name) = current.kind, !name.isEmpty { throw fileWithoutQuotes(verb) }
    return try argument("a file in quotes")
  }

  /// What looks like a file, up to the next blank.
  var wordToBlank: Substring {
    let line = source.text(Span(current.span.start, source.line(around: current.span.start).end))
    return line.prefix { $0 != " " && $0 != "\t" && $0 != ";" && $0 != "#" }
  }

  func fileWithoutQuotes(_ verb: Token) -> Diagnostic {
    Diagnostic(
      .fileWithoutQuotes, "a file stands in quotes", at: current.span,
      help: ["Write: \(text(verb)) \"\(wordToBlank)\""])
  }

  /// The statements that are one word.
  private func plain(_ word: String) -> Statement {
    switch word {
    case "fingerprint": .fingerprint
    case "reset": .reset
    case "score": .score
    case "diagnose": .diagnose

    case "pause": .pause
    case "undo": .undo
    case "redo": .redo
    case "history": .history
    case "tour": .tour

    case "clear": .clear
    default: .quit
    }
  }

  /// value = expr | range ;
  private mutating func value() throws(Diagnostic) -> Item {
    let value = try item()
    guard isAtArgument, case .number = current.kind else { return value }
    if case .expression(let expression) = value, case .weight = expression.node {
      throw Diagnostic(
        .missingArgument, "a weight and its value are joined by `=`", at: current.span,
        help: ["Write: \(source.text(expression.span)) = \(text(current))"])
    }
    throw .unexpected(self)
  }

  /// call = NAME { prim } ;   A line that begins with a name is its value, unless an argument follows.
  private mutating func valueOrCall(_ word: String) throws(Diagnostic) -> Statement {
    let (name, next) = (current, token(ahead: 1))
    if next.isSymbol(.arrow) { throw .weightInLowerCase(self) }
    let isSign = next.isSymbol(.minus) && next.isSpaced && !token(ahead: 2).isSpaced
    advance()
    let beginsArgument = isAtArgument && (isSign || !current.isSymbol(.minus))
    let isAttached = current.isSymbol(.openParenthesis) || current.isSymbol(.openBracket)
    guard beginsArgument, current.isSpaced || !isAttached else {
      expect(.argument)
      position -= 1
      return .value(try value())
    }
    var arguments: [Item] = []
    while isAtArgument { arguments.append(try argumentOrRange()) }
    expect(.argument)
    return .call(CallStatement(name: Located(word, name.span), arguments: arguments))
  }

  /// let = "let" NAME "=" (expr | range) ;
  private mutating func bind() throws(Diagnostic) -> Statement {
    let name = try freeName("a name")
    guard eat(.assign) else { throw .missing("`=`", self) }
    return .bind(LetStatement(name: name, value: try item()))
  }

  /// A name that is no word of the language.
  mutating func freeName(_ what: String) throws(Diagnostic) -> Located<String> {
    expect(.newName)

    guard case .word(let name) = current.kind else { throw .missing(what, self) }
    let located = Located(name, current.span)
    try checkFree(located)
    advance()
    return located
  }

  private func checkFree(_ name: Located<String>) throws(Diagnostic) {
    let isFigure = vocabulary.entry(.metric, name.node) != nil || name.node.contains(".")
    let isWord = StatementSpec.words.contains(name.node) || StatementSpec.keywords.contains(name.node)
    guard isFigure || isWord else { return }
    throw Diagnostic(
      .reservedName, "`\(name.node)` is a word of the language and cannot name a value", at: name.span,
      help: ["Take another name, for example `my_\(name.node.replacingDots)`."])
  }

  /// print = "print" item { "," item } ;
  private mutating func printed() throws(Diagnostic) -> [Item] {
    var items = [try item()]
    while eat(.comma) { items.append(try item()) }
    return items
  }

  /// why = "why" [ CODE ] ;   A code has hyphens: it is all that is left of the line.
  private mutating func mistakeCode() throws(Diagnostic) -> Located<String>? {
    expect(.mistake)

    return restOfLine()
  }

  /// "?" { any } = "help" { any } ;
  private mutating func help() throws(Diagnostic) -> Statement {
    expect(.topic)

    return .help(restOfLine())
  }

  /// nil where nothing is left.
  private mutating func restOfLine() -> Located<String>? {
    guard !isAtLineEnd else { return nil }
    let start = current.span
    while !isAtLineEnd { advance() }
    let span = start.joined(last.span)
    return Located(source.text(span), span)
  }
}

extension String {
  fileprivate var replacingDots: String { String(map { $0 == "." ? "_" : $0 }) }
}

extension Diagnostic {
  /// `l0n0 -> L1N0 = 1`, `B0 -> L1N0: 1`
  fileprivate static func weightInLowerCase(_ parser: Parser) -> Diagnostic {
    let text = parser.text(parser.current)
    let upper = text.uppercased()
    let isBias = upper.first == "B" && upper.dropFirst().allSatisfy(\.isNumber) && upper.count > 1
    let meant = isBias ? "\(upper.dropFirst())B" : upper
    return Diagnostic(
      .unexpectedWord, "`\(text)` is no neuron: they are named like L0N0, biases like 0B",
      at: parser.current.span,
      label: meant != text ? "did you mean `\(meant)`?" : nil)
  }

  fileprivate static func missingLet(_ parser: Parser) -> Diagnostic {
    let (name, line) = (parser.current, parser.source.line(around: parser.current.span.start))
    let rest = parser.source.text(Span(name.span.start, line.end)).prefix { $0 != ";" && $0 != "#" }
    return Diagnostic(
      .missingLet, "a value is given a name with `let`", at: name.span,
      help: ["Write: let \(rest.trimmingBlanks)"])
  }

  /// `x -1` where x is no statement: a subtraction was meant.
  static func signAfterName(_ call: CallStatement, _ argument: Expression, _ source: Source) -> Diagnostic {
    let positive = source.text(Span(argument.span.start + 1, argument.span.end))
    return Diagnostic(
      .unexpectedWord, "a blank before `-` and none behind makes it a sign, not a subtraction",
      at: call.name.span.joined(argument.span), help: ["Write: \(call.name.node) - \(positive)"])
  }

  /// A name with arguments that neither the language nor a `define` knows.
  public static func unknownStatement(
    _ name: Located<String>, defined: some Sequence<String>, in vocabulary: Vocabulary
  ) -> Diagnostic {
    let words = StatementSpec.all.map(\.word) + defined
    let meant =
      ForeignWords.statement(naming: name.node, in: vocabulary)
      ?? ForeignWords.meant(by: name.node, among: words)
    return Diagnostic(
      .unknownStatement, "I do not know a statement called `\(name.node)`", at: name.span,
      label: meant.map { "did you mean `\($0)`?" },
      help: meant == nil ? ["`help` lists the statements."] : [])
  }

  fileprivate static func strayElse(_ token: Token) -> Diagnostic {
    Diagnostic(.strayEnd, "this `else` belongs to no `if`", at: token.span)
  }

  fileprivate static func strayEnd(_ token: Token) -> Diagnostic {
    Diagnostic(
      .strayEnd, "this `end` closes nothing", at: token.span,
      help: ["Blocks are opened by data, if, repeat, for, while and define."])
  }
}

extension Substring {
  var trimmingBlanks: Substring {
    var result = self
    while let last = result.last, last == " " || last == "\t" || last == "\r" { result.removeLast() }
    return result
  }
}
