extension StatementSpec {
  static let structure = [
    StatementSpec(
      "net", .structure, "makes a network: neurons by layer, the inputs first",
      forms: ["net SIZE [ACTIVATION] SIZE [ACTIVATION] … [without bias]"],
      notes: [
        "Hidden layers are sigmoid and the output linear, unless an activation follows the size.",
        "`without bias` leaves out all biases.",
        "All weights are 0 until `init`, `train` or weight lines set them.",
        "A computed size stands in parentheses or in a variable: `net 2 (n+1) 1`.",
      ],
      example: "net 2 8 tanh 1 sigmoid", speaksOf: [.activation]),
    StatementSpec(
      "show", .structure, "shows the net, its start, the data, the loss and the optimizer",
      forms: ["show", "show data", "show epochs"],
      notes: [
        "`show data` shows counts, ranges, how many rows each class has, and the first rows.",
        "`show epochs` shows the losses on the way, and to which epochs `goto` can go.",
      ],
      example: "net 2 2 1\nshow"),
    StatementSpec(
      "precision", .structure, "how many bits the numbers of nets and data have",
      forms: ["precision single | double"],
      notes: [
        "single at first: float32, as PyTorch computes unless told otherwise. double is float64.",
        "A net and data that are there are converted; the optimizer starts clean.",
        "Data is read in the precision of the moment, so `precision` comes before `data`.",
        "`init` draws the same weights in both.",
      ],
      example: "precision double\nnet 2 2 1\ninit torch seed 1\ndump layer 1", speaksOf: [.precision]),
  ]

  static let dataFamily = [
    StatementSpec(
      "data", .data, "chooses the rows to learn from: built in, or typed in",
      forms: [
        "data NAME [NUMBER] [OPTIONS]", "data ; ROW ; ROW … ; end      (a row: INPUTS -> TARGETS)",
        "data \"FILE\" [target COLUMN …]",
      ],
      options: [
        OptionSpec(
          "target", [.names("COLUMN …")], "of a file: the columns to learn; the last one if left out"),
        OptionSpec("leave", [.names("COLUMN …")], "of a file: columns that are not used"),
        OptionSpec(
          "missing", [.word(.missing)], "of a file: what becomes of missing values; an error if left out"),
        OptionSpec(
          "noise", [.argument("X")], "standard deviation of what is added to points that are drawn",
          .notNegative),
        OptionSpec(
          "seed", [.argument("N")], "where their random numbers begin; chosen and shown if left out"),
      ],
      notes: [
        "A net with two inputs and one output that has no data falls back on xor, and says so.",
        "All rows have the same number of inputs and of targets.",
        "A file is CSV: header and delimiter are found and said; a target column of words makes classes.",
        "Loops, `if` and `let` may stand around rows: that is how data is made up.",
      ],
      example: "data\n  0 0 -> 0\n  0 1 -> 1\nend", speaksOf: [.data]),
    StatementSpec(
      "split", .data, "parts the data: to train, to validate and, with three numbers, to test",
      forms: ["split SHARE", "split SHARE SHARE [SHARE]"],
      options: [
        OptionSpec("seed", [.argument("N")], "where the shuffling begins; chosen and shown if left out"),
        OptionSpec("stratified", [], "each part gets its share of every class"),
      ],
      notes: [
        "`split 0.8` trains on four fifths. `train` sees the first part only; val.loss is of the second.",
        "`split 1` takes a split back.",
      ],
      example: "data iris\nsplit 0.8 seed 1 stratified"),
    StatementSpec(
      "scale", .data, "brings all inputs to one size", forms: ["scale standard | minmax | none"],
      notes: [
        "The numbers come from the training part and are remembered: `eval` takes raw inputs and scales them.",
        "`scale none` takes it back.",
      ],
      example: "data iris\nscale standard\nshow data", speaksOf: [.scaling]),
  ]

  static let weights = [
    StatementSpec(
      "init", .weights, "draws all weights anew", forms: ["init", "init START [normal | uniform] [NUMBERS]"],
      options: [
        OptionSpec("seed", [.argument("N")], "where the random numbers begin; chosen and shown if left out"),
        OptionSpec("gain", [.argument("X")], "factor on the spread", .positive, fallback: "1"),
        OptionSpec("fan", [.word(.fan)], "for he: counts the weights into (in) or out of (out) a neuron"),
        OptionSpec("layer", [.argument("N")], "draws the weights into layer N alone"),
      ],
      notes: [
        "The same seed gives the weights that `torch.manual_seed` gives in PyTorch 2.13 (Linux x86-64, AVX2).",
        "`init` alone draws from the last start again, or from torch, with a new seed.",
        "The epoch counter and the optimizer start clean.",
        "`layer N` leaves the other layers as they are, and without a seed goes on in the generator's sequence.",
      ],
      example: "net 2 2 1\ninit xavier seed 1000\ninit he layer 2", speaksOf: [.initialization]),
    StatementSpec(
      "set", .weights, "sets weights by name; the word may be left out",
      forms: ["[set] L0N0 -> L1N0 = VALUE", "[set] 0B -> L1N0: VALUE"],
      notes: [
        "L0N0 is the first input, L1N0 the first neuron of layer 1; 0B is the bias into layer 1.",
        "Weight lines next to each other are one statement: all are set, or none.",
      ],
      example: "net 2 2 1\nL0N0 -> L1N0 = 0.66\n0B -> L1N0: -1.5"),
    StatementSpec(
      "dump", .weights, "prints all weights as lines that can be pasted back", forms: ["dump"],
      options: [
        OptionSpec("layer", [.argument("N")], "only the weights into layer N"),
        OptionSpec("to", [.argument("\"FILE\"")], "writes a file instead"),
      ],
      notes: ["Each number is the shortest decimal that reads back as the same float32."],
      example: "net 2 2 1\ninit torch seed 1\ndump layer 1"),
    StatementSpec(
      "fingerprint", .weights, "a short hash of the net, its weights and the generator's state",
      forms: ["fingerprint"], example: "net 2 2 1\ninit torch seed 1\nfingerprint"),
    StatementSpec(
      "reset", .weights, "the weights as the last init drew them; epochs and optimizer cleared",
      forms: ["reset"], example: "net 2 2 1\ninit torch seed 1\ntrain adam lr 0.01 epochs 5\nreset"),
  ]
}
