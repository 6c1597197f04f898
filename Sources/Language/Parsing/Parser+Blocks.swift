/// Blocks: a head, statements, `end`.
extension Parser {
  /// body = { [ statement ] NL } ;   up to `end` or `else`. A mistake in it is noted and the next line read.
  ///
  /// - Parameter mayHaveElse: an `else` can close it.
  mutating func body(of verb: Token, mayHaveElse: Bool = false) throws(Diagnostic) -> Body {
    try nested { (parser) throws(Diagnostic) in
      var statements: Body = []
      while !parser.current.isWord("end"), !parser.current.isWord("else") {
        if parser.current.kind == .end { throw parser.missingEnd(verb) }
        if parser.current.kind == .newline {
          if parser.isAtFreshLine { parser.expectBodyLine(mayHaveElse) }
          parser.advance()
        } else {
          try parser.statementOrProblem(into: &statements, of: verb)
        }
      }
      return statements
    }
  }

  private mutating func statementOrProblem(into statements: inout Body, of verb: Token) throws(Diagnostic) {
    if isInData, isAtForeignStatement { throw missingEnd(verb) }
    let start = current.span
    do throws(Diagnostic) {
      if case .word(let word) = current.kind, word != "end", word.lowercased() == "end" {
        throw Diagnostic(
          .unexpectedWord, "I did not expect `\(word)` here", at: start, label: "did you mean `end`?")
      }
      let statement: Statement = isInData && !isAtControl ? .row(try row()) : try self.statement()
      statements.append(Located(statement, start.joined(last.span)))
      guard isAtLineEnd else { throw Diagnostic.unexpected(self) }
    } catch {
      if error.code == .missingEnd { throw error }
      problems.append(error)
      skipLine()
    }
  }

  /// A line of a block: a statement, a row of data, or what closes it.
  private mutating func expectBodyLine(_ mayHaveElse: Bool) {
    if isInData {
      for word in Self.dataWords.sorted() { expect(word: word, StatementSpec.named(word)?.summary ?? "") }
    } else {
      expect(.statement)
      if mayHaveElse { expect(word: "else", "what else to do") }
    }
    expect(word: "end", "closes the block")
    if isInData { expect(.argument) }
  }

  /// What may stand around the rows of a data block.
  private static let dataWords: Set<String> = ["for", "repeat", "while", "if", "let"]

  private var isAtControl: Bool {
    guard case .word(let word) = current.kind else { return false }
    return Self.dataWords.contains(word)
  }

  /// A statement that no data block holds: its `end` was forgotten.
  private var isAtForeignStatement: Bool {
    guard case .word(let word) = current.kind else { return false }
    return StatementSpec.words.contains(word) && !Self.dataWords.contains(word)
  }

  mutating func missingEnd(_ verb: Token) -> Diagnostic {
    if current.kind == .end { isIncomplete = true }
    return Diagnostic(
      .missingEnd, "this `\(text(verb))` block is never closed", at: verb.span, label: "`end` is missing")
  }

  mutating func closeBlock(_ verb: Token) throws(Diagnostic) {
    if current.isWord("else") { throw Diagnostic.misplacedElse(current, verb, self) }
    advance()
  }

  /// The head of a block, to the end of its line. A mistake in it is noted, and the block is read all the same, so that
  /// its `end` is not a second mistake.
  private mutating func head<Result>(
    or fallback: Result, _ read: (inout Parser) throws(Diagnostic) -> Result
  ) -> Result {
    do throws(Diagnostic) {
      let result = try read(&self)
      guard isAtLineEnd else { throw Diagnostic.unexpected(self) }
      return result
    } catch {
      problems.append(error)
      skipLine()
      return fallback
    }
  }

  /// if = "if" expr NL body { "else" "if" expr NL body } [ "else" NL body ] "end" ;
  mutating func conditional(_ verb: Token) throws(Diagnostic) -> Statement {
    var branches: [(condition: Expression, body: Body)] = []
    var otherwise: Body?
    repeat {
      let condition = head(or: Expression(.bool(false), verb.span)) { (p) throws(Diagnostic) in
        try p.expression()
      }
      branches.append((condition, try body(of: verb, mayHaveElse: true)))
    } while eatElseIf()
    if eat("else") {
      expect(word: "if", StatementSpec.named("if")?.summary ?? "")
      head(or: ()) { (_) throws(Diagnostic) in }
      otherwise = try body(of: verb)
    }
    try closeBlock(verb)
    return .conditional(IfStatement(branches: branches, otherwise: otherwise))
  }

  private mutating func eatElseIf() -> Bool {
    guard current.isWord("else"), token(ahead: 1).isWord("if") else { return false }
    position += 2
    return true
  }

  /// repeat = "repeat" prim NL body "end" ;   while = "while" expr NL body "end" ;
  /// for = "for" NAME "in" (range | expr) NL body "end" ;
  mutating func loop(_ verb: Token) throws(Diagnostic) -> Statement {
    let nothing = LoopStatement.Head.whileTrue(Expression(.bool(false), verb.span))
    let head = head(or: nothing) { (p) throws(Diagnostic) in try p.loopHead(verb) }
    let body = try body(of: verb)
    try closeBlock(verb)
    return .loop(LoopStatement(head: head, body: body))
  }

  private mutating func loopHead(_ verb: Token) throws(Diagnostic) -> LoopStatement.Head {
    switch text(verb) {
    case "repeat": return .times(try argument("how many times"))
    case "while": return .whileTrue(try expression())
    default:
      let name = try freeName("a name for the variable")
      guard eat("in") else { throw .missing("`in`", self) }
      return .each(name, try item())
    }
  }

  /// define = "define" NAME { NAME } NL body "end" ;
  mutating func define(_ verb: Token) throws(Diagnostic) -> Statement {
    let unnamed = (Located("", verb.span), [Located<String>]())
    let (name, parameters) = head(or: unnamed) { (p) throws(Diagnostic) in try p.defineHead() }
    let body = try body(of: verb)
    try closeBlock(verb)
    return .define(DefineStatement(name: name, parameters: parameters, body: body))
  }

  private mutating func defineHead() throws(Diagnostic) -> (Located<String>, [Located<String>]) {
    let name = try freeName("a name for the statement")
    var parameters: [Located<String>] = []
    while !isAtLineEnd {
      let parameter = try freeName("the name of a parameter")
      if parameters.contains(where: { $0.node == parameter.node }) {
        throw Diagnostic(.repeatedOption, "`\(parameter.node)` is named twice", at: parameter.span)
      }
      parameters.append(parameter)
    }
    return (name, parameters)
  }
}

extension Diagnostic {
  fileprivate static func misplacedElse(_ token: Token, _ verb: Token, _ parser: Parser) -> Diagnostic {
    Diagnostic(
      .strayEnd, "this `else` belongs to no `if`", at: token.span,
      label: "the open block is `\(parser.text(verb))`")
  }
}
