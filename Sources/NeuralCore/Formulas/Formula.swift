/// A formula of named quantities: what one step of a hand calculation says. It can be computed, printed with names or with
/// numbers, and carried over to other notations.
public indirect enum Formula: Sendable, Equatable {
  public enum Function: String, Sendable {
    case exp, ln, sqrt, abs, sign, tanh, erf
    /// The largest and the least of several.
    case max, min
  }

  public enum Relation: String, Sendable {
    case above = ">"
    case below = "<"

    func holds(_ a: Double, _ b: Double) -> Bool { self == .above ? a > b : a < b }
  }

  case number(Double)
  case quantity(Quantity)
  case sum([Formula])
  case product([Formula])
  case quotient(Formula, Formula)
  case power(Formula, Formula)
  case negative(Formula)
  case call(Function, [Formula])
  /// `then` where the relation holds, else `otherwise`.
  case choice(Formula, Relation, Formula, then: Formula, otherwise: Formula)

  // MARK: Computing

  /// The value, in double precision, sums and products from the left.
  public func value(_ quantity: (Quantity) -> Double) -> Double {
    switch self {
    case .number(let number): return number
    case .quantity(let name): return quantity(name)
    case .sum(let terms):
      return terms.dropFirst().reduce(terms[0].value(quantity)) { $0 + $1.value(quantity) }
    case .product(let factors):
      return factors.dropFirst().reduce(factors[0].value(quantity)) { $0 * $1.value(quantity) }
    case .quotient(let a, let b): return a.value(quantity) / b.value(quantity)
    case .power(let base, let exponent):
      return Elementary.power(base.value(quantity), exponent.value(quantity))
    case .negative(let formula): return -formula.value(quantity)
    case .call(let function, let arguments): return function.value(arguments.map { $0.value(quantity) })
    case .choice(let a, let relation, let b, let then, let otherwise):
      let holds = relation.holds(a.value(quantity), b.value(quantity))
      return (holds ? then : otherwise).value(quantity)
    }
  }

  /// With formulas in the place of quantities.
  public func replacing(_ formula: (Quantity) -> Formula?) -> Formula {
    switch self {
    case .number: self
    case .quantity(let name): formula(name) ?? self
    case .sum(let terms): .sum(terms.map { $0.replacing(formula) })
    case .product(let factors): .product(factors.map { $0.replacing(formula) })
    case .quotient(let a, let b): .quotient(a.replacing(formula), b.replacing(formula))
    case .power(let a, let b): .power(a.replacing(formula), b.replacing(formula))
    case .negative(let a): .negative(a.replacing(formula))
    case .call(let function, let arguments): .call(function, arguments.map { $0.replacing(formula) })
    case .choice(let a, let relation, let b, let then, let otherwise):
      .choice(
        a.replacing(formula), relation, b.replacing(formula), then: then.replacing(formula),
        otherwise: otherwise.replacing(formula))
    }
  }

  /// The quantities in it, from left to right.
  public var quantities: [Quantity] {
    switch self {
    case .number: []
    case .quantity(let name): [name]
    case .sum(let all), .product(let all), .call(_, let all): all.flatMap(\.quantities)
    case .quotient(let a, let b), .power(let a, let b): a.quantities + b.quantities
    case .negative(let a): a.quantities
    case .choice(let a, _, let b, let then, let otherwise):
      a.quantities + b.quantities + then.quantities + otherwise.quantities
    }
  }
}

extension Formula.Function {
  /// Of one number, or of several for `max` and `min`.
  func value(_ numbers: [Double]) -> Double {
    let x = numbers[0]
    switch self {
    case .exp: return Elementary.exp(x)
    case .ln: return Elementary.log(x)
    case .sqrt: return x.squareRoot()
    case .abs: return x.magnitude
    case .sign: return x > 0 ? 1 : x < 0 ? -1 : 0
    case .tanh: return Elementary.tanh(x)
    case .erf: return Elementary.erf(x)
    case .max: return numbers.dropFirst().reduce(x) { $0 < $1 ? $1 : $0 }
    case .min: return numbers.dropFirst().reduce(x) { $0 > $1 ? $1 : $0 }
    }
  }
}

/// So that a row of a table reads like the paper it is from.
extension Formula: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(integerLiteral value: Int) { self = .number(Double(value)) }

  public static func + (a: Formula, b: Formula) -> Formula {
    if case .sum(let terms) = a { return .sum(terms + [b]) }
    return .sum([a, b])
  }
  public static func - (a: Formula, b: Formula) -> Formula { a + .negative(b) }
  public static func * (a: Formula, b: Formula) -> Formula {
    if case .product(let factors) = a { return .product(factors + [b]) }
    return .product([a, b])
  }
  public static func / (a: Formula, b: Formula) -> Formula { .quotient(a, b) }
  public static prefix func - (a: Formula) -> Formula { .negative(a) }

  public var squared: Formula { .power(self, 2) }
  public func power(_ exponent: Formula) -> Formula { .power(self, exponent) }

  public static func exp(_ x: Formula) -> Formula { .call(.exp, [x]) }
  public static func ln(_ x: Formula) -> Formula { .call(.ln, [x]) }
  public static func sqrt(_ x: Formula) -> Formula { .call(.sqrt, [x]) }
  public static func abs(_ x: Formula) -> Formula { .call(.abs, [x]) }
  public static func sign(_ x: Formula) -> Formula { .call(.sign, [x]) }
  public static func largest(_ all: Formula...) -> Formula { .call(.max, all) }
  public static func least(_ all: Formula...) -> Formula { .call(.min, all) }

  /// A quantity that has meaning only where it stands: `s`, `lr`, `m`.
  public static func local(_ name: String) -> Formula { .quantity(Quantity(.local(name))) }
  /// The sum of a neuron, and what its activation makes of it.
  public static let s = local("s")
  public static let y = local("y")

  /// `then` where a > b, or a < b, else `otherwise`.
  public static func chosen(
    _ a: Formula, _ relation: Relation, _ b: Formula, _ then: Formula, else otherwise: Formula
  ) -> Formula {
    .choice(a, relation, b, then: then, otherwise: otherwise)
  }
}
