extension StatementSpec {
  private static let trainOptions = [
    OptionSpec("until", [.expression("CONDITION")], "stops after the first epoch for which it holds"),
    OptionSpec("epochs", [.argument("N")], "at most N epochs", .count, fallback: "100; 100,000 with until"),
    OptionSpec("seconds", [.argument("X")], "at most X seconds", .positive),
    OptionSpec("batch", [.argument("N")], "N rows a step", .count, fallback: "all rows"),
    OptionSpec("shuffle", [], "takes the rows in a new order each epoch, as PyTorch's DataLoader"),
    OptionSpec(
      "patience", [.argument("N")],
      "stops after N epochs without a better figure; the best weights come back", .count),
    OptionSpec(
      "on", [.word(.metric)],
      "the figure for patience and plateau: val.loss if there is a validation part, else loss"
    ),
    OptionSpec(
      "restart", [.literal("every"), .argument("N")], "a new start after every N epochs in vain", .count),
    OptionSpec(
      "keeping", [.literal("optimizer")], "restarts keep the averages and draw on, as the notebook does"),
    OptionSpec(
      "log", [.literal("every"), .argument("N")], "shows the loss of every N-th epoch", .count,
      fallback: "1, 10, 100 …"),
    OptionSpec("loss", [.word(.loss)], "what is made small; kept for later statements"),
    OptionSpec(
      "weights", [.argument("LIST")], "how much each class counts; kept with the loss"),
    OptionSpec(
      "smoothing", [.argument("X")], "share of each target that is spread over all classes; kept too",
      .fraction, fallback: "0"),
    OptionSpec("schedule", [.named(.schedule)], "how the rate changes from epoch to epoch"),
    OptionSpec("warmup", [.argument("N")], "the rate climbs from lr/N to lr over the first N epochs", .count),
    OptionSpec("over", [.argument("N")], "epochs that a schedule stretches over", .count, fallback: "epochs"),
    OptionSpec(
      "clip", [.word(.clip), .argument("X")], "keeps slopes (value) or gradient (norm) small", .positive),
    OptionSpec("maxnorm", [.argument("X")], "the greatest length of the weights into a neuron", .positive),
    OptionSpec(
      "dropout", [.argument("P")], "share of hidden outputs left out by chance in each pass", .fraction,
      fallback: "0"),
    OptionSpec(
      "accumulate", [.argument("N")], "one update for every N batches, with their mean gradient", .count,
      fallback: "1"),
    OptionSpec("mingrad", [.argument("X")], "stops after an epoch without a slope above X", .positive),
  ]

  /// The options that make sense for one update.
  private static let stepOptions = trainOptions.filter {
    [
      "batch", "shuffle", "loss", "weights", "smoothing", "schedule", "warmup", "over", "clip", "maxnorm",
      "dropout", "accumulate",
    ].contains($0.word)
  }

