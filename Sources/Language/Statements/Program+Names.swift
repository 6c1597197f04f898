extension Program {
  /// Every mistake that reading can find, in the order of the text: those of the grammar, statements that neither the
  /// language, nor `defined`, nor a `define` of this text knows, and conditions that can never hold. A text that runs
  /// another may use what that one defines, so its names are not checked.
  ///
  /// - Parameters:
  ///   - variables: names that have values besides those that the text binds; nil leaves names in expressions to whoever runs
  ///     the text, who knows what has a value at that moment.
  ///   - isVariable: whether a name has a value already: a function of that name is then told as what it is.
  public func mistakes(
    in source: Source, defined: some Sequence<String>, variables: [String]? = nil, vocabulary: Vocabulary,
    isVariable: (String) -> Bool = { _ in false }, isStopped: () -> Bool = { false }
  ) -> [Diagnostic] {
    if problems.contains(where: { $0.message == Diagnostic.isOfAnotherLanguage }) { return problems }
    let names = NamesOfStatements(defined: defined, variables: variables, source, vocabulary)
    for (k, statement) in statements.enumerated() {
      if k & 0xfff == 0xfff, isStopped() { return [.interrupted] }
      names.visit(statement)
    }
    return mistakes(names, in: source, vocabulary, isVariable)
  }

  /// The mistakes of the text and those that its names make.
  fileprivate func mistakes(
    _ names: NamesOfStatements, in source: Source, _ vocabulary: Vocabulary,
    _ isVariable: (String) -> Bool = { _ in false }
  ) -> [Diagnostic] {
    let lines = Set(problems.compactMap { $0.span.map { source.position(of: $0.start).line } })
    let shares = names.shares.compactMap { Diagnostic.shareBeyondOne($0, source, vocabulary) }
      .filter { !lines.contains(source.position(of: $0.span?.start ?? 0).line) }
    let own = problems.map { problem in
      problem.offeringVariable(source) { names.hasValue($0) || isVariable($0) }
    }
    var all = own + shares.map { $0.inSource(source) }
    all += names.literals.mistakes.filter { mistake in
      !lines.contains(mistake.span.map { source.position(of: $0.start).line } ?? 0)
    }
    if !names.runsOthers {
      all += names.used.filter { !names.defined.contains($0.name.node) }
        .map { mistake($0, source, names.defined, vocabulary).inSource(source) }
      all += advised(unknownNames(names, vocabulary), source, vocabulary)
    }
    // No text can define a function; whoever runs the text says so of a variable or a procedure in its place.
    if !names.runsOthers, !names.readsValues {
      let functions = vocabulary.names(.function)
      // One a line: what stands within the call of another one is answered with it.
      var told: Set<Int> = []
      let unknown = names.unknown.filter {
        $0.isFunction && !names.hasValue($0.name.node) && !isVariable($0.name.node)
          && told.insert(source.position(of: $0.name.span.start).line).inserted
      }
      all += advised(unknown.map { .unknownFunction($0.name, among: functions) }, source, vocabulary)
    }
    return all.sorted { $0.span?.start ?? 0 < $1.span?.start ?? 0 }
  }

  /// With the lines that were probably meant.
  private func advised(
    _ mistakes: [Diagnostic], _ source: Source, _ vocabulary: Vocabulary
  ) -> [Diagnostic] {
    mistakes.enumerated().map { (k, mistake) in
      let placed = mistake.inSource(source)
      guard k < mostAdvised, let span = mistake.span else { return placed }
      return placed.advised(source.statement(around: span), in: vocabulary)
    }
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
    return unknown.advising(lineInstead(of: source.statement(around: call.name.span), vocabulary) ?? [])
  }

  /// Names in expressions that nothing gives a value, and functions that there are not.
  private func unknownNames(_ names: NamesOfStatements, _ vocabulary: Vocabulary) -> [Diagnostic] {
    guard names.readsValues else { return [] }
    let functions = vocabulary.names(.function)
    let metrics = [.metric, .constant].flatMap { (kind: Vocabulary.Kind) in vocabulary.names(kind) }
    let known = metrics + names.bound.sorted() + names.defined.union(names.variables).sorted()
    let activations = vocabulary.names(.activation)
    let sizes = names.sizes.filter { !activations.contains($0.node) && !names.isKnown($0.node) }.map {
      Diagnostic.unknownSize(
        $0, activations: activations, variables: names.bound.union(names.variables).sorted())
    }
    return sizes
      + names.unknown.compactMap { use in
        if use.isFunction { return .unknownFunction(use.name, among: functions) }
        if names.isKnown(use.name.node) || names.hasWords && names.inputs.contains(use.name.span.start) {
          return nil
        }
        return .unknownValue(use.name, among: known)
      }
  }
}

