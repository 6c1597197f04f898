/// `dump`, `dump layer 1`, `dump to "w.nn"`
public struct DumpStatement: Sendable {
  /// The options as given, by key.
  public let options: GivenOptions<DumpOption>
}

/// The options of `dump`.
public enum DumpOption: String, OptionKey {
  case layer, to, replace

  /// The option's row: what follows it, and its line of help.
  public var spec: OptionSpec {
    switch self {
    case .layer:
      OptionSpec(rawValue, [.argument("N")], "only the weights into layer N", isMeantByNumber: true)
    case .to: OptionSpec(rawValue, [.file], "writes them to a file instead", effects: [.writesFile])
    case .replace: .replace
    }
  }
}

extension StatementSpec {
  static let dump: StatementSpec = StatementSpec(
    "dump", .weights, "prints all weights as lines that can be pasted back", forms: ["dump"],
    options: DumpOption.specs,
    notes: ["Each number is the shortest decimal that reads back as the same float32."],
    example: "net 2 2 1\ninit torch seed 1\ndump layer 1",
    mistakes: [.afterXor("dump layer 3", .outOfRange), .alone("dump", .noNet)]
  ) { (parser, _) throws(Diagnostic) in
    // dump = "dump" { option } ;
    .dump(DumpStatement(options: try parser.options(of: .dump, DumpOption.self)))
  }
}

extension DumpStatement: LineSyntax {
  var spec: StatementSpec? { .dump }
  var givenOptions: [GivenOption] { options.all }

  func words(_ formatter: Formatter) -> [String] { ["dump"] + options.map { formatter.text($0) } }
}
