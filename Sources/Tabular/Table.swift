/// A table of numbers and words out of delimited text.
public struct Table: Sendable {
  /// What the cells of a column hold.
  public enum Kind: Sendable, Equatable {
    case numbers
    /// The words of the column, in the order in which they were first seen; a cell holds the place of its word.
    case words([String])
  }

  /// A column: its name, what it holds, and what is odd about it.
  public struct Column: Sendable {
    /// From the header, or `column1`, `column2` … without one.
    public let name: String
    /// Numbers or words.
    public let kind: Kind
    /// The row of the first cell without a value; nil if none is missing.
    public let firstMissing: Int?
    /// Cells without a value.
    public let missing: Int
    /// Row and text of the first word in a column that began with numbers.
    public let strayWord: (row: Int, text: String)?
  }

  /// In their order in the text.
  public let columns: [Column]
  /// All cells, row by row.
  public let cells: Cells
  /// Without the header.
  public let rows: Int
  /// Whether the first line holds names of columns.
  public let hasHeader: Bool
  /// The byte between cells.
  public let delimiter: UInt8

  /// The number in a cell; nan where it is missing.
  public func value(_ row: Int, _ column: Int) -> Double { cells[row * columns.count + column] }

  /// The delimiter as text.
  public var delimiterText: String { String(UnicodeScalar(delimiter)) }
}

/// The numbers of a table row by row, as float32 or, if asked for, as float64; nan where a value is missing.
public struct Cells: Sendable {
  /// Whether the numbers are float64.
  public let isDouble: Bool
  /// The numbers as float32; empty if they are float64.
  public private(set) var singles: [Float] = []
  /// The numbers as float64; empty if they are float32.
  public private(set) var doubles: [Double] = []

  init(isDouble: Bool) { self.isDouble = isDouble }

  /// Cells in all.
  public var count: Int { isDouble ? doubles.count : singles.count }
  /// The number of a cell; nan where it is missing.
  public subscript(place: Int) -> Double { isDouble ? doubles[place] : Double(singles[place]) }

  @inline(__always)
  mutating func append(_ value: Double) {
    if isDouble { doubles.append(value) } else { singles.append(Float(value)) }
  }

  mutating func reserveCapacity(_ count: Int) {
    if isDouble { doubles.reserveCapacity(count) } else { singles.reserveCapacity(count) }
  }
}

/// Why a text is not a valid table: the row (counted with the header, from 1) and what is wrong.
public struct TableFault: Error, Sendable {
  /// Counted from 1, the header included; nil where no single row is to blame.
  public let row: Int?
  /// One sentence without a final stop.
  public let message: String
}
