/// `init xavier uniform seed 1000`
public struct InitStatement: Sendable {
  /// The initializer; nil repeats the last one.
  public let scheme: Located<String>?
  /// `normal` or `uniform`.
  public let form: Located<String>?
  /// The numbers that the named thing takes.
  public let numbers: [Expression]
  /// The options as given, by key.
  public let options: GivenOptions<InitOption>
}

/// The options of `init`.
public enum InitOption: String, OptionKey {
  case seed, gain, fan, layer

  /// The option's row: what follows it, and its line of help.
  public var spec: OptionSpec {
    switch self {
    case .seed:
      OptionSpec(
        rawValue, [.argument("N")], "seed of the random numbers; by default chosen and shown",
        isMeantByNumber: true)
    case .gain:
      OptionSpec(
        rawValue, [.argument("X")], "factor on the standard deviation", .positive, fallback: "1; √2 with he")
    case .fan:
      OptionSpec(rawValue, [.word(.fan)], "for he: counts the weights into (in) or out of (out) a neuron")
    case .layer: OptionSpec(rawValue, [.argument("N")], "draws only the weights into layer N")
    }
  }
}

extension StatementSpec {
  static let initialize = StatementSpec(
    "init", .weights, "draws new weights",
    forms: ["init", "init INITIALIZATION [normal | uniform] [NUMBERS]"], options: InitOption.specs,
    notes: [
      "The same seed gives the weights that `torch.manual_seed` gives in PyTorch 2.13 (Linux x86-64, AVX2).",
      "`init` alone repeats the last initialization, or torch, with a new seed.",
      "The epoch counter and the state of the optimizer are cleared.",
      "`layer N` leaves the other layers unchanged, and without a seed continues the generator's sequence.",
    ],
    example: "net 2 2 1\ninit xavier seed 1000\ninit he layer 2", speaksOf: [.initialization],
    effects: [.changesSession, .takesSeed],
    mistakes: [
      .after("net 2 2 1", "init glorot", .unknownName),
      .after("net 2 2 1", "init uniform 1", .missingArgument),
      .alone("init xavier", .noNet),
    ]
  ) { (parser, _) throws(Diagnostic) in try parser.initialize() }
}

extension Parser {
  /// The word of the option, which no variable can have: what follows it is no number of the initialization.
  private var isAtSeed: Bool {
    if case .word(let word) = current.kind { text(word) == InitOption.seed.rawValue } else { false }
  }

  /// init = "init" [ INITIALIZATION [ "normal" | "uniform" ] { prim } { option } ] ;
  fileprivate mutating func initialize() throws(Diagnostic) -> Statement {
    expect(.named(.initialization))
    guard !isAtLineEnd, !isAtOption(StatementSpec.initialize.optionTable) else {
      let options = try options(of: .initialize, InitOption.self)
      return .initialize(InitStatement(scheme: nil, form: nil, numbers: [], options: options))
    }
    let scheme = try word(of: .initialization)
    let entry = vocabulary.entry(.initialization, scheme.node)
    var form: Located<String>?
    for form in entry?.forms ?? [] { expect(word: form) }
    if case .word(let word) = current.kind, entry?.forms.contains(text(word)) == true {
      form = Located(text(word), current.span)
      advance()
    }
    var numbers: [Expression] = []
    for parameter in entry?.parameters ?? [] {
      guard isAtArgument, !isAtSeed else {
        throw .missingParameter(parameter, scheme, entry, self)
      }
      numbers.append(try argument(parameter))
    }
    let options = try options(of: .initialize, InitOption.self)
    return .initialize(InitStatement(scheme: scheme, form: form, numbers: numbers, options: options))
  }
}

extension InitStatement: LineSyntax {
  func checkLiterals(_ check: inout LiteralCheck) {
    if let scheme { check.check(numbers, of: .initialization, scheme.node) }
    check.check(givenOptions)
  }

  func visitExpressions(_ body: (Expression) -> Void) {
    numbers.forEach(body)
    visitOptions(body)
  }
  var spec: StatementSpec? { .initialize }
  var givenOptions: [GivenOption] { options.all }

  func words(_ formatter: Formatter) -> [String] {
    ["init", scheme?.node ?? "", form?.node ?? ""] + numbers.map { formatter.text($0) }
      + options.map { formatter.text($0) }
  }
}

extension Diagnostic {
  fileprivate static func missingParameter(
    _ parameter: String, _ scheme: Located<String>, _ entry: Vocabulary.Entry?, _ parser: Parser
  ) -> Diagnostic {
    let options =
      parser.isAtOption(StatementSpec.initialize.optionTable)
      ? [String(parser.text(from: parser.current))] : []
    let words = [scheme.node] + (entry?.examples ?? []) + options
    return Diagnostic(
      .missingArgument, "`\(scheme.node)` needs a number for \(parameter)", at: parser.current.span,
      help: ["For example: init \(words.joined(separator: " "))"])
  }
}
