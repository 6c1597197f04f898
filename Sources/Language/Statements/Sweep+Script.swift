/// Where the sweeps of a script are.
public struct SweepPlaces: Sendable, Equatable {
  /// How many of its statements are sweeps.
  public let count: Int
  /// In bytes, the end of the last of its statements that comes to a sweep: what follows makes none.
  public let end: Int
}

extension Program {
  /// Where its sweeps are: in statements, in blocks, in what it defines and uses; nil where there is none. A script that
  /// `run` names counts as one with a sweep, since what it holds is not known.
  public var sweeps: SweepPlaces? {
    var names: Set<String> = []
    // A definition may use one that follows it.
    while true {
      let before = names.count
      visit(statements) { line in
        if case .define(let definition) = line.node, Self.sweeps(in: definition.body, names) {
          names.insert(definition.name.node)
        }
      }
      if names.count == before { break }
    }
    let last = statements.last { line in
      if case .define = line.node { return false }
      return Self.sweeps(in: [line], names)
    }
    guard let last else { return nil }
    var count = 0
    visit(statements) { if case .sweep = $0.node { count += 1 } }
    return SweepPlaces(count: count, end: last.span.end)
  }

  private func visit(_ body: Body, _ visitor: (Located<Statement>) -> Void) {
    for line in body {
      visitor(line)
      for inner in line.node.syntax.bodies { visit(inner, visitor) }
    }
  }

  /// - Parameter names: of definitions with a sweep.
  private static func sweeps(in body: Body, _ names: Set<String>) -> Bool {
    body.contains { (line: Located<Statement>) in
      if case .sweep = line.node { return true }
      if case .run = line.node { return true }
      if case .call(let call) = line.node { return names.contains(call.name.node) }
      if case .value(.expression(let expression)) = line.node, case .name(let name) = expression.node {
        return names.contains(name)
      }
      return line.node.syntax.bodies.contains { sweeps(in: $0, names) }
    }
  }
}
