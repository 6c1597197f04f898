/// A statement is not put together right.
extension DiagnosticCode.Explanation {
  static let unknownStatement = Self(
    meaning: """
      A line begins with a word that is not a statement. Arguments follow it, so it is not a value either.
      """,
    reason: """
      A line begins with a word of the language, or with a statement that you made with `define`. For a \
      near miss, a word in the wrong case and the words of other tools, such as `fit` and `predict`, nn \
      suggests the word that was meant. `help all` lists the statements, and `apropos WORD` searches them.
      """,
    wrong: "trian adam lr 0.01",
    right: """
      net 2 2 1
      data xor
      init torch seed 1
      train adam lr 0.01
      """)

  static let missingLet = Self(
    meaning: "A value is given a name without `let`.",
    reason: """
      `x = 3` could give 3 the name `x`, or ask whether the two are equal. The first is written `let x = \
      3`, the second `x == 3`, so that a reader does not have to guess. A name can be reassigned with \
      another `let`.
      """,
    wrong: "x = 3",
    right: """
      let x = 3
      print x == 3
      """)

  static let missingArgument = Self(
    meaning: "Something that the statement needs is missing.",
    reason: """
      nn does not guess what a statement works on: `net` needs its sizes, `eval` its inputs, `uniform` \
      both of its ends. An incomplete expression, such as `1 +`, is the same mistake. The message says \
      what is missing, and `help WORD` shows all forms of a statement.
      """,
    wrong: "init uniform -1",
    right: """
      net 2 2 1
      init uniform -1 1 seed 1
      """)

  static let unexpectedWord = Self(
    meaning: """
      There is something after the end of the statement. Or a sign is not the one that belongs there, such \
      as a comma between arguments.
      """,
    reason: """
      A statement takes what its form says and no more, so that no slip is ignored. Usual causes are a \
      comma between arguments, `=` where `==` compares, `lr=0.01` for `lr 0.01`, and `x -1`, in which `-` \
      is a sign, because there is a blank before it and none after it. Two statements on one line are \
      separated by `;`.
      """,
    wrong: "reset now",
    right: """
      net 2 2 1
      data xor
      init torch seed 1
      reset
      """)

  static let argumentArithmetic = Self(
    meaning: "Arithmetic among arguments is not in parentheses.",
    reason: """
      Arguments are separated by blanks: `a -1` are two of them, `a` and −1. A reader could hardly tell \
      these from the subtraction `a - 1`, so no operator is allowed among arguments. The message shows \
      your line with the parentheses inserted.
      """,
    wrong: "eval 1/3 1",
    right: """
      net 2 2 1
      init torch seed 1
      eval (1/3) 1
      """)

  static let unknownOption = Self(
    meaning: "The statement has no such option.",
    reason: """
      A statement has options of its own, which the message lists. For names of other tools, such as \
      `learning_rate`, nn suggests its own word. The settings of an optimizer are options too: `help adam` \
      shows those of adam.
      """,
    wrong: "train adam learning_rate 0.01",
    right: """
      net 2 2 1
      data xor
      init torch seed 1
      train adam lr 0.01
      """)

  static let repeatedOption = Self(
    meaning: "An option is given twice.",
    reason: """
      One of the two values would have to be ignored, and nn does not choose which. Usually a line was \
      changed by adding to its end; leave out the value that you do not mean. Two parameters of a `define` \
      with the same name are the same mistake.
      """,
    wrong: "train adam lr 0.01 lr 0.02",
    right: """
      net 2 2 1
      data xor
      init torch seed 1
      train adam lr 0.02
      """)

  static let unknownName = Self(
    meaning: """
      A table of the language has no such name. It can be the table of activations, initializations, \
      optimizers, losses, schedules, data sets or help topics.
      """,
    reason: """
      These names are fixed, and the message lists those that are valid at this place. For names of other \
      tools nn suggests its own: for `kaiming` it says `he`, for `glorot` `xavier`. The name of a data \
      file needs quotes: `data iris` is a built-in set, `data "iris.csv"` a file of yours.
      """,
    wrong: "init kaiming",
    right: """
      net 2 2 1
      init he seed 1
      """)

  static let reservedName = Self(
    meaning: "A word of the language is used as the name of a value.",
    reason: """
      The words of statements, words such as `true`, `and` and `end`, and the names of metrics such as \
      `loss` and `epoch` mean the same in every script, so that a line can be read by itself. Use another \
      name, for example `my_epoch`. The words of options and tables, such as `lr` and `adam`, are free.
      """,
    wrong: "let epoch = 3",
    right: """
      let my_epoch = 3
      print my_epoch
      """)

  static let fileWithoutQuotes = Self(
    meaning: "The name of a file is not in quotes.",
    reason: """
      The name of a file can contain blanks, points and hyphens, which mean something else outside of \
      quotes. The quotes also show which words are yours and which belong to the language. A name can be \
      computed, like any text: `dump to "weights-{epoch}.nn"`.
      """,
    wrong: """
      net 2 2 1
      dump to weights.nn
      """,
    right: """
      net 2 2 1
      dump to "weights.nn"
      """)

  static let missingEnd = Self(
    meaning: """
      A block is not closed by `end`. The words `data`, `if`, `repeat`, `for`, `while` and `define` open \
      one.
      """,
    reason: """
      Blanks at the beginning of a line are for the reader; only `end` ends a block. Each block needs one \
      of its own, and an `if` with all its `else if` and `else` is one block. The message names the \
      outermost block that is open; the missing `end` may be that of a block inside it.
      """,
    wrong: """
      data
        0 0 -> 0
      """,
    right: """
      data
        0 0 -> 0
      end
      """)

  static let strayEnd = Self(
    meaning: "An `end` closes nothing, or an `else` has no `if`.",
    reason: """
      Every `end` closes the block that was opened last, so one too many is left over. Usually the line \
      that opened the block was deleted, or each `else if` was given an `end` of its own. Indent the lines \
      of a block by two blanks; then the line that does not fit is easy to see.
      """,
    wrong: "end",
    right: """
      if 1 < 2
        print "less"
      else
        print "not less"
      end
      """)
}
