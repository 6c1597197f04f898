import Language

/// `let`.
extension Executor {
  mutating func bind(_ statement: LetStatement) throws(Diagnostic) {
    let value = try value(statement.value)
    setVariable(statement.name.node, value)
    acknowledge(.bound(name: statement.name.node, value))
  }
}
