extension Program {
  /// Every mistake that reading can find, in the order of the text: those of the grammar, statements that neither the
  /// language, nor `defined`, nor a `define` of this text knows, and conditions that can never hold. A text that runs
  /// another may use what that one defines, so its names are not checked.
  ///
  /// - Parameter variables: names that have values besides those that the text binds; nil leaves names in expressions to
  ///   whoever runs the text, who knows what has a value at that moment.
  public func mistakes(
    in source: Source, defined: some Sequence<String>, variables: [String]? = nil, vocabulary: Vocabulary
  ) -> [Diagnostic] {
    if problems.contains(where: { $0.message == Diagnostic.isOfAnotherLanguage }) { return problems }
    var names = NamesOfStatements()
    names.visit(statements)
    let lines = Set(problems.compactMap { $0.span.map { source.position(of: $0.start).line } })
    let shares = names.expressions.compactMap { Diagnostic.shareBeyondOne($0, source, vocabulary) }
      .filter { !lines.contains(source.position(of: $0.span?.start ?? 0).line) }
    var all = problems + shares.map { $0.inSource(source) }
    if !names.runsOthers {
      let known = names.defined.union(defined)
      all += names.used.filter { !known.contains($0.name.node) }
        .map { mistake($0, source, known, vocabulary).inSource(source) }
      if let variables {
        all += unknownNames(names, known: known.union(variables), vocabulary).map { $0.inSource(source) }
      }
    }
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
    let unknown = Diagnostic.unknownStatement(call.name, defined: known.sorted(), in: vocabulary)
    return correction(of: source.statement(around: call.name.span), vocabulary).map(unknown.advising)
      ?? unknown
  }

  /// Names in expressions that nothing gives a value, and functions that there are not.
  private func unknownNames(
    _ names: NamesOfStatements, known: Set<String>, _ vocabulary: Vocabulary
  ) -> [Diagnostic] {
    let metrics = [.metric, .constant].flatMap { (kind: Vocabulary.Kind) in vocabulary.names(kind) }
    let functions = vocabulary.names(.function)
    let values = known.union(names.bound).union(metrics)
    var found: [Diagnostic] = []
    for expression in names.expressions.flatMap(\.all) {
      switch expression.node {
      case .name(let name) where !values.contains(name):
        if names.hasWords, names.inputs.contains(expression.span.start) { continue }
        found.append(
          .unknownValue(
            Located(name, expression.span), among: metrics + names.bound.sorted() + known.sorted()))
      case .call(let function, _) where !functions.contains(function.node):
        found.append(.unknownFunction(function, among: functions))
      case .number, .string, .bool, .weight, .neuron, .name, .call, .list, .index, .negation, .not, .power,
        .chain, .conjunction, .disjunction, .comparison, .group:
        continue
      }
    }
    return found
  }
}

/// Collects the names that statements define and use, and their expressions.
private struct NamesOfStatements {
  var defined: Set<String> = []
  var bound: Set<String> = []
  var used: [CallStatement] = []
  var expressions: [Expression] = []
  var runsOthers = false
  /// Where inputs stand that are a name, and whether the data may have words that look so.
  var inputs: Set<Int> = []
  var hasWords = false

  mutating func visit(_ body: Body) {
    for statement in body {
      let syntax = statement.node.syntax
      if syntax.effects.contains(.runsScript) { runsOthers = true }
      if let definition = syntax as? DefineStatement { defined.insert(definition.name.node) }
      if let call = syntax as? CallStatement { used.append(call) }
      bound.formUnion(syntax.boundNames)
      inputs.formUnion(syntax.inputs.map(\.span.start))
      if case .load = statement.node { hasWords = true }
      if syntax.givenOptions.contains(where: { $0.word.node == DataOption.onehot.rawValue }) {
        hasWords = true
      }
      expressions += syntax.expressions
      for inner in syntax.bodies { visit(inner) }
    }
  }
}

extension Diagnostic {
  fileprivate static func unknownValue(_ name: Located<String>, among names: [String]) -> Diagnostic {
    Diagnostic(
      .unknownMetric, "nothing gives `\(name.node)` a value", at: name.span,
      label: ForeignWords.meant(by: name.node, among: names).map { "did you mean `\($0)`?" },
      help: [
        "An expression can use: " + names.filter { $0 != "_" }.prefix(20).joined(separator: ", ")
          + ", and what `let` names before."
      ])
  }

  /// `accuracy >= 95`: it is a share, and no share is so large.
  fileprivate static func shareBeyondOne(
    _ expression: Expression, _ source: Source, _ vocabulary: Vocabulary
  ) -> Diagnostic? {
    for part in expression.all {
      guard case .comparison(_, let left, let right, within: nil) = part.node else { continue }
      for (name, number) in [(left, right), (right, left)] {
        guard case .name(let metric) = name.bare.node, metric.hasSuffix("accuracy"),
          case .number(let literal) = number.bare.node, literal.value > 1
        else { continue }
        let share = literal.value <= 100 ? literal.value / 100 : 1
        let line = source.statement(around: number.span)
        let written = source.text(number.span)
        let better = line.replacing(written, with: "\(share.shortText)", maxReplacements: 1)
        return Diagnostic(
          .outOfRange, "`\(metric)` goes from 0 to 1, so it is never compared with \(written)",
          at: number.span,
          help: ["Write: \(better.split(separator: " ").joined(separator: " "))"])
      }
    }
    return nil
  }
}

extension Double {
  /// Without a point where there is nothing behind it.
  fileprivate var shortText: String { Int(exactly: self).map(String.init) ?? "\(self)" }
}
