/// Training and reading.
extension Parser {
  /// train = "train" [ OPTIMIZER { option } ] ;
  mutating func train() throws(Diagnostic) -> Statement { .train(try work("train")) }

  /// step = "step" [ OPTIMIZER { option } ] ;
  mutating func step() throws(Diagnostic) -> Statement { .step(try work("step")) }

  /// [ OPTIMIZER { option } ]
  private mutating func work(_ verb: String) throws(Diagnostic) -> TrainStatement {
    expect(.named(.optimizer))

    guard !isAtLineEnd else { return TrainStatement(optimizer: nil, options: []) }
    if let spec = StatementSpec.named(verb),
      vocabulary.options(of: spec).contains(where: { current.isWord($0.word) })
    {
      throw Diagnostic(
        .missingArgument, "`\(verb)` names its optimizer before the options", at: current.span,
        help: ["For example: \(verb) adam \(text(rest: current))"])
    }
    let optimizer = try word(of: .optimizer)
    return TrainStatement(optimizer: optimizer, options: try options(of: verb))
  }

  /// goto = "goto" "epoch" prim ;
  mutating func goTo() throws(Diagnostic) -> Statement {
    guard eat("epoch") else { throw .missing("`epoch` (`goto epoch N`)", self) }
    expect(.epoch)

    return .goto(try argument("the number of an epoch"))
  }

  /// compare = "compare" "epoch" prim prim ;
  mutating func compare() throws(Diagnostic) -> Statement {
    guard eat("epoch") else { throw .missing("`epoch` (`compare epoch N M`)", self) }
    expect(.epoch)
    let first = try argument("the number of an epoch")
    expect(.epoch)
    return .compare(first, try argument("the number of another epoch"))
  }

  /// freeze = ( "freeze" | "unfreeze" ) ( "all" | "layer" prim | weight { weight } ) ;
  mutating func freeze(_ verb: Token) throws(Diagnostic) -> Statement {
    let isFrozen = text(verb) == "freeze"
    if eat("all") { return .freeze(FreezeStatement(target: .all, isFrozen: isFrozen)) }
    if eat("layer") {
      return .freeze(
        FreezeStatement(target: .layer(try argument("the number of a layer")), isFrozen: isFrozen))
    }
    var weights: [Located<WeightReference>] = []
    expect(.weight)
    while !isAtLineEnd {
      expectTarget()
      guard let weight = try weight() else {
        throw Diagnostic(
          .missingArgument, "`\(text(verb))` takes weights, `layer N` or `all`", at: current.span,
          help: ["For example: \(text(verb)) L0N0 -> L1N0 0B -> L1N0"])
      }
      weights.append(weight)
    }
    expect(.weight)
    guard !weights.isEmpty else { throw .missing("weights, `layer N` or `all`", self) }
    return .freeze(FreezeStatement(target: .weights(weights), isFrozen: isFrozen))
  }

  private func text(rest token: Token) -> Substring {
    let line = source.line(around: token.span.start)
    return source.text(Span(token.span.start, line.end)).prefix { $0 != ";" && $0 != "#" }.trimmingBlanks
  }

  /// eval = "eval" ("data" | { prim }) ;
  mutating func eval() throws(Diagnostic) -> Statement {
    if eat("data") { return .eval(EvalStatement(what: .data, options: try options(of: "eval"))) }
    let inputs = try inputs(of: "eval")
    return .eval(EvalStatement(what: .inputs(inputs), options: try options(of: "eval")))
  }

  /// explain = "explain" ( rows | "gradient" rows [ "->" targets ] | "step" [ OPTIMIZER { option } ] ) { option } ;
  mutating func explain() throws(Diagnostic) -> Statement {
    if eat("step") { return try explainStep() }
    let isCall = token(ahead: 1).isSymbol(.openParenthesis) && !token(ahead: 1).isSpaced
    let isGradient = !isCall && eat("gradient")

    let rows = eat("data") ? ExplainStatement.Rows.data : .inputs(try inputs(of: "explain"))
    guard isGradient else {
      if current.isSymbol(.arrow) { throw .targetsOfExplain(self) }
      return .explain(ExplainStatement(what: .outputs(rows), options: try options(of: "explain")))
    }
    var targets: [GivenOption.Argument] = []
    if case .inputs = rows, eat(.arrow) { targets = try self.targets() }
    return .explain(
      ExplainStatement(what: .gradient(rows, targets: targets), options: try options(of: "explain")))
  }

  /// The options of the update and those of `explain`, in any order.
  private mutating func explainStep() throws(Diagnostic) -> Statement {
    let own = Set(StatementSpec.named("explain")?.options.map(\.word) ?? [])
    var optimizer: Located<String>?
    expect(.named(.optimizer))
    if !isAtLineEnd, !own.contains(where: { current.isWord($0) }) { optimizer = try word(of: .optimizer) }
    let given = try options(of: optimizer == nil ? ["explain"] : ["explain", "step"])
    let step = TrainStatement(optimizer: optimizer, options: given.filter { !own.contains($0.word.node) })
    return .explain(
      ExplainStatement(what: .step(step), options: given.filter { own.contains($0.word.node) }))
  }

  /// Targets behind `->`: numbers, or the name of a class.
  private mutating func targets() throws(Diagnostic) -> [GivenOption.Argument] {
    let options = StatementSpec.named("explain")?.options.map(\.word) ?? []
    var targets: [GivenOption.Argument] = []
    expect(.className)
    while !isAtLineEnd, !options.contains(where: { current.isWord($0) }) {
      if case .word(let word) = current.kind, !StatementSpec.keywords.contains(word),
        !(token(ahead: 1).isSymbol(.openParenthesis) && !token(ahead: 1).isSpaced)
      {
        targets.append(.word(try self.word("a class")))
      } else {
        targets.append(.expression(try argument("a target")))
      }
    }
    guard !targets.isEmpty else { throw .missing("the targets", self) }
    return targets
  }

  /// { prim } up to an option or the end of the line, at least one.
  mutating func inputs(of statement: String) throws(Diagnostic) -> [Item] {
    let options = StatementSpec.named(statement)?.options.map(\.word) ?? []
    var inputs: [Item] = []
    expect(.argument)
    while isAtArgument {
      if case .word(let word) = current.kind, options.contains(word) { break }
      inputs.append(try argumentOrRange())
      expect(.argument)
    }
    guard !inputs.isEmpty else {
      throw Diagnostic(
        .missingArgument, "`\(statement)` needs the inputs", at: isAtLineEnd ? last.span : current.span,
        help: ["For example: \(statement) 0 1"])
    }
    let isAtTargets = statement == "explain" && current.isSymbol(.arrow)
    if !isAtLineEnd, !isAtTargets, !options.contains(where: { current.isWord($0) }) {
      throw .unexpected(self)
    }
    return inputs
  }
}

extension Diagnostic {
  /// `explain 0 1 -> 1`
  fileprivate static func targetsOfExplain(_ parser: Parser) -> Diagnostic {
    Diagnostic(
      .unexpectedWord, "the outputs do not depend on targets; the gradient does", at: parser.current.span,
      help: ["Write: explain gradient 0 1 -> 1"])
  }
}
