/// A statement cannot be carried out: something is missing, or a value does not do.
extension DiagnosticCode.Explanation {
  static let noNet = Self(
    meaning: "The statement needs a net, and there is none yet.",
    reason: """
      Weights, outputs and losses belong to a net, so `net` comes first, with the sizes of the layers. A \
      session begins without one; `load` restores one that was saved. `clear` removes the net, like \
      everything else.
      """,
    wrong: "eval 0 1",
    right: """
      net 2 2 1
      init torch seed 1
      eval 0 1
      """)

  static let noData = Self(
    meaning: "There is no data to work on. Or a `data` block has no rows.",
    reason: """
      Training and scoring compare outputs with targets, and the targets are part of the data. A net with \
      two inputs and one output that is trained or scored uses `xor` by default; other nets do not, and \
      metrics such as `loss` never do. Choose a set with `data`, read a file, or type rows.
      """,
    wrong: """
      net 3 4 2
      train adam epochs 10
      """,
    right: """
      net 3 4 2
      data
        0 1 0 -> 1 0
        1 0 1 -> 0 1
      end
      init torch seed 1
      train adam epochs 10
      """)

  static let unknownMetric = Self(
    meaning: "No metric and no variable has this name.",
    reason: """
      A name in an expression is a variable defined by `let`, or a metric of the session such as `loss`. \
      The message lists both, and suggests the one that was probably meant. A text needs quotes: without \
      them `print hello` asks for a variable. Names that `let` binds inside a `define` are not known \
      outside it.
      """,
    wrong: """
      net 2 2 1
      train adam until los<0.01
      """,
    right: """
      net 2 2 1
      data xor
      init xavier seed 1000
      train adam lr 0.01 until loss<0.01
      """)

  static let unknownFunction = Self(
    meaning: "No function has this name.",
    reason: """
      There are only a few functions, and the message lists them; every activation is one, with `_` for a \
      hyphen. A missing one can often be computed from them, like sinh(x) below. `define` makes \
      statements, not functions. So the mistake is found before anything runs, and the exit status is 65.
      """,
    wrong: "print sinh(1)",
    right: """
      let x = 1
      print (exp(x) - exp(-x)) / 2
      """)

  static let unavailableMetric = Self(
    meaning: """
      There is such a metric, but it has no value now. A neuron has no output before any inputs, `reached` \
      needs a `train` with `until`, and accuracy needs targets that are classes.
      """,
    reason: """
      A metric describes something that has happened; before that, nn gives no number. The message says \
      what has to come first: `eval` for the output of a neuron, `split` for `val.loss`, `train` for \
      `goto`. If the targets are not classes, `score` gives the RMSE instead of an accuracy.
      """,
    wrong: """
      net 2 2 1
      print L1N0
      """,
    right: """
      net 2 2 1
      init torch seed 1
      eval 0 1
      print L1N0
      """)

  static let wrongType = Self(
    meaning: "A value does not have the type that is needed here.",
    reason: """
      Values are numbers, texts, `true` and `false`, and lists, and none is converted implicitly: `"2"` is \
      a text, and 1 is not `true`. Leave out the quotes if a number is meant, and compare if a condition \
      is needed, as in `if n > 0`. To put a number into a text, write it in braces.
      """,
    wrong: "print 1 + \"2\"",
    right: """
      print 1 + 2
      print "1 + 2 is {1 + 2}"
      """)

  static let wrongCount = Self(
    meaning: """
      There are too many or too few values. They can be inputs, sizes, or the arguments of a function or \
      of a statement that `define` made.
      """,
    reason: """
      A net takes as many inputs as its input layer has neurons, and a function as many arguments as it \
      has parameters. The message says how many are needed. A list or a range among the inputs counts with \
      all its elements: `eval 0..1` gives two.
      """,
    wrong: """
      net 2 2 1
      eval 1
      """,
    right: """
      net 2 2 1
      init torch seed 1
      eval 1 0
      """)

  static let outOfRange = Self(
    meaning: "A number is outside the allowed range. The message says what is allowed.",
    reason: """
      A layer without neurons or a negative learning rate has no meaning, and is rejected where it is \
      typed, before it can spoil a result. Shares are fractions of 1: 80 % is 0.8. Elements of a list are \
      counted from 0, so a list of two has the elements 0 and 1.
      """,
    wrong: "net 2 0 1",
    right: "net 2 3 1")

  static let notFinite = Self(
    meaning: """
      A calculation has no finite result. It is a division by 0, a root or logarithm that does not exist, \
      or a result too large for a number.
      """,
    reason: """
      An infinite result would spread through everything that is computed from it, so nn stops where it \
      arises and points at it. Check the argument: `log` needs one above 0, `sqrt` one that is not \
      negative, `exp` one below about 710; `max` keeps a number away from 0.
      """,
    wrong: "print log(0)",
    right: """
      let p = 0
      print log(max(p, 1e-12))
      """)

  static let netTooLarge = Self(
    meaning: """
      The net or the calculation is too large. A net has at most 100,000,000 parameters; the message says \
      what this one would need, and nothing is allocated.
      """,
    reason: """
      The number of weights between two layers is the product of their sizes: two layers of a million \
      neurons have a million million weights, and training with adam takes as much as 25 times the memory \
      of the weights, with what `undo` and `goto` keep. Make the layers smaller: a digit of 28 by 28 pixels fits into `net 784 100 10`, with 79,510 \
      parameters. Too many rows at once are rejected likewise, and so is a column of names, each of which \
      would be a class with an output of its own; the message says what to do.
      """,
    wrong: "net 1000000 1000000",
    right: "net 784 100 10")
}
