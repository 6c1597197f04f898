import Foundation
import TestSupport
import Testing

import Tabular

/// What is odd about a text table: said, not guessed silently.
struct OddTableTests {
  private func table(_ text: String, _ options: TableOptions = TableOptions()) throws -> Table {
    try TableTests.read(Array(text.utf8), options)
  }

  private func mistake(in bytes: [UInt8]) -> TableFault? {
    do {
      _ = try TableTests.read(bytes)
      return nil
    } catch {
      return error as? TableFault
    }
  }

  @Test func namelessColumnsAreRowNamesOrNothing() throws {
    #expect(try table(",x\na,1\nb,2\n").columns.map(\.role) == [.rowNames, .values])
    #expect(try table("x,,y\n1,,2\n3,,4\n").columns.map(\.role) == [.values, .nothing, .values])
    // Equal words or numbers that are not whole are no names of rows.
    #expect(try table(",x\na,1\na,2\n").columns.map(\.role) == [.values, .values])
    #expect(try table(",x\n1.5,1\n2,2\n").columns[0].role == .values)
    // A column with a name holds values, even if they are missing.
    #expect(try table("x,y\n,1\n,2\n").columns[0].role == .values)
  }

  @Test func equalNamesAreToldApart() throws {
    let table = try table("x,x,y,x.1,x\n1,2,3,4,5\n")
    #expect(table.columns.map(\.name) == ["x.2", "x.3", "y", "x.1", "x.4"])
    #expect(table.origin.sharedNames == ["x"])
  }

  @Test(arguments: [
    (TableOptions(header: false), "a,b\nc,d\n", 2, ["column1", "column2"]),
    (TableOptions(header: true), "2019,2020\n1,2\n", 1, ["2019", "2020"]),
    (TableOptions(delimiter: .byte(58)), "a:b\n1:2\n", 1, ["a", "b"]),
    (TableOptions(delimiter: .blank), "a b\n1 2\n", 1, ["a", "b"]),
    (TableOptions(delimiter: .byte(59)), "a,b;c\n1,5;2\n", 1, ["a,b", "c"]),
  ])
  func optionsTakeThePlaceOfGuesses(_ options: TableOptions, _ text: String, _ rows: Int, _ names: [String])
    throws
  {
    let table = try table(text, options)
    #expect(table.rows == rows && table.columns.map(\.name) == names)
  }

  /// NumPy's savetxt, an instrument, Excel.
  @Test(arguments: [
    ("# x,y\n1,2\n3,4\n", ["x", "y"], 2),
    ("# Logger 5\n# 2024-05-01\n#\n1 2\n3 4\n", ["column1", "column2"], 2),
    ("#x\ty\n1\t2\n", ["x", "y"], 1), ("# a comment\nx,y\n1,2\n", ["x", "y"], 1),
    ("sep=;\r\nx,z;y\r\n1,5;2\r\n", ["x,z", "y"], 1), ("#1,2\n", ["column1", "column2"], 1),
  ])
  func whatStandsBeforeTheRowsIsLeftOut(_ text: String, _ names: [String], _ rows: Int) throws {
    let table = try table(text)
    #expect(table.columns.map(\.name) == names && table.rows == rows)
  }

  @Test func aCommaAndAPointCannotBothBeDecimal() throws {
    let fault = try #require(mistake(in: Array("x;y\n1.234;5\n2;5,5\n".utf8)))
    #expect(
      fault.place == "line 3"
        && fault.message == "5,5 has a decimal comma, and line 2 has the number 1.234 with a point")
  }

  @Test func tooLargeNumbersAreNotedByColumn() throws {
    let table = try table("id,x\n1e39,1\n2,2\n")
    #expect(table.columns[0].tooLarge?.row == 2 && table.columns[0].tooLarge?.text == "1e39")
    #expect(table.columns[1].tooLarge == nil)
    let wide = try TableTests.read(Array("id,x\n1e39,1e400\n".utf8), TableOptions(isDouble: true))
    #expect(wide.columns[0].tooLarge == nil && wide.columns[1].tooLarge?.row == 2)
  }

  /// First bytes of files that are no text, and a word of what is said.
  @Test(arguments: [
    (
      [0x50, 0x4b, 3, 4] + Array("mimetypeapplication/vnd.oasis.opendocument.spreadsheet".utf8),
      "LibreOffice", "Text CSV"
    ),
    ([0x50, 0x4b, 3, 4] + Array("data.csv".utf8), "a zip archive", "unzip FILE"),
    ([0xd0, 0xcf, 0x11, 0xe0, 0xa1], "(.xls)", "CSV UTF-8"),
    (Array("PAR1".utf8), "Parquet", "read_parquet"), (Array("RDX3\nX\n".utf8), "R", "write.csv"),
    (Array("<!DOCTYPE html>".utf8), "web page", "Raw"), (Array("[{\"x\": 1}]".utf8), "JSON", "read_json"),
    (Array("SQLite format 3".utf8) + [0], "SQLite", "sqlite3"),
    ([0x42, 0x5a, 0x68, 0x39], "bzip2", "bunzip2 FILE"),
    ([1, 2, 0, 3, 4, 5, 6, 0, 9], "no text", "CSV"),
    (Array("nnet 2\n".utf8), "a saved session of nn", "load"),
    ([0x80, 0x04, 0x95, 0, 0], "pickled", "read_pickle"),
  ])
  func otherKindsOfFilesAreNamed(_ bytes: [UInt8], _ name: String, _ help: String) throws {
    let fault = try #require(mistake(in: bytes))
    #expect(fault.isOfOtherKind && fault.message.contains(name), "\(fault.message)")
    #expect(fault.help.contains { $0.contains(help) }, "\(fault.help)")
  }

  /// A workbook that was cut short has lost its directory; damage within it is no trap.
  @Test func damagedWorkbooksAreNamed() throws {
    let bytes = Array(try Data(contentsOf: TableTests.folder.appending(path: "Files/workbook.xlsx")))
    #expect(mistake(in: Array(bytes.dropLast(40)))?.message.contains("cut short") == true)
    var state: UInt64 = 5
    for _ in 0..<400 {
      var damaged = bytes
      for _ in 0..<3 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        damaged[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 20)
      }
      _ = try? TableTests.read(damaged, piece: 4096)
    }
  }

  @Test func damagedCompressionIsNamed() throws {
    let url = TableTests.folder.appending(path: "Files/plain.csv.gz")
    let bytes = Array(try Data(contentsOf: url))
    #expect(mistake(in: Array(bytes.dropLast(9)))?.message.contains("cut short") == true)
    var damaged = bytes
    damaged[bytes.count - 6] ^= 0xff
    #expect(mistake(in: damaged)?.message.contains("damaged") == true)
  }
}
