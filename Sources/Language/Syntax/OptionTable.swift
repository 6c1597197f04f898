/// The options that a statement takes, in the order of help, each found by its word.
struct OptionTable: Sendable {
  let rows: [OptionSpec]
  private let places: [String: Int]

  init(_ rows: [OptionSpec]) {
    self.rows = rows
    // Of two with one word the first is meant.
    places = Dictionary(zip(rows.map(\.word), rows.indices)) { first, _ in first }
  }

  /// nil if there is none of that word.
  subscript(word: String) -> OptionSpec? { places[word].map { rows[$0] } }
}
