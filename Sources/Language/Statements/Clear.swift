extension StatementSpec {
  static let clear = StatementSpec(
    "clear", .session, "removes net, data, variables and settings", forms: ["clear"], example: "clear",
    effects: [.changesSession]
  ) { (_, _) throws(Diagnostic) in .clear }
}
