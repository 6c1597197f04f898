import Language

/// `seed`.
extension Executor {
  mutating func setSeed(_ expression: Expression) throws(Diagnostic) {
    let seed = try seedValue(expression)
    session.random.restart(seed, isForNextInit: true)
    emit(.seeded(seed))
  }
}
