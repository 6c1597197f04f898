extension Lexer {
  /// A word of letters (of any script), digits and `_`, with dots between words: `val.loss`; or a neuron, `L1N0`.
  mutating func word() -> Token.Kind {
    let start = offset
    while let next = byte {
      let isOwn = next.isWordByte || next == UInt8(ascii: ".") && byte(ahead: 1)?.isLetter == true
      let length = isOwn ? 1 : lengthOfLetter
      if length == 0 { break }
      offset += length
    }
    guard offset - start <= Self.longestWord else { return tooLong(from: start) }
    let text = source.text(Span(start, offset))
    // All other words are in lower case.
    return (source.bytes[start] == UInt8(ascii: "L") ? neuron(text) : nil) ?? .word(text)
  }

  /// Bytes. Messages repeat the words that they are about, and compare them with all that there are.
  private static let longestWord = 1000

  private mutating func tooLong(from start: Int) -> Token.Kind {
    problems.append(
      Diagnostic(
        .unexpectedCharacter,
        "this word has \(offset - start) letters, and a name has at most \(Self.longestWord)",
        at: Span(start, start + 40),
        help: ["Text needs quotes: print \"\(source.text(Span(start, start + 10)))…\""]))
    return .word(source.text(Span(start, start + Self.longestWord)))
  }

  private func neuron(_ text: String) -> Token.Kind? {
    guard text.first == "L", let n = text.firstIndex(of: "N") else { return nil }
    let (layer, index) = (text.dropFirst().prefix(upTo: n), text.suffix(from: n).dropFirst())
    guard isDigits(layer), isDigits(index) else { return nil }
    // A number too large to be a layer names a neuron that no net has.
    return .neuron(layer: Int(layer) ?? .max, index: Int(index) ?? .max)
  }

  private func isDigits(_ text: Substring) -> Bool { !text.isEmpty && text.utf8.allSatisfy(\.isDigit) }

  /// `12 0.5 .5 1e-8`, or a bias, `0B`.
  mutating func number() -> Token.Kind? {
    let start = offset
    skipDigits()
    if byte == UInt8(ascii: "B"), byte(ahead: 1)?.isWordByte != true {
      let layer = Int(source.text(Span(start, offset))) ?? .max
      offset += 1
      return .bias(layer)
    }
    if byte == UInt8(ascii: "."), byte(ahead: 1) != UInt8(ascii: ".") {
      offset += 1
      guard byte?.isDigit == true else { return badNumber(from: start, "a digit is missing after the point") }
      skipDigits()
    }
    skipExponent()
    if let next = byte, next.isWordByte { return gluedWord(from: start) }
    return shortNumber(from: start) ?? literal(source.text(Span(start, offset)), from: start)
  }

  /// A number of few digits and no exponent: both its digits and the power of ten below them are exact, so one division
  /// rounds as reading it does (Clinger 1990). nil for any other.
  private func shortNumber(from start: Int) -> Token.Kind? {
    guard offset - start <= 8 else { return nil }
    var (digits, places, hasPoint) = (0, 0, false)
    for byte in source.bytes[start..<offset] {
      if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
      } else {
        guard byte.isDigit else { return nil }
        digits = 10 * digits + Int(byte - UInt8(ascii: "0"))
        if hasPoint { places += 1 }
      }
    }
    // 2²⁴ is the last whole number up to which a float32 holds all; of the powers of ten here it holds each.
    guard digits <= 1 << 24 else { return nil }
    return .number(
      NumberLiteral(
        value: Double(digits) / Self.powers[places], single: Float(digits) / Float(Self.powers[places]),
        whole: hasPoint ? nil : UInt64(digits)))
  }

  private static let powers: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8]

  private mutating func skipDigits() {
    while byte?.isDigit == true { offset += 1 }
  }

  private mutating func skipExponent() {
    guard let e = byte, e | 32 == UInt8(ascii: "e") else { return }
    let sign =
      [UInt8(ascii: "-"), UInt8(ascii: "+")].contains(byte(ahead: 1)) ? 1 : hasMinusSign(ahead: 1) ? 3 : 0
    guard byte(ahead: sign + 1)?.isDigit == true else { return }
    offset += sign + 1
    skipDigits()
  }

  /// `−`, as explanations print it.
  private func hasMinusSign(ahead n: Int) -> Bool {
    "−".utf8.enumerated().allSatisfy { byte(ahead: n + $0.offset) == $0.element }
  }

  private mutating func literal(_ written: String, from start: Int) -> Token.Kind? {
    let hasSign = written.utf8.contains { $0 >= 0x80 } && written.utf8.count < 400
    let text = hasSign ? written.replacing("−", with: "-") : written
    guard let value = Double(text), value.isFinite else {
      return badNumber(from: start, "this number is too large")
    }
    return .number(NumberLiteral(value: value, single: Float(text) ?? Float(value), whole: UInt64(text)))
  }

  private mutating func badNumber(from start: Int, _ message: String) -> Token.Kind? {
    let text = source.text(Span(start, offset))
    let fixed = text.hasSuffix(".") ? ["Write `\(text.dropLast())` or `\(text)0`."] : []
    problems.append(Diagnostic(.badNumber, message, at: Span(start, offset), help: fixed))
    return .number(NumberLiteral(value: 0, single: 0))
  }

  /// `10s`, `2x`: one mistake, then the number alone.
  private mutating func gluedWord(from start: Int) -> Token.Kind? {
    let number = source.text(Span(start, offset))
    let wordStart = offset
    while byte?.isWordByte == true { offset += 1 }
    let word = source.text(Span(wordStart, offset))
    problems.append(
      Diagnostic(
        .missingBlank, "a blank or an operator is missing in `\(number)\(word)`", at: Span(start, offset),
        help: ["Write `\(number) \(word)` or `\(number) * \(word)`."]))
    return .number(NumberLiteral(value: 0, single: 0))
  }

  /// A string on one line: escapes, `{expression}`, `{{` for a brace.
  mutating func string() -> [StringPiece]? {
    let start = offset
    offset += 1
    var pieces: [StringPiece] = []
    var text: [UInt8] = []
    func flush() { if !text.isEmpty { pieces.append(.text(String(decoding: text, as: UTF8.self))) } }
    while let next = byte, next != UInt8(ascii: "\n") {
      switch next {
      case UInt8(ascii: "\""):
        offset += 1
        flush()
        return pieces
      case UInt8(ascii: "\\"): escape(into: &text)
      case UInt8(ascii: "{") where byte(ahead: 1) == UInt8(ascii: "{"):
        text.append(next)
        offset += 2
      case UInt8(ascii: "{"):
        flush()
        text = []
        pieces.append(braces())
      default:
        text.append(next)
        offset += 1
      }
    }
    problems.append(
      Diagnostic(
        .unclosedString, "this text is never closed", at: Span(start, offset),
        label: "`\"` is missing"))
    return []
  }

  private mutating func escape(into text: inout [UInt8]) {
    let known: [UInt8: UInt8] = [
      UInt8(ascii: "n"): 10, UInt8(ascii: "t"): 9, UInt8(ascii: "\""): 34, UInt8(ascii: "\\"): 92,
    ]
    if let next = byte(ahead: 1), let meant = known[next] {
      text.append(meant)
      offset += 2
    } else {
      problems.append(
        Diagnostic(
          .badEscape, "in a text, `\\` is allowed only before `\"`, `\\`, `n` and `t`",
          at: Span(offset, min(offset + 2, limit)), help: ["For a backslash itself write `\\\\`."]))
      offset += 1
    }
  }

  private mutating func braces() -> StringPiece {
    let start = offset + 1
    while let next = byte, next != UInt8(ascii: "}"), next != UInt8(ascii: "\""), next != UInt8(ascii: "\n") {
      offset += 1
    }
    // No expression has a colon in it.
    let colon = source.bytes[start..<offset].firstIndex(of: UInt8(ascii: ":"))
    let (code, format) = (Span(start, colon ?? offset), colon.map { Span($0 + 1, offset) })
    if byte == UInt8(ascii: "}") {
      offset += 1
    } else {
      problems.append(
        Diagnostic(
          .unclosedBracket, "this brace in a text is never closed", at: Span(start - 1, start),
          label: "`}` is missing", help: ["For a brace itself write `{{`."]))
    }
    return .code(code, format: format)
  }
}
