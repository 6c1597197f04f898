/// What a text says: its statements, and every mistake in it.
public struct Program: Sendable {
  /// The statements that were read.
  public let statements: Body
  /// What is wrong; empty if the text can run.
  public let problems: [Diagnostic]
  /// The text ends inside a block, a bracket or a line: a prompt asks for more.
  public let isIncomplete: Bool
  /// It ends inside a bracket: what its last line lacks may still follow.
  public let endsInBracket: Bool
  /// It ends with a `\` that joins its last line with the next: what that lacks may still follow.
  public let endsInJoin: Bool
  /// It ends inside a block of rows of data.
  public let endsInData: Bool
  let comments: [Span]
}

/// The statements of a block or a text.
public typealias Body = [Located<Statement>]

/// Reads a text. Never fails: a line with a mistake is noted and skipped.
///
/// - Parameter isStopped: asked now and then while a long text is read. If it was stopped, that is its one mistake.
public func parse(
  _ source: Source, _ vocabulary: Vocabulary, isStopped: () -> Bool = { false }
) -> Program { parse(source, vocabulary, nil, isStopped) }

/// The same; each statement is handed over and not kept.
func parse(
  _ source: Source, _ vocabulary: Vocabulary, taking take: (Located<Statement>) -> Void
) -> Program {
  withoutActuallyEscaping(take) { parse(source, vocabulary, $0) { false } }
}

private func parse(
  _ source: Source, _ vocabulary: Vocabulary, _ take: ((Located<Statement>) -> Void)?,
  _ isStopped: () -> Bool
) -> Program {
  if let saved = Diagnostic.savedSession(source) {
    return Program(
      statements: [], problems: [saved], isIncomplete: false, endsInBracket: false, endsInJoin: false,
      endsInData: false, comments: [])
  }
  let read = program(source, vocabulary, take, isStopped)
  guard let first = read.problems.first, first.code != .interrupted else { return read }
  return Program(
    statements: read.statements, problems: corrected(read.problems, source, vocabulary),
    isIncomplete: read.isIncomplete, endsInBracket: read.endsInBracket, endsInJoin: read.endsInJoin,
    endsInData: read.endsInData, comments: read.comments)
}

/// The same without advice.
func program(
  _ source: Source, _ vocabulary: Vocabulary, _ take: ((Located<Statement>) -> Void)? = nil,
  _ isStopped: () -> Bool = { false }
) -> Program {
  var wasStopped = false
  func asks() -> Bool {
    if !wasStopped { wasStopped = isStopped() }
    return wasStopped
  }
  var parser = Parser(
    source, vocabulary, verbs: StatementSpec.words, words: .ofLanguage, isStopped: asks)
  let statements = wasStopped ? [] : parser.program(take, asks)
  return Program(
    statements: statements,
    problems: wasStopped ? [.interrupted] : parser.oneProblemALine.map { $0.inSource(source) },
    isIncomplete: parser.isIncomplete, endsInBracket: parser.endsInBracket,
    endsInJoin: parser.endsInJoin, endsInData: parser.endsInData, comments: parser.comments)
}

extension Parser {
  private static let tokensBetweenLooks = 1 << 14
  /// No more mistakes of one text are reported.
  private static let problemLimit = 100

  /// script = { [ statement ] NL } ;
  ///
  /// - Parameters:
  ///   - take: takes the statements, which are not kept then; nil to keep them.
  ///   - isStopped: asked now and then; what was read until then is not the whole.
  mutating func program(
    _ take: ((Located<Statement>) -> Void)? = nil, _ isStopped: () -> Bool = { false }
  ) -> Body {
    var statements: Body = []
    var next = position + Self.tokensBetweenLooks
    while current.tag != .end, problems.count < 10 * Self.problemLimit {
      if position > next {
        if isStopped() { break }
        next = position + Self.tokensBetweenLooks
      }
      if current.tag == .newline {
        if isAtFreshLine { expect(.statement) }
        advance()
      } else {
        statementOrProblem { statement in
          if let take { take(statement) } else { statements.append(statement) }
        }
      }
    }
    return statements
  }

