/// `scale standard`, `scale minmax -1 1`, `scale targets standard`
public struct ScaleStatement: Sendable {
  /// Whether it is about the targets; else about the inputs.
  public let isOfTargets: Bool
  /// The word for how.
  public let kind: Located<String>
  /// The least and the greatest number of a range, if one was given.
  public let range: [Expression]
  /// Where it is in the source.
  public let span: Span
}

extension StatementSpec {
  static let scale = StatementSpec(
    "scale", .data, "scales the inputs, or the targets, to a common range",
    forms: [
      "scale standard | minmax [LOW HIGH] | none", "scale targets standard | minmax [LOW HIGH] | none",
    ],
    notes: [
      "The scaling is computed from the training set and remembered: `eval` takes raw inputs and scales them.",
      "`eval`, `score` and `explain` show outputs and targets in the units of the data; the loss is of the scaled ones.",
      "`scale none` and `scale targets none` undo it.",
    ],
    example: "data iris\nscale standard\nshow data", speaksOf: [.scaling], effects: [.changesSession],
    mistakes: [
      .after("data xor", "scale normal", .unknownName),
      .after("data xor", "scale minmax 1", .missingArgument),
    ]
  ) { (parser, verb) throws(Diagnostic) in try parser.scale(verb) }
}

extension Parser {
  /// scale = "scale" [ "targets" ] SCALING [ prim prim ] ;
  fileprivate mutating func scale(_ verb: Token) throws(Diagnostic) -> Statement {
    expect(word: "targets", "scales the targets; by default the inputs are scaled")
    let isOfTargets = eat("targets")
    let kind = try word(of: .scaling)
    var range: [Expression] = []
    while isAtArgument, range.count < 2 { range.append(try argument("an end of the range")) }
    if range.count == 1 {
      if case .name("targets") = range[0].node { throw .targetsBehind(kind, range[0].span) }
      throw Diagnostic(
        .missingArgument, "a range has two ends", at: range[0].span,
        help: ["For example: scale \(isOfTargets ? "targets " : "")minmax -1 1"])
    }
    return .scale(
      ScaleStatement(isOfTargets: isOfTargets, kind: kind, range: range, span: verb.span.joined(last.span)))
  }
}

extension ScaleStatement: LineSyntax {
  var spec: StatementSpec? { .scale }

  func words(_ formatter: Formatter) -> [String] {
    ["scale"] + (isOfTargets ? ["targets"] : []) + [kind.node] + range.map { formatter.text($0) }
  }
}

extension Diagnostic {
  /// `scale standard targets`
  fileprivate static func targetsBehind(_ kind: Located<String>, _ span: Span) -> Diagnostic {
    Diagnostic(
      .unexpectedWord, "`targets` stands before the scaling", at: span,
      help: ["Write: scale targets \(kind.node)"])
  }
}
