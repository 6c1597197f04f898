import Language

/// The statements of a block, a procedure or a script.
///
/// A block is one statement: if something in it fails, the session is as it was before the block.
extension Executor {
  mutating func run(_ body: Body) throws(Diagnostic) -> Flow {
    for statement in body {
      do throws(Diagnostic) {
        let flow = try run(statement)
        if flow != .normal { return flow }
      } catch {
        // It had not changed anything yet, and what came before it in the block stays.
        if error.code == .interrupted, isInterrupted { return .interrupted }
        throw error.at(statement.span).inSource(context.source)
      }
      if isInterrupted { return .interrupted }
    }
    return .normal
  }
}
