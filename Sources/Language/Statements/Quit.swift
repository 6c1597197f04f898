extension StatementSpec {
  static let quit = StatementSpec("quit", .session, "leaves nn", forms: ["quit"], example: "quit") {
    (_, _) throws(Diagnostic) in .command(.quit)
  }
}
