/// What `show` shows.
public enum ShowTopic: Sendable { case session, data, epochs }

extension StatementSpec {
  static let show = StatementSpec(
    "show", .structure, "shows the net, its initialization, the data, the loss and the optimizer",
    forms: ["show", "show data", "show epochs"],
    notes: [
      "`show data` shows counts, ranges, the number of rows of each class, and the first rows.",
      "`show epochs` shows the losses so far, and the epochs that `goto` can go to.",
    ],
    example: "net 2 2 1\nshow"
  ) { (parser, _) throws(Diagnostic) in
    // show = "show" [ "data" | "epochs" ] ;
    .show(parser.eat("data") ? .data : parser.eat("epochs") ? .epochs : .session)
  }
}

extension ShowTopic: LineSyntax {
  var spec: StatementSpec? { .show }

  func words(_ formatter: Formatter) -> [String] {
    switch self {
    case .session: ["show"]
    case .data: ["show", "data"]
    case .epochs: ["show", "epochs"]
    }
  }
}
