/// What stands between the cells of a row.
public enum Delimiter: Sendable, Equatable {
  /// One byte: a comma, `;`, `|` or a tab.
  case byte(UInt8)
  /// Any number of blanks and tabs.
  case blank

  static let comma = Delimiter.byte(UInt8(ascii: ","))
  static let semicolon = Delimiter.byte(UInt8(ascii: ";"))
  static let tab = Delimiter.byte(9)
  static let bar = Delimiter.byte(UInt8(ascii: "|"))

  /// As text: the character itself; one blank for blanks.
  public var text: String {
    switch self {
    case .byte(let byte): String(UnicodeScalar(byte))
    case .blank: " "
    }
  }
}

/// What is known of a table before it is read.
public struct TableOptions: Sendable {
  /// Whether the first line holds names; nil to find out.
  public var header: Bool?
  /// What stands between the cells; nil to find out.
  public var delimiter: Delimiter?
  /// Whether numbers are kept as float64; else as float32.
  public var isDouble: Bool
  /// Whether they become float32 in the end, in which a decimal is to be rounded once.
  public var isForSingle: Bool
  /// The least number of inputs of files that name only what is not 0.
  public var leastWidth = 0
  /// Columns, by their names, whose cells are words as they are written, whatever they look like.
  public var words: Set<String> = []
  /// Columns, by their names, whose cells are words, and where they are numbers the same one however it is written.
  public var names: Set<String> = []
  /// Whether nobody wants the table any more: asked where a small piece of a file becomes much.
  public var isStopped: @Sendable () -> Bool = { false }

  /// Nothing is known unless it is said.
  public init(header: Bool? = nil, delimiter: Delimiter? = nil, isDouble: Bool = false) {
    (self.header, self.delimiter, self.isDouble) = (header, delimiter, isDouble)
    isForSingle = !isDouble
  }
}
