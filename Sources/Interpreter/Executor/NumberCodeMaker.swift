import Language
import Standard

/// Lays out expressions and statements of numbers as a `NumberCode`.
struct NumberCodeMaker {
  typealias Instruction = NumberCode.Instruction
  typealias Kind = NumberCode.Kind
  typealias Operand = (register: Int, isTruth: Bool)

  private(set) var instructions: [Instruction] = []
  private(set) var functions: [@Sendable (Double) -> Double] = []
  private(set) var variables: [NumberCode.Variable] = []
  private(set) var registers: [Double] = []
  private(set) var depth = 0

  private let table: NameTable
  /// Variables by the places of their names; registers of numbers by their bits.
  private var places: [Int: Int] = [:]
  private var numbers: [UInt64: Int] = [:]
  /// Registers for what waits, and those among them that are free.
  private var temporaries: Set<Int> = []
  private var free: [Int] = []
  /// Variables that have been given a number on every way to here.
  private var given: Set<Int> = []

  /// The most registers.
  private static let room = 256

  init(_ table: NameTable) { self.table = table }

  var isWithinRoom: Bool { registers.count <= Self.room }

  /// - Returns: whether it is all numbers.
  mutating func addTurn(_ body: Body, of name: String?, while condition: Expression?) -> Bool {
    if let name {
      let index = variable(name)
      variables[index].isChanged = true
      given.insert(index)
    }
    if let condition {
      guard let truth = add(condition), truth.isTruth else { return false }
      let jump = put(jump: .jumpIf, truth.register)
      _ = put(jump: .end)
      land(jump)
      release(truth)
    }
    return add(body)
  }

  // MARK: Registers and instructions

  private mutating func newRegister(_ number: Double = 0) -> Int {
    registers.append(number)
    return registers.count - 1
  }

  /// The index among the variables.
  private mutating func variable(_ name: String) -> Int {
    let place = table.makePlace(for: name)
    if let index = places[place] { return index }
    variables.append(NumberCode.Variable(place: place, register: newRegister()))
    places[place] = variables.count - 1
    return variables.count - 1
  }

  /// A register for what waits.
  private mutating func temporary() -> Int {
    if let register = free.popLast() { return register }
    let register = newRegister()
    temporaries.insert(register)
    return register
  }

  /// What waited is used up.
  private mutating func release(_ operand: Operand) {
    if temporaries.contains(operand.register) { free.append(operand.register) }
  }

  private mutating func put(
    _ kind: Kind, _ a: Int, _ b: Int = 0, isTruth: Bool = false, into target: Int?
  ) -> Operand {
    let to = target ?? temporary()
    instructions.append(Instruction(kind: kind, to: to, a: a, b: b))
    return (to, isTruth)
  }

  /// - Returns: its place.
  private mutating func put(jump: Kind, _ truth: Int = 0) -> Int {
    instructions.append(Instruction(kind: jump, to: 0, a: truth))
    return instructions.count - 1
  }

  // MARK: Expressions

  /// The operand of an expression, in a certain register if one is given; nil for what cannot be computed so.
  mutating func add(_ expression: Expression, into target: Int? = nil) -> Operand? {
    switch expression.node {
    case .number(let literal): return moved((number(literal.value), false), into: target)
    case .name(let name):
      guard MetricName(rawValue: name) == nil else { return nil }
      let index = variable(name)
      if !given.contains(index) { variables[index].isNeeded = true }
      return moved((variables[index].register, false), into: target)
    case .group(let inner): return add(inner, into: target)
    case .negation(let operand): return unary(.negate, operand, into: target)
    case .not(let operand):
      guard let truth = add(operand), truth.isTruth else { return nil }
      release(truth)
      return put(.not, truth.register, isTruth: true, into: target)
    case .power(let base, let exponent): return binary(.power, base, exponent, false, into: target)
    case .chain(let first, let rest): return chain(first, rest, into: target)
    case .comparison(let relation, let left, let right, within: nil):
      let (kind, isTurned) = Self.kind(relation)
      return isTurned
        ? binary(kind, right, left, true, into: target) : binary(kind, left, right, true, into: target)
    case .conjunction(let all): return add(all, endingBy: .jumpUnless, into: target)
    case .disjunction(let all): return add(all, endingBy: .jumpIf, into: target)
    case .call(let name, let items):
      guard items.count == 1, case .expression(let operand) = items[0],
        let function = Function.named(name.node)?.ofNumber
      else { return nil }
      functions.append(function)
      return unary(.function, operand, functions.count - 1, into: target)
    case .string, .bool, .weight, .neuron, .list, .index, .comparison: return nil
    }
  }

