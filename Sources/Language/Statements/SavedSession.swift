extension StatementSpec {
  static let save = StatementSpec(
    "save", .session, "writes everything needed to continue training bit for bit", forms: ["save \"FILE\""],
    notes: [
      "Net, weights, optimizer, place in the epoch, generator, data, split, scaling, counters and settings.",
      "Variables are not part of it.",
    ],
    example: "net 2 2 1\n# save \"xor.nnet\"", effects: [.writesFile],
    mistakes: [.alone("save xor.nnet", .fileWithoutQuotes)]
  ) { (parser, verb) throws(Diagnostic) in
    // save = "save" file ;
    .save(try parser.file(verb))
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
