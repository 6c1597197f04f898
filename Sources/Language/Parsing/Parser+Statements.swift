extension Parser {
  /// statement = weights | verb-statement | block | value ;
  mutating func statement() throws(Diagnostic) -> Statement {
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
    if token(ahead: 1).isSymbol(.assign) { throw .missingLet(self) }
    guard StatementSpec.words.contains(word) else { return .value(try valueOrUnknown(word)) }
    let verb = current
    advance()
    switch word {
    case "net": return try net()
    case "data": return try data(verb)
    case "init": return try initialize()
    case "set": return try weights()
    case "dump": return .dump(DumpStatement(options: try options(of: word)))
    case "train": return try train()
    case "eval": return try eval()
    case "explain": return try explain()
    case "digits": return .digits(try argument("how many decimals"))
    case "seed": return .seed(try argument("a whole number"))
    case "let": return try bind()
    case "print": return .print(try printed())
    case "expect": return .expect(try expression())
    case "say": return .say(try expression())
    case "section": return .section(try expression())
    case "help": return try help()
    case "end": throw .strayEnd(verb)
    default: return plain(word)
    }
  }

  /// The statements that are one word.
  private func plain(_ word: String) -> Statement {
    switch word {
    case "show": .show
    case "fingerprint": .fingerprint
    case "reset": .reset
    case "score": .score
    case "pause": .pause
    case "undo": .undo
    case "clear": .clear
    default: .quit
    }
  }

  /// value = expr | range ;
  private mutating func value() throws(Diagnostic) -> Item {
    let value = try item()
    if isAtArgument, case .number = current.kind { throw .unexpected(self) }
    return value
  }

  /// A line that begins with a name: its value, unless an argument follows, which only a statement has.
  private mutating func valueOrUnknown(_ word: String) throws(Diagnostic) -> Item {
    let (name, next) = (current, token(ahead: 1))
    let isSign = next.isSymbol(.minus) && next.isSpaced && !token(ahead: 2).isSpaced
    if isSign, case .number = token(ahead: 2).kind { throw .signAfterName(self) }
    advance()
    let beginsArgument = isAtArgument && !current.isSymbol(.minus)
    let isAttached = current.isSymbol(.openParenthesis) || current.isSymbol(.openBracket)
    if beginsArgument, current.isSpaced || !isAttached { throw .unknownStatement(name, word) }
    position -= 1
    return try value()
  }

  /// let = "let" NAME "=" (expr | range) ;
  private mutating func bind() throws(Diagnostic) -> Statement {
    guard case .word(let name) = current.kind else { throw .missing("a name", self) }
    let located = Located(name, current.span)
    try checkFree(located)
    advance()
    guard eat(.assign) else { throw .missing("`=`", self) }
    return .bind(LetStatement(name: located, value: try item()))
  }

  private func checkFree(_ name: Located<String>) throws(Diagnostic) {
    let isFigure = vocabulary.entry(.figure, name.node) != nil || name.node.contains(".")
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

  /// "?" { any } = "help" { any } ;
  private mutating func help() throws(Diagnostic) -> Statement {
    guard !isAtLineEnd else { return .help(nil) }
    let start = current.span
    while !isAtLineEnd { advance() }
    let span = start.joined(last.span)
    return .help(Located(source.text(span), span))
  }
}

extension String {
  fileprivate var replacingDots: String { String(map { $0 == "." ? "_" : $0 }) }
}

extension Diagnostic {
  fileprivate static func missingLet(_ parser: Parser) -> Diagnostic {
    let (name, line) = (parser.current, parser.source.line(around: parser.current.span.start))
    let rest = parser.source.text(Span(name.span.start, line.end)).prefix { $0 != ";" && $0 != "#" }
    return Diagnostic(
      .missingLet, "a value is given a name with `let`", at: name.span,
      help: ["Write: let \(rest.trimmingBlanks)"])
  }

  fileprivate static func signAfterName(_ parser: Parser) -> Diagnostic {
    let (name, number) = (parser.text(parser.current), parser.text(parser.token(ahead: 2)))
    let span = parser.current.span.joined(parser.token(ahead: 2).span)
    return Diagnostic(
      .unexpectedWord, "a blank before `-` and none behind makes it a sign, not a subtraction", at: span,
      help: ["Write: \(name) - \(number)"])
  }

  fileprivate static func unknownStatement(_ token: Token, _ word: String) -> Diagnostic {
    let meant = ForeignWords.meant(by: word, among: StatementSpec.all.map(\.word))
    return Diagnostic(
      .unknownStatement, "I do not know a statement called `\(word)`", at: token.span,
      label: meant.map { "did you mean `\($0)`?" },
      help: meant == nil ? [planned[word] ?? "`help` lists the statements."] : [])
  }

  /// Words of statements that this version does not have, with what serves instead.
  private static let planned = [
    "save": "There is no `save` yet; weights are written by: dump to \"FILE\" (a file stands in quotes)",
    "load": "There is no `load` yet; a file of weights is a script: nn FILE",
  ]

  fileprivate static func strayEnd(_ token: Token) -> Diagnostic {
    Diagnostic(.strayEnd, "this `end` closes nothing", at: token.span, help: ["Blocks are opened by `data`."])
  }
}

extension Substring {
  var trimmingBlanks: Substring {
    var result = self
    while let last = result.last, last == " " || last == "\t" || last == "\r" { result.removeLast() }
    return result
  }
}
