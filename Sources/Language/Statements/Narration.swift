extension StatementSpec {
  static let say = StatementSpec(
    "say", .teaching, "narration: shown at the prompt and with --echo, else not", forms: ["say TEXT"],
    example: "say \"Two hidden units fold the plane.\"", effects: [.narrates, .untimed],
    mistakes: [.alone("say hello", .unknownMetric)]
  ) { (parser, _) throws(Diagnostic) in
    // say = "say" expr ;
    .say(try parser.expression())
  }

  static let section = StatementSpec(
    "section", .teaching, "a heading: begins a section of a lesson", forms: ["section TEXT"],
    example: "section \"Why it gets stuck\"", effects: [.narrates, .untimed]
  ) { (parser, _) throws(Diagnostic) in
    // section = "section" expr ;
    .section(try parser.expression())
  }

  static let pause = StatementSpec(
    "pause", .teaching, "waits for a key in a demo; does nothing elsewhere",
    forms: ["pause", "pause SECONDS", "pause TEXT"],
    notes: [
      "`pause 5` goes on after five seconds, or at a key before.",
      "`pause \"Think first.\"` shows the text to the audience and waits for a key.",
    ],
    example: "pause\npause 5\npause \"Which of the two is larger?\"", effects: [.narrates, .untimed],
    mistakes: [.alone("pause -1", .outOfRange)], bound: .pause
  ) { (parser, _) throws(Diagnostic) in
    // pause = "pause" [ expr ] ;
    .pause(parser.isAtLineEnd ? nil : try parser.expression())
  }

  static let note = StatementSpec(
    "note", .teaching, "a note for the speaker of a demo, not shown to the audience", forms: ["note TEXT"],
    notes: ["`nn demo FILE --notes NOTES` writes them to a file, to be shown in a second terminal."],
    example: "note \"Ask first: how many numbers will it have?\"", effects: [.narrates, .untimed]
  ) { (parser, _) throws(Diagnostic) in
    // note = "note" expr ;
    .note(try parser.expression())
  }
}