  static let training = [
    StatementSpec(
      "train", .training, "changes the weights so that the loss falls",
      forms: ["train OPTIMIZER [OPTIONS]", "train      (the last line again)"],
      options: trainOptions,
      notes: [
        "Without `epochs`: as many as `seconds` allows; at most 100,000 with an `until`, else 100.",
        "In `until`, `loss` is that of the pass before the update, as in PyTorch.",
        "A net that was never given weights gets `init torch` first.",
        "A second `train` with the same optimizer goes on with its averages, with the settings of its own line.",
        "The loss is mse, for a softmax output cross-entropy.",
        "A line with the schedule of the line before goes on with it until it is over.",
      ],
      example: "net 2 2 1\ninit xavier seed 1000\ntrain adam lr 0.01 until loss<0.01",
      takesSettings: true, speaksOf: [.optimizer, .loss, .schedule]),
    StatementSpec(
      "step", .training, "one update, with every number of it shown",
      forms: ["step      (of the last train line)", "step OPTIMIZER [OPTIONS]"], options: stepOptions,
      notes: [
        "`explain step` shows the same without doing it.",
        "With `batch` an update takes the next rows; the epoch counts when all rows had their turn.",
        "`train` after steps begins an epoch anew.",
      ],
      example: "net 2 2 1\ndata xor\ninit torch seed 1\nstep adam lr 0.01\nstep", takesSettings: true,
      speaksOf: [.optimizer]),
    StatementSpec(
      "goto", .training, "goes to any epoch since init, as everything was then",
      forms: ["goto epoch N"],
      notes: [
        "Training on from there repeats the run bit for bit, and forgets the epochs behind it.",
        "States are kept as the training runs, within 64 MB; epochs between them are computed again.",
      ],
      example: "net 2 2 1\ndata xor\ninit torch seed 1\ntrain adam lr 0.01 epochs 600\ngoto epoch 500"),
    StatementSpec(
      "back", .training, "goes some epochs back", forms: ["back", "back N"],
      example: "net 2 2 1\ndata xor\ninit torch seed 1\ntrain adam lr 0.01 epochs 50\nback 10"),
    StatementSpec(
      "compare", .training, "the weights at two epochs, side by side", forms: ["compare epoch N M"],
      example: "net 2 2 1\ndata xor\ninit torch seed 1\ntrain adam lr 0.01 epochs 600\ncompare epoch 500 600"),
    StatementSpec(
      "freeze", .training, "keeps weights as they are while others are trained",
      forms: ["freeze WEIGHT WEIGHT …", "freeze layer N", "freeze all"],
      notes: ["Weight lines and `init` still change them. A new net has none."],
      example: "net 2 2 1\ninit torch seed 1\nfreeze L0N0 -> L1N0 0B -> L1N0\ntrain adam epochs 5"),
    StatementSpec(
      "unfreeze", .training, "lets frozen weights be trained again",
      forms: ["unfreeze WEIGHT WEIGHT …", "unfreeze layer N", "unfreeze all"],
      example: "net 2 2 1\nfreeze all\nunfreeze layer 2"),
  ]

  static let reading = [
    StatementSpec(
      "eval", .reading, "the outputs for some inputs, or for every row of the data",
      forms: ["eval INPUTS", "eval data", "eval \"FILE\""],
      options: [OptionSpec("to", [.argument("\"FILE\"")], "writes inputs, outputs and class as CSV instead")],
      notes: [
        "Computed inputs stand in parentheses: `eval (a+1) -0.5`. Lists and ranges are opened.",
        "An error is the output less the target.",
      ],
      example: "net 2 2 1\ninit torch seed 1\ndata xor\neval 0 1\neval data"),
    StatementSpec(
      "explain", .reading, "the calculation by hand: of the outputs, the gradient, the next update",
      forms: [
        "explain INPUTS", "explain data", "explain gradient INPUTS [-> TARGETS]", "explain gradient data",
        "explain step [OPTIMIZER [OPTIONS]]",
      ],
      options: [
        OptionSpec("neuron", [.argument("L1N0")], "only this neuron, or the weights into it"),
        OptionSpec("as", [.word(.notation)], "writes it in another notation"),
        OptionSpec("to", [.argument("\"FILE\"")], "writes a file instead"),
      ],
      notes: [
        "`digits N` says how many decimals are shown.",
        "Every number shown has been checked against the engine's own.",
        "A formula with names can be typed at the prompt as it stands: it gives its value.",
        "`as python` is a program that needs nothing but Python and prints the same numbers.",
      ],
      example: "net 2 2 1\ninit torch seed 1\nexplain 0 1 neuron L1N0\nexplain gradient 0 1 -> 1",
      speaksOf: [.notation]),
    StatementSpec(
      "score", .reading, "loss and accuracy over the data, and the size of the errors", forms: ["score"],
      example: "net 2 2 1\ninit torch seed 1\ndata xor\nscore"),
    StatementSpec(
      "diagnose", .reading, "why the loss is where it is: what is wrong, and what to do",
      forms: ["diagnose"],
      notes: [
        "Every verdict stands on numbers that are shown, and ends with lines to paste.",
        "A `train` that misses its target says the short form.",
      ],
      example:
        "net 2 2 1\ndata xor\ninit xavier seed 11\ntrain adam lr 0.01 until loss<0.01 epochs 5000\ndiagnose"),
    StatementSpec(
      "guess", .reading, "asks you for the output first, then shows it beside your number",
      forms: ["guess INPUTS"],
      notes: ["Enter alone gives no number. A script passes it by."],
      example: "net 2 2 1\ninit torch seed 1\nguess 0 1"),
    StatementSpec(
      "check", .reading, "the gradient against differences of the loss, for every parameter",
      forms: ["check gradient"],
      notes: [
        "In double precision, whatever the precision of the net, with the present weights and the training part.",
        "A difference is (loss(w + h) − loss(w − h)) / 2h; the worst parameters are shown.",
      ],
      example: "net 2 2 1\ninit torch seed 1\ndata xor\ncheck gradient"),
    StatementSpec(
      "digits", .reading, "how many decimals explain, eval and others show", forms: ["digits N"],
      notes: ["4 at first, from 0 to 9. `dump` never loses any."], example: "digits 2"),
  ]

