/// What is known of a column of a table so far, beside what its cells are.
struct ColumnState {
  var words: [String: Int] = [:]
  var order: [String] = []
  var missing = 0
  var hasCodes = false
  /// Whether equal numbers are one word.
  var joinsNumbers = false
  var firstMissing: Int?
  var strayWord: Table.Place?
  var tooLarge: Table.Place?
  var written: Table.Written?
  /// The rows of the table with a dash, while it is not known whether the column holds numbers.
  var dashes: [(row: Int, word: String)] = []
  /// The row of the file of the first of them.
  var firstDash: Int?
}
