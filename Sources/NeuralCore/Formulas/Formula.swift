/// The functions that a formula may call.
public enum FormulaFunction: String, Sendable {
  case exp, ln, sqrt, abs, sign, tanh, erf
  /// The largest and the smallest of several arguments.
  case max, min
}

/// The comparisons that a formula may choose by.
public enum FormulaRelation: String, Sendable {
  case above = ">"
  case below = "<"

  /// Whether `a` stands in this relation to `b`.
  package func holds(_ a: Double, _ b: Double) -> Bool { self == .above ? a > b : a < b }
}

/// A formula as a value: a row of a table states it once, and it is evaluated, explained, written in any notation and
/// checked against the kernels.
///
/// `Variable` is the kind of its leaves: the variables of an activation, of a loss, of an update rule, or the quantities
/// of a whole network.
public indirect enum Formula<Variable: Hashable & Sendable>: Sendable, Equatable {
  /// The functions that formulas use.
  public typealias Function = FormulaFunction
  /// The relations that choices use.
  public typealias Relation = FormulaRelation

  case number(Double)
  case variable(Variable)
  case sum([Formula])
  case product([Formula])
  case quotient(Formula, Formula)
  case power(Formula, Formula)
  case negative(Formula)
  case call(Function, [Formula])
  /// `then` where the relation holds, else `otherwise`.
  case choice(Formula, Relation, Formula, then: Formula, otherwise: Formula)

  // MARK: Computing

  /// The value in double precision, given the values of the variables. Sums and products are evaluated from the left.
  public func value(_ variable: (Variable) -> Double) -> Double {
    switch self {
    case .number(let number): return number
    case .variable(let name): return variable(name)
    case .sum(let terms):
      return terms.dropFirst().reduce(terms[0].value(variable)) { $0 + $1.value(variable) }
    case .product(let factors):
      return factors.dropFirst().reduce(factors[0].value(variable)) { $0 * $1.value(variable) }
    case .quotient(let a, let b): return a.value(variable) / b.value(variable)
    case .power(let base, let exponent):
      return Elementary.power(base.value(variable), exponent.value(variable))
    case .negative(let formula): return -formula.value(variable)
    case .call(let function, let arguments): return function.value(arguments.map { $0.value(variable) })
    case .choice(let a, let relation, let b, let then, let otherwise):
      let holds = relation.holds(a.value(variable), b.value(variable))
      return (holds ? then : otherwise).value(variable)
    }
  }

  /// The same formula over other variables: each is replaced by a formula over those.
  ///
  /// - Parameter number: what takes the place of a number in it.
  public func replacing<Other>(
    number: (Double) -> Double = { $0 }, _ formula: (Variable) -> Formula<Other>
  ) -> Formula<Other> {
    func replaced(_ part: Formula) -> Formula<Other> { part.replacing(number: number, formula) }
    return switch self {
    case .number(let own): .number(number(own))
    case .variable(let name): formula(name)
    case .sum(let terms): .sum(terms.map(replaced))
    case .product(let factors): .product(factors.map(replaced))
    case .quotient(let a, let b): .quotient(replaced(a), replaced(b))
    case .power(let a, let b): .power(replaced(a), replaced(b))
    case .negative(let a): .negative(replaced(a))
    case .call(let function, let arguments): .call(function, arguments.map(replaced))
    case .choice(let a, let relation, let b, let then, let otherwise):
      .choice(replaced(a), relation, replaced(b), then: replaced(then), otherwise: replaced(otherwise))
    }
  }

  /// The variables in it, from left to right, repeated as often as they occur.
  public var variables: [Variable] {
    switch self {
    case .number: []
    case .variable(let name): [name]
    case .sum(let all), .product(let all), .call(_, let all): all.flatMap(\.variables)
    case .quotient(let a, let b), .power(let a, let b): a.variables + b.variables
    case .negative(let a): a.variables
    case .choice(let a, _, let b, let then, let otherwise):
      a.variables + b.variables + then.variables + otherwise.variables
    }
  }
}

extension FormulaFunction {
  /// Its value for one argument, or for several with `max` and `min`.
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

/// Operators, so that a row of a table reads like the paper it comes from.
extension Formula: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// A number.
  public init(floatLiteral value: Double) { self = .number(value) }
  /// A whole number.
  public init(integerLiteral value: Int) { self = .number(Double(value)) }

  /// A sum; one more term of it if the first operand is a sum.
  public static func + (a: Formula, b: Formula) -> Formula {
    if case .sum(let terms) = a { return .sum(terms + [b]) }
    return .sum([a, b])
  }
  /// A sum with the second operand negated.
  public static func - (a: Formula, b: Formula) -> Formula { a + .negative(b) }
  /// A product; one more factor of it if the first operand is a product.
  public static func * (a: Formula, b: Formula) -> Formula {
    if case .product(let factors) = a { return .product(factors + [b]) }
    return .product([a, b])
  }
  /// A quotient.
  public static func / (a: Formula, b: Formula) -> Formula { .quotient(a, b) }
  /// The negated formula.
  public static prefix func - (a: Formula) -> Formula { .negative(a) }

  /// The second power.
  public var squared: Formula { .power(self, 2) }
  /// A power.
  public func power(_ exponent: Formula) -> Formula { .power(self, exponent) }

  /// e^x.
  public static func exp(_ x: Formula) -> Formula { .call(.exp, [x]) }
  /// The natural logarithm.
  public static func ln(_ x: Formula) -> Formula { .call(.ln, [x]) }
  /// The square root.
  public static func sqrt(_ x: Formula) -> Formula { .call(.sqrt, [x]) }
  /// The magnitude.
  public static func abs(_ x: Formula) -> Formula { .call(.abs, [x]) }
  /// −1, 0 or 1.
  public static func sign(_ x: Formula) -> Formula { .call(.sign, [x]) }
  /// The maximum.
  public static func largest(_ all: Formula...) -> Formula { .call(.max, all) }
  /// The minimum.
  public static func smallest(_ all: Formula...) -> Formula { .call(.min, all) }

  /// `then` where a > b, or a < b, else `otherwise`.
  public static func chosen(
    _ a: Formula, _ relation: Relation, _ b: Formula, _ then: Formula, else otherwise: Formula
  ) -> Formula {
    .choice(a, relation, b, then: then, otherwise: otherwise)
  }
}
