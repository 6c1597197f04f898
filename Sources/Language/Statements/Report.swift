extension StatementSpec {
  static let report: StatementSpec = StatementSpec(
    "report", .session, "writes the session as one page with pictures", forms: ["report \"FILE.html\""],
    options: SaveOption.specs,
    notes: [
      "Net, data, losses, boundary or fit, weights, a row by hand, the start, and what was typed.",
      "The page needs nothing else: no file, no font, no network. It is dark or light as its reader's system is.",
    ],
    example: "net 2 2 1\ninit xavier seed 1000\ntrain adam lr 0.01 epochs 100\n# report \"run.html\"",
    effects: [.writesFile],
    mistakes: [.alone("report run.html", .fileWithoutQuotes), .alone("report \"run.html\"", .noNet)]
  ) { (parser, verb) throws(Diagnostic) in
    // report = "report" file { option } ;
    .command(.report(try parser.file(verb), try parser.options(of: .report, SaveOption.self)))
  }
}
