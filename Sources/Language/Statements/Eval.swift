/// `eval 0 1`, `eval data`
public struct EvalStatement: Sendable {
  /// What the statement is about.
  public enum What: Sendable {
    case data
    case inputs([Item])
  }

  /// What the statement is about.
  public let what: What
  /// The options as given, by key.
  public let options: GivenOptions<EvalOption>
}

/// The options of `eval`.
public enum EvalOption: String, OptionKey {
  case to, labels, without, replace

  /// The option's row: what follows it, and its line of help.
  public var spec: OptionSpec {
    switch self {
    case .to:
      OptionSpec(
        rawValue, [.file],
        "writes a file instead, csv or json: what was given, outputs, predicted class, target",
        effects: [.writesFile])
    case .labels: OptionSpec(rawValue, [.file], "of a file of pictures (IDX): the file with their classes")
    case .without: .without
    case .replace: .replace
    }
  }
}

extension StatementSpec {
  static let eval = StatementSpec(
    "eval", .reading, "computes the outputs for some inputs, or for every row of the data",
    forms: ["eval INPUTS", "eval data", "eval \"FILE\""], options: EvalOption.specs,
    notes: [
      "Computed inputs need parentheses: `eval (a+1) -0.5`. Lists and ranges are expanded.",
      "An error is the output minus the target.",
      "Where words of the data became inputs, a row may be typed as it stands in the file: eval 3 male 22.",
      "A file is read as that of the data was: the same columns, words, means for missing values, and scaling.",
    ],
    example: "net 2 2 1\ninit torch seed 1\ndata xor\neval 0 1\neval data",
    mistakes: [.afterXor("eval 0 1 1", .wrongCount), .afterXor("eval 0,5 1", .decimalComma)]
  ) { (parser, _) throws(Diagnostic) in try parser.eval() }
}

extension Parser {
  /// eval = "eval" ( "data" | prim { prim } ) { option } ;
  fileprivate mutating func eval() throws(Diagnostic) -> Statement {
    let what =
      eat("data") ? EvalStatement.What.data : .inputs(try inputs(of: "eval", StatementSpec.eval.optionTable))
    return .eval(EvalStatement(what: what, options: try options(of: .eval, EvalOption.self)))
  }
}

extension EvalStatement: LineSyntax {
  func visitExpressions(_ body: (Expression) -> Void) {
    for item in inputs { item.visitExpressions(body) }
    visitOptions(body)
  }

  var inputs: [Item] { if case .inputs(let items) = what { items } else { [] } }
  var spec: StatementSpec? { .eval }
  var givenOptions: [GivenOption] { options.all }

  func words(_ formatter: Formatter) -> [String] {
    let what =
      switch what {
      case .data: ["data"]
      case .inputs(let items): items.map { formatter.text($0) }
      }
    return ["eval"] + what + options.map { formatter.text($0) }
  }
}
