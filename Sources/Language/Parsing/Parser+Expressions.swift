/// Expression mode: blanks mean nothing; operators have the precedence of the table of levels below.
extension Parser {
  /// expr = and { "or" and } ;
  mutating func expression() throws(Diagnostic) -> Expression {
    try nested { (parser) throws(Diagnostic) in
      let first = try parser.conjunction()
      guard parser.eat(.or) else { return first }
      var all = [first]
      repeat { all.append(try parser.conjunction()) } while parser.eat(.or)
      return Expression(.disjunction(all), first.span.joined(all[all.count - 1].span))
    }
  }

  /// and = not { "and" not } ;
  private mutating func conjunction() throws(Diagnostic) -> Expression {
    let first = try negatable()
    guard eat(.and) else { return first }
    var all = [first]
    repeat { all.append(try negatable()) } while eat(.and)
    return Expression(.conjunction(all), first.span.joined(all[all.count - 1].span))
  }

  /// not = "not" not | cmp ;
  private mutating func negatable() throws(Diagnostic) -> Expression {
    let start = current.span
    guard eat(.not) else { return try comparison() }
    let operand = try nested { (parser) throws(Diagnostic) in try parser.negatable() }
    return Expression(.not(operand), start.joined(operand.span))
  }

  /// cmp = sum [ ("==" | "!=" | "<" | "<=" | ">" | ">=") sum [ "within" sum ] ] ;
  private mutating func comparison() throws(Diagnostic) -> Expression {
    let isFirst = position == 0 || last.tag == .newline
    let left = try chain(0)
    guard case .symbol(let symbol) = current.kind, let relation = Comparison(symbol) else {
      if current.isSymbol(.assign) { throw .singleEquals(left, isFirst: isFirst, self) }
      return left
    }
    advance()
    let right = try chain(0)
    let tolerance = eat(.within) ? try chain(0) : nil
    if case .symbol(let next) = current.kind, Comparison(next) != nil {
      throw .chained(self)
    }
    let span = left.span.joined((tolerance ?? right).span)
    return Expression(.comparison(relation, left, right, within: tolerance), span)
  }

  /// The levels of the left-associative operators, weakest first: sums, terms.
  private static let levels = 2

  /// sum = term { ("+" | "-") term } ;   term = unary { ("*" | "/" | "mod") unary } ;
  private mutating func chain(_ level: Int) throws(Diagnostic) -> Expression {
    guard level < Self.levels else { return try unary() }
    let first = try chain(level + 1)
    var rest: [(operation: Operation, operand: Expression)] = []
    while let operation = operation(at: level) {
      advance()
      rest.append((operation, try chain(level + 1)))
    }
    guard let end = rest.last?.operand.span else { return first }
    return Expression(.chain(first, rest), first.span.joined(end))
  }

  private mutating func operation(at level: Int) -> Operation? {
    if isCompleting, level == 1 { expect(word: "mod", "the remainder of a division") }
    switch current.kind {
    case .symbol(let symbol): return Operation(symbol, level: level)
    case .word(let word): return level == 1 && word.keyword == .mod ? .mod : nil
    case .number, .string, .neuron, .bias, .newline, .end: return nil
    }
  }

  /// unary = "-" unary | postfix [ "^" unary ] ;
  mutating func unary() throws(Diagnostic) -> Expression {
    let start = current.span
    if eat(.minus) {
      let operand = try nested { (parser) throws(Diagnostic) in try parser.unary() }
      return Expression(.negation(operand), start.joined(operand.span))
    }
    let base = try postfix()
    guard eat(.power) else { return base }
    let exponent = try nested { (parser) throws(Diagnostic) in try parser.unary() }
    return Expression(.power(base, exponent), base.span.joined(exponent.span))
  }

  /// postfix = atom { "["-attached expr "]" } ;
  mutating func postfix() throws(Diagnostic) -> Expression {
    let base = try atom()
    var indices: [Expression] = []
    while current.isSymbol(.openBracket), !current.isSpaced {
      advance()
      indices.append(try expression())
      if current.isSymbol(.comma) { throw .secondIndex(of: base, self) }
      guard eat(.closeBracket) else { throw .missing("`]`", self) }
    }
    return indices.isEmpty ? base : Expression(.index(base, indices), base.span.joined(last.span))
  }

