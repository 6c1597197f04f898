import Language

/// `repeat`, `for`, `while`.
extension Executor {
  /// What decides about the turns of a loop.
  private enum Turns {
    case times(Int)
    case numbers(Progression)
    case elements([Value])
    case whileTrue(Expression)

    /// The most turns.
    var count: Int {
      switch self {
      case .times(let count): count
      case .numbers(let numbers): numbers.count
      case .elements(let list): list.count
      case .whileTrue: .max
      }
    }

    /// What the variable of the loop is in a turn.
    subscript(k: Int) -> Value? {
      switch self {
      case .times, .whileTrue: nil
      case .numbers(let numbers): .number(numbers[k])
      case .elements(let list): list[k]
      }
    }
  }

  mutating func run(_ statement: LoopStatement) throws(Diagnostic) -> Flow {
    try run(statement, PreparedLoop(statement, session.scope.table))
  }

  /// A loop that was made ready.
  @inline(never)
  mutating func run(_ statement: LoopStatement, _ loop: PreparedLoop) throws(Diagnostic) -> Flow {
    try context.enter()
    defer { context.leave() }
    switch statement.head {
    case .times(let expression):
      let times = try whole(expression, "the number of times", in: 0...1_000_000_000)
      return try go(.times(times), nil, loop)
    case .each(let name, .range(let range)): return try go(.numbers(try progression(range)), name.node, loop)
    case .each(let name, let item): return try go(.elements(try elements(item)), name.node, loop)
    case .whileTrue(let condition): return try go(.whileTrue(condition), nil, loop)
    }
  }

  /// Turn by turn: as one computation where they are nothing but numbers, else as their statements say.
  private mutating func go(
    _ turns: Turns, _ name: String?, _ loop: PreparedLoop
  ) throws(Diagnostic) -> Flow {
    let count = turns.count
    var k = 0
    while k < count {
      if let code = loop.turn, let flow = compute(code, turns, from: &k, loop) { return flow }
      if case .whileTrue(let condition) = turns {
        guard let isTrue = try truth(condition, loop, after: k) else { return .interrupted }
        if !isTrue { return .normal }
      }
      if let name, let value = turns[k] { setVariable(name, value) }
      let flow = try turn(loop.body)
      if flow != .normal { return flow }
      k += 1
    }
    return .normal
  }

  /// As many turns as come to numbers.
  ///
  /// - Returns: how the loop ended; nil if the turn `k` has to run as its statements say.
  private mutating func compute(
    _ code: NumberCode, _ turns: Turns, from k: inout Int, _ loop: PreparedLoop
  ) -> Flow? {
    // Those who want to know of each `let` are told by the statements; so is who goes too deep.
    guard !acknowledges, loop.body.table === session.scope.table, context.hasRoom(for: code.depth) else {
      return nil
    }
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: code.registers.count) { memory in
      guard code.load(self, memory) else { return nil }
      let first = k
      let flow = compute(code, turns, from: &k, memory)
      if k > first { keep(code, memory) }
      return flow
    }
  }

  private func compute(
    _ code: NumberCode, _ turns: Turns, from k: inout Int, _ memory: UnsafeMutableBufferPointer<Double>
  ) -> Flow? {
    let changed = code.variables.filter(\.isChanged).map(\.register)
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: changed.count) { before in
      let count = turns.count
      while k < count {
        // Turns are short: Ctrl-C is asked about now and then.
        if k & 0x3f == 0, isInterrupted { return .interrupted }
        for (n, register) in changed.enumerated() { before[n] = memory[register] }
        switch turns {
        case .times, .whileTrue: break
        case .numbers(let numbers): memory[NumberCode.ofLoop] = numbers[k]
        case .elements(let list):
          guard case .number(let number) = list[k] else { return nil }
          memory[NumberCode.ofLoop] = number
        }
        switch code.run(memory) {
        case .done: k += 1
        case .ended: return .normal
        case .stuck:
          for (n, register) in changed.enumerated() { memory[register] = before[n] }
          return nil
        }
      }
      return .normal
    }
  }

  /// What turns gave to variables.
  private mutating func keep(_ code: NumberCode, _ memory: UnsafeMutableBufferPointer<Double>) {
    for variable in code.variables where variable.isChanged {
      setVariable(at: variable.place, .number(memory[variable.register]))
    }
  }

  /// Whether a `while` goes on; nil if that was interrupted after turns whose work is to be kept.
  private mutating func truth(
    _ condition: Expression, _ loop: PreparedLoop, after turns: Int
  ) throws(Diagnostic) -> Bool? {
    if let code = loop.condition, loop.body.table === session.scope.table, let truth = code.value(self) {
      return truth != 0
    }
    return try truth(condition, after: turns)
  }

  /// nil if that was interrupted after turns whose work is to be kept.
  private mutating func truth(_ condition: Expression, after turns: Int) throws(Diagnostic) -> Bool? {
    do throws(Diagnostic) { return try truth(condition) } catch {
      guard error.code == .interrupted, turns > 0 else { throw error }
      return nil
    }
  }

  /// One turn of a loop. An empty one can be interrupted too.
  private mutating func turn(_ body: PreparedBody) throws(Diagnostic) -> Flow {
    if isInterrupted { return .interrupted }
    return try run(body)
  }

  mutating func elements(_ item: Item) throws(Diagnostic) -> [Value] {
    let value = try value(item)
    guard case .list(let list) = value else {
      throw Diagnostic(
        .wrongType, "`for` goes through a range or a list, and this is \(value.kind)", at: item.span,
        help: ["For example: for s in 1..10"])
    }
    return list
  }
}
