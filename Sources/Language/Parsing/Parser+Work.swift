/// Training and reading.
extension Parser {
  /// train = "train" [ OPTIMIZER { option } ] ;
  mutating func train() throws(Diagnostic) -> Statement {
    guard !isAtLineEnd else { return .train(TrainStatement(optimizer: nil, options: [])) }
    if let spec = StatementSpec.named("train"),
      vocabulary.options(of: spec).contains(where: { current.isWord($0.word) })
    {
      throw Diagnostic(
        .missingArgument, "`train` names its optimizer before the options", at: current.span,
        help: ["For example: train adam \(text(rest: current))"])
    }
    let optimizer = try word(of: .optimizer)
    return .train(TrainStatement(optimizer: optimizer, options: try options(of: "train")))
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
    while !isAtLineEnd {
      guard let weight = try weight() else {
        throw Diagnostic(
          .missingArgument, "`\(text(verb))` takes weights, `layer N` or `all`", at: current.span,
          help: ["For example: \(text(verb)) L0N0 -> L1N0 0B -> L1N0"])
      }
      weights.append(weight)
    }
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

  /// explain = "explain" { prim } { option } ;
  mutating func explain() throws(Diagnostic) -> Statement {
    let inputs = try inputs(of: "explain")
    return .explain(ExplainStatement(inputs: inputs, options: try options(of: "explain")))
  }

  /// { prim } up to an option or the end of the line, at least one.
  private mutating func inputs(of statement: String) throws(Diagnostic) -> [Item] {
    let options = StatementSpec.named(statement)?.options.map(\.word) ?? []
    var inputs: [Item] = []
    while isAtArgument {
      if case .word(let word) = current.kind, options.contains(word) { break }
      inputs.append(try argumentOrRange())
    }
    guard !inputs.isEmpty else {
      throw Diagnostic(
        .missingArgument, "`\(statement)` needs the inputs", at: isAtLineEnd ? last.span : current.span,
        help: ["For example: \(statement) 0 1"])
    }
    if !isAtLineEnd, !options.contains(where: { current.isWord($0) }) { throw .unexpected(self) }
    return inputs
  }
}