  static let control = [
    StatementSpec(
      "if", .control, "does one thing or another",
      forms: ["if CONDITION ; … ; [else if CONDITION ; … ;] [else ; … ;] end"],
      example: "let x = 3\nif x > 2\n  print \"large\"\nelse\n  print \"small\"\nend"),
    StatementSpec(
      "repeat", .control, "does something a number of times", forms: ["repeat N ; … ; end"],
      example: "repeat 3\n  print rand()\nend"),
    StatementSpec(
      "for", .control, "does something for every number of a range or element of a list",
      forms: ["for NAME in RANGE ; … ; end", "for NAME in LIST ; … ; end"],
      notes: ["The variable keeps its last value."],
      example: "for s in 1..3\n  print s^2\nend"),
    StatementSpec(
      "while", .control, "does something as long as a condition holds", forms: ["while CONDITION ; … ; end"],
      notes: ["Ctrl-C ends any loop."], example: "let x = 1\nwhile x < 100\n  let x = 2 * x\nend\nprint x"),
    StatementSpec(
      "define", .control, "makes a statement of your own",
      forms: ["define NAME PARAMETERS ; … ; end", "NAME ARGUMENTS      (uses it)"],
      notes: [
        "Parameters, and whatever `let` names inside, are local; other variables can be read.",
        "It may use itself, at most 200 deep.",
      ],
      example:
        "define greet name times\n  repeat times\n    print \"hello {name}\"\n  end\nend\ngreet \"XOR\" 2"),
    StatementSpec(
      "run", .control, "runs another script on this session", forms: ["run \"FILE\""],
      notes: ["The file is looked for beside the script that names it."],
      example: "# run \"other.nn\""),
    StatementSpec(
      "let", .control, "gives a value a name", forms: ["let NAME = EXPRESSION"],
      example: "let lr = 0.01\nlet inputs = 0..1 by 0.25"),
    StatementSpec(
      "print", .control, "prints values, with blanks between", forms: ["print VALUE, VALUE …"],
      notes: ["In a text, {…} stands for the value of an expression: \"loss is {loss}\"."],
      example: "print \"1/3 is {1/3}\", 2^10"),
    StatementSpec(
      "expect", .control, "fails unless a condition holds, and shows both sides", forms: ["expect CONDITION"],
      example: "expect 1/3 == 0.333 within 0.001"),
  ]