  /// atom = NUMBER | STRING | "true" | "false" | weight | NEURON | NAME [ call ] | "(" expr ")" | list ;
  private mutating func atom() throws(Diagnostic) -> Expression {
    expect(.value)
    let token = current

    switch token.kind {
    case .number(let place):
      advance()
      return Expression(.number(tokens.number(place)), token.span)
    case .string(let place):
      advance()
      return Expression(.string(try parts(of: tokens.string(place))), token.span)
    case .neuron, .bias:
      expectTarget()
      return try neuronOrWeight()
    case .word(let word): return try named(word)
    case .symbol(.openParenthesis):
      advance()
      let inner = try expression()
      guard eat(.closeParenthesis) else { throw .missing("`)`", self) }
      return Expression(.group(inner), token.span.joined(last.span))
    case .symbol(.openBracket):
      advance()
      let items = try items(until: .closeBracket)
      return Expression(.list(items), token.span.joined(last.span))
    case .symbol, .newline, .end: throw .missing("a value", self)
    }
  }

  private mutating func named(_ word: Word) throws(Diagnostic) -> Expression {
    let token = current
    if let keyword = word.keyword {
      guard keyword.isValue else { throw .missing("a value", self) }
      advance()
      return Expression(.bool(keyword == .true), token.span)
    }
    advance()
    guard current.isSymbol(.openParenthesis), !current.isSpaced else {
      // `√v`, as calculations print it.
      if source.bytes[token.span.start] >= 0x80, text(token) == "√" {
        let operand = try nested { (parser) throws(Diagnostic) in try parser.postfix() }
        return Expression(
          .call(Located(text(word), token.span), [.expression(operand)]), token.span.joined(operand.span))
      }
      return Expression(.name(text(word)), token.span)
    }
    advance()
    let arguments = try items(until: .closeParenthesis)
    return Expression(.call(Located(text(word), token.span), arguments), token.span.joined(last.span))
  }

  /// [ item { "," item } ] and the closing bracket.
  private mutating func items(until closing: Symbol) throws(Diagnostic) -> [Item] {
    if eat(closing) { return [] }
    var items = [try item()]
    while eat(.comma) { items.append(try item()) }
    guard eat(closing) else { throw .missing("`,` or `\(closing.text)`", self) }
    return items
  }

  /// item = expr | range ;   range = expr ".." expr [ "by" expr ] ;
  mutating func item() throws(Diagnostic) -> Item {
    let start = try expression()
    guard eat(.range) else { return .expression(start) }
    let end = try expression()
    let step = eat(.by) ? try expression() : nil
    return .range(RangeExpression(start: start, end: end, step: step))
  }

  /// A neuron, or a weight when `->` and a neuron follow.
  private mutating func neuronOrWeight() throws(Diagnostic) -> Expression {
    let start = current.span
    if let weight = try weight() { return Expression(.weight(weight.node), weight.span) }
    guard case .neuron(let place) = current.kind else {
      throw Diagnostic(
        .missingArgument, "`\(text(current))` is a bias and needs the neuron that it feeds", at: start,
        help: ["Write for example `0B -> L1N0`."])
    }
    advance()
    return Expression(.neuron(neuron(place)), start)
  }

  /// weight = (NEURON | BIAS) "->" NEURON ;   nil if no arrow and neuron follow.
  mutating func weight() throws(Diagnostic) -> Located<WeightReference>? {
    guard token(ahead: 1).isSymbol(.arrow), case .neuron(let target) = token(ahead: 2).kind else {
      return nil
    }
    let from: WeightReference.Endpoint
    switch current.kind {
    case .neuron(let place): from = .neuron(neuron(place))
    case .bias(let place): from = .bias(tokens.bias(place))
    case .number, .string, .word, .symbol, .newline, .end: return nil
    }
    let start = current.span
    position += 3
    return Located(WeightReference(from: from, to: neuron(target)), start.joined(last.span))
  }

  /// The expressions in braces are read by a parser of their own, with places in the same source.
  private mutating func parts(of pieces: [StringPiece]) throws(Diagnostic) -> [StringPart] {
    var parts: [StringPart] = []
    for piece in pieces {
      switch piece {
      case .text(let text): parts.append(.text(text))
      case .code(let span, let format):
        let expression = try expression(in: span)
        parts.append(
          .expression(expression, try format.map { (span) throws(Diagnostic) in try self.format(span) }))
      }
    }
    return parts
  }

