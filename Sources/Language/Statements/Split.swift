/// `split 0.8 seed 1`, `split 0.6 0.2 0.2 stratified`, `split 0.8 ordered`
public struct SplitStatement: Sendable {
  /// One share, or one for each part.
  public let shares: [Expression]
  /// The options as given, by key.
  public let options: GivenOptions<SplitOption>
  /// Where it is in the source.
  public let span: Span
}

/// The options of `split`.
public enum SplitOption: String, OptionKey {
  case seed, stratified, ordered

  /// The option's row: what follows it, and its line of help.
  public var spec: OptionSpec {
    switch self {
    case .seed:
      OptionSpec(
        rawValue, [.argument("N")], "seed of the shuffling; by default chosen and shown",
        isMeantByNumber: true)
    case .stratified: OptionSpec(rawValue, [], "gives each set its share of every class")
    case .ordered:
      OptionSpec(rawValue, [], "does not shuffle: the last rows validate, as for a series in time")
    }
  }
}

extension StatementSpec {
  static let split = StatementSpec(
    "split", .data, "splits the data into training, validation and test sets",
    forms: ["split SHARE", "split SHARE SHARE [SHARE]"], options: SplitOption.specs,
    notes: [
      "`split 0.8` trains on four fifths of the rows; val.loss is computed over the rest.",
      "Three shares are those of the training, the validation and the test set.",
      "`split 0.8 ordered` takes the first rows to train and the last to validate.",
      "`split 1` undoes a split.",
    ],
    example: "data iris\nsplit 0.8 seed 1 stratified", effects: [.changesSession, .takesSeed],
    mistakes: [.after("data xor", "split 80", .outOfRange), .alone("split 0.8", .noData)]
  ) { (parser, verb) throws(Diagnostic) in try parser.split(verb) }
}

extension Parser {
  /// split = "split" prim { prim } { option } ;
  fileprivate mutating func split(_ verb: Token) throws(Diagnostic) -> Statement {
    var shares = [try argument("the share to train on")]
    while isAtArgument, !isAtOption(StatementSpec.split.optionTable) { shares.append(try argument()) }
    expect(.argument)
    if current.isWord(.in) { throw .orderedInWords(self) }
    let options = try options(of: .split, SplitOption.self)
    return .split(SplitStatement(shares: shares, options: options, span: verb.span.joined(last.span)))
  }
}

extension SplitStatement: LineSyntax {
  func visitExpressions(_ body: (Expression) -> Void) {
    shares.forEach(body)
    visitOptions(body)
  }
  var spec: StatementSpec? { .split }
  var givenOptions: [GivenOption] { options.all }

  /// What is not shuffled takes no seed.
  var effects: Set<Effect> {
    StatementSpec.split.effects.subtracting(options.contains(.ordered) ? [.takesSeed] : [])
  }

  func words(_ formatter: Formatter) -> [String] {
    ["split"] + shares.map { formatter.text($0) } + options.map { formatter.text($0) }
  }
}

extension Diagnostic {
  /// `split 0.8 in order`
  fileprivate static func orderedInWords(_ parser: Parser) -> Diagnostic {
    Diagnostic(
      .unexpectedWord, "I did not expect `in` here", at: parser.current.span,
      label: "did you mean `\(SplitOption.ordered.rawValue)`?")
  }
}
