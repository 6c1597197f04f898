/// Consecutive weight lines: all are set, or none.
public struct WeightsStatement: Sendable {
  /// One weight and its value.
  public struct Line: Sendable {
    /// The weight by its name.
    public let weight: Located<WeightReference>
    /// The value that it is set to.
    public let value: Expression
    /// Where it is in the source.
    public let span: Span
  }

  /// Neighboring lines, which are set together.
  public let lines: [Line]
}

extension StatementSpec {
  static let set = StatementSpec(
    "set", .weights, "sets weights by name; the word itself may be left out",
    forms: ["[set] L0N0 -> L1N0 = VALUE", "[set] 0B -> L1N0: VALUE"],
    notes: [
      "L0N0 is the first input, L1N0 the first neuron of layer 1; 0B is the bias into layer 1.",
      "Consecutive weight lines are one statement: all are set, or none.",
    ],
    example: "net 2 2 1\nL0N0 -> L1N0 = 0.66\n0B -> L1N0: -1.5", effects: [.changesSession],
    mistakes: [
      .afterXor("set L1N0 -> L2N1 = 1", .unknownWeight), .afterXor("set L0N0 -> L1N0 1", .missingArgument),
    ]
  ) { (parser, _) throws(Diagnostic) in try parser.weights() }
}

extension Parser {
  /// Whether a weight and `=` or `:` come next: then the line sets that weight.
  var isAtWeightLine: Bool {
    guard current.tag == .neuron || current.tag == .bias else { return false }
    guard token(ahead: 1).isSymbol(.arrow), token(ahead: 2).tag == .neuron else { return false }
    return token(ahead: 3).isSymbol(.assign) || token(ahead: 3).isSymbol(.colon)
  }

  /// weights = [ "set" ] weight ("=" | ":") expr { NL [ "set" ] weight ("=" | ":") expr } ;
  mutating func weights() throws(Diagnostic) -> Statement {
    var lines = [try weightLine()]
    while skipToNextWeightLine() { lines.append(try weightLine()) }
    return .weights(WeightsStatement(lines: lines))
  }

  private mutating func weightLine() throws(Diagnostic) -> WeightsStatement.Line {
    let start = current.span
    expect(.weight)
    expectTarget()
    guard isAtWeightLine, let weight = try weight() else { throw .noWeight(self) }
    advance()
    let value = try expression()
    if current.isSymbol(.comma) { throw .weightsWithComma(self) }
    guard isAtLineEnd else { throw .unexpected(self) }
    return WeightsStatement.Line(weight: weight, value: value, span: start.joined(value.span))
  }

  /// Skips line ends up to the next line if that sets a weight too; else stays.
  private mutating func skipToNextWeightLine() -> Bool {
    let start = position
    while current.tag == .newline { advance() }
    if current.isVerb(.set) { advance() }
    if isAtWeightLine { return true }
    position = start
    return false
  }
}

extension WeightsStatement: StatementSyntax {
  func visitExpressions(_ body: (Expression) -> Void) { for line in lines { body(line.value) } }
  var spec: StatementSpec? { .set }

  /// As `dump` writes them: a colon after a bias.
  func write(to formatter: inout Formatter, _ span: Span) {
    for line in lines {
      let weight = formatter.text(line.weight.node)
      let sign = if case .bias = line.weight.node.from { ":" } else { " =" }
      formatter.addLine("\(weight)\(sign) \(formatter.text(line.value))", line.span)
    }
  }
}

extension Diagnostic {
  fileprivate static func weightsWithComma(_ parser: Parser) -> Diagnostic {
    Diagnostic(
      .unexpectedWord, "weight lines are separated by `;` or line ends, not by commas",
      at: parser.current.span)
  }

  fileprivate static func noWeight(_ parser: Parser) -> Diagnostic {
    Diagnostic(
      .missingArgument, "I expected a weight and its value", at: parser.current.span,
      help: ["For example: L0N0 -> L1N0 = 0.66     or, for a bias: 0B -> L1N0: -1.5"])
  }
}
