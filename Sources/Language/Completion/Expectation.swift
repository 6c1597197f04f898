/// What the parser would take at the place of the cursor.
public enum Expectation: Sendable, Equatable {
  /// A statement may begin.
  case statement
  case word(String, meaning: String)
  /// A name of a table.
  case named(Vocabulary.Kind)
  /// In an expression: a number, a variable, a figure, a function.
  case value
  /// Among arguments: the same without operators.
  case argument

  /// A weight, or the neuron with which one begins.
  case weight
  /// The neuron behind `L0N0 ->` or `0B ->`.
  case target(of: WeightReference.Endpoint)
  case neuron
  case epoch
  case file
  case column
  /// The name of a class.
  case className
  /// A name that is being made: nothing is offered.
  case newName
  case topic
  /// A code of mistakes.
  case mistake
}

extension Parser {
  /// The cursor stands at the end of the text.
  var isAtCursor: Bool { isCompleting && position >= tokens.count - 2 }

  /// And a line begins there: the text ends with a line end, which the lexer closes every text with too.
  var isAtFreshLine: Bool {
    isAtCursor && current.kind == .newline && (position == 0 || last.kind == .newline)
  }

  /// Notes that such a thing could stand at the cursor.
  mutating func expect(_ expectation: Expectation) {
    guard isAtCursor, !expectations.contains(expectation) else { return }
    expectations.append(expectation)
  }

  mutating func expect(word: String, _ meaning: String = "") { expect(.word(word, meaning: meaning)) }

  mutating func expect(_ options: [OptionSpec]) {
    guard isAtCursor else { return }
    for option in options { expect(word: option.word, option.summary) }
  }
}
