import Language

/// `if`.
extension Executor {
  @inline(never)
  mutating func run(_ statement: IfStatement) throws(Diagnostic) -> Flow {
    let outer = context
    context = try outer.deeper()
    defer { context = outer }
    for branch in statement.branches where try truth(branch.condition) {
      return try run(branch.body)
    }
    return try run(statement.otherwise ?? [])
  }
}