/// Every mistake that reading can find, for whoever does not want the statements: they are not kept.
public func mistakes(
  in source: Source, variables: [String]? = nil, vocabulary: Vocabulary
) -> [Diagnostic] {
  let names = NamesOfStatements(defined: [String](), variables: variables, source, vocabulary)
  let program = parse(source, vocabulary) { names.visit($0) }
  if program.problems.contains(where: { $0.message == Diagnostic.isOfAnotherLanguage }) {
    return program.problems
  }
  return program.mistakes(names, in: source, vocabulary)
}

/// Collects the names that statements define and use, and what is to be looked at again once all of them are known.
private final class NamesOfStatements: SyntaxVisitor {
  /// A name that nothing had given a value when it was met.
  struct Use {
    let name: Located<String>
    let isFunction: Bool
  }

  private(set) var defined: Set<String>
  private(set) var bound: Set<String> = []
  private(set) var used: [CallStatement] = []
  private(set) var runsOthers = false
  /// Where inputs stand that are a name, and whether the data may have words that look so.
  private(set) var inputs: Set<Int> = []
  private(set) var hasWords = false
  private(set) var unknown: [Use] = []
  /// Expressions that may compare a share with more than 1.
  private(set) var shares: [Expression] = []
  /// Words of `net` that may be names of sizes.
  private(set) var sizes: [Located<String>] = []
  /// What is wrong whatever has a value; looked for where names in expressions are.
  private(set) var literals: LiteralCheck
  /// Whether names in expressions are looked at.
  let readsValues: Bool
  let variables: Set<String>
  private let metrics: Set<String>
  private let functions: Set<String>

  init(
    defined: some Sequence<String>, variables: [String]?, _ source: Source, _ vocabulary: Vocabulary
  ) {
    self.defined = Set(defined)
    literals = LiteralCheck(source, vocabulary)
    (readsValues, self.variables) = (variables != nil, Set(variables ?? []))
    metrics = Set(vocabulary.names(.metric) + vocabulary.names(.constant))
    functions = Set(vocabulary.names(.function))
  }

  /// Whether something gives a name a value, or defines it.
  func isKnown(_ name: String) -> Bool {
    hasValue(name) || metrics.contains(name)
  }

  /// The same without what the language defines.
  func hasValue(_ name: String) -> Bool {
    bound.contains(name) || defined.contains(name) || variables.contains(name)
  }

  func visit(_ statement: Located<Statement>) {
    if case .define(let definition) = statement.node { defined.insert(definition.name.node) }
    if case .call(let call) = statement.node { used.append(call) }
    if case .load = statement.node { hasWords = true }
    statement.node.show(to: self)
  }

  func visit(_ syntax: some StatementSyntax) {
    if syntax.spec?.runsScript == true { runsOthers = true }
    syntax.visitBoundNames { bound.insert($0) }
    if readsValues {
      syntax.checkLiterals(&literals)
      if let net = syntax as? NetStatement {
        for case .word(let word) in net.parts { sizes.append(word) }
      }
    }
    if syntax.givenOptions.contains(where: { $0.word.node == DataOption.onehot.rawValue }) {
      hasWords = true
    }
    for input in syntax.inputs {
      if case .expression(let expression) = input, case .number = expression.node { continue }
      inputs.insert(input.span.start)
    }
    syntax.visitExpressions { visit($0) }
    for inner in syntax.bodies { for statement in inner { visit(statement) } }
  }

  private func visit(_ expression: Expression) {
    var comparesShare = false
    expression.visit { part in
      switch part.node {
      case .name(let name):
        if readsValues, !isKnown(name) {
          unknown.append(Use(name: Located(name, part.span), isFunction: false))
        }
        if name.utf8.count >= 8, name.hasSuffix("accuracy") { comparesShare = true }
      case .call(let function, _):
        if !functions.contains(function.node) {
          unknown.append(Use(name: function, isFunction: true))
        }
      case .number, .string, .bool, .weight, .neuron, .list, .index, .negation, .not, .power,
        .chain, .conjunction, .disjunction, .comparison, .group:
        break
      }
    }
    if comparesShare { shares.append(expression) }
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
    var comparisons: [Expression] = []
    expression.visit { if case .comparison(_, _, _, within: nil) = $0.node { comparisons.append($0) } }
    for part in comparisons {
      guard case .comparison(_, let left, let right, _) = part.node else { continue }
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
  var shortText: String { Int(exactly: self).map(String.init) ?? "\(self)" }
}
