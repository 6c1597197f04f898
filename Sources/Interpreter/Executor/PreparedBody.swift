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
  /// By line: the branches of an `if`, what its `else` has at the end.
  let bodies: [[PreparedBody]]
  /// By line.
  let loops: [PreparedLoop?]
  /// The places are those of this table.
  let table: NameTable

  init(_ body: Body, _ table: NameTable) {
    let parts = body.map { Self.part($0.node, table) }
    (statements, self.table) = (body, table)
    (lines, codes) = (parts.map(\.line), parts.map(\.codes))
    (bodies, loops) = (parts.map(\.bodies), parts.map(\.loop))
  }

  private struct Part {
    var line = Line.plain
    var codes: [NumberCode] = []
    var bodies: [PreparedBody] = []
    var loop: PreparedLoop?
  }

  private static func part(_ statement: Statement, _ table: NameTable) -> Part {
    if case .bind(let binding) = statement, case .expression(let value) = binding.value,
      let code = NumberCode(value, table), !code.isTruth
    {
      return Part(line: .bind(place: table.makePlace(for: binding.name.node)), codes: [code])
    }
    if case .loop(let loop) = statement { return Part(line: .loop, loop: PreparedLoop(loop, table)) }
    if case .conditional(let conditional) = statement {
      let codes = conditional.branches.compactMap { NumberCode($0.condition, table) }
      guard codes.count == conditional.branches.count, codes.allSatisfy(\.isTruth) else {
        return Part()
      }
      let all = conditional.branches.map(\.body) + (conditional.otherwise.map { [$0] } ?? [])
      return Part(line: .conditional, codes: codes, bodies: all.map { PreparedBody($0, table) })
    }
    return Part()
  }
}

/// A loop made ready.
final class PreparedLoop: Sendable {
  let body: PreparedBody
  /// The condition of a `while`, if that is one of numbers.
  let condition: NumberCode?
  /// A whole turn, if it is nothing but numbers.
  let turn: NumberCode?

  init(_ loop: LoopStatement, _ table: NameTable) {
    body = PreparedBody(loop.body, table)
    var (name, condition): (String?, Expression?)
    switch loop.head {
    case .times: break
    case .each(let variable, _): name = variable.node
    case .whileTrue(let truth): condition = truth
    }
    self.condition = condition.flatMap { NumberCode($0, table) }.flatMap { $0.isTruth ? $0 : nil }
    turn = NumberCode(turn: loop.body, of: name, while: condition, table)
  }
}
