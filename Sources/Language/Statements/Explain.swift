/// `explain 0 1 neuron L1N0`, `explain gradient 0 1 -> 1`, `explain step`, `explain curvature`
public struct ExplainStatement: Sendable {
  /// What the statement is about.
  public enum What: Sendable {
    case outputs(Rows)
    /// The targets may be left out if the data has the row.
    case gradient(Rows, targets: [GivenOption.Argument])
    /// The next update, of the optimizer in use or of one that is named.
    case step(TrainStatement)
    /// The kind of place on the surface of the loss; of the options it takes those of the loss.
    case curvature
    /// What a neuron computes, and what it is good for.
    case neuron(Expression)
    /// How the weights were drawn.
    case start
  }

  /// The rows that are calculated.
  public enum Rows: Sendable {
    case data
    case inputs([Item])
  }

  /// What the statement is about.
  public let what: What
  /// The options as given, by key.
  public let options: GivenOptions<ExplainOption>
}

/// The options of `explain`.
public enum ExplainOption: String, OptionKey {
  case neuron, of, wrt, loss, weights, smoothing, `as`, names, fragment, to, replace

  /// The option's row: what follows it, and its line of help.
  public var spec: OptionSpec {
    switch self {
    case .neuron: OptionSpec(rawValue, [.neuron], "only this neuron, or the weights into it")
    case .of: OptionSpec(rawValue, [.neuron], "of a gradient: of this neuron's output, not of the loss")
    case .wrt:
      OptionSpec(
        rawValue, [.word(.slope)], "of a gradient: by the weights, or by the inputs", fallback: "weights")
    case .loss: LossOption.loss.spec
    case .weights: LossOption.weights.spec
    case .smoothing: LossOption.smoothing.spec
    case .as: OptionSpec(rawValue, [.word(.notation)], "writes it in another notation")
    case .names:
      OptionSpec(
        rawValue, [.word(.naming)], "of formulas: those of the program, or x₁, h₁, w₁₁ with a legend",
        fallback: "program")
    case .fragment: OptionSpec(rawValue, [], "of LaTeX and Markdown: without what stands around it")
    case .to: OptionSpec(rawValue, [.file], "writes it to a file instead", effects: [.writesFile])
    case .replace: .replace
    }
  }
}

extension ExplainOption {
  /// Those that only a gradient has.
  static let ofGradient: Set<ExplainOption> = [.of, .wrt, .loss, .weights, .smoothing]
  /// Those of everything else.
  static let ofAll = allCases.filter { !ofGradient.contains($0) }.map(\.spec)
}

extension StatementSpec {
  static let explain = StatementSpec(
    "explain", .reading, "shows by hand how outputs, the gradient or an update are calculated",
    forms: [
      "explain INPUTS", "explain data", "explain gradient INPUTS [-> TARGETS]", "explain gradient data",
      "explain gradient INPUTS of NEURON [wrt inputs]",
      "explain step [OPTIMIZER [OPTIONS]]", "explain curvature", "explain init", "explain neuron NEURON",
    ],
    options: ExplainOption.specs,
    notes: [
      "`digits N` sets how many decimals are shown.",
      "Every number shown has been checked against the engine's own.",
      "A formula with names can be typed at the prompt as it is: it gives its value.",
      "`as latex fragment to \"FILE.tex\"` is for \\input into slides; `names math` writes x₁, h₁, w₁₁.",
      "`as python` is a program that needs only Python and prints the same numbers.",
      "`of` a neuron, `wrt inputs`: how an output depends on each input, at these inputs.",
      "`explain neuron L1N0`: its line, its rows, its part in the outputs, and the net without it.",
      "`explain init` says how the weights of each layer were drawn, and what came of it.",
      "`explain curvature` says what kind of place this is: slope, minimum, saddle or flat valley.",
    ],
    example: "net 2 2 1\ninit torch seed 1\nexplain 0 1 neuron L1N0\nexplain gradient 0 1 -> 1",
    speaksOf: [.notation, .slope, .naming],
    mistakes: [
      .afterXor("explain 0 1 -> 1", .unexpectedWord), .afterXor("explain 0 1 neuron L3N0", .unknownWeight),
    ]
  ) { (parser, _) throws(Diagnostic) in try parser.explain() }
}

extension Parser {
  /// explain = "explain" ( "init" | "neuron" NEURON | "curvature" { option } | ( rows | "gradient" rows [ "->" targets ] | "step" [ OPTIMIZER { option } ] )
  ///           { option } ) ;
  fileprivate mutating func explain() throws(Diagnostic) -> Statement {
    if eat("step") { return try explainStep() }
    if eat(ExplainOption.neuron.rawValue) {
      expect(.neuron)
      return .explain(
        ExplainStatement(what: .neuron(try argument("a neuron, like L1N0")), options: GivenOptions()))
    }
    if eat("init") { return .explain(ExplainStatement(what: .start, options: GivenOptions())) }
    if eat("curvature") {
      let options = try options(
        OptionTable(LossOption.specs), of: "explain curvature", listed: LossOption.specs)
      return .explain(ExplainStatement(what: .curvature, options: GivenOptions(options)))
    }
    let isGradient = !token(ahead: 1).isAttachedParenthesis && eat("gradient")
    let rows =
      eat("data")
      ? ExplainStatement.Rows.data
      : .inputs(
        try inputs(
          of: isGradient ? "explain gradient" : "explain",
          OptionTable(isGradient ? ExplainOption.specs : ExplainOption.ofAll)
        ) {
          !isGradient && $0.isAtOptionOfGradient
        })
    guard isGradient else {
      if current.isSymbol(.arrow) { throw .targetsOfOutputs(self) }
      if isAtOptionOfGradient { throw .optionOfGradient(self) }
      let own = try options(
        OptionTable(ExplainOption.ofAll), of: "explain", listed: ExplainOption.ofAll)
      return .explain(ExplainStatement(what: .outputs(rows), options: GivenOptions(own)))
    }
    var targets: [GivenOption.Argument] = []
    if case .inputs = rows, eat(.arrow) { targets = try self.targets() }
    return .explain(
      ExplainStatement(
        what: .gradient(rows, targets: targets), options: try options(of: .explain, ExplainOption.self)))
  }

