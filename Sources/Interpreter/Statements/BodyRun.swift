import Language

/// A body that was made ready runs as its statements do.
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
    case .bind(let place):
      if let number = body.codes[k][0].value(self) {
        setVariable(at: place, .number(number))
        if acknowledges { acknowledgeBinding(body.statements[k].node, number) }
        return .normal
      }
    case .conditional: if let flow = try runBranch(ofLine: k, of: body) { return flow }
    case .loop:
      if case .loop(let loop) = body.statements[k].node, let prepared = body.loops[k] {
        return try run(loop, prepared)
      }
    case .plain: break
    }
    return try run(body.statements[k])
  }

  /// nil where a condition comes to nothing: then it is read again, and says what is wrong with it.
  private mutating func runBranch(ofLine k: Int, of body: PreparedBody) throws(Diagnostic) -> Flow? {
    let (conditions, branches) = (body.codes[k].count, body.bodies[k].count)
    var chosen = 0
    while chosen < conditions {
      guard let truth = body.codes[k][chosen].value(self) else { return nil }
      if truth != 0 { break }
      chosen += 1
    }
    guard chosen < branches else {
      try context.checkDepth()
      return .normal
    }
    try context.enter()
    defer { context.leave() }
    return try run(body.bodies[k][chosen])
  }

  @inline(never)
  private func acknowledgeBinding(_ statement: Statement, _ number: Double) {
    guard case .bind(let binding) = statement else { return }
    emit(.bound(name: binding.name.node, .number(number)))
  }
}
