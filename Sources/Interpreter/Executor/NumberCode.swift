import Language
import NeuralCore
import Standard

/// Expressions of numbers, or statements of nothing else, made ready to be computed many times: names resolved to registers,
/// the tree laid out in the order of its computation.
///
/// It holds only what has no effect but on variables: numbers, variables, arithmetic, comparisons, functions of one number,
/// and `let` and `if` of them. So where it comes to no number (a variable is a text, a result is infinite), it may be given
/// up and the statements themselves run from the same variables, which says what is wrong.
struct NumberCode: Sendable {
  /// A step of the computation, with the registers that it reads and writes.
  struct Instruction: Sendable {
    let kind: Kind
    /// The register of the result; of a jump where it goes to.
    var to: Int
    var a = 0
    /// Of a function which one it is.
    var b = 0
  }

  /// What a step does.
  enum Kind: UInt8, Sendable {
    case move, negate, not, function, power
    case plus, minus, times, divide, mod
    case equal, unequal, less, lessOrEqual
    /// If the truth in `a` is false, or true.
    case jumpUnless, jumpIf
    case jump
    /// The loop has no further turn.
    case end
  }

  /// A variable that has a register.
  struct Variable: Sendable {
    /// Of its name in the table.
    let place: Int
    let register: Int
    /// Whether it has to be a number when the code begins: it is read, or not given one on every way.
    var isNeeded = false
    var isChanged = false
  }

  let instructions: [Instruction]
  let functions: [@Sendable (Double) -> Double]
  let variables: [Variable]
  /// What registers hold before anything is computed: the numbers that were written out. A truth is 1 or 0.
  let registers: [Double]
  /// Of an expression, whether it is true or false, and where its value is.
  let isTruth: Bool
  let result: Int
  /// Blocks in each other.
  let depth: Int

  /// nil for an expression that is more than numbers.
  init?(_ expression: Expression, _ table: NameTable) {
    var maker = NumberCodeMaker(table)
    guard let operand = maker.add(expression), maker.isWithinRoom else { return nil }
    self.init(maker, operand)
  }

  /// A turn of a loop: what its variable is called, or its condition, and its body. nil if that is more than numbers.
  init?(turn body: Body, of name: String?, while condition: Expression?, _ table: NameTable) {
    var maker = NumberCodeMaker(table)
    guard maker.addTurn(body, of: name, while: condition), maker.isWithinRoom else { return nil }
    self.init(maker, (0, false))
  }

  private init(_ maker: NumberCodeMaker, _ operand: NumberCodeMaker.Operand) {
    (instructions, functions, variables) = (maker.instructions, maker.functions, maker.variables)
    (registers, depth) = (maker.registers, maker.depth)
    (result, isTruth) = operand
  }

  /// The register of a loop's variable.
  static let ofLoop = 0

  // MARK: Computing

  /// How a run of the code ended.
  enum Outcome: Sendable { case done, ended, stuck }

  /// The number of an expression; 1 and 0 for true and false. nil where it has none.
  func value(_ executor: Executor) -> Double? {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: registers.count) { memory in
      guard load(executor, memory), run(memory) == .done else { return nil }
      return memory[result]
    }
  }

  /// Fills registers with numbers and variables; false if one that is needed is no number.
  func load(_ executor: Executor, _ memory: UnsafeMutableBufferPointer<Double>) -> Bool {
    for k in registers.indices { memory[k] = registers[k] }
    for variable in variables where variable.isNeeded {
      guard let number = executor.number(at: variable.place) else { return false }
      memory[variable.register] = number
    }
    return true
  }

  /// Computes. Where it is stuck, registers hold anything.
  @inline(__always)
  func run(_ memory: UnsafeMutableBufferPointer<Double>) -> Outcome {
    instructions.withUnsafeBufferPointer { code in
      var place = 0
      while place < code.count {
        let step = code[place]
        place += 1
        let (to, a) = (step.to, memory[step.a])
        switch step.kind {
        case .move: memory[to] = a
        case .negate: memory[to] = -a
        case .not: memory[to] = 1 - a
        case .function:
          let number = functions[step.b](a)
          guard number.isFinite || !a.isFinite else { return .stuck }
          memory[to] = number
        case .power:
          let number = Elementary.power(a, memory[step.b])
          guard number.isFinite || !a.isFinite || !memory[step.b].isFinite else { return .stuck }
          memory[to] = number
        case .plus: guard Operation.plus.put(a, memory[step.b], &memory[to]) else { return .stuck }
        case .minus: guard Operation.minus.put(a, memory[step.b], &memory[to]) else { return .stuck }
        case .times: guard Operation.times.put(a, memory[step.b], &memory[to]) else { return .stuck }
        case .divide: guard Operation.divide.put(a, memory[step.b], &memory[to]) else { return .stuck }
        case .mod: guard Operation.mod.put(a, memory[step.b], &memory[to]) else { return .stuck }
        case .equal: memory[to] = a == memory[step.b] ? 1 : 0
        case .unequal: memory[to] = a != memory[step.b] ? 1 : 0
        case .less: memory[to] = a < memory[step.b] ? 1 : 0
        case .lessOrEqual: memory[to] = a <= memory[step.b] ? 1 : 0
        case .jumpUnless: if a == 0 { place = to }
        case .jumpIf: if a != 0 { place = to }
        case .jump: place = to
        case .end: return .ended
        }
      }
      return .done
    }
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

extension Operation {
  /// Puts what it comes to; false for nothing.
  @inline(__always)
  fileprivate func put(_ x: Double, _ y: Double, _ result: inout Double) -> Bool {
    guard let number = self.result(x, y) else { return false }
    result = number
    return true
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
