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
    // `save as`: a word that leads to a name and is none.
    if ["to", "as", "from", "into"].contains(word),
      let example = StatementSpec.named(String(source.text(verb.span)))?.exampleOfFile
    {
      return Diagnostic(
        .fileWithoutQuotes, "a file in quotes follows `\(text(verb))`", at: current.span,
        help: ["For example: \(example)"])
    }
    let variable = word.isOneWord ? "     or, for the text of a variable: \(text(verb)) (\(word))" : ""
    return Diagnostic(
      .fileWithoutQuotes, "file names need quotes", at: current.span,
      help: ["Write: \(text(verb)) \(word.inQuotes)" + variable])
  }
}

extension Diagnostic {
  /// A value that is no text: the line with it in quotes.
  public static func fileWithoutQuotes(_ name: String, at span: Span, of source: Source) -> Diagnostic {
    // `epochs 1 to 3`: the numbers of a range, of which `to` makes the name of a file.
    let typed = source.statement(around: span)
    let range = typed.replacing(/\b(epochs|seeds) (\d+) to (\d+)\b/) { "\($0.1) \($0.2)..\($0.3)" }
    return Diagnostic(
      .fileWithoutQuotes, "file names need quotes", at: span,
      help: [
        "Write: " + (range == typed ? source.statement(around: span, with: name.inQuotes) : range)
      ])
  }

  /// `save ""`
  public static func emptyFileName(at span: Span, of source: Source) -> Diagnostic {
    let line = source.statement(around: span)
    let spec = line.split(whereSeparator: \.isWhitespace).first.flatMap { StatementSpec.named(String($0)) }
    let isBehindOption = line.contains(/\bto\s*["(]/)
    let isAll = source.text(Span(span.end, source.span(around: span).end)).allSatisfy(\.isWhitespace)
    let example = isBehindOption || !isAll ? nil : spec?.exampleOfFile
    let name = spec?.nameOfFile ?? "FILE"
    return Diagnostic(
      .missingArgument, "the name of the file is empty", at: span,
      help: ["For example: " + (example ?? source.statement(around: span, with: name.inQuotes))])
  }
}

extension StatementSpec {
  /// A name for what the statement writes or reads.
  fileprivate var nameOfFile: String? {
    switch word {
    case "plot", "play": "picture.svg"
    case "dump": "weights.nn"
    case "transcript": "session.nn"
    case "explain": "explained.md"
    case "eval", "score", "show", "data": "table.csv"
    case "sweep": "runs.jsonl"
    case "export": "net.py"
    default: nil
    }
  }

  /// The line of its example that names a file; what only reads one stands there as a comment.
  fileprivate var exampleOfFile: String? {
    example.split(whereSeparator: \.isNewline).map { $0.drop { $0 == "#" || $0 == " " } }
      .last { $0.contains("\"") && $0.hasPrefix(word) }.map(String.init)
  }
}
