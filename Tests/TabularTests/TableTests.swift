import Foundation
import TestSupport
import Testing

import Tabular

/// Delimited text against what pandas reads from the same files (make_golden.py writes both).
struct TableTests {
  struct Golden: Decodable {
    struct File: Decodable {
      let header: Bool
      let names: [String]
      let rows: [[Cell]]
    }

    let files: [String: File]
  }

  enum Cell: Decodable, Equatable {
    case number(Float)
    case word(String)
    case missing

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        self = .missing
      } else if let number = try? container.decode(Double.self) {
        self = .number(Float(number))
      } else {
        self = .word(try container.decode(String.self))
      }
    }
  }

  static let folder = Documents.root.appending(path: "Tests/TabularTests")

  /// Reads in pieces of so many bytes.
  static func read(_ bytes: [UInt8], piece: Int = .max, _ options: TableOptions = TableOptions()) throws
    -> Table
  {
    let reader = TableReader(options)
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, piece == .max ? bytes.count : start + piece)
      try Array(bytes[start..<end]).withUnsafeBytes { try reader.feed($0, total: bytes.count) }
      start = end
    }
    return try reader.finish()
  }

  /// Of the columns that hold values: pandas was told which those are.
  private func cells(_ table: Table) -> [[Cell]] {
    (0..<table.rows).map { row in
      table.columns.enumerated().filter { $1.role == .values }.map { k, column in
        let value = table.value(row, k)
        if value.isNaN { return .missing }
        guard case .words(let words) = column.kind else { return .number(Float(value)) }
        return .word(words[Int(value)])
      }
    }
  }

  @Test func readsWhatPandasReads() throws {
    let golden = try JSONDecoder().decode(
      Golden.self, from: Data(contentsOf: Self.folder.appending(path: "golden.json")))
    #expect(golden.files.count >= 40)
    for (name, expected) in golden.files {
      let bytes = Array(try Data(contentsOf: Self.folder.appending(path: "Files/\(name)")))
      for piece in [Int.max, 24, 1] {
        let table = try Self.read(bytes, piece: piece)
        #expect(table.hasHeader == expected.header, "\(name)")
        if expected.header {
          #expect(table.columns.filter { $0.role == .values }.map(\.name) == expected.names, "\(name)")
        }
        #expect(cells(table) == expected.rows, "\(name)")
      }
    }
  }

  /// Delimiters within quotes are text: they do not count when the delimiter is guessed.
  @Test(arguments: [
    ("\"a;b;c;d\",y\n\"1;2\",3\n", ["a;b;c;d", "y"]), ("\"a,b,c\";y;z\n1;2;3\n", ["a,b,c", "y", "z"]),
    ("\"a|b|c|d\"\ty\n1\t2\n", ["a|b|c|d", "y"]), ("\"a\nb;;;\",y\n1,2\n", ["a\nb;;;", "y"]),
  ])
  func quotedDelimitersDoNotCount(_ text: String, _ names: [String]) throws {
    let table = try Self.read(Array(text.utf8))
    #expect(table.columns.map(\.name) == names && table.rows == 1)
  }

  @Test func mistakesNameTheRow() {
    func fault(_ text: String) -> TableFault? {
      do {
        _ = try Self.read(Array(text.utf8))
        return nil
      } catch {
        return error as? TableFault
      }
    }
    #expect(fault("a,b\n1,2\n3\n")?.place == "line 3")
    #expect(fault("a,b\n1,2,3,4\n")?.place == "line 2")
    // With a cell more than the header the first column is row names, if they tell the rows apart.
    #expect(fault("a,b\n1,2,3\n1,3,4\n")?.place == "line 2")
    #expect(fault("a,b\n1,\"2\n")?.message.contains("quote") == true)
    #expect(fault("a,b\n1,2\"x\n")?.message.contains("quote") == true)
    #expect(fault("")?.message == "it is empty")
    #expect(fault("a,b\n")?.message == "it has no rows")
    #expect(fault("\n\n") != nil)
  }

  @Test func wordsAmongNumbersAreNoted() throws {
    let table = try Self.read(Array("a,b\n1,x\n2,y\nthree,x\n".utf8))
    #expect(table.columns[0].strayWord?.row == 4 && table.columns[0].strayWord?.text == "three")
    #expect(table.columns[1].kind == .words(["x", "y"]))
    let missing = try Self.read(Array("a,b\n1,2\n,3\n,4\n".utf8))
    #expect(missing.columns[0].firstMissing == 3 && missing.columns[0].missing == 2)
  }

  @Test func numbersAreExact() throws {
    for text in [
      "0.1", "1e23", "9007199254740993", "123456789012345678901234567890", "4.9e-324", "-1.5E+10", ".5", "5.",
    ] {
      let parsed = Array(text.utf8).withUnsafeBufferPointer { Decimal.parse($0, point: 46) }
      #expect(parsed == Double(text == "5." ? "5.0" : text == ".5" ? "0.5" : text), "\(text)")
    }
    for text in ["", "-", ".", "1.2.3", "e5", "1e", "0x10", "1,5", "inf", "--1", "1 2"] {
      #expect(Array(text.utf8).withUnsafeBufferPointer { Decimal.parse($0, point: 46) } == nil, "\(text)")
    }
  }

  /// Damaged files: no trap, no hang.
  /// The float64 of the first lies halfway between two float32, and the decimal a little beyond.
  @Test func decimalsAreRoundedOnceForSingle() throws {
    let text =
      "x\n1.000000059604644775390626\n-1.000000059604644775390626\n1.000000059604644775390625\n7.0064923216240854e-46\n"
    let cells = try Self.read(Array(text.utf8)).cells
    #expect(
      cells.singles.map(\.bitPattern) == [0x3f80_0001, 0xbf80_0001, 0x3f80_0000, 1],
      "\(cells.singles)")
    // Kept as float64 for such a one, and for a session in float64.
    var options = TableOptions(isDouble: true)
    options.isForSingle = true
    #expect(try Self.read(Array(text.utf8), options).cells.doubles.map { Float($0) } == cells.singles)
    let doubles = try Self.read(Array(text.utf8), TableOptions(isDouble: true)).cells.doubles
    #expect(doubles == [0x1.000001p0, -0x1.000001p0, 0x1.000001p0, 7.0064923216240854e-46])
    let written = "x;y\n\"1,000000059604644775390626 €\";1\n\"1,5 €\";2\n"
    #expect(try Self.read(Array(written.utf8)).cells.singles.first?.bitPattern == 0x3f80_0001)
  }

  @Test func damagedFilesDoNoHarm() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.appending(path: "Files").path)
      .sorted()
    let files = try names.map { Array(try Data(contentsOf: Self.folder.appending(path: "Files/\($0)"))) }
    var state: UInt64 = 7
    func pick(_ n: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % max(1, n)
    }
    for _ in 0..<5000 {
      var bytes = files[pick(files.count)]
      for _ in 0...pick(4) where !bytes.isEmpty {
        switch pick(4) {
        case 0: bytes.remove(at: pick(bytes.count))
        case 1: bytes[pick(bytes.count)] = UInt8(pick(256))
        case 2: bytes.insert([44, 34, 10, 13, 59, 0, 45][pick(7)], at: pick(bytes.count))
        default: bytes.insert(contentsOf: bytes.prefix(pick(20)), at: pick(bytes.count))
        }
      }
      _ = try? Self.read(bytes, piece: 24)
    }
  }
}
