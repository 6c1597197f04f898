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
    // A seed is no share: the word begins the options.
    if isAtWord, text(current) == SplitOption.seed.rawValue { throw .noShare(self) }
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

  func checkLiterals(_ check: inout LiteralCheck) {
    let numbers = shares.compactMap(\.literal)
    if numbers.count == shares.count { check.add(refusal(of: numbers, in: check.source)) }
    check.add(orderRefusal)
    check.check(givenOptions)
  }

  func words(_ formatter: Formatter) -> [String] {
    ["split"] + shares.map { formatter.text($0) } + options.map { formatter.text($0) }
  }
}

extension SplitStatement {
  /// Why these are no shares; nil where they are.
  ///
  /// - Parameters:
  ///   - numbers: one for each of `shares`.
  ///   - source: the text of the statement.
  public func refusal(of numbers: [Double], in source: Source) -> Diagnostic? {
    for (expression, share) in zip(shares, numbers) {
      let refusal = ArgumentBound.share.refusal(of: share, written: share.shortText, at: expression.span)
      if var refusal {
        refusal.help = percents(numbers, source)
        return refusal
      }
    }
    guard numbers.count > 1, numbers.count > 3 || (numbers.reduce(0, +) - 1).magnitude >= 1e-6 else {
      return nil
    }
    return Diagnostic(
      .outOfRange, "the shares of two or three parts add up to 1", at: span,
      help: ["For example: " + line(with: ["0.6", "0.2", "0.2"], in: source)])
  }

  /// The line with other shares and its own options.
  public func line(with shares: [String], in source: Source) -> String {
    let own = options.all.first.map { " " + source.text(Span($0.word.span.start, span.end)) } ?? ""
    return "split " + shares.joined(separator: " ") + own
  }

  /// Shares that were meant: per cent, or 4 of 5 as 4 1.
  private func percents(_ numbers: [Double], _ source: Source) -> [String] {
    let sum = numbers.reduce(0, +)
    guard numbers.count <= 3, numbers.allSatisfy({ $0 > 0 && $0 < 100 }),
      numbers.count > 1 || numbers[0] >= 2,
      sum > 1
    else { return ["A share is written 0.8, for four fifths."] }
    let whole = numbers.count == 1 ? 100 : sum
    let shares = numbers.map { ((1000 * $0 / whole).rounded() / 1000).shortText }
    let rest = shares.count == 2 ? 1 : shares.count
    return ["Write: " + line(with: Array(shares.prefix(rest)), in: source)]
  }

  /// In their order rows are neither shuffled nor sorted by class.
  public var orderRefusal: Diagnostic? {
    guard options.contains(.ordered), let other = options[.seed] ?? options[.stratified] else { return nil }
    return Diagnostic(
      .settingMismatch, "`ordered` keeps the order of the rows, so it takes no `\(other.word.node)`",
      at: other.span,
      help: ["Leave one of the two out."])
  }
}

extension Diagnostic {
  /// `split seed 3`
  fileprivate static func noShare(_ parser: Parser) -> Diagnostic {
    Diagnostic(
      .missingArgument, "`split` needs the share to train on before its options", at: parser.current.span,
      help: ["For example: split 0.8 \(parser.text(from: parser.current))"])
  }

  /// `split 0.8 in order`
  fileprivate static func orderedInWords(_ parser: Parser) -> Diagnostic {
    Diagnostic(
      .unexpectedWord, "I did not expect `in` here", at: parser.current.span,
      label: "did you mean `\(SplitOption.ordered.rawValue)`?")
  }
}
