/// What one read gave.
public enum Entry: Sendable, Equatable {
  /// An entry, without its last newline. A block has newlines in it.
  case text(String)
  /// ^D on an empty line, or a terminal that went away.
  case endOfFile
  /// ^C: what was typed is dropped.
  case interrupted
}
