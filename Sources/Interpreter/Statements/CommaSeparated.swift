import NeuralCore
import Tabular

/// CSV (RFC 4180), numbers as shortest decimals.
struct CommaSeparated {
  private let bytes: ByteText
  private var isAtLineStart = true

  /// Lines at the end of a text.
  init(to bytes: ByteText) { self.bytes = bytes }

  static func line(_ cells: [String]) -> String { cells.map(quoted).joined(separator: ",") + "\n" }

  mutating func add(_ cell: String) {
    beginCell()
    bytes.add(cell.utf8.allSatisfy(Self.isPlain) ? cell : Self.quoted(cell))
  }

  /// Adds a number as the language sees it.
  mutating func add(_ number: Double, _ precision: Precision) {
    beginCell()
    bytes.add(decimal: number, precision)
  }

  /// The same of numbers in an array.
  mutating func add(_ numbers: Vector, _ places: Range<Int>) {
    for place in places {
      beginCell()
      numbers.writeDecimal(place, to: bytes)
    }
  }

  mutating func endLine() {
    bytes.add(UInt8(ascii: "\n"))
    isAtLineStart = true
  }

  private mutating func beginCell() {
    if !isAtLineStart { bytes.add(UInt8(ascii: ",")) }
    isAtLineStart = false
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
  /// The number of a row in its file, the header counted, from 1.
  func fileRow(_ row: Int) -> Int { row + (hasHeader && origin.format == .text ? 2 : 1) }

  /// Writes the cells of a row; nothing where there is no value.
  func write(_ row: Int, to lines: inout CommaSeparated) {
    for place in columns.indices {
      let value = value(row, place)
      if value.isNaN {
        lines.add("")
      } else if case .words(let words) = columns[place].kind {
        lines.add(words[Int(clamping: value)])
      } else {
        lines.add(value, cells.isDouble ? .double : .single)
      }
    }
  }
}
