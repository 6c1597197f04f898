/// The options of `transcript`.
public enum TranscriptOption: String, OptionKey {
  case to, without, replace

  /// The option's row: what follows it, and its line of help.
  public var spec: OptionSpec {
    switch self {
    case .to: OptionSpec(rawValue, [.file], "writes it to a file", effects: [.writesFile])
    case .replace: .replace
    case .without:
      OptionSpec(rawValue, [.literal("mistakes")], "leaves out what failed and what `undo` took back")
    }
  }
}

extension StatementSpec {
  static let undo = StatementSpec(
    "undo", .session, "undoes the last statement that changed something", forms: ["undo"],
    example: "net 2 2 1\nnet 2 3 1\nundo", mistakes: [.alone("undo", .nothingToUndo)]
  ) { (_, _) throws(Diagnostic) in .command(.undo) }

  static let redo = StatementSpec(
    "redo", .session, "repeats what undo took back", forms: ["redo"],
    example: "net 2 2 1\nnet 2 3 1\nundo\nredo"
  ) { (_, _) throws(Diagnostic) in .command(.redo) }

  static let history = StatementSpec(
    "history", .session, "lists the statements that were run", forms: ["history"],
    example: "net 2 2 1\nhistory"
  ) { (_, _) throws(Diagnostic) in .command(.history) }

  static let transcript: StatementSpec = StatementSpec(
    "transcript", .session, "prints what was typed so far, as a script that runs",
    forms: ["transcript", "transcript to \"FILE\""], options: TranscriptOption.specs,
    notes: [
      "It reproduces the same weights: it includes seeds that were chosen, and ends a training where you stopped it.",
      "Mistakes become comments. Statements that only ask or only affect the screen are left out: help, prompt …",
    ],
    example: "net 2 3 1\nundo\nnet 2 2 1\ntranscript without mistakes"
  ) { (parser, _) throws(Diagnostic) in
    // transcript = "transcript" { option } ;
    .command(.transcript(try parser.options(of: .transcript, TranscriptOption.self)))
  }
}
