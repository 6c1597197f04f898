/// `sweep seeds 0..199` … `end`, `sweep resume "runs.jsonl"`
public enum SweepStatement: Sendable {
  /// Lines that are alternatives by kind, crossed, and run on every one of the seeds.
  case lines(seeds: Item, options: GivenOptions<SweepOption>, body: Body)
  /// Goes on with the sweep of a ledger.
  case resume(Expression)
}

/// The options of `sweep`.
public enum SweepOption: String, OptionKey {
  case folds, on, to, replace

  /// The option's row: what follows it, and its line of help.
  public var spec: OptionSpec {
    switch self {
    case .folds:
      OptionSpec(
        rawValue, [.argument("K")], "cross-validates: K trainings a seed, each without one fold of the rows",
        .whole(2...1_000_000))
    case .on:
      OptionSpec(
        rawValue, [.word(.metric)], "metric that variants are compared by",
        fallback: "the epochs to the condition; without one val.accuracy, val.loss or loss")
    case .to:
      OptionSpec(
        rawValue, [.file], "writes a ledger, a line a run, that `sweep resume` goes on with",
        effects: [.writesFile])
    case .replace: .replace
    }
  }
}

extension StatementSpec {
  static let sweep: StatementSpec = StatementSpec(
    "sweep", .experiments, "trains every variant on the same seeds and compares them",
    forms: ["sweep seeds SEEDS [OPTIONS] ; LINE ; … ; end", "sweep resume \"FILE\""],
    options: SweepOption.specs,
    notes: [
      "Its lines are `net`, `data`, `init`, `train` and weights, with `for` around them.",
      "Lines of one kind are alternatives; the kinds are crossed. What is missing, the session has.",
      "A variant is named by its lines, only those that vary: `replay seed 17 of \"init xavier\"`.",
      "Each run is that of `init … seed N` and `train …` alone, bit for bit, on any number of cores.",
      "A run that missed its condition counts as longer than any other, not with the epochs it had.",
      "With `folds`, the split is drawn from the seed, by class; scaling is fitted without the fold.",
      "The session's own net, weights and data stay as they are.",
    ],
    example:
      "net 2 2 1\nsweep seeds 0..9\n  init torch\n  init uniform -5 5\n  train adam lr 0.05 until loss<0.01 epochs 2000\nend",
    effects: [.changesSession, .trains],
    mistakes: [
      .alone("sweep ; end", .missingArgument), .afterXor("sweep seeds 0..9 ; end", .nothingToRepeat),
    ]
  ) { (parser, verb) throws(Diagnostic) in try parser.sweep(verb) }

  /// The statements that the lines of a sweep can be, besides weight lines.
  static let inSweep: [StatementSpec] = [.net, .data, .initialize, .train, .set, .for]
}

extension Parser {
  /// sweep = "sweep" ( "resume" FILE | "seeds" prim { option } NL { variant NL } "end" ) ;
  fileprivate mutating func sweep(_ verb: Token) throws(Diagnostic) -> Statement {
    if eat("resume") {
      expect(.file)
      try checkFileName(after: "sweep resume")
      return .sweep(.resume(try argument("the file of a ledger")))
    }
    let none = Item.expression(Expression(.list([]), verb.span))
    let (seeds, options) = head(or: (none, GivenOptions<SweepOption>())) { (p) throws(Diagnostic) in
      guard p.eat("seeds") else {
        throw Diagnostic.missing("`seeds`", p).helping("For example: sweep seeds 0..199")
      }
      return (try p.argumentOrRange(), try p.options(of: .sweep, SweepOption.self))
    }
    let outer = isInSweep
    isInSweep = true
    defer { isInSweep = outer }
    let body = try body(of: verb)
    try closeBlock(verb)
    refuseForeign(in: body)
    return .sweep(.lines(seeds: seeds, options: options, body: body))
  }

  /// Notes the lines that no sweep can have.
  private mutating func refuseForeign(in body: Body) {
    for line in body {
      switch line.node.syntax {
      case let start as InitStatement:
        if let seed = start.options[.seed] { problems.append(.seedInSweep(seed)) }
      case let loop as LoopStatement where loop.spec?.word == StatementSpec.for.word:
        refuseForeign(in: loop.body)
      case let other where !StatementSpec.inSweep.contains { $0.word == other.spec?.word }:
        problems.append(.notInSweep(line, self))
      default: continue
      }
    }
  }
}

extension Diagnostic {
  fileprivate static func seedInSweep(_ seed: GivenOption) -> Diagnostic {
    Diagnostic(
      .unexpectedWord, "the starts of a sweep are drawn from its own seeds", at: seed.span,
      help: ["Leave `seed` out here; `sweep seeds 0..9` says which."])
  }

  fileprivate static func notInSweep(_ line: Located<Statement>, _ parser: Parser) -> Diagnostic {
    let first = parser.source.text(line.span).prefix { $0 != " " && !$0.isNewline }
    return Diagnostic(
      .unexpectedWord, "`\(first)` is no line of a sweep", at: line.span,
      help: [
        "A sweep has lines of `net`, `data`, `init`, `train`, weights, and `for` around them; the rest goes before "
          + "`sweep` or after its `end`."
      ])
  }
}

extension SweepStatement: StatementSyntax {
  var spec: StatementSpec? { .sweep }

  var givenOptions: [GivenOption] {
    switch self {
    case .lines(_, let options, _): options.all
    case .resume: []
    }
  }

  func visitExpressions(_ body: (Expression) -> Void) {
    switch self {
    case .lines(let seeds, _, _):
      seeds.visitExpressions(body)
      visitOptions(body)
    case .resume: break
    }
  }

  var bodies: [Body] {
    switch self {
    case .lines(_, _, let body): [body]
    case .resume: []
    }
  }

  var effects: Set<Effect> {
    let own = givenOptions.reduce(StatementSpec.sweep.effects) { $0.union($1.spec.effects) }
    switch self {
    case .lines: return own
    case .resume: return own.union([.writesFile])
    }
  }

  func write(to formatter: inout Formatter, _ span: Span) {
    switch self {
    case .lines(let seeds, let options, let body):
      let head = ["sweep seeds", formatter.text(seeds)] + options.map { formatter.text($0) }
      formatter.addBlock(formatter.joined(head), body, span)
    case .resume(let file): formatter.addLine("sweep resume " + formatter.text(file), span)
    }
  }
}
