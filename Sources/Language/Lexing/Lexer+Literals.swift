extension Lexer {
  /// A word of letters (of any script), digits and `_`, with dots between words: `val.loss`; or a neuron, `L1N0`.
  mutating func word() -> Token.Kind {
    let start = offset
    var hash = asciiWord()
    while offset < limit {
      let isDot = source.bytes[offset] == UInt8(ascii: ".") && byte(ahead: 1)?.isLetter == true
      let length = isDot ? 1 : source.bytes[offset] < 0x80 ? 0 : lengthOfLetter
      if length == 0 { break }
      for place in offset..<offset + length { hash = WordTable.hash(hash, source.bytes[place]) }
      offset += length
      hash = asciiWord(hash)
    }
    guard offset - start <= Self.longestWord else { return tooLong(from: start) }
    // All other words are in lower case.
    if source.bytes[start] == UInt8(ascii: "L"), let neuron = neuron(from: start) {
      return tokens.place(neuron: neuron)
    }
    return .word(tokens.words.word(source.bytes, from: start, to: offset, hash: hash))
  }

  /// Goes on to the first byte that is no letter, digit or `_` of ASCII.
  ///
  /// - Returns: the hash of those before it, behind others of a hash.
  private mutating func asciiWord(_ start: UInt32 = WordTable.emptyHash) -> UInt32 {
    let (hash, end) = source.bytes.withUnsafeBufferPointer { bytes in
      var (hash, place) = (start, offset)
      while place < limit, bytes[place].isWordByte {
        hash = WordTable.hash(hash, bytes[place])
        place += 1
      }
      return (hash, place)
    }
    offset = end
    return hash
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
    return .word(tokens.words.word(source.text(Span(start, start + Self.longestWord))))
  }

  /// `L`, digits, `N`, digits, up to the offset; nil for any other word.
  private func neuron(from start: Int) -> (layer: Int, index: Int)? {
    var place = start + 1
    guard let layer = whole(&place), place < offset, source.bytes[place] == UInt8(ascii: "N") else {
      return nil
    }
    place += 1
    guard let index = whole(&place), place == offset else { return nil }
    return (layer, index)
  }

  /// The digits at a place, which moves behind them; nil if there are none. A number too large to be a layer names a
  /// neuron that no net has.
  private func whole(_ place: inout Int) -> Int? {
    guard place < offset, source.bytes[place].isDigit else { return nil }
    var number = 0
    while place < offset, source.bytes[place].isDigit {
      let (tenfold, isTooLarge) = number.multipliedReportingOverflow(by: 10)
      let (sum, isTooLargeNow) = tenfold.addingReportingOverflow(Int(source.bytes[place] & 15))
      number = isTooLarge || isTooLargeNow ? .max : sum
      place += 1
    }
    return number
  }

  /// `12 0.5 .5 1e-8`, or a bias, `0B`.
  mutating func number() -> Token.Kind? {
    let start = offset
    skipDigits()
    if byte == UInt8(ascii: "B"), byte(ahead: 1)?.isWordByte != true {
      let layer = Int(source.text(Span(start, offset))) ?? .max
      offset += 1
      return tokens.place(bias: layer)
    }
    if byte == UInt8(ascii: "."), byte(ahead: 1) != UInt8(ascii: ".") {
      offset += 1
      guard byte?.isDigit == true else { return badNumber(from: start, "a digit is missing after the point") }
      skipDigits()
    }
    skipExponent()
    if let next = byte, next.isWordByte { return gluedWord(from: start) }
    if let short = shortNumber(from: start) { return tokens.place(short) }
    return literal(source.text(Span(start, offset)), from: start)
  }

  /// A number of few digits and no exponent; nil for any other.
  private func shortNumber(from start: Int) -> ShortDecimal? {
    guard offset - start <= ShortDecimal.mostCharacters else { return nil }
    var (digits, point) = (0, -1)
    for place in start..<offset {
      let byte = source.bytes[place]
      if byte.isDigit {
        digits = 10 * digits + Int(byte - UInt8(ascii: "0"))
      } else {
        guard byte == UInt8(ascii: "."), point < 0 else { return nil }
        point = place
      }
    }
    return ShortDecimal(digits: digits, places: point < 0 ? nil : offset - point - 1)
  }

  private mutating func skipDigits() {
    offset = source.bytes.withUnsafeBufferPointer { bytes in
      var place = offset
      while place < limit, bytes[place].isDigit { place += 1 }
      return place
    }
  }

  private mutating func skipExponent() {
    guard let e = byte, e | 32 == UInt8(ascii: "e") else { return }
    let next = byte(ahead: 1)
    let sign =
      next == UInt8(ascii: "-") || next == UInt8(ascii: "+") ? 1 : hasMinusSign(ahead: 1) ? 3 : 0
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
    return tokens.place(
      NumberLiteral(value: value, single: Float(text) ?? Float(value), whole: UInt64(text)))
  }

  private mutating func badNumber(from start: Int, _ message: String) -> Token.Kind? {
    let text = source.text(Span(start, offset))
    let fixed = text.hasSuffix(".") ? ["Write `\(text.dropLast())` or `\(text)0`."] : []
    problems.append(Diagnostic(.badNumber, message, at: Span(start, offset), help: fixed))
    return tokens.place(NumberLiteral(value: 0, single: 0))
  }

  /// `10s`, `2x`: one mistake, then the number alone.
  private mutating func gluedWord(from start: Int) -> Token.Kind? {
    let number = source.text(Span(start, offset))
    let wordStart = offset
    while byte?.isWordByte == true { offset += 1 }
    let word = source.text(Span(wordStart, offset))
    if number == "0", byte != UInt8(ascii: "."), let value = Self.numberOfBase(word) {
      problems.append(
        Diagnostic(
          .badNumber, "numbers are written in tens, and `0\(word)` is not", at: Span(start, offset),
          help: ["Write `\(value)`."]))
      return tokens.place(NumberLiteral(value: 0, single: 0))
    }
    problems.append(
      Diagnostic(
        .missingBlank, "a blank or an operator is missing in `\(number)\(word)`", at: Span(start, offset),
        help: [
          "Write `\(number) * \(word)`, among arguments `(\(number) * \(word))`, or `\(number) \(word)` for two values."
        ]))
    return tokens.place(NumberLiteral(value: 0, single: 0))
  }

  /// The number that other languages write as `0x10`, `0b101` or `0o17`: without its 0.
  private static func numberOfBase(_ word: String) -> Int? {
    let bases: [Character: Int] = ["x": 16, "X": 16, "b": 2, "B": 2, "o": 8, "O": 8]
    guard let base = word.first.flatMap({ bases[$0] }) else { return nil }
    let digits = word.dropFirst().map { $0.hexDigitValue ?? base }
    // So many have room in a whole number of 64 bits.
    guard (1...15).contains(digits.count), digits.allSatisfy({ $0 < base }) else { return nil }
    return digits.reduce(0) { base * $0 + $1 }
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
        let first = offset
        repeat { offset += 1 } while offset < limit && !Self.endsRun(source.bytes[offset])
        text.append(contentsOf: source.bytes[first..<offset])
      }
    }
    problems.append(
      Diagnostic(
        .unclosedString, "this text is never closed", at: Span(start, offset),
        label: "`\"` is missing"))
    return []
  }

  /// Whether a byte of a string is more than itself.
  private static func endsRun(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "{")
      || byte == UInt8(ascii: "\n")
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
