/// Turns text into tokens. Never fails: mistakes are noted in `problems` and skipped.
struct Lexer {
  let source: Source
  let limit: Int
  private let verbs: Set<String>
  var offset: Int
  var tokens: TokenList
  var problems: [Diagnostic] = []
  /// The comments, `#` included.
  var comments: [Span] = []
  /// The brackets that are open, innermost last.
  private var open: [Token] = []
  /// It reads an expression in the braces of a text, which contain no comments.
  private let isInText: Bool
  /// Set at the end: the text stops inside a bracket.
  private(set) var endsInBracket = false
  /// Set at the end: the text stops behind a `\` that joins its line with the next.
  private(set) var endsInJoin = false
  /// After so many mistakes the rest of the text is not looked at.
  private static let problemLimit = 10_000
  private var isSpaced = true

  /// - Parameter verbs: the words that begin a statement. One of them at the beginning of a line ends an open bracket.
  /// - Parameter span: the part of the source to read (an expression in a string); nil for all of it.
  private static let bytesBetweenLooks = 1 << 18

  /// - Parameter words: those of a text around it.
  init(
    _ source: Source, verbs: Set<String>, in span: Span? = nil, words: consuming WordTable
  ) {
    (self.source, self.verbs, tokens) = (source, verbs, TokenList(words))
    isInText = span != nil
    offset = span?.start ?? 0
    limit = span?.end ?? source.bytes.count
    // Four bytes a token are about what scripts have.
    tokens.reserve((limit - offset) / 4 + 2)
  }

  var byte: UInt8? { offset < limit ? source.bytes[offset] : nil }
  func byte(ahead n: Int) -> UInt8? { offset + n < limit ? source.bytes[offset + n] : nil }

  /// - Parameter isStopped: asked now and then in a long text; what was read until then is not the whole.
  mutating func run(_ isStopped: () -> Bool) {
    // A text of 16 MB takes some tenths of a second.
    var end = offset + Self.bytesBetweenLooks
    while let next = byte, problems.count < Self.problemLimit {
      lex(next)
      guard offset > end else { continue }
      if isStopped() { break }
      end = offset + Self.bytesBetweenLooks
    }
    if byte != nil { offset = limit }
    endsInBracket = !open.isEmpty
    if let bracket = open.first { problems.append(.unclosed(bracket, in: source)) }
    add(.newline, from: offset)
    add(.end, from: offset)
  }

  private mutating func lex(_ next: UInt8) {
    let start = offset
    switch next {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
      offset += 1
      isSpaced = true
    case UInt8(ascii: "#") where !isInText: skipComment()
    case UInt8(ascii: "\\"): joinLines()
    case UInt8(ascii: "\n"), UInt8(ascii: ";"): endLine()
    case UInt8(ascii: "\""):
      if let pieces = string() { add(tokens.place(pieces), from: start) }
    case _ where next.isDigit || (next == UInt8(ascii: ".") && byte(ahead: 1)?.isDigit == true):
      if let kind = number() { add(kind, from: start) }
    case _ where next.isLetter: add(word(), from: start)
    default: symbol()
    }
  }

  mutating func add(_ kind: Token.Kind, from start: Int) {
    let token = Token(kind, Span(start, offset), isSpaced: isSpaced)
    tokens.append(token)
    isSpaced = false
    guard case .symbol(let symbol) = kind else { return }
    if symbol == .openParenthesis || symbol == .openBracket {
      open.append(token)
    } else if symbol == .closeParenthesis || symbol == .closeBracket {
      _ = open.popLast()
    }
  }

  mutating func skipComment() {
    let start = offset
    defer { comments.append(Span(start, offset)) }
    while let next = byte, next != UInt8(ascii: "\n") {
      _ = next
      offset += 1
    }
  }

  /// A backslash with only blanks after it joins its line with the next.
  private mutating func joinLines() {
    var end = offset + 1
    while end < limit, source.bytes[end].isBlank { end += 1 }
    if end == limit || source.bytes[end] == UInt8(ascii: "\n") {
      endsInJoin = end == limit
      offset = min(end + 1, limit)
      isSpaced = true
    } else {
      problems.append(
        Diagnostic(
          .unexpectedCharacter, "`\\` joins two lines and must be the last thing on its line",
          at: Span(offset, offset + 1)))
      offset += 1
    }
  }

  /// Inside brackets a line end is a blank, unless the next line begins with a statement word: then the bracket was
  /// forgotten.
  private mutating func endLine() {
    let start = offset
    let isSemicolon = byte == UInt8(ascii: ";")
    offset += 1
    guard let bracket = open.last else { return finishLine(from: start) }
    if isSemicolon || nextLineBeginsStatement() {
      problems.append(.unclosed(bracket, in: source))
      open = []
      finishLine(from: start)
    } else {
      isSpaced = true
    }
  }

  private mutating func finishLine(from start: Int) {
    add(.newline, from: start)
    isSpaced = true
  }

