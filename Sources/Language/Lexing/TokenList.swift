/// The tokens of a text, in 16 bytes each: a text of ten megabytes has millions. A word is kept once, however often it
/// stands there.
struct TokenList: Sendable {
  private struct Entry {
    let start: UInt32
    let end: UInt32
    /// Which of its kind: of the words, of the numbers, ….
    let content: UInt32
    let tag: Tag
    let isSpaced: Bool
  }

  private enum Tag: UInt8 { case number, string, neuron, bias, word, symbol, newline, end }

  private var entries: [Entry] = []
  private var numbers: [NumberLiteral] = []
  private var strings: [[StringPiece]] = []
  private var neurons: [(layer: Int, index: Int)] = []
  private var biases: [Int] = []
  private var words: [String] = []
  private var wordPlaces: [String: UInt32] = [:]
  private static let symbols = Symbol.allCases
  private static let symbolPlaces = Dictionary(
    uniqueKeysWithValues: zip(symbols, symbols.indices.map(UInt32.init)))

  var count: Int { entries.count }

  mutating func reserve(_ count: Int) { entries.reserveCapacity(count) }

  mutating func append(_ token: Token) {
    let (tag, content) = stored(token.kind)
    entries.append(
      Entry(
        start: UInt32(truncatingIfNeeded: token.span.start), end: UInt32(truncatingIfNeeded: token.span.end),
        content: content, tag: tag, isSpaced: token.isSpaced))
  }

  private mutating func stored(_ kind: Token.Kind) -> (Tag, UInt32) {
    switch kind {
    case .number(let literal): (.number, numbers.place(literal))
    case .string(let pieces): (.string, strings.place(pieces))
    case .neuron(let layer, let index): (.neuron, neurons.place((layer, index)))
    case .bias(let layer): (.bias, biases.place(layer))
    case .word(let word): (.word, place(of: word))
    case .symbol(let symbol): (.symbol, Self.symbolPlaces[symbol] ?? 0)
    case .newline: (.newline, 0)
    case .end: (.end, 0)
    }
  }

  private mutating func place(of word: String) -> UInt32 {
    if let place = wordPlaces[word] { return place }
    let place = words.place(word)
    wordPlaces[word] = place
    return place
  }

  subscript(index: Int) -> Token {
    let entry = entries[index]
    return Token(
      kind: kind(entry), span: Span(Int(entry.start), Int(entry.end)), isSpaced: entry.isSpaced)
  }

  private func kind(_ entry: Entry) -> Token.Kind {
    let content = Int(entry.content)
    switch entry.tag {
    case .number: return .number(numbers[content])
    case .string: return .string(strings[content])
    case .neuron: return .neuron(layer: neurons[content].layer, index: neurons[content].index)
    case .bias: return .bias(biases[content])
    case .word: return .word(words[content])
    case .symbol: return .symbol(Self.symbols[content])
    case .newline: return .newline
    case .end: return .end
    }
  }

  /// The places of the line ends.
  var lineEnds: [Span] {
    entries.lazy.filter { $0.tag == .newline }.map { Span(Int($0.start), Int($0.end)) }
  }
}

extension Array {
  /// Appends an element, and says where it is.
  fileprivate mutating func place(_ element: Element) -> UInt32 {
    append(element)
    return UInt32(truncatingIfNeeded: count - 1)
  }
}