  static let teaching = [
    StatementSpec(
      "say", .teaching, "narration: shown at the prompt and with --echo, else quiet", forms: ["say TEXT"],
      example: "say \"Two hidden units fold the plane.\""),
    StatementSpec(
      "section", .teaching, "a heading: begins a part of a lesson", forms: ["section TEXT"],
      example: "section \"Why it gets stuck\""),
    StatementSpec(
      "pause", .teaching, "waits for a key in a demo; passes elsewhere", forms: ["pause"], example: "pause"),
    StatementSpec(
      "note", .teaching, "a note for the speaker of a demo: shown to nobody else", forms: ["note TEXT"],
      notes: ["`nn demo FILE --notes NOTES` writes them where a second terminal can show them."],
      example: "note \"Ask first: how many numbers will it have?\""),
    StatementSpec(
      "help", .teaching, "what can be typed, or one statement in full",
      forms: ["help", "help WORD", "? WORD"],
      example: "help train"),
    StatementSpec(
      "apropos", .teaching, "finds what has to do with a word",
      forms: ["apropos WORD"],
      notes: [
        "It looks through the names and the lines of help of statements, options and everything that they name."
      ],
      example: "apropos rate"),
    StatementSpec(
      "why", .teaching, "explains the last mistake, or any by its code", forms: ["why", "why CODE"],
      notes: ["What happened, why the language is so, and the same done right."],
      example: "why no-net"),
    StatementSpec(
      "tour", .teaching, "five minutes through the language, on a session of its own", forms: ["tour"],
      notes: [
        "Space goes on, p lets you try something in between, q leaves; your own session stays as it is."
      ],
      example: "# tour"),
  ]

  static let session = [
    StatementSpec(
      "seed", .session, "restarts the session's generator, which weights and rand draw from",
      forms: ["seed N"], notes: ["Any whole number of 64 bits; the low 32 count, as in PyTorch."],
      example: "seed 1000\nprint rand(0, 1)"),
    StatementSpec(
      "language", .session, "asks for a version of the language, and fails if this nn has another",
      forms: ["language N"],
      notes: ["This is version 1: docs/determinism.md says what a version keeps the same."],
      example: "language 1"),
    StatementSpec(
      "undo", .session, "takes back the last statement that changed something", forms: ["undo"],
      example: "net 2 2 1\nnet 2 3 1\nundo"),
    StatementSpec(
      "redo", .session, "does again what undo took back", forms: ["redo"],
      example: "net 2 2 1\nnet 2 3 1\nundo\nredo"),
    StatementSpec(
      "history", .session, "lists the statements that were run", forms: ["history"],
      example: "net 2 2 1\nhistory"),
    StatementSpec(
      "transcript", .session, "what was typed until now, as a script that runs",
      forms: ["transcript", "transcript to \"FILE\""],
      options: [
        OptionSpec("to", [.argument("\"FILE\"")], "writes it into a file"),
        OptionSpec("without", [.literal("mistakes")], "leaves out what failed and what `undo` took back"),
      ],
      notes: [
        "It gives the same weights again: seeds that were chosen stand in it, and a training that you stopped ends there.",
        "Mistakes become comments. What only asks or only concerns the screen is left out: help, history, prompt …",
      ],
      example: "net 2 3 1\nundo\nnet 2 2 1\ntranscript without mistakes"),
    StatementSpec(
      "prompt", .session, "how much of the state the prompt shows", forms: ["prompt FORM"],
      example: "prompt short", speaksOf: [.promptForm]),
    StatementSpec(
      "color", .session, "whether the screen is colored", forms: ["color on|off|auto"],
      notes: [
        "`auto` goes by --color, FORCE_COLOR, NO_COLOR and the terminal. Color only repeats what the words say."
      ],
      example: "color off", speaksOf: [.color]),
    StatementSpec(
      "timing", .session, "shows how long each statement took", forms: ["timing on|off"],
      notes: ["`train` always says it."],

      example: "timing on\nnet 2 2 1\ntiming off", speaksOf: [.timing]),

    StatementSpec(
      "save", .session, "writes everything that is needed to go on training bit for bit",
      forms: ["save \"FILE\""],
      notes: ["Net, weights, optimizer, generator, data, parts, scaling, counters, settings; no variables."],
      example: "net 2 2 1\n# save \"xor.nnet\""),
    StatementSpec(
      "load", .session, "takes up a saved session", forms: ["load \"FILE\""],
      notes: ["The file is checked before anything changes. Your variables stay."],
      example: "# load \"xor.nnet\""),
    StatementSpec(
      "clear", .session, "forgets net, data, variables and settings", forms: ["clear"], example: "clear"),
    StatementSpec("quit", .session, "leaves", forms: ["quit"], example: "quit"),
  ]
}
