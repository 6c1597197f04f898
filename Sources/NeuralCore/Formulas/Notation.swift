/// How tightly a piece of a written formula binds.
public enum BindingStrength: Int, Sendable, Comparable {
  case choice, sum, product, power, atom
  /// Whether the first holds together more loosely.
  public static func < (a: BindingStrength, b: BindingStrength) -> Bool { a.rawValue < b.rawValue }
}

/// A written formula or a part of one.
public struct NotationPiece: Sendable {
  /// As it is written.
  public let text: String
  /// How tightly it holds together.
  public let strength: BindingStrength
  /// A piece of a formula.
  public init(_ text: String, _ strength: BindingStrength) { (self.text, self.strength) = (text, strength) }
}

/// How formulas are written in one notation: plain text, LaTeX, Python. Precedence, and so where brackets are needed, is
/// the same in all.
public struct Notation<Variable: Hashable & Sendable>: Sendable {
  /// A written piece of a formula.
  public typealias Piece = NotationPiece

  /// The sign of negation and subtraction.
  public var minus = "−"
  /// The sign of multiplication.
  public var times = "·"
  /// What encloses a piece that holds together too loosely.
  public var brackets = (open: "(", close: ")")
  /// A variable as text.
  public var variable: @Sendable (Variable) -> String
  /// A constant as text.
  public var number: @Sendable (Double) -> String
  /// Values of the variables, by which a choice is decided; nil writes both branches.
  public var values: (@Sendable (Variable) -> Double)?
  /// nil writes `a / b`.
  public var quotient: (@Sendable (_ above: String, _ below: String) -> String)?
  /// How a power is written.
  public var power: @Sendable (_ base: String, _ exponent: Piece) -> String
  /// How a function is written.
  public var call: @Sendable (FormulaFunction, [Piece]) -> Piece
  /// How a choice with both ways out is written.
  public var choice: @Sendable (_ condition: String, _ then: String, _ otherwise: String) -> String

  /// A notation; the other parts have defaults.
  public init(
    variable: @escaping @Sendable (Variable) -> String, number: @escaping @Sendable (Double) -> String,
    power: @escaping @Sendable (String, Piece) -> String,
    call: @escaping @Sendable (FormulaFunction, [Piece]) -> Piece,
    choice: @escaping @Sendable (String, String, String) -> String
  ) {
    (self.variable, self.number, self.power) = (variable, number, power)
    (self.call, self.choice) = (call, choice)
  }

  // MARK: Writing

  /// A formula in this notation.
  public func text(_ formula: Formula<Variable>) -> String { piece(formula).text }

  /// A formula in this notation, and how tightly it holds together.
  public func piece(_ formula: Formula<Variable>) -> Piece {
    switch formula {
    case .number(let value): return signed(number(value))
    case .variable(let name): return signed(variable(name))
    case .sum(let terms): return Piece(sum(terms), .sum)
    case .product(let factors): return Piece(product(factors), .product)
    case .quotient(let a, let b):
      if let quotient { return Piece(quotient(text(a), text(b)), .product) }
      return Piece(bracketed(a, below: .product) + " / " + bracketed(b, below: .power), .product)
    case .power(let base, let exponent):
      return Piece(power(bracketed(base, below: .atom), piece(exponent)), .power)
    case .negative(let inner):
      let text = bracketed(inner, below: .product)
      guard text.hasPrefix(minus) else { return Piece(minus + text, .product) }
      // A negative number with its sign turned.
      if inner.isAtom { return Piece(String(text.dropFirst(minus.count)), .atom) }
      return Piece(minus + inBrackets(text), .product)
    case .call(let function, let arguments): return call(function, arguments.map { piece($0) })
    case .choice(let a, let relation, let b, let then, let otherwise):
      guard let values else {
        return Piece(
          choice("\(text(a)) \(relation.rawValue) \(text(b))", text(then), text(otherwise)), .choice)
      }
      return piece(relation.holds(a.value(values), b.value(values)) ? then : otherwise)
    }
  }

