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
  public let cells: Cells
  public let rows: Int
  public let hasHeader: Bool
  public let delimiter: UInt8

  /// The number in a cell; nan where it is missing.
  public func value(_ row: Int, _ column: Int) -> Double { cells[row * columns.count + column] }

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

/// The numbers of a table row by row, as float32 or, if asked for, as float64; nan where a value is missing.
public struct Cells: Sendable {
  public let isDouble: Bool
  public private(set) var singles: [Float] = []
  public private(set) var doubles: [Double] = []

  init(isDouble: Bool) { self.isDouble = isDouble }

  public var count: Int { isDouble ? doubles.count : singles.count }
  public subscript(place: Int) -> Double { isDouble ? doubles[place] : Double(singles[place]) }

  @inline(__always)
  mutating func append(_ value: Double) {
    if isDouble { doubles.append(value) } else { singles.append(Float(value)) }
  }

  mutating func reserveCapacity(_ count: Int) {
    if isDouble { doubles.reserveCapacity(count) } else { singles.reserveCapacity(count) }
  }
}

/// Why a text is no table: the row (counted with the header, from 1) and what is wrong.
public struct TableFault: Error, Sendable {
  public let row: Int?
  public let message: String
}
