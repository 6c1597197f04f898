import Language

/// `if`.
extension Executor {
  @inline(never)
  mutating func run(_ statement: IfStatement) throws(Diagnostic) -> Flow {
    try context.enter()
    defer { context.leave() }
    for branch in statement.branches where try truth(branch.condition) {
      return try run(branch.body)
    }
    return try run(statement.otherwise ?? [])
  }
}