  /// A negative number holds together no more tightly than a product.
  private func signed(_ text: String) -> Piece { Piece(text, text.hasPrefix(minus) ? .product : .atom) }

  private func bracketed(_ formula: Formula<Variable>, below strength: BindingStrength) -> String {
    let piece = piece(formula)
    return piece.strength < strength ? inBrackets(piece.text) : piece.text
  }

  /// A text between the notation's brackets.
  public func inBrackets(_ text: String) -> String { brackets.open + text + brackets.close }

  private func sum(_ terms: [Formula<Variable>]) -> String {
    var result = ""
    for (k, term) in terms.enumerated() {
      let text = bracketed(term, below: .product)
      if k == 0 {
        result = text
      } else {
        result += text.hasPrefix(minus) ? " \(minus) " + text.dropFirst(minus.count) : " + " + text
      }
    }
    return result
  }

  /// After the first factor, a factor that begins with a sign is bracketed.
  func product(_ factors: [Formula<Variable>]) -> String {
    factors.enumerated().map { k, factor in
      let piece = piece(factor)
      let isBare =
        piece.strength >= .product && (k == 0 || !piece.text.hasPrefix(minus) && !factor.isQuotient)
      return isBare ? piece.text : inBrackets(piece.text)
    }.joined(separator: times)
  }
}

extension Formula {
  fileprivate var isAtom: Bool {
    switch self {
    case .number, .variable: true
    case .sum, .product, .quotient, .power, .negative, .call, .choice: false
    }
  }

  fileprivate var isQuotient: Bool { if case .quotient = self { true } else { false } }
}

extension Notation where Variable: CustomStringConvertible {
  /// Plain text: `1 / (1 + e^−s)`, `√v`, `|d|`, `s if s > 0 else 0.01·s`.
  public static func plain(
    variable: @escaping @Sendable (Variable) -> String = { $0.description },
    number: @escaping @Sendable (Double) -> String = { $0.constantText }
  ) -> Notation {
    Notation(
      variable: variable, number: number,
      power: { base, exponent in
        switch exponent.text {
        case "2": base + "²"
        case "3": base + "³"
        default: base + "^" + tight(exponent)
        }
      },
      call: { function, arguments in
        let inner = arguments.map(\.text).joined(separator: ", ")
        switch function {
        case .exp: return Piece("e^" + tight(arguments[0]), .power)
        case .sqrt: return Piece("√" + (arguments[0].strength == .atom ? inner : "(\(inner))"), .power)
        case .abs: return Piece("|\(inner)|", .atom)
        case .tanh where !inner.contains(" "):
          let (up, down) = (
            "e^\(inner)", "e^" + (inner.hasPrefix("−") ? "\(inner.dropFirst())" : "−\(inner)")
          )
          return Piece("(\(up) − \(down)) / (\(up) + \(down))", .product)
        default: return Piece("\(function.rawValue)(\(inner))", .atom)
        }
      },
      choice: { "\($1) if \($0) else \($2)" })
  }

  /// An exponent after `^`: bare if it is a name or a number, perhaps with a sign; else in brackets.
  private static func tight(_ piece: Piece) -> String {
    let body = piece.text.hasPrefix("−") ? piece.text.dropFirst() : piece.text[...]
    let isSimple = !body.contains { " ·/^√".contains($0) } || piece.strength == .atom
    return isSimple ? piece.text : "(\(piece.text))"
  }
}

extension Formula: CustomStringConvertible where Variable: CustomStringConvertible {
  /// In plain text.
  public var description: String { Notation<Variable>.plain().text(self) }
}

extension Double {
  /// A constant of a formula: π by its name, a long one with four decimals, and a small one with four significant digits.
  public var constantText: String {
    if self == .pi { return "π" }
    let text = plainText
    guard text.count > 8 else { return text }
    let short = magnitude < 0.1 ? Double(significant(4)) : nil
    return (short ?? (self * 1e4).rounded() / 1e4).plainText
  }
}
