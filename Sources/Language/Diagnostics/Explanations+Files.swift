/// Files, and nn itself.
extension DiagnosticCode.Explanation {
  static let fileMissing = Self(
    meaning: "A file cannot be read. It does not exist, or you are not allowed to read it.",
    reason: """
      `run` looks for a script beside the one that names it; `data`, `load` and `eval` look in the folder \
      that nn was started in. Look at the spelling, capitals and all, and at the folder. The exit status is \
      66.
      """,
    wrong: "run \"no-such-file.nn\"",
    right: """
      net 2 2 1
      save "xor.nnet"
      load "xor.nnet"
      """)

  static let badFile = Self(
    meaning: """
      A file is not what the statement can take. It is no session that `save` wrote, or no table, or it is \
      too large.
      """,
    reason: """
      `load` takes what `save` wrote, whole and unchanged: the last line holds a hash, so a file that was \
      cut short or edited is noticed. The script that `dump to` writes is run with `run`. In a data file \
      every row has as many cells as the first, and a quote that is opened is closed. The exit status is 65.
      """,
    wrong: """
      net 2 2 1
      dump to "weights.nn"
      load "weights.nn"
      """,
    right: """
      net 2 2 1
      save "xor.nnet"
      load "xor.nnet"
      """)

  static let missingValue = Self(
    meaning: "A cell of a data file has no value. Nothing was said about what becomes of it.",
    reason: """
      An empty cell, or one with `NA`, `nan` or `?`, holds no number to compute with, and what takes its \
      place changes what is learned: so you decide. `missing drop` leaves such rows out; `missing mean` puts \
      in the mean of the column, for inputs. The message names column and row. The exit status is 65.
      """,
    wrong: "",
    right: """
      net 2 2 1
      init torch seed 1
      data xor
      eval data to "outputs.csv"
      data "outputs.csv" target target leave output missing drop
      """)

  static let unknownColumn = Self(
    meaning: "The data file has no such column.",
    reason: """
      `target` and `leave` take names as they stand in the first row of the file, capitals and all, and the \
      message lists them. A name with blanks stands in quotes. In a file without such a row the columns are \
      called `column1`, `column2` and so on.
      """,
    wrong: """
      net 2 2 1
      init torch seed 1
      data xor
      eval data to "outputs.csv"
      data "outputs.csv" target answer
      """,
    right: """
      net 2 2 1
      init torch seed 1
      data xor
      eval data to "outputs.csv"
      data "outputs.csv" target target leave output
      """)

  static let languageVersion = Self(
    meaning: "The text asks for a version of the language that nn does not speak.",
    reason: """
      A version of the language stands for every bit of every result, so the numbers of this text might come \
      out otherwise here. Take the nn that it was written for. If other numbers do no harm, change the line \
      to the version that this nn speaks, which the message names as well.
      """,
    wrong: "language 99",
    right: "language 1")

  static let cannotWrite = Self(
    meaning: "A file cannot be written. There is no such folder, no permission, or no room on the disk.",
    reason: """
      A file is written whole or not at all, so what was there before is left as it was. Folders are not \
      made: make the folder first, or give a name without one, which is written where nn was started. The \
      exit status is 73.
      """,
    wrong: """
      net 2 2 1
      dump to "/no/such/folder/weights.nn"
      """,
    right: """
      net 2 2 1
      dump to "weights.nn"
      """)

  static let internalFault = Self(
    meaning: """
      nn has found itself wrong. For example, a calculation by hand does not agree with the engine.
      """,
    reason: """
      nn checks its own results, and stops rather than show a number that it cannot vouch for. It is no \
      mistake of yours, and no script is known that raises it. Please report the line that failed with those \
      before it, which `history` lists. The exit status is 70.
      """,
    wrong: "",
    right: """
      net 2 2 1
      init torch seed 1
      history
      """)
}