  private mutating func number(_ value: Double) -> Int {
    if let register = numbers[value.bitPattern] { return register }
    let register = newRegister(value)
    numbers[value.bitPattern] = register
    return register
  }

  private mutating func moved(_ operand: Operand, into target: Int?) -> Operand {
    guard let target, target != operand.register else { return operand }
    return put(.move, operand.register, isTruth: operand.isTruth, into: target)
  }

  private mutating func number(_ expression: Expression) -> Operand? {
    add(expression).flatMap { $0.isTruth ? nil : $0 }
  }

  private mutating func unary(
    _ kind: Kind, _ operand: Expression, _ b: Int = 0, into target: Int?
  ) -> Operand? {
    guard let x = number(operand) else { return nil }
    release(x)
    return put(kind, x.register, b, into: target)
  }

  private mutating func binary(
    _ kind: Kind, _ left: Expression, _ right: Expression, _ isTruth: Bool, into target: Int?
  ) -> Operand? {
    guard let x = number(left), let y = number(right) else { return nil }
    release(x)
    release(y)
    return put(kind, x.register, y.register, isTruth: isTruth, into: target)
  }

  private mutating func chain(
    _ first: Expression, _ rest: [(operation: Operation, operand: Expression)], into target: Int?
  ) -> Operand? {
    guard var left = number(first) else { return nil }
    for (k, (operation, operand)) in rest.enumerated() {
      guard let right = number(operand) else { return nil }
      release(left)
      release(right)
      // The target may be read by what follows.
      left = put(
        Self.kind(operation), left.register, right.register, into: k == rest.count - 1 ? target : nil)
    }
    return left
  }

  /// `and` and `or`: what follows is not computed once one operand decides.
  private mutating func add(_ all: [Expression], endingBy jump: Kind, into target: Int?) -> Operand? {
    let to = target ?? temporary()
    var jumps: [Int] = []
    for (k, operand) in all.enumerated() {
      guard let truth = add(operand, into: to), truth.isTruth else { return nil }
      guard k < all.count - 1 else { break }
      jumps.append(put(jump: jump, to))
    }
    for place in jumps { land(place) }
    return (to, true)
  }

  /// The jump at a place comes to here.
  private mutating func land(_ place: Int) { instructions[place].to = instructions.count }

  private static func kind(_ operation: Operation) -> Kind {
    switch operation {
    case .plus: .plus
    case .minus: .minus
    case .times: .times
    case .divide: .divide
    case .mod: .mod
    }
  }

  /// And whether its sides change places.
  private static func kind(_ relation: Comparison) -> (Kind, isTurned: Bool) {
    switch relation {
    case .equal: (.equal, false)
    case .unequal: (.unequal, false)
    case .less: (.less, false)
    case .lessOrEqual: (.lessOrEqual, false)
    case .greater: (.less, true)
    case .greaterOrEqual: (.lessOrEqual, true)
    }
  }

  // MARK: Statements

  private mutating func add(_ body: Body) -> Bool {
    body.allSatisfy { statement in
      if case .bind(let binding) = statement.node, case .expression(let value) = binding.value {
        return add(binding.name.node, value)
      }
      if case .conditional(let conditional) = statement.node { return add(conditional) }
      return false
    }
  }

  private mutating func add(_ name: String, _ value: Expression) -> Bool {
    let index = variable(name)
    guard let operand = add(value, into: variables[index].register), !operand.isTruth else {
      return false
    }
    variables[index].isChanged = true
    given.insert(index)
    return true
  }

  private mutating func add(_ conditional: IfStatement) -> Bool {
    let before = given
    var (ends, ways): ([Int], [Set<Int>]) = ([], [])
    for branch in conditional.branches {
      guard let truth = add(branch.condition), truth.isTruth else { return false }
      release(truth)
      let jump = put(jump: .jumpUnless, truth.register)
      guard addBranch(branch.body) else { return false }
      ends.append(put(jump: .jump))
      land(jump)
      ways.append(given)
      given = before
    }
    if let otherwise = conditional.otherwise { guard addBranch(otherwise) else { return false } }
    ways.append(given)
    for place in ends { land(place) }
    given = ways.reduce(ways[0]) { $0.intersection($1) }
    for index in ways.reduce(given, { $0.union($1) }).subtracting(given) { variables[index].isNeeded = true }
    return true
  }

  private mutating func addBranch(_ body: Body) -> Bool {
    let outer = depth
    depth = 0
    guard add(body) else { return false }
    depth = max(outer, depth + 1)
    return true
  }
}
