/// A recursive-descent parser: tokens, expressions, arguments and options. A production is a method, whose comment states
/// it in EBNF. What the statements are is in Statements/, each with its production. Inside, a mistake is thrown; the loop
/// over statements catches it, notes it and continues with the next line.
struct Parser {
  let source: Source
  let vocabulary: Vocabulary
  var tokens: TokenList
  let comments: [Span]
  var position = 0 {
    didSet { current = token(ahead: 0) }
  }
  /// The token at the position.
  private(set) var current: Token
  var problems: [Diagnostic]
  /// The text ends inside a block or a bracket.
  var isIncomplete: Bool
  let endsInBracket: Bool
  let endsInJoin: Bool
  /// Lines are rows of data.
  var isInData = false
  /// The text ends among such lines.
  var endsInData = false
  /// The inputs and outputs of the net that the text made last.
  var ends: (inputs: Int, outputs: Int)?
  /// Lines are those of a sweep.
  var isInSweep = false
  /// Blocks around the cursor.
  var blocks = 0
  /// Blocks around the lines of the exercise that is being read; nil outside of one.
  var exerciseDepth: Int?
  /// In an exercise, whether `solution` is still to come.
  var isBeforeSolution = false
  /// Whether `expectations` are noted.
  let isCompleting: Bool
  /// The optimizer at hand: of the settings of all optimizers its own are offered; nil to offer all.
  var optimizer: String?
  /// What would be accepted at the end of the text.
  var expectations: [Expectation] = []
  /// The options of a statement that takes those of optimizers, most lately met.
  var settable: (word: String, options: OptionTable)?
  private var depth = 0
  private static let depthLimit = 200

  /// - Parameters:
  ///   - verbs: the words that begin a statement.
  ///   - span: the part of the source to read; nil for all of it.
  ///   - words: those of a text around it.
  ///   - isStopped: asked while a long text is split into tokens.
  init(
    _ source: Source, _ vocabulary: Vocabulary, verbs: Set<String>, in span: Span? = nil,
    words: consuming WordTable, isCompleting: Bool = false, isStopped: () -> Bool = { false }
  ) {
    var lexer = Lexer(source, verbs: verbs, in: span, words: words)
    lexer.run(isStopped)
    (self.source, self.vocabulary, self.isCompleting) = (source, vocabulary, isCompleting)
    (tokens, problems, comments) = (lexer.tokens, lexer.problems, lexer.comments)
    current = tokens[0]
    (endsInBracket, endsInJoin) = (lexer.endsInBracket, lexer.endsInJoin)
    isIncomplete = lexer.endsInBracket || lexer.endsInJoin
  }

  // MARK: Tokens

  func token(ahead n: Int) -> Token { tokens[min(position + n, tokens.count - 1)] }
  /// The token before the current one.
  var last: Token { tokens[max(0, min(position, tokens.count) - 1)] }

  mutating func advance() { position += 1 }

  /// Skips a symbol; false if something else is there.
  mutating func eat(_ symbol: Symbol) -> Bool {
    guard current.isSymbol(symbol) else { return false }
    advance()
    return true
  }

  /// Skips a word; false if something else is there.
  mutating func eat(_ word: String) -> Bool {
    if isCompleting { expect(word: word) }
    guard isAtWord(word) else { return false }
    advance()
    return true
  }

  mutating func eat(_ keyword: Keyword) -> Bool {
    if isCompleting { expect(word: keyword.rawValue) }
    guard current.isWord(keyword) else { return false }
    advance()
    return true
  }

  var isAtLineEnd: Bool { current.tag == .newline || current.tag == .end }
  var isAtWord: Bool { current.tag == .word }
  func isAtWord(_ word: String) -> Bool { isWord(current, word) }

  func isWord(_ token: Token, _ word: String) -> Bool {
    guard case .word(let other) = token.kind, token.span.end - token.span.start == word.utf8.count else {
      return false
    }
    return tokens.words[other] == word
  }

  func text(_ word: Word) -> String { tokens.words[word] }

  func neuron(_ place: Int) -> NeuronReference {
    let neuron = tokens.neuron(place)
    return NeuronReference(layer: neuron.layer, index: neuron.index)
  }

  func text(_ token: Token) -> String { source.text(token.span) }

  /// The text from a token to the end of its line, without a comment.
  func text(from token: Token) -> Substring {
    let end = source.line(around: token.span.start).end
    return source.text(Span(token.span.start, end)).prefix { $0 != ";" && $0 != "#" }.trimmingBlanks
  }

  mutating func skipLine() {
    while !isAtLineEnd { advance() }
  }

  /// All that is left of the line, as one word; nil if nothing is.
  mutating func restOfLine() -> Located<String>? {
    guard !isAtLineEnd else { return nil }
    let start = current.span
    skipLine()
    let span = start.joined(last.span)
    return Located(source.text(span), span)
  }

  /// Runs a production one level deeper; too many levels are a mistake, not a crash.
  mutating func nested<Result>(_ body: (inout Parser) throws(Diagnostic) -> Result) throws(Diagnostic)
    -> Result
  {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else {
      throw Diagnostic(
        .tooDeep, "this is nested more than \(Self.depthLimit) levels deep", at: current.span,
        help: ["Give a part of it a name with `let`."])
    }
    return try body(&self)
  }
}

extension Diagnostic {
  /// Something is left over where a statement should have ended.
  static func unexpected(_ parser: Parser) -> Diagnostic {
    let token = parser.current
    if token.isSymbol(.comma) { return .misplacedComma(parser) }
    return Diagnostic(
      .unexpectedWord, "I did not expect `\(parser.text(token))` here", at: token.span,
      label: "the statement is complete before this")
  }

  /// Something that a production needs is not there.
  static func missing(_ what: String, _ parser: Parser) -> Diagnostic {
    let token = parser.current
    if token.isSymbol(.comma), parser.last.span.end > 0 { return .misplacedComma(parser) }
    let isEnd = parser.isAtLineEnd
    return Diagnostic(
      .missingArgument, "I expected \(what)" + (isEnd ? " before the end of the line" : ""), at: token.span,
      label: isEnd ? nil : "found `\(parser.text(token))`")
  }

  static func misplacedComma(_ parser: Parser) -> Diagnostic {
    let (before, after) = (parser.last, parser.token(ahead: 1))
    guard case .number = before.kind, case .number = after.kind, !parser.current.isSpaced, !after.isSpaced
    else {
      return Diagnostic(
        .unexpectedWord, "arguments are separated by blanks, not by commas", at: parser.current.span)
    }
    let (left, right) = (parser.text(before), parser.text(after))
    guard !left.contains("."), !right.contains(".") else {
      return Diagnostic(
        .unexpectedWord, "numbers are separated by blanks, not by commas", at: parser.current.span,
        help: ["Write: \(left) \(right)"])
    }
    let isThousands = right.count == 3
    return Diagnostic(
      .decimalComma,
      "numbers have a decimal point, not a comma: `\(left),\(right)`", at: before.span.joined(after.span),
      help: [
        isThousands
          ? "Write `\(left)\(right)` for the thousands, or `\(left) \(right)` for two numbers."
          : "Write `\(left).\(right)`, or `\(left) \(right)` for two numbers."
      ])
  }
}

extension Substring {
  var trimmingBlanks: Substring {
    var result = self
    while let last = result.last, last == " " || last == "\t" || last == "\r" { result.removeLast() }
    return result
  }
}
