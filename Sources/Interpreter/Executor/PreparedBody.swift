import Language

/// The statements of a block that runs many times, made ready at its first turn: names resolved to places, expressions of
/// numbers laid out. What is not ready runs as it stands.
final class PreparedBody: Sendable {
  /// How a statement runs; the rest of it is in the lists below, where it can be used without being copied.
  enum Line: Sendable {
    /// `let`, of a number.
    case bind(place: Int)
    case conditional
    case loop
    /// A statement that is not made ready.
    case plain
  }

  let statements: Body
  let lines: [Line]
  /// By line: the value of a `let`, the conditions of an `if`.
  let codes: [[NumberCode]]
  /// By line: the body of a loop, the branches of an `if`, what its `else` has at the end.
  let bodies: [[PreparedBody]]
  /// The places are those of this table.
  let table: NameTable

  init(_ body: Body, _ table: NameTable) {
    let parts = body.map { Self.part($0.node, table) }
    (statements, self.table) = (body, table)
    (lines, codes, bodies) = (parts.map(\.line), parts.map(\.codes), parts.map(\.bodies))
  }

  private typealias Part = (line: Line, codes: [NumberCode], bodies: [PreparedBody])

  private static func part(_ statement: Statement, _ table: NameTable) -> Part {
    if case .bind(let binding) = statement, case .expression(let value) = binding.value,
      let code = NumberCode(value, table), !code.isTruth
    {
      return (.bind(place: table.makePlace(for: binding.name.node)), [code], [])
    }
    if case .loop(let loop) = statement { return (.loop, [], [PreparedBody(loop.body, table)]) }
    if case .conditional(let conditional) = statement {
      let codes = conditional.branches.compactMap { NumberCode($0.condition, table) }
      guard codes.count == conditional.branches.count, codes.allSatisfy(\.isTruth) else {
        return (.plain, [], [])
      }
      let all = conditional.branches.map(\.body) + (conditional.otherwise.map { [$0] } ?? [])
      return (.conditional, codes, all.map { PreparedBody($0, table) })
    }
    return (.plain, [], [])
  }
}
