import Language

/// `repeat`, `for`, `while`.
extension Executor {
  @inline(never)
  mutating func run(_ statement: LoopStatement) throws(Diagnostic) -> Flow {
    let outer = context
    context = try outer.deeper()
    defer { context = outer }
    switch statement.head {
    case .times(let expression):
      let times = try whole(expression, "the number of times", in: 0...1_000_000_000)
      return try loop(0..<times, statement.body) { (_, _) in }
    case .each(let name, let item):
      let values = try elements(item)
      return try loop(values, statement.body) { executor, value in
        executor.setVariable(name.node, value)
      }
    case .whileTrue(let condition):
      while try truth(condition) {
        let flow = try turn(statement.body)
        if flow != .normal { return flow }
      }
      return .normal
    }
  }

  private mutating func loop<Values: Sequence>(
    _ values: Values, _ body: Body, _ begin: (inout Executor, Values.Element) -> Void
  ) throws(Diagnostic) -> Flow {
    for value in values {
      begin(&self, value)
      let flow = try turn(body)
      if flow != .normal { return flow }
    }
    return .normal
  }

  /// One turn of a loop. An empty one can be interrupted too.
  private mutating func turn(_ body: Body) throws(Diagnostic) -> Flow {
    if host.input.isInterrupted() { return .interrupted }
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
