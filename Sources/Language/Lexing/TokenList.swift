/// The tokens of a text and what they say. A word is kept once, however often it stands there.
struct TokenList: Sendable {
  private var tokens: [Token] = []
  private var numbers: [NumberLiteral] = []
  private var strings: [[StringPiece]] = []
  private var neurons: [(layer: Int, index: Int)] = []
  private var biases: [Int] = []
  /// The words of the text; it may have those of a text around it, so that they are not collected again.
  var words: WordTable

  private static let firstLong = ShortDecimal.codes

  init(_ words: WordTable) { self.words = words }

  var count: Int { tokens.count }

  mutating func reserve(_ count: Int) { tokens.reserveCapacity(count) }

  mutating func append(_ token: Token) { tokens.append(token) }

  subscript(index: Int) -> Token { tokens[index] }

  // MARK: What they say

  /// A number of few digits has its digits and its point in its place; of others the place is one in the list.
  mutating func place(_ number: NumberLiteral) -> Token.Kind {
    .number(Self.firstLong + numbers.place(number))
  }
  func place(_ number: ShortDecimal) -> Token.Kind { .number(number.code) }
  mutating func place(_ string: [StringPiece]) -> Token.Kind { .string(strings.place(string)) }
  mutating func place(neuron: (layer: Int, index: Int)) -> Token.Kind { .neuron(neurons.place(neuron)) }
  mutating func place(bias layer: Int) -> Token.Kind { .bias(biases.place(layer)) }

  /// The number at a place that a token names.
  func number(_ place: Int) -> NumberLiteral {
    place < Self.firstLong ? ShortDecimal(code: place).literal : numbers[place - Self.firstLong]
  }
  func string(_ place: Int) -> [StringPiece] { strings[place] }
  func neuron(_ place: Int) -> (layer: Int, index: Int) { neurons[place] }
  /// The layer that a bias leads into.
  func bias(_ place: Int) -> Int { biases[place] }

  /// The places of the line ends.
  var lineEnds: [Span] { tokens.lazy.filter { $0.tag == .newline }.map(\.span) }
}

extension Array {
  /// Appends an element, and says where it is.
  fileprivate mutating func place(_ element: Element) -> Int {
    append(element)
    return count - 1
  }
}
