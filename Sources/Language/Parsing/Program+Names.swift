extension Program {
  /// Every mistake that reading can find, in the order of the text: those of the grammar, and names used as statements
  /// that neither the language, nor `defined`, nor a `define` of this text knows. A text that runs another one may use
  /// what that defines, so there nothing is said of names.
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
    for statement in body { visit(statement.node) }
  }

  private mutating func visit(_ statement: Statement) {
    switch statement {
    case .call(let call): used.append(call)
    case .run: runsOthers = true
    case .define(let define):
      defined.insert(define.name.node)
      visit(define.body)
    case .loop(let loop): visit(loop.body)
    case .conditional(let conditional):
      for branch in conditional.branches { visit(branch.body) }
      visit(conditional.otherwise ?? [])
    case .data(.rows(let body)): visit(body)
    default: break
    }
  }
}
