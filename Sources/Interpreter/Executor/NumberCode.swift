import Language
import NeuralCore
import Standard

/// An expression of numbers, made ready to be computed many times: names resolved to places, the tree laid out in the order of
/// its computation.
///
/// It holds only what has no effect: numbers, variables, arithmetic, comparisons, functions of one number. So where it comes
/// to no number (a variable is a text, a result is infinite), it may be given up and the expression itself computed, which
/// says what is wrong.
struct NumberCode: Sendable {
  private enum Step: Sendable {
    case number(Double)
    case variable(Int)
    case negation
    case operation(Operation)
    case power
    case comparison(Comparison)
    case not
    /// Goes on there if the truth on top is this; else forgets it.
    case jump(when: Bool, to: Int)
    case function(@Sendable (Double) -> Double)
  }

  private var steps: [Step] = []
  /// It is true or false.
  private(set) var isTruth = false
  /// The number of values that wait for an operation.
  private var depth = 0

  /// The most that may wait.
  private static let room = 16

  /// nil for an expression that is more than numbers.
  init?(_ expression: Expression, _ table: NameTable) {
    guard let isTruth = add(expression, table) else { return nil }
    self.isTruth = isTruth
  }

  // MARK: Making

  /// - Returns: whether it is a truth; nil for what cannot be computed so.
  private mutating func add(_ expression: Expression, _ table: NameTable) -> Bool? {
    switch expression.node {
    case .number(let literal): return push(.number(literal.value))
    case .name(let name):
      guard MetricName(rawValue: name) == nil else { return nil }
      return push(.variable(table.makePlace(for: name)))
    case .group(let inner): return add(inner, table)
    case .negation(let operand): return isNumber(operand, table) ? put(.negation, false) : nil
    case .not(let operand): return add(operand, table) == true ? put(.not, true) : nil
    case .power(let base, let exponent):
      guard isNumber(base, table), isNumber(exponent, table) else { return nil }
      return pop(.power, false)
    case .chain(let first, let rest):
      guard isNumber(first, table) else { return nil }
      for (operation, operand) in rest {
        guard isNumber(operand, table) else { return nil }
        _ = pop(.operation(operation), false)
      }
      return false
    case .comparison(let relation, let left, let right, within: nil):
      guard isNumber(left, table), isNumber(right, table) else { return nil }
      return pop(.comparison(relation), true)
    case .conjunction(let all): return add(all, endingAt: false, table)
    case .disjunction(let all): return add(all, endingAt: true, table)
    case .call(let name, let items):
      guard items.count == 1, case .expression(let operand) = items[0], isNumber(operand, table),
        let function = Function.named(name.node)?.ofNumber
      else { return nil }
      return put(.function(function), false)
    case .string, .bool, .weight, .neuron, .list, .index, .comparison: return nil
    }
  }

  private mutating func isNumber(_ expression: Expression, _ table: NameTable) -> Bool {
    add(expression, table) == false
  }

  /// `and` and `or`: what follows is not computed once one operand decides.
  private mutating func add(_ all: [Expression], endingAt end: Bool, _ table: NameTable) -> Bool? {
    var jumps: [Int] = []
    for (k, operand) in all.enumerated() {
      guard add(operand, table) == true else { return nil }
      guard k < all.count - 1 else { break }
      jumps.append(steps.count)
      steps.append(.jump(when: end, to: 0))
      depth -= 1
    }
    for place in jumps { steps[place] = .jump(when: end, to: steps.count) }
    return true
  }

  private mutating func push(_ step: Step) -> Bool? {
    depth += 1
    return depth <= Self.room ? put(step, false) : nil
  }

  private mutating func pop(_ step: Step, _ isTruth: Bool) -> Bool? {
    depth -= 1
    return put(step, isTruth)
  }

  private mutating func put(_ step: Step, _ isTruth: Bool) -> Bool? {
    steps.append(step)
    return isTruth
  }

  // MARK: Computing

  /// Its number; 1 and 0 for true and false. nil where it has none.
  func value(_ executor: Executor) -> Double? {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: Self.room) { stack in
      compute(executor, stack)
    }
  }

  @inline(__always)
  private func compute(_ executor: Executor, _ stack: UnsafeMutableBufferPointer<Double>) -> Double? {
    var (top, place) = (-1, 0)
    while place < steps.count {
      switch steps[place] {
      case .number(let number):
        top += 1
        stack[top] = number
      case .variable(let name):
        guard let number = executor.number(at: name) else { return nil }
        top += 1
        stack[top] = number
      case .negation: stack[top] = -stack[top]
      case .not: stack[top] = 1 - stack[top]
      case .operation(let operation):
        top -= 1
        guard let result = operation.result(stack[top], stack[top + 1]) else { return nil }
        stack[top] = result
      case .power:
        top -= 1
        let (x, y) = (stack[top], stack[top + 1])
        stack[top] = Elementary.power(x, y)
        guard stack[top].isFinite || !x.isFinite || !y.isFinite else { return nil }
      case .comparison(let relation):
        top -= 1
        stack[top] = relation.holds(stack[top], stack[top + 1]) ? 1 : 0
      case .jump(let end, let target):
        if (stack[top] != 0) == end {
          place = target
          continue
        }
        top -= 1
      case .function(let function):
        let x = stack[top]
        stack[top] = function(x)
        guard stack[top].isFinite || !x.isFinite else { return nil }
      }
      place += 1
    }
    return stack[top]
  }
}

extension Operation {
  /// What is infinite, as a loss may be, stays so; nil for what has no value (∞ − ∞, 0 · ∞, 1 / 0) or is too large.
  @inline(__always)
  func result(_ x: Double, _ y: Double) -> Double? {
    let result: Double
    switch self {
    case .plus: result = x + y
    case .minus: result = x - y
    case .times: result = x * y
    case .divide: result = x / y
    case .mod:
      // Floored: the result has the sign of the divisor.
      let rest = x.truncatingRemainder(dividingBy: y)
      result = rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest
    }
    if result.isFinite { return result }
    guard !x.isFinite || !y.isFinite, !result.isNaN || x.isNaN || y.isNaN else { return nil }
    return result
  }
}

extension Comparison {
  @inline(__always)
  func holds(_ x: Double, _ y: Double) -> Bool {
    switch self {
    case .equal: x == y
    case .unequal: x != y
    case .less: x < y
    case .lessOrEqual: x <= y
    case .greater: x > y
    case .greaterOrEqual: x >= y
    }
  }
}

extension Executor {
  /// The number that a variable is, by its place in the table of names; nil if it is none.
  @inline(__always)
  func number(at place: Int) -> Double? {
    if !locals.isEmpty, let value = locals[locals.count - 1][place: place] {
      if case .number(let number) = value { return number }
      return nil
    }
    if case .number(let number)? = session.scope.variables[place: place] { return number }
    return nil
  }
}