  /// `loss mse`, `of L2N0`, `wrt inputs`: not `loss` alone, which is a number.
  fileprivate var isAtOptionOfGradient: Bool {
    let next = token(ahead: 1)
    if isAtWord("loss"), case .word(let name) = next.kind {
      return vocabulary.entry(.loss, text(name)) != nil || token(ahead: 2).isSymbol(.minus)
    }
    return isAtWord("wrt") && next.tag == .word || isAtWord("of") && next.tag == .neuron
  }

  /// The options of the update and those of `explain`, in any order.
  private mutating func explainStep() throws(Diagnostic) -> Statement {
    let own = ExplainOption.ofAll
    var optimizer: Located<String>?
    expect(.named(.optimizer))
    if !isAtLineEnd, !isAtOption(OptionTable(own)) { optimizer = try word(of: .optimizer) }
    let ofUpdate = optimizer == nil ? [] : vocabulary.options(of: .step)
    let given = try options(OptionTable(own + ofUpdate), of: "explain", listed: own)
    func isOwn(_ option: GivenOption) -> Bool { own.contains { $0.word == option.word.node } }
    let step = TrainStatement(optimizer: optimizer, options: GivenOptions(given.filter { !isOwn($0) }))
    return .explain(ExplainStatement(what: .step(step), options: GivenOptions(given.filter(isOwn))))
  }

  /// Targets after `->`: numbers, or the name of a class.
  private mutating func targets() throws(Diagnostic) -> [GivenOption.Argument] {
    var targets: [GivenOption.Argument] = []
    expect(.className)
    while !isAtLineEnd, !isAtOption(StatementSpec.explain.optionTable) {
      if isAtWord, current.keyword == nil, !token(ahead: 1).isAttachedParenthesis {
        targets.append(.word(try self.word("a class")))
      } else {
        targets.append(.expression(try argument("a target")))
      }
    }
    guard !targets.isEmpty else { throw .missing("the targets", self) }
    return targets
  }
}

extension ExplainStatement: LineSyntax {
  var spec: StatementSpec? { .explain }
  var givenOptions: [GivenOption] { options.all }

  func checkLiterals(_ check: inout LiteralCheck) {
    if case .step(let step) = what { step.checkLiterals(&check) }
    check.check(givenOptions)
  }

  func words(_ formatter: Formatter) -> [String] {
    ["explain"] + words(of: what, formatter) + options.map { formatter.text($0) }
  }

  private func words(of what: What, _ formatter: Formatter) -> [String] {
    switch what {
    case .outputs(let rows): return words(of: rows, formatter)
    case .gradient(let rows, let targets):
      let arrow = targets.isEmpty ? [] : ["->"]
      return ["gradient"] + words(of: rows, formatter) + arrow + targets.map { formatter.text($0) }
    case .step(let step): return ["step"] + step.words(formatter)
    case .curvature: return ["curvature"]
    case .start: return ["init"]
    case .neuron(let neuron): return ["neuron", formatter.text(neuron)]
    }
  }

  private func words(of rows: Rows, _ formatter: Formatter) -> [String] {
    switch rows {
    case .data: ["data"]
    case .inputs(let items): items.map { formatter.text($0) }
    }
  }
}

extension Diagnostic {
  /// `explain 0 1 loss mse`
  fileprivate static func optionOfGradient(_ parser: Parser) -> Diagnostic {
    Diagnostic(
      .unexpectedWord,
      "`\(parser.text(parser.current))` is about a gradient, and the outputs do not depend on it",
      at: parser.current.span, help: ["Write: explain gradient " + explained(parser)])
  }

  /// `explain 0 1 -> 1`
  fileprivate static func targetsOfOutputs(_ parser: Parser) -> Diagnostic {
    let words = explained(parser)
    return Diagnostic(
      .unexpectedWord, "the outputs do not depend on targets; the gradient does", at: parser.current.span,
      help: ["Write: explain gradient " + words + (words.hasSuffix("->") ? " 1" : "")])
  }

  /// What stands behind `explain` in the line, with single blanks.
  private static func explained(_ parser: Parser) -> String {
    let line = parser.source.line(around: parser.current.span.start)
    let words = parser.source.text(line).split(separator: " ").drop { $0 != "explain" }.dropFirst()
    return words.joined(separator: " ")
  }
}
