import Language

/// `hide`: only who plays a demo treats it differently from its statements.
extension Executor {
  @inline(never)
  mutating func run(_ statement: HideStatement) throws(Diagnostic) -> Flow {
    try context.enter()
    defer { context.leave() }
    return try run(statement.body)
  }
}

/// `pause`: how long is for whoever plays a demo.
extension Executor {
  mutating func pause(_ what: Expression?) throws(Diagnostic) -> PauseReport {
    guard let what else { return .key }
    switch try value(what) {
    case .string(let text): return .text(text)
    case .number(let seconds):
      try check(seconds, .pause, what.span)
      return .seconds(seconds)
    case .bool, .list:
      throw Diagnostic(
        .wrongType, "a pause takes seconds or a text", at: what.span,
        help: ["For example: pause 5     or: pause \"Think first.\""])
    }
  }
}
