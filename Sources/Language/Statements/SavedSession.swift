/// The options of `save`.
public enum SaveOption: String, OptionKey {
  case replace

  /// The option's row: what follows it, and its line of help.
  public var spec: OptionSpec {
    switch self {
    case .replace: .replace
    }
  }
}

extension StatementSpec {
  static let save: StatementSpec = StatementSpec(
    "save", .session, "writes everything needed to continue training bit for bit", forms: ["save \"FILE\""],
    options: SaveOption.specs,
    notes: [
      "Net, weights, optimizer, place in the epoch, generator, data, split, scaling, counters and settings.",
      "Variables are not part of it.",
      "A file that is there already is overwritten if nn wrote it; any other only with `replace`.",
    ],
    example: "net 2 2 1\n# save \"xor.nnet\"", effects: [.writesFile],
    mistakes: [.alone("save xor.nnet", .fileWithoutQuotes)]
  ) { (parser, verb) throws(Diagnostic) in
    // save = "save" file { option } ;
    .save(try parser.file(verb), try parser.options(of: .save, SaveOption.self))
  }

  static let load = StatementSpec(
    "load", .session, "restores a saved session", forms: ["load \"FILE\""],
    notes: ["The file is checked before anything changes. Your variables are kept."],
    example: "# load \"xor.nnet\"", effects: [.changesSession],
    mistakes: [.alone("load \"none.nnet\"", .fileMissing)]
  ) { (parser, verb) throws(Diagnostic) in
    // load = "load" file ;
    .load(try parser.file(verb))
  }
}
