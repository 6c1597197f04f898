/// A table of numbers and words out of delimited text.
public struct Table: Sendable {
  public enum Kind: Sendable, Equatable {
    case numbers
    /// The words of the column, in the order in which they were first seen; a cell holds the place of its word.
    case words([String])
  }

  public struct Column: Sendable {
    public let name: String
    public let kind: Kind
    /// Row and count of cells without a value.
    public let firstMissing: Int?
    public let missing: Int
    /// Row and text of the first word in a column that began with numbers.
    public let strayWord: (row: Int, text: String)?
  }

  public let columns: [Column]
  /// Row by row; nan where a value is missing.
  public let values: [Float]
  public let rows: Int
  public let hasHeader: Bool
  public let delimiter: UInt8

  /// The delimiter in words.
  public var delimiterText: String {
    switch delimiter {
    case UInt8(ascii: "\t"): "tab"
    case UInt8(ascii: ";"): "`;`"
    case UInt8(ascii: "|"): "`|`"
    default: "`,`"
    }
  }
}

/// Why a text is no table: the row (counted with the header, from 1) and what is wrong.
public struct TableFault: Error, Sendable {
  public let row: Int?
  public let message: String
}
