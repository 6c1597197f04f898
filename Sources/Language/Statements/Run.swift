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
    let (word, rest) = (String(wordToBlank), text(from: current))
    let spec = StatementSpec.named(String(source.text(verb.span)))
    let isOption = spec?.options.contains { $0.word == word } == true
    // `save as`, `save replace`: a word that leads to a name or comes behind it, and is none.
    if isOption || ["to", "as", "from", "into"].contains(word), let example = spec?.exampleOfFile {
      let own = spec?.lineOfFile.map { "\($0) \(rest)" }
      return Diagnostic(
        .fileWithoutQuotes, "a file in quotes follows `\(text(verb))`", at: current.span,
        help: ["For example: \(isOption ? own ?? example : example)"])
    }
    let name = (spec?.withEnding(word) ?? word).inQuotes
    // Words behind it that are no options may be of a name with blanks.
    let words = rest.dropFirst(word.count).split(separator: " ").map(String.init)
    let options = spec?.options.contains { $0.word == words.first } == true ? words : []
    return Diagnostic(
      .fileWithoutQuotes, "file names need quotes", at: current.span,
      help: ["Write: " + ([text(verb), name] + options).joined(separator: " ")])
  }
}

extension Diagnostic {
  /// A value that is no text: the line with it in quotes.
  public static func fileWithoutQuotes(_ name: String, at span: Span, of source: Source) -> Diagnostic {
    // `epochs 1 to 3`: the numbers of a range, of which `to` makes the name of a file.
    let typed = source.statement(around: span)
    let range = typed.replacing(/\b(epochs|seeds) (\d+) to (\d+)\b/) { "\($0.1) \($0.2)..\($0.3)" }
    let verb = StatementSpec.named(String(typed.prefix { !$0.isWhitespace }))
    let file = name == "FILE" ? verb?.nameOfFile ?? name : verb?.withEnding(name) ?? name
    return Diagnostic(
      .fileWithoutQuotes, "file names need quotes", at: span,
      help: [
        "Write: " + (range == typed ? source.statement(around: span, with: file.inQuotes) : range)
      ])
  }

  /// With the line that takes the name out of a variable, where the word without quotes is one.
  func offeringVariable(_ source: Source, isVariable: (String) -> Bool) -> Diagnostic {
    guard code == .fileWithoutQuotes, let span else { return self }
    let name = source.text(span)
    guard isVariable(name) else { return self }
    return helping("or, for the text of the variable: " + source.statement(around: span, with: "(\(name))"))
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
    case "report": "report.html"
    default: nil
    }
  }

  /// The statement with a file and without options.
  fileprivate var lineOfFile: String? {
    exampleOfFile?.firstMatch(of: /^[a-z]+ "[^"]*"/).map { String($0.output) }
  }

  /// A name with the end that says what the file holds, where it needs one.
  fileprivate func withEnding(_ name: String) -> String {
    guard !name.contains(".") else { return name }
    return switch word {
    case "export": name + ".py"
    case "report": name + ".html"
    default: name
    }
  }

  /// The line of its example that names a file; what only reads one stands there as a comment.
  fileprivate var exampleOfFile: String? {
    example.split(whereSeparator: \.isNewline).map { $0.drop { $0 == "#" || $0 == " " } }
      .last { $0.contains("\"") && $0.hasPrefix(word) }.map(String.init)
  }
}
