/// Blocks: a head, statements, `end`.
extension Parser {
  /// body = { [ statement ] NL } ;   up to `end` or `else`, in an exercise up to `solution`. A mistake in it is noted, and the next line is read.
  ///
  /// - Parameter mayHaveElse: an `else` can close it.
  mutating func body(of verb: Token, mayHaveElse: Bool = false) throws(Diagnostic) -> Body {
    blocks += 1
    defer { blocks -= 1 }
    return try nested { (parser) throws(Diagnostic) in
      var statements: Body = []
      while !parser.current.isWord(.end), !parser.current.isWord(.else), !parser.isAtSolution {
        if parser.current.tag == .end { throw parser.missingEnd(verb) }
        if parser.current.tag == .newline {
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
    if isInData, isAtForeignStatement, !isClosedBelow { throw missingEnd(verb, isAtOther: true) }
    let start = current.span
    do throws(Diagnostic) {
      if isInData, isAtForeignStatement { throw Diagnostic.notInData(current, self) }
      if isAtWord, start.end - start.start == Keyword.end.rawValue.utf8.count, !current.isWord(.end),
        text(current).lowercased() == Keyword.end.rawValue
      {
        throw Diagnostic(
          .unexpectedWord, "I did not expect `\(text(current))` here", at: start,
          label: "did you mean `end`?")
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
      for spec in Self.specsInData.sorted(by: { $0.word < $1.word }) { expect(word: spec.word, spec.summary) }
    } else if isInSweep {
      for spec in StatementSpec.inSweep { expect(word: spec.word, spec.summary) }
      expect(.weight)
    } else {
      expect(.statement)
      if mayHaveElse { expect(word: Keyword.else.rawValue, "what else to do") }
      if isBeforeSolution, blocks == exerciseDepth {
        expect(word: StatementSpec.solution.word, "one way to do it follows")
      }
    }
    expect(word: Keyword.end.rawValue, "closes the block")
    if isInData { expect(.argument) }
  }

  /// The statements that a data block can contain besides rows.
  private static let specsInData: [StatementSpec] = [.for, .repeat, .while, .if, .let]

  private var isAtControl: Bool { Self.isControl(current) }

  private static func isControl(_ token: Token) -> Bool { specsInData.contains { token.isVerb($0) } }

  /// A statement that no data block contains: its `end` was forgotten.
  private var isAtForeignStatement: Bool {
    (current.spec != nil || current.isWord(.end) || current.isWord(.else)) && !isAtControl
  }

  /// Whether the rows go on behind the statement at the cursor, up to an `end`: then it only stands in the wrong place.
  private var isClosedBelow: Bool {
    var (ahead, depth, hasArrow) = (0, 0, false)
    // The line of the statement itself.
    while token(ahead: ahead).tag != .newline {
      guard token(ahead: ahead).tag != .end else { return false }
      ahead += 1
    }
    while true {
      while token(ahead: ahead).tag == .newline { ahead += 1 }
      let first = token(ahead: ahead)
      hasArrow = false
      while token(ahead: ahead).tag != .newline, token(ahead: ahead).tag != .end {
        if token(ahead: ahead).isSymbol(.arrow) { hasArrow = true }
        ahead += 1
      }
      switch first.kind {
      case .end: return false
      case .word where first.isWord(.end):
        if depth == 0 { return true }
        depth -= 1
      case .word where first.isVerb(.let) || first.isWord(.else): continue
      case .word where Self.isControl(first): depth += 1
      case .word, .neuron, .bias: guard hasArrow, !isWeight(first) else { return false }
      case .number, .string, .symbol, .newline: guard hasArrow else { return false }
      }
    }
  }

  private func isWeight(_ token: Token) -> Bool {
    switch token.kind {
    case .neuron, .bias: true
    case .word, .number, .string, .symbol, .newline, .end: false
    }
  }

  /// - Parameter isAtOther: a statement comes that no data block contains.
  private mutating func missingEnd(_ verb: Token, isAtOther: Bool = false) -> Diagnostic {
    if current.tag == .end { (isIncomplete, endsInData) = (true, isInData) }
    return Diagnostic(
      .missingEnd, "this `\(text(verb))` block is never closed", at: verb.span, label: "`end` is missing",
      help: isAtOther ? [Diagnostic.placeInData(current, self)] : [])
  }

  /// `end`, after the body of a block.
  mutating func closeBlock(_ verb: Token) throws(Diagnostic) {
    if current.isWord(.else) { throw Diagnostic.misplacedElse(current, verb, self) }
    advance()
  }

  /// The head of a block, to the end of its line. After a mistake in it, which is noted, the block is read all the same,
  /// so that its `end` is not a second mistake.
  mutating func head<Result>(
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
}

extension Diagnostic {
  fileprivate static func placeInData(_ token: Token, _ parser: Parser) -> String {
    "In a data block stand rows, `let`, and `for`, `repeat`, `while` and `if` around rows; `\(parser.text(token))` goes "
      + "before `data`, or after `end`."
  }

  /// A statement between rows.
  fileprivate static func notInData(_ token: Token, _ parser: Parser) -> Diagnostic {
    Diagnostic(
      .unexpectedWord, "`\(parser.text(token))` cannot stand in a data block", at: token.span,
      help: [placeInData(token, parser)])
  }

  fileprivate static func misplacedElse(_ token: Token, _ verb: Token, _ parser: Parser) -> Diagnostic {
    Diagnostic(
      .strayEnd, "this `else` belongs to no `if`", at: token.span,
      label: "the open block is `\(parser.text(verb))`")
  }
}
