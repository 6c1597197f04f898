extension StatementSpec {
  static let run = StatementSpec(
    "run", .control, "runs another script in this session", forms: ["run \"FILE\""],
    notes: ["The path is relative to the script that contains the statement."],
    example: "# run \"other.nn\"", effects: [.changesSession, .runsScript],
    mistakes: [.alone("run lesson.nn", .fileWithoutQuotes), .alone("run \"none.nn\"", .fileMissing)]
  ) { (parser, verb) throws(Diagnostic) in
    // run = "run" file ;
    .run(try parser.file(verb))
  }
}

/// Names of files.
extension Parser {
  /// file = prim ;   A text in quotes, or a variable with one in parentheses.
  mutating func file(_ verb: Token) throws(Diagnostic) -> Expression {
    expect(.file)
    if isAtWord { throw fileWithoutQuotes(verb) }
    if isAtLineEnd, let example = StatementSpec.named(String(source.text(verb.span)))?.exampleOfFile {
      throw Diagnostic(
        .missingArgument, "I expected a file in quotes before the end of the line", at: current.span,
        help: ["For example: \(example)"])
    }
    return try argument("a file in quotes")
  }

  func fileWithoutQuotes(_ verb: Token) -> Diagnostic {
    let word = String(wordToBlank)
    let variable = word.isOneWord ? "     or, for the text of a variable: \(text(verb)) (\(word))" : ""
    return Diagnostic(
      .fileWithoutQuotes, "file names need quotes", at: current.span,
      help: ["Write: \(text(verb)) \(word.inQuotes)" + variable])
  }
}

extension StatementSpec {
  /// The line of its example that names a file; what only reads one stands there as a comment.
  fileprivate var exampleOfFile: String? {
    example.split(whereSeparator: \.isNewline).map { $0.drop { $0 == "#" || $0 == " " } }
      .last { $0.contains("\"") && $0.hasPrefix(word) }.map(String.init)
  }
}
