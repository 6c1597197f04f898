extension StatementSpec {
  static let help = StatementSpec(
    "help", .teaching, "lists what can be typed, or explains one word",
    forms: ["help", "help WORD", "? WORD"],
    notes: [
      "`help all` lists everything, `help metrics` and other plurals one kind, `help words` the words of the field."
    ],
    example: "help train"
  ) { (parser, _) throws(Diagnostic) in .command(.help(try parser.topic())) }

  static let apropos = StatementSpec(
    "apropos", .teaching, "searches help for a word", forms: ["apropos WORD"],
    notes: [
      "It searches the names and the help lines of statements, options and everything that they can name."
    ],
    example: "apropos rate"
  ) { (parser, _) throws(Diagnostic) in
    // apropos = "apropos" any { any } ;
    guard let word = try parser.topic() else { throw .missing("a word", parser) }
    return .command(.apropos(word))
  }

  static let why = StatementSpec(
    "why", .teaching, "explains the last mistake, or any by its code", forms: ["why", "why CODE"],
    notes: ["What happened, the reason for the rule, and a correct version."],
    example: "why no-net"
  ) { (parser, _) throws(Diagnostic) in
    // why = "why" [ CODE ] ;   A code has hyphens: it is all that is left of the line.
    parser.expect(.mistake)
    return .command(.why(parser.restOfLine()))
  }

  static let tour = StatementSpec(
    "tour", .teaching, "a five-minute tour of the language, in a session of its own", forms: ["tour"],
    notes: [
      "Space continues, p lets you try something in between, q leaves; your own session is not changed."
    ],
    example: "# tour"
  ) { (_, _) throws(Diagnostic) in .command(.tour) }
}

extension Parser {
  /// help = ( "help" | "?" ) { any } ;
  mutating func topic() throws(Diagnostic) -> Located<String>? {
    expect(.topic)
    return restOfLine()
  }
}
