/// Symbolic differentiation.
extension Formula {
  /// The partial derivative by a variable, all others held constant.
  ///
  /// Terms and factors of 0 and 1 are left out. At a corner (|u| or sign(u) at 0, equal arguments of `max`, a choice whose
  /// two sides are equal) it is the derivative of the branch that `value` takes there; the derivative of `sign` is 0.
  public func derivative(by variable: Variable) -> Formula {
    guard contains(variable) else { return 0 }
    switch self {
    case .number: return 0
    case .variable: return 1
    case .sum(let terms): return .total(terms.map { $0.derivative(by: variable) })
    case .product(let factors):
      return .total(
        factors.indices.map { k in
          .times(factors[k].derivative(by: variable), factors[..<k] + factors[(k + 1)...])
        })
    case .quotient(let a, let b): return Self.derivative(of: a, over: b, by: variable)
    case .power(let base, let exponent): return Self.derivative(of: base, to: exponent, by: variable)
    case .negative(let a): return .negated(a.derivative(by: variable))
    case .call(let function, let arguments):
      return Self.derivative(of: function, arguments, by: variable)
    case .choice(let a, let relation, let b, let then, let otherwise):
      return .chosen(
        a, relation, b, branch: then.derivative(by: variable), else: otherwise.derivative(by: variable))
    }
  }

  /// Whether the variable occurs in it.
  public func contains(_ variable: Variable) -> Bool {
    switch self {
    case .number: false
    case .variable(let name): name == variable
    case .sum(let all), .product(let all), .call(_, let all): all.contains { $0.contains(variable) }
    case .quotient(let a, let b), .power(let a, let b): a.contains(variable) || b.contains(variable)
    case .negative(let a): a.contains(variable)
    case .choice(let a, _, let b, let then, let otherwise):
      [a, b, then, otherwise].contains { $0.contains(variable) }
    }
  }

  /// (a / b)′ = a′ / b − a b′ / b².
  private static func derivative(of a: Formula, over b: Formula, by variable: Variable) -> Formula {
    let (da, db) = (a.derivative(by: variable), b.derivative(by: variable))
    let first: Formula = da == 0 ? 0 : da / b
    return db == 0 ? first : total([first, negated(.times(a, [db]) / b.squared)])
  }

  /// (u^n)′ = n u^(n − 1) u′ for a constant n; else u^v (v′ ln u + v u′ / u).
  private static func derivative(
    of base: Formula, to exponent: Formula, by variable: Variable
  ) -> Formula {
    let du = base.derivative(by: variable)
    if case .number(let n) = exponent {
      let power: Formula = n == 2 ? base : n == 1 ? 1 : .power(base, .number(n - 1))
      return .times(exponent, [power, du])
    }
    let dv = exponent.derivative(by: variable)
    return total([
      .times(exponent, [.power(base, exponent - 1), du]), .times(.power(base, exponent), [.ln(base), dv]),
    ])
  }

  /// By the chain rule.
  private static func derivative(
    of function: Function, _ arguments: [Formula], by variable: Variable
  ) -> Formula {
    let u = arguments[0]
    func chained(_ outer: Formula) -> Formula { .times(outer, [u.derivative(by: variable)]) }
    switch function {
    case .exp: return chained(.exp(u))
    case .ln: return u.derivative(by: variable) / u
    case .sqrt: return u.derivative(by: variable) / (2 * .sqrt(u))
    case .abs: return chained(.sign(u))
    case .sign: return 0
    case .tanh: return chained(1 - .call(.tanh, [u]).squared)
    case .erf: return chained(2 / .sqrt(.number(.pi)) * .exp(-u.squared))
    case .max, .min:
      guard arguments.count > 1, let last = arguments.last else { return u.derivative(by: variable) }
      // As `value` does: of equal arguments the first counts.
      let rest = Array(arguments.dropLast())
      let first: Formula = rest.count == 1 ? rest[0] : .call(function, rest)
      return .chosen(
        first, function == .max ? .below : .above, last, branch: last.derivative(by: variable),
        else: first.derivative(by: variable))
    }
  }

  // MARK: Simplified a little

  /// A sum without the terms that are 0.
  private static func total(_ terms: [Formula]) -> Formula {
    let terms = terms.filter { $0 != 0 }
    return terms.isEmpty ? 0 : terms.count == 1 ? terms[0] : .sum(terms)
  }

  /// A product without the factors that are 1, its signs in front; 0 if one of them is 0.
  private static func times(_ first: Formula, _ others: some Sequence<Formula>) -> Formula {
    var isNegative = false
    let factors = ([first] + others).map { factor -> Formula in
      let (size, sign): (Formula, Bool) =
        switch factor {
        case .negative(let inner): (inner, true)
        case .number(-1): (1, true)
        case .number, .variable, .sum, .product, .quotient, .power, .call, .choice: (factor, false)
        }
      if sign { isNegative.toggle() }
      return size
    }.filter { $0 != 1 }
    if factors.contains(0) { return 0 }
    let product: Formula = factors.isEmpty ? 1 : factors.count == 1 ? factors[0] : .product(factors)
    return isNegative ? negated(product) : product
  }

  /// −a; of a number, the number.
  private static func negated(_ a: Formula) -> Formula {
    if case .number(let number) = a { return .number(number == 0 ? 0 : -number) }
    return .negative(a)
  }

  /// A choice, or what both of its branches are.
  private static func chosen(
    _ a: Formula, _ relation: Relation, _ b: Formula, branch then: Formula, else otherwise: Formula
  ) -> Formula {
    then == otherwise ? then : .choice(a, relation, b, then: then, otherwise: otherwise)
  }
}