  private func nextLineBeginsStatement() -> Bool {
    var start = offset
    while start < limit, source.bytes[start].isBlank { start += 1 }
    var end = start
    while end < limit, source.bytes[end].isLetter { end += 1 }
    return verbs.contains(source.text(Span(start, end)))
  }

  private mutating func symbol() {
    let start = offset
    let first = source.bytes[start]
    if let next = byte(ahead: 1), let symbol = Symbol(first, next) {
      offset += 2
      if symbol == .range, isBetweenEnds(start) { return threeDots(from: start) }
      return add(.symbol(symbol), from: start)
    }
    if let symbol = Symbol(first) {
      offset += 1
      return add(.symbol(symbol), from: start)
    }
    otherCharacter()
  }

  /// Whether the two points are those of three that stand between two ends, and not of a sentence.
  private func isBetweenEnds(_ start: Int) -> Bool {
    func isEnd(_ byte: UInt8) -> Bool { byte.isDigit || byte.isLetter }
    guard byte == UInt8(ascii: "."), start > 0, let next = byte(ahead: 1) else { return false }
    let last = source.bytes[start - 1]
    return (isEnd(last) || last == UInt8(ascii: ")")) && (isEnd(next) || next == UInt8(ascii: "("))
  }

  /// `1...5`, as Swift and Ruby write ranges: without a word it would be one from 1 to .5.
  private mutating func threeDots(from start: Int) {
    offset += 1
    add(.symbol(.range), from: start)
    problems.append(
      Diagnostic(
        .unexpectedCharacter, "a range has two points, and its end belongs to it", at: Span(start, offset),
        help: ["Write it so: 1..5"]))
  }

  /// Characters that word processors and our own output have for ours, and all others.
  private mutating func otherCharacter() {
    let start = offset
    let rest = String(decoding: source.bytes[start..<min(start + 16, limit)], as: UTF8.self)
    let scalar = rest.unicodeScalars.first ?? " "
    offset = min(limit, start + max(1, String(scalar).utf8.count))
    switch scalar {
    case "−": add(.symbol(.minus), from: start)
    case "→": add(.symbol(.arrow), from: start)
    case "·", "×": add(.symbol(.times), from: start)
    case "≤": add(.symbol(.lessOrEqual), from: start)
    case "≥": add(.symbol(.greaterOrEqual), from: start)
    case "≠": add(.symbol(.unequal), from: start)
    case "√": add(.word(tokens.words.word("sqrt")), from: start)
    case "\u{a0}", "\u{feff}", "\u{2009}", "\u{202f}": isSpaced = true
    case _ where scalar.properties.isAlphabetic:
      offset = start
      add(word(), from: start)
    default: problems.append(.unexpected(scalar, Span(start, offset)))
    }
  }

  /// The bytes of a letter beyond ASCII that stands here; 0 if none does.
  var lengthOfLetter: Int {
    guard let first = byte, first >= 0xc2 else { return 0 }
    let rest = String(decoding: source.bytes[offset..<min(offset + 4, limit)], as: UTF8.self)
    guard let scalar = rest.unicodeScalars.first,
      scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark
    else { return 0 }
    return String(scalar).utf8.count
  }
}

extension UInt8 {
  var isDigit: Bool { self >= 48 && self <= 57 }
  var isLetter: Bool { (self | 32) >= 97 && (self | 32) <= 122 || self == UInt8(ascii: "_") }
  var isWordByte: Bool { isLetter || isDigit }
  var isBlank: Bool { self == 32 || self == 9 || self == 13 }
}

extension Diagnostic {
  fileprivate static func unclosed(_ bracket: Token, in source: Source) -> Diagnostic {
    let closing = bracket.isSymbol(.openParenthesis) ? ")" : "]"
    return Diagnostic(
      .unclosedBracket, "this bracket is never closed", at: bracket.span, label: "`\(closing)` is missing")
  }

  fileprivate static func unexpected(_ scalar: Unicode.Scalar, _ span: Span) -> Diagnostic {
    let isQuote = "“”„‘’'`".unicodeScalars.contains(scalar)
    let shown =
      scalar.properties.isWhitespace || scalar.value < 32
      ? "the character U+" + String(scalar.value, radix: 16, uppercase: true) : "`\(scalar)`"
    return Diagnostic(
      .unexpectedCharacter, "\(shown) means nothing here", at: span,
      help: isQuote ? ["Texts are written in straight double quotes: \"text\""] : hint(scalar))
  }

  private static func hint(_ scalar: Unicode.Scalar) -> [String] {
    switch scalar {
    case "&": ["Write `and`."]
    case "|": ["Write `or`."]
    case "!": ["Write `not`, or `!=` for unequal."]
    case "%": ["The remainder is `mod`: 7 mod 3"]
    case "{", "}": ["Blocks end with `end`; lists are written in [ ]."]
    default: []
    }
  }
}
