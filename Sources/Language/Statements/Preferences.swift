extension StatementSpec {
  static let prompt = StatementSpec(
    "prompt", .session, "sets how much of the state the prompt shows", forms: ["prompt FORM"],
    example: "prompt short", speaksOf: [.promptForm], effects: [.untimed]
  ) { (parser, _) throws(Diagnostic) in
    // prompt = "prompt" FORM ;
    .command(.prompt(try parser.word(of: .promptForm)))
  }

  static let color = StatementSpec(
    "color", .session, "sets whether output is colored", forms: ["color on|off|auto"],
    notes: [
      "`auto` follows --color, FORCE_COLOR, NO_COLOR and the terminal. Color only repeats what the words say."
    ],
    example: "color off", speaksOf: [.color], effects: [.untimed]
  ) { (parser, _) throws(Diagnostic) in
    // color = "color" COLOR ;
    .command(.color(try parser.word(of: .color)))
  }

  static let timing = StatementSpec(
    "timing", .session, "shows how long each statement took", forms: ["timing on|off"],
    notes: ["`train` always shows it."], example: "timing on\nnet 2 2 1\ntiming off", speaksOf: [.timing],
    effects: [.untimed]
  ) { (parser, _) throws(Diagnostic) in
    // timing = "timing" TIMING ;
    .command(.timing(try parser.word(of: .timing)))
  }

  static let pager = StatementSpec(
    "pager", .session, "sets whether what is longer than the screen is shown in pages",
    forms: ["pager on|off"],
    notes: [
      "Only at the prompt, for help, show, history and transcript. $PAGER names the program, else it is less;",
      "in less, Space goes on and q leaves. An empty $PAGER, or cat, turns pages off for good.",
    ], example: "pager off", speaksOf: [.pager], effects: [.untimed]
  ) { (parser, _) throws(Diagnostic) in
    // pager = "pager" PAGER ;
    .command(.pager(try parser.word(of: .pager)))
  }
}
