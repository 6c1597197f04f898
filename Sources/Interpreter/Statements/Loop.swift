import Language

/// `repeat`, `for`, `while`.
extension Executor {
  mutating func run(_ statement: LoopStatement) throws(Diagnostic) -> Flow {
    try run(statement, PreparedBody(statement.body, session.scope.table))
  }

  /// A loop with its body made ready.
  @inline(never)
  mutating func run(_ statement: LoopStatement, _ body: PreparedBody) throws(Diagnostic) -> Flow {
    try context.enter()
    defer { context.leave() }
    switch statement.head {
    case .times(let expression):
      let times = try whole(expression, "the number of times", in: 0...1_000_000_000)
      for _ in 0..<times {
        let flow = try turn(body)
        if flow != .normal { return flow }
      }
      return .normal
    case .each(let name, .range(let range)):
      return try go(through: try progression(range), name.node, body)
    case .each(let name, let item):
      for value in try elements(item) {
        setVariable(name.node, value)
        let flow = try turn(body)
        if flow != .normal { return flow }
      }
      return .normal
    case .whileTrue(let condition): return try run(body, while: condition)
    }
  }

  /// The numbers of a range one by one: however many, they take no room.
  private mutating func go(
    through numbers: Progression, _ name: String, _ body: PreparedBody
  ) throws(Diagnostic) -> Flow {
    let place = session.scope.table.makePlace(for: name)
    let hasPlace = body.table === session.scope.table
    for k in 0..<numbers.count {
      if hasPlace, body.table === session.scope.table {
        setVariable(at: place, .number(numbers[k]))
      } else {
        setVariable(name, .number(numbers[k]))
      }
      let flow = try turn(body)
      if flow != .normal { return flow }
    }
    return .normal
  }

  private mutating func run(
    _ body: PreparedBody, while condition: Expression
  ) throws(Diagnostic) -> Flow {
    let code = NumberCode(condition, body.table).flatMap { $0.isTruth ? $0 : nil }
    var turns = 0
    while true {
      if let code, body.table === session.scope.table, let isTrue = code.value(self) {
        if isTrue == 0 { return .normal }
      } else {
        guard let isTrue = try truth(condition, after: turns) else { return .interrupted }
        if !isTrue { return .normal }
      }
      let flow = try turn(body)
      if flow != .normal { return flow }
      turns += 1
    }
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
