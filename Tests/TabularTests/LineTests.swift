import Tabular
import Testing

/// Where something is in a file is said by its lines, as an editor counts them.
struct LineTests {
  /// In pieces of every length, so that line ends are cut everywhere.
  private func read(_ text: String, piece: Int) throws -> Table {
    let reader = TableReader()
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: piece) {
      try bytes[start..<min(start + piece, bytes.count)].withUnsafeBytes {
        try reader.feed($0, total: bytes.count)
      }
    }
    return try reader.finish()
  }

  /// A text, the line of a word among numbers in its last column, and the lines of its rows.
  @Test(arguments: [
    ("a,b\n1,2\n3,x\n", 3, [2, 3]), ("1,2\n3,x\n", 2, [1, 2]), ("a,b\r\n1,2\r\n\r\n3,x\r\n", 4, [2, 4]),
    ("# made by hand\n\na,b\n1,2\n\n\n3,x\n5,6\n", 7, [4, 7, 8]),
    ("sep=;\r\na;b\r\n1;2\r\n3;x\r\n", 4, [3, 4]),
    ("a,b\n\"1\",2\n\"3\n\",4\n\n\"5\",x\n", 6, [2, 3, 6]), ("\n\na b\n1 2\n\n3 x\n", 6, [4, 6]),
    ("a,b\n1,2\n   \n3,x\n", 4, [2, 4]), ("a,b\r1,2\r3,x\r", 3, [2, 3]),
    ("%c\n@relation r\n@attribute a real\n@attribute b real\n@data\n\n1,2\n%d\n3,x\n", 9, [7, 9]),
    ("\u{feff}a,b\n1,2\n3,x", 3, [2, 3]),
  ])
  func rowsAreInTheirLines(_ text: String, _ line: Int, _ rows: [Int]) throws {
    for piece in [1, 2, 3, 1000] {
      let table = try read(text, piece: piece)
      let word = table.columns.compactMap(\.strayWord).first { $0.text == "x" }
      #expect(word?.row == line && table.unit == "line", "\(table.columns)")
      #expect((0..<table.rows).map { table.number(ofRow: $0) } == rows)
      #expect(table.place(ofRow: 0) == "line \(rows[0])")
    }
  }

  /// Far behind the bytes from which the kind of the file is found, too.
  @Test func linesAreCountedFarIntoAFile() throws {
    let text = "a,b\n" + (0..<30_000).map { "\($0),\($0)\n\n" }.joined() + "7,x\n"
    let table = try read(text, piece: 4096)
    #expect(table.columns[1].strayWord?.row == 60_002 && table.number(ofRow: 29_999) == 60_000)
  }

  @Test func unevenRowsAreInTheirLines() {
    for (text, place, help) in [
      ("# c\n\na,b\n1,2\n\n3\n", "line 6", "Look at line 3 and at line 6"),
      ("a,b\n\"1\",2\n\n3,4,5\n", "line 4", "Look at line 1 and at line 4"),
    ] {
      let fault = #expect(throws: TableFault.self) { _ = try read(text, piece: 5) }
      #expect(
        fault?.place == place && fault?.help.first?.hasPrefix(help) == true, "\(String(describing: fault))")
    }
  }
}
