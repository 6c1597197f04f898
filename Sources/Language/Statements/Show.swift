/// What `show` shows.
public enum ShowTopic: Sendable {
  case session, data
  case epochs(GivenOptions<ShowOption>)
}

/// The options of `show epochs`.
public enum ShowOption: String, OptionKey {
  case to, replace

  /// The option's row: what follows it, and its line of help.
  public var spec: OptionSpec {
    switch self {
    case .to:
      OptionSpec(
        rawValue, [.file], "of epochs: writes every epoch to a file: csv or json", effects: [.writesFile])
    case .replace: .replace
    }
  }
}

extension StatementSpec {
  static let show: StatementSpec = StatementSpec(
    "show", .structure, "shows the net, its initialization, the data, the loss and the optimizer",
    forms: ["show", "show data", "show epochs [to \"FILE\"]"], options: ShowOption.specs,
    notes: [
      "`show data` shows counts, ranges, the number of rows of each class, and the first rows.",
      "`show epochs` shows the losses so far, those of a validation set too, and what `goto` can go to.",
    ],
    example: "net 2 2 1\nshow"
  ) { (parser, _) throws(Diagnostic) in
    // show = "show" [ "data" | "epochs" { option } ] ;
    if parser.eat("data") { return .show(.data) }
    guard parser.eat("epochs") else { return .show(.session) }
    return .show(.epochs(try parser.options(of: .show, ShowOption.self)))
  }
}

extension ShowTopic: LineSyntax {
  var spec: StatementSpec? { .show }

  var givenOptions: [GivenOption] {
    switch self {
    case .session, .data: []
    case .epochs(let options): options.all
    }
  }

  func words(_ formatter: Formatter) -> [String] {
    switch self {
    case .session: ["show"]
    case .data: ["show", "data"]
    case .epochs(let options): ["show", "epochs"] + options.map { formatter.text($0) }
    }
  }
}
