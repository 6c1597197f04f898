/// `replay best`, `replay seed 17 of "init xavier"`
public struct ReplayStatement: Sendable {
  /// The seed of the run; nil for the best one.
  public let seed: Expression?
  /// The options as given, by key.
  public let options: GivenOptions<ReplayOption>
}

/// The options of `replay`.
public enum ReplayOption: String, OptionKey {
  case of, fold

  /// The option's row: what follows it, and its line of help.
  public var spec: OptionSpec {
    switch self {
    case .of:
      OptionSpec(
        rawValue, [.argument("\"VARIANT\"")], "name of the variant, as the table of the sweep has it",
        fallback: "the only one; with `best`, the best of all")
    case .fold:
      OptionSpec(rawValue, [.argument("K")], "fold that validates, in a sweep with `folds`", .count)
    }
  }
}

extension StatementSpec {
  static let replay: StatementSpec = StatementSpec(
    "replay", .experiments, "trains one run of the last sweep alone: the same epochs, the same bits",
    forms: ["replay best [of \"VARIANT\"]", "replay seed N [of \"VARIANT\"] [fold K]"],
    options: ReplayOption.specs,
    notes: [
      "The session then has the net, the data and the weights of that run, to be looked at or trained on.",
      "`undo` brings back what was there before.",
    ],
    example:
      "net 2 2 1\nsweep seeds 0..9\n  init torch\n  init uniform -5 5\n  train adam lr 0.05 until loss<0.01 epochs 2000\nend\nreplay seed 3 of \"init torch\"\nreplay best",
    effects: [.changesSession, .trains],
    mistakes: [.alone("replay best", .nothingToRepeat), .alone("replay last", .missingArgument)]
  ) { (parser, _) throws(Diagnostic) in
    // replay = "replay" ( "best" | "seed" prim ) { option } ;
    if parser.eat("best") {
      return .replay(ReplayStatement(seed: nil, options: try parser.options(of: .replay, ReplayOption.self)))
    }
    guard parser.eat("seed") else { throw .missing("`best` or `seed`", parser) }
    let seed = try parser.argument("a seed")
    return .replay(ReplayStatement(seed: seed, options: try parser.options(of: .replay, ReplayOption.self)))
  }
}

extension ReplayStatement: LineSyntax {
  var spec: StatementSpec? { .replay }
  var givenOptions: [GivenOption] { options.all }
  func visitExpressions(_ body: (Expression) -> Void) {
    seed.map(body)
    visitOptions(body)
  }

  func words(_ formatter: Formatter) -> [String] {
    ["replay"] + (seed.map { ["seed", formatter.text($0)] } ?? ["best"]) + options.map { formatter.text($0) }
  }
}
