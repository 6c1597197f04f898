/// `goto epoch 500`, `goto epoch best`
public enum GotoStatement: Sendable {
  case epoch(Expression)
  /// The place of the word: a variable of that name is meant where there is one.
  case best(Span, GivenOptions<GotoOption>)
}

/// The options of `goto epoch best`.
public enum GotoOption: String, OptionKey {
  case on

  /// The option's row: what follows it, and its line of help.
  public var spec: OptionSpec {
    switch self {
    case .on:
      OptionSpec(
        rawValue, [.word(.metric)],
        "metric whose best value is meant: as the last train watched, or val.loss, loss")
    }
  }
}

extension StatementSpec {
  static let goto: StatementSpec = StatementSpec(
    "goto", verb: "goto epoch", .training, "goes to any epoch since init and restores its exact state",
    forms: ["goto epoch N", "goto epoch best [on METRIC]"], options: GotoOption.specs,
    notes: [
      "`best` has the best value of a metric after its update; equal ones: the first.",
      "Training on from there repeats the run bit for bit, and discards the later epochs.",
      "States are kept during training, up to 64 MB; epochs between them are computed again.",
    ],
    example: "net 2 2 1\ndata xor\ninit torch seed 1\ntrain adam lr 0.01 epochs 600\ngoto epoch 500",
    effects: [.changesSession],
    mistakes: [.afterXor("goto 5", .missingArgument), .afterTraining("goto epoch 5", .outOfRange)]
  ) { (parser, _) throws(Diagnostic) in
    // goto = "goto" "epoch" ( "best" { option } | prim ) ;
    guard parser.eat("epoch") else { throw .missing("`epoch` (`goto epoch N`)", parser) }
    let word = parser.current.span
    guard parser.eat(GotoStatement.bestWord) else {
      return .goto(.epoch(try parser.epoch("the number of an epoch")))
    }
    return .goto(.best(word, try parser.options(of: .goto, GotoOption.self)))
  }

  static let back = StatementSpec(
    "back", .training, "goes back one epoch, or N", forms: ["back", "back N"],
    example: "net 2 2 1\ndata xor\ninit torch seed 1\ntrain adam lr 0.01 epochs 50\nback 10",
    effects: [.changesSession], mistakes: [.afterTraining("back 5", .outOfRange)]
  ) { (parser, _) throws(Diagnostic) in
    // back = "back" [ prim ] ;
    .back(parser.isAtLineEnd ? nil : try parser.argument("a number of epochs"))
  }

  static let compare = StatementSpec(
    "compare", verb: "compare epoch", .training, "shows the weights at two epochs side by side",
    forms: ["compare epoch N M"],
    example: "net 2 2 1\ndata xor\ninit torch seed 1\ntrain adam lr 0.01 epochs 600\ncompare epoch 500 600",
    mistakes: [.afterXor("compare 1 2", .missingArgument), .afterTraining("compare epoch 1 5", .outOfRange)]
  ) { (parser, _) throws(Diagnostic) in
    // compare = "compare" "epoch" prim prim ;
    guard parser.eat("epoch") else { throw .missing("`epoch` (`compare epoch N M`)", parser) }
    let first = try parser.epoch("the number of an epoch")
    return .compare(first, try parser.epoch("the number of another epoch"))
  }
}

extension GotoStatement {
  /// The word in place of a number.
  public static let bestWord = "best"
}

extension GotoStatement: LineSyntax {
  var spec: StatementSpec? { .goto }

  var givenOptions: [GivenOption] {
    switch self {
    case .epoch: []
    case .best(_, let options): options.all
    }
  }

  func words(_ formatter: Formatter) -> [String] {
    switch self {
    case .epoch(let epoch): ["goto epoch", formatter.text(epoch)]
    case .best(_, let options): ["goto epoch", Self.bestWord] + options.map { formatter.text($0) }
    }
  }
}

extension Parser {
  fileprivate mutating func epoch(_ what: String) throws(Diagnostic) -> Expression {
    expect(.epoch)
    return try argument(what)
  }
}
