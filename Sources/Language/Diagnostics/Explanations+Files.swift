/// Files, and nn itself.
extension DiagnosticCode.Explanation {
  static let fileMissing = Self(
    meaning: "A file cannot be read. It does not exist, or you have no permission to read it.",
    reason: """
      `run` looks for a script next to the script that names it; `data`, `load` and `eval` look in the \
      directory in which nn was started. Check the spelling, including capitals, and the directory. The \
      exit status is 66.
      """,
    wrong: "run \"no-such-file.nn\"",
    right: """
      net 2 2 1
      save "xor.nnet"
      load "xor.nnet"
      """)

  static let badFile = Self(
    meaning: """
      A file is not valid for the statement. It is not a session that `save` wrote, not a table, or too \
      large.
      """,
    reason: """
      `load` accepts what `save` wrote, complete and unchanged: the last line contains a hash, so a file \
      that was truncated or edited is detected. A script that `dump to` wrote is run with `run`. In a data \
      file every row has as many cells as the first, and every opening quote is closed. The exit status is \
      65.
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
    meaning: "A cell of a data file has no value. The statement does not say how to treat it.",
    reason: """
      An empty cell, or one with `NA`, `nan` or `?`, contains no number to compute with, and whatever \
      replaces it changes what is learned, so you decide. `missing drop` leaves such rows out; `missing \
      mean` inserts the mean of the column, for inputs. The message names the column and the row. The exit \
      status is 65.
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
      `target` and `leave` take names as they are written in the first row of the file, including \
      capitals, and the message lists them. A name with blanks needs quotes. In a file without a header \
      row the columns are called `column1`, `column2` and so on.
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
    meaning: "The text requires a version of the language that this nn does not have.",
    reason: """
      A version of the language fixes every bit of every result, so the numbers of this text might differ \
      here. Use the nn that it was written for. If different numbers do no harm, change the line to the \
      version of this nn, which the message names.
      """,
    wrong: "language 99",
    right: "language 1")

  static let cannotWrite = Self(
    meaning: "A file cannot be written. The directory, the permission or the disk space is missing.",
    reason: """
      A file is written completely or not at all, so an existing file is left as it was. Directories are \
      not created: create the directory first, or give a name without one, which is written where nn was \
      started. Hidden files, whose name or directory begins with a dot, are not written, since a shell or \
      another program may run them. A script writes only in or below its own directory and the one where \
      nn was started, and replaces only what nn wrote; `nn --allow-write DIRECTORY` lets it do more, \
      `nn --safe` less (docs/security.md). The exit status is 73.
      """,
    wrong: """
      net 2 2 1
      dump to "no-such-folder/weights.nn"
      """,
    right: """
      net 2 2 1
      dump to "weights.nn"
      """)

  static let internalFault = Self(
    meaning: """
      nn has detected an error of its own. For example, a calculation by hand does not agree with the \
      engine.
      """,
    reason: """
      nn checks its own results, and stops rather than show a number that it cannot guarantee. This is not \
      your mistake, and no script is known that raises it. Please report the line that failed together \
      with the lines before it, which `history` lists. The exit status is 70.
      """,
    wrong: "",
    right: """
      net 2 2 1
      init torch seed 1
      history
      """)
}
