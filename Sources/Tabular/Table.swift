/// A table of numbers and words out of a file.
public struct Table: Sendable {
  /// What the cells of a column hold.
  public enum Kind: Sendable, Equatable {
    case numbers
    /// The words of the column, in the order in which they were first seen; a cell holds the place of its word.
    case words([String])
  }

  /// What a column is there for.
  public enum Role: Sendable, Equatable {
    /// Values.
    case values
    /// Names or numbers of the rows, in a first column without a name, as R and pandas write them.
    case rowNames
    /// Nothing: no name, and no value in any row. A comma at the end of every line makes such a column.
    case nothing
  }

  /// A cell that is not as the others of its column: where its row is in the file, as `unit` counts, and its text.
  public typealias Place = (row: Int, text: String)
  /// A cell whose number is written with a currency, or in groups of three digits, and what was read.
  public typealias Written = (text: String, number: Double)

  /// A column: its name, what it holds, and what is odd about it.
  public struct Column: Sendable {
    /// From the header, or `column1`, `column2` … where there is none.
    public let name: String
    /// What it is there for.
    public let role: Role
    /// Numbers or words.
    public let kind: Kind
    /// Where the row of the first cell without a value is in the file, as `unit` counts; nil if none is missing.
    public let firstMissing: Int?
    /// Cells without a value.
    public let missing: Int
    /// The first word in a column that began with numbers.
    public let strayWord: Place?
    /// The first number that the precision of the cells cannot hold.
    public let tooLarge: Place?
    /// The first number that is written with a currency, per cent, or in groups of three digits.
    public let written: Written?
    /// Whether some of its numbers are written as only names are: 007, or with more digits than a number keeps.
    public let hasCodes: Bool
  }

  /// Kinds of files.
  public enum Format: String, Sendable {
    case text, arff, fann, libsvm, idx, npy, npz, snns, xlsx
  }

  /// In their order in the file.
  public let columns: [Column]
  /// All cells, row by row.
  public let cells: Cells
  /// Without the header.
  public let rows: Int
  /// Whether the columns have names of their own.
  public let hasHeader: Bool
  /// What stands between the cells.
  public let delimiter: Delimiter
  /// What is odd about the file as a whole.
  public internal(set) var origin = Origin()

  /// How the bytes of a file became text.
  public struct Origin: Sendable, Equatable {
    /// What kind of file it is.
    public var format = Format.text
    /// The encoding, where it is not UTF-8: `UTF-16`, `Latin-1`.
    public var encoding: String?
    /// Whether it was compressed by gzip.
    public var isCompressed = false
    /// The names that several columns had, which were told apart by numbers.
    public var sharedNames: [String] = []
    /// How many of the last columns the format says are targets; nil where it says nothing.
    public var targets: Int?
    /// The lines of the file that its rows stand in; nil where rows are no lines.
    var lines: RowLines?

    /// A text in UTF-8.
    public init() {}
  }

  /// What messages count the rows of the file by: lines of a text, rows of other files.
  public var unit: String { origin.lines == nil ? "row" : "line" }

  /// Where a row is in the file: `line 7`; `row 7`, a header counted, of what has no lines.
  public func place(ofRow row: Int) -> String {
    "\(unit) \(number(ofRow: row))"
  }

  /// The number alone.
  public func number(ofRow row: Int) -> Int {
    let isBelowHeader = hasHeader && [.text, .xlsx].contains(origin.format)
    return origin.lines?.line(of: row) ?? row + (isBelowHeader ? 2 : 1)
  }

  /// The number that a word of the table is, as its cells are read; nil if it is none.
  public func number(_ word: String) -> Double? {
    var word = word
    return word.withUTF8 { bytes in
      Decimal.parse(bytes, point: UInt8(ascii: "."))
        ?? (delimiter == .comma ? nil : Decimal.parse(bytes, point: UInt8(ascii: ",")))
    }
  }

  /// Whether a column of words has numbers that are written in more than the usual way: 007, 7.0.
  public func hasNumbersWrittenOtherwise(_ column: Int) -> Bool {
    guard case .words(let words) = columns[column].kind else { return false }
    return words.contains { word in number(word).flatMap(Decimal.name).map { $0 != word } ?? false }
  }

  /// The number in a cell; nan where it is missing.
  public func value(_ row: Int, _ column: Int) -> Double { cells[row * columns.count + column] }
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
  public internal(set) subscript(place: Int) -> Double {
    get { isDouble ? doubles[place] : Double(singles[place]) }
    set { if isDouble { doubles[place] = newValue } else { singles[place] = Float(newValue) } }
  }

  @inline(__always)
  mutating func append(_ value: Double) {
    if isDouble { doubles.append(value) } else { singles.append(Float(value)) }
  }

  mutating func reserveCapacity(_ count: Int) {
    if isDouble { doubles.reserveCapacity(count) } else { singles.reserveCapacity(count) }
  }
}

/// Why a file is not a table that can be read: where, what is wrong, and what to do.
public struct TableFault: Error, Sendable {
  /// The line of the file, or the row of one that has no lines: `line 3`. nil where no single one is to blame.
  public let place: String?
  /// One sentence without a final stop.
  public let message: String
  /// What to do, where it is known.
  public let help: [String]
  /// Whether the message speaks of the file as it is: `it is an Excel workbook`, not a table with a mistake.
  public let isOfOtherKind: Bool

  init(line: Int?, message: String, help: [String] = [], isOfOtherKind: Bool = false) {
    self.init(place: line.map { "line \($0)" }, message: message, help: help, isOfOtherKind: isOfOtherKind)
  }

  init(place: String?, message: String, help: [String] = [], isOfOtherKind: Bool = false) {
    (self.place, self.message, self.help, self.isOfOtherKind) = (place, message, help, isOfOtherKind)
  }
}
