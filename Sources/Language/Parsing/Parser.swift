/// What a text says: its statements, and every mistake in it.
public struct Program: Sendable {
  public let statements: [Located<Statement>]
  public let problems: [Diagnostic]
  /// The text ends inside a block or a bracket: a prompt asks for more.
  public let isIncomplete: Bool
  /// It ends inside a bracket: what its last line lacks may still come.
  public let endsInBracket: Bool
  let comments: [Span]
}

/// Reads a text. Never fails: a line with a mistake is noted and skipped.
public func parse(_ source: Source, _ vocabulary: Vocabulary) -> Program {
  var parser = Parser(source, vocabulary)
  parser.program()
  return Program(
    statements: parser.statements, problems: parser.oneProblemALine.map { $0.inSource(source) },
    isIncomplete: parser.isIncomplete, endsInBracket: parser.endsInBracket, comments: parser.comments)
}

/// Recursive descent, a function a production. Inside, a mistake is thrown; the loop over statements catches it,
/// notes it and goes on with the next line.
struct Parser {
  let source: Source
  let vocabulary: Vocabulary
  let tokens: [Token]
  let comments: [Span]
  var position = 0
  var problems: [Diagnostic]
  var statements: [Located<Statement>] = []
  var isIncomplete: Bool
  let endsInBracket: Bool
  /// Lines are rows of data.
  var isInData = false
  /// Whether what could stand at the end of the text is noted.
  let isCompleting: Bool
  var expectations: [Expectation] = []
  private var depth = 0
  private static let depthLimit = 200
  /// No more mistakes are told of one text.
  private static let problemLimit = 100

  init(_ source: Source, _ vocabulary: Vocabulary, in span: Span? = nil, isCompleting: Bool = false) {
    var lexer = Lexer(source, in: span)
    lexer.run()
    (self.source, self.vocabulary, self.isCompleting) = (source, vocabulary, isCompleting)
    (tokens, problems, comments) = (lexer.tokens, lexer.problems, lexer.comments)
    (isIncomplete, endsInBracket) = (lexer.endsInBracket, lexer.endsInBracket)
  }

  // MARK: Tokens

  var current: Token { tokens[min(position, tokens.count - 1)] }
  func token(ahead n: Int) -> Token { tokens[min(position + n, tokens.count - 1)] }
  /// The token before the current one.
  var last: Token { tokens[max(0, min(position, tokens.count) - 1)] }

  mutating func advance() { position += 1 }

  mutating func eat(_ symbol: Symbol) -> Bool {
    guard current.isSymbol(symbol) else { return false }
    advance()
    return true
  }

  mutating func eat(_ word: String) -> Bool {
    expect(word: word)

    guard current.isWord(word) else { return false }
    advance()
    return true
  }

  var isAtLineEnd: Bool { current.kind == .newline || current.kind == .end }

  func text(_ token: Token) -> String { source.text(token.span) }

  /// The first mistake of every line (up to NL): what follows on the same line is most often its consequence.
  var oneProblemALine: [Diagnostic] {
    let ends = tokens.filter { $0.kind == .newline }.map { max($0.span.end, $0.span.start + 1) }
    let sorted = problems.sorted { ($0.span?.start ?? 0) < ($1.span?.start ?? 0) }
    var (kept, line, lastLine) = ([Diagnostic](), 0, -1)
    for problem in sorted {
      while line < ends.count, ends[line] <= problem.span?.start ?? 0 { line += 1 }
      // A missing `end` is a mistake of the block, beside whatever is wrong with the line that opens it.
      let isOfTheBlock = problem.code == .missingEnd
      if isOfTheBlock || line != lastLine { kept.append(problem) }
      if !isOfTheBlock { lastLine = line }
      if kept.count == Self.problemLimit { break }
    }
    return kept
  }

  // MARK: Statements

  /// script = { [ statement ] NL } ;
  mutating func program() {
    while current.kind != .end, problems.count < 10 * Self.problemLimit {
      if current.kind == .newline {
        if isAtFreshLine { expect(.statement) }
        advance()
      } else {
        statementOrProblem()
      }
    }
  }

  private mutating func statementOrProblem() {
    let start = current.span
    do throws(Diagnostic) {
      let statement = try statement()
      statements.append(Located(statement, start.joined(last.span)))
      guard isAtLineEnd else { throw Diagnostic.unexpected(self) }
    } catch {
      problems.append(error)
      skipLine()
    }
  }

  mutating func skipLine() {
    while !isAtLineEnd { advance() }
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
  /// Something stands where a statement should have ended.
  static func unexpected(_ parser: Parser) -> Diagnostic {
    let token = parser.current
    if token.isSymbol(.comma) { return .misplacedComma(parser) }
    let text = parser.text(token)
    return Diagnostic(
      .unexpectedWord, "I did not expect `\(text)` here", at: token.span,
      label: "the statement is complete before this")
  }

  static func misplacedComma(_ parser: Parser) -> Diagnostic {
    let (before, after) = (parser.last, parser.token(ahead: 1))
    guard case .number = before.kind, case .number = after.kind, !parser.current.isSpaced, !after.isSpaced
    else {
      return Diagnostic(
        .unexpectedWord, "arguments are separated by blanks, not by commas", at: parser.current.span)
    }
    let (left, right) = (parser.text(before), parser.text(after))
    let isThousands = right.count == 3
    return Diagnostic(
      .decimalComma,
      "a number has a decimal point and no comma: `\(left),\(right)`", at: before.span.joined(after.span),
      help: [
        isThousands
          ? "Write `\(left)\(right)` for the thousands, or `\(left) \(right)` for two numbers."
          : "Write `\(left).\(right)`, or `\(left) \(right)` for two numbers."
      ])
  }
}