  private mutating func statementOrProblem(_ take: (Located<Statement>) -> Void) {
    let start = current.span
    do throws(Diagnostic) {
      let statement = try statement()
      take(Located(statement, start.joined(last.span)))
      guard isAtLineEnd else { throw Diagnostic.unexpected(self) }
    } catch {
      problems.append(error)
      skipLine()
    }
  }

  /// The first mistake of every line (up to NL): a second one on the same line is most often its consequence.
  fileprivate var oneProblemALine: [Diagnostic] {
    guard !problems.isEmpty else { return [] }
    let ends = tokens.lineEnds.map { max($0.end, $0.start + 1) }
    let sorted = problems.sorted { ($0.span?.start ?? 0) < ($1.span?.start ?? 0) }
    var (kept, line, lastLine) = ([Diagnostic](), 0, -1)
    for problem in sorted {
      while line < ends.count, ends[line] <= problem.span?.start ?? 0 { line += 1 }
      // A missing `end` is a mistake of the block, besides what may be wrong with the line that opens it.
      let isOfTheBlock = problem.code == .missingEnd
      if isOfTheBlock || line != lastLine { kept.append(problem) }
      if !isOfTheBlock { lastLine = line }
      if kept.count == Self.problemLimit { break }
    }
    return kept
  }

  /// statement = weights | verb-statement | block | value ;
  mutating func statement() throws(Diagnostic) -> Statement {
    expectTarget()
    if isAtWeightLine { return try weights() }
    if eat(.question) { return .command(.help(try topic())) }
    guard case .word(let word) = current.kind else { return .value(try value()) }
    guard let spec = word.spec else { return try statementWithoutVerb(word) }
    // `step(0.5)` is the function, `step adam` the statement.
    let next = token(ahead: 1)
    if next.isSymbol(.openParenthesis), !next.isSpaced, vocabulary.entry(.function, text(word)) != nil {
      return .value(try value())
    }
    let verb = current
    advance()
    return try spec.parse(&self, verb)
  }

  private mutating func statementWithoutVerb(_ word: Word) throws(Diagnostic) -> Statement {
    if word.keyword == .else { throw .strayElse(current) }
    if word.keyword == .end { throw .strayEnd(current) }
    if word.keyword == .not { return .value(try value()) }
    if token(ahead: 1).isSymbol(.assign) { throw .missingLet(self) }
    return try valueOrCall(text(word))
  }

  /// All options of a statement.
  mutating func options(of spec: StatementSpec) -> OptionTable {
    guard spec.takesSettings else { return spec.optionTable }
    if let settable, settable.word == spec.word { return settable.options }
    let options = vocabulary.optionTable(of: spec)
    settable = (spec.word, options)
    return options
  }

  /// The options of a statement, typed by their words.
  mutating func options<Key: OptionKey>(of spec: StatementSpec, _ key: Key.Type) throws(Diagnostic)
    -> GivenOptions<Key>
  {
    GivenOptions(try options(options(of: spec), of: spec.word, listed: spec.options))
  }
}

extension Diagnostic {
  fileprivate static func missingLet(_ parser: Parser) -> Diagnostic {
    let name = parser.current
    return Diagnostic(
      .missingLet, "a value is given a name with `let`", at: name.span,
      help: ["Write: let \(parser.text(from: name))"])
  }

  fileprivate static func strayElse(_ token: Token) -> Diagnostic {
    Diagnostic(.strayEnd, "this `else` belongs to no `if`", at: token.span)
  }

  fileprivate static func strayEnd(_ token: Token) -> Diagnostic {
    Diagnostic(
      .strayEnd, "this `end` closes nothing", at: token.span,
      help: ["Blocks are opened by data, if, repeat, for, while, define, quiet, hide and exercise."])
  }
}
