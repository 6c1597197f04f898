import JSONText
import NeuralCore
import Tabular

/// How a table is written into a file: what the end of its name says.
enum TableForm {
  /// RFC 4180, numbers as shortest decimals.
  case csv
  /// A list of objects, a row each, as pandas' `read_json` takes it.
  case json

  /// What a name means: CSV, unless it ends with .json.
  init(of file: String) { self = file.lowercased().hasSuffix(".json") ? .json : .csv }
}

/// The text of a table: its head, its rows, its end.
struct TableText {
  private let bytes: ByteText
  private let form: TableForm
  /// The names of the columns, as JSON has them before a value; none for CSV.
  private let keys: [String]
  private var cell = 0

  /// Rows at the end of a text.
  init(to bytes: ByteText, _ form: TableForm, _ names: [String]) {
    (self.bytes, self.form) = (bytes, form)
    keys = form == .json ? names.map { JSONText.quoted($0) + ":" } : []
  }

  /// A whole table of cells: texts, numbers, or nil where there is no value.
  static func whole(_ form: TableForm, _ names: [String], _ rows: [[Cell?]]) -> String {
    let bytes = ByteText()
    var table = TableText(to: bytes, form, names)
    table.begin(names)
    for (place, row) in rows.enumerated() {
      table.beginRow(place)
      for cell in row {
        switch cell {
        case .text(let text): table.add(text)
        case .number(let number): table.add(number, .double)
        case nil: table.addNothing()
        }
      }
      table.endRow()
    }
    table.end()
    return bytes.taken()
  }

  enum Cell {
    case text(String)
    case number(Double)
  }

  static func line(_ cells: [String]) -> String { cells.map(quoted).joined(separator: ",") + "\n" }

  // MARK: Lines

  /// What comes before the rows.
  mutating func begin(_ names: [String]) {
    switch form {
    case .csv: bytes.add(Self.line(names))
    case .json: bytes.add(UInt8(ascii: "["))
    }
  }

  /// - Parameter place: of the row in the table, counted from 0.
  mutating func beginRow(_ place: Int) {
    cell = 0
    guard form == .json else { return }
    bytes.add(place == 0 ? "{" : ",\n{")
  }

  mutating func endRow() { bytes.add(UInt8(ascii: form == .csv ? "\n" : "}")) }

  /// What comes behind the rows.
  mutating func end() { if form == .json { bytes.add("]\n") } }

  // MARK: Cells

  mutating func add(_ text: String) {
    beginCell()
    switch form {
    case .csv: bytes.add(text.utf8.allSatisfy(Self.isPlain) ? text : Self.quoted(text))
    case .json: bytes.add(JSONText.quoted(text))
    }
  }

  /// Where there is no value.
  mutating func addNothing() {
    beginCell()
    if form == .json { bytes.add("null") }
  }

  /// Adds a number as the language sees it.
  mutating func add(_ number: Double, _ precision: Precision) {
    beginCell()
    if form == .json, !number.isFinite { return bytes.add("null") }
    bytes.add(decimal: number, precision)
  }

  /// The same of numbers in an array.
  mutating func add(_ numbers: Vector, _ places: Range<Int>) {
    for place in places {
      beginCell()
      if form == .json, !numbers[place].isFinite {
        bytes.add("null")
      } else {
        numbers.writeDecimal(place, to: bytes)
      }
    }
  }

  private mutating func beginCell() {
    if cell > 0 { bytes.add(UInt8(ascii: ",")) }
    if form == .json { bytes.add(keys[cell]) }
    cell += 1
  }

  /// A byte of numbers and words, which no cell with it alone has to be quoted for.
  private static func isPlain(_ byte: UInt8) -> Bool {
    byte > 32 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: ",")
  }

  private static func quoted(_ cell: String) -> String {
    guard
      cell.utf8.contains(where: { [34, 44, 10, 13].contains($0) }) || cell.hasPrefix(" ")
        || cell.hasSuffix(" ")
    else { return cell }
    return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }
}

extension Table {
  /// Writes the cells of a row; nothing where there is no value.
  func write(_ row: Int, to lines: inout TableText) {
    for place in columns.indices {
      let value = value(row, place)
      if value.isNaN {
        lines.addNothing()
      } else if case .words(let words) = columns[place].kind {
        lines.add(words[Int(clamping: value)])
      } else {
        lines.add(value, cells.isDouble ? .double : .single)
      }
    }
  }
}
