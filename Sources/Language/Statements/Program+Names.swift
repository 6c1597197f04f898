extension Program {
  /// Every mistake that reading can find, in the order of the text: those of the grammar, and statements that neither the
  /// language, nor `defined`, nor a `define` of this text knows. A text that runs another may use what that one defines,
  /// so its names are not checked.
  public func mistakes(in source: Source, defined: some Sequence<String>, vocabulary: Vocabulary)
    -> [Diagnostic]
  {
    var names = NamesOfStatements()
    names.visit(statements)
    guard !names.runsOthers else { return problems }
    let known = names.defined.union(defined)
    let unknown = names.used.filter { !known.contains($0.name.node) }
    let all = problems + unknown.map { mistake($0, source, known, vocabulary).inSource(source) }
    return all.sorted { $0.span?.start ?? 0 < $1.span?.start ?? 0 }
  }

  private func mistake(
    _ call: CallStatement, _ source: Source, _ known: Set<String>, _ vocabulary: Vocabulary
  ) -> Diagnostic {
    if call.arguments.count == 1, case .expression(let argument) = call.arguments[0],
      case .negation = argument.node
    {
      return .signAfterName(call, argument, source)
    }
    return .unknownStatement(call.name, defined: known.sorted(), in: vocabulary)
  }
}

/// Collects the names that statements define and use.
private struct NamesOfStatements {
  var defined: Set<String> = []
  var used: [CallStatement] = []
  var runsOthers = false

  mutating func visit(_ body: Body) {
    for statement in body {
      let syntax = statement.node.syntax
      if syntax.effects.contains(.runsScript) { runsOthers = true }
      if let definition = syntax as? DefineStatement { defined.insert(definition.name.node) }
      if let call = syntax as? CallStatement { used.append(call) }
      for inner in syntax.bodies { visit(inner) }
    }
  }
}
