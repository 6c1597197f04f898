extension StatementSpec {
  static let language = StatementSpec(
    "language", .session, "requires a version of the language; fails if this nn has another",
    forms: ["language N"],
    notes: ["This is version 1: docs/determinism.md says what stays the same within a version."],
    example: "language 1"
  ) { (parser, _) throws(Diagnostic) in
    // language = "language" prim ;
    .language(try parser.argument("a version of the language"))
  }
}
