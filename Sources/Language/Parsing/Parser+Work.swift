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

  private func text(rest token: Token) -> Substring {
    let line = source.line(around: token.span.start)
    return source.text(Span(token.span.start, line.end)).prefix { $0 != ";" && $0 != "#" }.trimmingBlanks
  }

  /// eval = "eval" ("data" | { prim }) ;
  mutating func eval() throws(Diagnostic) -> Statement {
    if current.isWord("data") {
      advance()
      return .eval(.data)
    }
    return .eval(.inputs(try inputs(of: "eval")))
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
