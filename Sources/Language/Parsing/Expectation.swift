/// What the parser would accept at the cursor, for completion.
public enum Expectation: Sendable, Equatable {
  /// A statement.
  case statement
  case word(String, meaning: String)
  /// A name of a table.
  case named(Vocabulary.Kind)
  /// In an expression: a number, a variable, a metric, a function.
  case value
  /// Among arguments: the same without operators.
  case argument

  /// A weight, or the neuron with which one begins.
  case weight
  /// The neuron after `L0N0 ->` or `0B ->`.
  case target(of: WeightReference.Endpoint)
  case neuron
  case epoch
  case file
  case column
  /// The name of a class.
  case className
  /// A name that is being defined: nothing is offered.
  case newName
  case topic
  /// A code of mistakes.
  case mistake
}

extension Parser {
  /// The cursor is at the end of the text.
  var isAtCursor: Bool { isCompleting && position >= tokens.count - 2 }

  /// And a line begins there: the text ends with a line end, with which the lexer closes every text too.
  var isAtFreshLine: Bool {
    isAtCursor && current.tag == .newline && (position == 0 || last.tag == .newline)
  }

  /// Notes what would be accepted at the cursor.
  mutating func expect(_ expectation: Expectation) {
    guard isAtCursor, !expectations.contains(expectation) else { return }
    expectations.append(expectation)
  }

  mutating func expect(word: String, _ meaning: String = "") { expect(.word(word, meaning: meaning)) }

  mutating func expect(_ options: [OptionSpec]) {
    guard isAtCursor else { return }
    for option in options { expect(word: option.word, option.summary) }
  }

  /// `L0N0 ->` is before the cursor: the neuron that it leads to.
  mutating func expectTarget() {
    guard isCompleting, token(ahead: 1).isSymbol(.arrow), position + 2 == tokens.count - 2 else { return }
    switch current.kind {
    case .neuron(let place): expectations.append(.target(of: .neuron(neuron(place))))
    case .bias(let place): expectations.append(.target(of: .bias(tokens.bias(place))))
    case .number, .string, .word, .symbol, .newline, .end: break
    }
  }
}
