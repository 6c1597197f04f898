import Language

/// The statements of a block that runs many times, made ready at its first turn: names resolved to places, expressions of
/// numbers laid out. What is not ready runs as it stands.
final class PreparedBody: Sendable {
  enum Line: Sendable {
    /// `let`, of a number.
    case bind(place: Int, NumberCode)
    case conditional(branches: [(condition: NumberCode, body: PreparedBody)], otherwise: PreparedBody?)
    case loop(PreparedBody)
    /// A statement that is not made ready.
    case plain
  }

  let statements: Body
  let lines: [Line]
  /// The places are those of this table.
  let table: NameTable

  init(_ body: Body, _ table: NameTable) {
    (statements, self.table) = (body, table)
    lines = body.map { Self.line($0.node, table) }
  }

  private static func line(_ statement: Statement, _ table: NameTable) -> Line {
    if case .bind(let binding) = statement, case .expression(let value) = binding.value,
      let code = NumberCode(value, table), !code.isTruth
    {
      return .bind(place: table.makePlace(for: binding.name.node), code)
    }
    if case .loop(let loop) = statement { return .loop(PreparedBody(loop.body, table)) }
    if case .conditional(let conditional) = statement {
      var branches: [(condition: NumberCode, body: PreparedBody)] = []
      for branch in conditional.branches {
        guard let code = NumberCode(branch.condition, table), code.isTruth else { return .plain }
        branches.append((code, PreparedBody(branch.body, table)))
      }
      return .conditional(
        branches: branches, otherwise: conditional.otherwise.map { PreparedBody($0, table) })
    }
    return .plain
  }
}