  private mutating func expression(in span: Span) throws(Diagnostic) -> Expression {
    if let name = name(in: span) { return Expression(.name(name), span) }
    // The words go to the parser inside and come back, so that there is one copy.
    var words = WordTable()
    swap(&words, &tokens.words)
    var inner = Parser(source, vocabulary, verbs: [], in: span, words: words)
    words = WordTable()
    defer { swap(&tokens.words, &inner.tokens.words) }
    let expression = try inner.expression()
    if let problem = inner.problems.first { throw problem }
    guard inner.position >= inner.tokens.count - 2 else { throw .unexpected(inner) }
    return expression
  }
}

extension Parser {
  /// Most braces have a name in them and nothing else. nil if something else may be there.
  private mutating func name(in span: Span) -> String? {
    guard source.bytes[span.start..<span.end].allSatisfy({ $0.isWordByte }), span.end > span.start,
      !source.bytes[span.start].isDigit, source.bytes[span.start] != UInt8(ascii: "L")
    else { return nil }
    let text = source.text(span)
    return Keyword.words.contains(text) ? nil : text
  }

  /// What follows the colon in the braces of a text.
  private func format(_ span: Span) throws(Diagnostic) -> TextFormat {
    let text = source.text(span)
    guard let format = TextFormat(text) else { throw .badFormat(Substring(text), at: span) }
    return format
  }
}

extension Comparison {
  /// nil for any other symbol.
  fileprivate init?(_ symbol: Symbol) {
    switch symbol {
    case .equal: self = .equal
    case .unequal: self = .unequal
    case .less: self = .less
    case .lessOrEqual: self = .lessOrEqual
    case .greater: self = .greater
    case .greaterOrEqual: self = .greaterOrEqual
    case .plus, .minus, .times, .divide, .power, .openParenthesis, .closeParenthesis, .openBracket,
      .closeBracket, .comma, .assign, .arrow, .range, .colon, .question:
      return nil
    }
  }
}

extension Operation {
  /// The operator of a level: 0 for sums, 1 for terms; nil for any other symbol.
  fileprivate init?(_ symbol: Symbol, level: Int) {
    switch symbol {
    case .plus where level == 0: self = .plus
    case .minus where level == 0: self = .minus
    case .times where level == 1: self = .times
    case .divide where level == 1: self = .divide
    case .plus, .minus, .times, .divide, .power, .openParenthesis, .closeParenthesis, .openBracket,
      .closeBracket, .comma, .assign, .equal, .unequal, .less, .lessOrEqual, .greater, .greaterOrEqual,
      .arrow, .range, .colon, .question:
      return nil
    }
  }
}

extension Diagnostic {
  /// `until loss = 0.01`; behind the first thing of a line, `xs[0] = 5`.
  fileprivate static func singleEquals(
    _ left: Expression, isFirst: Bool, _ parser: Parser
  ) -> Diagnostic {
    if isFirst, case .index = left.node { return .elementAssigned(at: left.span) }
    return Diagnostic(
      .unexpectedWord, "`=` assigns a value; values are compared with `==`", at: parser.current.span,
      label: "write `==`")
  }

  /// `xs[0] = 5`, with `let` or without.
  static func elementAssigned(at span: Span) -> Diagnostic {
    Diagnostic(
      .unexpectedWord, "an element of a list cannot be set", at: span,
      help: [
        "Give the name a list anew, for example: let xs = [1, 2, 3]", "One more at the end: let xs = [xs, 4]",
      ])
  }

  fileprivate static func chained(_ parser: Parser) -> Diagnostic {
    Diagnostic(
      .unexpectedWord, "comparisons cannot be chained", at: parser.current.span,
      help: ["Join two of them: a < b and b < c"])
  }
}

extension Diagnostic {
  /// `max[1, 2]`, `m[1, 2]`
  fileprivate static func secondIndex(of base: Expression, _ parser: Parser) -> Diagnostic {
    let name = parser.source.text(base.span)
    let isFunction = parser.vocabulary.has(.function, name)
    return Diagnostic(
      .unexpectedWord, "an index in brackets is one number", at: parser.current.span,
      help: [
        isFunction
          ? "What a function is given stands in parentheses: \(name)(1, 2)"
          : "Write `\(name)[1][2]` for an element of a list in a list."
      ])
  }
}
