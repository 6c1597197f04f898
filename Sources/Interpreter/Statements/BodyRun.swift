import Language

/// Running it: the same as running its statements.
extension Executor {
  mutating func run(_ body: PreparedBody) throws(Diagnostic) -> Flow {
    // `clear` and the like begin another table.
    guard body.table === session.scope.table else { return try run(body.statements) }
    for k in body.lines.indices {
      do throws(Diagnostic) {
        let flow = try run(lineAt: k, of: body)
        if flow != .normal { return flow }
      } catch {
        if error.code == .interrupted, isInterrupted { return .interrupted }
        throw error.at(body.statements[k].span).inSource(context.source)
      }
      if isInterrupted { return .interrupted }
    }
    return .normal
  }

  private mutating func run(lineAt k: Int, of body: PreparedBody) throws(Diagnostic) -> Flow {
    switch body.lines[k] {
    case .bind(let place, let code):
      if let number = code.value(self) {
        setVariable(at: place, .number(number))
        if acknowledges { acknowledgeBinding(body.statements[k].node, number) }
        return .normal
      }
    case .conditional(let branches, let otherwise):
      if let flow = try run(branches, otherwise) { return flow }
    case .loop(let inner):
      if case .loop(let loop) = body.statements[k].node { return try run(loop, inner) }
    case .plain: break
    }
    return try run(body.statements[k])
  }

  /// nil where a condition comes to nothing: then it is read again, with what is wrong with it.
  private mutating func run(
    _ branches: [(condition: NumberCode, body: PreparedBody)], _ otherwise: PreparedBody?
  ) throws(Diagnostic) -> Flow? {
    for branch in branches {
      guard let truth = branch.condition.value(self) else { return nil }
      if truth != 0 { return try runInside(branch.body) }
    }
    guard let otherwise else {
      try context.checkDepth()
      return .normal
    }
    return try runInside(otherwise)
  }

  private mutating func runInside(_ body: PreparedBody) throws(Diagnostic) -> Flow {
    try context.enter()
    defer { context.leave() }
    return try run(body)
  }

  @inline(never)
  private func acknowledgeBinding(_ statement: Statement, _ number: Double) {
    guard case .bind(let binding) = statement else { return }
    emit(.bound(name: binding.name.node, .number(number)))
  }
}
