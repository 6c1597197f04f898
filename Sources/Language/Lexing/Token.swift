/// A token, and whether a blank precedes it, which decides only three things: a sign in argument mode,
/// `f(x)` as a call, `l[0]` as an index. In 16 bytes and without a pointer, since a text of ten megabytes has millions;
/// what it says is in the list of its text.
struct Token: Sendable {
  enum Tag: UInt8, Sendable { case number, string, neuron, bias, word, symbol, newline, end }

  /// What it is; a number, a text, a neuron, a bias and a word by their place in the list.
  enum Kind: Sendable, Equatable {
    case number(Int)
    case string(Int)
    /// `L1N0`
    case neuron(Int)
    /// `0B`
    case bias(Int)
    /// A name or a word of the language, dots included: `val.loss`.
    case word(Word)
    case symbol(Symbol)
    /// The end of a line, or `;`.
    case newline
    case end
  }

  let span: Span
  private let content: UInt32
  let tag: Tag
  let isSpaced: Bool
  /// What it is to the language, if it is a word.
  let role: Word.Role

  init(_ kind: Kind, _ span: Span, isSpaced: Bool) {
    (self.span, self.isSpaced) = (span, isSpaced)
    switch kind {
    case .number(let place): (tag, content) = (.number, UInt32(truncatingIfNeeded: place))
    case .string(let place): (tag, content) = (.string, UInt32(truncatingIfNeeded: place))
    case .neuron(let place): (tag, content) = (.neuron, UInt32(truncatingIfNeeded: place))
    case .bias(let place): (tag, content) = (.bias, UInt32(truncatingIfNeeded: place))
    case .word(let word): (tag, content) = (.word, word.place)
    case .symbol(let symbol): (tag, content) = (.symbol, UInt32(symbol.rawValue))
    case .newline: (tag, content) = (.newline, 0)
    case .end: (tag, content) = (.end, 0)
    }
    role = if case .word(let word) = kind { word.role } else { Word.Role() }
  }

  var kind: Kind {
    switch tag {
    case .number: .number(Int(clamping: content))
    case .string: .string(Int(clamping: content))
    case .neuron: .neuron(Int(clamping: content))
    case .bias: .bias(Int(clamping: content))
    case .word: .word(Word(place: content, role: role))
    case .symbol: .symbol(Symbol(rawValue: UInt8(truncatingIfNeeded: content)) ?? .question)
    case .newline: .newline
    case .end: .end
    }
  }

  func isSymbol(_ symbol: Symbol) -> Bool { tag == .symbol && content == UInt32(symbol.rawValue) }
}

enum Symbol: UInt8, Sendable, CaseIterable {
  case plus, minus, times, divide, power
  case openParenthesis, closeParenthesis, openBracket, closeBracket
  case comma, assign
  case equal, unequal, less, lessOrEqual, greater, greaterOrEqual
  case arrow, range, colon, question

  /// As it is typed.
  var text: String {
    switch self {
    case .plus: "+"
    case .minus: "-"
    case .times: "*"
    case .divide: "/"
    case .power: "^"
    case .openParenthesis: "("
    case .closeParenthesis: ")"
    case .openBracket: "["
    case .closeBracket: "]"
    case .comma: ","
    case .assign: "="
    case .equal: "=="
    case .unequal: "!="
    case .less: "<"
    case .lessOrEqual: "<="
    case .greater: ">"
    case .greaterOrEqual: ">="
    case .arrow: "->"
    case .range: ".."
    case .colon: ":"
    case .question: "?"
    }
  }
}

extension Symbol {
  /// The symbol of one character.
  init?(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "+"): self = .plus
    case UInt8(ascii: "-"): self = .minus
    case UInt8(ascii: "*"): self = .times
    case UInt8(ascii: "/"): self = .divide
    case UInt8(ascii: "^"): self = .power
    case UInt8(ascii: "("): self = .openParenthesis
    case UInt8(ascii: ")"): self = .closeParenthesis
    case UInt8(ascii: "["): self = .openBracket
    case UInt8(ascii: "]"): self = .closeBracket
    case UInt8(ascii: ","): self = .comma
    case UInt8(ascii: "="): self = .assign
    case UInt8(ascii: "<"): self = .less
    case UInt8(ascii: ">"): self = .greater
    case UInt8(ascii: ":"): self = .colon
    case UInt8(ascii: "?"): self = .question
    default: return nil
    }
  }

  /// The symbol of two.
  init?(_ first: UInt8, _ second: UInt8) {
    switch (first, second) {
    case (UInt8(ascii: "="), UInt8(ascii: "=")): self = .equal
    case (UInt8(ascii: "!"), UInt8(ascii: "=")): self = .unequal
    case (UInt8(ascii: "<"), UInt8(ascii: "=")): self = .lessOrEqual
    case (UInt8(ascii: ">"), UInt8(ascii: "=")): self = .greaterOrEqual
    case (UInt8(ascii: "-"), UInt8(ascii: ">")): self = .arrow
    case (UInt8(ascii: "."), UInt8(ascii: ".")): self = .range
    default: return nil
    }
  }
}

/// A number as written: the nearest double, and the nearest float32, which rounding the double again might miss.
public struct NumberLiteral: Sendable, Equatable {
  /// The decimal, rounded to float64.
  public let value: Double
  /// The decimal, rounded once to float32.
  public let single: Float
  /// A whole number of up to 64 bits exactly as written, which a double might round.
  public let whole: UInt64?

  /// A number with both roundings.
  public init(value: Double, single: Float, whole: UInt64? = nil) {
    (self.value, self.single, self.whole) = (value, single, whole)
  }
}

/// A piece of a string: text, or an expression in braces, still as source, and what follows its colon.
enum StringPiece: Sendable, Equatable {
  case text(String)
  case code(Span, format: Span?)
}
