/// `score`, `score "test.csv"`
public struct ScoreStatement: Sendable {
  /// The file to score; nil for the data of the session.
  public let file: Expression?
  /// The options as given, by key.
  public let options: GivenOptions<ScoreOption>
}

/// The options of `score`: those that choose the loss, and the labels of pictures.
public enum ScoreOption: String, OptionKey {
  case loss, weights, smoothing, labels, without, to, replace

  /// The option's row: what follows it, and its line of help.
  public var spec: OptionSpec {
    switch self {
    case .loss: LossOption.loss.spec
    case .weights: LossOption.weights.spec
    case .smoothing: LossOption.smoothing.spec
    case .labels: OptionSpec(rawValue, [.file], "of a file of pictures (IDX): the file with their classes")
    case .without: .without
    case .to:
      OptionSpec(
        rawValue, [.file], "writes the figures to a file instead: csv or json", effects: [.writesFile])
    case .replace: .replace
    }
  }
}

extension StatementSpec {
  static let score: StatementSpec = StatementSpec(
    "score", .reading, "shows loss and accuracy over the data, and the size of the errors",
    forms: ["score [OPTIONS]", "score \"FILE\" [OPTIONS]"],
    options: ScoreOption.specs,
    notes: [
      "A file is read as that of the data was: the same columns, classes, means for missing values, and scaling."
    ],
    example: "net 2 2 1\ninit torch seed 1\ndata xor\nscore",
    mistakes: [
      .after("net 3 2 1\ninit torch seed 1", "score", .noData), .alone("score test.csv", .fileWithoutQuotes),
    ]
  ) { (parser, verb) throws(Diagnostic) in try parser.score(verb) }
}

extension Parser {
  /// score = "score" [ FILE ] { option } ;
  fileprivate mutating func score(_ verb: Token) throws(Diagnostic) -> Statement {
    expect(.file)
    if case .word = current.kind, wordToBlank.contains(where: { $0 == "." || $0 == "/" }) {
      throw fileWithoutQuotes(verb)
    }
    let file = isAtString ? try argument("a file") : nil
    return .score(ScoreStatement(file: file, options: try options(of: .score, ScoreOption.self)))
  }

  /// Whether a text in quotes comes next.
  private var isAtString: Bool { if case .string = current.kind { true } else { false } }
}

extension ScoreStatement: LineSyntax {
  var spec: StatementSpec? { .score }
  var givenOptions: [GivenOption] { options.all }

  func words(_ formatter: Formatter) -> [String] {
    ["score"] + (file.map { [formatter.text($0)] } ?? []) + options.map { formatter.text($0) }
  }
}
