/// A token, and whether a blank precedes it, which decides only three things: a sign in argument mode,
/// `f(x)` as a call, `l[0]` as an index.
struct Token: Sendable {
  let kind: Kind
  let span: Span
  let isSpaced: Bool

  enum Kind: Sendable, Equatable {
    case number(NumberLiteral)
    case string([StringPiece])
    /// `L1N0`
    case neuron(layer: Int, index: Int)
    /// `0B`
    case bias(Int)
    /// A name or a word of the language, dots included: `val.loss`.
    case word(String)
    case symbol(Symbol)
    /// The end of a line, or `;`.
    case newline
    case end
  }

  func isWord(_ word: String) -> Bool { kind == .word(word) }
  func isSymbol(_ symbol: Symbol) -> Bool { kind == .symbol(symbol) }
}

enum Symbol: String, Sendable, CaseIterable {
  case plus = "+"
  case minus = "-"
  case times = "*"
  case divide = "/"
  case power = "^"
  case openParenthesis = "("
  case closeParenthesis = ")"
  case openBracket = "["
  case closeBracket = "]"
  case comma = ","
  case assign = "="
  case equal = "=="
  case unequal = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case arrow = "->"
  case range = ".."
  case colon = ":"
  case question = "?"
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
