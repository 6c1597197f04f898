/// How a statement ended if it did not fail.
enum Flow: Sendable {
  case normal
  case quit
  /// Ctrl-C: what was done is kept, and nothing more is begun.
  case interrupted
}
